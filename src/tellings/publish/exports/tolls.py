"""The numbers that stand in the clauses of a happening's events in; how many died, were hurt or arrested in it, out.

A number counts for the event whose clause holds it most closely. "Including three children" is part of a number told
already; "two soldiers and three civilians" are five. Each report has one figure, its highest; reports may differ.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tellings.align.differences.casualties import find_casualty
from tellings.records import Event, Quantity, Sentence, Span

_COUNTED = frozenset({"ASSAULT", "PROTEST", "COERCE"})
_KINDS = {"dead": "dead", "injured": "injured", "detained": "arrested"}


@dataclass(frozen=True, slots=True)
class Figure:
    """What one report says of how many. low: at least so many; high: at most; equal where one number is told."""

    kind: str  # dead, injured, arrested
    report: str
    low: int | None
    high: int | None
    spans: tuple[Span, ...]
    counted: tuple[Span, ...] = ()  # where it says who is counted


@dataclass(frozen=True, slots=True)
class Range:
    """The figures of several reports: the lowest, the one that most independent lines have, the highest."""

    low: int
    best: int
    high: int


def find_figures(
    events: Iterable[Event], quantities: Mapping[str, Sequence[Quantity]], sentences: Mapping[str, Sequence[Sentence]]
) -> dict[str, list[Figure]]:
    """Event id -> the figures that its clause tells."""
    at_sentence: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.type in _COUNTED:
            sentence = next((s for s in sentences.get(event.report, ()) if s.span.holds(event.head)), None)
            if sentence is not None:
                at_sentence[sentence.id].append(event)
    by_id = {sentence.id: sentence for those in sentences.values() for sentence in those}
    found: dict[str, list[Figure]] = {}
    for number, those in at_sentence.items():
        found |= _find_in(by_id[number], those, quantities.get(by_id[number].report, ()))
    return found


def _find_in(sentence: Sentence, events: Sequence[Event], quantities: Sequence[Quantity]) -> dict[str, list[Figure]]:
    counted: dict[tuple[Span, str], list[tuple[Quantity, str]]] = defaultdict(list)
    for quantity in quantities:
        holding = [event for event in events if event.span.holds(quantity.span)]
        if quantity.unit or not holding:
            continue
        casualty = find_casualty(sentence, quantity.span)
        kind = _KINDS.get(casualty.kind) if casualty and not casualty.part else None
        if casualty is None or kind is None:
            continue
        nearest = min(holding, key=lambda event: (event.span.end - event.span.start, event.head.start))
        counted[nearest.head, kind].append((quantity, " ".join((*sorted(casualty.limits), casualty.noun)).strip()))
    found: dict[str, list[Figure]] = defaultdict(list)
    for (head, kind), numbers in counted.items():
        figure = _add_up(kind, sentence.report, numbers)
        for event in events:
            if event.head == head:
                found[event.id].append(figure)
    return found


def _add_up(kind: str, report: str, numbers: Sequence[tuple[Quantity, str]]) -> Figure:
    """The number of people as such, else the sum over the kinds of people that are counted apart."""
    whole = [(quantity, noun) for quantity, noun in numbers if not noun]
    by_noun = {noun: (quantity, noun) for quantity, noun in reversed(numbers)}
    taken: list[tuple[Quantity, str]] = list(whole[:1] or by_noun.values())
    lows = [quantity.low for quantity, _ in taken]
    highs = [quantity.high for quantity, _ in taken]
    return Figure(
        kind,
        report,
        _sum(lows),
        _sum(highs),
        tuple(sorted(quantity.span for quantity, _ in taken)),
        tuple(quantity.of_span for quantity, _ in taken if quantity.of_span),
    )


def _sum(values: Sequence[float | None]) -> int | None:
    return None if None in values else round(sum(value for value in values if value is not None))


def by_report(figures: Iterable[Figure], kind: str) -> dict[str, Figure]:
    """The figure of each report: the highest it tells, as it also tells of parts."""
    found: dict[str, Figure] = {}
    for figure in figures:
        if figure.kind == kind and _value(figure) is not None:
            held = found.get(figure.report)
            if held is None or (_value(figure) or 0) > (_value(held) or 0):
                found[figure.report] = figure
    return found


def build_range(figures: Mapping[str, Figure], line_of: Mapping[str, int]) -> Range | None:
    """Lowest, best and highest. best: the figure that most independent lines tell, of those the lowest."""
    values = {report: _value(figure) for report, figure in figures.items()}
    known = {report: value for report, value in values.items() if value is not None}
    if not known:
        return None
    pairs = {(line_of.get(report, -1 - place), value) for place, (report, value) in enumerate(known.items())}
    lines = Counter(value for _, value in pairs)
    best = max(sorted(lines), key=lambda value: lines[value])
    highs = [figure.high for figure in figures.values() if figure.high is not None]
    return Range(min(known.values()), best, max([*known.values(), *highs]))


def _value(figure: Figure) -> int | None:
    """The figure as told: the lower end of a range; of "at most ten" nothing is told but an upper bound."""
    return figure.low
