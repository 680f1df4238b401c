"""Sums of money that are one for a story: told with two heights, or with what only looks like two."""

import pytest
from tests.align.stories import read_amounts, values_of

from tellings.align.sums import find_sums


def test_one_ransom_of_two_heights() -> None:
    sides = read_amounts(
        "The divers were freed for a ransom of 2 million euros.", "The ransom was 3 million euros, a cousin said."
    )
    assert values_of(find_sums(sides), sides) == [{"2 million euros", "3 million euros"}]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The firm paid a fine of 2 million euros.", "The fine was about 2.1 million euros."),
        ("The firm paid a fine of 2 million euros.", "The firm paid a fine of 1.7 million pounds."),
        ("The firm paid a fine of 2 million euros.", "The firm could face a fine of 9 million euros."),
        (
            "The firm paid a fine of 2 million euros.",
            "The fine of 2 million euros was cut from a fine of 5 million euros.",
        ),
        ("The firm paid a fine of 2 million euros.", "The loss was 9 million euros."),
    ],
)
def test_sums_that_are_others(left: str, right: str) -> None:
    assert find_sums(read_amounts(left, right)) == []
