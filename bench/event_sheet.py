"""A sheet of coded events for a person to judge, drawn from running text; and what the judgements come to.

    python bench/event_sheet.py draw FOLDER_OR_FILE [...] --count 150 --seed 1 > sheet.txt
    python bench/event_sheet.py score sheet.txt judgements.txt

`draw` takes reports in any form that the programme reads, each input with an equal share. The reports of an input are
taken in an order by the seed, those of one outlet never twice before all outlets had their turn, and at most `--most`
events of one report, by the seed. The sheet gives, per event, number, type and mode, factuality and polarity, who says
so, actor and recipient with country and sector, place and date; below it the sentence with the word that was coded.

Judgements are lines "NUMBER LETTERS CAUSE": four letters, y or n or - (not given, not asked), for type (an event of
that type, of public life, is told), factuality with polarity, actor, recipient; the cause is free and for the n. A side
that is left open is -, a wrong name n. Precision is type and factuality; `strict` all four.
"""

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tellings.annotate import mentions, moments, parse, places, quotes
from tellings.code_events import plover
from tellings.engines.groups import run_group
from tellings.front import read_reports
from tellings.records import Argument, Dating, Event, Mention, Moment, Place, Quote, Report, Sentence
from tellings.stage import Group, Stage

STAGES: tuple[tuple[type, Stage], ...] = (
    (Sentence, parse.STAGE),
    (Mention, mentions.STAGE),
    (Place, places.STAGE),
    (Quote, quotes.STAGE),
    (Moment, moments.STAGE),
)
WIDTH = 260  # letters of the sentence on either side of the coded word
NAMES = ("type", "factuality", "actor", "recipient")


def annotate(report: Report) -> dict[type, list[object]]:
    """What the stages before the coder say of the report."""
    dating = Dating(f"dating-{report.id}", report.id, report.published, False, "given")
    rows: dict[type, list[object]] = {Report: [report], Dating: [dating]}
    for kind, stage in STAGES:
        rows[kind] = [row for row in run_group(stage, Group(report.id, rows)) if isinstance(row, kind)]
    return rows


def code(rows: dict[type, list[object]]) -> list[Event]:
    """The events of an annotated report, one of each coded word."""
    report = rows[Report][0]
    assert isinstance(report, Report)
    found: dict[tuple[int, str], Event] = {}
    for event in run_group(plover.STAGE, Group(report.id, rows)):
        found.setdefault((event.head.start, event.type), event)
    return [found[key] for key in sorted(found)]


def order_reports(reports: Iterable[Report], chance: random.Random) -> Iterator[Report]:
    """One report of each outlet, then the next of each."""
    by_outlet: dict[str, list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda report: (report.text, report.id)):
        by_outlet[report.outlet or ""].append(report)
    outlets = sorted(by_outlet)
    chance.shuffle(outlets)
    for outlet in outlets:
        chance.shuffle(by_outlet[outlet])
    for turn in range(max(map(len, by_outlet.values()), default=0)):
        yield from (by_outlet[outlet][turn] for outlet in outlets if turn < len(by_outlet[outlet]))


def draw(
    reports: Iterable[Report], count: int, chance: random.Random, most: int
) -> Iterator[tuple[dict[type, list[object]], Event]]:
    """Events of reports until there are `count`, at most `most` a report."""
    drawn = 0
    for report in order_reports(reports, chance):
        rows = annotate(report)
        events = code(rows)
        chance.shuffle(events)
        for event in events[: min(most, count - drawn)]:
            drawn += 1
            yield rows, event
        if drawn >= count:
            return


