"""A noun of a parsed sentence in, the Argument of an event out: words, name, chain, country, sectors and role."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tellings.code_events.clauses import spread
from tellings.code_events.frames import words_of_class
from tellings.linking.factuality import children_of
from tellings.records import Argument, Mention, Place, Sentence, Span
from tellings.text.countries import country_of, parse_any, parse_capital, parse_country, parse_demonym
from tellings.text.folding import fold
from tellings.text.organisations import parse_organisation
from tellings.text.times.phrases import MONTHS, WEEKDAYS

SECTORS = (
    "MIL", "COP", "JUD", "GOV", "IGO", "REB", "OPP", "UAF", "CRM", "MED", "SPY", "REL", "NGO", "REF", "LAB", "HLH",
    "EDU", "BUS", "PTY", "ELI", "CVL",
)  # fmt: skip
_ACTING = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_KINDS = frozenset({"person", "organisation", "group"})
_PRONOUNS = frozenset("i we you he she they him her them us me who whom himself herself themselves".split())
_WEAK = frozenset("group organisation organization network leader member head chief team force".split())
_PEOPLE = ("ists", "women", "smen", "goers", "seekers", "leaders", "dwellers")  # ends of words for many people
_RANKS = frozenset({"general", "major", "private"})  # as adjectives they are no ranks: "a general strike"
_CALENDAR = frozenset((*WEEKDAYS, *MONTHS, "christmas", "easter", "ramadan", "eid"))
_INSIDE = frozenset("det amod compound nmod poss nummod appos case quantmod".split())
_PARTITIVES = frozenset(
    """dozen hundred thousand score number group majority team member lot many several half rest most some any all one
    two three million billion leader head chief commander spokesman spokeswoman spokesperson minister president unit
    wave pair handful crowd family member resident citizen part third quarter""".split()
)


@dataclass(frozen=True, slots=True)
class Naming:
    """What was read about one sentence's namings: mentions and places that lie in it."""

    sentence: Sentence
    mentions: Sequence[Mention]
    places: Sequence[Place]
    scenes: frozenset[str] = frozenset()  # what the whole report is about: a contest for votes, a match, a disaster
    countries: dict[int, str | None] = field(default_factory=dict, compare=False)  # by word: frames ask again and again
    sectors: dict[int, tuple[str, ...]] = field(default_factory=dict, compare=False)
    actors: dict[int, bool] = field(default_factory=dict, compare=False)
    named: dict[int, Mention | None] = field(default_factory=dict, compare=False)
    around: dict[int, frozenset[str]] = field(default_factory=dict, compare=False)
    arguments: dict[tuple[int, bool], Argument] = field(default_factory=dict, compare=False)
    firsts: dict[int, int] = field(default_factory=dict, compare=False)  # of the phrase that a word heads


def is_actor(naming: Naming, index: int) -> bool:
    """Whether the noun can act: a person, group, organisation, country, or a word for one."""
    if index not in naming.actors:
        naming.actors[index] = _can_act(naming, index)
    return naming.actors[index]


def _can_act(naming: Naming, index: int) -> bool:
    token = naming.sentence.tokens[index]
    if token.pos not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET") or _is_titled(naming, index):
        return False
    if token.pos == "PRON" or token.tag in ("PRP", "WP"):
        return token.lemma in _PRONOUNS or token.text.lower() in _PRONOUNS or _is_named(naming, index)
    if token.pos == "NUM" or token.tag == "CD":
        return _counts_people(naming, index)
    if token.kind in _ACTING or _is_named(naming, index):
        return True
    folded = fold(token.text)
    if _sector_of(folded)[0] or token.lemma in _sector_by_word():
        return True
    if token.tag == "NNS" and folded.endswith(_PEOPLE) and token.lemma not in words_of_class("thing"):
        return True
    if token.pos == "PROPN" and (parse_any(token.text) or _is_bare_name(naming, index)):
        return True
    return token.lemma in _PARTITIVES and any(is_actor(naming, below) for below in _of(naming.sentence, index))


