"""What is shown cannot steer the terminal."""

from hypothesis import given
from hypothesis import strategies as st

from tellings.text.plain import drop_unshown, show_plain


def test_control_characters_and_turned_direction_are_replaced() -> None:
    assert show_plain("a\x1b[31mred\nb\u202ec\ud83d") == "a\ufffd[31mred\ufffdb\ufffdc\ufffd"


def test_letters_of_all_scripts_stay() -> None:
    wording = "Štrpce, جسر 大桥 👩\u200d👧 \u200fa"
    assert show_plain(wording) == wording


@given(st.text(st.characters(), max_size=40))
def test_length_stays_and_no_escape_is_left(wording: str) -> None:
    shown = show_plain(wording)
    assert len(shown) == len(wording)
    assert "\x1b" not in shown
    assert shown.encode("utf-8") or not wording


def test_what_shows_nothing_is_dropped_and_halves_of_characters_are_marked() -> None:
    assert drop_unshown("a\x00b\u00adc\ud800 d\n\u202ee\u200f") == "abc\ufffd d\n\u202ee\u200f"


@given(st.text(st.characters(), max_size=40))
def test_what_is_left_can_be_written(wording: str) -> None:
    assert "\x00" not in drop_unshown(wording).encode("utf-8").decode()
