"""Average link: what a plain search over all pairs of groups finds, found faster."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tellings.cluster.linkage import CONTRAST, GROWN, THRESHOLD, link_average


def link_plainly(scores: dict[tuple[int, int], float], texts: int) -> list[list[int]]:
    """Each time the two nearest groups that may be one, sought among all."""
    groups = {n: [n] for n in range(texts)}

    def mean(pairs: list[tuple[int, int]]) -> float:
        return sum(scores.get((min(p), max(p)), 0.0) for p in pairs) / len(pairs) if pairs else 0.0

    refused: set[tuple[int, int]] = set()
    while True:
        near = [
            (-mean([(x, y) for x in groups[a] for y in groups[b]]), a, b)
            for a, b in combinations(sorted(groups), 2)
            if (a, b) not in refused
        ]
        if not near or -min(near)[0] < THRESHOLD:
            return [sorted(groups[n]) for n in sorted(groups)]
        likeness, a, b = min(near)
        grown = min(len(groups[a]), len(groups[b])) >= GROWN
        loosest = min(mean(list(combinations(groups[n], 2))) for n in (a, b))
        if grown and -likeness < CONTRAST * loosest:
            refused.add((a, b))
            continue
        groups[a] += groups.pop(b)
        refused = {pair for pair in refused if a not in pair and b not in pair}


def link(texts: int, scores: dict[tuple[int, int], float], first: Sequence[Sequence[int]] = ()) -> list[list[int]]:
    pairs = [(a, b, score) for (x, y), score in scores.items() for a, b in ((x, y), (y, x))]
    left, right, values = (np.array([pair[n] for pair in pairs]) for n in range(3))
    return link_average(texts, left.astype(np.int64), right.astype(np.int64), values.astype(np.float64), first)


# Quarters, halves …: sums of them are exact, so that both ways meet the same ties.
SCORES = st.dictionaries(
    st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([0.0625, 0.125, 0.25, 0.5, 0.75]),
    max_size=36,
)


@given(SCORES)
def test_the_same_as_a_plain_search(scores: dict[tuple[int, int], float]) -> None:
    assert link(9, scores) == link_plainly(scores, 9)


def test_what_is_one_from_the_beginning_stays_one() -> None:
    assert link(4, {}, [[1, 3]]) == [[0], [1, 3], [2]]


def test_what_must_stay_apart_does_not_meet_by_a_third() -> None:
    assert link(3, {(0, 1): float("-inf"), (0, 2): 0.9, (1, 2): 0.9}) == [[0, 2], [1]]


def test_nothing_makes_no_groups() -> None:
    assert link(0, {}) == []
