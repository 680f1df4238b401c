"""Offsets behind a time of day; more cases through whole dates in `test_dates.py`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.clean.zones import find_zone


@pytest.mark.parametrize(
    ("rest", "zone", "length"),
    [
        ("Z", "Z", 1),
        (" GMT+1 and so on", "+01:00", 6),
        ("+0530", "+05:30", 5),
        (" (UTC-3)", "-03:00", 7),
        (" +99:00", None, 7),
        (" -20", None, 0),
        (" ABC", None, 0),
        (" est le jour", None, 0),
    ],
)
def test_zones(rest: str, zone: str | None, length: int) -> None:
    assert find_zone(rest, "2024-05-03T18:05", order=None, country=None) == (zone, length)


@given(st.text(max_size=25))
def test_any_rest_gives_an_offset_or_nothing(rest: str) -> None:
    zone, length = find_zone(rest, "2024-05-03T18:05", order="mdy", country="US")
    assert 0 <= length <= len(rest)
    assert zone is None or zone == "Z" or (zone[0] in "+-" and len(zone) == 6)
