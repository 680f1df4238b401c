"""Folding keeps every offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.folding import fold, fold_accents
from tellings.text.words import content_words, count_words, find_starts, find_words, shingles, words_of


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
        ("서울", "서울"),
        ("が", "が"),
        ("１２３ＡＢ", "123ab"),
        ("٣٤", "34"),
        ("علی", "علي"),
    ],
)
def test_accents_go(spelt: str, plain: str) -> None:
    assert fold(spelt) == plain


@given(st.text())
def test_words_stand_where_they_say(wording: str) -> None:
    folded = fold(wording)
    assert [folded[start:end] for start, end, _ in find_words(wording)] == words_of(wording)
    assert [start for start, _, _ in find_words(wording)] == find_starts(wording)


def test_words_and_shingles() -> None:
    assert words_of("The UN's 3,800-strong force") == ["the", "un's", "3,800-strong", "force"]
    assert content_words("They said that the force left") == ["force", "left"]
    assert shingles(["a", "b", "c"], 2) == [("a", "b"), ("b", "c")]
    assert shingles(["a"], 2) == []


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        ("洪水影响城市", ["洪水", "水影", "影响", "响城", "城市"]),
        ("3,200人が避難", ["3,200", "人が", "が避", "避難"]),
        ("雨", ["雨"]),
        ("น้ำท่วม", ["น้ำท่", "ำท่ว", "ท่วม"]),
        ("नदी में बाढ़ आई", ["नदी", "में", "बाढ", "आई"]),
        ("홍수가 났다", ["홍수가", "났다"]),
        ("cafe\u0301 noir", ["cafe\u0301", "noir"]),
    ],
)
def test_words_of_other_scripts(wording: str, words: list[str]) -> None:
    assert [word.replace("\u093c", "") for word in words_of(wording)] == words


def test_words_are_counted_where_no_space_parts_them() -> None:
    assert count_words("The river rose  on Monday") == 5
    assert count_words("Die Flüsse stiegen") == 3
    assert count_words("周一河水上涨淹没了三个村庄") == 8
    assert count_words("") == 0
