"""What became of a request is read with or without the word for it, and with how real it is."""

import pytest

from tellings.annotate.parse import parse_report
from tellings.assemble.asked import Asking
from tellings.assemble.asking import find_askings
from tellings.assemble.case_answers import find_answers
from tests.reports import make_report


def read(text: str, *, title: str | None = None) -> list[Asking]:
    sentences = parse_report(make_report(text, title=title))
    found = [a for s in sentences for a in (*find_askings(s), *find_answers(s))]
    return [asking for asking in found if asking.answer]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("The union has withdrawn its complaint against the port.", "withdrawn"),
        ("The farmer voluntarily dismissed the lawsuit.", "withdrawn"),
        ("The ultimatum expired on Sunday.", "ignored"),
        ("The king ignored the invitation from his neighbour.", "ignored"),
        ("The council left the petition unanswered.", "ignored"),
        ("The ministry has not answered the request from Lima.", "awaited"),
        ("The court has not yet decided.", "awaited"),
        ("The motion failed in the senate.", "refused"),
        ("The senate voted down the motion.", "refused"),
        ("The company lost its appeal.", "refused"),
        ("The company won its appeal.", "granted"),
        ("The tribunal ruled in favour of the fishermen.", "granted"),
        ("The mayor said no to the circus.", "refused"),
        ("The assembly adopted the motion by 40 votes to 3.", "granted"),
    ],
)
def test_each_kind_of_answer(text: str, answer: str) -> None:
    told = read(text)
    assert [asking.answer for asking in told] == [answer]
    assert told[0].answer_stance == "happened"


def test_numbers_of_votes_decide_nothing() -> None:
    (asking,) = read("The assembly rejected the motion by 18 votes to 14.")
    assert asking.decider is not None
    assert asking.sentence.tokens[asking.decider].text == "assembly"


def test_what_is_voted_on_in_the_pronoun() -> None:
    (asking,) = read("Eighteen members voted against it.")
    assert asking.answer == "refused"
    assert asking.pointing


def test_a_dateline_answers_nothing() -> None:
    (asking,) = read("NAIROBI, March 3 (HWS) - The court on Monday barred the brewery from opening its gates.")
    assert asking.decider is None or asking.sentence.tokens[asking.decider].text == "court"


@pytest.mark.parametrize(
    "text",
    [
        "The council will probably reject the motion.",
        "The council did not reject the motion.",
        "It may grant the appeal.",
    ],
)
def test_what_has_not_happened_is_no_answer(text: str) -> None:
    assert all(asking.answer_stance != "happened" for asking in read(text))
