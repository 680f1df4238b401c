"""What two texts speak of, and how much of it they share."""

import pytest

from tellings.clean.topics import share_words, weigh_words


def test_rare_words_weigh_more_and_function_words_nothing() -> None:
    weights = weigh_words("The ferry and the Menengai of the day, the ferry")
    assert set(weights) == {"ferry", "menengai", "day"}
    assert weights["menengai"] > weights["ferry"] > weights["day"]


def test_the_poorer_text_is_the_measure() -> None:
    long, short = weigh_words("ferry pier captain storm"), weigh_words("ferry pier")
    assert share_words(long, short) == share_words(short, long) == pytest.approx(1.0)
    assert share_words(short, weigh_words("budget")) == share_words({}, short) == 0.0