def show_event(number: int, rows: dict[type, list[object]], event: Event) -> str:
    """The lines of one event on the sheet."""
    report = rows[Report][0]
    assert isinstance(report, Report)
    holding = [s.span for s in rows[Sentence] if isinstance(s, Sentence) and s.span.holds(event.head)]
    start, end = (holding[0].start, holding[0].end) if holding else (event.span.start, event.span.end)
    before = " ".join(report.text[start : event.head.start].split())[-WIDTH:]
    after = " ".join(report.text[event.head.end : end].split())[:WIDTH]
    sides = f"{show_side(event.actor, report)} -> {show_side(event.recipient, report)}"
    real = event.factuality + (" NOT" if event.polarity == "negative" else "")
    when = f"{event.when.start}" if event.when else "-"
    told = f"says {event.says or '-'} | at {event.place or '-'} | on {when}"
    word = report.text[event.head.start : event.head.end]
    return f"{number}\t{event.type}/{event.mode or ''}\t{real}\t{sides}\n\t{told}\n\t{before} [[{word}]] {after}"


def show_side(side: Argument | None, report: Report) -> str:
    """Name, wording where it is another, country and sector."""
    if side is None:
        return "-"
    wording = " ".join(report.text[side.span.start : side.span.end].split())
    known = ", ".join(filter(None, (side.country, side.sector)))
    return side.name + (f" “{wording}”" if wording != side.name else "") + (f" ({known})" if known else "")


def read_types(sheet: Path) -> dict[int, str]:
    """Number -> type, from a sheet."""
    lines = (line.split("\t") for line in sheet.read_text(encoding="utf-8").splitlines())
    return {int(line[0]): line[1].partition("/")[0] for line in lines if line[0].isdecimal()}


def read_judgements(path: Path) -> dict[int, tuple[str, str]]:
    """Number -> letters and cause."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        number, _, rest = line.strip().partition(" ")
        if number.isdecimal():
            letters, _, cause = rest.strip().partition(" ")
            if len(letters) != len(NAMES) or set(letters) - set("yn-"):
                raise SystemExit(f"judgement {number}: {letters!r} is not four letters of y, n and -")
            found[int(number)] = (letters, cause.strip())
    return found


def score(types: dict[int, str], judged: dict[int, tuple[str, str]]) -> None:
    """Print precision by type, by what was judged, the causes, and the line of figures."""
    by_type: dict[str, list[bool]] = defaultdict(list)
    causes: Counter[str] = Counter()
    given, right = Counter[str](), Counter[str]()
    strict = 0
    for number, (letters, cause) in sorted(judged.items()):
        by_type[types[number]].append("n" not in letters[:2])
        strict += "n" not in letters
        for name, letter in zip(NAMES, letters, strict=True):
            given[name] += letter != "-"
            right[name] += letter == "y"
        if "n" in letters:
            causes[cause or "not said"] += 1
    for name, marks in sorted(by_type.items(), key=lambda row: -len(row[1])):
        print(f"{name:<10} {sum(marks):>3} of {len(marks):>3}")
    for name in NAMES:
        print(f"{name:<10} {right[name]:>3} of {given[name]:>3} right where given")
    print("causes:", ", ".join(f"{cause} {count}" for cause, count in causes.most_common()))
    both = sum(sum(marks) for marks in by_type.values())
    count = max(1, len(judged))
    print(f"event_sheet judged={len(judged)} precision={100 * both / count:.1f} strict={100 * strict / count:.1f}")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(dest="part", required=True)
    drawing = parts.add_parser("draw", help="print a sheet")
    drawing.add_argument("inputs", nargs="+")
    drawing.add_argument("--count", type=int, default=150)
    drawing.add_argument("--seed", type=int, default=1)
    drawing.add_argument("--most", type=int, default=2, help="events of one report")
    scoring = parts.add_parser("score", help="print what judgements come to")
    scoring.add_argument("sheet", type=Path)
    scoring.add_argument("judgements", type=Path)
    options = parser.parse_args(arguments)
    if options.part == "score":
        score(read_types(options.sheet), read_judgements(options.judgements))
        return 0
    number, left = 0, options.count
    for place, entry in enumerate(options.inputs):
        share = left // (len(options.inputs) - place)
        reports = [report for report in read_reports([entry]) if isinstance(report, Report)]
        for rows, event in draw(reports, share, random.Random(f"{options.seed} {place}"), options.most):
            number, left = number + 1, left - 1
            print(show_event(number, rows, event))
    print(f"event_sheet drawn={number}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
