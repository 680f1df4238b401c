"""What the elements around a cut block say of its kind."""

import pytest
from tests.clean import html_pages as pages

from tellings.clean.pages import clean_markup


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("comments", pages.COMMENTS[0], "comments"),
        ("comments", "Reader 1", "comments"),
        ("inserts", "The morning letter", "subscription"),
        ("inserts", "Advertisement", "advertisement"),
        ("plain", "Culture", "menu"),
        ("plain", pages.TEASERS[1], "related"),
        ("gallery", "© 2025 Norholm Post. All rights reserved.", "legal"),
        ("next_state", "Weather", "menu"),
    ],
)
def test_kinds(name: str, text: str, kind: str) -> None:
    cleaned = clean_markup(pages.PAGES[name]())
    assert cleaned is not None
    found = {piece.kind for piece in cleaned.article.furniture if text in piece.text}
    assert found == {kind}
