"""What is measured of many pairs at once is what each pair gives alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tellings.align import columns
from tellings.align.columns import Bags, count_up, measure_cosines, measure_once, spread

WEIGHTS = {"a": 1.0, "b": 0.5, "c": 2.25, "d": 4.0, "e": 0.125}


@given(st.lists(st.frozensets(st.sampled_from("abcde")), min_size=1, max_size=6))
def test_bags_share_what_the_sets_share(sets: list[frozenset[str]]) -> None:
    bags = Bags(sets, WEIGHTS.__getitem__)
    pairs = [(a, b) for a in range(len(sets)) for b in range(len(sets))]
    left, right = np.array(pairs).T
    total, most = bags.share(left, right)
    shared = [[WEIGHTS[key] for key in sets[a] & sets[b]] for a, b in pairs]
    assert total.tolist() == [sum(own) for own in shared]
    assert most.tolist() == [max(own, default=0.0) for own in shared]
    assert bags.weights.tolist() == [sum(WEIGHTS[key] for key in keys) for keys in sets]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 4))))
def test_runs_are_laid_one_after_the_other(runs: list[tuple[int, int]]) -> None:
    starts, lengths = (np.array([run[n] for run in runs], dtype=np.intp) for n in (0, 1))
    at, owner = spread(starts, lengths)
    assert at.tolist() == [start + k for start, length in runs for k in range(length)]
    assert owner.tolist() == [n for n, (_, length) in enumerate(runs) for _ in range(length)]


@given(st.lists(st.integers(0, 3)))
def test_each_owner_is_counted_up_from_nought(owners: list[int]) -> None:
    owners.sort()
    assert count_up(np.array(owners, dtype=np.intp)).tolist() == [owners[:n].count(x) for n, x in enumerate(owners)]


def test_what_two_values_say_is_asked_once() -> None:
    asked = []

    def measure(left: str, right: str) -> tuple[float, float]:
        asked.append((left, right))
        return float(left == right), float(len(left + right))

    values = ["x", "yy", "x", "yy"]
    found = measure_once(values, np.array([0, 0, 2, 1]), np.array([1, 2, 3, 3]), measure)
    assert found.tolist() == [[0, 3], [1, 2], [0, 3], [1, 4]]
    assert sorted(asked) == [("x", "x"), ("x", "yy"), ("yy", "yy")]


def test_cosines_of_more_pairs_than_are_laid_side_by_side() -> None:
    draw = np.random.default_rng(3)
    left, right = (draw.normal(size=(50, 4)).astype(np.float32) for _ in range(2))
    a, b = (draw.integers(50, size=columns._AT_ONCE + 7) for _ in range(2))
    found = measure_cosines(left, a, right, b)
    assert np.allclose(found, [left[x] @ right[y] for x, y in zip(a, b, strict=True)], atol=1e-5)
