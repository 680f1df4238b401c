"""A wording in, its words, shingles and content words out."""

import re
from collections.abc import Iterator

from tellings.text.folding import fold

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+|,(?=\d)[^\W_]+)*")

# Function words of English: closed classes, so the list does not age.
STOP_WORDS = frozenset(
    """a about above after again against all also although am among an and any are as at be because been before being
    below between both but by can could did do does doing down during each either few for from further had has have
    having he her here hers herself him himself his how however i if in into is it its itself just may me might more
    most must my myself neither no nor not now of off on once only onto or other our ours ourselves out over own per
    s said same say says shall she should since so some such t than that the their theirs them themselves then there
    these they this those though through to too toward towards under until unto up upon very was we were what when
    where whether which while who whom whose why will with within without would yet you your yours yourself""".split()
)


def find_words(wording: str) -> Iterator[tuple[int, int, str]]:
    """Each word as (start, end, folded form)."""
    folded = fold(wording)
    for found in _WORD.finditer(folded):
        yield found.start(), found.end(), found.group()


def words_of(wording: str) -> list[str]:
    """The folded words, in order."""
    return _WORD.findall(fold(wording))


def content_words(wording: str) -> list[str]:
    """The folded words that are no function words, in order."""
    return [word for word in words_of(wording) if word not in STOP_WORDS]


def shingles(words: list[str], size: int) -> list[tuple[str, ...]]:
    """Every run of `size` words, in order; empty when there are fewer words."""
    return [tuple(words[i : i + size]) for i in range(len(words) - size + 1)]
