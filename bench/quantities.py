"""Quantities: "of what", values and bounds on own sentences, and the VALUE layer of MEANTIME.

    python bench/quantities.py FOLDER [--errors]

Own set (bench/own/quantities.tsv): the number's words must overlap; `value` low, high and unit, `bound`, and `of` (the
words, articles left out) are shares of the set that are right. MEANTIME: a gold VALUE is found where one of ours
overlaps it (`span`, F1).
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.meantime import read_folder
from tellings.annotate.parse import parse_report
from tellings.annotate.quantities import find_quantities
from tellings.records import Quantity, Report

OWN = Path(__file__).parent / "own" / "quantities.tsv"
_ARTICLES = ("the ", "a ", "an ", "his ", "her ", "their ", "its ")


def bare(wording: str) -> str:
    """Without an article, in lower case."""
    wording = wording.lower()
    for article in _ARTICLES:
        wording = wording.removeprefix(article)
    return wording


def score_own(*, errors: bool) -> dict[str, float]:
    """Shares of the own sentences that are right, in per cent."""
    rows = [line.split("\t") for line in OWN.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    right = dict.fromkeys(("found", "value", "bound", "of", "all"), 0)
    for sentence, wording, low, high, unit, bound, of in rows:
        report = Report("own", "own", "own", None, None, None, None, "en", sentence)
        start = sentence.index(wording)
        over = [
            quantity
            for quantity in find_quantities(report, parse_report(report))
            if quantity.span.start < start + len(wording) and start < quantity.span.end
        ]
        ours = max(over, key=lambda q: min(q.span.end, start + len(wording)) - max(q.span.start, start), default=None)
        checks = check(ours, low, high, unit, bound, of) if ours else {}
        for name, good in checks.items():
            right[name] += good
        right["found"] += ours is not None
        right["all"] += bool(checks) and all(checks.values())
        if errors and not (checks and all(checks.values())):
            got = (ours.low, ours.high, ours.unit, ours.bound, ours.of) if ours else None
            print(f"  {sentence} [{wording}] {got} for {(low, high, unit, bound, of)}")
    return {name: 100 * count / len(rows) for name, count in right.items()}


def check(ours: Quantity, low: str, high: str, unit: str, bound: str, of: str) -> dict[str, bool]:
    """What of it is right."""
    numbers = (None if low == "-" else float(low), None if high == "-" else float(high))
    return {
        "value": (ours.low, ours.high) == numbers and ours.unit == unit,
        "bound": ours.bound == bound,
        "of": bare(ours.of) == bare("" if of == "-" else of),
    }


def score_meantime(folder: Path, *, errors: bool) -> float:
    """F1 of overlapping spans with the VALUE layer."""
    right = given = wanted = 0
    for gold in read_folder(folder, "VALUE"):
        ours = [
            quantity
            for quantity in find_quantities(gold.report, parse_report(gold.report))
            if quantity.span.end <= gold.annotated
        ]
        wanted, given = wanted + len(gold.markables), given + len(ours)
        taken: set[str] = set()
        for markable in gold.markables:
            over = [
                q for q in ours if q.span.start < markable.end and markable.start < q.span.end and q.id not in taken
            ]
            if over:
                taken.add(over[0].id)
                right += 1
            elif errors:
                print(f"  missed {gold.report.id[:14]} {gold.report.text[markable.start : markable.end]!r}")
        for quantity in ours:
            if errors and quantity.id not in taken:
                print(f"  extra  {gold.report.id[:14]} {quantity.span.of(gold.report)!r} of {quantity.of!r}")
    return 200 * right / (given + wanted)


def main() -> int:
    """Print the line of figures last."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    figures = score_own(errors=options.errors) | {"span": score_meantime(options.folder, errors=options.errors)}
    print("quantities", *(f"{name}={value:.1f}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
