"""When a server may be asked again, by what it said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.errors import CallError
from tellings.ingest.politeness import (
    DAY,
    HOUR,
    MINUTE,
    Manners,
    build_conditions,
    choose_delay,
    choose_interval,
    find_validators,
    is_due,
    parse_age,
    parse_retry_after,
)

NOW = 1_800_000_000.0  # Friday, 15 January 2027, 08:00 UTC
MANNERS = Manners()


@pytest.mark.parametrize(
    ("named", "interval"),
    [
        ([], MANNERS.every),
        ([0.0], MANNERS.every),
        ([2 * HOUR], 2 * HOUR),
        ([MINUTE], MANNERS.soonest),
        ([HOUR, 3 * HOUR], 3 * HOUR),
        ([365 * DAY], MANNERS.latest),
    ],
)
def test_the_longest_interval_that_a_feed_names_within_bounds(named: list[float], interval: float) -> None:
    assert choose_interval(named, MANNERS) == interval


def test_tries_are_spread_by_chance() -> None:
    assert choose_delay(1, MANNERS, 0.0) == pytest.approx(0.9 * MANNERS.every)
    assert choose_delay(1, MANNERS, 1.0) == pytest.approx(1.1 * MANNERS.every)
    assert choose_delay(10_000, MANNERS, 0.5) == pytest.approx(DAY)


@pytest.mark.parametrize(
    ("wording", "seconds"),
    [
        ("120", 120.0), (" 120 ", 120.0), ("0", 0.0), ("999999999", 7 * DAY), (None, None), ("", None), ("soon", None),
        ("-5", None), ("Fri, 15 Jan 2027 09:00:00 GMT", HOUR), ("Fri, 15 Jan 2027 07:00:00 GMT", 0.0),
        ("Fri, 15 Jan 9999 07:00:00 GMT", 7 * DAY), ("Fri, 99 Jan 2027 07:00:00 GMT", None),
    ],
)  # fmt: skip
def test_retry_after(wording: str | None, seconds: float | None) -> None:
    assert parse_retry_after(wording, NOW) == seconds


@pytest.mark.parametrize(
    ("fields", "age"),
    [
        ({"cache-control": "max-age=600"}, 600.0),
        ({"cache-control": 'public, Max-Age = "600"'}, 600.0),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "no-cache"}, None),
        ({"expires": "Fri, 15 Jan 2027 09:00:00 GMT"}, HOUR),
        ({"expires": "0"}, None),
        ({"expires": "Fri, 15 Jan 2027 07:00:00 GMT", "cache-control": "max-age=60"}, 60.0),
        ({}, None),
    ],
)
def test_how_long_an_answer_is_fresh(fields: dict[str, str], age: float | None) -> None:
    assert parse_age(fields, NOW) == age


def test_validators_that_cannot_be_sent_back_are_left() -> None:
    assert find_validators({"etag": '"a"', "last-modified": "yesterday"}) == ('"a"', "yesterday")
    assert find_validators({"etag": "ž", "last-modified": "a\x00b"}) == (None, None)
    assert find_validators({"etag": "a" * 2000}) == (None, None)
    assert build_conditions('"a"', None) == {"if-none-match": '"a"'}


def test_a_time_that_is_never_set_comes_of_a_wrong_clock() -> None:
    assert is_due(NOW, NOW)
    assert not is_due(NOW + 7 * DAY, NOW)
    assert is_due(NOW + 365 * DAY, NOW)


@pytest.mark.parametrize(
    "wrong", [{"every": 0}, {"pause": -1}, {"at_once": 0}, {"most": 0}, {"soonest": DAY}, {"agent": "a\nb"}]
)
def test_manners_that_cannot_be(wrong: dict[str, float]) -> None:
    with pytest.raises(CallError):
        Manners(**wrong)  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_no_wording_fails(wording: str) -> None:
    seconds = parse_retry_after(wording, NOW)
    assert seconds is None or 0 <= seconds <= 7 * DAY
    parse_age({"cache-control": wording, "expires": wording}, NOW)
