from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.times.phrases import find_time_phrases
from tellings.text.times.resolution import Dates, resolve_phrase

WEDNESDAY = date(2021, 6, 16)


def resolve(wording: str, *, tense: str = "past", reference: date | None = WEDNESDAY) -> Dates:
    (phrase,) = find_time_phrases(f"It was {wording}.")
    return resolve_phrase(phrase, reference, tense=tense)


@pytest.mark.parametrize(
    ("wording", "first", "last", "value"),
    [
        ("on Wednesday", "2021-06-16", "2021-06-16", "2021-06-16"),
        ("last Wednesday", "2021-06-09", "2021-06-09", "2021-06-09"),
        ("on Sunday", "2021-06-13", "2021-06-13", "2021-06-13"),
        ("late Tuesday", "2021-06-15", "2021-06-15", "2021-06-15"),
        ("a week ago Thursday", "2021-06-03", "2021-06-03", "2021-06-03"),
        ("last month", "2021-05-01", "2021-05-31", "2021-05"),
        ("earlier this month", "2021-06-01", "2021-06-16", "2021-06"),
        ("earlier this week", "2021-06-14", "2021-06-16", "2021-W24"),
        ("over the weekend", "2021-06-12", "2021-06-13", "2021-W23-WE"),
        ("in late April", "2021-04-21", "2021-04-30", "2021-04"),
        ("last summer", "2020-06-01", "2020-08-31", "2020-SU"),
        ("in the 1990s", "1990-01-01", "1999-12-31", "199"),
        ("in the 19th century", "1801-01-01", "1900-12-31", "18"),
        ("two years ago", "2019-01-01", "2019-12-31", "2019"),
        ("from 2011 to 2013", "2011-01-01", "2013-12-31", "2011/2013"),
        ("on Christmas Eve", "2020-12-24", "2020-12-24", "2020-12-24"),
        ("on 7/30/19", "2019-07-30", "2019-07-30", "2019-07-30"),
        ("over the past two weeks", "2021-06-02", "2021-06-16", "P2W"),
    ],
)
def test_from_a_wednesday(wording: str, first: str, last: str, value: str) -> None:
    dates = resolve(wording)
    assert (str(dates.first), str(dates.last), dates.value) == (first, last, value)


def test_the_tense_turns_a_weekday() -> None:
    assert resolve("on Friday", tense="future").first == date(2021, 6, 18)
    assert resolve("on Wednesday", tense="future").first == WEDNESDAY


def test_bounds_are_open() -> None:
    assert (resolve("until September", tense="").first, resolve("until September", tense="").last) == (
        None,
        date(2021, 9, 30),
    )
    assert (resolve("since 2015").first, resolve("since 2015").last) == (date(2015, 1, 1), None)
    assert resolve("before 2015").last == date(2014, 12, 31)


def test_a_day_without_its_year_is_the_nearest_where_the_other_is_far_off() -> None:
    assert resolve("on 20 June").first == date(2021, 6, 20)
    assert resolve("on 20 December").first == date(2020, 12, 20)
    assert resolve("on 20 December", tense="future").first == date(2021, 12, 20)


def test_without_a_reference_only_what_is_absolute_is_known() -> None:
    assert not resolve("on Friday", reference=None).known
    assert resolve("in 2008", reference=None).first == date(2008, 1, 1)


def test_impossible_days_are_unknown() -> None:
    assert not resolve("on 31 February 2020").known


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_weekday_in_the_past_tense_is_at_most_six_days_back(reference: date) -> None:
    found = resolve("on Monday", reference=reference).first
    assert found is not None
    assert timedelta(0) <= reference - found <= timedelta(6)
    assert found.weekday() == 0


@pytest.mark.parametrize(
    ("wording", "value"),
    [
        ("on Thursday last week", "2021-06-10"),
        ("next week on Monday", "2021-06-21"),
        ("in May last year", "2020-05"),
        ("a year and a half ago", "2019-12"),
        ("on the night of 14 June", "2021-06-14TNI"),
        ("in the first half of the year", "2021-H1"),
        ("when profits rose in the first quarter", "2021-Q1"),
        ("when sales fell in last year's third quarter", "2020-Q3"),
        ("income for the fourth quarter of fiscal 2019", "2019-Q4"),
        ("between July and September", "2020-07/2020-09"),
        ("from Friday to Sunday", "2021-06-11/2021-06-13"),
        ("in the 2019-20 season", "2019/2020"),
        ("closed for decades", "PXY"),
        ("in the early morning of 14 June", "2021-06-14TMO"),
        ("to end in two weeks' time", "2021-06-30"),
    ],
)
def test_values_of_more_wordings(wording: str, value: str) -> None:
    assert resolve(wording).value == value


def test_the_end_of_a_range_follows_its_beginning() -> None:
    assert resolve("from Saturday to Monday", tense="future").value == "2021-06-19/2021-06-21"


def test_a_quarter_of_a_match_is_no_time() -> None:
    assert find_time_phrases("They scored twice in the fourth quarter.") == ()
