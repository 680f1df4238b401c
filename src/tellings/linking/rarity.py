"""A word in, how rare it is in general English out: 0 for "the", 1 for a word that no list of 30,000 has.

Rarity must mean something when only five reports are at hand, so it comes from a background list and never from the
reports themselves. The list is `vectors/vocab.txt`, the WordPiece vocabulary of BERT (Apache-2.0, see NOTICE): its
whole words stand in order of frequency in Wikipedia and books, and by Zipf's law the logarithm of a word's rank falls
as its information does.
"""

import math
import re
from functools import lru_cache
from importlib.resources import files

_FIRST = "the"  # before it stand letters, signs and unused places, which have no order of frequency
_ENDINGS = ("'s", "s", "es", "ed", "d", "ing", "ly")
_DIGITS = re.compile(r"\d")
_YEAR = re.compile(r"(?:1[89]|20)\d\d$")
YEAR_RARITY = 0.45  # a year says less than a number of dead, whatever its rank in an encyclopaedia
NUMBER_RARITY = 0.7


@lru_cache(maxsize=1)
def _ranks() -> dict[str, int]:
    lines = files("tellings.linking.vectors").joinpath("vocab.txt").read_text(encoding="utf-8").split("\n")
    words = [word for word in lines[lines.index(_FIRST) :] if word and not word.startswith("##")]
    return {word: rank for rank, word in enumerate(words, start=1)}


@lru_cache(maxsize=65536)
def rarity(word: str) -> float:
    """Between 0 and 1, for a folded word. An inflected form counts as its commonest stem in the list."""
    if _DIGITS.search(word):
        return _rate_number(word)
    ranks = _ranks()
    stems = [word, *(word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending))]
    known = [ranks[stem] for stem in stems if len(stem) > 2 and stem in ranks]
    if len(word) <= 2:
        known += [ranks.get(word, len(ranks))]
    best = min(known, default=len(ranks))
    return math.log(best) / math.log(len(ranks))


def _rate_number(word: str) -> float:
    """Small round counts are everywhere; the more figures a number has, the more it tells."""
    if _YEAR.match(word):
        return YEAR_RARITY
    figures = [letter for letter in word if letter.isdigit()]
    told = len("".join(figures).rstrip("0"))
    return min(1.0, NUMBER_RARITY + 0.1 * (told - 2))
