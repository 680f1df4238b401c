"""What kind of furniture a line says it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.clean.furniture import KINDS, parse_kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("You May Also Like", "related"),
        ("Share this article:", "share line"),
        ("World | Sport | Weather", "menu"),
        ("12 comments", "comments"),
        ("5 min read", "dateline"),
        ("Read more: What the council said", "read-more"),
        ("The council asked readers to sign up for the ferry by Monday, and most of them did so at once.", None),
        ("Homes were flooded.", None),
    ],
)
def test_kinds(line: str, kind: str | None) -> None:
    assert parse_kind(line) == kind


@given(st.text(max_size=300))
def test_any_line(line: str) -> None:
    assert parse_kind(line) in (None, *KINDS)