def _is_titled(naming: Naming, index: int) -> bool:
    """ "released “Rivers of Salt”": a capital right after a quotation mark within the sentence begins a title."""
    sentence, first = naming.sentence, _first_of(naming, index)
    token = sentence.tokens[first]
    return (
        first > 1
        and sentence.tokens[first - 1].text in ("“", '"', "‘")
        and token.tag in ("NNP", "NNPS")
        and (sentence.tokens[first - 2].text not in (",", ":"))
    )


def build_argument(naming: Naming, index: int | None, *, alone: bool = False) -> Argument | None:
    """The argument that the noun at `index` heads, those joined to it included unless `alone`; None without a noun."""
    if index is None:
        return None
    if (index, alone) not in naming.arguments:
        naming.arguments[index, alone] = _build_argument(naming, index, alone=alone)
    return naming.arguments[index, alone]


def _build_argument(naming: Naming, index: int, *, alone: bool) -> Argument:
    sentence = naming.sentence
    joined = [] if alone else [other for other in spread(sentence, index)[1:] if is_actor(naming, other)]
    heads = [index, *joined]
    starts, ends, names, countries = [], [], [], []
    for head in heads:
        first, last = _first_of(naming, head), head
        mention = _mention_at(naming, head)
        if mention is None and sentence.tokens[head].lemma in _PARTITIVES:
            last = max([last, *_of(sentence, head)])
        starts.append(sentence.tokens[first].start)
        ends.append(sentence.tokens[last].end)
        names.append(mention.name if mention else _wording(sentence, first, last))
        countries.append(country_at(naming, head))
    mention = _mention_at(naming, index)
    country = country_of(countries[0]) if len(set(countries)) == 1 else None
    bearer = _bearer_of(sentence, index)
    sectors = sectors_at(naming, bearer)
    if bearer != index:
        names = [f"{_wording(sentence, index, index)} {sentence.tokens[bearer].text}"]
    return Argument(
        span=Span(sentence.report, min(starts), max(ends)),
        name=" and ".join(dict.fromkeys(names)),
        chain=mention.chain if mention else None,
        country=countries[0] if len(set(countries)) == 1 else None,
        sector=next(iter(sectors), None),
        iso3=country.iso3 if country else None,
        cow=country.cow if country else None,
        sectors=sectors,
        role=_role_at(naming, bearer),
    )


def _bearer_of(sentence: Sentence, index: int) -> int:
    """The noun that one of several joined adjectives stands for: "ministers" of "Serbian and Croatian ministers"."""
    place = index
    while sentence.tokens[place].dep == "conj" and sentence.tokens[place].pos == "ADJ":
        place = sentence.tokens[place].head
    token = sentence.tokens[place]
    joined = place != index or any(sentence.tokens[child].dep == "conj" for child in children_of(sentence)[place])
    return token.head if joined and token.pos == "ADJ" and token.dep == "amod" else index


def _role_at(naming: Naming, index: int) -> str | None:
    """The office or description of who is named: what the report gives for the name, or the noun itself."""
    mention, token = _mention_at(naming, index), naming.sentence.tokens[index]
    if mention and mention.role:
        return mention.role
    if token.pos == "NOUN" and token.lemma in words_of_class("officeholder"):
        return _wording(naming.sentence, _first_of(naming, index), index)
    return None


def country_at(naming: Naming, index: int) -> str | None:
    """ISO 3166 code of the country that the phrase names or belongs to."""
    if index not in naming.countries:
        naming.countries[index] = _find_country(naming, index)
    return naming.countries[index]


