"""People's word on what reports say: what differs, what is one claim."""

import pytest
from tests.reports import make_report

from tellings.align.overruling import build_stage, overrule
from tellings.records import Finding, Judgement, Report, Span, Witness
from tellings.stage import Cut, Group, Stage

POST = make_report("Eight boats sank off Halvik. The pier was closed.", name="post.txt")
HERALD = make_report("Nine boats sank off Halvik. The pier was shut.", name="herald.txt")
REPORTS = {report.id: report for report in (POST, HERALD)}
LINES = [[POST.id], [HERALD.id]]


def at(report: Report, words: str) -> Span:
    start = report.text.index(words)
    return Span(report.id, start, start + len(words))


def finding(status: str, *spans: Span, id: str = "finding-1", values: tuple[str | None, ...] = ()) -> Finding:
    told = [*values, *[None] * (len(spans) - len(values))]
    witnesses = tuple(Witness(f"claim-{n}", span, told[n], None) for n, span in enumerate(spans))
    slot, kind = ("number", "contradiction") if status == "differ" else (None, None)
    return Finding(id, "story-1", status, slot, kind, "boats sank", len(spans), witnesses, weight=2.0)


def hold(relation: str, verdict: bool, left: Span, right: Span) -> Judgement:
    score = float(verdict)
    return Judgement("j-1", left.report, right.report, relation, verdict, score, "", "Ana", evidence=(left, right))


SANK = (at(POST, "Eight boats sank off Halvik"), at(HERALD, "Nine boats sank off Halvik"))
PIER = (at(POST, "The pier was closed"), at(HERALD, "The pier was shut"))


def test_what_is_no_difference_agrees() -> None:
    told = overrule(
        [finding("differ", *SANK, values=("Eight", "Nine"))], [hold("differs", False, *SANK)], REPORTS, LINES
    )
    assert [(f.status, f.slot, f.difference) for f in told] == [("agree", None, None)]


def test_what_differs_from_others_goes_on_differing() -> None:
    third = finding("differ", *SANK, at(POST, "pier"), values=("Eight", "Nine", "Ten"))
    (told,) = overrule([third], [hold("differs", False, *SANK)], REPORTS, LINES)
    assert told.status == "differ"
    assert {witness.value for witness in told.witnesses} == {"Eight", "Ten"}


def test_a_difference_that_no_stage_saw_is_told_with_its_words() -> None:
    told = overrule([finding("agree", *PIER)], [hold("differs", True, *PIER)], REPORTS, LINES)
    fresh = told[-1]
    assert (fresh.status, fresh.independent_lines) == ("differ", 2)
    assert [w.value for w in fresh.witnesses] == ["The pier was closed", "The pier was shut"]
    assert "Ana" in fresh.question
    assert overrule(told, [hold("differs", True, *PIER)], REPORTS, LINES) == told


def test_two_claims_become_one_and_one_becomes_two() -> None:
    alone = [finding("single", PIER[0]), finding("single", PIER[1], id="finding-2")]
    (one,) = overrule(alone, [hold("same_claim", True, *PIER)], REPORTS, LINES)
    assert (one.status, one.independent_lines, len(one.witnesses)) == ("agree", 2, 2)
    two = overrule([one], [hold("same_claim", False, *PIER)], REPORTS, LINES)
    assert [(f.status, f.independent_lines, len(f.witnesses)) for f in two] == [("single", 1, 1)] * 2
    assert len({f.id for f in two}) == 2


@pytest.mark.parametrize("relation", ["same_claim", "differs"])
@pytest.mark.parametrize("verdict", [True, False])
def test_what_is_not_of_the_story_or_not_told_changes_nothing(relation: str, verdict: bool) -> None:
    findings = [finding("agree", *SANK)]
    elsewhere = Span("report-none", 0, 4)
    assert overrule(findings, [hold(relation, verdict, SANK[0], elsewhere)], REPORTS, LINES) == findings
    if (relation, verdict) != ("differs", True):
        assert overrule(findings, [hold(relation, verdict, *PIER)], REPORTS, LINES) == findings


def test_the_stage_reads_judgements_on_words_only() -> None:
    plain = Stage(
        "findings", (Report, Judgement), (Finding,), Cut.BY_KEY, lambda group: [finding("agree", *SANK)], "story"
    )
    stage = build_stage(plain)
    both = hold("same_claim", False, *SANK)
    group = Group("story-1", {Report: (POST, HERALD), Judgement: (both,)})
    assert len(list(stage.run(group))) == 2
    assert len(list(stage.run(Group("story-1", {Report: (POST, HERALD)})))) == 1
