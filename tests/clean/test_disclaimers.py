"""Lines in which a page says whose text it is."""

import pytest

from tellings.clean.blocks import Block
from tellings.clean.disclaimers import find_disclaimers, parse_disclaimer


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (
            "Except for the headline, this text has not been edited by our desk; it comes from a syndicated feed.",
            "feed",
        ),
        ("This story was auto-generated from an agency feed.", "feed"),
        ("This piece was originally published by the Eastmouth Courier.", "feed"),
        ("The opinions told here are the author's and do not reflect those of this paper.", "views"),
        ("Sponsored content", "sponsored"),
        ("This text was translated with the help of artificial intelligence.", "machine"),
        ("Publicado originalmente en La Gaceta del Puerto", "feed"),
        ("The ferry was published in many pictures.", None),
        ("He edited the paper for years.", None),
    ],
)
def test_kinds(line: str, kind: str | None) -> None:
    assert parse_disclaimer(line) == kind


def test_only_the_ends_of_the_body_are_looked_at() -> None:
    line = "This text has not been edited by our desk."
    blocks = [Block("The ferry sails again.")] * 4 + [Block(line)] + [Block("It is late.")] * 4 + [Block(line)]
    assert find_disclaimers(blocks, range(9)) == (line,)
    assert find_disclaimers(blocks[:-1], range(9)) == ()
