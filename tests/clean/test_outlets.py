"""Who publishes a page, by its own lines."""

import pytest

from tellings.clean.blocks import Block
from tellings.clean.outlets import find_outlet

BODY = "The ferry to Norholm sails again from Monday, the harbour office of the island said on its notice board."


@pytest.mark.parametrize(
    ("before", "after", "outlet"),
    [
        ([], ["Copyright © 2019-2024 Eastmouth Courier. All rights reserved."], "Eastmouth Courier"),
        ([], ["© 2024 Northern Holdings Inc. All rights reserved."], None),
        ([], ["The views are not necessarily those of Island Review."], "Island Review"),
        (["NORHOLM DAILY", "World | Sport | Weather", "Ferry sails again"], [], "Norholm Daily"),
        (["Open Menu", "World | Sport | Weather", "Ferry sails again"], [], None),
        ([], ["Back to top"], None),
    ],
)
def test_outlets(before: list[str], after: list[str], outlet: str | None) -> None:
    blocks = [Block(text) for text in (*before, BODY, *after)]
    assert find_outlet(blocks, [len(before)], title="Ferry sails again") == outlet


def test_a_headline_is_no_outlet() -> None:
    blocks = [Block("Ferry Sails"), Block("By Ann Writer"), Block("3 May 2024"), Block(BODY)]
    assert find_outlet(blocks, [3], title="Ferry Sails") is None
