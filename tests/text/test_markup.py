"""Marks of Markdown go, words and other brackets stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.markup import drop_markup


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("the walls [came down](#) at noon", "the walls came down at noon"),
        ("she told *Canal Uno* on Monday", "she told Canal Uno on Monday"),
        ("a **heavy** storm", "a heavy storm"),
        ("a [former] mayor (of Loja)", "a [former] mayor (of Loja)"),
        ("2 * 3 * 4 boats", "2 * 3 * 4 boats"),
        ("[was no surprise](#", "was no surprise"),
        ("snake_case_name", "snake_case_name"),
    ],
)
def test_marks_go_and_words_stay(marked: str, plain: str) -> None:
    assert drop_markup(marked) == plain


@given(st.text(alphabet="abc []()*_#\n", max_size=60))
def test_nothing_is_added_and_letters_stay(wording: str) -> None:
    plain = drop_markup(wording)
    assert len(plain) <= len(wording)
    if "](" not in wording:
        assert [c for c in plain if c in "abc"] == [c for c in wording if c in "abc"]
