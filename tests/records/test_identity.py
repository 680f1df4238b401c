"""Ids follow from content alone."""

from hypothesis import given
from hypothesis import strategies as st

from tellings.records import make_id

PARTS = st.lists(st.text(), max_size=4)


@given(PARTS)
def test_same_parts_same_id(parts: list[str]) -> None:
    assert make_id("claim", *parts) == make_id("claim", *list(parts))


@given(PARTS, PARTS)
def test_other_parts_other_id(left: list[str], right: list[str]) -> None:
    assert (make_id("claim", *left) == make_id("claim", *right)) == (left == right)


def test_parts_do_not_run_together() -> None:
    assert make_id("claim", "ab", "c") != make_id("claim", "a", "bc")


def test_surrogates_are_taken() -> None:
    assert make_id("claim", "\ud800").startswith("claim-")
