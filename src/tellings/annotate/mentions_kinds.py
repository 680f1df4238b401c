"""What the model called a name over the whole report in, its kind out: its own words outrank the model's votes."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from tellings.annotate.mentions_towns import LOCALS, is_town, stands_for_town
from tellings.annotate.mentions_tree import Tree
from tellings.annotate.mentions_words import parse_noun, parse_title, read_given_names, read_name_words
from tellings.text.countries import parse_capital, parse_country, parse_demonym
from tellings.text.folding import fold
from tellings.text.names import is_acronym
from tellings.text.organisations import parse_organisation

KIND_OF = {
    "PERSON": "person", "NORP": "group", "FAC": "place", "ORG": "organisation", "GPE": "place", "LOC": "place",
    "PRODUCT": "product", "EVENT": "event", "WORK_OF_ART": "work", "LAW": "law",
}  # fmt: skip
_MODEL_CODE = re.compile(r"[A-Z][A-Za-z]{0,3}-?\d{1,4}[A-Za-z]{0,2}(?:-\d+)?s?")  # A380, S-300, MH17, T-72s
_NUMBER = re.compile(r"\d{1,4}(?:[.-]\d+)?[A-Za-z]{0,3}")


def parse_kind(words: list[str]) -> str | None:
    """The kind that a name's own words give away, or None: tables, then the words it ends or begins with."""
    name = " ".join(words).replace(" '", "'").replace(" ’", "’")
    if parse_organisation(name):
        return "organisation"
    if parse_country(name):
        return "place"
    if parse_demonym(name):
        return "group"
    return _parse_law_or_model(words) or _parse_head(words) or ("product" if _is_numbered(words) else None)


def _is_numbered(words: list[str]) -> bool:
    """Whether the name begins with the number of a model: "747 Freighter"."""
    return len(words) > 1 and len(words[0]) == 3 and words[0].isdigit() and words[1][0].isupper()


def _parse_law_or_model(words: list[str]) -> str | None:
    lists, last = read_name_words(), words[-1]
    folded = [fold(word) for word in words]
    if len(words) > 1 and _NUMBER.fullmatch(last):
        if any(word in lists["law", "first"] for word in folded[:-1]):
            return "law"
        if any(word in lists["place", "last"] for word in folded[:-1]):
            return "place"
        return None if last.isdigit() and len(last) == 4 and last[:2] in ("19", "20") else "product"
    if _MODEL_CODE.fullmatch(last):
        return "product"
    return None


def _parse_head(words: list[str]) -> str | None:
    lists = read_name_words()
    folded = [fold(word).rstrip(".") for word in words]
    if len(words) < 2:
        return None
    if len(words) > 2 and folded[1] in ("of", "for"):  # "Ministry of Health": the first word is the head
        for kind in ("organisation", "law", "place", "event"):
            if folded[0] in lists.get((kind, "first"), ()) or folded[0] in lists[kind, "last"]:
                return kind
    if len(words) == 2 and folded[0] in _DIRECTIONS and folded[1] == "bank":
        return "place"
    for kind in ("organisation", "law", "event", "place"):
        if folded[-1] in lists[kind, "last"]:
            return kind
    for kind in ("event", "organisation"):
        if folded[0] in lists[kind, "first"]:
            return kind
    return "place" if folded[0] in lists["place", "first"] else None


def vote_kind(words: list[str], votes: Mapping[str, float]) -> str:
    """The kind of a name: what its words say, else what most votes say (a person before a place, a place before an
    organisation), else an organisation for an acronym and `other` for the rest."""
    if kind := parse_kind(words):
        return "person" if _may_be_surname(words) and votes.get("person", 0.0) > votes.get(kind, 0.0) else kind
    if len(words) == 1 and parse_capital(words[0]) and votes.get("person", 0.0) <= votes.get("place", 0.0) + 1:
        return "place"
    if votes:
        order = ("person", "place", "organisation", "group", "product", "event", "law", "work", "other")
        return max(votes, key=lambda kind: (votes[kind], -order.index(kind)))
    return "organisation" if len(words) == 1 and is_acronym(words[0]) else "other"


def _may_be_surname(words: list[str]) -> bool:
    """Whether a given name stands before a word that is a surname as well: "Steve Parish"."""
    return len(words) == 2 and fold(words[1]) in _SURNAMES and fold(words[0]) in read_given_names()


