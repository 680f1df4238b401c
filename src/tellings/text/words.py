"""A wording in, its words, shingles and content words out.

Scripts that do not part words are cut as search engines cut them without a dictionary: Chinese and Japanese into pairs
of letters that overlap (as Lucene's CJK bigrams), Thai, Lao, Khmer and Burmese, whose words are longer, into runs of
three letters with their signs.
"""

import re
import unicodedata
from collections.abc import Iterator

from tellings.text.folding import fold

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+|,(?=\d)[^\W_]+)*")

# Letters of scripts that do not part words, by block; and into how many letters they are cut, how many make a word.
_EASTERN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_SOUTHERN = "\u0e01-\u0e2e\u0e30-\u0e4e\u0e80-\u0ecf\u0edc-\u0edf\u1000-\u103f\u104a-\u109f\u1780-\u17dd\uaa60-\uaa7f"
_PAIR, _THREE = 2, 3
_LETTERS_A_WORD = {_PAIR: 1.7, _THREE: 4.5}  # of running text: Chinese 1.6, Japanese 1.9, Thai 4.4, Burmese 4.6


def _find_marks() -> str:
    """The signs that stand on letters (Indian vowels, Arabic points, accents apart), as ranges of a class."""
    codes = [
        code
        for code in range(0x300, 0x11000)
        if unicodedata.category(chr(code)) in ("Mn", "Mc") and not 0xD800 <= code <= 0xDFFF
    ]
    ranges: list[list[int]] = []
    for code in [*codes, 0x200C, 0x200D]:  # the last two join or part letters within a word
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_MARKS = _find_marks()
_LETTER = rf"[^\W_{_EASTERN}{_SOUTHERN}]"
_PART = rf"{_LETTER}(?:{_LETTER}+|[{_MARKS}]+)*"
_WIDE = re.compile(
    rf"([{_EASTERN}{_SOUTHERN}][{_EASTERN}{_SOUTHERN}{_MARKS}]*)|{_PART}(?:['’.-]{_PART}|,(?=\d){_PART})*"
)
_UNUSUAL = re.compile(rf"[{_EASTERN}{_SOUTHERN}{_MARKS}]")
_UNPARTED = re.compile(rf"[{_EASTERN}{_SOUTHERN}]")
_CLUSTER = re.compile(rf"[{_EASTERN}{_SOUTHERN}][{_MARKS}]*|[{_MARKS}]+")
_FIRST_EASTERN = "\u3005"

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
    """Each word as (start, end, folded form); in scripts that do not part words they overlap."""
    folded = fold(wording)
    if not _is_unusual(folded):
        for found in _WORD.finditer(folded):
            yield found.start(), found.end(), found.group()
        return
    for found in _WIDE.finditer(folded):
        if found.group(1) is None:
            yield found.start(), found.end(), found.group()
        else:
            yield from _cut_run(folded, *found.span())


def words_of(wording: str) -> list[str]:
    """The folded words, in order."""
    folded = fold(wording)
    if not _is_unusual(folded):
        return _WORD.findall(folded)
    return [word for _, _, word in find_words(wording)]


def find_starts(wording: str) -> list[int]:
    """Where each of `words_of` begins."""
    folded = fold(wording)
    if not _is_unusual(folded):
        return [found.start() for found in _WORD.finditer(folded)]
    return [start for start, _, _ in find_words(wording)]


def _is_unusual(wording: str) -> bool:
    return not wording.isascii() and _UNUSUAL.search(wording) is not None


def _cut_run(folded: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The overlapping pairs or threes of letters of a run without spaces; a short run whole."""
    size = _PAIR if folded[start] >= _FIRST_EASTERN else _THREE
    places = [found.start() for found in _CLUSTER.finditer(folded, start, end)] + [end]
    if len(places) - 1 <= size:
        yield start, end, folded[start:end]
        return
    for place in range(len(places) - size):
        first, last = places[place], places[place + size]
        yield first, last, folded[first:last]


def count_words(wording: str) -> int:
    """How many words: as white space parts them, or where a script does not, as many as its letters make on average."""
    parts = wording.split()
    if wording.isascii() or not _UNPARTED.search(wording):
        return len(parts)
    letters: list[str] = _UNPARTED.findall(wording)
    eastern = sum(letter >= _FIRST_EASTERN for letter in letters)
    others = sum(not _UNPARTED.search(part) for part in parts)
    made = eastern / _LETTERS_A_WORD[_PAIR] + (len(letters) - eastern) / _LETTERS_A_WORD[_THREE]
    return others + max(1, int(made + 0.5))


def weigh_letters(wording: str) -> int:
    """How many letters of an alphabet it would take: a letter of Chinese or Japanese stands for about three."""
    if wording.isascii() or not _UNPARTED.search(wording):
        return len(wording)
    letters: list[str] = _UNPARTED.findall(wording)
    return len(wording) + 2 * sum(letter >= _FIRST_EASTERN for letter in letters)


def content_words(wording: str) -> list[str]:
    """The folded words that are no function words, in order."""
    return [word for word in words_of(wording) if word not in STOP_WORDS]


def shingles(words: list[str], size: int) -> list[tuple[str, ...]]:
    """Every run of `size` words, in order; empty when there are fewer words."""
    return [tuple(words[i : i + size]) for i in range(len(words) - size + 1)]
