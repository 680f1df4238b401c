"""A case of the contract in, what the page sets out of it out: each role with the words that fill it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tellings.publish.dates import render_interval
from tellings.publish.page.citing import Desk, Excerpt
from tellings.publish.page.comparing import distinct
from tellings.publish.words_for import ROLES, tell_states
from tellings.text.folding import fold

Json = Mapping[str, Any]
_FIRST_PARTS = 3  # of what fills a role of a case: so many in sight


@dataclass(frozen=True, slots=True)
class Step:
    """One role of a case with the words that fill it."""

    role: str
    first: Sequence[tuple[Excerpt, str]]  # the words, the date
    rest: Sequence[tuple[Excerpt, str]]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A request as it went. passed: the states that it went through, each with its date or when it was first told."""

    kind: str
    asks: str
    passed: str
    requester: str
    addressee: str
    asked: str
    outcome: str
    steps: Sequence[Step]


def build_case(case: Json, number: int, desk: Desk) -> CaseView:
    steps = []
    for role, title in ROLES.items():
        claims = [claim for claim in case["claims"] if claim["role"] == role]
        if claims:
            parts = [_part(claim, number, desk) for claim in _spread(distinct(claims))]
            steps.append(Step(title, parts[:_FIRST_PARTS], parts[_FIRST_PARTS:]))
    decided = case.get("decided")
    when = render_interval(decided["from"], decided["to"]) if decided else ""
    by = case.get("decided_by") or ""
    by = f"by {by}" if by and fold(by) not in fold(case["decision"] or "") else ""
    outcome = ", ".join(part for part in (case["decision"], by, when) if part)
    return CaseView(
        case["kind"],
        "is to ask" if case["state"] == "announced" else "asked",
        tell_states(case["states"]) if len(case["states"]) > 1 else "",
        case["requester"],
        case["addressee"],
        _asked(case["asked"]),
        outcome or "open, as far as these reports go",
        steps,
    )


def _spread(claims: Sequence[Json]) -> list[Json]:
    """The first claim of each report before second ones, so that few of them show many reports."""
    turns: dict[str, int] = {}
    ranked: list[tuple[int, int, Json]] = []
    for claim in claims:
        turns[claim["report"]] = turns.get(claim["report"], 0) + 1
        ranked.append((turns[claim["report"]], len(ranked), claim))
    return [claim for *_, claim in sorted(ranked, key=lambda row: row[:2])]


def _asked(asked: str) -> str:
    return asked if asked.startswith(("to ", "for ", "that ")) else f": {asked}"


def _part(claim: Json, number: int, desk: Desk) -> tuple[Excerpt, str]:
    desk.cite(claim, "single", (f"R{number}", f"#{desk.key}-case{number}", "The request"))
    excerpt = desk.excerpt(claim, "single")
    words = desk.words(claim)
    when = render_interval(claim.get("from"), claim.get("to"), claim.get("precision"), short=True)
    short = Excerpt(excerpt.tag, excerpt.href, [(words, "")], excerpt.speaker, excerpt.number)
    return short, "" if when == "undated" else when
