"""The sentences of one report in, what it is about as a whole out: a match, a disaster, violence, a contest for votes.

Frames ask for such scenes; a sentence of a match report seldom says by itself that it is one.
"""

from collections.abc import Sequence
from functools import lru_cache

from tellings.code_events.frames import words_of_class
from tellings.code_events.matching import is_scene
from tellings.code_events.sentence_words import find_words
from tellings.records import Sentence

SHARES = {"sport": 0.25, "contest": 0.25, "disaster": 0.25, "violence": 0.25}  # of sentences that must speak of it
_LEAST = 3  # sentences that must
_BLOWS = frozenset({"strike", "fire"})  # cars strike, too
_COMMON = frozenset("train tram plane ferry aircraft helicopter crane accident collapse fire".split())


def find_scenes(sentences: Sequence[Sentence]) -> frozenset[str]:
    """The scenes that enough of the sentences set. A disaster is none where as many tell of force."""
    found = set[str]()
    for name, share in SHARES.items():
        telling = sum(_speaks_of(sentence, name) for sentence in sentences)
        if telling >= max(_LEAST, share * len(sentences)):
            found.add(name)
    if "disaster" in found:
        forced = sum(_has_word(sentence, words_of_class("force") - _BLOWS) for sentence in sentences)
        if 2 * forced >= sum(_speaks_of(sentence, "disaster") for sentence in sentences):
            found.discard("disaster")
    return frozenset(found)


def _speaks_of(sentence: Sentence, name: str) -> bool:
    if name == "disaster":
        return _has_word(sentence, _mishaps())
    if name == "violence":
        return _has_word(sentence, words_of_class("bodily"))
    if name == "contest":
        return _has_word(sentence, words_of_class("hustings"))
    return is_scene(sentence, name)


@lru_cache(maxsize=1)
def _mishaps() -> frozenset[str]:
    return (words_of_class("disaster") | words_of_class("traffic")) - _COMMON


def _has_word(sentence: Sentence, words: frozenset[str]) -> bool:
    return not find_words(sentence).lemmas.isdisjoint(words)
