"""Somebody's words: in marks, in the first person, in posts; and what is neither."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.annotate.parse import parse_report
from tellings.trace_copies.speech import find_speech, is_formula
from tests.reports import make_report


def spoken(text: str) -> list[str]:
    report = make_report(text)
    return [span.of(report) for span in find_speech(report, parse_report(report))]


@pytest.mark.parametrize(
    "quotation",
    ["“The reef was not charted at all”", '"The reef was not charted at all"', "„The reef was not charted at all“",
     "‘The reef was not charted at all’", "``The reef was not charted at all''"],
)  # fmt: skip
def test_marks_of_every_kind(quotation: str) -> None:
    assert spoken(f"The captain read a note. {quotation} was what it held.") == [quotation]


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    text = "Varga began. “It was dark when we struck.\nThe inquiry goes on in Kettleby."
    assert spoken(text) == ["“It was dark when we struck."]


def test_posts_and_statements_without_marks() -> None:
    text = "The firm put out a note. We are very sorry for our mistake. The inquiry goes on in Kettleby."
    assert spoken(text) == ["We are very sorry for our mistake."]


def test_narration_is_nobodys_speech() -> None:
    assert spoken("The ferry's captain didn't see the reef. Passengers' bags floated off.") == []


def test_formulas_of_sites_are_known() -> None:
    assert is_formula("All Rights Reserved by the publisher.")
    assert not is_formula("The captain was charged on Monday.")


@given(st.text(alphabet="ab \n\"'“”‘’«»`.!?I", max_size=200))
def test_stretches_are_ordered_apart_and_inside(text: str) -> None:
    report = make_report(text)
    spans = find_speech(report, [])
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end < right.start for left, right in pairwise(spans))
