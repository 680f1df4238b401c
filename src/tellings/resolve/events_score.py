"""Two occurrences in, how surely they are one happening, with the reasons, out.

Word, sides, time, place and numbers count together; another day or another place rules it out whatever the words. How
real a report holds it does not count: one may expect what another tells.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tellings.resolve.events_read import Occurrence
from tellings.resolve.events_words import root_of, sets_of

SLACK_DAYS = 1  # reports of one day and the next, and time zones
APART_DAYS = 4  # undated in reports further apart than this: another occasion, unless much else is the same
_LEAD = 2  # sentences from the first in which a headline is told again


@dataclass(frozen=True, slots=True)
class Weights:
    """What each ground adds. Set by hand in steps of .05 and checked on the topic that was left out: see the notes."""

    same: float = 0.6
    form: float = 0.55
    near: float = 0.2
    type: float = 0.15
    unlike: float = -0.15
    mode: float = -0.15
    named: float = 0.5
    headline: float = 0.25
    who: float = 0.1
    whom: float = 0.2
    other_who: float = -0.15
    other_whom: float = -0.1
    shared: float = 0.05
    when: float = 0.15
    where: float = 0.1
    numbers: float = 0.1
    other_numbers: float = -0.25
    weak: float = -0.25
    definite: float = 0.1
    another: float = -0.3
    polarity: float = -0.1
    apart: float = -0.4
    nothing: float = -0.4


WEIGHTS = Weights()
SAME = 0.45  # scores at or over it are one happening


@lru_cache(maxsize=1)
def _weak_words() -> tuple[frozenset[str], frozenset[str]]:
    """Words that say little of what happened, and modifiers that say it is another one: from `events_weak.txt`."""
    lines = files(__package__).joinpath("events_weak.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return (
        frozenset(word for row in rows if row[0] == "weak" for word in row[1:]),
        frozenset(word for row in rows if row[0] == "another" for word in row[1:]),
    )


def is_weak(word: str) -> bool:
    """Whether the word alone says little of what happened: be, have, say."""
    return word in _weak_words()[0]


def root(occurrence: Occurrence) -> str:
    """The verb that its word is a form of."""
    return root_of(occurrence.word, occurrence.pos == "NOUN")


def score_pair(left: Occurrence, right: Occurrence, weights: Weights = WEIGHTS) -> tuple[float, str]:
    """How surely the two are one happening, and why; 0 where something rules it out."""
    if left.report == right.report and left.span.overlap(right.span):
        return (1.0, "one word") if left.head == right.head and left.joined == right.joined else (0.0, "parts of one")
    if ruled_out := find_bar(left, right):
        return 0.0, ruled_out
    parts = [
        *_score_word(left, right, weights),
        *_score_sides(left, right, weights),
        *_score_rest(left, right, weights),
    ]
    total = sum(score for score, _ in parts)
    return max(0.0, min(1.0, total)), ", ".join(reason for _, reason in parts if reason)


def find_bar(left: Occurrence, right: Occurrence) -> str:
    """What rules out that the two are one, or "": other times, other places, other victims of violence."""
    if left.when and right.when and not left.when.overlaps(right.when, slack_days=SLACK_DAYS):
        return "different times"
    if left.where and right.where and not _meets(left.where, right.where):
        return "different places"
    if left.type and right.type and _are_others(left.who, right.who) and _are_others(left.whom, right.whom):
        return "different sides"
    return ""


def _are_others(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(ours and theirs) and not ours & theirs


def _meets(left: frozenset[str], right: frozenset[str]) -> bool:
    return any(one.startswith(other) or other.startswith(one) for one in left for other in right)


def _score_word(left: Occurrence, right: Occurrence, weights: Weights) -> list[tuple[float, str]]:
    parts: list[tuple[float, str]] = []
    roots = (root(left), root(right))
    if left.own and left.own == right.own:
        parts.append((weights.named, "one name"))
    elif left.word == right.word:
        parts.append((weights.same, f"both {left.word}"))
    elif roots[0] == roots[1]:
        parts.append((weights.form, f"{left.word} and {right.word}"))
    elif sets_of(left.word, roots[0]) & sets_of(right.word, roots[1]):
        parts.append((weights.near, f"{left.word} and {right.word}"))
    if left.type and left.type == right.type:
        parts.append((weights.type, f"both {left.type}"))
        if len(parts) == 1:
            parts.append((weights.unlike, ""))
        if left.mode and right.mode and left.mode != right.mode:
            parts.append((weights.mode, "different modes"))
    if is_weak(left.word) or is_weak(right.word):
        parts.append((weights.weak, ""))
    return parts


def _score_sides(left: Occurrence, right: Occurrence, weights: Weights) -> list[tuple[float, str]]:
    parts: list[tuple[float, str]] = []
    headline = _is_headline(left, right)
    for ours, theirs, alike, other in (
        (left.who, right.who, weights.who, weights.other_who),
        (left.whom, right.whom, weights.whom, weights.other_whom),
    ):
        if ours & theirs:
            parts.append((alike, f"same side {min(ours & theirs)}"))
        elif ours and theirs and not headline:
            parts.append((other, "different sides"))
    ours, theirs = left.who | left.whom | left.others, right.who | right.whom | right.others
    shared = ours & theirs
    parts.append((weights.shared * min(3, len(shared)), ""))
    if not shared and left.report != right.report:
        parts.append((weights.nothing, "no side in common"))
    return parts


def _is_headline(left: Occurrence, right: Occurrence) -> bool:
    return left.title != right.title and max(left.index, right.index) <= _LEAD


def _score_rest(left: Occurrence, right: Occurrence, weights: Weights) -> list[tuple[float, str]]:
    parts: list[tuple[float, str]] = []
    first, second = (left, right) if left.span < right.span else (right, left)
    if left.report == right.report:
        if first.title and second.index <= _LEAD:
            parts.append((weights.headline, "headline and lead"))
        if second.definite:
            parts.append((weights.definite, ""))
    if left.when and right.when:
        parts.append((weights.when, "same time"))
    elif _are_apart(left, right):
        parts.append((weights.apart, "reports of other days"))
    if left.where and right.where:
        parts.append((weights.where, "same place"))
    if left.numbers and right.numbers:
        alike = bool(left.numbers & right.numbers)
        parts.append((weights.numbers, "same number") if alike else (weights.other_numbers, "different numbers"))
    if (left.words ^ right.words) & _weak_words()[1]:
        parts.append((weights.another, "another one"))
    if left.polarity != right.polarity:
        parts.append((weights.polarity, ""))
    return parts


def _are_apart(left: Occurrence, right: Occurrence) -> bool:
    """Whether the reports appeared so far apart that what neither dates is hardly one happening."""
    one, other = left.when or left.published, right.when or right.published
    if left.report == right.report or not one or not other:
        return False
    return not one.overlaps(other, slack_days=APART_DAYS)
