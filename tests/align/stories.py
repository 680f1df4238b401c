"""A small invented story read as far as findings need it: three reports of a ferry that ran aground."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from tests.reports import make_report

from tellings.align import claims, findings
from tellings.align.disputes import Dispute
from tellings.align.sides import Side
from tellings.align.table import read_sides
from tellings.annotate import moments, quantities
from tellings.annotate.parse import parse_report
from tellings.engines.local import run_plan
from tellings.plan import PLAN
from tellings.records import Capture, Claim, Finding, Moment, Quantity, Report, Sentence, Span, Story
from tellings.stage import Group


def read_group(reports: Sequence[Report]) -> Group:
    """Reports, sentences and claims of one story."""
    sentences = [sentence for report in reports for sentence in parse_report(report)]
    made: list[Claim] = []
    for report in reports:
        own = [sentence for sentence in sentences if sentence.report == report.id]
        made += claims.STAGE.run(Group(report.id, {Report: [report], Sentence: own}))
    return Group("story-1", {Report: list(reports), Sentence: sentences, Claim: made})


def tell(*texts: str) -> tuple[list[Finding], list[Report]]:
    """The findings of a story of these texts."""
    reports = [make_report(text, name=f"report{n}.txt") for n, text in enumerate(texts)]
    return findings.build_findings(read_group(reports)), reports


@cache
def tell_ferry() -> tuple[list[Finding], list[Report]]:
    """A story with a number, a negation and a quotation that differ."""
    return tell(
        "The ferry Halcyon ran aground off Kerrin on Tuesday. Rescuers brought 31 passengers ashore by helicopter. "
        "Mayor Una Brandt criticised the company for not warning the harbour about the broken rudder.\n"
        "“The company must answer for this wreck in court,” Brandt said.",
        "A ferry ran aground off Kerrin on Tuesday, the coastguard said. Rescuers brought 44 passengers ashore by "
        "helicopter. Una Brandt, the mayor, criticised the company for warning the harbour about the broken rudder.\n"
        "Schools in the town stay closed until the oil has been pumped out of the hull.",
        "The Halcyon ran aground near Kerrin. “The company must answer for this delay in court,” Una Brandt said.",
    )


_LEFT_OUT = frozenset({"clean", "settle", "profile", "same_story", "stories", "related", "account"})


def tell_dated(*told: tuple[str, date]) -> list[Finding]:
    """The findings of a story of these texts, read by every stage of the plan that findings rest on."""
    reports = [make_report(text, name=f"r{n}.txt", published=day) for n, (text, day) in enumerate(told)]
    stages = [stage for stage in PLAN if stage.name not in _LEFT_OUT]
    stages = [stage for stage in stages if stage.reads[0] is not Capture]
    tables = run_plan(stages, [*reports, Story("story-1", tuple(report.id for report in reports))], strict=True)
    return list(tables.of(Finding))


def differing(*told: tuple[str, date]) -> list[tuple[str | None, set[str]]]:
    """Slot and values of every difference between the texts."""
    found = [finding for finding in tell_dated(*told) if finding.status == "differ"]
    return [(f.slot, {w.value for w in f.witnesses if w.value}) for f in found]


def read_amounts(*texts: str) -> list[Side]:
    """The sides of a story of these undated texts, with quantities and moments."""
    reports = [make_report(text, name=f"r{n}") for n, text in enumerate(texts)]
    kinds: dict[type, list[Any]] = {Report: reports, Sentence: [], Moment: [], Quantity: [], Claim: []}
    for report in reports:
        own: dict[type, list[Any]] = {Report: [report], Sentence: list(parse_report(report))}
        for stage in (moments.STAGE, quantities.STAGE, claims.STAGE):
            own[stage.writes[0]] = list(stage.run(Group(report.id, own)))
        for kind in (Sentence, Moment, Quantity, Claim):
            kinds[kind] += own[kind]
    return read_sides(Group("story-1", kinds))


def values_of(disputes: Sequence[Dispute], sides: Sequence[Side]) -> list[set[str]]:
    """The differing words of each dispute."""
    return [{_words_of(sides[n], span) for n, span in dispute.values.items()} for dispute in disputes]


def _words_of(side: Side, span: Span) -> str:
    start = side.clause.sentence.span.start
    return side.passage[span.start - start : span.end - start]
