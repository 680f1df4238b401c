"""Findings: agreement, difference and what one report alone says, with spans that resolve."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.align.stories import read_group, tell, tell_ferry
from tests.reports import make_report

from tellings.align import findings
from tellings.records import Finding, Judgement, Report
from tellings.stage import Group


def by_status(status: str) -> list[Finding]:
    return [finding for finding in tell_ferry()[0] if finding.status == status]


def test_the_numbers_that_differ_are_shown_as_values() -> None:
    (finding,) = [finding for finding in by_status("differ") if finding.slot == "number"]
    assert {witness.value for witness in finding.witnesses} == {"31", "44"}
    assert finding.question.startswith("How many")


def test_the_negation_and_the_quotation_are_shown() -> None:
    slots = {finding.slot for finding in by_status("differ")}
    assert {"polarity", "wording"} <= slots


def test_what_three_reports_say_agrees() -> None:
    aground = [finding for finding in by_status("agree") if "aground" in finding.gist]
    assert max(len({witness.span.report for witness in finding.witnesses}) for finding in aground) == 3
    assert max(finding.independent_lines for finding in aground) == 3


def test_what_one_report_says_is_single() -> None:
    assert any("closed" in finding.gist for finding in by_status("single"))


def test_every_span_resolves_and_every_line_has_two_reports() -> None:
    told, reports = tell_ferry()
    texts = {report.id: report for report in reports}
    for finding in told:
        assert all(witness.span.of(texts[witness.span.report]) for witness in finding.witnesses)
        lone = len({witness.span.report for witness in finding.witnesses}) == 1
        assert lone == (finding.status == "single")


def test_differences_come_first_and_a_second_run_says_the_same() -> None:
    told, reports = tell_ferry()
    assert [f.status for f in told] == sorted((f.status for f in told), key=["differ", "agree", "single"].index)
    assert findings.build_findings(read_group(reports)) == told


def test_one_report_alone_has_singles_only() -> None:
    told, _ = tell(
        "The Halcyon ran aground near Kerrin. Rescuers brought 31 frightened passengers ashore by helicopter."
    )
    assert {finding.status for finding in told} <= {"single"}


def test_a_toll_that_rose_is_an_update_with_the_latest_first() -> None:
    reports = [
        make_report("The quake in Lorne killed 12 people.", name="a", published=date(2031, 5, 2)),
        make_report("The quake in Lorne killed 40 people.", name="b", published=date(2031, 5, 4)),
    ]
    (finding,) = [f for f in findings.build_findings(read_group(reports)) if f.status == "differ"]
    assert finding.difference == "update"
    assert [witness.value for witness in finding.witnesses] == ["40", "12"]


def test_a_rewrite_that_changed_its_source_is_named() -> None:
    _, reports = tell_ferry()
    group = read_group([*reports[:2], make_report("Rescuers brought 31 passengers ashore by helicopter.", name="c")])
    link = Judgement("j", reports[0].id, reports[1].id, "copy_of", True, 0.9, "same words", "trace_copies", "derived")
    records: dict[type, Any] = {kind: group.of(kind) for kind in findings.STAGE.reads}
    told = findings.build_findings(Group("story-1", {**records, Report: group.of(Report), Judgement: [link]}))
    (finding,) = [f for f in told if f.status == "differ" and f.slot == "number"]
    assert finding.corrupted == reports[1].id
    no = Judgement("j2", reports[0].id, reports[1].id, "copy_of", False, 0.0, "two reporters", "Edna")
    told = findings.build_findings(Group("story-1", {**records, Report: group.of(Report), Judgement: [link, no]}))
    (finding,) = [f for f in told if f.status == "differ" and f.slot == "number"]
    assert finding.corrupted is None, "a person holds that neither was written from the other"


def test_what_an_outlet_changed_in_its_own_report_is_an_update() -> None:
    first = make_report("Rescuers brought 44 passengers ashore by helicopter.", name="a")
    later = replace(make_report("Rescuers brought 31 passengers ashore by helicopter.", name="b"), supersedes=first.id)
    link = Judgement("j", first.id, later.id, "copy_of", True, 1.0, "versions", "trace_copies", "version")
    for more in ([], [make_report("Rescuers brought 31 passengers ashore by helicopter at noon.", name="c")]):
        group = read_group([later, first, *more])
        records: dict[type, Any] = {kind: group.of(kind) for kind in findings.STAGE.reads}
        told = findings.build_findings(Group("story-1", {**records, Judgement: [link]}))
        (finding,) = [f for f in told if f.status == "differ"]
        assert (finding.difference, finding.corrupted) == ("update", None)
        assert finding.witnesses[0].value == "31" and finding.witnesses[-1].value == "44"


def test_another_outlet_with_the_older_number_keeps_the_contradiction() -> None:
    first = make_report("Rescuers brought 44 passengers ashore by helicopter.", name="a")
    later = replace(make_report("Rescuers brought 31 passengers ashore by helicopter.", name="b"), supersedes=first.id)
    other = make_report("Rescuers brought 44 passengers ashore by helicopter at noon.", name="c")
    told = findings.build_findings(read_group([first, later, other]))
    (finding,) = [f for f in told if f.status == "differ"]
    assert finding.difference == "contradiction"
