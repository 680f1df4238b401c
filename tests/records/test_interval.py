"""Intervals: what overlaps what, open ends included."""

from datetime import date, time, timedelta

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


def test_moments_are_ordered_by_utc_where_both_zones_are_known() -> None:
    berlin = Interval("2024-05-14T18:30", "2024-05-14T18:30", Precision.MINUTE, "+02:00")
    london = Interval("2024-05-14T17:45", "2024-05-14T17:45", Precision.MINUTE, "+01:00")
    zulu = Interval("2024-05-14T16:30", "2024-05-14T16:30", Precision.MINUTE, "Z")
    assert berlin.rank() < london.rank()
    assert berlin.same_moment(zulu) and not berlin.same_moment(london)
    assert berlin.first_day() == date(2024, 5, 14)


def test_what_has_no_zone_or_start_is_ordered_as_it_stands() -> None:
    assert day(date(2024, 5, 14)).rank() == "2024-05-14"
    assert Interval(None, "2024-05-14", Precision.RANGE).rank() > "2024"
    assert Interval("0001-01-01T00:10", "0001-01-01T00:10", Precision.MINUTE, "+14:00").rank() == "0001-01-01T00:10"
    assert not day(date(2024, 5, 14)).same_moment(day(date(2024, 5, 14)))


def test_a_day_and_a_minute_of_it_are_in_no_order() -> None:
    whole = day(date(2024, 5, 14))
    dawn = Interval("2024-05-14T04:10", "2024-05-14T04:10", Precision.MINUTE, "Z")
    assert not whole.is_before(dawn) and not dawn.is_before(whole)
    assert day(date(2024, 5, 13)).is_before(dawn) and not dawn.is_before(day(date(2024, 5, 13)))


def test_minutes_are_in_order_by_their_zones_where_both_are_known() -> None:
    noon = "2024-05-14T12:00"
    berlin, london = (Interval(noon, noon, Precision.MINUTE, zone) for zone in ("+02:00", "+01:00"))
    bare = Interval("2024-05-14T12:30", "2024-05-14T12:30", Precision.MINUTE)
    assert berlin.is_before(london) and not london.is_before(berlin)
    assert not berlin.is_before(bare) and not bare.is_before(berlin)
    assert not Interval(None, noon, Precision.RANGE).is_before(bare)


@given(
    st.lists(
        st.tuples(st.dates(), st.none() | st.times(), st.sampled_from((None, "Z", "-05:00"))), min_size=2, max_size=2
    )
)
def test_no_two_times_are_each_before_the_other(times: list[tuple[date, time | None, str | None]]) -> None:
    one, other = (
        Interval(start, start, Precision.MINUTE if clock else Precision.DAY, zone if clock else None)
        for on, clock, zone in times
        for start in [f"{on}T{clock:%H:%M}" if clock else on.isoformat()]
    )
    assert not (one.is_before(other) and other.is_before(one))
    assert not one.is_before(one)