def find_hints(tree: Tree, first: int, last: int) -> Iterator[tuple[str, float]]:
    """What the sentence says of the kind of a name in it, with weights: its title, its noun, its preposition."""
    before = [fold(token.text) for token in tree.tokens[max(0, first - 3) : first] if token.pos != "ADJ"]
    after = tree.tokens[last + 1] if last + 1 < len(tree.tokens) else None
    if (kind := _hint_before(before)) and tree.tokens[first - 1].pos in _NAMING:
        yield kind, SURE
    if before and before[-1] in _WHERE and tree.tokens[last].dep == "pobj":
        yield "place", 1.5
    if after is not None and after.text.lower() in ("who", ","):
        who = [token.text.lower() for token in tree.tokens[last + 1 : last + 3]]
        if "who" in who:
            yield "person", 2
    if after is not None and after.pos == "NOUN" and tree.tokens[last].dep in ("compound", "nmod", "poss"):
        noun = parse_noun([fold(after.lemma)])
        if fold(after.lemma) in LOCALS and is_town(tree.wording(first, last)):
            yield "place", TOWN
        elif (noun and noun.kind == "organisation" and noun.sort in SELF) or (
            noun and noun.kind in ("person", "group", "office")
        ):
            yield "organisation", 2
    if _has_age(tree, last):
        yield "person", SURE
    if 1 <= last - first <= 3 and tree.folded[first] in read_given_names():
        yield "person", 1.5
    if _is_owned(tree, first, last):
        yield "product", OWNED
    if stands_for_town(tree, first, last) and is_town(tree.wording(first, last)):
        yield "place", TOWN
    yield from _hint_apposition(tree, first, last)
    if (kind := _hint_copula(tree, first, last)) is not None:
        yield kind, TOLD


def _has_age(tree: Tree, last: int) -> bool:
    """Whether an age stands behind the name between commas: "X, 41, …"."""
    behind = [token.text for token in tree.tokens[last + 1 : last + 4]]
    return len(behind) == 3 and behind[0] == behind[2] == "," and behind[1].isdigit() and 1 < int(behind[1][:4]) < 120


def _hint_before(left: list[str]) -> str | None:
    if len(left) > 1 and left[-1] == "of":
        noun = parse_noun(left[:-1])
        return noun.kind if noun and noun.sort in ("town", "region") else None
    if not left:
        return None
    noun = parse_noun(left)
    if parse_title(left[-1]) or (noun and noun.kind in ("office", "person") and noun.sort != "relation"):
        return "person"  # an ally, a rival, a parent may be a state or a company
    return noun.kind if noun and noun.kind in ("organisation", "place") else None


def _hint_apposition(tree: Tree, first: int, last: int) -> Iterator[tuple[str, float]]:
    for head in range(first, last + 1):
        nouns = [child for child in tree.children[head] if tree.tokens[child].dep == "appos" and child > last]
        if tree.tokens[head].dep == "appos" and tree.tokens[head].head < first:
            nouns.append(tree.tokens[head].head)
        for place in nouns:
            noun = parse_noun([*tree.words(max(0, place - 2), place - 1), fold(tree.tokens[place].lemma)])
            if noun and tree.tokens[place].tag == "NN" and noun.kind in _TELLING and noun.sort != "relation":
                yield ("person" if noun.kind == "office" else noun.kind), SURE


def _hint_copula(tree: Tree, first: int, last: int) -> str | None:
    """What "X is a phone" says; posts and relations are left out: a company is a leader and a rival as well."""
    for head in range(first, last + 1):
        token = tree.tokens[head]
        if token.dep != "nsubj" or tree.tokens[token.head].lemma != "be":
            continue
        for place in tree.children[token.head]:
            if tree.tokens[place].dep == "attr" and tree.tokens[place].tag == "NN":
                noun = parse_noun([*tree.words(max(head + 1, place - 2), place - 1), fold(tree.tokens[place].lemma)])
                if noun and noun.kind in _TELLING[1:] and noun.sort not in ("relation", "part", "stuff", "worker"):
                    return noun.kind
    return None


def _is_owned(tree: Tree, first: int, last: int) -> bool:
    """Whether a company has it: "its Falcon", "the company's Falcon"; not so a country or a person."""
    for head in range(first, last + 1):
        for child in tree.children[head]:
            token = tree.tokens[child]
            if child < first and token.dep == "poss":
                noun = parse_noun([fold(token.lemma)])
                company = token.kind == "ORG" or (noun is not None and noun.sort == "company")
                return tree.folded[child] in ("its", "their") or company
    return False


OWNED = 1.5
TOWN = 2.0
TOLD = 3.0
_TELLING = ("office", "person", "organisation", "place", "product")
SURE = 100.0  # the text says what it is: no number of model labels weighs against it
_NAMING = frozenset(("NOUN", "PROPN", "ADP", "PUNCT"))  # "as well" names no well; "town of", "Gen."
_SURNAMES = frozenset(
    "parish lane hill hills park forest castle beach bridge church house falls springs post court guard day cup peak"
    " fair hall tower center street bank village".split()
)
_DIRECTIONS = frozenset(("north", "south", "east", "west", "left", "right"))
_WHERE = frozenset("in near outside inside across throughout towards toward around".split())
SELF = frozenset(("party", "company", "media", "alliance", "body"))  # "the X group" is X itself


def surname_votes(kinds: Mapping[str, str]) -> Counter[str]:
    """How often each word ends a person's name of two words or more."""
    votes: Counter[str] = Counter()
    for key, kind in kinds.items():
        words = key.split()
        if kind == "person" and len(words) > 1:
            votes[words[-1]] += 1
            if len(words) > 3 or (len(words) == 3 and len(words[1]) > 3 and words[1] not in read_given_names()):
                votes[words[-2]] += 1  # two surnames, as in Spanish; the first of them is the one used
    return votes
