"""Scores between reports: in memory and at rest, and only the best of very many."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tellings.cluster.likenesses import FULL, MOST, NEWEST, Likenesses

REPORTS = 12
LINKS = st.lists(
    st.tuples(st.integers(1, REPORTS - 1), st.integers(0, REPORTS - 2), st.integers(0, 10_000)).filter(
        lambda link: link[1] < link[0]
    ),
    max_size=40,
)


def read_all(likenesses: Likenesses, numbers: Sequence[int]) -> set[tuple[int, int, float]]:
    places, others, scores = likenesses.of(numbers)
    ends = zip(places.tolist(), others.tolist(), scores.tolist(), strict=True)
    return {(*sorted((numbers[place], other)), score) for place, other, score in ends}


@given(LINKS, st.integers(1, 4), st.integers(1, 6))
def test_what_rests_is_read_back(links: list[tuple[int, int, int]], held: int, every: int) -> None:
    likenesses = Likenesses(held=held)
    numbers = [likenesses.put() for _ in range(REPORTS)]
    for place, (number, other, step) in enumerate(links):
        likenesses.link(number, [other], [step / 10_000])
        if place % every == 0:
            likenesses.rest()
    assert read_all(likenesses, numbers) == {(other, number, step / 10_000) for number, other, step in links}


def test_those_that_rest_take_no_memory() -> None:
    likenesses = Likenesses(held=5)
    for number in range(40):
        likenesses.link(likenesses.put(), range(number), [0.5] * number)
        likenesses.rest()
        assert len(likenesses._rows) < 10


def test_of_very_many_the_best_and_the_newest_are_kept() -> None:
    likenesses = Likenesses()
    for _ in range(FULL + 1):
        likenesses.put()
    for number in range(1, FULL + 1):  # the first ones are the most alike
        likenesses.link(number, [0], [(FULL + 1 - number) / 10_000])
    _, others, _ = likenesses.of([0])
    assert others.tolist() == [*range(1, MOST + 1), *range(FULL + 1 - NEWEST, FULL + 1)]


def test_links_of_many_reports_with_one_stand_at_both_ends() -> None:
    likenesses = Likenesses()
    for _ in range(6):
        likenesses.put()
    likenesses.link(3, [0, 2], [0.3, 0.4])
    likenesses.link(5, [2, 3, 0], [0.1, 0.2, 0.5])
    places, others, scores = likenesses.of([0, 1, 2, 3])
    assert list(zip(places.tolist(), others.tolist(), scores.tolist(), strict=True)) == [
        *[(0, 3, 0.3), (0, 5, 0.5)],
        *[(2, 3, 0.4), (2, 5, 0.1)],
        *[(3, 0, 0.3), (3, 2, 0.4), (3, 5, 0.2)],
    ]


def test_none_of_none() -> None:
    likenesses = Likenesses()
    assert [len(column) for column in likenesses.of([])] == [0, 0, 0]
    assert [len(column) for column in likenesses.of([likenesses.put()])] == [0, 0, 0]
