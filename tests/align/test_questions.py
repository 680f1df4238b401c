"""Questions: grammatical, in plain words, without the values."""

import pytest
from tests.align.test_differences import sides_of

from tellings.align.differences.difference import Difference
from tellings.align.plurals import plural
from tellings.align.questions import ask_question


def asked(left: str, right: str, slot: str, about: str = "") -> str:
    sides = sides_of(left, right)
    mine = next(side for side in sides if side.report == sides[0].report)
    other = next(side for side in sides if side.report != sides[0].report)
    return ask_question(Difference(slot, "contradiction", True, mine.claim.span, other.claim.span, about), mine, other)


def test_a_clause_is_turned_round() -> None:
    question = asked(
        "The court ordered the sluice to be opened.", "The court did not order the sluice opened.", "polarity"
    )
    assert question == "Did the court order the sluice to be opened?"


def test_a_helper_comes_first() -> None:
    question = asked("The barge had been cleared to sail.", "The barge had not been cleared to sail.", "polarity")
    assert question == "Had the barge been cleared to sail?"


def test_when_has_no_date_in_it() -> None:
    question = asked("The crew left the barge on Monday.", "The crew left the barge on Thursday.", "date", "leave")
    assert question == "When did the crew leave the barge?"


def test_the_plural_is_the_one_in_the_text() -> None:
    assert asked("Two geese drowned there.", "Five geese drowned there.", "number", "goose") == "How many geese?"


@pytest.mark.parametrize(
    ("slot", "question"),
    [("wording", "Which word was used?"), ("attribution", "Who said it?"), ("place", "Where was it?")],
)
def test_short_fixed_questions(slot: str, question: str) -> None:
    assert asked("The owner sank the barge.", "The mayor sank the barge.", slot) == question


@pytest.mark.parametrize(
    ("noun", "several"), [("family", "families"), ("person", "people"), ("boat", "boats"), ("", "people")]
)
def test_plurals(noun: str, several: str) -> None:
    assert plural(noun) == several
