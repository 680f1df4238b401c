"""A clause in, the PLOVER contexts it speaks of out: those of its frame and those its own words name."""

from functools import lru_cache
from importlib.resources import files

from tellings.code_events.sentence_words import find_words
from tellings.records import Sentence, Span


@lru_cache(maxsize=1)
def load_contexts() -> dict[str, str]:
    """Lemma -> context, from `contexts.tsv`."""
    text = (files(__package__) / "contexts.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {lemma: context for context, lemmas in rows for lemma in lemmas.split()}


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    return frozenset(load_contexts())


def find_contexts(sentence: Sentence, span: Span, given: tuple[str, ...]) -> tuple[str, ...]:
    """The frame's contexts, then those of nouns and adjectives within the clause, each once."""
    words = load_contexts()
    if find_words(sentence).naming.isdisjoint(_telling()):
        return tuple(dict.fromkeys(given))
    named = [
        words[token.lemma]
        for token in sentence.tokens
        if span.start <= token.start < span.end and token.pos in ("NOUN", "PROPN", "ADJ") and token.lemma in words
    ]
    return tuple(dict.fromkeys((*given, *named)))
