"""A report with its sentences in, its Reading out: words, sentences and somebody's words, ready to be compared."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from tellings.linking.rarity import rarity
from tellings.linking.vectors import embed_cached
from tellings.records import Report, Sentence, Span
from tellings.text.folding import fold
from tellings.text.words import STOP_WORDS, find_words
from tellings.trace_copies.credits import find_agencies
from tellings.trace_copies.speech import find_marked, find_speech, is_formula, is_heading

MOST_WORDS = 6_000  # words of a report that are compared; a longer one is weighed by its beginning
MOST_SENTENCES = 150
_LONGEST = 600  # characters of a sentence that are embedded: more than the model reads
Gram = tuple[str, str, str, str]
_LEXICAL = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
_NAMED = frozenset({"PROPN", "NUM"})


@dataclass(frozen=True)
class Reading:
    """What of one report is compared with others."""

    report: Report
    sentences: tuple[Sentence, ...]
    words: tuple[tuple[int, int, str], ...]  # start, end, folded
    spoken: tuple[bool, ...]  # for each word, whether somebody is quoted
    speech: tuple[Span, ...]

    @cached_property
    def narrated(self) -> tuple[int, ...]:
        """Indices of the sentences that are mostly the reporter's own, long enough to be compared."""
        kept = []
        for index, sentence in enumerate(self.sentences):
            start, end = sentence.span.start, sentence.span.end
            covered = sum(min(end, s.end) - max(start, s.start) for s in self.speech if s.start < end and start < s.end)
            if (
                covered * 2 < end - start
                and len(self.contents[index]) >= 4
                and not (self.formulaic and is_formula(self.wording(index)))
                and not is_heading(self.wording(index))
            ):
                kept.append(index)
        return tuple(kept)

    @cached_property
    def contents(self) -> tuple[dict[str, float], ...]:
        """For each sentence its content lemmas outside quotations, weighed by rarity."""
        told = [(span.start, span.end) for span in self.speech]
        return tuple(dict(filter(None, map(weigh_term, find_content(sentence, told)))) for sentence in self.sentences)

    @cached_property
    def formulaic(self) -> bool:
        """Whether a formula of a licence or of site furniture stands anywhere in it: in few reports one does."""
        return is_formula(self.report.text)

    @cached_property
    def agencies(self) -> frozenset[str]:
        """News agencies that the report credits."""
        return frozenset(find_agencies(self.report))

    @cached_property
    def totals(self) -> tuple[float, ...]:
        """For each sentence the weight of its content lemmas."""
        return tuple(sum(content.values()) for content in self.contents)

    def embed(self, indices: Sequence[int]) -> NDArray[np.float32]:
        """One vector for each of those sentences."""
        return embed_cached([self.wording(index)[:_LONGEST] for index in indices])

    def lies_in(self, index: int, places: set[int]) -> bool:
        """Whether at least half of that sentence's words are among these."""
        words = self.words_in[index]
        return 2 * len(places.intersection(words)) >= max(1, len(words))

    @cached_property
    def words_in(self) -> tuple[range, ...]:
        """For each sentence the indices of its words."""
        return tuple(
            range(bisect_left(self.starts, s.span.start), bisect_left(self.starts, s.span.end)) for s in self.sentences
        )

    @cached_property
    def vocabulary(self) -> dict[str, float]:
        """Content lemmas of the whole report outside quotations, weighed by rarity."""
        return {term: weight for content in self.contents for term, weight in content.items()}

    @cached_property
    def columns(self) -> dict[str, int]:
        """Where each content lemma stands in `vocabulary`."""
        return {term: column for column, term in enumerate(self.vocabulary)}

    @cached_property
    def held(self) -> NDArray[np.bool_]:
        """For each sentence and each lemma of `vocabulary`, whether the one holds the other."""
        held = np.zeros((len(self.contents), len(self.vocabulary)), dtype=np.bool_)
        for row, content in enumerate(self.contents):
            held[row, [self.columns[term] for term in content]] = True
        return held

    @cached_property
    def spread(self) -> Counter[str]:
        """In how many sentences each content lemma stands."""
        return Counter(term for content in self.contents for term in content)

    @cached_property
    def trigrams(self) -> frozenset[tuple[str, str, str]]:
        """Every run of three words."""
        return frozenset(zip(self.folded, self.folded[1:], self.folded[2:], strict=False))

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The words in their folded form."""
        return tuple(word for _, _, word in self.words)

    @cached_property
    def grams(self) -> tuple[Gram, ...]:
        """Every run of four words, in order."""
        words = self.folded
        return tuple(zip(words, words[1:], words[2:], words[3:], strict=False))

    @cached_property
    def gram_places(self) -> dict[Gram, list[int]]:
        """Where each run of four words begins, as indices of words, rising."""
        places: dict[Gram, list[int]] = {}
        for place, gram in enumerate(self.grams):
            places.setdefault(gram, []).append(place)
        return places

    @cached_property
    def rarities(self) -> tuple[float, ...]:
        """For each word the square of its rarity."""
        return tuple(rarity(word) ** 2 for word in self.folded)

    @cached_property
    def own_words(self) -> int:
        """How many of its words are nobody's quoted speech."""
        return self.spoken.count(False)

    @cached_property
    def quotations(self) -> list[Span]:
        """What stands in quotation marks."""
        return [Span(self.report.id, start, end) for start, end in find_marked(self.report.text)]

    def words_between(self, start: int, end: int) -> list[str]:
        """The folded words between two offsets."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return list(self.folded[first:last])

    @cached_property
    def starts(self) -> list[int]:
        return [start for start, _, _ in self.words]

    def wording(self, index: int) -> str:
        """The wording of that sentence."""
        return self.sentences[index].span.of(self.report)


def find_content(sentence: Sentence, told: Sequence[tuple[int, int]]) -> list[str]:
    """The words of a sentence that carry content, names and numbers as they stand and others as lemmas, but for those
    within `told`: stretches of the text that are somebody's words."""
    first, last = sentence.span.start, sentence.span.end
    tokens = [token for token in sentence.tokens if token.pos in _LEXICAL]
    for start, end in told:
        if start < last and first < end:
            tokens = [token for token in tokens if not start <= token.start < end]
    return [token.text if token.pos in _NAMED else token.lemma for token in tokens]


@lru_cache(maxsize=1 << 16)
def weigh_term(wording: str) -> tuple[str, float] | None:
    """The folded word and its weight; None for a word of no content."""
    term = fold(wording)
    if term in STOP_WORDS or not any(map(str.isalnum, term)):
        return None
    return term, rarity(term) ** 2


def build_reading(report: Report, sentences: Sequence[Sentence]) -> Reading:
    """The reading of one report."""
    kept = tuple(sentences[:MOST_SENTENCES])
    speech = find_speech(report, kept)
    words = find_places(report.text)[:MOST_WORDS]
    return Reading(report, kept, words, tuple(_mask(words, speech)), tuple(speech))


@lru_cache(maxsize=4)  # a report is signed, then read
def find_places(text: str) -> tuple[tuple[int, int, str], ...]:
    """Each word as (start, end, folded form)."""
    return tuple(find_words(text))


def _mask(words: Sequence[tuple[int, int, str]], speech: Sequence[Span]) -> list[bool]:
    mask = [False] * len(words)
    starts = [start for start, _, _ in words]
    for span in speech:
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        mask[first:last] = [True] * (last - first)
    return mask
