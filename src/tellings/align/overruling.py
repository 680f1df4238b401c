"""A story's findings and what people hold of the words in them in, the findings as people's word leaves them out.

`same_claim`: two wordings say the same thing, or do not; `differs`: they contradict each other, or do not. A judgement
names the two wordings in its evidence. Of two judgements on one pair the last given is the only one that comes here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from tellings.linking.lines import build_lines
from tellings.records import Finding, Judgement, Report, Span, Witness, make_id
from tellings.stage import Group, Stage

RELATIONS = ("same_claim", "differs")
Lines = Sequence[Sequence[str]]


def build_stage(stage: Stage) -> Stage:
    """The stage that makes findings, with people's word on them."""
    return replace(stage, run=partial(_run, stage.run))


def _run(find: Callable[[Group], Iterable[Any]], group: Group) -> Iterable[Any]:
    findings = list(find(group))
    held = [j for j in group.of(Judgement) if j.relation in RELATIONS and len(j.evidence) == 2]
    if not held:
        return findings
    reports = {report.id: report for report in group.of(Report)}
    lines = build_lines(list(reports), group.of(Judgement))
    return overrule(findings, held, reports, lines)


def overrule(
    findings: Sequence[Finding], judgements: Iterable[Judgement], reports: dict[str, Report], lines: Lines
) -> list[Finding]:
    """The findings, each judgement's taken in turn; one on a report that is not of this story is passed over."""
    told = list(findings)
    for judgement in sorted(judgements, key=lambda j: j.id):
        if not {span.report for span in judgement.evidence} <= reports.keys():
            continue
        change = {
            ("differs", True): _dispute, ("differs", False): _settle,
            ("same_claim", True): _join, ("same_claim", False): _part,
        }[judgement.relation, judgement.verdict]  # fmt: skip
        told = change(told, judgement, reports, lines)
    return told


def _dispute(findings: list[Finding], judgement: Judgement, reports: dict[str, Report], lines: Lines) -> list[Finding]:
    """They contradict each other: a difference of its own, where there is none between the two."""
    if any(finding.status == "differ" and _holds(finding, judgement) for finding in findings):
        return findings
    left, right = judgement.evidence
    witnesses = tuple(
        replace(_find_witness(findings, span), span=span, value=span.of(reports[span.report])) for span in (left, right)
    )
    found = [finding for finding in findings if any(_touches(w.span, left) for w in finding.witnesses)]
    story = findings[0].story if findings else ""
    fresh = Finding(
        id=make_id("finding", story, "differs", judgement.id),
        story=story,
        status="differ",
        slot="wording",
        difference="contradiction",
        gist=found[0].gist if found else left.of(reports[left.report]),
        independent_lines=_count(witnesses, lines),
        witnesses=witnesses,
        weight=max((finding.weight for finding in findings), default=1.0),
        question=f"{judgement.by} holds that these differ",
    )
    return [*findings, fresh] if story else findings


def _settle(findings: list[Finding], judgement: Judgement, reports: dict[str, Report], lines: Lines) -> list[Finding]:
    """They do not differ: their values are one; what has no other value left agrees."""
    told = []
    for finding in findings:
        if finding.status == "differ" and _holds(finding, judgement):
            left, right = (_values_at(finding, span) for span in judgement.evidence)
            one = min(left, default=None)
            witnesses = tuple(
                replace(witness, value=one) if witness.value in right else witness for witness in finding.witnesses
            )
            finding = replace(finding, witnesses=witnesses)
            if len({witness.value for witness in witnesses if witness.value}) < 2:
                finding = replace(finding, status="agree", slot=None, difference=None, question="", corrupted=None)
        told.append(finding)
    return told


def _join(findings: list[Finding], judgement: Judgement, reports: dict[str, Report], lines: Lines) -> list[Finding]:
    """They say the same: the findings that hold one of the two each become one."""
    if any(_holds(finding, judgement) for finding in findings):
        return findings
    homes = [
        next((finding for finding in findings if finding.status != "differ" and _touched(finding, span)), None)
        for span in judgement.evidence
    ]
    left, right = homes
    if left is None or right is None:
        return findings
    witnesses = tuple(sorted({*left.witnesses, *right.witnesses}, key=lambda witness: (witness.span, witness.claim)))
    whole = replace(left, status="agree", witnesses=witnesses, independent_lines=_count(witnesses, lines))
    return [whole if finding is left else finding for finding in findings if finding is not right]


def _part(findings: list[Finding], judgement: Judgement, reports: dict[str, Report], lines: Lines) -> list[Finding]:
    """They do not say the same: the right one's report leaves the finding that holds both, with what it says there."""
    told = []
    for finding in findings:
        if finding.status == "differ" or not _holds(finding, judgement):
            told.append(finding)
            continue
        right = max(judgement.evidence)
        leaves = tuple(witness for witness in finding.witnesses if _touches(witness.span, right))
        stays = tuple(witness for witness in finding.witnesses if witness not in leaves)
        if not stays:
            told.append(finding)
            continue
        for witnesses in (stays, leaves):
            several = len({witness.span.report for witness in witnesses}) > 1
            gist = finding.gist if witnesses is stays else right.of(reports[right.report])
            told.append(
                replace(
                    finding,
                    id=finding.id if witnesses is stays else make_id("finding", finding.id, judgement.id),
                    status="agree" if several else "single",
                    gist=gist,
                    witnesses=witnesses,
                    independent_lines=_count(witnesses, lines),
                )
            )
    return told


def _holds(finding: Finding, judgement: Judgement) -> bool:
    return all(_touched(finding, span) for span in judgement.evidence)


def _touched(finding: Finding, span: Span) -> bool:
    return any(_touches(witness.span, span) for witness in finding.witnesses)


def _touches(one: Span, other: Span) -> bool:
    return one.overlap(other) > 0


def _values_at(finding: Finding, span: Span) -> set[str]:
    return {witness.value for witness in finding.witnesses if witness.value and _touches(witness.span, span)}


def _find_witness(findings: Iterable[Finding], span: Span) -> Witness:
    """The claim that stands there; where none does, the words alone."""
    there = (w for finding in findings for w in finding.witnesses if _touches(w.span, span))
    return next(there, Witness("", span, None, None))


def _count(witnesses: Sequence[Witness], lines: Lines) -> int:
    line_of = {report: number for number, line in enumerate(lines) for report in line}
    return len({line_of.get(witness.span.report, -1) for witness in witnesses})
