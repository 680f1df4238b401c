"""A Report with its Sentences in, its Signature out: the few numbers under which its copies and rewritings are found.

Two kinds of keys, both made without any model. `passages` stand for runs of five words in the reporter's own part: of
every stretch of sixteen such runs the one with the smallest hash is kept (winnowing: Schleimer, Wilkerson and Aiken
2003), so two reports that share twenty words in a row share a key, however long they are otherwise. `details` stand
for two rare words that are told in one sentence: they survive a rewriting.
"""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tellings.records import Report, Sentence
from tellings.text.folding import fold
from tellings.text.words import find_starts, words_of
from tellings.trace_copies.reading import MOST_SENTENCES, MOST_WORDS, find_content, weigh_term
from tellings.trace_copies.speech import find_marked

Keys = NDArray[np.uint64]
RUN = 5  # words of a run
WINDOW = 16  # runs of which one is kept
OWN = 40  # own words from which quotations are left out: of a report that is all quotation they are kept
MOST_PASSAGES = 64  # of a long report those with the smallest hashes
RAREST = 4  # words of a sentence that make details
MOST_DETAILS = 24
FEWEST = 20  # words below which a report has no keys: having them in common proves nothing
_FACTOR = 0x9E3779B97F4A7C15
_POWERS = np.array([pow(_FACTOR, place, 1 << 64) for place in range(1, RUN + 1)], dtype=np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """What is held of a report. digest: of all its words in order; outlet: a hash of its name, 0 without one;
    published: its rank in time, "9999" where unknown; length: characters of the text."""

    report: str
    digest: int
    words: int
    length: int
    published: str
    outlet: int
    supersedes: str | None
    passages: Keys
    details: Keys


def build_signature(report: Report, sentences: Sequence[Sentence]) -> Signature:
    """The signature, which depends on this report alone; it can be made in another process."""
    words = words_of(report.text)
    marked = find_marked(report.text)
    short = len(words) < FEWEST
    return Signature(
        report=report.id,
        digest=_hash_all(words),
        words=len(words),
        length=len(report.text),
        published=report.published.rank() if report.published else "9999",
        outlet=_hash_word(fold(report.outlet)) if report.outlet else 0,
        supersedes=report.supersedes,
        passages=_NONE if short else _find_passages(report.text, words[:MOST_WORDS], marked),
        details=_NONE if short else _find_details(sentences[:MOST_SENTENCES], marked),
    )


_NONE: Keys = np.zeros(0, dtype=np.uint64)


def _hash_all(words: Sequence[str]) -> int:
    joined = " ".join(words).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "big")


def _hash_words(words: Sequence[str]) -> Keys:
    encoded = " ".join(words).encode("utf-8", "surrogatepass").split(b" ")
    return _spread(np.fromiter(map(zlib.crc32, encoded), np.uint64, len(words)))


def _spread(hashes: Keys) -> Keys:
    """Over 64 bits, in fewer steps than `_mix`."""
    hashes = hashes * np.uint64(_FACTOR)
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(32)
    return hashes


@lru_cache(maxsize=1 << 16)
def _hash_word(word: str) -> int:
    """The same in every process, unlike `hash`."""
    number = zlib.crc32(word.encode("utf-8", "surrogatepass")) + 1
    return int(_mix(np.array([number], dtype=np.uint64))[0])


def _mix(numbers: Keys) -> Keys:
    """Each spread over 64 bits (the finalizer of SplitMix64)."""
    numbers = numbers * np.uint64(_FACTOR)
    numbers = (numbers ^ numbers >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ numbers >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return numbers ^ numbers >> np.uint64(31)


def _find_passages(text: str, words: Sequence[str], marked: Sequence[tuple[int, int]]) -> Keys:
    hashes = _hash_words(words)
    own = hashes[~_mask_marked(text, len(words), marked)] if marked else hashes
    if len(own) < OWN:
        own = hashes
    count = len(own) - RUN + 1
    runs = own[:count] * _POWERS[0]
    for place in range(1, RUN):
        runs += own[place : place + count] * _POWERS[place]
    return np.unique(_find_least(_spread(runs), min(WINDOW, count)))[:MOST_PASSAGES]


def _find_least(numbers: Keys, width: int) -> Keys:
    """The least of every so many in a row."""
    held = 1
    while held < width:
        step = min(held, width - held)
        numbers = np.minimum(numbers[:-step], numbers[step:])
        held += step
    return numbers


def _mask_marked(text: str, words: int, marked: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which of the first so many words of the text stand in marks."""
    starts = np.array(find_starts(text)[:words])
    mask = np.zeros(words, dtype=np.bool_)
    for start, end in marked:
        first, last = np.searchsorted(starts, (start, end))
        mask[first:last] = True
    return mask


def _find_details(sentences: Sequence[Sentence], marked: Sequence[tuple[int, int]]) -> Keys:
    """A key for every two of the rarest words of each sentence; of many those with the smallest hashes."""
    pairs: list[tuple[int, int]] = []
    for sentence in sentences:
        if not sentence.title:
            terms = sorted({term for word in find_content(sentence, marked) if (term := _rate_term(word))})[:RAREST]
            pairs += combinations(sorted([number for _, number in terms]), 2)
    if not pairs:
        return _NONE
    first, second = np.array(pairs, dtype=np.uint64).T
    return np.unique(_mix(first + np.uint64(3) * second))[:MOST_DETAILS]


@lru_cache(maxsize=1 << 16)
def _rate_term(wording: str) -> tuple[float, int] | None:
    """(Rarity, rarest first; hash); None for a word of no content."""
    term = weigh_term(wording)
    return (-term[1], _hash_word(term[0])) if term else None
