"""Who publishes a page, by its own lines."""

import pytest

from tellings.clean.blocks import Block
from tellings.clean.outlets import find_outlet, take_name

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


@pytest.mark.parametrize(
    ("before", "after", "outlet"),
    [
        (["Search Norholm"], ["About Norholm", "© 2024 Northern Media Group. All rights reserved."], "Norholm"),
        ([], ["Ann Writer is a reporter for the Eastmouth Courier.", "© Coastal Holdings"], "Eastmouth Courier"),
        (["Ferry sails again - The Norholm Daily"], [], "The Norholm Daily"),
        ([], ["About Ann Writer", "By Ann Writer", "More from Ann Writer"], None),
        ([], ["Follow us on Facebook", "Download on the App Store", "Subscribe to our newsletter"], None),
        (["WEATHER", "Sport"], ["Is the ferry late?", "Read More"], None),
        ([], ["Suscríbete a La Gaceta del Puerto", "© 2024 La Gaceta del Puerto"], "La Gaceta del Puerto"),
        ([], ["© 2024 Портовая газета. Все права защищены", "Портовая газета"], "Портовая газета"),
    ],
)
def test_a_page_names_itself_more_often_than_its_owner(before: list[str], after: list[str], outlet: str | None) -> None:
    blocks = [Block(text) for text in (*before, BODY, *after)]
    assert find_outlet(blocks, [len(before)], title="Ferry sails again") == outlet


@pytest.mark.parametrize(
    ("wording", "name"),
    [
        ("Eastmouth Courier Ltd. All rights reserved.", "Eastmouth Courier"),
        ("Norholm Daily newsletter and more", "Norholm Daily"),
        ("my6harbour is here", "my6harbour"),
        ("2011-2019 The Gull", "The Gull"),
        ("and so on", ""),
        ("Facebook", ""),
    ],
)
def test_names_without_legal_forms(wording: str, name: str) -> None:
    assert take_name(wording) == name
