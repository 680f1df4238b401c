from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.annotate.moments import find_moments
from tellings.annotate.parse import parse_report
from tellings.records import Interval, Moment, Precision, day
from tests.reports import make_report

SUNDAY = day(date(2021, 6, 20))


def read(text: str, published: Interval | None = SUNDAY) -> list[tuple[str, Moment]]:
    report = make_report(text)
    return [(m.span.of(report), m) for m in find_moments(report, parse_report(report), published)]


def ends(moment: Moment) -> tuple[str | None, str | None]:
    assert moment.interval
    return moment.interval.start, moment.interval.end


def test_the_weekday_of_publication_is_that_day() -> None:
    ((wording, moment),) = read("The guild voted on Sunday.")
    assert wording == "Sunday"
    assert ends(moment) == ("2021-06-20", "2021-06-20")
    assert moment.anchor == "publication"


def test_the_verb_decides_between_the_last_and_the_next() -> None:
    (_, past), (_, future) = read("The guild voted on Friday. The judges will rule on Friday.")
    assert ends(past)[0] == "2021-06-18"
    assert ends(future)[0] == "2021-06-25"


def test_what_could_not_be_done_lies_in_the_past() -> None:
    ((_, moment),) = read("The owner could not be reached on Saturday.")
    assert ends(moment)[0] == "2021-06-19"


def test_what_hangs_on_another_moment_follows_it() -> None:
    (_, first), (wording, second) = read("The dam broke on 3 May 2021. Two days later the road was open.")
    assert ends(first)[0] == "2021-05-03"
    assert wording == "Two days later"
    assert ends(second) == ("2021-05-05", "2021-05-05")
    assert second.anchor == "text"


def test_an_event_that_is_not_dated_gives_a_length_only() -> None:
    ((_, moment),) = read("The bridge fell three weeks after the flood.")
    assert moment.interval is None
    assert (moment.kind, moment.value) == ("duration", "P3W")


def test_feasts_keep_to_the_calendar_that_the_text_names() -> None:
    found = read("Shops closed for Orthodox Christmas. On Christmas Eve it snowed.", day(date(2022, 1, 9)))
    assert [ends(moment)[0] for _, moment in found] == ["2022-01-07", "2022-01-06"]


def test_scheduled_days_are_the_nearest() -> None:
    ((_, moment),) = read("The vote was set for 24 June.")
    assert ends(moment)[0] == "2021-06-24"


def test_a_weekday_once_dated_stays_dated() -> None:
    stretch = Interval("2021-06-20", "2021-06-27", Precision.RANGE)
    found = read("She resigned on Friday (18 June). Her deputy stayed on Friday.", stretch)
    assert {ends(moment)[0] for _, moment in found} == {"2021-06-18"}


def test_a_stretch_of_publication_widens_what_hangs_on_it() -> None:
    stretch = Interval("2021-05-20", "2021-06-27", Precision.RANGE)
    ((_, moment),) = read("Talks failed last month.", stretch)
    assert ends(moment) == ("2021-04-01", "2021-05-31")
    assert moment.interval and moment.interval.precision is Precision.RANGE


def test_without_a_day_of_publication_the_wording_stays() -> None:
    ((wording, moment), (_, year)) = read("It failed on Friday, as in 2008.", None)
    assert (wording, moment.interval) == ("Friday", None)
    assert ends(year) == ("2008-01-01", "2008-12-31")


def test_clock_times_are_of_their_day() -> None:
    found = dict(read("The siren went at 6:40 p.m. on Friday."))
    assert ends(found["at 6:40 p.m."])[0] == "2021-06-18T18:40"


@pytest.mark.parametrize("text", ["", "\ud800 on Sunday \u202e", "🙂" * 50, "on " * 3000 + "Sunday", "1999-" * 2000])
def test_bad_text_is_read_without_harm(text: str) -> None:
    report = make_report(text)
    for moment in find_moments(report, [], SUNDAY):
        assert moment.span.of(report)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from("late last two on 3 May 2020 Friday weeks ago until from to 1998-99".split()), max_size=12)
)
def test_any_run_of_time_words_gives_valid_intervals(words: list[str]) -> None:
    report = make_report(" ".join(words))
    for moment in find_moments(report, [], SUNDAY):
        assert moment.span.of(report)
        if moment.interval and moment.interval.start and moment.interval.end:
            assert moment.interval.start <= moment.interval.end


def test_the_clock_of_a_place_belongs_to_the_day_after_it() -> None:
    (_, noon), _ = read("The sirens sounded at midday local time on Tuesday.")
    assert ends(noon)[0] == "2021-06-15"
    (_, here), (_, there), _ = read("The polls closed at 20:00 (1800 GMT) Thursday.")
    assert [ends(here)[0], ends(there)[0]] == ["2021-06-17T20:00", "2021-06-17T18:00"]