def _find_country(naming: Naming, index: int) -> str | None:
    sentence = naming.sentence
    mention = _mention_at(naming, index)
    if mention and parse_organisation(mention.name):
        return None
    if mention and (mention.country or parse_country(mention.name)):
        named = parse_country(mention.name)
        return named.iso2 if named else mention.country
    if mention and mention.kind in ("person",) and mention.name:
        country = _named_in((mention.role or "").split())
        if country:
            return country
    texts = _texts_of(naming, index)
    texts += [text for below in _of(sentence, index) for text in _texts_of(naming, below)]
    if parse_organisation(" ".join(texts)):
        return None
    country = _named_in(texts)
    if country:
        return country
    for place in naming.places:
        if place.span.start <= sentence.tokens[index].start < place.span.end and place.country:
            return place.country
    capital = parse_capital(sentence.tokens[index].text)
    return capital.iso2 if capital else None


def _named_in(words: Sequence[str]) -> str | None:
    """The country of the longest run of up to three words that names one or its people."""
    for length in (3, 2, 1):
        for first in range(len(words) - length + 1):
            country = _country_named(" ".join(words[first : first + length]))
            if country:
                return country
    return None


@lru_cache(maxsize=16_384)
def _country_named(wording: str) -> str | None:
    country = parse_country(wording) or parse_demonym(wording)
    return country.iso2 if country else None


def sector_at(naming: Naming, index: int) -> str | None:
    """The primary sector of who the phrase names."""
    return next(iter(sectors_at(naming, index)), None)


def sectors_at(naming: Naming, index: int) -> tuple[str, ...]:
    """The sectors of who the phrase names: by its head, its modifiers, its role; a bare country has none."""
    if index not in naming.sectors:
        naming.sectors[index] = _find_sectors(naming, index)
    return naming.sectors[index]


def _find_sectors(naming: Naming, index: int) -> tuple[str, ...]:
    sentence = naming.sentence
    first = _first_of(naming, index)
    mention = _mention_at(naming, index)
    wording = _wording(sentence, first, index)
    organisation = parse_organisation(wording) or (parse_organisation(mention.name) if mention else None)
    token, words = sentence.tokens[index], list[str]()
    if parse_country(token.text) is None or organisation:  # what stands before a bare country's name is no part of it
        words += [fold(token.text), token.lemma]
        inside = sentence.tokens[first : index + 1][::-1]
        words += [fold(one.text) for one in inside if one.pos != "ADJ" or one.lemma not in _RANKS]
    if mention:
        words += [fold(word) for word in reversed((mention.role or "").split())]
        words += [fold(word) for word in reversed(_telling_words(mention))]
    sectors = _sectors_of(words)
    return tuple(dict.fromkeys(("IGO", *sectors))) if organisation else sectors


def _telling_words(mention: Mention) -> list[str]:
    """The words of a name that may say what is named: of a person's, all but the last ("Prince", "Stephen King")."""
    words = mention.name.split()
    return words[:-1] if mention.kind == "person" else words


def is_private(naming: Naming, index: int) -> bool:
    """Whether the words or the role say that who is named lives from business, sport or the stage."""
    mention = _mention_at(naming, index)
    role = mention.role if mention else None
    return not words_of_class("private").isdisjoint(map(fold, [*_texts_of(naming, index), *(role or "").split()]))


def _sectors_of(words: Iterable[str]) -> tuple[str, ...]:
    """The sector that each word names, in order, those of weak words ("head", "group") only where no other does."""
    strong: list[str] = []
    weak: list[str] = []
    for word in words:
        sector, form = _sector_of(word)
        if sector:
            (weak if form in _WEAK else strong).append(sector)
    return tuple(dict.fromkeys(strong or weak[:1]))


@lru_cache(maxsize=1)
def _sector_by_word() -> dict[str, str]:
    """The first sector, in the order of `SECTORS`, that a word names."""
    return {word: sector for sector in reversed(SECTORS) for word in words_of_class(sector)}


def _sector_of(word: str) -> tuple[str | None, str]:
    sectors = _sector_by_word()
    form = word if word in sectors else word.removesuffix("s")
    return sectors.get(form), form


