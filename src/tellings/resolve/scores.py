"""Two profiles in, how sure it is that they are one entity, and the reason in words, out; below 0: they cannot be."""

import re

from tellings.resolve.profiles import ChainProfile, body_of
from tellings.text.names import (
    first_surname,
    is_acronym,
    is_acronym_of,
    is_family_first,
    is_short_for,
    name_key,
    name_words,
    score_spelling,
    without_articles,
)

SAME_WORD = 0.86  # spelling score of two words taken for one: Shterpce/Štrpce .90, Serb/Sarb .82, Brown/Braun .54
_SMALL = frozenset("of the and for in on to de du la le y e del der und".split())
NO = (0.0, "")
Score = tuple[float, str]


def score_pair(left: ChainProfile, right: ChainProfile) -> Score:
    """The strongest reason for or against."""
    if left.identity or right.identity:
        return _score_identity(left, right)
    if not left.names or not right.names:
        return _score_posts(left, right)
    if not _kinds_meet(left, right):
        return NO
    if left.kind == "person" and right.kind == "person":
        return _score_people(left, right)
    return _score_names(left, right)


def _score_identity(left: ChainProfile, right: ChainProfile) -> Score:
    if left.identity == right.identity:
        return 1.0, f"both name {left.name}, by the tables of countries and organisations"
    if left.identity and right.identity:
        return -1.0, "two different countries or organisations"
    known, other = (left, right) if left.identity else (right, left)
    if (
        known.identity
        and known.identity.startswith("body:")
        and other.names
        and "organisation" in (other.kind, "organisation")
    ):
        shared = _same_name(known, other)
        if shared:
            return 0.9, f"both are called {shared}"
        if any(_same_words(one, two) for one in _wordings(known) for two in _wordings(other)):
            return 0.9, f"{known.name} and {other.name} are one name in other words"
        if any(is_acronym(short) and is_acronym_of(short, long) for short in known.names for long in other.names):
            return 0.85, f"{known.name} is short for {other.name}"
    return NO


def _same_name(left: ChainProfile, right: ChainProfile) -> str | None:
    keys = {name_key(name): name for name in left.names}
    return next((keys[key] for name in right.names if (key := name_key(name)) in keys), None)


def _kinds_meet(left: ChainProfile, right: ChainProfile) -> bool:
    one, other = left.kind, right.kind
    shared = _same_name(left, right)
    if shared and " " in shared:
        return True
    if one == other or "other" in (one, other):
        return True
    if {one, other} <= {"organisation", "product", "work", "place", "event", "law"}:
        return shared is not None
    return shared is not None and min(len(left.spans), len(right.spans)) < 3


def _score_people(left: ChainProfile, right: ChainProfile) -> Score:
    one, other = _full(left), _full(right)
    if len(one) > 1 and len(other) > 1:
        score = score_full_names(one, other)
        if score >= SAME_WORD:
            return (
                score,
                f"{left.name} and {right.name} are one name in two spellings"
                if one != other
                else f"both name {left.name}",
            )
        return (-1.0, "two full names") if score < 0.6 else NO
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if not short or not long:
        return NO
    score = score_spelling(short[0], long[0]) if len(long) == 1 else _score_surname(short[0], long)
    if score < SAME_WORD or _ends_alone(short[0], long[-1]):
        return NO
    if left.country and right.country and left.country != right.country and left.posts and right.posts:
        return 0.4, f"{left.name} and {right.name} share a name but serve different countries"
    return 0.8 * score, f"{' '.join(short)} is the surname of {left.name if long == one else right.name}"


def _score_surname(word: str, full: list[str]) -> float:
    """How sure one word is what a person of that full name is called by: the last word, the first of two surnames, a
    family name that comes first, or a first name that is no usual one."""
    if word in (first_surname(full), *full[1:-1]) and len(full) > 2 and len(word) > 3:
        return 0.9
    first = word == full[0] and (len(word) > 3 or is_family_first(full))
    return max(score_spelling(word, full[-1]), 0.9 if first else 0.0)


def _ends_alone(one: str, other: str) -> bool:
    """Whether one is the other with a vowel more at its end: Petrov and Petrova are two people."""
    short, long = sorted((one, other), key=len)
    return long[:-1] == short and long[-1] in "aeiou"


def _full(profile: ChainProfile) -> list[str]:
    return max((without_articles(name_words(name)) for name in profile.names), key=len, default=[])


