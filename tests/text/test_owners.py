import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.owners import find_owners, plain_owner, short_owner


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        ("© 2031 Norholm Media Group, Inc. All rights reserved.", ["Norholm Media Group"]),
        ("Copyright ©2029-2031 Lindqvist & Sons Pvt. Ltd. | Terms of Use", ["Lindqvist & Sons"]),
        ("Norholm Post © Copyright Ostervik Communications, LLC", ["Ostervik Communications"]),
        ("© Ostervik Weekly 2031", ["Ostervik Weekly"]),
        ("(c) 2031, the Ostervik Trust. Powered by Somepress", ["Ostervik Trust"]),
        ("The Courier is part of Lakeside Digital Ltd, a publisher of weeklies. Visit our site.", ["Lakeside Digital"]),
        ("© 2031 QRX LLC. A Division of Halmarcast", ["QRX", "Halmarcast"]),
        ("Dorn Bell, a Pellworm Corp company", ["Pellworm"]),
        ("Published by Brandvold Publications", ["Brandvold Publications"]),
        ("Copyright (с) ООО «Норхольм Медиа», 2031.", ["ООО Норхольм Медиа"]),
    ],
)
def test_owners_that_a_line_names(line: str, owners: list[str]) -> None:
    assert find_owners(line) == owners


@pytest.mark.parametrize(
    "line",
    [
        "© 2031 All rights reserved.",
        "© Ilse Brandvold",  # of a picture
        "© 2031 Skyline Images",
        "Copyright",
        "Published by Ilse Brandvold on 3 March",
        "Rowing is part of the game",
        "© 2031 Associated Press. This material may not be published, broadcast or sold.",
        "© 2031 - Designed by Brightfold Studio",
        "",
        "©" * 300,
        "© 2031 " + "Very Long Name " * 60,
    ],
)
def test_lines_that_name_no_owner(line: str) -> None:
    assert find_owners(line) == []


def test_names_of_companies_without_what_companies_add() -> None:
    assert short_owner("Norholm Communications") == short_owner("The Norholm Group") == "norholm"
    assert short_owner("News Group") == ""
    assert plain_owner("The Lake & Sea Company") == "lake sea company"


@given(st.text(alphabet=st.sampled_from("©(c) 2031AaÉ.,;&|-–Ltdof by©\u202e\ud83d"), max_size=420))
def test_of_any_line_owners_have_a_name(line: str) -> None:
    assert all(owner.strip() for owner in find_owners(line))
