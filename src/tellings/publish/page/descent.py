"""A link between two reports in, their shared passages side by side, changed words marked, out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tellings.publish.judged import STAGES
from tellings.publish.page.citing import Desk, Tag
from tellings.publish.page.family_tree import Link
from tellings.publish.page.wording import Piece, mark_changes
from tellings.publish.words_for import rate_lineage, write_ruling

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shared:
    """Two reports side by side: how they are linked, how surely, why, the passages they share, how to overrule it."""

    id: str
    link: Link
    left: Tag
    right: Tag
    sure: str
    reason: str
    passages: Sequence[tuple[Sequence[Piece], Sequence[Piece], str, str]]
    overrule: str


def build_shared(link: Link, entry: Json, desk: Desk) -> Shared:
    """The pair of that entry of the lineage: linked, or compared and held to be independent."""
    by_person = entry["by"] not in STAGES["copy_of"]
    dependent = link.relation not in ("independent", "quotes_other")
    sure = f"so judged by {entry['by']}" if by_person else rate_lineage(link.score)
    return Shared(
        id=link.href[1:],
        link=link,
        left=desk.tags[link.earlier],
        right=desk.tags[link.later],
        sure=sure if by_person or link.relation != "quotes_other" else f"a rewriting is {rate_lineage(link.score)}",
        reason=entry["reason"],
        passages=[_passage(one, other, desk) for one, other in pair_evidence(entry["evidence"], link.earlier)],
        overrule=write_ruling(link.earlier, link.later, "copy_of", holds=dependent),
    )


def pair_evidence(evidence: Sequence[Json], earlier: str) -> list[tuple[Json | None, Json | None]]:
    """The passages of the earlier report beside those of the other, as they were found: two that follow each other and
    are of both reports are a pair. What a pair shown already holds on both sides is left out."""
    pairs: list[tuple[Json | None, Json | None]] = []
    waiting: Json | None = None
    for claim in evidence:
        if waiting and waiting["report"] != claim["report"]:
            pairs.append((waiting, claim) if waiting["report"] == earlier else (claim, waiting))
            waiting = None
        else:
            pairs += [_lone(waiting, earlier)] if waiting else []
            waiting = claim
    pairs += [_lone(waiting, earlier)] if waiting else []
    kept: list[tuple[Json | None, Json | None]] = []
    for pair in sorted(pairs, key=lambda pair: -sum(_length(claim) for claim in pair)):
        if not any(all(_holds(large, small) for large, small in zip(other, pair, strict=True)) for other in kept):
            kept.append(pair)
    return sorted(kept, key=lambda pair: next((side, c["start"]) for side, c in enumerate(pair) if c))


def _lone(claim: Json, earlier: str) -> tuple[Json | None, Json | None]:
    return (claim, None) if claim["report"] == earlier else (None, claim)


def _length(claim: Json | None) -> int:
    return claim["end"] - claim["start"] if claim else 0


def _holds(large: Json | None, small: Json | None) -> bool:
    if small is None:
        return True
    return large is not None and bool(large["start"] <= small["start"] and small["end"] <= large["end"])


def _passage(one: Json | None, other: Json | None, desk: Desk) -> tuple[Sequence[Piece], Sequence[Piece], str, str]:
    left, right = (desk.words(claim) if claim else "" for claim in (one, other))
    hrefs = [desk.href(claim, "shown") if claim else "" for claim in (one, other)]
    marked = mark_changes(left, right) if left and right else ([(left, "")], [(right, "")])
    return marked[0], marked[1], hrefs[0], hrefs[1]
