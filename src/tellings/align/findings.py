"""A story's claims in, Findings out: what several reports say alike or otherwise, and what only one of them says."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tellings.align.clauses import Clause, find_clauses
from tellings.align.differences import compare_sides
from tellings.align.differences.difference import Difference
from tellings.align.groups import Grouping, build_lines
from tellings.align.pairs import find_candidates, measure_pairs
from tellings.align.questions import ask_question, choose_gist
from tellings.align.score import Weights, score_pairs
from tellings.align.sides import Side, build_sides
from tellings.align.singles import find_singles
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
    Witness,
    make_id,
)
from tellings.stage import Cut, Group, Stage

_FLOOR = 0.02  # scores below this are not kept
_FULLER = 0.02  # what a content word adds to the fit of a clause: .00 to .02 score alike, the fuller reads better
_SURE = 0.5  # least score of a pair whose values are compared as those of one thing
_WEIGHTS = {"number": 5.0, "polarity": 5.0, "attribution": 4.0, "date": 4.0, "place": 4.0, "person": 4.0,
            "organisation": 4.0, "cause": 4.0, "action": 3.0, "modality": 3.0, "wording": 2.0}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lines:
    """The comparison table before it is told: sides, the scores of their pairs, and the lines as indices of sides."""

    sides: Sequence[Side]
    scores: Mapping[tuple[int, int], float]
    lines: Sequence[Sequence[int]]

    def score(self, a: int, b: int) -> float:
        """The score of a pair, nought where it was no candidate."""
        return self.scores.get((min(a, b), max(a, b)), 0.0)


def build_findings(group: Group, *, weights: Weights | None = None) -> list[Finding]:
    """The findings of one story, weightiest first."""
    table = build_table(group, weights=weights)
    found = [finding for line in table.lines if (finding := _build_finding(group, table, line))]
    found += find_singles(group.key, table.sides, table.scores, {n for line in table.lines for n in line})
    return sorted(found, key=lambda finding: (-finding.weight, finding.id))


def build_table(group: Group, *, grouping: Grouping | None = None, weights: Weights | None = None) -> Lines:
    """Every claim laid beside those of other reports."""
    sides = read_sides(group)
    pairs = find_candidates(sides)
    likely = score_pairs(measure_pairs(sides, pairs), weights)
    scores = {pair: float(p) for pair, p in zip(pairs, likely, strict=True) if p >= _FLOOR}
    raw = build_lines(scores, [side.report for side in sides], grouping=grouping)
    table = Lines(sides, scores, raw)
    thinned = [_thin(table, line) for line in raw]
    return Lines(sides, scores, _drop_repeats(sides, [line for line in thinned if len(line) > 1]))


def read_sides(group: Group) -> list[Side]:
    """A side for each claim of the story, in the order of the claims."""
    sentences = {sentence.id: sentence for sentence in group.of(Sentence)}
    clauses: dict[tuple[str, int, int], Clause] = {}
    for sentence in sentences.values():
        for clause in find_clauses(sentence):
            clauses[sentence.report, clause.start, clause.end] = clause
    pairs = [
        (claim, clauses[key])
        for claim in group.of(Claim)
        if (key := (claim.report, claim.span.start, claim.span.end)) in clauses
    ]
    return build_sides(pairs, list(sentences.values()), group)


def _thin(table: Lines, line: Sequence[int]) -> list[int]:
    """One claim for each sentence in a line: of clauses that lie in one another the one that fits best.

    Of two that fit alike the fuller one is kept: it shows the reader more."""
    kept: dict[str, tuple[float, int]] = {}
    for n in line:
        side = table.sides[n]
        others = [m for m in line if table.sides[m].report != side.report]
        fit = sum(table.score(n, m) for m in others) / max(1, len(others)) + _FULLER * len(side.words)
        before = kept.get(side.claim.sentence)
        if before is None or fit > before[0]:
            kept[side.claim.sentence] = (fit, n)
    chosen = sorted(n for _, n in kept.values())
    return chosen if len({table.sides[n].report for n in chosen}) > 1 else []


def _drop_repeats(sides: Sequence[Side], lines: Sequence[list[int]]) -> list[list[int]]:
    """Lines without those that say over again, in the same places, what a line before them says."""
    kept: list[list[int]] = []
    for line in lines:
        if not any(_is_within(sides, line, other) for other in kept):
            kept = [other for other in kept if not _is_within(sides, other, line)]
            kept.append(line)
    return kept


def _is_within(sides: Sequence[Side], line: Sequence[int], other: Sequence[int]) -> bool:
    spans = [sides[m].claim.span for m in other]
    return all(any(sides[n].claim.span.overlap(span) for span in spans) for n in line)


def _build_finding(group: Group, table: Lines, line: Sequence[int]) -> Finding | None:
    sides = [table.sides[n] for n in line]
    difference, values = _settle(table, line)
    reports = {side.report for side in sides}
    witnesses = tuple(
        Witness(side.claim.id, side.claim.span, values.get(n), side.claim.speaker)
        for n, side in zip(line, sides, strict=True)
    )
    differs = difference is not None and difference.misleads
    kind = Counter(side.claim.kind for side in sides).most_common(1)[0][0]
    strength = float(np.mean([table.score(a, b) for a in line for b in line if a < b])) if len(line) > 1 else 0.0
    return Finding(
        id=make_id("finding", group.key, *(witness.claim for witness in witnesses)),
        story=group.key,
        status="differ" if differs else "agree",
        slot=difference.slot if difference else None,
        difference=difference.kind if difference else None,
        gist=choose_gist(group, sides),
        independent_lines=count_lines(group, reports),
        witnesses=witnesses,
        kind=kind,
        weight=(100 + 10 * _WEIGHTS.get(difference.slot, 1.0) if differs and difference else 0.0)
        + len(reports)
        + strength,
        question=ask_question(difference, sides) if differs and difference else "",
    )


def _settle(table: Lines, line: Sequence[int]) -> tuple[Difference | None, dict[int, str]]:
    """The difference that matters most between the claims of a line, and the value each of them gives."""
    found: list[tuple[float, Difference, int, int]] = []
    for a in line:
        for b in line:
            left, right = table.sides[a], table.sides[b]
            if a >= b or left.report == right.report:
                continue
            score = table.score(a, b)
            for difference in compare_sides(left, right):
                if difference.misleads and score < _SURE:
                    continue
                rank = (100.0 if difference.misleads else 0.0) + _WEIGHTS.get(difference.slot, 1.0) + score
                found.append((rank, difference, a, b))
    if not found:
        return None, {}
    found.sort(key=lambda entry: (-entry[0], entry[2], entry[3]))
    chosen = found[0][1]
    values: dict[int, str] = {}
    for _, difference, a, b in found:
        if difference.slot == chosen.slot:
            values.setdefault(a, _wording(table.sides[a], difference.left.start, difference.left.end))
            values.setdefault(b, _wording(table.sides[b], difference.right.start, difference.right.end))
    return chosen, values


def _wording(side: Side, start: int, end: int) -> str:
    return side.text[start - side.clause.start : end - side.clause.start] or side.text


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
