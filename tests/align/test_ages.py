"""Ages of the one child whom a story is about, named or not."""

import pytest
from tests.align.stories import read_amounts, values_of

from tellings.align.ages import find_ages

SAME = {
    "two children": ("A 4-year-old boy slipped into the pool.", "A 12-year-old boy pulled him out of the pool."),
    "a boy and a girl": ("A 4-year-old boy slipped into the pool.", "A 5-year-old girl slipped into the pool."),
    "an adult": ("A 34-year-old man slipped into the pool.", "A 36-year-old man slipped into the pool."),
    "a thing's age": ("The 4-year-old ferry burned.", "The 5-year-old ferry burned."),
}


def test_another_age_of_one_child() -> None:
    sides = read_amounts(
        "A 4-year-old boy slipped into the otter pool.", "The three-year-old slipped in, said his aunt.", "A boy fell."
    )
    found = find_ages(sides)
    assert values_of(found, sides) == [{"4-year-old", "three-year-old"}]
    assert found[0].difference.asks == "How old is the boy?"


@pytest.mark.parametrize("name", SAME)
def test_ages_of_others(name: str) -> None:
    assert find_ages(read_amounts(*SAME[name])) == []
