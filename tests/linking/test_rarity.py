"""How rare a word is, from a background list and never from the reports."""

from hypothesis import given
from hypothesis import strategies as st

from tellings.linking.rarity import rarity


def test_common_words_are_worth_less_than_rare_ones() -> None:
    assert rarity("the") < rarity("police") < rarity("deployment") < rarity("qwzzlefort") == 1.0


def test_an_inflected_form_counts_as_its_stem() -> None:
    assert rarity("bridges") <= rarity("bridge")
    assert rarity("minister's") == rarity("minister")


def test_an_exact_number_tells_more_than_a_round_one_and_a_year_least() -> None:
    assert rarity("2017") < rarity("100") < rarity("137")


@given(st.text(min_size=1, max_size=30))
def test_it_lies_between_nothing_and_one(word: str) -> None:
    assert 0.0 <= rarity(word) <= 1.0
