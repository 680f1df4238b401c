from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tellings.text.times.phrases import find_time_phrases


def wordings(text: str) -> list[str]:
    return [text[phrase.start : phrase.end] for phrase in find_time_phrases(text)]


def test_ages_and_numbers_of_names_are_no_times() -> None:
    assert wordings("Her son, an 8-year-old, and a man aged 31 read Resolution 1973 to 2,005 people.") == []


def test_months_that_are_words_need_a_sign_of_time() -> None:
    assert wordings("They may march, and Mrs May will march on.") == []
    assert wordings("It began in May and ended last March.") == ["May", "last March"]


def test_ranges_are_one_phrase() -> None:
    assert wordings("It ran from 3 May 2011 to 4 June 2011.") == ["from 3 May 2011 to 4 June 2011"]
    assert wordings("the 1912-1913 war and the strike between 3 and 5 July") == ["1912-1913", "3 and 5 July"]


def test_a_weekday_and_its_date_are_one_phrase() -> None:
    assert wordings("He spoke on Sunday (8 March).") == ["Sunday (8 March)"]
    assert wordings("She left on Tuesday, 4 June 2019.") == ["Tuesday, 4 June 2019"]


def test_newspapers_with_a_weekday_are_no_times() -> None:
    assert wordings("The Sunday Herald wrote it.") == []


@given(st.text(max_size=300))
def test_any_text_gives_ordered_phrases_within_it(text: str) -> None:
    phrases = find_time_phrases(text)
    for phrase in phrases:
        assert 0 <= phrase.start < phrase.end <= len(text)
    for first, second in pairwise(phrases):
        assert first.end <= second.start
