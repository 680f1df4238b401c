"""Claims that stand in no line in, single findings out: what only one report says, as far as it is worth telling."""

from collections.abc import Sequence

from tellings.align.clarity import is_whole, names_subject
from tellings.align.questions import shorten
from tellings.align.sides import Side
from tellings.align.table import Lines
from tellings.records import Claim, Finding, Witness, make_id

_SUBSTANCE = 4  # content words that a single claim needs
_TOLD = 0.4  # the part of a claim that other findings may show already
_ALONE = 0.35  # score from which another report says something like it


def find_singles(story: str, table: Lines, told: set[int]) -> list[Finding]:
    """One finding for each sentence's fullest clause that no other report matches. told: the claims that other findings
    show."""
    sides = table.sides
    near = {n for pair, score in table.scores.items() if score >= _ALONE for n in pair}
    spans = [sides[n].claim.span for n in told]
    by_report: dict[str, list[tuple[int, int]]] = {}
    for span in spans:
        by_report.setdefault(span.report, []).append((span.start, span.end))
    best: dict[str, Side] = {}
    for n, side in enumerate(sides):
        if n in told or not near.isdisjoint(table.echoes.find_laid(n)) or not _is_worth(side):
            continue
        claim = side.claim
        if _covered(claim, by_report.get(side.report, ())) > _TOLD:
            continue
        before = best.get(claim.sentence)
        if before is None or _rate(side) > _rate(before):
            best[claim.sentence] = side
    return [_build_single(story, side) for side in best.values()]


def _is_worth(side: Side) -> bool:
    clause = side.clause
    return is_whole(side) and not clause.says and not clause.sentence.title and len(side.words) >= _SUBSTANCE


def _rate(side: Side) -> tuple[bool, int]:
    return names_subject(side), len(side.words)


def _covered(claim: Claim, told: Sequence[tuple[int, int]]) -> float:
    """The part of the claim that lines already show."""
    inside = {n for start, end in told for n in range(max(start, claim.span.start), min(end, claim.span.end))}
    return len(inside) / max(1, claim.span.end - claim.span.start)


def _build_single(story: str, side: Side) -> Finding:
    claim = side.claim
    return Finding(
        id=make_id("finding", story, claim.id),
        story=story,
        status="single",
        slot=None,
        difference=None,
        gist=shorten(side.text),
        independent_lines=1,
        witnesses=(Witness(claim.id, claim.span, None, claim.speaker),),
        kind=claim.kind,
        weight=-1.0 - side.place,
    )
