"""Names: acronyms and spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.names import count_edits, is_acronym, is_acronym_of, name_key, score_spelling


@pytest.mark.parametrize(
    ("short", "long"),
    [("KFOR", "Kosovo Force"), ("GAO", "Government Accountability Office"), ("MSF", "Médecins Sans Frontières"),
     ("IAEA", "the International Atomic Energy Agency"), ("U.N.", "United Nations"), ("DoD", "Department of Defense")],
)  # fmt: skip
def test_acronyms_of(short: str, long: str) -> None:
    assert is_acronym_of(short, long)


@pytest.mark.parametrize(("short", "long"), [("KFOR", "Kosovo Police"), ("NATO", "National Army"), ("A", "Apple Army")])
def test_no_acronyms_of(short: str, long: str) -> None:
    assert not is_acronym_of(short, long)


def test_what_looks_like_an_acronym() -> None:
    assert is_acronym("KFOR")
    assert is_acronym("U.S.")
    assert not is_acronym("Kenya")
    assert not is_acronym("2023")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Vučić", "Vucic"), ("Štrpce", "Shterpce"), ("Đoković", "Djokovic"), ("Zelensky", "Zelenskyy"),
     ("Kadyrov", "Qadyrov"), ("Khartoum", "Hartoum"), ("Zaporizhzhia", "Zaporizhia")],
)  # fmt: skip
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert score_spelling(one, other) >= 0.75
    assert score_spelling(one, other) == score_spelling(other, one)


@pytest.mark.parametrize(("one", "other"), [("Mali", "Malta"), ("Brown", "Braun"), ("Iran", "Iraq"), ("Serb", "Sarb")])
def test_spellings_of_two_names(one: str, other: str) -> None:
    assert score_spelling(one, other) < 0.9


def test_keys_drop_article_and_possessive() -> None:
    assert name_key("the Harbour Board’s") == name_key("Harbour Board")


@given(st.text(max_size=12), st.text(max_size=12))
def test_edits_are_a_distance(one: str, other: str) -> None:
    assert count_edits(one, other) == count_edits(other, one)
    assert (count_edits(one, other) == 0) == (one == other)


@given(st.text(max_size=20), st.text(max_size=20))
def test_spelling_scores_lie_between_0_and_1(one: str, other: str) -> None:
    assert 0.0 <= score_spelling(one, other) <= 1.0
