"""Intervals: what overlaps what, open ends included."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tellings.records import Interval, Precision, day

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def make_interval(start: date | None, end: date | None) -> Interval:
    return Interval(start.isoformat() if start else None, end.isoformat() if end else None, Precision.RANGE)


@given(DAYS, DAYS, DAYS, DAYS)
def test_overlap_is_sharing_a_day(a: date, b: date, c: date, d: date) -> None:
    left, right = make_interval(min(a, b), max(a, b)), make_interval(min(c, d), max(c, d))
    shared = max(min(a, b), min(c, d)) <= min(max(a, b), max(c, d))
    assert left.overlaps(right) is shared
    assert right.overlaps(left) is shared


@given(DAYS, DAYS)
def test_open_ends_reach_everywhere(a: date, b: date) -> None:
    assert make_interval(None, None).overlaps(make_interval(min(a, b), max(a, b)))
    assert make_interval(None, max(a, b)).overlaps(day(min(a, b)))


def test_slack_widens() -> None:
    first, third = day(date(2024, 2, 28)), day(date(2024, 3, 1))
    assert not first.overlaps(third)
    assert not first.overlaps(third, slack_days=1)
    assert first.overlaps(third, slack_days=2)


@given(DAYS)
def test_a_month_holds_its_days(value: date) -> None:
    first = value.replace(day=1)
    last = date(9999, 12, 31) if value.month == 12 and value.year == 9999 else _end_of_month(first)
    assert make_interval(first, last).holds(day(value))
    assert not day(value).holds(make_interval(first, last))


def _end_of_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def test_minutes_know_their_day() -> None:
    minute = Interval("2023-01-08T20:09", "2023-01-08T20:09", Precision.MINUTE)
    assert minute.first_day() == date(2023, 1, 8)
    assert day(date(2023, 1, 8)).holds(minute)
