from dataclasses import replace
from datetime import date

from tellings.annotate import parse
from tellings.annotate.moments import find_moments
from tellings.engines.local import run_plan
from tellings.records import Dating, Interval, Precision, Report, Story, day
from tellings.resolve import dating
from tests.reports import make_report


def date_story(*reports: Report) -> dict[str, Dating]:
    story = Story("story-1", tuple(report.id for report in reports))
    tables = run_plan([parse.STAGE, dating.STAGE], [*reports, story], strict=True)
    return {found.report: found for found in tables.of(Dating)}


def test_the_date_of_the_page_is_taken_as_read() -> None:
    report = make_report("The harbour reopened.", published=date(2022, 3, 4))
    found = date_story(report)[report.id]
    assert (found.published, found.inferred) == (report.published, False)


def test_a_page_that_shows_only_its_last_change_is_of_that_day_unless_its_text_says_otherwise() -> None:
    changed = Interval("2022-03-07T13:14", "2022-03-07T13:14", Precision.MINUTE, "Z")
    report = replace(make_report("The mayor said on March 4, 2022 that the harbour was open."), modified=changed)
    found = date_story(report)[report.id]
    assert found.inferred and found.published == day(date(2022, 3, 7)) and "last changed" in found.reason
    much_later = replace(report, modified=day(date(2024, 5, 6)))
    found = date_story(much_later)[report.id]
    assert found.published and found.published.start == "2022-03-04"


def test_a_report_alone_is_dated_by_the_news_it_tells() -> None:
    report = make_report("The mayor said on March 4, 2022 that the harbour was open. It was built in 1961.")
    found = date_story(report)[report.id]
    assert found.inferred
    assert found.published and found.published.start == "2022-03-04"
    assert found.published.end == "2022-03-11"
    assert "March 4, 2022" in found.reason
    assert [span.of(report) for span in found.spans] == ["March 4, 2022", "March 4, 2022"][: len(found.spans)]


def test_what_is_yet_to_come_ends_the_stretch_and_what_others_date_begins_it() -> None:
    early = make_report(
        "Velia asked the guard to let 300 rangers into the park. The vote was set for April 15.",
        title="Velia asks to send rangers into the park",
        name="early",
    )
    late = make_report(
        "The guard refused Velia's wish on Sunday. Last month Velia asked the guard to send rangers into the park.",
        title="Guard refuses Velia's rangers",
        published=date(2022, 5, 9),
        name="late",
    )
    found = date_story(early, late)[early.id]
    assert found.inferred and found.published
    assert found.published.end == "2022-04-15"
    assert found.published.start == "2022-04-01"
    assert {span.report for span in found.spans} == {early.id, late.id}


def test_without_any_hint_the_story_gives_the_days() -> None:
    plain = make_report("Rangers left the park.", name="plain")
    other = make_report("Rangers were gone.", published=date(2022, 5, 9), name="other")
    found = date_story(plain, other)[plain.id]
    assert found.published and (found.published.start, found.published.end) == ("2022-05-02", "2022-05-16")


def test_nothing_at_all_leaves_it_open() -> None:
    report = make_report("Rangers left the park.")
    found = date_story(report)[report.id]
    assert found.published is None
    assert found.reason


def test_a_weekday_is_that_of_the_dated_reports_of_the_story() -> None:
    text = "Two ferries collided off Larn on Saturday morning. Divers searched the wrecks."
    plain = make_report(text, name="plain")
    first = make_report(text, published=date(2022, 5, 14), name="first")  # a Saturday
    second = make_report("The owner of the ferry wept on Saturday.", published=date(2022, 5, 15), name="second")
    found = date_story(plain, first, second)[plain.id]
    assert found.published and (found.published.start, found.published.end) == ("2022-05-14", "2022-05-20")
    assert "Saturday" in found.reason
    (moment,) = find_moments(plain, parse.parse_report(plain), found.published)
    assert moment.interval and moment.interval.first_day() == moment.interval.last_day() == date(2022, 5, 14)


def test_a_weekday_of_which_the_story_tells_twice_dates_nothing() -> None:
    plain = make_report("Two ferries collided on Saturday.", name="plain")
    first = make_report("A tug sank on Saturday.", published=date(2022, 5, 7), name="first")
    second = make_report("A barge sank on Saturday.", published=date(2022, 5, 15), name="second")
    found = date_story(plain, first, second)[plain.id]
    assert found.published and (found.published.start, found.published.end) == ("2022-04-30", "2022-05-22")


def test_copies_without_a_date_are_dated_by_the_others_and_none_by_itself() -> None:
    text = "Velia asked the guard on Sunday to let 300 rangers into the park."
    copies = [make_report(text, title="Velia asks to send rangers into the park", name=f"copy{n}") for n in range(5)]
    late = [
        make_report(
            "The guard refused. On April 3, 2022 Velia asked the guard to send rangers into the park.",
            title="Guard refuses",
            published=date(2022, 5, 9),
            name=f"late{n}",
        )
        for n in range(2)
    ]
    found = date_story(*copies, *late)
    alone = date_story(copies[0], *late)[copies[0].id]
    assert alone.published and alone.published.start == "2022-04-03"
    for report in copies:
        assert found[report.id].published == alone.published
        assert not any(span.report == report.id for span in found[report.id].spans)
