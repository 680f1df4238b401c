"""A text in, its correction notes out."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.clean.corrections import find_corrections, is_correction

NOTES = (
    "Correction: The dam holds 40 million cubic metres, not 400 million.",
    "CORRECTION (May 3): The bridge opened in 1931, not in 1913.",
    "[Clarification] The minister spoke on Monday evening in the lower house.",
    "Editor's note: the figure for the second quarter has been put right.",
    "An earlier version of this story gave the wrong name for the river.",
    "This article was amended on 4 June 2024 to add the reply of the port.",
    "This report has since been corrected to show the right number of boats.",
    "(Corrects day of the meeting in paragraph 2)",
    "(Adds details, comment from the harbour master)",
    "Update, 5 p.m.: The ferry company has now said that nobody was on board.",
    "We regret the error.",
    "In einer früheren Version dieses Textes stand ein falsches Datum.",
    "Une version antérieure de cet article donnait une mauvaise date.",
    "Corrección: el puente se abrió en 1931 y no en 1913.",
    "更正：本文早先版本误写了桥梁的开放日期。",
)
OTHERS = (
    "Updated: 3 May 2024, 14:20",
    "Updated May 3",
    "The council corrected the plan after an outcry.",
    "The constitution's article was amended to give the court more power.",
    "The company said an earlier version of the engine had been withdrawn.",
    "A police report initially said that the lorry was empty.",
    "The parole board sent him to a house of correction for two years.",
)


@pytest.mark.parametrize("line", NOTES)
def test_notes(line: str) -> None:
    assert is_correction(line)
    text = f"Bridge shut\n\nThe bridge was shut on Monday.\n\n{line}\n\nIt stays shut."
    assert [text[start:end] for start, end in find_corrections(text)] == [line]


@pytest.mark.parametrize("line", OTHERS)
def test_other_lines(line: str) -> None:
    assert not is_correction(line)


def test_a_heading_belongs_to_the_line_below_it() -> None:
    text = "The bridge was shut.\n\nCorrection\n\nThe bridge has two lanes, not three."
    (start, end), = find_corrections(text)  # fmt: skip
    assert text[start:end] == "Correction\n\nThe bridge has two lanes, not three."


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in find_corrections(text))


@pytest.mark.parametrize("text", ["word " * 100_000, "a" * 500_000, "this article " * 20_000, "(" * 50_000])
def test_long_lines_end_soon(text: str) -> None:
    began = time.process_time()
    find_corrections(text)
    assert time.process_time() - began < 5
