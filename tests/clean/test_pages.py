"""A capture in, a report or a drop out."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.clean.pages import BODY, CAPTION, TEASERS, TICKER, TITLE, html_page, text_page

from tellings.clean.pages import STAGE, read_report
from tellings.ingest.received import Received, make_capture
from tellings.records import Capture, Drop, Precision, Report
from tellings.stage import Group


def capture(content: str | bytes, *, media_type: str = "text/plain", name: str = "page.txt") -> Capture:
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return make_capture(Received(name, raw), media_type)


def report_of(content: str | bytes, *, media_type: str = "text/plain") -> Report:
    record = read_report(capture(content, media_type=media_type))
    assert isinstance(record, Report), record
    return record


@pytest.mark.parametrize("blank_lines", [True, False])
def test_a_text_page_keeps_its_article_and_nothing_else(blank_lines: bool) -> None:
    report = report_of(text_page(blank_lines=blank_lines))
    assert report.text.split("\n\n") == [TITLE, *BODY[:2], CAPTION, *BODY[2:]]
    assert report.captions == (CAPTION,)
    assert report.title == TITLE and report.text[report.body_start :].startswith(BODY[0])


def test_what_was_cut_is_kept_with_its_kind() -> None:
    kinds = {piece.text: piece.kind for piece in report_of(text_page()).furniture}
    assert kinds["You May Also Like"] == "related"
    assert kinds["Share this article:"] == "share line"
    assert kinds["Tags: bridge, harbour"] == "tags"
    assert kinds["Leave a comment"] == "comments"
    assert kinds["Privacy Policy"] == "legal"
    assert kinds[TICKER[0]] == "ticker" and kinds[TEASERS[1]] == "teaser"
    assert kinds["By Jon Askeland"] == "byline"


def test_a_text_page_tells_outlet_byline_and_date() -> None:
    report = report_of(text_page())
    assert (report.outlet, report.byline, report.language) == ("Eastmouth Courier", "Jon Askeland", "en")
    assert report.published and (report.published.start, report.published.precision) == ("2024-05-14", Precision.DAY)


def test_a_bare_page_loses_nothing() -> None:
    report = report_of(TITLE + "\n\n" + TITLE + "\n" + "\n".join(BODY))
    assert report.text == "\n\n".join((TITLE, *BODY))
    assert [piece.kind for piece in report.furniture] == ["doubled headline"]


def test_an_html_page_is_read_with_what_it_declares() -> None:
    report = report_of(html_page(), media_type="text/html")
    assert report.text.split("\n\n") == [TITLE, *BODY]
    assert (report.outlet, report.byline, report.section) == ("Eastmouth Courier", "Jon Askeland", "Local")
    assert report.published and report.published.start == "2024-05-14T18:30"
    assert report.modified and report.modified.start == "2024-05-15T07:00"
    assert report.url == "https://courier.example/bridge"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Three words only", "too few"),
        ("Lorem ipsum dolor sit amet. " * 30, "filler"),
        ("\n".join(f"Section {n}" for n in range(60)), "no running text"),
        ("\n".join(f"def f{n}(x):\n    return x + {n};" for n in range(30)), "source code"),
        ("Log in\nUser name\nPassword\nForgot your password?\nRegister", "sign in"),
    ],
)
def test_what_is_no_report_is_dropped_with_a_reason(content: str, reason: str) -> None:
    record = read_report(capture(content))
    assert isinstance(record, Drop) and reason in record.reason and record.capture == "page.txt"


def test_other_languages_are_kept() -> None:
    text = (
        "Stadtrat sperrt alte Brücke\n\nDer Stadtrat hat die alte Brücke am Dienstag für den Verkehr gesperrt, nachdem "
        "Taucher tiefe Risse in zwei Pfeilern gefunden hatten. Die Busse fahren sechs Wochen lang einen Umweg."
    )
    assert report_of(text).language == "de"


def test_the_stage_is_the_same_twice() -> None:
    captures = [capture(text_page(), name=name) for name in ("a.txt", "b.txt")]
    first, second = (list(STAGE.run(Group("x", {Capture: captures}))) for _ in range(2))
    assert first == second and len({record.id for record in first}) == 2


@pytest.mark.parametrize(
    "content",
    [
        "word " * 100_000,
        "\U0001f600 \ud800 \u202eright to left\u202c " * 200,
        "<div>" * 20_000 + "text " * 50,
        "<p>" + "a" * 500_000,
        "\n" * 50_000 + "x",
    ],
)
@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
def test_odd_pages_end_soon(content: str, media_type: str) -> None:
    began = time.process_time()
    record = read_report(capture(content, media_type=media_type))
    assert isinstance(record, Report | Drop) and time.process_time() - began < 20
    if isinstance(record, Report):
        assert not any(0xD800 <= ord(letter) <= 0xDFFF for letter in record.text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_a_record(text: str) -> None:
    for media_type in ("text/plain", "text/html"):
        record = read_report(capture(text, media_type=media_type))
        assert isinstance(record, Report | Drop)
