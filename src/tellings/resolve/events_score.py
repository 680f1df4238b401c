"""Two occurrences in, how surely they are one happening, with the reasons, out.

Word, sides, time, place and numbers count together; another day or another place rules it out whatever the words. How
real a report holds it does not count: one may expect what another tells.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tellings.records import Interval
from tellings.resolve.events_read import Occurrence
from tellings.resolve.events_words import root_of, sets_of

SLACK_DAYS = 1  # of two reports: the night between two days, and time zones; within one report a day is a day
APART_DAYS = 4  # undated in reports further apart than this: another occasion, unless much else is the same
MOST_DAYS = 7  # a time that spans more dates nothing
_LEAD = 2  # sentences from the first in which a headline is told again


@dataclass(frozen=True, slots=True)
class Weights:
    """What each ground adds. Set by hand in steps of .05 and checked on the topic that was left out: see the notes."""

    same: float = 0.6
    form: float = 0.55
    near: float = 0.3
    type: float = 0.15
    mode: float = -0.15
    named: float = 0.5
    headline: float = 0.25
    who: float = 0.1
    whom: float = 0.2
    noun: float = 0.1
    state: float = 0.05
    other_who: float = -0.15
    other_whom: float = -0.1
    strict_who: float = -0.35
    strict_whom: float = -0.35
    many: float = -0.25
    plural: float = -0.1
    shared: float = 0.05
    when: float = 0.15
    next_day: float = -0.2
    where: float = 0.1
    numbers: float = 0.15
    other_numbers: float = -0.25
    weak: float = -0.25
    definite: float = 0.15
    another: float = -0.4
    polarity: float = -0.1
    apart: float = -0.4
    nothing: float = -0.3
    little: float = -0.2


_TOLLED = frozenset({"ASSAULT", "COERCE"})
WEIGHTS = Weights()
SAME = 0.45  # scores at or over it are one happening


@lru_cache(maxsize=1)
def _weak_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words that say little of what happened, modifiers that say it is another one, and nouns that say no more than
    that it is somebody: from `events_weak.txt`."""
    lines = files(__package__).joinpath("events_weak.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return (
        frozenset(word for row in rows if row[0] == "weak" for word in row[1:]),
        frozenset(word for row in rows if row[0] == "another" for word in row[1:]),
        frozenset(word for row in rows if row[0] == "somebody" for word in row[1:]),
    )


def is_weak(word: str) -> bool:
    """Whether the word alone says little of what happened: be, have, say."""
    return word in _weak_words()[0]


def is_anybody(key: str) -> bool:
    """Whether a side is told by a noun that says no more than that it is somebody: man, people."""
    return key in _weak_words()[2]


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
    slack = 0 if left.report == right.report else SLACK_DAYS
    if left.when and right.when and not left.when.overlaps(right.when, slack_days=slack):
        return "different times"
    if left.where and right.where and not _meets(left.where, right.where):
        return "different places"
    strict = left.report != right.report or bool(left.type and right.type and not _is_headline(left, right))
    if strict and _are_others(left.who, right.who) and _are_others(left.whom, right.whom):
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
    elif left.type and left.type == right.type:
        parts.append((weights.type, f"both {left.type}"))
    if left.mode and right.mode and left.mode != right.mode:
        parts.append((weights.mode, "different modes"))
    if is_weak(left.word) or is_weak(right.word):
        parts.append((weights.weak, ""))
    return parts


def _are_tolls(left: Occurrence, right: Occurrence) -> bool:
    """Whether two reports count those whom one kind of violence or arrest befell: such counts differ by the hour."""
    tolled = left.type == right.type and left.type in _TOLLED and left.report != right.report
    return tolled and bool(left.whom & right.whom) and (_same_place(left, right) or _same_time(left, right))


def _score_sides(left: Occurrence, right: Occurrence, weights: Weights) -> list[tuple[float, str]]:
    """Who and whom. Where both are coded, or in two reports, other sides weigh more: their own report is no help."""
    strict = left.report != right.report or bool(left.type and right.type)
    against = (weights.strict_who, weights.strict_whom) if strict else (weights.other_who, weights.other_whom)
    counted = bool(left.numbers & right.numbers)
    parts = [
        _score_side(left.who, right.who, weights.who, weights.noun, weights.state, against[0]),
        _score_side(left.whom, right.whom, weights.whom, weights.noun, weights.state, 0.0 if counted else against[1]),
    ]
    if left.many is not None and right.many is not None and left.many != right.many:
        parts.append((weights.many, "one and several"))
    if _is_headline(left, right):
        parts = [part for part in parts if part[0] > 0]
    both = (left.who | left.whom | left.others) & (right.who | right.whom | right.others)
    parts.append((weights.shared * min(3, sum(not is_anybody(key) for key in both)), ""))
    if not _has_ground(left, right) and strict:
        parts.append((weights.nothing if left.report != right.report else weights.little, "nothing else in common"))
    return parts


