"""Lines of the comparison table in, fewer of them out: those that stand in the same places are told as one.

The strongest line comes first. A line of which half the claims overlap with it brings it the others, as long as they
fit what stands there. Measured on stories left out: 707 lines become 436, F1 .656 becomes .648.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tellings.align.overlaps import Overlaps, find_overlaps
from tellings.align.sides import Side


@dataclass(frozen=True, slots=True)
class Joining:
    """shared: the part of a line's claims that must overlap with another line's; bar: the mean score that the others
    need there; pair: the mean score that a line of two reports needs to be told at all; stranger: the mean score that
    a claim needs in the end to stay in its line (swept on stories left out: none .699 precision and .644 F1, .30 .738
    and .646, .33 .753 and .640, .40 .777 and .626)."""

    shared: float = 0.5
    bar: float = 0.35
    pair: float = 0.45
    stranger: float = 0.35


class Joiner:
    """Takes lines one after another; knows in which lines each sentence stands."""

    def __init__(
        self, sides: Sequence[Side], scores: Mapping[tuple[int, int], float], over: Overlaps, how: Joining
    ) -> None:
        self.sides, self.scores, self.over, self.how = sides, scores, over, how
        self.lines: list[list[int]] = []
        self.at: dict[str, set[int]] = {}

    def take(self, line: Sequence[int]) -> None:
        """Join the line to the one it shares most with, or keep it as its own."""
        for number in self._find_shared(line):
            known = self.lines[number]
            rest = [n for n in line if self._same_place(n, known) is None]
            if all(self.fit(n, known) >= self.how.bar for n in rest):
                self._join(number, line)
                return
        self.lines.append(list(line))
        self._note(len(self.lines) - 1, line)

    def fit(self, n: int, line: Sequence[int]) -> float:
        """The mean score of a claim against those of other reports in a line."""
        sides, report, score = self.sides, self.sides[n].report, self.scores.get
        fits = [score((n, m) if n < m else (m, n), 0.0) for m in line if sides[m].report != report]
        return sum(fits) / len(fits) if fits else 0.0

    def drop_strangers(self, line: Sequence[int]) -> list[int]:
        """The line without claims that do not fit the rest, the worst first; [] where that leaves one report."""
        kept = list(line)
        while len({self.sides[n].report for n in kept}) > 1:
            worst = min(kept, key=lambda n: (self.fit(n, kept), n))
            if self.fit(worst, kept) >= self.how.stranger:
                return kept
            kept.remove(worst)
        return []

    def score(self, a: int, b: int) -> float:
        """The score of a pair, nought where it was no candidate."""
        return self.scores.get((a, b) if a < b else (b, a), 0.0)

    def _find_shared(self, line: Sequence[int]) -> list[int]:
        """The line that most claims of this one overlap with, if they are enough."""
        near = sorted({number for n in line for number in self.at.get(self.sides[n].claim.sentence, ())})
        shares = {x: sum(not self.over[n].isdisjoint(self.lines[x]) for n in line) / len(line) for x in near}
        best = max(near, key=lambda x: (shares[x], -x), default=None)
        return [best] if best is not None and shares[best] >= self.how.shared else []

    def _same_place(self, n: int, line: Sequence[int]) -> int | None:
        """The claim of a line that overlaps with this one."""
        over = self.over[n]
        return next((m for m in line if m in over), None)

    def _join(self, number: int, line: Sequence[int]) -> None:
        """Add what is new; of two claims in one place the fuller stays, where it fits."""
        known = self.lines[number]
        before = list(known)
        for n in line:
            m = self._same_place(n, known)
            if m is None:
                known.append(n)
            elif len(self.sides[n].words) > len(self.sides[m].words) and self.fit(n, before) >= self.how.bar:
                known[known.index(m)] = n
        self.lines[number] = sorted(set(known))
        self._note(number, line)

    def _note(self, number: int, line: Sequence[int]) -> None:
        for n in line:
            self.at.setdefault(self.sides[n].claim.sentence, set()).add(number)


def join_lines(
    sides: Sequence[Side],
    scores: Mapping[tuple[int, int], float],
    lines: Sequence[Sequence[int]],
    *,
    over: Overlaps | None = None,
    joining: Joining | None = None,
) -> list[list[int]]:
    """The lines, the strongest first, each joined to one before it where they stand in the same places."""
    joiner = Joiner(sides, scores, over or find_overlaps(sides), joining or Joining())
    rated = []
    for line in lines:
        pairs = [joiner.score(a, b) for a in line for b in line if a < b and sides[a].report != sides[b].report]
        if len({sides[n].report for n in line}) > 2 or sum(pairs) >= joiner.how.pair * len(pairs):
            rated.append((-sum(pairs), list(line)))
    for _, line in sorted(rated):
        joiner.take(line)
    return [kept for line in joiner.lines if (kept := joiner.drop_strangers(line))]
