"""Blocks in, the lines out in which the page says whose text it is: from a feed, paid for, written by a machine."""

import re
from collections.abc import Sequence
from functools import lru_cache

from tellings.clean.blocks import Block
from tellings.text.folding import fold
from tellings.text.lists import read_rows

_SHORTEST, _LONGEST, _MOST = 12, 700, 5  # letters of a line, lines of a page
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z(])")
_KEPT = 300  # letters of a line that is kept whole; of a longer one its sentence


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, _, pattern in read_rows(__package__, "disclaimers.tsv"))


@lru_cache(maxsize=1)
def _any_pattern() -> re.Pattern[str]:
    """All of them at once: most lines hold none."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _patterns()))


def find_disclaimers(blocks: Sequence[Block], body: Sequence[int]) -> tuple[str, ...]:
    """The wordings of such lines, in order; in the body only its first and last lines are looked at."""
    inner = set(body[2:-2])
    found = [
        _cut(block.text)
        for i, block in enumerate(blocks)
        if i not in inner and _SHORTEST <= len(block.text) <= _LONGEST and parse_disclaimer(block.text)
    ]
    return tuple(dict.fromkeys(found))[:_MOST]


def parse_disclaimer(line: str) -> str | None:
    """The kind of disclaimer that the line is: feed, rights, sponsored, machine, views; None for none."""
    folded = fold(line[:_LONGEST])
    if not _any_pattern().search(folded):
        return None
    return next((kind for kind, pattern in _patterns() if pattern.search(folded)), None)


def _cut(line: str) -> str:
    if len(line) <= _KEPT:
        return line
    return " ".join(sentence for sentence in _SENTENCE.split(line) if parse_disclaimer(sentence))[:_LONGEST] or line
