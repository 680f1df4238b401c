"""Scores of pairs in, groups out: average link with a contrast, exactly.

Groups grow while the mean score over all pairs across two of them, a pair that nobody weighed counting 0, is high
enough. One mistaken pair can therefore not glue two groups. Two groups that have grown and are each much denser than
what lies between them stay two: that is how two plane crashes in one week look.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.likenesses import Ints, Scores

# Swept on news_cluster and ECB+ topics 1-35 (B3 F1). Without the contrast one threshold cannot serve both: reports
# of two like happenings (two quakes, two arrests) are as alike as those of one long story: .948 and .835 at the best
# threshold of the first. With it .956 and .933; the best values of the first alone (.14, .65) give .963 and .877, those
# of the second alone (.14, .75) .960 and .933.
THRESHOLD = 0.16  # mean score across two groups from which they are one story
GROWN = 3  # texts from which a group has a density of its own
CONTRAST = 0.75  # mean across two grown groups, as a share of the mean within the looser one, that joins them
_NEVER = -np.inf


def link_average(
    texts: int, left: Ints, right: Ints, scores: Scores, first: Sequence[Sequence[int]] = ()
) -> list[list[int]]:
    """The groups over texts 0 to `texts`, each in order of its members, ordered by their first.

    left, right, scores: the pairs that were weighed; of a pair that stands twice the best score counts, and -inf, which
    keeps it apart, before all. first: groups that are one from the beginning.
    """
    part = _find_parts(texts, left[scores >= THRESHOLD], right[scores >= THRESHOLD], first)
    order = np.argsort(part, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(part[order])) + 1) if texts else []
    pairs = np.argsort(part[left], kind="stable")
    bounds = np.searchsorted(part[left][pairs], [part[here[0]] for here in members] + [texts])
    groups: list[list[int]] = []
    for here, start, stop in zip(members, bounds, bounds[1:], strict=False):
        if len(here) == 1:
            groups.append([int(here[0])])
            continue
        some = pairs[start:stop]
        some = some[part[right[some]] == part[here[0]]]
        ends = np.searchsorted(here, left[some]), np.searchsorted(here, right[some])
        sums = _tabulate(len(here), *ends, scores[some])
        inside = [np.searchsorted(here, group).tolist() for group in first if group and part[group[0]] == part[here[0]]]
        groups += [here[group].tolist() for group in _link_part(sums, inside)]
    return sorted(groups)


def _find_parts(texts: int, left: Ints, right: Ints, first: Sequence[Sequence[int]]) -> Ints:
    """For each text the first of those that it hangs together with, by pairs that could make two groups one."""
    left = np.concatenate([left, *(np.full(len(group), group[0]) for group in first if group)])
    right = np.concatenate([right, *(np.array(group) for group in first if group)])
    part = np.arange(texts)
    while True:
        least = part.copy()
        np.minimum.at(least, part[left], part[right])
        np.minimum.at(least, part[right], part[left])
        least = least[least]
        if (least == part).all():
            return part
        part = least


def _tabulate(texts: int, left: Ints, right: Ints, scores: Scores) -> Scores:
    sums = np.zeros((texts, texts))
    np.maximum.at(sums, (left, right), scores)
    np.maximum.at(sums, (right, left), scores)
    never = np.isneginf(scores)
    sums[left[never], right[never]] = sums[right[never], left[never]] = _NEVER
    return sums


def _link_part(sums: Scores, first: Sequence[Sequence[int]]) -> list[list[int]]:
    link = _Linkage(sums)
    for group in first:
        for other in group[1:]:
            link.merge(min(group), other)
    while (pair := link.find_best()) is not None:
        a, b = pair
        if link.are_two_stories(a, b):
            link.refuse(a, b)
        else:
            link.merge(a, b)
    return [sorted(link.members[n]) for n in sorted(link.members)]


class _Linkage:
    """Sums of scores between groups, their means, and for each group the one nearest to it. A group bears the number
    of the first of its members; of equal means the smaller numbers come first."""

    def __init__(self, sums: NDArray[np.float64]) -> None:
        self.members = {n: [n] for n in range(len(sums))}
        self.sums = sums
        np.fill_diagonal(self.sums, 0.0)
        self.sizes = np.ones(len(sums))
        self.within = np.zeros(len(sums))
        self.means = sums.copy()
        np.fill_diagonal(self.means, _NEVER)
        self.nearest = self.means.argmax(axis=1) if len(sums) else np.zeros(0, dtype=np.int64)
        self.best = self.means[np.arange(len(sums)), self.nearest]

    def find_best(self) -> tuple[int, int] | None:
        """The two groups that are most alike, if that is enough to make them one."""
        if not len(self.best):
            return None
        a = int(self.best.argmax())
        return (a, int(self.nearest[a])) if self.best[a] >= THRESHOLD else None

    def are_two_stories(self, a: int, b: int) -> bool:
        """Whether two grown groups are each much more alike within than to each other."""
        if min(self.sizes[a], self.sizes[b]) < GROWN:
            return False
        loosest = min(self.within[n] / (self.sizes[n] * (self.sizes[n] - 1) / 2) for n in (a, b))
        return bool(self.means[a, b] < CONTRAST * loosest)

    def refuse(self, a: int, b: int) -> None:
        """Leave the two apart until one of them has grown."""
        self.means[a, b] = self.means[b, a] = _NEVER
        self._look_again(np.array([a, b]))

    def merge(self, a: int, b: int) -> None:
        """Put group b, the larger number, into group a."""
        self.members[a] += self.members.pop(b)
        self.within[a] += self.within[b] + self.sums[a, b]
        self.sums[a] += self.sums[b]
        self.sums[a, a] = 0.0
        self.sums[:, a] = self.sums[a]
        self.sizes[a] += self.sizes[b]
        self.sums[b] = self.sums[:, b] = _NEVER
        self.means[b] = self.means[:, b] = self.best[b] = _NEVER
        self.means[a] = self.sums[a] / (self.sizes[a] * self.sizes)
        self.means[a, a] = _NEVER
        self.means[:, a] = self.means[a]
        self._look_again(np.flatnonzero((self.nearest == a) | (self.nearest == b)))
        self._look_again(np.array([a]))
        closer = (self.means[:, a] > self.best) | ((self.means[:, a] == self.best) & (a < self.nearest))
        closer[b] = False
        closer &= self.means[:, a] > _NEVER
        self.nearest[closer], self.best[closer] = a, self.means[closer, a]

    def _look_again(self, groups: NDArray[np.int64]) -> None:
        self.nearest[groups] = self.means[groups].argmax(axis=1)
        self.best[groups] = self.means[groups, self.nearest[groups]]
