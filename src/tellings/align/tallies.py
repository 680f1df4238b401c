"""A story's claims in, where its reports count the victims of the story's happening differently out.

Reports word a toll so differently that lining up their sentences misses most of it. What is counted (dead, missing,
aboard …), of whom and of which day decides instead, wherever in the report it stands: the first number of each report
that counts all of them is its tally, and tallies of one kind are laid side by side.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tellings.align.differences.casualties import Casualty, ask_count, find_casualty
from tellings.align.differences.difference import Difference
from tellings.align.disputes import Dispute
from tellings.align.nobody import find_nobody
from tellings.align.occasions import is_elsewhere
from tellings.align.sides import Side
from tellings.align.table import Lines
from tellings.records import Quantity, Span

_RECENT = timedelta(days=10)  # a happening that a report dates further back than this is not what it reports on
_EARLY, _FIRST = 0.5, 4  # the share of a report, or its first sentences, in which the happening's own numbers stand
_ROUND = 0.1  # "about 100" and 105 are one number
_ALWAYS_UPDATED = frozenset({"missing"})  # falls as people are found, rises as more are missed
_GROWING = frozenset({"dead", "injured", "rescued", "detained", "displaced", "evacuated", "freed"})


@dataclass(frozen=True, slots=True)
class Tally:
    """One report's number. side: the place of its claim in the table."""

    side: int
    quantity: Quantity
    casualty: Casualty

    def key(self) -> tuple[str, str, frozenset[str]]:
        """What has to be equal for two tallies to count the same."""
        return self.casualty.kind, self.casualty.noun, self.casualty.limits

    def range(self) -> tuple[float, float]:
        """The least and the most that the wording allows."""
        low = self.quantity.low if self.quantity.low is not None else 0.0
        high = self.quantity.high if self.quantity.high is not None else math.inf
        spread = _ROUND if self.quantity.bound == "about" else 0.0
        return low * (1 - spread), high * (1 + spread)


def find_tallies(table: Lines) -> list[Dispute]:
    """A dispute for each thing that reports of the story count differently, the first in the reports first."""
    groups: dict[tuple[str, str, frozenset[str]], dict[tuple[str, bool], Tally]] = {}
    found = _read_tallies(table.sides)
    for tally in [*found, *_read_noughts(table.sides, found)]:
        side = table.sides[tally.side]
        groups.setdefault(tally.key(), {}).setdefault((side.report, side.clause.sentence.title), tally)
    disputes = [_build_dispute(table, _drop_repeated(group)) for group in groups.values() if len(group) > 1]
    return [dispute for dispute in disputes if dispute is not None]


def _drop_repeated(group: Mapping[tuple[str, bool], Tally]) -> list[Tally]:
    """One tally for each report; two where title and body of one shut each other out."""
    kept = []
    for (report, title), tally in group.items():
        headline = group.get((report, True))
        if title or headline is None or _shut_out(headline, tally):
            kept.append(tally)
    return kept


def _shut_out(a: Tally, b: Tally) -> bool:
    (low, high), (other_low, other_high) = a.range(), b.range()
    return low > other_high or other_low > high


def _read_noughts(sides: Sequence[Side], tallies: Sequence[Tally]) -> list[Tally]:
    """The tallies of reports that say that nobody was hurt, killed … and count nobody elsewhere."""
    counted = {(sides[tally.side].report, tally.casualty.kind) for tally in tallies}
    found = []
    for n, side in enumerate(sides):
        if not _is_early(side) or not _is_recent(side) or side.elsewhere:
            continue
        for kind, span in find_nobody(side):
            if (side.report, kind) not in counted:
                nought = Quantity(f"nought-{n}-{kind}", span, 0.0, 0.0, "", "people", "exactly")
                found.append(Tally(n, nought, Casualty(kind, "", frozenset())))
    return found


def drop_told(table: Lines, disputes: Sequence[Dispute], tallies: Sequence[Dispute]) -> list[Dispute]:
    """The disputes without those over numbers of the same people that the tallies tell of already."""
    told = {key for tally in tallies if (key := _counted_in(table, *next(iter(tally.values.items())))) is not None}

    def repeats(dispute: Dispute) -> bool:
        if dispute.difference.slot != "number":
            return False
        return any(
            _counted_in(table, n, span) in told for n, span in dispute.values.items() if _is_recent(table.sides[n])
        )

    return [dispute for dispute in disputes if not repeats(dispute)]


def _counted_in(table: Lines, n: int, span: Span) -> tuple[str, str] | None:
    casualty = find_casualty(table.sides[n].clause.sentence, span)
    return None if casualty is None else (casualty.kind, casualty.noun)


