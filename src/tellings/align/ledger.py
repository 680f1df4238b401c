"""Entries in, each the one figure that a report gives for one thing, where two reports give it differently out.

Lining up clauses misses what is told in passing: how old the boy is, how deep the shaft. What the figure is of decides
instead. A report that gives two figures for one thing, which cannot both be meant, tells of several things, and has no
entry.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tellings.align.differences.difference import Difference
from tellings.align.disputes import Dispute
from tellings.align.sides import Side
from tellings.records import Span

Apart = Callable[[Side, Side], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """low to high: what the wording allows; side: the place of the shortest claim that tells it; asks: the question
    that the figure answers."""

    key: tuple[str, ...]
    low: float
    high: float
    span: Span
    side: int
    asks: str

    def fits(self, other: "Entry") -> bool:
        """Whether one figure can be meant by both."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Ledger:
    """How entries are held against each other. apart: whether two sides tell of two occasions; rises: whether a higher
    figure in a later report brings the lower one up to date; farthest: how many times the lower figure the higher one
    may be, or, with by_distance, how much more, beyond which they are of two things; period: what they may differ by,
    or a multiple of it, without a difference (hours of time zones)."""

    apart: Apart
    slot: str = "number"
    rises: bool = False
    farthest: float = 10.0
    by_distance: bool = False
    period: float = 0.0


def find_opposed(sides: Sequence[Side], entries: Iterable[Entry], ledger: Ledger) -> list[Dispute]:
    """A dispute for each key for which two reports have entries that cannot both be right."""
    told: dict[tuple[str, ...], dict[str, list[Entry]]] = {}
    for entry in entries:
        told.setdefault(entry.key, {}).setdefault(entry.span.report, []).append(entry)
    disputes = []
    for reports in told.values():
        single = [choose_entry(own) for own in reports.values()]
        kept = [entry for entry in single if entry is not None]
        pairs = [
            (a, b)
            for n, a in enumerate(kept)
            for b in kept[n + 1 :]
            if not a.fits(b) and is_near(a, b, ledger) and not ledger.apart(sides[a.side], sides[b.side])
        ]
        if pairs:
            disputes.append(_build_dispute(sides, kept, pairs, ledger))
    return disputes


def choose_entry(own: Sequence[Entry]) -> Entry | None:
    """The narrowest of a report's entries, the first of several; None where two of them cannot both be meant."""
    if any(not a.fits(b) for n, a in enumerate(own) for b in own[n + 1 :]):
        return None
    return min(own, key=lambda entry: (entry.high - entry.low, entry.span.start))


def is_near(a: Entry, b: Entry, ledger: Ledger) -> bool:
    """Whether the two can be figures of one thing at all."""
    low, high = sorted((max(a.low, 0.0), max(b.low, 0.0)))
    if ledger.period and (high - low) % ledger.period == 0:
        return False
    return high - low <= ledger.farthest if ledger.by_distance else high <= ledger.farthest * max(low, 0.1)


def _build_dispute(
    sides: Sequence[Side], entries: Sequence[Entry], pairs: Sequence[tuple[Entry, Entry]], ledger: Ledger
) -> Dispute:
    left, right = pairs[0]
    opposed = {entry.side for pair in pairs for entry in pair}
    values = {e.side: e.span for e in entries if e.side in opposed or e.fits(left) or e.fits(right)}
    kind = "update" if ledger.rises and all(_is_update(sides, a, b) for a, b in pairs) else "contradiction"
    difference = Difference(ledger.slot, kind, True, left.span, right.span, left.key[-1], left.asks)
    numbered = tuple((a.side, b.side) for a, b in pairs)
    return Dispute(difference, dict(sorted(values.items())), numbered, 0.9, settled=True)


def _is_update(sides: Sequence[Side], a: Entry, b: Entry) -> bool:
    days = sides[a.side].day, sides[b.side].day
    if days[0] is None or days[1] is None or days[0] == days[1]:
        return False
    early, late = (a, b) if days[0] < days[1] else (b, a)
    return early.low < late.low


def find_shortest(sides: Sequence[Side]) -> list[tuple[Side, Callable[[Span], int | None]]]:
    """For every sentence of the story one of its sides, and what finds the shortest claim around a span of it."""
    around: dict[str, list[int]] = {}
    for n, side in enumerate(sides):
        around.setdefault(side.claim.sentence, []).append(n)

    def finder(numbers: list[int]) -> Callable[[Span], int | None]:
        def find(span: Span) -> int | None:
            holding = [n for n in numbers if sides[n].claim.span.holds(span)]
            return min(holding, key=lambda n: (len(sides[n].text), n)) if holding else None

        return find

    return [(sides[numbers[0]], finder(numbers)) for numbers in around.values()]
