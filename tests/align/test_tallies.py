"""Tallies: the victims of the story's own happening, however worded, are counted side by side; others are not."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from tests.reports import make_report

from tellings.align import claims, findings
from tellings.align.differences.casualties import ask_count, find_casualty
from tellings.annotate import moments, quantities
from tellings.annotate.parse import parse_report
from tellings.records import Claim, Dating, Finding, Moment, Quantity, Report, Sentence, Span
from tellings.stage import Group


def read_reports(*told: tuple[str, date]) -> Group:
    """Reports with their sentences, moments, quantities and claims."""
    return read_group([make_report(text, name=f"r{n}", published=day) for n, (text, day) in enumerate(told)])


def read_group(reports: Sequence[Report]) -> Group:
    kinds: dict[type, list[Any]] = {Report: list(reports), Sentence: [], Moment: [], Quantity: [], Claim: []}
    for report in reports:
        sentences = list(parse_report(report))
        dating = Dating(f"d-{report.id}", report.id, report.published, False, "as printed")
        own: dict[type, list[Any]] = {Report: [report], Sentence: sentences, Dating: [dating]}
        own[Moment] = list(moments.STAGE.run(Group(report.id, own)))
        own[Quantity] = list(quantities.STAGE.run(Group(report.id, own)))
        own[Claim] = list(claims.STAGE.run(Group(report.id, own)))
        for kind in (Sentence, Moment, Quantity, Claim):
            kinds[kind] += own[kind]
    return Group("story-1", kinds)


def differing(*told: tuple[str, date]) -> list[Finding]:
    return [f for f in findings.build_findings(read_reports(*told)) if f.status == "differ"]


def casualty(text: str, number: str) -> str:
    report = make_report(text)
    (sentence, *_) = [s for s in parse_report(report) if number in text[s.span.start : s.span.end]]
    start = report.text.index(number)
    found = find_casualty(sentence, Span(report.id, start, start + len(number)))
    return "" if found is None else f"{'part ' if found.part else ''}{found.kind} {found.noun}".strip()


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("Twelve people drowned when the punt capsized.", "Twelve", "dead"),
        ("The avalanche killed 12 people.", "12", "dead"),
        ("Forty bodies lay in the gymnasium.", "Forty", "dead"),
        ("The death toll rose to 52 on Sunday.", "52", "dead"),
        ("The fire took the lives of nine people.", "nine", "dead"),
        ("Nineteen people were still missing on Friday.", "Nineteen", "missing"),
        ("The launch carried 127 people.", "127", "aboard"),
        ("About 100 people were on board.", "100", "aboard"),
        ("The quake wounded two soldiers.", "two", "injured soldier"),
        ("Four people were seriously injured.", "Four", "part injured"),
        ("Eleven of them died on the way.", "Eleven", ""),
        ("The avalanche could kill 12 people.", "12", ""),
        ("The shop sold 12 kites.", "12", ""),
    ],
)
def test_what_has_become_of_the_counted(text: str, number: str, expected: str) -> None:
    assert casualty(text, number) == expected


def test_a_toll_in_other_words_is_an_update_with_the_latest_first() -> None:
    (finding,) = differing(
        ("Twelve people drowned when a punt capsized on the Oder lake.", date(2031, 5, 2)),
        ("Forty bodies lay in the gymnasium at Lorne on Sunday.", date(2031, 5, 4)),
    )
    assert (finding.slot, finding.difference, finding.question) == ("number", "update", "How many died?")
    assert [witness.value for witness in finding.witnesses] == ["Forty", "Twelve"]


def test_the_toll_of_an_earlier_happening_stays_out() -> None:
    assert not differing(
        ("Twelve people drowned when a punt capsized on the Oder lake.", date(2031, 5, 2)),
        ("A raft sank there in August 2028 and 30 people drowned.", date(2031, 5, 2)),
    )


def test_counts_that_can_both_be_right_do_not_differ() -> None:
    assert not differing(
        ("At least 12 people drowned when a punt capsized.", date(2031, 5, 2)),
        ("The sinking killed 13 people.", date(2031, 5, 2)),
    )


def test_the_dead_are_not_laid_beside_the_missing() -> None:
    assert not differing(
        ("Twelve people drowned when a punt capsized.", date(2031, 5, 2)),
        ("Thirty people were missing after a punt capsized.", date(2031, 5, 2)),
    )


def test_a_number_rejected_by_name_is_set_against_the_reports_that_give_it() -> None:
    (finding,) = differing(
        ("The plan sends 400 guards to the quarry.", date(2031, 5, 2)),
        ("A planner said 260 men would march, not the 400 that ministers speak of.", date(2031, 5, 3)),
    )
    assert {witness.value for witness in finding.witnesses} == {"400", "260"}


def test_a_cause_that_is_ruled_out_elsewhere() -> None:
    (finding,) = differing(
        ("The governor blamed a rockfall.", date(2031, 5, 2)),
        ("Miners in the village said there was no rockfall that morning.", date(2031, 5, 2)),
    )
    assert (finding.slot, finding.question) == ("cause", "What was the cause?")


def test_a_step_that_was_taken_later() -> None:
    (finding,) = differing(
        ("The pilot of the Halcyon has not been indicted by prosecutors in Lorne.", date(2031, 5, 2)),
        ("The pilot of the Halcyon was indicted in Lorne on Sunday.", date(2031, 5, 4)),
    )
    assert finding.difference in ("update", "contradiction")
    assert {"has not been indicted", "was indicted"} == {witness.value for witness in finding.witnesses}


def test_questions_are_words_without_values() -> None:
    sentence = "Twelve people drowned."
    report = make_report(sentence)
    found = find_casualty(parse_report(report)[0], Span(report.id, 0, 6))
    assert found is not None and ask_count(found) == "How many died?"


def test_may_is_a_month_and_a_maybe() -> None:
    assert casualty("On 5 May the flood drowned 12 people.", "12") == "dead"
    assert casualty("The flood may have drowned 12 people.", "12") == ""


@pytest.mark.parametrize(
    "nought",
    ["No one was injured when the barge burned.", "No injuries were reported.", "Nobody was hurt, the owner said."],
)
def test_nobody_here_and_somebody_there(nought: str) -> None:
    (finding,) = differing(
        ("A barge burned off Lorne on Sunday. " + nought, date(2031, 5, 4)),
        ("A barge burned off Lorne on Sunday. Two people were injured in the fire.", date(2031, 5, 4)),
    )
    assert (finding.slot, finding.question) == ("number", "How many were hurt?")


@pytest.mark.parametrize(
    "limited",
    [
        "No one on the quay was injured.",
        "No other injuries were reported.",
        "No one else was injured.",
        "Nobody was seriously injured.",
        "No one was injured in the first fire, but two people were injured later.",
    ],
)
def test_nobody_of_some_is_no_tally(limited: str) -> None:
    assert not differing(
        ("A barge burned off Lorne on Sunday. " + limited, date(2031, 5, 4)),
        ("A barge burned off Lorne on Sunday. Two people were injured in the fire.", date(2031, 5, 4)),
    )


def test_a_headline_at_odds_with_its_own_report() -> None:
    body = "A barge burned off Lorne on Sunday. The fire killed 12 people, the coastguard said."
    texts = [
        make_report(body, title="Nine people die as a barge burns off Lorne", name="r0", published=date(2031, 5, 4))
    ]
    texts += [make_report("A barge burned off Lorne on Sunday.", name="r1", published=date(2031, 5, 4))]
    found = [f for f in findings.build_findings(read_group(texts)) if f.status == "differ"]
    assert [{w.value for w in f.witnesses} for f in found] == [{"Nine", "12"}]
