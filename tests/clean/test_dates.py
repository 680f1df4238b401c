"""Dates on pages: read where they are plain, passed over where they could be two."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.clean.dates import find_date, parse_date
from tellings.records import Precision


@pytest.mark.parametrize(
    ("wording", "start"),
    [
        ("Posted on January 10, 2023", "2023-01-10"),
        ("8 Jan 2023 20:09", "2023-01-08T20:09"),
        ("Updated: 2016-07-15 13:14", "2016-07-15T13:14"),
        ("2024-05-14T18:30:00+02:00", "2024-05-14T18:30"),
        ("Tuesday, 4th of March 2025, 9.05 p.m.", "2025-03-04T21:05"),
        ("25/12/2020", "2020-12-25"),
        ("Sept. 3, 2021 at 12:30 am", "2021-09-03T00:30"),
        ("3/4/2020", None),
        ("31 February 2020", None),
        ("Copyright 2024", None),
        ("May we go on in 2024", None),
    ],
)
def test_forms(wording: str, start: str | None) -> None:
    found = parse_date(wording)
    assert (found.start if found else None) == start


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_every_day_is_read_back(value: date) -> None:
    for wording in (value.isoformat(), f"{value.day} {value:%B} {value.year}", f"{value:%b} {value.day}, {value.year}"):
        found = find_date(f"Posted {wording}")
        assert found and found[0].start == value.isoformat() and found[0].precision is Precision.DAY
        assert f"Posted {wording}"[found[1] : found[2]] == wording


@given(st.text(max_size=60))
def test_any_line_is_read_without_failing(line: str) -> None:
    find_date(line)
