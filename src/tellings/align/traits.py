"""A story's claims in, where reports give one named thing two values of one trait out: an age, a flag, a magnitude.

A trait is told in so few words, in so many forms ("31-year-old Ana Reis", "Reis, 31,"), that lining up clauses misses
it; the entity decides instead. A report that gives two values itself is at odds with itself, and is shown as such.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.align.ages import find_ages
from tellings.align.clocks import find_clocks
from tellings.align.counted import find_counted
from tellings.align.differences.difference import Difference
from tellings.align.disputes import Dispute
from tellings.align.ledger import find_shortest
from tellings.align.measures import find_measures
from tellings.align.occasions import is_apart, is_of_other_time
from tellings.align.sides import Side
from tellings.align.sums import find_sums
from tellings.align.table import Lines
from tellings.records import Entity, Span, Token
from tellings.text.folding import fold

_OLDEST = 115
_UNKNOWN = 2  # years that may lie between two undated reports of one story, from the deed to the verdict
_AGE = re.compile(r"^(\d{1,3})-year-olds?$")
_QUAKES = frozenset({"earthquake", "quake", "temblor", "tremor"})
_REGISTERED = frozenset({"register", "flag"})
_ASKS = {"age": "How old is {}?", "flag": "Where is {} registered?", "magnitude": "How strong was the earthquake?"}
_SLOTS = {"age": "number", "flag": "place", "magnitude": "number"}


@dataclass(frozen=True, slots=True)
class Trait:
    """kind: a key of _ASKS; of: whose it is (an entity's id, a ship's name, or ""); name: as a reader knows it; value:
    comparable; side: the place of the claim that tells it."""

    kind: str
    of: str
    name: str
    value: str
    span: Span
    side: int


def find_traits(table: Lines) -> list[Dispute]:
    """A dispute for each trait of one thing that is told with values that cannot both be right."""
    told: dict[tuple[str, str], list[Trait]] = {}
    for trait in _read_traits(table.sides):
        known = told.setdefault((trait.kind, trait.of), [])
        mine = [other.value for other in known if other.span.report == trait.span.report]
        if trait.value not in mine and not (mine and trait.kind == "magnitude"):
            known.append(trait)  # each value once a report; of tremors the first, as others follow it
    disputes = [_build_dispute(table.sides, traits) for traits in told.values()]
    found = [dispute for dispute in disputes if dispute is not None]
    for find in (find_ages, find_measures, find_sums, find_clocks):
        found += find(table.sides)
    return found + find_counted(table)


def _build_dispute(sides: Sequence[Side], traits: Sequence[Trait]) -> Dispute | None:
    apart = is_apart if traits[0].kind == "magnitude" else is_of_other_time
    pairs = [
        (a, b)
        for n, a in enumerate(traits)
        for b in traits[n + 1 :]
        if a.value != b.value and a.side != b.side and not apart(sides[a.side], sides[b.side])
        if a.kind != "age" or not _may_have_aged(sides[a.side], a, sides[b.side], b)
    ]
    if not pairs:
        return None
    left, right = pairs[0]
    opposed = {trait.side for pair in pairs for trait in pair}
    values = {trait.side: trait.span for trait in traits if trait.side in opposed or trait.value == left.value}
    asks = _ASKS[left.kind].format(left.name)
    difference = Difference(_SLOTS[left.kind], "contradiction", True, left.span, right.span, left.name, asks)
    return Dispute(
        difference, dict(sorted(values.items())), tuple((a.side, b.side) for a, b in pairs), 0.9, settled=True
    )


def _may_have_aged(left: Side, a: Trait, right: Side, b: Trait) -> bool:
    """Whether the time between the two reports, as far as it is known, accounts for the difference of two ages."""
    if left.day is None or right.day is None:
        return abs(int(a.value) - int(b.value)) <= _UNKNOWN
    return abs(int(a.value) - int(b.value)) <= abs((left.day - right.day).days) / 365 + 0.1


def _read_traits(sides: Sequence[Side]) -> Iterator[Trait]:
    """The traits that the sentences tell, each with the shortest claim around it."""
    for side, find in find_shortest(sides):
        told = list(_traits_in(side))
        for kind, entity, value, span in told:
            if any(k == kind and e == entity and v != value for k, e, v, _ in told):
                continue  # a list of several, of whom one name is not known
            best = find(span)
            if best is not None:
                of, name = (entity, entity) if isinstance(entity, str) else (entity.id, entity.name)
                yield Trait(kind, of, name, value, span, best)


def _traits_in(side: Side) -> Iterator[tuple[str, Entity | str, str, Span]]:
    tokens, words = side.clause.sentence.tokens, side.clause.tree.words
    for n, token in enumerate(tokens):
        age = _age_at(tokens, n) if words[n][:1].isdigit() else None
        if age is not None:
            entity = _person_near(side, n)
            if entity is not None:
                yield "age", entity, str(age), Span(side.report, token.start, token.end)
        if token.lemma in _REGISTERED or words[n] == "flagged":
            yield from _flag_at(side, n)
        if words[n] == "magnitude":
            yield from _magnitude_at(side, n)


def _age_at(tokens: Sequence[Token], n: int) -> int | None:
    """The age that the word gives: "31-year-old", or a number between commas behind a name."""
    text = fold(tokens[n].text)
    match = _AGE.match(text)
    if match:
        return int(match[1])
    if not text.isdigit() or not 0 < int(text) <= _OLDEST:
        return None
    if [fold(token.text) for token in tokens[n + 1 : n + 5]] == ["-", "year", "-", "old"]:
        return int(text)
    commas = (
        n > 1 and tokens[n - 1].text == "," and (n + 1 == len(tokens) or tokens[n + 1].text in (",", ".", ")", ";"))
    )
    return int(text) if commas and tokens[n - 2].pos == "PROPN" and tokens[n].kind != "CARDINAL" else None


def _person_near(side: Side, n: int) -> Entity | None:
    """The person whose age stands at a word: before its comma, or the name that follows within few words."""
    tokens = side.clause.sentence.tokens
    back = n - 1 if tokens[n - 1].text == "," else n - 2 if n > 1 and tokens[n - 1].lemma in ("a", "an", "the") else -1
    if back > 0 and tokens[back].text == ",":
        return _person_at(side, tokens[back - 1])
    for token in tokens[n + 1 : n + 8]:
        if token.pos == "PROPN" and token.kind == "PERSON":
            return _person_at(side, token)
        if token.pos not in ("NOUN", "ADJ", "PROPN", "PUNCT") or (token.text not in ("-",) and token.pos == "PUNCT"):
            return None
    return None


def _person_at(side: Side, token: Token) -> Entity | None:
    over = [
        (span.end - span.start, entity.id, entity)
        for span, entity in side.naming
        if span.start <= token.start and token.end <= span.end and entity.kind == "person"
        if fold(token.text) in fold(entity.name).split()
    ]
    return min(over, key=lambda found: found[:2])[2] if over else None


def _flag_at(side: Side, n: int) -> Iterator[tuple[str, Entity | str, str, Span]]:
    """ "the Panama-flagged Aurelia", "the Aurelia is registered in Malta"."""
    tokens = side.clause.sentence.tokens
    own = tokens[n].head if tokens[n].dep in ("amod", "compound") else _child(tokens, n, ("nsubjpass", "nsubj"))
    if own is None or tokens[own].pos != "PROPN":
        return
    flag = n - 2 if n > 1 and tokens[n - 1].text == "-" else None
    if flag is None and tokens[n].dep not in ("amod", "compound"):
        place = _child(tokens, n, ("prep",))
        flag = None if place is None or tokens[place].lemma not in ("in", "under") else _child(tokens, place, ("pobj",))
    until = any(fold(token.text) in ("until", "previously", "formerly", "once") for token in tokens)
    if flag is not None and tokens[flag].pos == "PROPN" and not until:
        first = flag
        while first and tokens[first - 1].pos == "PROPN":
            first -= 1
        span = Span(side.report, tokens[first].start, tokens[flag].end)
        yield "flag", tokens[own].text, " ".join(fold(token.text) for token in tokens[first : flag + 1]), span


def _magnitude_at(side: Side, n: int) -> Iterator[tuple[str, Entity | str, str, Span]]:
    """ "a magnitude 6.1 quake", "a 6.1-magnitude earthquake", "an earthquake of magnitude 6.1"."""
    tokens = side.clause.sentence.tokens
    near = [m for m in range(max(0, n - 3), min(len(tokens), n + 4)) if re.fullmatch(r"\d\.\d", tokens[m].text)]
    nouns = {tokens[m].lemma for m in range(max(0, n - 6), min(len(tokens), n + 7)) if tokens[m].pos == "NOUN"}
    if len(near) == 1 and nouns & _QUAKES and side.place <= 0.5:
        m = near[0]
        yield "magnitude", "", tokens[m].text, Span(side.report, tokens[m].start, tokens[m].end)


def _child(tokens: Sequence[Token], n: int, relations: Sequence[str]) -> int | None:
    return next((m for m, token in enumerate(tokens) if token.head == n and m != n and token.dep in relations), None)
