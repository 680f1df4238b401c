"""Groups kept up to date: the order of arrival changes nothing; long stories and copies cost little."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.cluster import grouping as module
from tellings.cluster.grouping import Grouping
from tellings.cluster.linkage import link_average

Link = tuple[str, str, float]


def group(reports: Sequence[str], links: Sequence[Link], *, every: int) -> set[tuple[str, ...]]:
    """Reports arrive in this order, each with its links to those that are there, and are grouped every so often."""
    grouping = Grouping()
    for place, report in enumerate(reports, start=1):
        grouping.put(report, rank=report)
        for left, right, score in links:
            if report in (left, right) and left in grouping and right in grouping:
                grouping.link(right, [left], [score])
        if place % every == 0:
            grouping.settle()
    grouping.settle()
    return set(grouping.groups())


NAMES = [f"r{number}" for number in range(9)]
LINKS = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([0.0625, 0.125, 0.25, 0.5, 0.75]),
    max_size=36,
).map(lambda scores: [(*pair, score) for pair, score in scores.items()])


@given(st.permutations(NAMES), LINKS, st.integers(1, 9))
def test_the_order_of_arrival_changes_nothing(order: list[str], links: list[Link], every: int) -> None:
    assert group(order, links, every=every) == group(NAMES, links, every=9)


@given(LINKS)
def test_every_report_is_in_one_group_in_order_of_time(links: list[Link]) -> None:
    groups = group(NAMES, links, every=2)
    assert sorted(member for members in groups for member in members) == NAMES
    assert all(list(members) == sorted(members) for members in groups)


def test_only_what_has_changed_is_told() -> None:
    grouping = Grouping()
    for report in "abcd":
        grouping.put(report, rank=report)
    grouping.link("b", ["a"], [0.9])
    assert grouping.settle() == [("a", "b"), ("c",), ("d",)]
    grouping.put("e", rank="e")
    grouping.link("e", ["d"], [0.9])
    assert grouping.settle() == [("d", "e")]
    assert grouping.settle() == []


def test_a_report_can_split_a_group_that_it_shows_to_be_two() -> None:
    grouping = Grouping()
    for report in ("a1", "b1", "a2", "b2"):
        grouping.put(report, rank=report)
    grouping.link("b1", ["a1"], [0.2])
    grouping.settle()
    assert grouping.members("a1") == ("a1", "b1")
    grouping.link("a2", ["a1"], [0.9])
    grouping.link("b2", ["b1"], [0.9])
    grouping.settle()
    assert set(grouping.groups()) == {("a1", "a2"), ("b1", "b2")}


def test_a_person_parts_and_joins_whatever_comes_after() -> None:
    grouping = Grouping()
    for report in "abc":
        grouping.put(report, rank=report)
    grouping.link("b", ["a"], [0.9])
    grouping.part("a", "b")
    grouping.settle()
    assert set(grouping.groups()) == {("a",), ("b",), ("c",)}
    grouping.join("b", "c")
    grouping.link("c", ["a"], [0.9])
    grouping.settle()
    assert set(grouping.groups()) == {("a",), ("b", "c")}
    grouping.join("a", "b")
    grouping.settle()
    assert set(grouping.groups()) == {("a", "b", "c")}


def test_copies_count_as_one_text() -> None:
    """Of forty copies that are like one other report none makes it likelier that a third belongs."""
    grouping = Grouping()
    for report in ("a", "b", *(f"copy{n:02}" for n in range(40))):
        grouping.put(report, rank=report)
    for number in range(1, 40):
        grouping.join("copy00", f"copy{number:02}")
    grouping.link("copy00", ["a"], [0.9])
    grouping.link("b", ["a"], [0.25])
    grouping.link("copy00", ["b"], [0.25])
    grouping.settle()
    assert len(grouping.members("b")) == 42


@pytest.fixture
def texts_linked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many texts were grouped again, time after time: what the work grows with."""
    sizes: list[int] = []

    def count(texts: int, *rest: Any) -> list[list[int]]:
        sizes.append(texts)
        return link_average(texts, *rest)

    monkeypatch.setattr(module, "link_average", count)
    return sizes


def test_a_long_story_goes_on_where_it_is_now_and_costs_no_more(texts_linked: list[int]) -> None:
    """Each report is like the thirty before it only; a story of a thousand takes the next one as easily as at first."""
    grouping = Grouping(front=20)
    for number in range(1_000):
        report = f"r{number:04}"
        grouping.put(report, rank=report)
        for before in range(max(0, number - 30), number):
            grouping.link(report, [f"r{before:04}"], [0.5])
        grouping.settle()
    assert len(grouping.members("r0000")) == 1_000
    assert max(texts_linked) <= 21


def test_one_long_chain_of_likenesses_is_no_group_and_is_looked_at_in_pieces(texts_linked: list[int]) -> None:
    """Five thousand reports, each a little like the one before: no two in three belong together."""
    grouping = Grouping()
    for number in range(5_000):
        grouping.put(f"r{number:04}", rank=f"{number:04}")
        if number:
            grouping.link(f"r{number:04}", [f"r{number - 1:04}"], [0.2])
        if number % 500 == 499:
            grouping.settle()
    assert max(map(len, grouping.groups())) <= 2
    assert len(texts_linked) == 10 and max(texts_linked) <= 1_010


def test_a_report_that_was_not_put_is_refused() -> None:
    grouping = Grouping()
    grouping.put("a", rank="a")
    with pytest.raises(KeyError):
        grouping.link("b", ["a"], [0.5])


def test_what_is_new_is_looked_at_however_large_the_groups_around_it() -> None:
    grouping = Grouping(around=1)
    for group in "ab":
        names = [f"{group}{number}" for number in range(6)]
        for place, name in enumerate(names):
            grouping.put(name, rank=name)
            grouping.link(name, names[:place], [0.9] * place)
    grouping.settle()
    for name in ("x", "y"):
        grouping.put(name, rank=name)
    grouping.link("x", ["a0", "b0"], [0.2, 0.2])
    grouping.link("y", ["x", "a1", "b1"], [0.9, 0.2, 0.2])
    grouping.settle()
    assert grouping.members("x") == ("x", "y")
