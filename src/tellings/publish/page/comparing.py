"""A finding of several reports in; the question, the values side by side and all wordings out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tellings.publish.page.citing import Desk, Excerpt, LineChips, Tag
from tellings.publish.page.wording import Piece, clip_around, find_whole, mark_differing, split_voices
from tellings.text.folding import fold
from tellings.text.numbers import NUMBER, parse_number
from tellings.text.words import words_of

Json = Mapping[str, Any]
_LONG_VALUE = 160
_NUMBER = re.compile(rf"\b{NUMBER}\b")
_NEGATIONS = frozenset("no not never without none nor neither nobody nothing cannot".split())  # closed class of English
_PLAIN_SLOTS = frozenset({"number", "date", "place", "person", "organisation"})  # the value speaks for itself
_AROUND_VALUE, _AROUND_BRIEFLY = 8, 5  # words on each side of a value in its clause; at the head of the page
_MOST_SPEAKERS = 3  # named beside a value
_MOST_WORDINGS = 12  # shown in context for one finding
OWN = 5  # words in a row at which a question or gist of ours is set, in that run, as the report's


@dataclass(frozen=True, slots=True)
class Value:
    """One of the things that they say: worded, with the lines behind it."""

    pieces: Sequence[Piece]
    clause: Sequence[Piece]  # the value within its clause, where it says little by itself
    brief: Sequence[Piece]
    lines: int
    counts: str  # articles, publishers and lines in words, "" for a single report
    told: str  # when it was first and last reported, and who is said to say so
    chips: Sequence[LineChips]
    corrupted: bool
    language: str
    direction: str
    names: Sequence[tuple[Tag, bool]]  # whom to name in few words, and whether the letter alone says it


@dataclass(frozen=True, slots=True)
class Comparison:
    """A finding of several reports: the question, the values, all wordings in context."""

    id: str
    number: int
    question: Sequence[Piece]
    kind: str
    slot: str
    values: Sequence[Value]
    chips: Sequence[LineChips]
    counts: str
    excerpts: Sequence[Excerpt]
    corrupted: Tag | None
    doubtful: bool
    reports: str
    finding: str = ""  # its id in the contract


def build_comparison(finding: Json, number: int, status: str, desk: Desk, *, folded: bool = False) -> Comparison:
    claims = finding["claims"]
    anchor = f"{desk.key}-{status[0]}{number}"
    label = ("D" if status == "differ" else "A") + str(number)
    back = (label, f"#{anchor}", "Where they differ" if status == "differ" else "Agreed")
    look = "folded" if folded else status
    chips = desk.chips(claims, look, back)
    question = finding.get("question") or finding["gist"]
    corrupted = desk.tags.get(finding.get("corrupted") or "")
    values = _values(finding, status, look, desk)
    return Comparison(
        id=anchor,
        number=number,
        question=split_voices(question, [desk.words(claim) for claim in claims], least=OWN),
        kind=finding["difference"] or "difference",
        slot=finding["slot"] or "",
        values=values,
        chips=chips,
        counts=desk.count_words(claims),
        excerpts=[desk.excerpt(claim, look) for claim in distinct(claims)[:_MOST_WORDINGS]],
        corrupted=corrupted,
        doubtful=bool(finding.get("doubtful")),
        reports=" ".join(dict.fromkeys(desk.tags[claim["report"]].key for claim in claims)),
        finding=finding.get("id") or "",
    )


def distinct(claims: Iterable[Json]) -> list[Json]:
    return list({(claim["report"], claim["start"], claim["end"]): claim for claim in claims}.values())


def _values(finding: Json, status: str, look: str, desk: Desk) -> list[Value]:
    """The values with the claims behind each: most lines first. None where an agreement names none or only one."""
    valued = len({claim["value"] for claim in finding["claims"] if claim.get("value")})
    worded = [  # a claim without a value stands among the wordings, where others have theirs
        (claim, words)
        for claim in finding["claims"]
        if (words := claim.get("value") or (desk.words(claim) if status == "differ" and valued < 2 else None))
    ]
    groups = _group_values(worded, finding["slot"] if status == "differ" else None)
    if status == "agree" and len(groups) < 2:
        return []
    alone = [letter for group in groups.values() for letter in {desk.tags[claim["report"]].letter for claim in group}]
    wordings = {key: _worded(group[0], desk) for key, group in groups.items()}
    built = []
    for key, group in groups.items():
        others = [wording for other, wording in wordings.items() if other != key]
        tag = desk.tags[group[0]["report"]]
        chips = desk.chips(group, look)
        built.append(
            Value(
                pieces=mark_differing(wordings[key], others),
                clause=_clause(group[0], wordings[key], finding["slot"], _AROUND_VALUE, desk),
                brief=_clause(group[0], wordings[key], finding["slot"], _AROUND_BRIEFLY, desk),
                lines=desk.lines_behind(group),
                counts=desk.count_words(group),
                told=_told(group, desk),
                chips=chips,
                corrupted=all(claim["report"] == finding.get("corrupted") for claim in group),
                language=tag.language,
                direction=tag.direction,
                names=[(line.chips[0].tag, alone.count(line.letter) == 1) for line in chips],
            )
        )
    return sorted(built, key=lambda value: (value.corrupted, -value.lines))


def _told(claims: Sequence[Json], desk: Desk) -> str:
    speakers = list({fold(claim["speaker"]): claim["speaker"] for claim in claims if claim.get("speaker")}.values())
    more = f" and {len(speakers) - _MOST_SPEAKERS} more" if len(speakers) > _MOST_SPEAKERS else ""
    said = f"said by {', '.join(speakers[:_MOST_SPEAKERS])}{more}" if speakers else ""
    return " · ".join(filter(None, (desk.when_told(claims), said)))


def _clause(claim: Json, worded: str, slot: str | None, most: int, desk: Desk) -> list[Piece]:
    """The value within its clause, cut to some words around it; nothing where it speaks for itself."""
    words = desk.words(claim)
    place = find_whole(words, worded)
    if place is None or words == worded or (slot in _PLAIN_SLOTS and len(worded.split()) > 1):
        return []
    return clip_around(words, place, most)


def _group_values(worded: Sequence[tuple[Json, str]], slot: str | None) -> dict[str, list[Json]]:
    """Claims by their value: numbers by what they amount to, a negation against none, all else by its words."""
    groups: dict[str, list[Json]] = {}
    for same_value in (
        (_negation_of, _words_of) if slot == "polarity" else (_numbers_of if slot == "number" else _words_of,)
    ):
        groups = {}
        for claim, words in worded:
            groups.setdefault(same_value(words), []).append(claim)
        if len(groups) > 1:
            break
    return groups


def _negation_of(worded: str) -> str:
    return str(bool(_NEGATIONS & set(words_of(worded)) or "n't" in fold(worded)))


def _numbers_of(worded: str) -> str:
    numbers = [parse_number(found.group()) for found in _NUMBER.finditer(fold(worded))]
    return "/".join(map(str, numbers)) or _words_of(worded)


def _words_of(worded: str) -> str:
    return " ".join(words_of(worded)) or worded


def _worded(claim: Json, desk: Desk) -> str:
    words = " ".join((claim.get("value") or desk.words(claim)).split())
    return words if len(words) <= _LONG_VALUE else words[: _LONG_VALUE - 1].rsplit(" ", 1)[0] + " …"
