"""A small invented story read as far as findings need it: three reports of a ferry that ran aground."""

from collections.abc import Sequence
from functools import cache

from tests.reports import make_report

from tellings.align import claims, findings
from tellings.annotate.parse import parse_report
from tellings.records import Claim, Finding, Report, Sentence
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
