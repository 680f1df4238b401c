"""Two readings in, the Evidence out: what speaks for one report being written from the other or both from one text."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.trace_copies.passages import Parallel, Run, find_feet, find_parallels, find_runs, share_trigrams
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


def build_evidence(
    left: Reading, right: Reading, *, embed: bool = True, brief: bool = False, slack: float = 0.0
) -> Evidence:
    """What the two have in common. Left and right may be swapped: the figures stay within a few per cent.

    Without `embed` sentences are compared by their words alone, with `slack` as if they meant that much more of the
    same than their words let expect. `brief`: sentences are not compared where the runs of words leave no doubt.
    """
    runs = [run for run in find_runs(left, right) if not (left.formulaic and is_formula(_wording(left, run)))]
    outlet = left.report.outlet
    feet = find_feet(left, right, runs) if outlet and outlet == right.report.outlet else []
    runs = [run for run in runs if run not in feet]
    plain = brief and _share_runs(left, right, runs) >= PLAIN
    parallels = [] if plain else find_parallels(left, right, runs, feet=feet, embed=embed, slack=slack)
    parallels = [parallel for parallel in parallels if not _of_titles(left, right, parallel)]
    cuts = find_same_cuts(left, right)
    return Evidence(
        tuple(runs), tuple(parallels), tuple(cuts), tuple(_measure(left, right, runs, parallels, cuts).items())
    )


def _measure(
    left: Reading, right: Reading, runs: Sequence[Run], parallels: Sequence[Parallel], cuts: Sequence[Cut]
) -> dict[str, float]:
    long_runs = [run for run in runs if run.narrated >= LONG]
    like = sorted((p for p in parallels if p.likeness >= LIKE), key=lambda p: p.left)
    details = sorted((p.detail for p in parallels), reverse=True)
    return {
        "cover": _share_runs(left, right, runs),
        "runs": math.log1p(len(long_runs)),
        "trigrams": math.sqrt(share_trigrams(left, right)),
        "retold": sum(min(detail, MOST_RETOLD) for detail in details[:3]),
        "retold_often": math.log1p(sum(detail > RETOLD for detail in details)),
        "order": _rate_order([p.right for p in like]),
        "shared_credit": float(bool(left.agencies and left.agencies & right.agencies)),
        "same_cuts": math.log1p(sum(not cut.reworded for cut in cuts)),
        "reworded_quotes": float(sum(cut.reworded for cut in cuts)),
    }


def _share_runs(left: Reading, right: Reading, runs: Sequence[Run]) -> float:
    """Own words of the shorter report that stand in runs of some length, as a share."""
    own_words = max(FEWEST, min(left.spoken.count(False), right.spoken.count(False)))
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
