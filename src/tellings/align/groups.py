"""Scored pairs in, lines of the comparison table out: groups of claims that all fit together, without chains.

A line grows from its strongest pair: a claim enters while its mean score against everything in the line from other
reports stays above the bar, so that one near neighbour never carries it in. A claim may stand in several lines, as a
clause may say several things; a line that adds no new pair is not made.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tellings.align.columns import Indices, number_values

Scores = Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Grouping:
    """seed: least score of the pair a line grows from; bar: least mean score of a claim that enters it;
    most: claims in one line."""

    seed: float = 0.35
    bar: float = 0.65
    most: int = 60


def build_lines(scores: Scores, reports: Sequence[str], *, grouping: Grouping | None = None) -> list[list[int]]:
    """Groups of two and more, strongest seed first. `scores` has each pair of different reports once, low first."""
    how = grouping or Grouping()
    grower = Grower(scores, reports, how)
    covered: set[tuple[int, int]] = set()
    lines = []
    seeds = [(-score, pair) for pair, score in scores.items() if score >= how.seed]
    for _, pair in sorted(seeds):
        if pair in covered:
            continue
        line = sorted(grower.grow(*pair))
        lines.append(line)
        covered.update((x, y) for n, x in enumerate(line) for y in line[n + 1 :] if reports[x] != reports[y])
    return lines


class Grower:
    """Grows lines; knows for each claim those that it scores with."""

    def __init__(self, scores: Scores, reports: Sequence[str], how: Grouping) -> None:
        self.how = how
        near: dict[int, dict[int, float]] = defaultdict(dict)
        for (a, b), score in scores.items():
            near[a][b] = near[b][a] = score
        self.near = {n: (np.array(list(own)), np.array(list(own.values()))) for n, own in near.items()}
        self.owners, kinds = number_values(reports)
        self.reports = len(kinds)

    def grow(self, a: int, b: int) -> list[int]:
        """The claims of the line that grows from two."""
        line: list[int] = []
        met: Indices = np.zeros(0, dtype=np.intp)  # those that score with one of the line
        sums = np.zeros(len(self.owners))  # for each claim, of its scores with those of the line
        inside = np.zeros(self.reports, dtype=np.intp)  # how many each report has in the line
        entering = [a, b]
        while entering and len(line) < self.how.most:
            for n in entering:
                near, scores = self.near[n]
                met = np.concatenate([met, near[sums[near] == 0]])
                sums[near] += scores
                sums[n] = -np.inf  # and stays so: nothing enters twice
                inside[self.owners[n]] += 1
                line.append(n)
            means = sums[met] / np.maximum(len(line) - inside[self.owners[met]], 1)
            most = means.max()
            entering = [int(met[means == most].min())] if most > self.how.bar else []
        return line
