"""Stories against a labelled set: B3 F1 of the profile, same_story and stories stages, beside TF-IDF with hindsight.

usage: stories.py FILE.jsonl [--peer] [--broken]

One report a line: id, event, title, text and, where known, date and outlet. `--peer` adds TF-IDF with average link at
the threshold that is best on this very file. `--broken` lists the events that are split or mixed.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tellings.annotate import mentions, parse
from tellings.cluster import profile, same_story, stories
from tellings.engines.local import run_plan
from tellings.records import Interval, Precision, Report, Story, Tables


def read_reports(path: Path) -> tuple[list[Report], dict[str, str]]:
    """The reports of the file, and the event of each."""
    reports, events = [], {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        title = (row.get("title") or "").strip()
        day = (row.get("date") or "")[:10]
        text = f"{title}\n\n{row['text']}" if title else row["text"]
        report = Report(
            id=f"report-{number:05d}",
            capture=row["id"],
            origin=row["id"],
            outlet=row.get("outlet"),
            title=title or None,
            byline=None,
            published=Interval(day, day, Precision.DAY) if day else None,
            language="en",
            text=text,
        )
        reports.append(report)
        events[report.id] = row["event"]
    return reports, events


def score_b3(events: dict[str, str], groups: Sequence[Sequence[str]]) -> tuple[float, float, float]:
    """B3 precision, recall and F1 of groups of ids against the event of each."""
    sizes: dict[str, int] = defaultdict(int)
    for event in events.values():
        sizes[event] += 1
    precision = recall = 0.0
    for group in groups:
        within: dict[str, int] = defaultdict(int)
        for member in group:
            within[events[member]] += 1
        for event, count in within.items():
            precision += count * count / len(group)
            recall += count * count / sizes[event]
    precision, recall = precision / len(events), recall / len(events)
    return precision, recall, 2 * precision * recall / (precision + recall)


def build_stories(reports: Sequence[Report]) -> Tables:
    """The tables after parsing, naming, profiling and clustering."""
    plan = [parse.STAGE, mentions.STAGE, profile.STAGE, same_story.STAGE, stories.STAGE]
    return run_plan(plan, reports, strict=True)


def score_peer(reports: Sequence[Report], events: dict[str, str]) -> float:
    """B3 F1 of TF-IDF, average link, at the best threshold in hindsight."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform([r.text for r in reports])
    distances = (1.0 - (matrix @ matrix.T).toarray()).clip(0.0)
    best = 0.0
    for step in range(5, 50):
        labels = AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1.0 - step / 100
        ).fit_predict(distances)
        groups: dict[int, list[str]] = defaultdict(list)
        for report, label in zip(reports, labels, strict=True):
            groups[int(label)].append(report.id)
        best = max(best, score_b3(events, list(groups.values()))[2])
    return best


def print_broken(events: dict[str, str], groups: Sequence[Sequence[str]]) -> None:
    """The events that lie in several stories, and the stories that hold several events."""
    homes: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for number, group in enumerate(groups):
        for member in group:
            homes[events[member]][number] += 1
    for event, parts in sorted(homes.items()):
        if len(parts) > 1:
            print(f"split  {event}: {sorted(parts.values(), reverse=True)}")
    for group in groups:
        mixed = sorted({events[member] for member in group})
        if len(mixed) > 1:
            print(f"mixed  {len(group)} reports: {', '.join(mixed)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--broken", action="store_true")
    options = parser.parse_args()
    reports, events = read_reports(options.file)
    started = time.perf_counter()
    groups = [story.reports for story in build_stories(reports).of(Story)]
    seconds = time.perf_counter() - started
    precision, recall, f1 = score_b3(events, groups)
    if options.broken:
        print_broken(events, groups)
    peer = f" tfidf_f1={score_peer(reports, events):.3f}" if options.peer else ""
    print(
        f"stories set={options.file.stem} reports={len(reports)} stories={len(groups)} precision={precision:.3f} "
        f"recall={recall:.3f} f1={f1:.3f}{peer} seconds={seconds:.0f}"
    )


if __name__ == "__main__":
    main()
