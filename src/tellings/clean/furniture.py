"""A line of a page in, the kind of furniture that its wording names out, or None."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tellings.text.folding import fold
from tellings.text.lists import read_rows

_LONGEST = 220  # a cut phrase in a longer line is part of a sentence, unless the line starts with it
_BETWEEN = re.compile(r"\s*[|•·»>]+\s*|\s+[/–—-]\s+")
_END_MARKS = re.compile(r"\W+$")
_FARTHEST = 800  # letters in which unmistakable phrases are looked for

KINDS = (
    "menu", "share line", "read-more", "related", "comments", "subscription", "legal", "advertisement", "tags",
    "byline", "dateline", "author box", "picture control",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The list beside this module, made ready: whole lines by their letters, the others as one pattern each with a
    group for every kind in `kinds`."""

    whole: Mapping[str, str]
    counted: re.Pattern[str]  # whole lines with a number in them
    start: re.Pattern[str]
    long: re.Pattern[str]
    any: re.Pattern[str]
    kinds: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _phrases() -> _Phrases:
    whole: dict[str, str] = {}
    wordings: dict[str, dict[str, list[str]]] = {"counted": {}, "start": {}, "long": {}, "any": {}}
    for kind, where, phrase in read_rows(__package__, "cut_phrases.tsv"):
        if where == "whole" and "\\d" not in phrase:
            whole.setdefault(_END_MARKS.sub("", phrase), kind)
            continue
        wording = re.escape(phrase).replace(r"\\d\+", r"\d+").replace(r"\\d", r"\d")
        wordings["counted" if where == "whole" else where].setdefault(kind, []).append(wording)
    forms = {"counted": r"(?:%s)\W*$", "start": r"(?:%s)(?!\w)", "long": r"(?<!\w)(?:%s)(?!\w)"}
    forms["any"] = forms["long"]
    made = {
        where: re.compile(forms[where] % ("|".join(f"({'|'.join(each)})" for each in kinds.values()) or r"(?!)"))
        for where, kinds in wordings.items()
    }
    return _Phrases(whole=whole, kinds={where: tuple(kinds) for where, kinds in wordings.items()}, **made)


def is_menu_line(line: str) -> bool:
    """Whether the line is a row of names with marks between them: `World | Sport | Weather`."""
    if len(line) > _LONGEST:
        return False
    parts = [part for part in _BETWEEN.split(line) if part.strip()]
    return len(parts) >= 3 and max(len(part.split()) for part in parts) <= 4 and line.rstrip()[-1:] not in ".!?"


@lru_cache(maxsize=8192)
def parse_kind(line: str) -> str | None:
    """The kind of furniture that the line says it is."""
    folded = fold(line[:_FARTHEST]).strip()
    if is_menu_line(line):
        return "menu"
    phrases = _phrases()
    if kind := phrases.whole.get(_END_MARKS.sub("", folded[:_LONGEST])):
        return kind
    found, where = phrases.counted.match(folded), "counted"
    if not found:
        found, where = phrases.start.match(folded), "start"
    if not found:
        found, where = phrases.long.search(folded), "long"
    if not found and len(line) <= _LONGEST:
        found, where = phrases.any.search(folded), "any"
    return phrases.kinds[where][(found.lastindex or 1) - 1] if found else None
