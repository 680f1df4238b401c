"""Tokens that name a party of a case in; who that is out, comparable between reports."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tellings.assemble.case_words import read_case_words
from tellings.assemble.story_index import StoryIndex
from tellings.assemble.trees import phrase_span
from tellings.records import Entity, Mention, Sentence
from tellings.text.countries import parse_capital
from tellings.text.folding import fold

_ACTORS = frozenset({"person", "organisation", "place"})
_BODIES = frozenset({"organisation", "office"})
_PRONOUNS = frozenset({"PRON", "DET"})


@dataclass(frozen=True, slots=True)
class Party:
    """A requester, addressee or decider. keys: what it may be known by (entity id, country, folded name)."""

    name: str
    keys: frozenset[str]
    certain: bool  # named, or resolved to an entity; False for "the commander" that nothing resolves
    official: bool = False  # a body or somebody in office, that can be asked in due form; not the public, not a friend

    def same_as(self, other: "Party", *, by_country: bool = True) -> bool:
        """Whether both may be one party: a shared key, that of a shared country only where it counts."""
        shared = self.keys & other.keys
        return any(by_country or not key.startswith("country ") for key in shared)


def read_party(index: StoryIndex, sentence: Sentence, token: int | None) -> Party | None:
    """Who the token names; None where it is a pronoun that nothing resolves."""
    if token is None:
        return None
    mention = index.mention_at(sentence, token)
    entity = index.entity_of(mention) if mention else None
    phrase = index.words(phrase_span(sentence, token, short=True))
    keys = {fold(sentence.tokens[token].lemma)}
    name = entity.name if entity else (mention.name if mention else phrase)
    if entity:
        keys.add(entity.id)
    country = (
        (entity.country if entity else None) or (mention.country if mention else None) or _owner(index, sentence, token)
    )
    capital = parse_capital(sentence.tokens[token].text)  # "Lima asked": its government
    if country or capital:
        keys.add(f"country {country or (capital.iso2 if capital else '')}")
    named = entity is not None and entity.kind in _ACTORS and not _is_bare(sentence, token, phrase, entity)
    certain = named or (entity is None and sentence.tokens[token].pos == "PROPN")
    if not certain and (sentence.tokens[token].pos in _PRONOUNS or mention is None):
        return None
    official = _is_official(mention, entity) or sentence.tokens[token].lemma.lower() in read_case_words().offices
    return Party(_without_article(name), frozenset(keys), certain, official)


def _is_bare(sentence: Sentence, token: int, phrase: str, entity: Entity) -> bool:
    """ "The company", known by no other name: another report's name may be meant."""
    plain = sentence.tokens[token].pos == "NOUN" and not any(word[:1].isupper() for word in phrase.split()[1:])
    return plain and fold(_without_article(phrase)) == fold(entity.name)


def _is_official(mention: Mention | None, entity: Entity | None) -> bool:
    kind = entity.kind if entity else mention.kind if mention else ""
    if kind in _BODIES:
        return True
    if kind == "place":  # a state or town under its name; "the bridge", "my house" are none
        return mention is not None and mention.form != "nominal"
    words = {fold(word) for word in re.findall(r"\w+", mention.role or "")} if mention else set()
    return kind == "person" and bool(words & read_case_words().offices)


def _owner(index: StoryIndex, sentence: Sentence, token: int) -> str | None:
    """The country in "the Serbian government", "Mali's army": that of a mention within the phrase."""
    for mention in index.mentions_in(phrase_span(sentence, token, short=True)):
        if mention.country:
            return mention.country
    return None


def most_named(parties: Iterable[tuple[str, Party]]) -> Party | None:
    """The party that most reports name, given as (report, party); certain ones first, then the fuller name."""
    reports: dict[str, set[str]] = {}
    first: dict[str, Party] = {}
    for report, party in parties:
        reports.setdefault(party.name, set()).add(report)
        first.setdefault(party.name, party)
    votes = Counter({name: len(found) for name, found in reports.items()})
    best = max(votes, key=lambda name: (first[name].certain, votes[name], len(name), name), default=None)
    return first[best] if best else None


def _without_article(name: str) -> str:
    for article in ("the ", "The ", "a ", "an "):
        name = name.removeprefix(article)
    return name.removesuffix("'s").removesuffix("’s")
