"""Lines: no chain carries a claim in; repeats are not made."""

from hypothesis import given
from hypothesis import strategies as st

from tellings.align.groups import Grouping, build_lines


def test_a_chain_does_not_make_a_line() -> None:
    scores = {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.05}
    assert build_lines(scores, ["a", "b", "c"]) == [[0, 1], [1, 2]]


def test_all_that_fit_together_stand_on_one_line() -> None:
    scores = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.7}
    assert build_lines(scores, ["a", "b", "c"]) == [[0, 1, 2]]


def test_weak_pairs_seed_nothing() -> None:
    assert build_lines({(0, 1): 0.2}, ["a", "b"]) == []


@given(st.dictionaries(st.tuples(st.integers(0, 7), st.integers(0, 7)), st.floats(0, 1), max_size=30))
def test_every_line_has_two_reports_and_every_strong_pair_a_line(scores: dict[tuple[int, int], float]) -> None:
    reports = ["a", "a", "b", "b", "c", "c", "d", "d"]
    usable = {(a, b): s for (a, b), s in scores.items() if a < b and reports[a] != reports[b]}
    how = Grouping(seed=0.4, bar=0.5)
    lines = build_lines(usable, reports, grouping=how)
    assert all(len({reports[n] for n in line}) > 1 for line in lines)
    assert all(any({a, b} <= set(line) for line in lines) for (a, b), s in usable.items() if s >= how.seed)


def grow_plainly(a: int, b: int, scores: dict[tuple[int, int], float], reports: list[str], how: Grouping) -> list[int]:
    """The line that grows from a pair, every claim looked at in every step."""
    line = [a, b]
    while len(line) < how.most:
        means = {}
        for n in range(len(reports)):
            found = [scores.get((min(n, m), max(n, m)), 0.0) for m in line]
            means[n] = sum(found) / max(1, sum(reports[m] != reports[n] for m in line))
        fitting = [(-mean, n) for n, mean in means.items() if n not in line and mean > how.bar]
        if not fitting:
            break
        line.append(min(fitting)[1])
    return sorted(line)


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 9), st.integers(0, 9)), st.sampled_from([0.25, 0.5, 0.75, 1.0]), max_size=40
    ),
    st.integers(2, 6),
)
def test_the_best_that_fits_enters_first(scores: dict[tuple[int, int], float], most: int) -> None:
    reports = ["a", "a", "a", "b", "b", "c", "c", "d", "e", "e"]
    usable = {(a, b): s for (a, b), s in scores.items() if a < b and reports[a] != reports[b]}
    how = Grouping(seed=0.5, bar=0.4, most=most)
    lines = build_lines(usable, reports, grouping=how)
    covered: set[tuple[int, int]] = set()
    expected = []
    for a, b in sorted((pair for pair, score in usable.items() if score >= how.seed), key=lambda p: (-usable[p], p)):
        if (a, b) not in covered:
            expected.append(grow_plainly(a, b, usable, reports, how))
            covered |= {(x, y) for x in expected[-1] for y in expected[-1]}
    assert lines == expected
