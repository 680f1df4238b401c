"""What turns the direction of writing ends with the words that it stands in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.turning import close_turns

OPEN = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c", "\u2066": "\u2069",
        "\u2067": "\u2069", "\u2068": "\u2069"}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "closed"),
    [
        ("plain", "plain"), ("né", "né"), ("a\u202eb", "a\u202eb\u202c"), ("a\u2067b\u2069c", "a\u2067b\u2069c"),
        ("a\u202eb\u2066c", "a\u202eb\u2066c\u2069\u202c"), ("a\u2069b\u202c", "ab"),
        ("\u2066a\u202eb\u2069c", "\u2066a\u202eb\u202c\u2069c"),
    ],
)  # fmt: skip
def test_what_is_open_is_closed(words: str, closed: str) -> None:
    assert close_turns(words) == closed


@given(st.text(alphabet=[*OPEN, "\u202c", "\u2069", "a", "ש"], max_size=30))
def test_all_turns_nest(words: str) -> None:
    waiting = []
    for letter in (closed := close_turns(words)):
        if letter in OPEN:
            waiting.append(OPEN[letter])
        elif letter in OPEN.values():
            assert waiting.pop() == letter
    assert not waiting
    assert [letter for letter in closed if letter in "aש"] == [letter for letter in words if letter in "aש"]
    assert close_turns(closed) == closed
