import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.numbers import NUMBER, parse_number, parse_ordinal


@pytest.mark.parametrize(
    ("wording", "number"),
    [
        ("1,000", 1000), ("twenty-one", 21), ("3.5 million", 3_500_000), ("two and a half", 2.5), ("a dozen", 12),
        ("half a million", 500_000), ("one hundred and five", 105), ("15bn", 15e9), ("two hundred thousand", 200_000),
        ("three and a half million", 3_500_000), ("20 000", 20_000),
    ],
)  # fmt: skip
def test_a_wording_is_its_number(wording: str, number: float) -> None:
    match = re.fullmatch(NUMBER, wording)
    assert match
    assert parse_number(wording) == number


@pytest.mark.parametrize("wording", ["several", "", "and", "the"])
def test_no_number_is_none(wording: str) -> None:
    assert parse_number(wording) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_digits_with_and_without_commas_agree(number: int) -> None:
    assert parse_number(str(number)) == parse_number(f"{number:,}") == number


@pytest.mark.parametrize(("wording", "place"), [("19th", 19), ("twentieth", 20), ("twenty-first", 21), ("table", None)])
def test_ordinals(wording: str, place: int | None) -> None:
    assert parse_ordinal(wording) == place


def test_numbers_past_all_counting_are_none() -> None:
    assert parse_number("9" * 20_000) is None
    assert parse_ordinal("9" * 20_000 + "th") is None


@pytest.mark.parametrize("unit", [" 111", ",111", " twenty-one", " one hundred and", " 1 000 000", " half a million"])
def test_a_row_of_numbers_takes_time_that_grows_with_its_length(unit: str) -> None:
    pattern = re.compile(rf"(?P<part>{NUMBER}) out of (?P<whole>{NUMBER})")
    plain = _time(re.compile("out of"), unit * 200_000)
    assert _time(pattern, unit * 4000) < max(1.0, 200 * plain)


def _time(pattern: re.Pattern[str], line: str) -> float:
    begun = time.process_time()
    assert pattern.search(line) is None
    return time.process_time() - begun
