"""A clause and a lemma's frames in, the frame that fits out."""

import re
from collections.abc import Sequence
from functools import lru_cache

from tellings.code_events.arguments import (
    Naming,
    country_at,
    is_actor,
    is_named_body,
    is_person,
    is_private,
    sector_at,
    sectors_at,
)
from tellings.code_events.clauses import Clause, spread
from tellings.code_events.frames import COMPLEMENTS, Condition, Frame, words_of_class
from tellings.code_events.sentence_words import Words, find_words
from tellings.linking.factuality import children_of
from tellings.records import Sentence
from tellings.text.countries import parse_country, parse_demonym
from tellings.text.folding import fold

_SECTORS = frozenset("GOV MIL COP SPY JUD OPP REB UAF CRM PTY LAB BUS CVL REF EDU MED REL NGO IGO ELI HLH".split())
_SCENES = frozenset({"sport", "fiction", "market", "disaster", "game", "space", "staged", "animal", "contest"})
_JUDGED = frozenset({"actor", "official", "person", "politician", "several", "public", "ahead", "STATE"})
_AHEAD = frozenset({"will", "would", "could", "may", "might", "shall", "'ll", "’ll"})
_POLITICAL = frozenset({"GOV", "PTY", "OPP"})
# Sectors of public life: what private people plan, share or discuss is no political event.
_OFFICIAL = frozenset("GOV MIL COP SPY JUD OPP REB IGO PTY LAB NGO REL ELI".split())
_SCORE = re.compile(r"(?<!\S)\d{1,3}[-–]\d{1,3}(?!\S)")  # a word of its own
# What only sport reports say; "half" and "goal" alone are ordinary words.
_MARKS = ("final", "half", "time", "series", "cup", "bowl", "league", "game", "star", "goal")  # one is in all of these
_PLAY = re.compile(
    r"\b(?:quarter|semi)[- ]?finals?\b|\b(?:first|second) half(?! of)|\b(?:extra|injury|stoppage)[- ]time\b"
    r"|\bworld (?:series|cup)\b|\bsuper bowl\b|\bpremier league\b|\bgame \d\b|\bchampions league\b|\ball-star\b"
    r"|\b(?:early|late|winning|own|headed|two|three|four|\d) (?:\w+ )?goals?\b",
    re.IGNORECASE,
)
_RULING = frozenset("GOV MIL COP SPY JUD OPP REB IGO PTY".split())
_PRIVATE = frozenset({"BUS", "MED", "EDU", "HLH"})
_STATES = frozenset({"GOV", "MIL"})  # a country's name stands for its government and its forces


def find_frame(frames: Sequence[Frame], clause: Clause, naming: Naming) -> Frame | None:
    """The first frame all of whose conditions hold; frames come with the most conditions first."""
    lacking = {slot for slot in COMPLEMENTS if getattr(clause, slot) is None}
    for frame in frames:
        if not frame.asked.isdisjoint(lacking):
            continue
        for condition in frame.conditions:
            if _is_there(condition, clause, naming) == condition.absent:
                break
        else:
            return frame
    return None


def is_scene(sentence: Sentence, name: str) -> bool:
    """Whether the sentence has a word of a class that sets the scene: sport, fiction, markets."""
    words = find_words(sentence)
    if name not in words.scenes:
        words.scenes[name] = _sets_scene(sentence, name, words)
    return words.scenes[name]


def _sets_scene(sentence: Sentence, name: str, words: Words) -> bool:
    if name == "disaster":  # a storm or a crash, and nobody who fights
        return _has(words.lemmas, "disaster") and not _has(words.lemmas, "force")
    if _has(words.naming, name):
        return True
    if name == "fiction":
        return _is_depicted(sentence, words)
    if name == "staged":
        return _is_rehearsed(sentence, words)
    if name != "sport":
        return False
    text = " ".join([token.text for token in sentence.tokens])
    lowered = text.lower()
    if any(mark in lowered for mark in _MARKS) and _PLAY.search(text.replace(" - ", "-")):
        return True
    return ("-" in text or "–" in text) and bool(_SCORE.search(text))


def _has(lemmas: frozenset[str], name: str) -> bool:
    return not lemmas.isdisjoint(words_of_class(name))


def _is_depicted(sentence: Sentence, words: Words) -> bool:
    """ "the mural shows", "the actor plays", "a plaque marks": what follows is shown, not reported."""
    if not (_has(words.lemmas, "depicting") and _has(words.lemmas, "depict")):
        return False
    return any(
        token.dep == "nsubj"
        and token.lemma in words_of_class("depicting")
        and sentence.tokens[token.head].lemma in words_of_class("depict")
        for token in sentence.tokens
    )


def _is_rehearsed(sentence: Sentence, words: Words) -> bool:
    """ "ambushed a convoy during the exercise": an exercise, a show or a scenario is where it takes place."""
    if not _has(words.lemmas, "rehearsed"):
        return False
    above = [
        sentence.tokens[token.head]
        for token in sentence.tokens
        if token.dep == "pobj" and token.lemma in words_of_class("rehearsed")
    ]
    return any(token.lemma in ("in", "during") and token.dep == "prep" for token in above)


def fillers(clause: Clause, naming: Naming, slot: str) -> list[int]:
    """Indices of what fills a slot of the clause; prepositions are looked for at the verb, then at its object."""
    if slot in COMPLEMENTS:
        place = getattr(clause, slot)
        return [] if place is None else [place]
    found = list(clause.preps.get(slot, ()))
    if clause.obj is not None:
        found += prepositions_of(naming.sentence, clause.obj, slot)
    return found


