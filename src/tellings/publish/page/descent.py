"""A link between two reports in, their shared passages side by side, changed words marked, out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tellings.publish.page.citing import Desk, Tag
from tellings.publish.page.family_tree import Link
from tellings.publish.page.wording import Piece, mark_changes
from tellings.text.words import words_of

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shared:
    """Two reports side by side: how they are linked, why, the passages they share."""

    id: str
    link: Link
    left: Tag
    right: Tag
    reason: str
    passages: Sequence[tuple[Sequence[Piece], Sequence[Piece], str, str]]


def build_shared(link: Link, entry: Json, number: int, desk: Desk) -> Shared:
    left = [claim for claim in entry["evidence"] if claim["report"] == link.earlier]
    right = [claim for claim in entry["evidence"] if claim["report"] == link.later]
    return Shared(
        id=f"{desk.key}-link{number}",
        link=link,
        left=desk.tags[link.earlier],
        right=desk.tags[link.later],
        reason=entry["reason"],
        passages=[_passage(one, other, desk) for one, other in _pair(left, right, desk)],
    )


def _pair(left: Sequence[Json], right: Sequence[Json], desk: Desk) -> list[tuple[Json | None, Json | None]]:
    """Each passage of the one beside that of the other which shares most words with it, in order of the left."""
    free = list(right)
    pairs: list[tuple[Json | None, Json | None]] = []
    for claim in sorted(left, key=lambda claim: claim["start"]):
        words = set(words_of(desk.words(claim)))
        best = max(free, key=lambda other: len(words & set(words_of(desk.words(other)))), default=None)
        if best is not None:
            free.remove(best)
        pairs.append((claim, best))
    return pairs + [(None, claim) for claim in free]


def _passage(one: Json | None, other: Json | None, desk: Desk) -> tuple[Sequence[Piece], Sequence[Piece], str, str]:
    left, right = (desk.words(claim) if claim else "" for claim in (one, other))
    hrefs = [desk.href(claim, "shown") if claim else "" for claim in (one, other)]
    marked = mark_changes(left, right) if left and right else ([(left, "")], [(right, "")])
    return marked[0], marked[1], hrefs[0], hrefs[1]
