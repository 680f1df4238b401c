"""Tokens that name a party of a case in; who that is out, comparable between reports."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tellings.assemble.story_index import StoryIndex
from tellings.assemble.trees import phrase_span
from tellings.records import Sentence
from tellings.text.countries import parse_capital
from tellings.text.folding import fold

_ACTORS = frozenset({"person", "organisation", "place"})
_PRONOUNS = frozenset({"PRON", "DET"})


@dataclass(frozen=True, slots=True)
class Party:
    """A requester, addressee or decider. keys: what it may be known by (entity id, country, folded name)."""

    name: str
    keys: frozenset[str]
    certain: bool  # named, or resolved to an entity; False for "the commander" that nothing resolves

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
    named = entity is not None and entity.kind in _ACTORS
    certain = named or (entity is None and sentence.tokens[token].pos == "PROPN")
    if not certain and (sentence.tokens[token].pos in _PRONOUNS or mention is None):
        return None
    return Party(_without_article(name), frozenset(keys), certain)


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
