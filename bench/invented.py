"""Invented reports in the order of their publication, with their annotations and what is known of them.

usage: invented.py [--show N] [--reports N] [--seed N] [--story ID]

Without options it makes 10,000 and counts them: relations, sizes of stories, words, reports a second. `--show` prints
some; `--story` all of one story within the first `--reports`. Last line:

    invented reports=… per_s=… rss_mb=… words=… stories=… alone=… copies=… derived=… lines=…
"""

import argparse
import resource
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.invention.setting import Known, Sample
from bench.invention.stream import Newsrooms, invent_reports

__all__ = ["Known", "Newsrooms", "Sample", "invent_reports", "main", "show"]


def show(sample: Sample) -> str:
    """A sample as a person reads it."""
    report, known = sample.report, sample.known
    when = report.published.start if report.published else "undated"
    lines = [
        f"── {report.id} · {report.outlet or 'no outlet'} · {when} · {report.byline or 'no byline'}",
        f"   {known.story} {known.relation} of {known.source} · line {known.line} · replaces {report.supersedes}",
        report.text,
        "   named: " + "; ".join(f"{m.span.of(report)} = {m.name} ({m.kind})" for m in sample.mentions[:8]),
    ]
    return "\n".join(lines) + "\n"


def count(seed: int, reports: int) -> str:
    """The figures of a stream, as a line."""
    begun = time.perf_counter()
    sizes: Counter[str] = Counter()
    relations: Counter[str] = Counter()
    lines: set[str] = set()
    words = 0
    for sample in invent_reports(seed, reports):
        sizes[sample.known.story] += 1
        relations[sample.known.relation] += 1
        lines.add(sample.known.line)
        words += sample.report.text.count(" ") + 1
    seconds = time.perf_counter() - begun
    for relation, number in relations.most_common():
        print(f"{relation:14} {number:7} {number / reports:.3f}")
    stories = Counter({story: size for story, size in sizes.items() if story.startswith("story")})
    for least, most in ((1, 1), (2, 3), (4, 10), (11, 50), (51, 200), (201, 10_000)):
        held = [size for size in stories.values() if least <= size <= most]
        print(f"stories of {least} to {most}: {len(held)}, {sum(held)} reports")
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"invented reports={reports} per_s={reports / seconds:.0f} rss_mb={rss} words={words / reports:.0f} "
        f"stories={len(stories)} alone={relations['alone']} copies={relations['copy']} derived={relations['derived']} "
        f"lines={len(lines)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--skip", type=int, default=0, help="before those that are shown")
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--story")
    options = parser.parse_args()
    if options.story:
        for sample in invent_reports(options.seed, options.reports):
            if sample.known.story == options.story:
                print(show(sample))
        return
    if options.show:
        for sample in islice(invent_reports(options.seed, options.skip + options.show), options.skip, None):
            print(show(sample))
        return
    print(count(options.seed, options.reports))


if __name__ == "__main__":
    main()