def _is_bare_name(naming: Naming, index: int) -> bool:
    """A name of which nobody says what it names, in a sentence without any mentions ("Otieno and Larsen agreed")."""
    token = naming.sentence.tokens[index]
    return (
        not naming.mentions
        and not token.kind
        and token.text[:1].isupper()
        and token.text[1:2].islower()
        and (fold(token.text) not in _CALENDAR)
    )


def is_named_body(naming: Naming, index: int) -> bool:
    """Whether the word stands for an organisation, a named group or a place."""
    mention = _mention_at(naming, index)
    return mention is not None and mention.kind in ("organisation", "group", "place") and mention.name[:1].isupper()


def is_person(naming: Naming, index: int) -> bool:
    """Whether a mention says that the word names a person."""
    mention = _mention_at(naming, index)
    return mention is not None and mention.kind == "person"


def is_explained(naming: Naming, index: int) -> bool:
    """Whether a mention says by name who the pronoun stands for."""
    mention = _mention_at(naming, index)
    return mention is not None and mention.name.lower() not in _PRONOUNS | {"it"}


def _is_named(naming: Naming, index: int) -> bool:
    mention = _mention_at(naming, index)
    return mention is not None and (mention.kind in _KINDS or _is_country(mention))


def _is_country(mention: Mention) -> bool:
    return mention.kind == "place" and (mention.country is not None or parse_country(mention.name) is not None)


def _mention_at(naming: Naming, index: int) -> Mention | None:
    """The mention that the noun heads: the shortest that ends with it, else the shortest that covers it."""
    if index not in naming.named:
        token = naming.sentence.tokens[index]
        covering = [m for m in naming.mentions if m.span.start <= token.start and token.end <= m.span.end]
        found = [m for m in covering if m.span.end == token.end] or covering
        naming.named[index] = min(found, key=lambda m: (m.span.end - m.span.start, m.id), default=None)
    return naming.named[index]


def _counts_people(naming: Naming, index: int) -> bool:
    """ "five were killed": a number alone, or one "of" people."""
    below = _of(naming.sentence, index)
    if below:
        return any(is_actor(naming, child) for child in below)
    return naming.sentence.tokens[index].kind in ("CARDINAL", "QUANTITY", "")


def _of(sentence: Sentence, index: int) -> list[int]:
    found = []
    for child in children_of(sentence)[index]:
        if sentence.tokens[child].dep == "prep" and sentence.tokens[child].lemma in ("of", "from", "in"):
            found += [below for below in children_of(sentence)[child] if sentence.tokens[below].dep == "pobj"]
    return found


def _first_of(naming: Naming, index: int) -> int:
    """First token of the noun phrase that ends with its head at `index`: what follows the head is left out."""
    if index not in naming.firsts:
        tokens, first = naming.sentence.tokens, index
        for child in children_of(naming.sentence)[index]:
            if child < index and tokens[child].dep in _INSIDE:
                first = min(first, _first_of(naming, child))
        while first > 1 and tokens[first - 1].text in ("-", "–") and tokens[first - 2].pos != "PUNCT":
            first -= 2  # "Kenyan-led forces"
        naming.firsts[index] = first
    return naming.firsts[index]


def _texts_of(naming: Naming, index: int) -> list[str]:
    return [token.text for token in naming.sentence.tokens[_first_of(naming, index) : index + 1]]


def _wording(sentence: Sentence, first: int, last: int) -> str:
    tokens = sentence.tokens[first : last + 1]
    skipped = 1 if len(tokens) > 1 and tokens[0].dep == "det" and tokens[0].lemma in ("the", "a", "an") else 0
    words, before = "", tokens[skipped].start
    for token in tokens[skipped:]:
        words += (" " if token.start > before else "") + token.text
        before = token.end
    return words.strip("\"“”‘’'«» ") or words
