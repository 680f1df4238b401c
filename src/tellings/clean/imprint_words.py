"""The words with which pages label dates, authors and sources, read from `imprint_words.tsv`: patterns by role out."""

import re
from functools import lru_cache

from tellings.text.folding import fold
from tellings.text.lists import read_rows

_PREFIX = 30  # letters before a date in which its label stands


@lru_cache(maxsize=1)
def _read_words() -> dict[str, tuple[str, ...]]:
    """Role -> wordings of all languages, the longest first."""
    words: dict[str, set[str]] = {}
    for role, _, wordings in read_rows(__package__, "imprint_words.tsv"):
        words.setdefault(role, set()).update(map(fold, wordings.split("|")))
    return {role: tuple(sorted(wordings, key=lambda w: (-len(w), w))) for role, wordings in words.items()}


@lru_cache(maxsize=16)
def words_for(*roles: str) -> str:
    """The wordings of these roles, to be put into a pattern over folded text."""
    wordings = [wording for role in roles for wording in _read_words()[role]]
    return "(?:" + "|".join(map(re.escape, sorted(wordings, key=lambda w: (-len(w), w)))) + ")"


@lru_cache(maxsize=8)
def _label_pattern(role: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_]){words_for(role)}(?=\W|\d|$|[a-z]{{3}}\W)")


def find_label(before: str) -> str | None:
    """The role ("published", "modified" or "other") that the words right before a date give it; the last one counts."""
    near = _unglue(before)[-_PREFIX:]
    folded = fold(near)
    found = [
        (match.end(), len(match.group()), role)
        for role in ("published", "modified", "other")
        for match in _label_pattern(role).finditer(folded)
    ]
    return max(found)[2] if found else None


def _unglue(text: str) -> str:
    """ "10:29 ESTUpdated Wed" with a space before "Updated": elements that ran together when the page was stripped."""
    return re.sub(r"(?<=[A-Z\d)])(?=[A-Z][a-z]{3})", " ", text)
