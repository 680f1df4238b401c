"""Spans point at words of their own report and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.records import Span
from tests.reports import make_report


@given(st.text(min_size=1), st.data())
def test_span_gives_its_words(text: str, data: st.DataObject) -> None:
    report = make_report(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert Span(report.id, start, end).of(report) == text[start:end]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 1), (0, 99)])
def test_span_outside_is_refused(start: int, end: int) -> None:
    report = make_report("five words stand here now")
    with pytest.raises(ValueError, match="does not lie in report"):
        Span(report.id, start, end).of(report)


def test_span_of_another_report_is_refused() -> None:
    with pytest.raises(ValueError, match="does not lie in report"):
        Span("report-other", 0, 2).of(make_report("words"))


def test_overlap_counts_shared_characters() -> None:
    assert Span("r", 0, 10).overlap(Span("r", 7, 20)) == 3
    assert Span("r", 0, 10).overlap(Span("q", 7, 20)) == 0
    assert Span("r", 0, 5).overlap(Span("r", 5, 9)) == 0


def test_body_starts_after_title() -> None:
    report = make_report("The bridge is closed.", title="Bridge shut")
    assert report.text[report.body_start :] == "The bridge is closed."
    assert make_report("No headline here.").body_start == 0