def _read_tallies(sides: Sequence[Side]) -> list[Tally]:
    """The tallies of every report, in the order of their text."""
    narrow: dict[str, int] = {}
    for n, side in enumerate(sides):
        for quantity in side.quantities:
            before = narrow.get(quantity.id)
            if before is None or len(side.text) < len(sides[before].text):
                narrow[quantity.id] = n
    found: list[Tally] = []
    for n in sorted(set(narrow.values()), key=lambda n: (sides[n].report, sides[n].claim.span.start)):
        side = sides[n]
        if not _is_early(side) or not _is_recent(side):
            continue
        for quantity in sorted(side.quantities, key=lambda quantity: quantity.span):
            if narrow[quantity.id] != n or quantity.unit or (quantity.low is None and quantity.high is None):
                continue
            casualty = find_casualty(side.clause.sentence, quantity.span)
            if casualty is not None and not casualty.part:
                found.append(Tally(n, quantity, casualty))
    return _without_lists(sides, found)


def _is_early(side: Side) -> bool:
    return side.place <= _EARLY or side.clause.sentence.index < _FIRST


def _is_recent(side: Side) -> bool:
    """Whether the sentence speaks of the days before its report, as far as it says and the report is dated."""
    if side.day is None:
        return True
    day = side.day
    own = [moment for moment in side.moments if moment.kind in ("date", "time") and moment.interval] or side.dates
    known = [moment.interval for moment in own if moment.interval and moment.interval.last_day()]
    return all((interval.last_day() or day) >= day - _RECENT for interval in known)


def _without_lists(sides: Sequence[Side], tallies: Sequence[Tally]) -> list[Tally]:
    """Without those of sentences that count one thing twice: "two died in the north and five in the south"."""
    seen: dict[tuple[str, tuple[str, str, frozenset[str]]], set[tuple[float, float]]] = {}
    for tally in tallies:
        seen.setdefault((sides[tally.side].claim.sentence, tally.key()), set()).add(tally.range())
    return [tally for tally in tallies if len(seen[sides[tally.side].claim.sentence, tally.key()]) == 1]


def _build_dispute(table: Lines, tallies: Sequence[Tally]) -> Dispute | None:
    """The dispute between tallies of one thing; None where they can all be right."""
    pairs = [(a, b) for n, a in enumerate(tallies) for b in tallies[n + 1 :] if _stand_apart(table, a, b)]
    if not pairs:
        return None
    kind = "update" if all(_is_update(table, a, b) for a, b in pairs) else "contradiction"
    left, right = pairs[0]
    casualty = left.casualty
    spans = left.quantity.span, right.quantity.span
    difference = Difference("number", kind, True, *spans, casualty.noun or "people", ask_count(casualty))
    values = {tally.side: tally.quantity.span for tally in tallies}
    return Dispute(
        difference, dict(sorted(values.items())), tuple((a.side, b.side) for a, b in pairs), 1.0, settled=True
    )


def _stand_apart(table: Lines, a: Tally, b: Tally) -> bool:
    """Whether the two shut each other out, or the later of two open ones ("at least 31") has gone well beyond."""
    if is_elsewhere(table.sides[a.side], table.sides[b.side]):
        return False
    if _shut_out(a, b):
        return True
    days = table.sides[a.side].day, table.sides[b.side].day
    if days[0] is None or days[1] is None or days[0] == days[1]:
        return False
    early, late = (a, b) if days[0] < days[1] else (b, a)
    counted = early.quantity.bound == "at_least" and (early.quantity.low or 0) % 1 == 0 and _has_figure(early)
    return counted and late.casualty.kind in _GROWING and (early.quantity.low or 0) * (1 + _ROUND) < late.range()[0]


def _has_figure(tally: Tally) -> bool:
    """Whether a number is named, not "dozens" or "scores": those are coarser, no report is out of date for them."""
    return tally.quantity.bound == "exactly" or tally.quantity.span.end - tally.quantity.span.start > len("at least")


def _is_update(table: Lines, a: Tally, b: Tally) -> bool:
    """Whether the report that came later counts more, as a toll that rises does."""
    days = table.sides[a.side].day, table.sides[b.side].day
    if days[0] is None or days[1] is None or days[0] == days[1]:
        return False
    if a.casualty.kind in _ALWAYS_UPDATED:
        return True
    early, late = (a, b) if days[0] < days[1] else (b, a)
    return a.casualty.kind in _GROWING and early.range()[0] < late.range()[0]
