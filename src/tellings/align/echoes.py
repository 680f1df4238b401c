"""A story's sides in, which of them say one thing in the same words out: those of two reports are laid beside the
others, and all further ones, their echoes, stand wherever those two do.

Thirty outlets that print one dispatch would else fill the neighbours of every claim and the lines of the table, and a
number that two other reports give would be crowded out.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tellings.align.columns import Indices, Numbers, number_values, spread
from tellings.align.sides import Side
from tellings.align.wordings import find_wordings
from tellings.records import Span

LAID = 2  # reports of which the claims of one wording are laid beside others: what two say is a line already
_AT_ONCE = 4096  # claims, each with a report that it is laid beside, that are looked at together


class Echoes:
    """Which sides are worded and read alike. laid: whether each is laid beside others; one that is not is an echo."""

    def __init__(self, sides: Sequence[Side]) -> None:
        self._sides = sides
        wordings = find_wordings(sides).own.tolist()
        many = _find_frequent(wordings, sides)
        self._kinds, _ = number_values(
            [
                (own, _reading_of(side) if own in many else n)
                for n, (own, side) in enumerate(zip(wordings, sides, strict=True))
            ]
        )
        self._alike: dict[int, list[int]] = defaultdict(list)
        told: dict[int, set[str]] = defaultdict(set)  # the reports of which the claims of a kind are laid
        self.laid: NDArray[np.bool_] = np.zeros(len(sides), dtype=np.bool_)
        for n, (kind, side) in enumerate(zip(self._kinds.tolist(), sides, strict=True)):
            self._alike[kind].append(n)
            if len(told[kind]) < LAID:
                told[kind].add(side.report)
            self.laid[n] = side.report in told[kind]

    def find_echoes(self, n: int) -> list[int]:
        """The echoes of a side, in order."""
        return [m for m in self._find_alike(n) if not self.laid[m]]

    def find_laid(self, n: int) -> list[int]:
        """The side itself, or of an echo those that are laid for it."""
        return [n] if self.laid[n] else [m for m in self._find_alike(n) if self.laid[m]]

    def bring_in(self, line: Sequence[int]) -> list[int]:
        """The line with the echoes of all that stand in it, in order: of each further sentence the fullest claim."""
        sides, found = self._sides, list(line)
        told = {sides[n].claim.sentence for n in line}
        for n in sorted(line, key=lambda n: (-len(sides[n].words), n)):
            for m in self.find_echoes(n):
                if sides[m].claim.sentence not in told:
                    told.add(sides[m].claim.sentence)
                    found.append(m)
        return sorted(found)

    def move(self, span: Span, n: int, m: int) -> Span:
        """The same words as of a side's sentence in that of another that is worded alike."""
        here, there = (self._sides[k].clause.sentence.span for k in (n, m))
        return Span(there.report, span.start - here.start + there.start, span.end - here.start + there.start)

    def find_missed(
        self, claims: Indices, others: Indices, near: Numbers, reports: Indices
    ) -> tuple[Indices, Indices, Numbers]:
        """What pairs of claims say of pairs that were left out: a claim, the number of a report that it is paired with
        (`reports` has that of each side), and how near an echo of that report comes to it."""
        held, begins, counts = self._list_echoes(reports)
        many = len(self._sides)
        known, place = np.unique(claims * many + self._kinds[others], return_inverse=True)
        nearest = np.full(len(known), -np.inf, dtype=np.float32)
        np.maximum.at(nearest, place, near)
        beside = np.unique(claims * many + reports[others])
        found = []
        for start in range(0, len(beside), _AT_ONCE):
            claim, report = np.divmod(beside[start : start + _AT_ONCE], many)
            at, owner = spread(begins[report], counts[report])
            asked = claim[owner] * many + self._kinds[held[at]]
            where = np.minimum(np.searchsorted(known, asked), len(known) - 1)
            met = known[where] == asked
            found.append((claim[owner[met]], report[owner[met]], nearest[where[met]]))
        claim, report, score = (np.concatenate(column) for column in zip(*found, strict=True))
        return claim, report, score

    def _list_echoes(self, reports: Indices) -> tuple[Indices, Indices, Indices]:
        """All echoes, those of one report after those of the other, and where those of each begin and how many."""
        echoes = np.flatnonzero(~self.laid)
        held = echoes[np.argsort(reports[echoes], kind="stable")]
        counts = np.bincount(reports[echoes], minlength=int(reports.max()) + 1)
        return held, np.cumsum(counts) - counts, counts

    def _find_alike(self, n: int) -> list[int]:
        return self._alike[int(self._kinds[n])]


def _find_frequent(wordings: Sequence[int], sides: Sequence[Side]) -> set[int]:
    """The wordings that more reports have than are laid beside others."""
    reports: dict[int, set[str]] = defaultdict(set)
    for own, side in zip(wordings, sides, strict=True):
        reports[own].add(side.report)
    return {own for own, told in reports.items() if len(told) > LAID}


def _reading_of(side: Side) -> tuple[object, ...]:
    """What was read in a side's words, that may be otherwise in a report of another day or neighbourhood."""
    claim, clause, start = side.claim, side.clause, side.clause.sentence.span.start
    return (
        claim.kind,
        claim.polarity,
        claim.factuality,
        clause.kind,
        clause.speaker,
        clause.sentence.title,
        side.quoted,
        side.entities,
        side.named,
        side.subject_entity,
        side.speaker_entity,
        side.elsewhere,
        side.names,
        tuple((m.span.start - start, m.kind, m.interval) for m in side.dates),
        tuple((q.span.start - start, q.of, q.low, q.high, q.unit, q.bound) for q in side.amounts),
    )
