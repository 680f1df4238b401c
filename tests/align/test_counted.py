"""Numbers of things: one kind of thing, one number a report."""

import pytest
from tests.align.stories import read_amounts, values_of

from tellings.align.counted import find_counted


def test_one_kind_of_thing_with_two_numbers() -> None:
    sides = read_amounts(
        "Some 60 excavators are at work at the shaft in Tarm.", "Over 100 excavators were at work at the shaft in Tarm."
    )
    assert values_of(find_counted(sides), sides) == [{"Some 60", "Over 100"}]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Some 60 excavators are at work at the shaft.", "About 65 excavators are at work at the shaft."),
        ("Some 60 excavators are at work at the shaft.", "Over 100 dump trucks are at work at the shaft."),
        ("60 excavators dug at the shaft.", "100 excavators could be sent to the shaft."),
        ("60 excavators dug at the shaft.", "60 excavators dug at the shaft. 100 excavators stood idle."),
        ("60 excavators dug at the shaft.", "The firm sold 100 excavators to a dealer abroad last year."),
    ],
)
def test_numbers_of_other_things(left: str, right: str) -> None:
    assert find_counted(read_amounts(left, right)) == []
