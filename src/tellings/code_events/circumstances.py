"""A coded word, the report's moments and places in; when and where it happened out.

A date belongs to the verb or event noun that it hangs on, to those joined to it, and to all where it hangs on none.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from tellings.code_events.arguments import Naming
from tellings.code_events.frames import load_nouns, words_of_class
from tellings.code_events.matching import is_scene
from tellings.code_events.sentence_words import find_words
from tellings.linking.factuality import children_of, load_effects
from tellings.records import Interval, Moment, Sentence

_LONG_AGO = re.compile(
    r"\b(?<!quarter )(?<!quarter - )(?<!half )(?<!half - )(?:century|centuries|generations?) ago\b"
    r"|\bon this day\b|\blegend has it\b"
)
_AGED = frozenset({"war", "ago", "day", "it"})  # one is in all of these
_FOUGHT = frozenset({"fight", "battle", "serve", "fall", "die", "defeat"})
_DIGITS = 4  # years of three digits are too often counts
_PLACE_WORDS = frozenset("in at near outside across inside around on to along into toward".split())


def find_when(naming: Naming, head: int, moments: Sequence[Moment]) -> Interval | None:
    """The interval of the moment that hangs on the head, or on the verb that carries it."""
    sentence = naming.sentence
    shared = None
    for moment in moments:
        if moment.interval is None or moment.kind in ("duration", "set") or not sentence.span.holds(moment.span):
            continue
        first = next((i for i, token in enumerate(sentence.tokens) if token.end > moment.span.start), None)
        if first is None or not _is_dated_by(naming, head, first):
            continue
        if _owning_word(sentence, first) in (head, carrier_of(naming, head)):
            return moment.interval
        shared = shared or moment.interval
    return shared


def _is_dated_by(naming: Naming, head: int, index: int) -> bool:
    """Whether a date at `index` is that of the head: it hangs on it, on its carrier, or on no happening at all."""
    sentence = naming.sentence
    owner = _owning_word(sentence, index)
    if owner in (head, carrier_of(naming, head)):
        return True
    if sentence.tokens[head].dep == "conj" and sentence.tokens[head].pos == "VERB":
        return owner == sentence.tokens[head].head  # "invaded in 1066 and killed": one time for both
    for inner, outer in ((owner, head), (head, owner)):  # "slaughtered them when the town fell in 1099"
        if sentence.tokens[inner].dep == "advcl" and sentence.tokens[inner].head == outer:
            return any(sentence.tokens[child].lemma == "when" for child in children_of(sentence)[inner])
    return sentence.tokens[owner].pos not in ("VERB", "NOUN", "AUX") and sentence.tokens[owner].head == owner


def has_old_year(naming: Naming, head: int, published: Interval | None) -> bool:
    """Whether a bare year long before publication dates the head: for years that no moment was read from."""
    last = published.first_day() if published else None
    if last is None:
        return False
    for index, token in enumerate(naming.sentence.tokens):
        year = int(token.text) if token.kind == "DATE" and token.text.isdecimal() and len(token.text) == _DIGITS else 0
        if 0 < year < last.year - 1 and _is_dated_by(naming, head, index):
            return True
    return False


def is_of_age(sentence: Sentence) -> bool:
    """Whether the sentence speaks of an age gone by: the Crusades, a world war, 44 BC, the battle of Borodino."""
    words = find_words(sentence)
    if not words.old:
        words.old.append(_speaks_of_old(sentence))
    return words.old[0]


def _speaks_of_old(sentence: Sentence) -> bool:
    texts = [token.text.lower() for token in sentence.tokens]
    if not _AGED.isdisjoint(texts) and (("world", "war") in pairwise(texts) or _LONG_AGO.search(" ".join(texts))):
        return True
    if is_scene(sentence, "era"):
        return True
    fields = words_of_class("battlefield")
    fought = not find_words(sentence).lemmas.isdisjoint(_FOUGHT)
    return fought and any(before in ("at", "of") and name in fields for before, name in pairwise(texts))


def _owning_word(sentence: Sentence, index: int) -> int:
    """The nearest verb or event noun above the word."""
    for _ in range(len(sentence.tokens)):
        above = sentence.tokens[index].head
        token = sentence.tokens[above]
        if above == index or token.pos == "VERB" or (token.pos == "NOUN" and token.lemma in load_nouns()):
            return above
        index = above
    return index


def find_place(naming: Naming, head: int) -> str | None:
    """The name of the place that hangs on the head by a preposition of place."""
    sentence = naming.sentence
    for place in naming.places:
        first = next((i for i, token in enumerate(sentence.tokens) if token.end > place.span.start), None)
        if first is None or not place.literal or sentence.tokens[first].pos != "PROPN":
            continue
        if _is_before(sentence, first, head):
            return place.name  # "the Lagos attack"
        if _owning_word(sentence, first) in _carrying_words(naming, head) and _is_under_place_word(sentence, first):
            return place.name
    return None


def _is_before(sentence: Sentence, place: int, head: int) -> bool:
    """Whether the place's name stands right before the event noun and belongs to it."""
    token = sentence.tokens[place]
    while token.dep in ("compound", "nmod") and token.head != place and token.head != head:
        place, token = token.head, sentence.tokens[token.head]
    return token.head == head and token.dep in ("compound", "nmod") and sentence.tokens[head].pos == "NOUN"


def _carrying_words(naming: Naming, head: int) -> set[int | None]:
    """The word itself, the verb that carries it, and the verbs joined to it: "met and signed a pact in Lima"."""
    found = {head, carrier_of(naming, head)}
    token = naming.sentence.tokens[head]
    if token.dep == "conj" and naming.sentence.tokens[token.head].pos == token.pos == "VERB":
        found.add(token.head)
    below = children_of(naming.sentence)[head]
    return found | {
        c for c in below if naming.sentence.tokens[c].dep == "conj" and naming.sentence.tokens[c].pos == "VERB"
    }


def _is_under_place_word(sentence: Sentence, index: int) -> bool:
    for _ in range(4):
        above = sentence.tokens[index].head
        if sentence.tokens[above].dep == "prep":
            return sentence.tokens[above].lemma in (
                "in",
                "at",
                "near",
                "outside",
                "across",
                "inside",
                "around",
                "on",
                "to",
            )
        if above == index:
            return False
        index = above
    return False


def carrier_of(naming: Naming, index: int) -> int | None:
    """The verb that carries the noun as its object: "held", "signed"; None for other verbs."""
    token = naming.sentence.tokens[index]
    above = naming.sentence.tokens[token.head]
    if token.dep not in ("dobj", "nsubjpass") or above.pos != "VERB":
        return None
    return token.head if load_effects().get((above.lemma, "verb")) == "light" else None
