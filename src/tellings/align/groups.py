"""Scored pairs in, lines of the comparison table out: groups of claims that all fit together, without chains.

A line grows from its strongest pair: a claim enters while its mean score against everything in the line from other
reports stays above the bar, so that one near neighbour never carries it in. A claim may stand in several lines, as a
clause may say several things; a line that adds no new pair is not made.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    near: dict[int, dict[int, float]] = {}
    for (a, b), score in scores.items():
        near.setdefault(a, {})[b] = score
        near.setdefault(b, {})[a] = score
    covered: set[tuple[int, int]] = set()
    lines = []
    for (a, b), score in sorted(scores.items(), key=lambda entry: (-entry[1], entry[0])):
        if score < how.seed:
            break
        if (a, b) in covered:
            continue
        line = _grow(a, b, near, reports, how)
        lines.append(sorted(line))
        covered |= {(min(x, y), max(x, y)) for x in line for y in line if reports[x] != reports[y]}
    return lines


def _grow(a: int, b: int, near: Mapping[int, Mapping[int, float]], reports: Sequence[str], how: Grouping) -> list[int]:
    line, members = [a, b], {a, b}
    sums: dict[int, float] = {}
    inside = Counter(reports[member] for member in line)
    for member in line:
        _add(sums, near[member])
    while len(line) < how.most:
        best, best_mean = -1, how.bar
        for other, total in sums.items():
            if other in members:
                continue
            mean = total / max(1, len(line) - inside[reports[other]])
            if mean > best_mean or (mean == best_mean and other < best):
                best, best_mean = other, mean
        if best < 0:
            break
        line.append(best)
        members.add(best)
        inside[reports[best]] += 1
        _add(sums, near[best])
    return line


def _add(sums: dict[int, float], scores: Mapping[int, float]) -> None:
    for other, score in scores.items():
        sums[other] = sums.get(other, 0.0) + score
