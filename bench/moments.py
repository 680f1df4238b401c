"""Moments: TIMEX3 values on MEANTIME, next to dateparser.search_dates.

    python bench/moments.py FOLDER [--errors]

Relaxed match as in TempEval-3: a moment matches a gold TIMEX3 that it overlaps; `value` is the F1 of those that also
have its value. The date line (creation time) is given, not scored. A range "1998/1999" is scored as its two ends, as
TIMEX3 marks them. dateparser gives instants, so it is counted right where its day begins with the gold value.
"""

import argparse
import logging
import re
import sys
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.meantime import GoldReport, Markable, read_folder
from tellings.annotate import moments, parse
from tellings.annotate.moments import find_moments
from tellings.text.times.phrases import find_time_phrases

Found = tuple[int, int, str]


def find_ours(gold: GoldReport) -> list[Found]:
    """Our moments, ranges as their two ends."""
    sentences = parse.parse_report(gold.report)
    found: list[Found] = []
    for moment in find_moments(gold.report, sentences, gold.report.published):
        wording, start = moment.span.of(gold.report), moment.span.start
        join = re.search(r" (?:to|and|until|through) | ?[-–] ?", wording[4:]) if "/" in moment.value else None
        if join:
            first, last = moment.value.split("/", 1)
            found.append((start, start + 4 + join.start(), first))
            found.append((start + 4 + join.end(), moment.span.end, last))
        else:
            found.append((start, moment.span.end, moment.value))
    return found


def find_dateparser(gold: GoldReport) -> list[Found]:
    """What dateparser's search finds, with the creation time as its base."""
    from datetime import datetime

    from dateparser.search import search_dates

    text, found, at = gold.report.text[: gold.annotated], [], 0
    base = gold.report.published.first_day() if gold.report.published else None
    settings = {"PREFER_DATES_FROM": "past", "RELATIVE_BASE": datetime(base.year, base.month, base.day)} if base else {}
    for wording, when in search_dates(text, languages=["en"], settings=settings) or []:
        place = text.find(wording, at)
        if place >= 0:
            at = place + len(wording)
            found.append((place, at, when.date().isoformat()))
    return found


def is_right(value: str, gold: Markable, *, generous: bool) -> bool:
    """Whether the values agree; the Z of universal time and unknown tails are passed over."""
    wanted = gold.attributes.get("value", "")
    if generous and re.match(r"\d{4}", wanted) and "W" not in wanted:
        return value.startswith(wanted[:10])
    return value.rstrip("Z") == wanted.rstrip("Z").removesuffix("-XX")


def score(
    golds: list[GoldReport], found: dict[str, list[Found]], *, generous: bool, errors: bool
) -> tuple[float, float]:
    """Relaxed F1 of the spans, F1 of spans with their value."""
    spans = values = given = wanted = 0
    for gold in golds:
        line = [
            m for m in gold.markables if m.attributes.get("functionInDocument") == "CREATION_TIME" or m.sentence == 1
        ]
        targets = [m for m in gold.markables if m not in line]
        ours = [
            f
            for f in found[gold.report.id]
            if f[1] <= gold.annotated and not any(f[0] < m.end and m.start < f[1] for m in line)
        ]
        given, wanted = given + len(ours), wanted + len(targets)
        taken: set[int] = set()
        for start, end, value in ours:
            over = [n for n, m in enumerate(targets) if start < m.end and m.start < end and n not in taken]
            best = next((n for n in over if is_right(value, targets[n], generous=generous)), over[0] if over else None)
            wording = gold.report.text[start:end]
            if best is None:
                if errors:
                    print(f"  extra   {gold.report.id[:14]} {wording!r} {value}")
                continue
            taken.add(best)
            spans += 1
            right = is_right(value, targets[best], generous=generous)
            values += right
            if errors and not right:
                print(f"  value   {gold.report.id[:14]} {wording!r} {value} for {targets[best].attributes['value']}")
        if errors:
            for n, m in enumerate(targets):
                if n not in taken:
                    wording, value = gold.report.text[m.start : m.end], m.attributes["value"]
                    print(f"  missed  {gold.report.id[:14]} {wording!r} {value}")
    return 200 * spans / (given + wanted), 200 * values / (given + wanted)


def main() -> int:
    """Print the table and, last, the line of figures."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    golds = list(read_folder(options.folder, "TIMEX3"))
    parse.load_model()
    ours = {gold.report.id: find_ours(gold) for gold in golds}
    find_time_phrases.cache_clear()
    begun = time.perf_counter()
    for gold in golds:
        moments.find_moments(gold.report, [], gold.report.published)
    each = 1000 * (time.perf_counter() - begun) / len(golds)
    theirs = {gold.report.id: find_dateparser(gold) for gold in golds}
    span, value = score(golds, ours, generous=False, errors=options.errors)
    peer_span, peer_value = score(golds, theirs, generous=True, errors=False)
    print(f"{len(golds)} reports: spans {span:.1f}, values {value:.1f}; dateparser {peer_span:.1f}, {peer_value:.1f}")
    lead = value - peer_value
    print(f"moments value={value:.1f} span={span:.1f} peer_value={peer_value:.1f} lead={lead:.1f} ms={each:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
