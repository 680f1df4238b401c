"""Folding keeps every offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.folding import fold, fold_accents
from tellings.text.words import content_words, find_words, shingles, words_of


@given(st.text())
def test_length_is_kept(wording: str) -> None:
    assert len(fold(wording)) == len(wording)
    assert len(fold_accents(wording)) == len(wording)


@pytest.mark.parametrize(
    ("spelt", "plain"),
    [
        ("Štrpce", "strpce"),
        ("Đorđe", "dorde"),
        ("São Tomé", "sao tome"),
        ("Łódź", "lodz"),
        ("it’s", "it's"),
        ("Nguyễn", "nguyen"),
    ],
)
def test_accents_go(spelt: str, plain: str) -> None:
    assert fold(spelt) == plain


@given(st.text())
def test_words_stand_where_they_say(wording: str) -> None:
    folded = fold(wording)
    assert [folded[start:end] for start, end, _ in find_words(wording)] == words_of(wording)


def test_words_and_shingles() -> None:
    assert words_of("The UN's 3,800-strong force") == ["the", "un's", "3,800-strong", "force"]
    assert content_words("They said that the force left") == ["force", "left"]
    assert shingles(["a", "b", "c"], 2) == [("a", "b"), ("b", "c")]
    assert shingles(["a"], 2) == []
