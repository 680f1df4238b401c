"""Numbers of things: one kind of thing, one number a report."""

import pytest
from tests.align.stories import read_amounts, values_of

from tellings.align.counted import find_counted
from tellings.align.echoes import Echoes
from tellings.align.table import Lines


def table_of(*texts: str, score: float = 0.9) -> Lines:
    """A table in which every claim is as like every other."""
    sides = read_amounts(*texts)
    return Lines(sides, {(a, b): score for b in range(len(sides)) for a in range(b)}, (), Echoes(sides))


def test_one_kind_of_thing_with_two_numbers() -> None:
    told = (
        "Some 60 excavators are at work at the shaft in Tarm.",
        "Over 100 excavators were at work at the shaft in Tarm.",
    )
    table = table_of(*told)
    assert values_of(find_counted(table), table.sides) == [{"Some 60", "Over 100"}]
    assert find_counted(table_of(*told, score=0.2)) == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Some 60 excavators are at work at the shaft.", "About 65 excavators are at work at the shaft."),
        ("Some 60 excavators are at work at the shaft.", "Over 100 dump trucks are at work at the shaft."),
        ("60 excavators dug at the shaft.", "100 excavators could be sent to the shaft."),
        ("60 excavators dug at the shaft.", "60 excavators dug at the shaft. 100 excavators stood idle."),
        ("The yacht finished five laps sooner than its rival.", "The race went on for 11 laps."),
        ("60 excavators dug at the shaft.", "No fewer than 40 of the 100 excavators dug at the shaft."),
    ],
)
def test_numbers_of_other_things(left: str, right: str) -> None:
    assert find_counted(table_of(left, right)) == []