def is_surname_link(short: ChainProfile, long: ChainProfile) -> bool:
    """Whether the first is a person by one word only, and the second one by two or more."""
    return short.kind == long.kind == "person" and bool(short.names) and len(_full(short)) == 1 < len(_full(long))


def score_full_names(one: list[str], other: list[str]) -> float:
    """How alike two names of two words or more are: the last words must agree, an initial stands for its word."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) == len(other) == 2 and one == other[::-1]:
        return 0.9  # family name first in one report, last in the other
    last = max(score_spelling(one[-1], other[-1]), score_spelling(one[-1], other[-2]) - 0.02 if len(other) > 2 else 0.0)
    first = max(_score_given(word, other[0]) for word in one[:-1])
    if len(other) > 2:
        first = max(first, max(_score_given(one[0], word) for word in other[:-1]))
    return min(first, last)


def _score_given(one: str, other: str) -> float:
    if len(one) == 1 or len(other) == 1:
        return 0.92 if one[0] == other[0] else 0.0
    short, long = sorted((one, other), key=len)
    if (long.startswith(short) and len(short) >= 3) or is_short_for(one, other) or is_short_for(other, one):
        return 0.9
    return max(score_spelling(one, other), 0.9 if _near(one, other) else 0.0)


def _near(one: str, other: str) -> bool:
    """Forms of one given name in two languages: same beginning, nearly same length (Aleksandar, Alexander)."""
    return score_spelling(one, other) >= 0.6 and one[:2] == other[:2] and abs(len(one) - len(other)) <= 2


def _score_names(left: ChainProfile, right: ChainProfile) -> Score:
    if shared := _same_name(left, right):
        return 0.97, f"both are called {shared}"
    if left.places and right.places:
        if set(left.places) & set(right.places):
            return 0.95, f"{left.name} and {right.name} are one place of the gazetteer"
        return -1.0, "two places of the gazetteer"
    for short, long in ((left, right), (right, left)):
        for name in short.names:
            if is_acronym(name) and any(is_acronym_of(name, other) for other in long.names):
                return 0.85, f"{name} is short for {long.name}"
    return _score_spellings(left, right)


def _score_spellings(left: ChainProfile, right: ChainProfile) -> Score:
    best = 0.0
    for one in _wordings(left):
        for other in _wordings(right):
            if left.kind == "law" and one[-2:] == other[-2:] and one[-1][0].isdigit():
                best = 1.0  # "Resolution 1701" and "UN Security Council Resolution 1701"
            elif left.kind == "organisation" and _same_words(one, other):
                best = max(best, 0.95)
            elif len(one) == len(other) and one:
                best = max(best, min(score_spelling(a, b) for a, b in zip(one, other, strict=True)))
    if best >= SAME_WORD and left.kind in ("place", "person", "organisation", "other", "group", "law"):
        return best * 0.9, f"{left.name} and {right.name} are two spellings of one name"
    return NO


def _wordings(profile: ChainProfile) -> set[tuple[str, ...]]:
    return {tuple(name_words(name)) for name in profile.names}


def _same_words(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names of bodies differ in order, small words or blanks: "Ministry of Health", "Health Ministry"."""
    if "".join(one) == "".join(other):
        return bool(one)
    own, theirs = set(one) - _SMALL, set(other) - _SMALL
    return len(own) > 1 and own == theirs


def _score_posts(left: ChainProfile, right: ChainProfile) -> Score:
    """A post without a name beside a person who holds it, or the same post twice; the country must be the same."""
    if not left.country or left.country != right.country:
        return NO
    if (body := body_of(left)) and body == body_of(right):
        return 0.75, f"both are the {body} of the same country"
    if left.kind != "person" or right.kind != "person":
        return NO
    shared = {_post(post) for post in left.posts} & {_post(post) for post in right.posts}
    shared.discard("")
    if shared:
        return 0.7, f"both are the {sorted(shared)[0]} of the same country"
    return NO


_UNIQUE = (
    "prime minister", "vice president", "president", "chancellor", "premier", "king", "queen", "emperor", "pope",
    "foreign minister", "defence minister", "defense minister", "interior minister", "finance minister",
)  # fmt: skip


def _post(post: str) -> str:
    head = post.split(" of ")[0]
    if {"former", "ex", "deputy", "acting", "late", "vice", "ousted"} & set(re.split(r"[ -]+", head)):
        return ""
    return next((unique for unique in _UNIQUE if head.endswith(unique)), "")
