"""What a report says of itself: declared first, then known by the container, then shown, then told by the address."""

import pytest

from tellings.clean.fields import find_country
from tellings.clean.pages import read_report
from tellings.records import Capture, Precision, Report

BODY = [
    "The ferry to Norholm sails again from Monday, the harbour office of the island said on its notice board.",
    "It had stood still for three weeks, since a storm tore the ramp from the pier and sank two small boats.",
    "The captain said that the crew had painted the deck in the meantime, and that tickets cost what they cost.",
]
TITLE = "Ferry to Norholm sails again"


def read(content: str, *, kind: str = "text/plain", fetched: str | None = None, **hints: str) -> Report:
    found = read_report(Capture("c1", "page", kind, fetched, "", content.encode(), tuple(hints.items())))
    assert isinstance(found, Report)
    return found


def page(*lines: str) -> str:
    return "\n\n".join([TITLE, *lines, *BODY])


def markup(head: str, *lines: str) -> str:
    shown = "".join(f"<p>{line}</p>" for line in (*lines, *BODY))
    return f"<html><head>{head}</head><body><article><h1>{TITLE}</h1>{shown}</article></body></html>"


def test_everything_that_plain_text_shows() -> None:
    report = read(page("By Ann Scribe", "Published 3 May 2024 18:05 GMT | Updated 4 May 2024"))
    assert report.title == TITLE and report.byline == "Ann Scribe"
    assert report.published and (report.published.start, report.published.zone) == ("2024-05-03T18:05", "Z")
    assert report.modified and report.modified.start == "2024-05-04"
    assert "Published" not in report.text and "Ann Scribe" not in report.text


def test_what_is_declared_comes_first_and_keeps_its_zone() -> None:
    head = '<meta property="article:published_time" content="2024-05-03T18:05:00+02:00">'
    report = read(markup(head, "5 May 2024"), kind="text/html")
    assert report.published and report.published.precision is Precision.MINUTE
    assert (report.published.start, report.published.zone) == ("2024-05-03T18:05", "+02:00")


def test_a_declared_day_takes_its_hour_from_the_page() -> None:
    head = '<meta property="article:published_time" content="2024-05-03">'
    report = read(markup(head, "Published 3 May 2024, 18:05 GMT+2"), kind="text/html")
    assert report.published and (report.published.start, report.published.zone) == ("2024-05-03T18:05", "+02:00")


@pytest.mark.parametrize(
    ("shown", "fetched", "published"),
    [
        ("3 May 2024", "2024-05-03T20:00:00+00:00", "2024-05-03"),
        ("3 May 2024", "2024-04-30T20:00:00+00:00", None),
        ("2 hours ago", "2024-05-03T20:10:00+00:00", "2024-05-03T17:10"),
        ("Published 1 day ago", "2024-05-03T20:10:00+00:00", "2024-05-01"),
        ("2 hours ago", None, None),
    ],
)
def test_nothing_is_published_after_it_was_fetched(shown: str, fetched: str | None, published: str | None) -> None:
    report = read(page(shown), fetched=fetched)
    assert (report.published.start if report.published else None) == published


def test_an_address_gives_day_and_name_where_nothing_else_does() -> None:
    report = read(page(), url="https://www.gull.example/2024/05/03/ferry")
    assert report.outlet == "gull.example"
    assert report.published and report.published.start == "2024-05-03"


def test_agencies_and_disclaimers() -> None:
    line = "This text has not been edited by our desk and comes from a syndicated feed."
    report = read("\n\n".join([TITLE, f"NORHOLM (Reuters) - {BODY[0]}", *BODY[1:], line]))
    assert report.credits == ("Reuters",) and report.dateline == "NORHOLM (Reuters)"
    assert report.disclaimers == (line,)


def test_what_a_container_knows_of_agency_and_place() -> None:
    report = read(page(), credit="Associated Press, Valley Wire", dateline="Norholm")
    assert report.credits == ("AP", "Valley Wire") and report.dateline == "Norholm"
    shown = read("\n\n".join([TITLE, f"NORHOLM (Reuters) - {BODY[0]}", *BODY[1:]]), credit="Reuters", dateline="Oslo")
    assert shown.credits == ("Reuters",) and shown.dateline == "NORHOLM (Reuters)"
    own = read(page(), credit="Valley Wire", outlet="Valley Wire")
    assert own.credits == () and own.dateline is None


@pytest.mark.parametrize(("created", "published"), [("2024-05-09T08:15:00+02:00", "2024-05-03"), ("2024-04-30", None)])
def test_nothing_is_published_after_a_file_was_made_of_it(created: str, published: str | None) -> None:
    report = read(page("3 May 2024", "2 hours ago"), created=created)
    assert (report.published.start if report.published else None) == published


@pytest.mark.parametrize(
    ("url", "locale", "country"),
    [
        ("https://gull.co.uk/x", None, "GB"),
        ("https://gull.in/x", "en-US", "IN"),
        ("https://gull.com/x", "en-GB", "GB"),
        ("https://gull.com/x", "en-US", None),
        ("https://gull.tv/x", None, None),
        (None, None, None),
        ("https://[broken", "x", None),
    ],
)
def test_countries(url: str | None, locale: str | None, country: str | None) -> None:
    assert find_country(url, locale) == country
