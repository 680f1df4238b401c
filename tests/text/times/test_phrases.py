from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tellings.text.folding import fold
from tellings.text.times.phrases import MONTHS, WEEKDAYS, _read_grammar, find_time_phrases
from tellings.text.windows import spell_words


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


_WORDS = sorted({word for rule in _read_grammar()[0].rules for word in spell_words(rule.pattern.pattern)})
_FIGURES = "1 2nd 3 05 12 14:30 90s 1998 2004 1990s 3,000 5.5 q3 h1 2015-03-04 1/2/2003 '80s 10m p.m. 19".split()
_PIECES = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(_FIGURES),
    st.sampled_from([*MONTHS, *WEEKDAYS, "day", "week", "year", "years", "christmas", "the", "of", "century", "ago"]),
    st.sampled_from("he said seventeenth bridges roommate mayor _may generation's".split()),
    st.text(max_size=3),
)
_GAPS = st.sampled_from((" ", " ", " ", " ", "-", ", ", ". ", "", "'s ", " (", ") ", "\n", ".", "$", "–"))


@given(st.lists(st.tuples(_PIECES, _GAPS), max_size=25))
def test_looked_for_in_windows_the_phrases_are_those_of_the_whole_text(pieces: list[tuple[str, str]]) -> None:
    text = fold("".join(piece + gap for piece, gap in pieces))
    windows, _ = _read_grammar()
    whole = {(n, match.span()) for n, rule in enumerate(windows.rules) for match in rule.pattern.finditer(text)}
    assert {(n, match.span()) for n, match in windows.find(text)} == whole


def test_every_name_of_a_feast_is_looked_for() -> None:
    for words in ("Holy Thursday", "Boxing Day", "New Year's Eve", "May Day", "Eid al-Fitr", "Ash Wednesday", "Sukkot"):
        assert wordings(f"It closed on {words}, they said.") == [words]
