"""The page's own dates among all that it shows."""

import pytest

from tellings.clean.blocks import Block
from tellings.clean.dates import ENGLISH
from tellings.clean.stamps import Frame, find_stamps, parse_url_day, pick_stamp

TITLE = "Ferry sails again to Norholm"
BODY = ["The ferry sails again from Monday, said the harbour office of the island on its notice board. " * 2] * 3


def pick(before: list[str], after: list[str], role: str = "published", url: str | None = None) -> str | None:
    blocks = [Block(text) for text in (*before, *BODY, *after)]
    headlines = [i for i, text in enumerate(before) if text == TITLE]
    stamps = find_stamps(blocks, Frame(headlines, range(len(before), len(before) + len(BODY))), ENGLISH)
    found = pick_stamp(stamps, role, url=url)
    return found.when.start if found else None


TEASERS = [line for number in range(1, 6) for line in (f"Harbour news number {number}", f"{number} June 2024")]


@pytest.mark.parametrize(
    ("before", "after", "published"),
    [
        ([TITLE, "3 May 2024"], [], "2024-05-03"),
        ([TITLE, "Published 3 May 2024 | Updated 5 May 2024"], [], "2024-05-03"),
        ([TITLE, "Updated 5 May 2024"], [], None),
        ([TITLE, "By Ann Writer", "3 May 2024 10:30"], TEASERS, "2024-05-03T10:30"),
        ([TITLE], TEASERS, None),
        ([TITLE], ["Ann: late again", "4 May 2024 at 10:30", "Bo: always", "5 May 2024 at 11:30"], None),
        ([TITLE], ["© 3 May 2024 The Gull"], None),
        ([TITLE, "Joined 3 May 2024"], [], None),
        ([TITLE, "3 May 2024", "4 May 2024"], [], None),
        ([TITLE, "Published", "3 May 2024", "Updated", "4 May 2024"], [], "2024-05-03"),
        (["3 May 2024", TITLE], [], "2024-05-03"),
    ],
)
def test_published(before: list[str], after: list[str], published: str | None) -> None:
    assert pick(before, after) == published


def test_the_last_change_is_told_apart() -> None:
    assert pick([TITLE, "Published 3 May 2024 | Updated 5 May 2024"], [], "modified") == "2024-05-05"
    assert pick([TITLE, "3 May 2024"], [], "modified") is None


def test_the_address_decides_between_two_days() -> None:
    shown = [TITLE, "3 May 2024", "4 May 2024"]
    assert pick(shown, [], url="https://gull.example/2024/05/04/ferry") == "2024-05-04"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://gull.example/2024/05/04/ferry", "2024-05-04"),
        ("https://gull.example/news/2024-5-4/ferry", "2024-05-04"),
        ("https://gull.example/2024/may/04/ferry", "2024-05-04"),
        ("https://gull.example/20240504-ferry.html", "2024-05-04"),
        ("https://gull.example/2024/05/ferry", "2024-05"),
        ("https://gull.example/2024/13/45/ferry", ""),
        ("https://gull.example/ferry-20948348", ""),
        ("https://gull.example/", ""),
        (None, ""),
    ],
)
def test_days_in_addresses(url: str | None, told: str) -> None:
    assert parse_url_day(url)[0] == told
