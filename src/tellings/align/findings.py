"""A story's claims in, Findings out: what several reports say alike or otherwise, and what only one of them says."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from tellings.align.differences import compare_sides
from tellings.align.differences.difference import Difference
from tellings.align.disputes import Dispute, find_disputes
from tellings.align.questions import ask_question, choose_gist
from tellings.align.score import Weights
from tellings.align.sides import Side
from tellings.align.singles import find_singles
from tellings.align.table import Lines, build_table
from tellings.records import (
    Claim,
    Dating,
    Entity,
    Finding,
    Judgement,
    Mention,
    Moment,
    Quantity,
    Quote,
    Report,
    Sentence,
    Span,
    Witness,
    make_id,
)
from tellings.stage import Cut, Group, Stage

_WEIGHTS = {"number": 5.0, "polarity": 5.0, "attribution": 4.0, "date": 4.0, "place": 4.0, "person": 4.0,
            "organisation": 4.0, "cause": 4.0, "action": 3.0, "modality": 3.0, "wording": 2.0}  # fmt: skip


def build_findings(group: Group, *, weights: Weights | None = None) -> list[Finding]:
    """The findings of one story, weightiest first."""
    table = build_table(group, weights=weights)
    disputes = find_disputes(table)
    lines = [left for line in table.lines if (left := _without_disputed(table, line, disputes))]
    found = [_build_dispute(group, table, dispute) for dispute in disputes]
    found += [_build_agreement(group, table, line) for line in lines]
    told = {n for line in table.lines for n in line} | {n for dispute in disputes for n in dispute.values}
    found += find_singles(group.key, table.sides, table.scores, told)
    return sorted(found, key=lambda finding: (-finding.weight, finding.id))


def _without_disputed(table: Lines, line: Sequence[int], disputes: Sequence[Dispute]) -> list[int]:
    """The line without claims that a difference sets against another claim of it; [] where that leaves one report."""
    kept = list(line)
    for dispute in disputes:
        for a, b in dispute.pairs:
            mine = [n for n in kept if _overlaps(table, n, a)]
            other = [n for n in kept if _overlaps(table, n, b)]
            if mine and other:
                kept = [n for n in kept if n not in (other if len(mine) >= len(other) else mine)]
    return kept if len({table.sides[n].report for n in kept}) > 1 else []


def _overlaps(table: Lines, n: int, m: int) -> bool:
    return n == m or bool(table.sides[n].claim.span.overlap(table.sides[m].claim.span))


def _build_dispute(group: Group, table: Lines, dispute: Dispute) -> Finding:
    members = sorted(dispute.values)
    difference = dispute.difference
    finding = _build_agreement(group, table, members)
    witnesses = tuple(
        replace(witness, value=_wording(table.sides[n], dispute.values[n]))
        for n, witness in zip(members, finding.witnesses, strict=True)
    )
    return replace(
        finding,
        status="differ",
        slot=difference.slot,
        difference=difference.kind,
        witnesses=witnesses,
        weight=100 + 10 * _WEIGHTS.get(difference.slot, 1.0) + finding.weight,
        question=ask_question(difference, [table.sides[n] for n in members]),
    )


def _build_agreement(group: Group, table: Lines, line: Sequence[int]) -> Finding:
    sides = [table.sides[n] for n in line]
    reports = {side.report for side in sides}
    slot, kind, values = _find_precision(table, line)
    lines = count_lines(group, reports)
    scores = [table.score(a, b) for a in line for b in line if a < b]
    return Finding(
        id=make_id("finding", group.key, slot, *(side.claim.id for side in sides)),
        story=group.key,
        status="agree",
        slot=slot,
        difference=kind,
        gist=choose_gist(group, sides),
        independent_lines=lines,
        witnesses=tuple(
            Witness(side.claim.id, side.claim.span, values.get(n), side.claim.speaker)
            for n, side in zip(line, sides, strict=True)
        ),
        kind=Counter(side.claim.kind for side in sides).most_common(1)[0][0],
        weight=2.0 * lines + len(reports) + (float(np.mean(scores)) if scores else 0.0),
    )


def _find_precision(table: Lines, line: Sequence[int]) -> tuple[str | None, str | None, dict[int, str]]:
    """Where the claims of a line agree at different precision: the slot, how, and the wordings."""
    chosen: Difference | None = None
    values: dict[int, str] = {}
    for a in line:
        for b in line:
            left, right = table.sides[a], table.sides[b]
            if a >= b or left.report == right.report:
                continue
            for difference in compare_sides(left, right, table.score(a, b)):
                if difference.misleads or (chosen and difference.slot != chosen.slot):
                    continue
                chosen = chosen or difference
                values.setdefault(a, _wording(left, difference.left))
                values.setdefault(b, _wording(right, difference.right))
    return (chosen.slot, chosen.kind, values) if chosen else (None, None, {})


def _wording(side: Side, span: Span) -> str:
    """The words of a span, as they stand in the claim's sentence."""
    return side.passage[span.start - side.clause.sentence.span.start : span.end - side.clause.sentence.span.start]


def count_lines(group: Group, reports: Iterable[str]) -> int:
    """How many independent lines of reporting stand behind the reports: copies of one another count once."""
    wanted = list(dict.fromkeys(reports))
    root = {report: report for report in wanted}

    def find(report: str) -> str:
        while root[report] != report:
            report = root[report]
        return report

    for judgement in group.of(Judgement):
        if judgement.relation == "copy_of" and judgement.verdict and {judgement.left, judgement.right} <= set(root):
            root[find(judgement.left)] = find(judgement.right)
    return len({find(report) for report in wanted})


def _run(group: Group) -> Iterable[Finding]:
    return build_findings(group)


STAGE = Stage(
    "findings",
    reads=(Report, Claim, Sentence, Entity, Mention, Quantity, Moment, Quote, Judgement, Dating),
    writes=(Finding,),
    cut=Cut.BY_KEY,
    key="story",
    run=_run,
)
