"""Requests and their answers are read out of every usual form of telling them."""

import pytest

from tellings.annotate.parse import parse_report
from tellings.assemble.asked import Asking
from tellings.assemble.asking import find_askings
from tellings.assemble.case_answers import find_answers
from tests.reports import make_report


def read(text: str) -> tuple[list[Asking], str]:
    report = make_report(text)
    return [asking for sentence in parse_report(report) for asking in find_askings(sentence)], report.text


def word(asking: Asking, index: int | None) -> str | None:
    return None if index is None else asking.sentence.tokens[index].text


@pytest.mark.parametrize(
    ("text", "requester", "addressee", "asked"),
    [
        ("Mali asked the African Union to send observers to Gao.", "Mali", "Union", "to send observers to Gao"),
        ("Bolivia's request to the court for a new hearing was filed in May.", "request", None, None),
        ("The miners' union lodged an appeal with the labour court for back pay.", "union", "court", "back pay"),
        (
            "Fiji has applied to the bank for a loan of 40 million dollars.",
            "Fiji",
            "bank",
            "a loan of 40 million dollars",
        ),
        ("The governor urged the ministry to reopen the dam.", "governor", "ministry", "to reopen the dam"),
        ("The mayor called on residents to leave the valley.", "mayor", "residents", "to leave the valley"),
    ],
)
def test_who_asks_whom_for_what(text: str, requester: str, addressee: str | None, asked: str | None) -> None:
    (asking, *_), whole = read(text)
    if requester == "request":  # the owner is what is looked for
        assert word(asking, asking.requester) == "Bolivia"
        assert word(asking, asking.addressee) == "court"
        assert asking.asked is not None
        assert whole[asking.asked.start : asking.asked.end].endswith("a new hearing")
        return
    assert word(asking, asking.requester) == requester
    assert word(asking, asking.addressee) == addressee
    assert asking.asked is not None
    assert whole[asking.asked.start : asking.asked.end] == asked


@pytest.mark.parametrize(
    ("text", "answer", "stance", "decider"),
    [
        ("The mission turned down Georgia's request to move its posts.", "refused", "happened", "mission"),
        ("The council has approved the company's application to drill.", "granted", "happened", "council"),
        ("The union's demand for higher pay was rejected by the port authority.", "refused", "happened", "authority"),
        ("The mission will probably reject Georgia's request to move its posts.", "refused", "possible", "mission"),
        ("The mission did not reject Georgia's request to move its posts.", "refused", "denied", "mission"),
    ],
)
def test_the_answer_is_read_with_how_real_it_is(text: str, answer: str, stance: str, decider: str) -> None:
    (asking, *_), _ = read(text)
    assert asking.answer == answer
    assert (asking.answer_stance == "happened") is (stance == "happened")
    if stance == "denied":
        assert asking.answer_stance == "denied"
    assert word(asking, asking.decider) == decider


@pytest.mark.parametrize(
    "text",
    [
        "The airline did not respond to requests for comment.",
        "Reporters asked whether the bridge was safe.",
        "The storm, called Ana, hit the coast on Monday.",
        "Prices rose on strong demand in Asia.",
    ],
)
def test_what_is_no_request(text: str) -> None:
    askings, _ = read(text)
    assert not [asking for asking in askings if asking.founds]


def test_an_answer_without_the_word_request() -> None:
    report = make_report("The ministry refused the ferry company a new licence.")
    (answer,) = [answer for sentence in parse_report(report) for answer in find_answers(sentence)]
    assert word(answer, answer.decider) == "ministry"
    assert answer.answer == "refused"
    assert not answer.founds