def prepositions_of(sentence: Sentence, index: int, name: str) -> list[int]:
    """Objects of that preposition on the noun at `index`."""
    return [
        below
        for child in children_of(sentence)[index]
        if sentence.tokens[child].dep in ("prep", "agent", "dative") and sentence.tokens[child].lemma == name
        for below in children_of(sentence)[child]
        if sentence.tokens[below].dep == "pobj"
    ]


def _is_there(condition: Condition, clause: Clause, naming: Naming) -> bool:
    slot, words = condition.slot, condition.words
    if slot in _SCENES:
        return slot in naming.scenes or is_scene(naming.sentence, slot)
    if slot == "pass":
        return clause.passive
    if slot == "prt":
        return bool(clause.prt) if not words else any(word in clause.prt for word in words)
    if slot == "objmod":
        below = children_of(naming.sentence)[clause.obj] if clause.obj is not None else ()
        return any(naming.sentence.tokens[child].lemma in words for child in below)
    if slot == "mod":
        return bool(clause.words) and not _lemmas_of(words).isdisjoint(clause.words)
    places = fillers(clause, naming, slot)
    if not places:
        return (not words or words == ("any",)) and (slot in clause.words or slot in clause.prt)
    if not words or words == ("any",):
        return True
    return any(_is_one_of(naming, place, words) for place in places)


@lru_cache(maxsize=4096)
def _lemmas_of(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*map(words_of_class, names))


@lru_cache(maxsize=4096)
def _part(names: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """Of the alternatives of a condition the lemmas that they stand for, the sectors, and what is to be looked into."""
    listed = tuple(name for name in names if name not in _JUDGED)
    return _lemmas_of(listed), _SECTORS.intersection(listed), tuple(name for name in names if name in _JUDGED)


def _is_one_of(naming: Naming, index: int, names: tuple[str, ...]) -> bool:
    """Whether the word, one joined to it, or what it counts ("dozens of soldiers") is of one of the classes."""
    lemmas, sectors, judged = _part(names)
    if lemmas and not _find_around(naming, index).isdisjoint(lemmas):
        return True
    if sectors:
        if naming.sentence.tokens[index].kind == "GPE" and not sectors.isdisjoint(_STATES):
            return True
        if sector_at(naming, index) in sectors:
            return True
    return any(_is_judged(naming, index, name) for name in judged)


def _is_judged(naming: Naming, index: int, name: str) -> bool:
    """Whether the word is what no list can say: somebody who acts, an official, a state, several."""
    if name == "actor":
        return is_actor(naming, index)
    sentence = naming.sentence
    if name == "official":
        return is_actor(naming, index) and _is_official(naming, index)
    if name in ("person", "politician"):
        return is_person(naming, index) and (name == "person" or is_politician(naming, index))
    if name == "several":
        return sentence.tokens[index].tag in ("NNS", "NNPS") or len(spread(sentence, index)) > 1
    if name == "public":
        return is_actor(naming, index) and (not naming.mentions or is_public(naming, index, civic=True))
    if name == "ahead":
        below = children_of(sentence)[index]
        return any(sentence.tokens[child].dep == "aux" and sentence.tokens[child].lemma in _AHEAD for child in below)
    return sentence.tokens[index].kind == "GPE" or parse_country(sentence.tokens[index].text) is not None  # STATE


def _find_around(naming: Naming, index: int) -> frozenset[str]:
    """The word, those joined to it and what it counts, as lemmas and as they are spelt."""
    if index not in naming.around:
        sentence = naming.sentence
        places = spread(sentence, index) + prepositions_of(sentence, index, "of")
        if sentence.tokens[index].lemma in words_of_class("effort"):  # "halted mediation efforts"
            places += [child for child in children_of(sentence)[index] if sentence.tokens[child].dep == "compound"]
        tokens = [sentence.tokens[place] for place in places]
        naming.around[index] = frozenset([word for token in tokens for word in (token.lemma, fold(token.text))])
    return naming.around[index]


def is_public(naming: Naming, index: int, *, civic: bool) -> bool:
    """Whether who the word names acts in public life: a country, an office, a body. civic: the report tells of public
    life; in others (a match, a film, a telephone) a body of which no more is known is taken for a firm or a club."""
    sectors = sectors_at(naming, index)
    if not civic:
        token = naming.sentence.tokens[index]
        return bool(_RULING.intersection(sectors[:1])) or parse_country(token.text) is not None
    if _is_official(naming, index):
        return True
    if is_person(naming, index) or is_private(naming, index) or (sectors and sectors[0] in _PRIVATE):
        return False
    return is_named_body(naming, index) or naming.sentence.tokens[index].kind in ("ORG", "GPE", "NORP")


def is_politician(naming: Naming, index: int) -> bool:
    """Whether who is named holds or seeks an office; in a report on a contest for votes whoever is named."""
    return bool(_POLITICAL.intersection(sectors_at(naming, index))) or "contest" in naming.scenes


def _is_official(naming: Naming, index: int) -> bool:
    """A country or an office of public life; the country of a private person is none."""
    sectors = sectors_at(naming, index)
    if (sectors and sectors[0] in _PRIVATE) or is_private(naming, index):
        return False
    if _OFFICIAL.intersection(sectors):
        return True
    if sectors[:1] == ("CVL",):
        return False
    if naming.sentence.tokens[index].tag in ("NNS", "NNPS") and parse_demonym(naming.sentence.tokens[index].text):
        return False  # "Kenyans" are people
    return country_at(naming, index) is not None and not is_person(naming, index)
