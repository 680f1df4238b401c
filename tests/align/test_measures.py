"""Measures: one thing's size or one fall's length, in whatever unit; two things' sizes are no difference."""

import pytest
from tests.align.stories import read_amounts, values_of

from tellings.align.measures import find_measures

DIFFER = {
    "a depth": (
        "The girl slipped into a 40-metre-deep shaft near Tarm.",
        "The shaft was about 70 metres deep, an uncle said.",
        {"40-metre", "about 70 metres"},
    ),
    "a short form that is read as millions": (
        "The 40m deep shaft lies in a field.",
        "She slipped into the 80m-deep shaft on Sunday.",
        {"40m", "80m"},
    ),
    "how far somebody fell": (
        "The climber fell 15ft onto a ledge.",
        "Rescuers said the climber fell 25 to 30 feet.",
        {"15ft", "25 to 30 feet"},
    ),
    "a weight": (
        "A 450-pound bear broke into the bakery.",
        "The bakery was visited by a 160-kg bear.",
        {"450-pound", "160-kg"},
    ),
}
SAME = {
    "feet and metres": ("The shaft is 40 metres deep.", "A 131-foot-deep shaft lies there."),
    "pounds and kilograms": ("A 400-pound bear broke in.", "The 181-kg bear broke in."),
    "depth and width": ("The shaft is 40 metres deep.", "The shaft measured just 30 centimetres wide."),
    "two things": ("The shaft is 40 metres deep.", "The tunnel is 90 metres deep."),
    "what such things measure in general": ("The bear weighed 180 kg.", "A bear can weigh 300 kg on average."),
    "a report of two shafts": (
        "One shaft is 40 metres deep. The other shaft is 90 metres deep.",
        "The shaft is 60 metres deep.",
    ),
    "passes of a game": ("She scored with an 18-yard pass.", "He caught a 5-yard pass."),
    "a rough figure": ("The shaft is about 40 metres deep.", "The shaft is 45 metres deep."),
    "where it lies": ("The shaft lies 200 metres from the farm.", "The shaft is 60 metres deep."),
}


@pytest.mark.parametrize("name", DIFFER)
def test_one_thing_measured_differently(name: str) -> None:
    left, right, values = DIFFER[name]
    sides = read_amounts(left, right)
    assert values_of(find_measures(sides), sides) == [values]


@pytest.mark.parametrize("name", SAME)
def test_what_can_both_be_right(name: str) -> None:
    assert find_measures(read_amounts(*SAME[name])) == []
