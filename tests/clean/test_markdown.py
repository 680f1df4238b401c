"""A page of Markdown in, plain lines out."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.clean.pages import BODY, TITLE

from tellings.clean.markdown import drop_marks
from tellings.clean.pages import read_report
from tellings.ingest.received import Received, make_capture
from tellings.records import Report


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("# Bridge shut", "Bridge shut"),
        ("### Bridge shut ###", "Bridge shut"),
        ("The [council](https://example.org/c) said so.", "The council said so."),
        ("The [council][1] said so.", "The council said so."),
        ("It was **not** open.", "It was not open."),
        ("> The bridge is shut.", "The bridge is shut."),
        ("![The bridge](b.jpg)", "The bridge"),
        ("-----", ""),
        ("[1]: https://example.org/c", ""),
        (r"No\. 3", "No. 3"),
        ("#1 on the list", "#1 on the list"),
        ("3 * 4 * 5", "3 * 4 * 5"),
    ],
)
def test_lines(line: str, plain: str) -> None:
    assert drop_marks(line) == plain


def test_a_page_of_markdown_is_read_without_its_marks() -> None:
    linked = BODY[0].replace("council", "[council](https://example.org/council)")
    page = "\n\n".join((f"# {TITLE}", linked, *(f"{line}" for line in BODY[1:])))
    report = read_report(make_capture(Received("page.md", page.encode()), "text/markdown"))
    assert isinstance(report, Report)
    assert report.text == "\n\n".join((TITLE, *BODY))


@given(st.text(max_size=300))
def test_any_text_keeps_its_lines(text: str) -> None:
    assert drop_marks(text).count("\n") == text.count("\n")


@pytest.mark.parametrize("text", ["[" * 50_000, "*" * 50_000, "[a](" * 5_000, "_a " * 6_000, "\\" * 50_000])
def test_odd_lines_end_soon(text: str) -> None:
    began = time.process_time()
    drop_marks(text)
    assert time.process_time() - began < 5
