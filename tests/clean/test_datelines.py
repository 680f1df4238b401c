"""Where a report was filed, by which agency, and whom it credits at its end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.clean.datelines import find_credits, parse_dateline, parse_source
from tellings.clean.dates import ENGLISH

SENTENCE = "The ferry sails again from Monday, the harbour office said."


@pytest.mark.parametrize(
    ("head", "wording", "agency"),
    [
        ("NORHOLM (Reuters) - ", "NORHOLM (Reuters)", "Reuters"),
        ("Norholm (AFP) - ", "Norholm (AFP)", "AFP"),
        ("NORHOLM, Lorne — ", "NORHOLM, Lorne", None),
        ("KERRIN, Fla. — ", "KERRIN, Fla.", None),
        ("Puerto Gris, 3 may (EFE).- ", "Puerto Gris, 3 may (EFE)", "EFE"),
        ("NORHOLM, May 3 (Xinhua) -- ", "NORHOLM, May 3 (Xinhua)", "Xinhua"),
        ("NEW NORHOLM: ", "NEW NORHOLM", None),
        ("Norholm, KERRINPOST.com -- ", "Norholm, KERRINPOST.com", "KERRINPOST.com"),
        ("(Reuters) - ", "(Reuters)", "Reuters"),
        ("NORHOLM — ", "NORHOLM", None),
    ],
)
def test_datelines(head: str, wording: str, agency: str | None) -> None:
    found = parse_dateline(head + SENTENCE, ENGLISH)
    assert found is not None
    assert (found.wording, found.agency) == (wording, agency)


@pytest.mark.parametrize(
    "head",
    ["", "UPDATE: ", "WATCH — ", "The Norholm ferry - ", "Ann Writer said: ", "In Norholm — ", "Norholm — ", "2024 - "],
)
def test_other_beginnings_are_none(head: str) -> None:
    assert parse_dateline(head + SENTENCE, ENGLISH) is None


def test_the_day_in_a_dateline() -> None:
    found = parse_dateline(f"NORHOLM, June 13, 2025 (Xinhua) -- {SENTENCE}", ENGLISH)
    assert found is not None and found.when is not None and found.when.start == "2025-06-13"


@pytest.mark.parametrize(
    ("end", "names"),
    [
        ("It was late. (AP)", ["AP"]),
        ("It was late. /AFP", ["AFP"]),
        ("It was late. — With Reuters", ["Reuters"]),
        ("It was late. (with inputs from PTI)", ["PTI"]),
        ("It was late. (con información de EFE)", ["EFE"]),
        ("The Associated Press contributed to this report.", ["AP"]),
        ("This report includes material from AFP.", ["AFP"]),
        ("It was late. (AFP, dpa)", ["AFP", "dpa"]),
        ("The ferry at sea. (AP Photo/Ann Lens)", []),
        ("It was late (as always).", []),
        ("It sails at 30 km/h.", []),
        ("He was a member of the party - and left it.", []),
    ],
)
def test_credits(end: str, names: list[str]) -> None:
    assert find_credits([SENTENCE, end]) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Source: Agencies", ["Agencies"]),
        ("Fuente: EFE", ["EFE"]),
        ("Source: The Gull and Reuters", ["The Gull", "Reuters"]),
        ("Sources say the ferry is late", []),
    ],
)
def test_sources(line: str, names: list[str]) -> None:
    assert parse_source(line) == names


@given(st.text(max_size=200))
def test_any_text_is_read_without_failing(text: str) -> None:
    parse_dateline(text, ENGLISH)
    parse_dateline(f"NORHOLM ({text}) - {text}", ENGLISH)
    find_credits([text])
