"""A text in, the places of its correction notes out: lines in which an outlet says that it changed its own report."""

import re
from functools import lru_cache

from tellings.text.folding import fold
from tellings.text.lists import read_rows

_LINE = re.compile(r"[^\n]+")
_LONGEST = 120  # words of a note
_HEAD = 400  # letters of a line that are looked at
_BARE_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST = 4  # words that a note holds beside its mark: with fewer it is a stamp ("Updated: 3 May")
_OPENS = r"^[\[(*_# ]*(?:%s)(?!\w)\s*(?:\([^()]{1,60}\)|,? [\w ,:.]{1,40}?)?(?:[*_\])]*\s*:|[\])]|\s+-+\s|-\s)"
_ALONE = r"^[\[(*_# ]*(?:%s)[\])*_ :]*$"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What a note begins with, what stands above it, what it says; read from the list beside this module."""
    wordings: dict[str, list[str]] = {"head": [], "lead": [], "say": []}
    for _, where, wording in read_rows(__package__, "correction_notes.tsv"):
        wordings[where].append(wording if wording.isascii() else fold(wording))
    head, both = "|".join(wordings["head"]), "|".join(wordings["head"] + wordings["lead"])
    says = "|".join(wording if wording.startswith("^") else rf"(?<!\w)(?:{wording})" for wording in wordings["say"])
    return re.compile(_OPENS % both), re.compile(_ALONE % head), re.compile(says)


def is_correction(line: str) -> bool:
    """Whether the line is a note that the report was corrected, clarified, updated or withdrawn."""
    if len(line.split()) > _LONGEST:
        return False
    opens, _, says = _patterns()
    folded = fold(line[:_HEAD]).strip()
    if found := opens.match(folded):
        return _tells(folded[found.end() :])
    return bool(says.search(folded))


def find_corrections(text: str) -> list[tuple[int, int]]:
    """Where such lines stand, in order; a heading that says "Correction" belongs to the line below it."""
    found: list[tuple[int, int]] = []
    above: int | None = None
    for line in _LINE.finditer(text):
        if not line.group().strip():
            continue
        if above is not None and len(line.group().split()) <= _LONGEST:
            found.append((above, line.end()))
            above = None
            continue
        above = line.start() if _patterns()[1].match(fold(line.group()[:80])) else None
        if above is None and is_correction(line.group()):
            found.append(line.span())
    return found


def _tells(rest: str) -> bool:
    """Whether what follows the mark is a sentence; scripts that part no words are judged by letters."""
    words = _BARE_WORD.findall(rest)
    return len(words) >= _FEWEST or (not rest.isascii() and sum(map(len, words)) >= 8 and max(map(len, words)) >= 8)
