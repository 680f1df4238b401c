"""Names, numbers and days in, fillers out: the words that go into a slot, tagged, with the mentions in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

FillWord = tuple[str, str, str, str, str, int, str, bool, int]
"""text, lemma, pos, tag, dep, place of its head in the filler (-1: it is the root), kind, begins, gap."""

Naming = tuple[int, int, str, str, str, str, str | None, str | None]
"""First and last word, kind, form, chain, name, role, country."""

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
_ABOUT = {
    "at least": (("at", "at", "ADV", "RB"), ("least", "least", "ADV", "RBS")),
    "more than": (("more", "more", "ADJ", "JJR"), ("than", "than", "ADP", "IN")),
    "about": (("about", "about", "ADV", "RB"),),
    "some": (("some", "some", "DET", "DT"),),
    "around": (("around", "around", "ADV", "RB"),),
}
ABOUT = ("", "", "", *_ABOUT)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, eq=False, slots=True)
class Filler:
    """Words for a slot. `root` is the one that the slot's head governs."""

    words: tuple[FillWord, ...]
    root: int = 0
    namings: tuple[Naming, ...] = ()


def fill_name(
    wording: str,
    entity: str,
    *,
    chain: str,
    name: str,
    kind: str,
    form: str = "name",
    before: str = "",
    role: str | None = None,
    country: str | None = None,
    lower: str = "",
) -> Filler:
    """A name as it stands. entity: the parser's type; before: words that stand in front of it ("the", an office);
    lower: words after it that are no name."""
    words: list[FillWord] = []
    ahead, names, after = before.split(), wording.split(), lower.split()
    root = len(ahead) + len(names) - 1
    for word in ahead:
        capital = word[0].isupper()
        if word == "the":
            words.append((word, word, "DET", "DT", "det", root, entity if entity == "ORG" else "", False, 1))
        elif capital:
            words.append((word, word, "PROPN", "NNP", "compound", root, "", False, 1))
        else:
            words.append((word, word, "NOUN", "NN", "compound", root, "", False, 1))
    for place, word in enumerate(names):
        place += len(ahead)
        last = place == root
        small = word in ("of", "the", "and", "for", "de")
        pos, tag = ("ADP", "IN") if small else ("PROPN", "NNP")
        head = -1 if last else root
        words.append((word, word, pos, tag, "dep" if last else "compound", head, entity, place == len(ahead), 1))
    for word in after:
        words.append((word, word, "NOUN", "NN", "appos", root, "", False, 0 if word[0] == "," else 1))
    first = len(ahead) if entity != "ORG" or "the" not in ahead else 0
    return Filler(tuple(words), root, ((first, root, kind, form, chain, name, role, country),))


def move_namings(namings: Iterable[Naming], size: int) -> tuple[Naming, ...]:
    """The namings as many words further on."""
    return tuple((first + size, last + size, *rest) for first, last, *rest in namings)  # type: ignore[misc]


def fill_plain(wording: str, tags: str, *, entity: str = "") -> Filler:
    """Words that name nobody; `tags` gives POS/TAG for each, parted by spaces. The last is the root."""
    words: list[FillWord] = []
    parts = wording.split()
    root = len(parts) - 1
    for place, (word, both) in enumerate(zip(parts, tags.split(), strict=True)):
        pos, _, tag = both.partition("/")
        gap = 0 if word in (",", "%") else 1
        lemma = word if pos == "PROPN" else word.lower()
        head = -1 if place == root else root
        words.append((word, lemma, pos, tag, "dep", head, entity, bool(entity) and not place, gap))
    return Filler(tuple(words), root)


@lru_cache(maxsize=20_000)
def fill_number(value: int, *, spelled: bool, about: str = "") -> Filler:
    """A number in figures, or in letters where it is small."""
    plain = _SMALL[value] if spelled and value < len(_SMALL) else f"{value:,}"
    ahead = _ABOUT.get(about, ())
    root = len(ahead)
    words: list[FillWord] = [
        (text, lemma, pos, tag, "advmod", root, "CARDINAL", not place, 1)
        for place, (text, lemma, pos, tag) in enumerate(ahead)
    ]
    words.append((plain, plain, "NUM", "CD", "nummod", -1, "CARDINAL", not ahead, 1))
    return Filler(tuple(words), root)


_PREP = ("ADP", "IN", "prep")


def _fill_day(parts: tuple[tuple[str, str, str], ...], *, preposition: str) -> Filler:
    words: list[FillWord] = []
    ahead = preposition.split()
    for place, word in enumerate(ahead):
        head = -1 if not place else 0
        if word in ("late", "early"):
            words.append((word, word, "ADV", "RB", "advmod", head, "DATE", not place, 1))
        else:
            words.append((word, word, *_PREP, head, "", False, 1))
    root = len(ahead) + len(parts) - 1
    for place, (word, pos, tag) in enumerate(parts):
        place += len(ahead)
        head = (0 if ahead else -1) if place == root else root
        gap = 0 if word == "," else 1
        words.append(
            (word, word, pos, tag, "pobj" if place == root else "compound", head, "DATE", place == len(ahead), gap)
        )
    return Filler(tuple(words), 0 if ahead else root)


_NAME, _NUM, _WORD, _ADJ = ("PROPN", "NNP"), ("NUM", "CD"), ("NOUN", "NN"), ("ADJ", "JJ")


@lru_cache(maxsize=20_000)
def fill_day(year: int, month: int, day: int, weekday: int, *, form: int, age: int) -> Filler:
    """A day as a report of `age` days later names it. form: 0 to 9, which of the ways."""
    name, calendar = (WEEKDAYS[weekday], *_NAME), ((str(day), *_NUM), (MONTHS[month - 1], *_NAME))
    if age <= 6:
        if form == 0:
            return _fill_day((name,), preposition="late on")
        if form == 1:
            return _fill_day((name, ("morning", *_WORD)), preposition="on")
        if form == 2:
            return _fill_day((name, (",", "PUNCT", ","), *calendar), preposition="on")
        if form == 3 and age >= 1:
            return _fill_day((name, ("evening", *_WORD)), preposition="on")
        if form == 4:
            return _fill_day((name,), preposition="early on")
        return _fill_day((name,), preposition="on")
    if age <= 13 and form < 4:
        return _fill_day((("last", *_ADJ), ("week", *_WORD)), preposition="")
    if age <= 40 and form < 3:
        return _fill_day((("last", *_ADJ), ("month", *_WORD)), preposition="")
    if form < 7:
        return _fill_day(calendar, preposition="on")
    if age > 150 and form == 7:
        return _fill_day(((MONTHS[month - 1], *_NAME), (str(year), *_NUM)), preposition="in")
    return _fill_day(((MONTHS[month - 1], *_NAME),), preposition="in")


def day_filler(day: datetime, *, now: datetime, form: int) -> Filler:
    """That day as it is named at that time."""
    age = max(0, (now.date() - day.date()).days)
    return fill_day(day.year, day.month, day.day, day.weekday(), form=form, age=age)
