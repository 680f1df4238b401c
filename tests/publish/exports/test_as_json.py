import json
import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tellings.publish.exports.as_json import drop_empty, show_json, stream_document

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(PLAIN, lambda each: st.lists(each, max_size=4) | st.dictionaries(st.text(), each, max_size=4))


@given(VALUES)
def test_values_come_back_from_one_line(value: Any) -> None:
    text = show_json(value)
    assert len(text.splitlines()) <= 1
    assert json.loads(text.encode("utf-8")) == value


@given(st.text(st.characters(), max_size=30))
def test_half_letters_keep_their_place(text: str) -> None:
    back = json.loads(show_json({"a": text}).encode("utf-8"))["a"]
    assert len(back) == len(text)
    assert all(
        now == then or (now == "\ufffd" and "\ud800" <= then <= "\udfff") for now, then in zip(back, text, strict=True)
    )


def test_a_number_without_end_is_null() -> None:
    assert json.loads(show_json({"a": [math.inf, 1.5], "b": {"c": math.nan}})) == {"a": [None, 1.5], "b": {"c": None}}


@given(st.dictionaries(st.text(min_size=1), PLAIN, max_size=3), st.lists(VALUES, max_size=4))
def test_a_document_is_its_head_and_its_members(head: dict[str, Any], members: list[Any]) -> None:
    head.pop("members", None)
    text = "".join(stream_document(head, "members", members))
    assert json.loads(text) == head | {"members": members}
    assert len(text.splitlines()) == len(members) + 2


def test_what_is_not_known_is_left_away_and_zero_is_not() -> None:
    assert drop_empty({"a": None, "b": "", "c": [], "d": 0, "e": False, "f": 0.0}) == {"d": 0, "e": False, "f": 0.0}
