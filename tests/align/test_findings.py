"""Findings: agreement, difference and what one report alone says, with spans that resolve."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st
from tests.align.stories import read_group, tell, tell_ferry
from tests.reports import make_report

from tellings.align import findings
from tellings.align.differences.difference import Difference
from tellings.align.disputes import Dispute
from tellings.align.table import Lines
from tellings.records import Finding, Judgement, Report, Span
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


def test_each_of_many_copies_stands_behind_the_lines_of_its_text() -> None:
    copy = "The ferry Halcyon ran aground off Kerrin on Tuesday. Rescuers brought 31 passengers ashore by helicopter."
    own = (
        "A ferry ran aground off Kerrin on Tuesday, the coastguard said. Schools in the town stay closed.",
        "The Halcyon ran aground near Kerrin. Mayor Una Brandt criticised the company.",
    )
    told, reports = tell(*[copy] * 30, *own)
    copies = {report.id for report in reports[:30]}
    for words in ("aground off", "31 passengers"):
        lines = [f for f in told if f.status == "agree" and words in f.gist]
        behind = [{witness.span.report for witness in line.witnesses} for line in lines]
        assert any(copies <= reports_of for reports_of in behind)
    assert any(f.status == "single" and "closed" in f.gist for f in told)


def leave_out_plainly(table: Lines, line: list[int], disputes: list[Dispute]) -> list[int]:
    """The line without what a difference sets against another claim of it, every pair looked at."""

    def is_over(n: int, m: int) -> bool:
        return n == m or table.sides[n].claim.span.overlap(table.sides[m].claim.span) > 0

    kept = list(line)
    for a, b in [pair for dispute in disputes for pair in dispute.pairs]:
        mine, other = [n for n in kept if is_over(n, a)], [n for n in kept if is_over(n, b)]
        if mine and other:
            kept = [n for n in kept if n not in (other if len(mine) >= len(other) else mine)]
    return kept if len({table.sides[n].report for n in kept}) > 1 else []


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=6), st.lists(st.integers(0, 8), unique=True))
def test_a_line_leaves_out_what_is_set_against_more_of_it(pairs: list[tuple[int, int]], line: list[int]) -> None:
    spans = [Span(f"r{n % 3}", n, n + 4) for n in range(9)]
    sides: list[Any] = [SimpleNamespace(report=s.report, claim=SimpleNamespace(span=s)) for s in spans]
    table = Lines(sides, {}, (), cast(Any, None))
    difference = Difference("number", "contradiction", True, spans[0], spans[1], "")
    disputes = [Dispute(difference, {}, tuple(pairs), 0.9)]
    found = findings.Opposed(table, disputes).leave_out(line)
    assert found == leave_out_plainly(table, line, disputes)
