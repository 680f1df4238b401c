"""No violence where none has happened: sport, films, history, headlines, threats, nature, figures of speech.

    python bench/no_events.py [--show]

Codes each sentence of `no_events.tsv` (written for this project) as a report published in 2025 and counts those with an
ASSAULT event that is told as happened or ongoing, and not denied.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from tellings.annotate import moments, parse
from tellings.code_events import plover
from tellings.engines.groups import run_group
from tellings.records import Dating, Event, Interval, Moment, Precision, Report, Sentence
from tellings.stage import Group

HERE = Path(__file__).parent
PUBLISHED = Interval("2025-06-03", "2025-06-03", Precision.DAY)
VIOLENT = "ASSAULT"


def read_sentences() -> list[tuple[str, str]]:
    """(kind, sentence), in the order of the file."""
    lines = (HERE / "no_events.tsv").read_text(encoding="utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines if line and not line.startswith("#")]


def code(number: int, text: str, *, title: bool) -> list[Event]:
    """The events of the sentence, as the plan's stages would code it."""
    report = Report(f"r{number}", "c", "own", None, text if title else None, None, PUBLISHED, "en", text)
    dating = Dating(f"d{number}", report.id, PUBLISHED, False, "given")
    rows: dict[type, list[object]] = {Report: [report], Dating: [dating]}
    rows[Sentence] = run_group(parse.STAGE, Group(report.id, rows), strict=True)
    rows[Moment] = run_group(moments.STAGE, Group(report.id, rows), strict=True)
    return run_group(plover.STAGE, Group(report.id, rows), strict=True)


def is_wrong(event: Event) -> bool:
    """Violence that is told as having happened."""
    return event.type == VIOLENT and event.factuality in ("happened", "ongoing") and event.polarity == "positive"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the sentences with wrong events")
    options = parser.parse_args(arguments)
    sentences = read_sentences()
    wrong: Counter[str] = Counter()
    for number, (kind, text) in enumerate(sentences):
        events = [event for event in code(number, text, title=kind == "headline") if is_wrong(event)]
        wrong[kind] += bool(events)
        if options.show and events:
            print(f"{kind}: {text}  <- {', '.join(event.lemma for event in events)}")
    print("wrong by kind:", ", ".join(f"{kind} {count}" for kind, count in sorted(wrong.items())))
    print(f"no_events sentences={len(sentences)} violence={sum(wrong.values())}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
