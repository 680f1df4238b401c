"""A parsed sentence in, its lemmas as sets out: scenes, classes of words and shares of a report ask for them again and
again."""

from dataclasses import dataclass, field

from tellings.records import Sentence

_ROOM = 512
_NAMING = frozenset({"NOUN", "PROPN", "ADJ"})


@dataclass(frozen=True, slots=True)
class Words:
    """The lemmas of a sentence: all, all in small letters, those of nouns, names and adjectives. scenes: for each class
    that was asked for, whether a word of it sets the scene. Once asked, old: whether it speaks of an age gone by,
    civic: how many of its words name what governs, judges or fights."""

    lemmas: frozenset[str]
    lowered: frozenset[str]
    naming: frozenset[str]
    scenes: dict[str, bool] = field(default_factory=dict)
    old: list[bool] = field(default_factory=list)
    civic: list[int] = field(default_factory=list)


_known: dict[int, tuple[Sentence, Words]] = {}  # of the sentences seen last; hashing one costs more than this saves


def find_words(sentence: Sentence) -> Words:
    """The lemmas of the sentence; those of the sentences seen last are kept."""
    kept = _known.get(id(sentence))
    if kept is not None and kept[0] is sentence:
        return kept[1]
    if len(_known) >= _ROOM:
        _known.clear()
    lemmas = frozenset([token.lemma for token in sentence.tokens])
    naming = frozenset([token.lemma for token in sentence.tokens if token.pos in _NAMING])
    words = Words(lemmas, frozenset(map(str.lower, lemmas)), naming)
    _known[id(sentence)] = (sentence, words)
    return words
