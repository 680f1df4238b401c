import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.publish.dates import render_interval


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2031-03-04", "2031-03-04", "day", "4 March 2031"),
        ("2031-03-04T20:09", "2031-03-04T20:09", "minute", "4 March 2031, 20:09"),
        ("2031-03-04", "2031-03-06", "range", "4–6 March 2031"),
        ("2031-02-27", "2031-03-06", "range", "27 February – 6 March 2031"),
        ("2030-12-27", "2031-01-06", "range", "27 December 2030 – 6 January 2031"),
        ("2031-05-01", "2031-05-31", "month", "May 2031"),
        ("2028-02-01", "2028-02-29", "month", "February 2028"),
        ("1998-01-01", "1998-12-31", "year", "1998"),
        ("1990-01-01", "1999-12-31", "decade", "1990s"),
        ("1998-01-01", "1999-12-31", "range", "1998–1999"),
        (None, "2031-04-30", "month", "until April 2031"),
        ("1999-01-01", None, "year", "from 1999"),
        (None, None, None, "undated"),
        ("soon", "soon", None, "soon"),
    ],
)
def test_interval_in_words(start: str | None, end: str | None, precision: str | None, words: str) -> None:
    assert render_interval(start, end, precision) == words


def test_short_months() -> None:
    assert render_interval("2031-09-04", "2031-10-06", "range", short=True) == "4 Sep – 6 Oct 2031"


@given(st.dates(), st.dates())
def test_any_two_days_are_rendered_with_the_last_year(one: object, other: object) -> None:
    first, last = sorted((str(one), str(other)))
    decade = f"{int(first[:4])}s"
    assert str(int(last[:4])) in render_interval(first, last, "range") or decade == render_interval(
        first, last, "range"
    )


def test_the_zone_is_told_with_the_clock_unless_short() -> None:
    moment = "2031-03-04T20:09"
    assert render_interval(moment, moment, "minute", "+02:00") == "4 March 2031, 20:09 UTC+02:00"
    assert render_interval(moment, moment, "minute", "Z") == "4 March 2031, 20:09 UTC"
    assert render_interval(moment, moment, "minute", "Z", short=True) == "4 Mar 2031, 20:09"
