from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.publish.exports.accounts import call_report, iterate_stories, name_urn, show_url
from tests.publish.exports.loading import runs

ANY = st.text(st.characters(), max_size=40)


@pytest.mark.parametrize(
    ("given_url", "shown"),
    [
        ("https://a.example/x?b=1&c=%20#d", "https://a.example/x?b=1&c=%20#d"),
        (" HTTP://a.example/two words ", "http://a.example/two%20words"),
        ("https://a.example/käse", "https://a.example/k%C3%A4se"),
        ('https://a.example/"><script>', "https://a.example/%22%3E%3Cscript%3E"),
        ("https://[::1]/x", "https://[::1]/x"),
        ("javascript:alert(1)", None), ("data:text/html,x", None), ("https://", None), ("//a.example/x", None),
        ("https://a b/x", None), ("https://[::1", None), ("", None), (None, None), ("urn:x", None),
    ],
)  # fmt: skip
def test_addresses_are_shown_as_they_may_stand(given_url: str | None, shown: str | None) -> None:
    assert show_url(given_url) == shown


@given(ANY)
def test_whatever_follows_a_host_is_escaped(rest: str) -> None:
    shown = show_url(f"https://a.example/{rest}")
    assert shown is not None and shown.isascii() and shown.isprintable()
    assert not set(shown) & set(' <>"{}|\\^`') and urlsplit(shown).hostname == "a.example"
    assert show_url(shown) == shown


@given(ANY)
def test_a_name_is_one_word(text: str) -> None:
    name = name_urn(text)
    assert name.startswith("urn:tellings:") and name.isascii() and name.isprintable() and " " not in name


def test_words_are_those_at_the_place_and_none_of_another_story() -> None:
    story = next(iterate_stories(runs()))
    assert story.words({"report": "wire", "start": 0, "end": 4}) == "Bomb"
    assert story.words({"report": "r0", "start": 0, "end": 4}) == ""


def test_reports_are_called_by_what_is_known_of_them() -> None:
    report = {"outlet": None, "title": None, "capture": "a.txt"}
    assert call_report(report) == "a.txt"
    assert call_report(report | {"title": "B"}) == "B"
    assert call_report(report | {"title": "B", "outlet": "C"}) == "C"
