"""Two readings in, the Evidence out: what speaks for one report being written from the other or both from one text."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tellings.trace_copies.passages import (
    Alike,
    Parallel,
    Run,
    find_alike,
    find_feet,
    find_parallels,
    find_runs,
    share_trigrams,
)
from tellings.trace_copies.quotations import Cut, find_same_cuts
from tellings.trace_copies.reading import Reading
from tellings.trace_copies.speech import is_formula

LONG = 5  # own words from which a run counts: shorter ones are phrases of the language
FEWEST = 20  # a report of three words is weighed as if it had twenty: sharing them proves nothing
LIKE = 0.65  # likeness from which two sentences are taken to tell the same
MOST_RETOLD = 2.5  # one sentence, however full of detail, is one coincidence
PLAIN = 0.75  # share of the shorter report's own words in common runs that leaves no doubt
RETOLD = 0.5  # detail from which a sentence counts as retold


@dataclass(frozen=True, slots=True)
class Evidence:
    """Passages in common, and the figures that are weighed (names as in weights.toml)."""

    runs: tuple[Run, ...]
    parallels: tuple[Parallel, ...]
    cuts: tuple[Cut, ...]
    figures: tuple[tuple[str, float], ...]

    def figure(self, name: str) -> float:
        return dict(self.figures)[name]


class Meeting:
    """Two readings beside each other: the words in common are looked for once, however often the two are weighed."""

    def __init__(self, left: Reading, right: Reading) -> None:
        self.left, self.right = left, right
        runs = [run for run in find_runs(left, right) if not (left.formulaic and is_formula(_wording(left, run)))]
        outlet = left.report.outlet
        self.feet = find_feet(left, right, runs) if outlet and outlet == right.report.outlet else []
        self.runs = tuple(run for run in runs if run not in self.feet)
        self.cuts = tuple(find_same_cuts(left, right))
        self.cover = _share_runs(left, right, self.runs)

    @cached_property
    def alike(self) -> Alike | None:
        """The sentences that may tell the same."""
        return find_alike(self.left, self.right, self.runs, feet=self.feet)

    @cached_property
    def figures(self) -> dict[str, float]:
        """Those that rest on no sentence."""
        return {
            "cover": self.cover,
            "runs": math.log1p(sum(run.narrated >= LONG for run in self.runs)),
            "trigrams": math.sqrt(share_trigrams(self.left, self.right)),
            "shared_credit": float(bool(self.left.agencies and self.left.agencies & self.right.agencies)),
            "same_cuts": math.log1p(sum(not cut.reworded for cut in self.cuts)),
            "reworded_quotes": float(sum(cut.reworded for cut in self.cuts)),
        }

    def weigh(self, *, embed: bool = True, brief: bool = False, slack: float = 0.0) -> Evidence:
        """What the two have in common. Left and right may be swapped: the figures stay within a few per cent.

        Without `embed` sentences are compared by their words alone, with `slack` as if they meant that much more of
        the same than their words let expect. `brief`: none are compared where the runs of words leave no doubt.
        """
        parallels: list[Parallel] = []
        if not (brief and self.cover >= PLAIN) and self.alike:
            parallels = find_parallels(self.left, self.right, self.alike, embed=embed, slack=slack)
        parallels = [parallel for parallel in parallels if not _of_titles(self.left, self.right, parallel)]
        figures = self.figures | _measure_parallels(parallels)
        return Evidence(self.runs, tuple(parallels), self.cuts, tuple(figures.items()))


def _measure_parallels(parallels: Sequence[Parallel]) -> dict[str, float]:
    like = sorted((p for p in parallels if p.likeness >= LIKE), key=lambda p: p.left)
    details = sorted((p.detail for p in parallels), reverse=True)
    return {
        "retold": sum(min(detail, MOST_RETOLD) for detail in details[:3]),
        "retold_often": math.log1p(sum(detail > RETOLD for detail in details)),
        "order": _rate_order([p.right for p in like]),
    }


def _share_runs(left: Reading, right: Reading, runs: Sequence[Run]) -> float:
    """Own words of the shorter report that stand in runs of some length, as a share."""
    own_words = max(FEWEST, min(left.own_words, right.own_words))
    return min(1.0, sum(run.narrated for run in runs if run.narrated >= LONG) / own_words)


def _rate_order(places: Sequence[int]) -> float:
    """Share of the places that stand in rising order; 0 when there are fewer than two."""
    if len(places) < 2:
        return 0.0
    rising: list[int] = []
    for place in places:
        at = bisect_left(rising, place)
        rising[at : at + 1] = [place]
    return (len(rising) - 1) / len(places)


def _of_titles(left: Reading, right: Reading, parallel: Parallel) -> bool:
    """Headlines say the main thing in few words and are alike by nature."""
    return left.sentences[parallel.left].title or right.sentences[parallel.right].title


def _wording(reading: Reading, run: Run) -> str:
    return reading.report.text[reading.words[run.left][0] : reading.words[run.left + run.length - 1][1]]