def _score_side(
    ours: frozenset[str], theirs: frozenset[str], alike: float, noun: float, state: float, other: float
) -> tuple[float, str]:
    """A name shared counts in full, a state alone a little; two names or two nouns that differ count against it, a
    name and a noun tell nothing."""
    shared = ours & theirs
    nouns = sorted(key for key in shared if key[0] not in "@~#" and not is_anybody(key))
    described = sorted(key for key in shared if key[0] == "~")
    if _names(shared) or described:
        return alike, f"same side {[*sorted(_names(shared)), *nouns, *described][0]}"
    if nouns:
        return min(alike, noun), f"same side {nouns[0]}"
    if _names(ours) and _names(theirs):
        return (0.0, "") if shared else (other, "different sides")
    if states := [key for key in shared if key[0] == "#"]:
        return state, f"same side {min(states)}"
    return (other, "different sides") if _nouns(ours) and _nouns(theirs) else (0.0, "")


def _names(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(key for key in keys if key[0] == "@")


def _nouns(keys: frozenset[str]) -> bool:
    """Whether common nouns say who it is, and not merely that it is somebody."""
    return not _names(keys) and any(key[0] not in "@~#" and not is_anybody(key) for key in keys)


def _has_ground(left: Occurrence, right: Occurrence) -> bool:
    """Whether a side, the time, the place, a figure or a name is the same: the word alone joins no two reports."""
    return bool(
        any(not is_anybody(key) for key in (left.who | left.whom) & (right.who | right.whom))
        or _same_time(left, right)
        or _same_place(left, right)
        or left.numbers & right.numbers
        or (left.own and left.own == right.own)
    )


def _is_headline(left: Occurrence, right: Occurrence) -> bool:
    """A headline and what its own report begins with: what is shortened there does not contradict."""
    return left.report == right.report and left.title != right.title and max(left.index, right.index) <= _LEAD


def _score_rest(left: Occurrence, right: Occurrence, weights: Weights) -> list[tuple[float, str]]:
    parts: list[tuple[float, str]] = []
    first, second = (left, right) if left.span < right.span else (right, left)
    if left.report == right.report:
        if first.title and second.index <= _LEAD:
            parts.append((weights.headline, "headline and lead"))
        if second.definite:
            parts.append((weights.definite, ""))
    if left.when and right.when and not left.when.overlaps(right.when):
        parts.append((weights.next_day, "the day before or after"))
    elif _same_time(left, right):
        parts.append((weights.when, "same time"))
    elif _are_apart(left, right):
        parts.append((weights.apart, "reports of other days"))
    if _same_place(left, right):
        parts.append((weights.where, "same place"))
    if left.numbers and right.numbers:
        alike = bool(left.numbers & right.numbers)
        if alike:
            parts.append((weights.numbers, "same number"))
        elif not _are_tolls(left, right):
            parts.append((weights.other_numbers, "different numbers"))
    if (left.words ^ right.words) & _weak_words()[1]:
        parts.append((weights.another, "another one"))
    if left.pos == right.pos == "NOUN" and left.plural != right.plural:
        parts.append((weights.plural, ""))
    if left.polarity != right.polarity:
        parts.append((weights.polarity, ""))
    return parts


def _same_time(left: Occurrence, right: Occurrence) -> bool:
    """Whether both are dated within days; "this year" holds too much to tell."""
    if not left.when or not right.when or not left.when.overlaps(right.when):
        return False
    return all(_days(each.when) <= MOST_DAYS for each in (left, right))


def _days(when: Interval | None) -> int:
    first, last = (when.first_day(), when.last_day()) if when else (None, None)
    return (last - first).days if first and last else MOST_DAYS + 1


def _same_place(left: Occurrence, right: Occurrence) -> bool:
    """Whether they share a place narrower than a country."""
    narrow = [frozenset(path for path in each.where if path.count("/") > 1) for each in (left, right)]
    return bool(narrow[0] and narrow[1]) and _meets(narrow[0], narrow[1])


def _are_apart(left: Occurrence, right: Occurrence) -> bool:
    """Whether the reports appeared so far apart that what neither dates is hardly one happening."""
    one, other = left.when or left.published, right.when or right.published
    if left.report == right.report or not one or not other:
        return False
    return not one.overlaps(other, slack_days=APART_DAYS)
