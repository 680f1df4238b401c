"""Parsed sentences and the names found in them in; phrases of common nouns, and pronouns, out."""

from collections.abc import Iterator, Mapping, Sequence

from tellings.annotate.mentions_tree import Found, Tree
from tellings.annotate.mentions_words import Noun, parse_noun
from tellings.text.countries import parse_country, parse_demonym
from tellings.text.folding import fold

DEFINITE = frozenset(("the", "this", "that", "these", "those", "such"))
_OF_REACH = 8  # tokens from a noun to the noun behind its "of"
_OF_OF = 3  # "the head of the parliament of the republic"
_HEADS = frozenset(("compound", "amod", "nmod", "npadvmod", "quantmod", "meta"))
_GROUPED = {"office": "group", "person": "group", "group": "group"}
_PRONOUNS = {
    "he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she", "herself": "she",
    "it": "it", "its": "it", "itself": "it", "they": "they", "them": "they", "their": "they", "theirs": "they",
    "themselves": "they",
}  # fmt: skip
_RELATIVE = frozenset(("who", "which", "that", "whose", "whom", "where"))


def find_nominals(trees: Sequence[Tree], names: Sequence[Found]) -> list[Found]:
    """Noun phrases whose head is a listed noun outside every name, in order."""
    cores: dict[int, dict[int, int]] = {}  # sentence to the tokens of its names, each with the end of its name
    for name in names:
        inside = cores.setdefault(name.tree.sentence.index, {})
        inside.update(dict.fromkeys(range(name.core[0], name.last + 1), name.last))
    found: list[Found] = []
    for tree in trees:
        taken = cores.get(tree.sentence.index, {})
        for place, token in enumerate(tree.tokens):
            if token.pos in ("NOUN", "PROPN") and place not in taken and token.dep not in _HEADS:
                nominal = _build_nominal(tree, place, taken)
                if nominal:
                    found.append(nominal)
    return found


def _build_nominal(tree: Tree, place: int, taken: Mapping[int, int]) -> Found | None:
    first = place
    while (
        first > 0
        and first - 1 not in taken
        and tree.tokens[first - 1].dep in ("compound", "amod")
        and (tree.tokens[first - 1].pos in ("NOUN", "PROPN", "ADJ") or tree.tokens[first - 1].text == "-")
    ):
        first -= 1
    words = [*tree.words(first, place - 1), fold(tree.tokens[place].lemma)]
    noun = parse_noun(words)
    if noun is None:
        return None
    token = tree.tokens[place]
    many = token.tag in ("NNS", "NNPS") or (noun.kind == "group" and noun.sort != "crowd")
    kind = _GROUPED[noun.kind] if noun.kind in _GROUPED and (many or noun.kind == "group") else noun.kind
    start = tree.phrase_start(place, place)
    last = _of_phrase(tree, place, taken, ("of", "for") if noun.kind == "office" and not many else ("of",))
    country = country_beside(tree, start, last, place)
    return Found(
        tree, start, last, (first, place), place, kind, "nominal", tree.wording(first, place),
        country=country, sort=noun.sort, gender=noun.gender, many=many,
    )  # fmt: skip


def _of_phrase(tree: Tree, place: int, taken: Mapping[int, int], prepositions: tuple[str, ...]) -> int:
    """The end of the "of" phrase right after a noun: "head of the Serb List", "the owners of the older model"."""
    last = place
    for _ in range(_OF_OF):
        child = last + 1
        if child >= len(tree.tokens) or tree.folded[child] not in prepositions or tree.tokens[child].dep != "prep":
            break
        objects = (
            [c for c in tree.children[child] if tree.tokens[c].dep == "pobj"] if tree.tokens[child].head == last else []
        )
        if not objects or objects[0] - last > _OF_REACH:
            break
        last = max(objects[0], taken.get(objects[0], 0))
    return last


def _is_led(tree: Tree, place: int) -> bool:
    """Whether a hyphen and a participle follow: "US-led" says nothing of where the led belong."""
    after = [token.text.lower() for token in tree.tokens[place + 1 : place + 3]]
    led = ("led", "backed", "based", "sponsored", "supported", "funded", "controlled", "mediated", "brokered", "made")
    return (len(after) == 2 and after[0] == "-" and after[1] in led) or tree.tokens[place].text.lower().endswith(
        tuple(f"-{word}" for word in led)
    )


def country_beside(tree: Tree, start: int, last: int, head: int) -> str | None:
    """The country that modifies the noun: "Serbia's president", "the Kenyan president", "president of Chile"."""
    for place in [*range(start, head), *range(head + 1, last + 1)]:
        for size in (2, 1):
            if place + size <= last + 1:
                wording = tree.wording(place, place + size - 1)
                country = parse_country(wording) or parse_demonym(wording)
                if country and tree.tokens[place].text[0].isupper() and not _is_led(tree, place + size - 1):
                    return country.iso2
    return None


def head_noun(found: Found) -> tuple[str, Noun | None]:
    """The head's lemma, and what the noun phrase names."""
    tree = found.tree
    words = [*tree.words(found.core[0], found.head - 1), fold(tree.tokens[found.head].lemma)]
    return words[-1], parse_noun(words)


def is_definite(found: Found) -> bool:
    """Whether the phrase has a definite article, a demonstrative or a possessor."""
    tree = found.tree
    return any(
        tree.tokens[child].dep == "poss" or tree.folded[child] in DEFINITE
        for child in tree.children[found.head]
        if child < found.head
    )


def find_pronouns(trees: Sequence[Tree]) -> Iterator[Found]:
    """Third-person and relative pronouns; "it" where it stands for nothing is left out."""
    for tree in trees:
        for place, token in enumerate(tree.tokens):
            if token.pos not in ("PRON", "DET", "SCONJ", "ADV"):
                continue
            word = tree.folded[place]
            if word in _PRONOUNS and not (word == "it" and _is_empty(tree, place)):
                yield _build_pronoun(tree, place, _PRONOUNS[word])
            elif (
                word in _RELATIVE
                and token.tag in ("WP", "WDT", "WP$", "WRB")
                and antecedent_of(tree, place) is not None
            ):
                yield _build_pronoun(tree, place, "relative")


def _build_pronoun(tree: Tree, place: int, gender: str) -> Found:
    return Found(
        tree, place, place, (place, place), place, "other", "pronoun", tree.tokens[place].text, gender=gender,
        many=gender == "they",
    )  # fmt: skip


def _is_empty(tree: Tree, place: int) -> bool:
    token = tree.tokens[place]
    if token.dep == "expl":
        return True
    if token.dep not in ("nsubj", "nsubjpass"):
        return False
    verb = tree.tokens[token.head]
    inside = [tree.tokens[child] for child in tree.children[token.head]]
    clause = any(child.dep in ("ccomp", "xcomp", "advcl", "csubj") for child in inside)
    if verb.lemma in ("be", "seem", "appear", "become", "remain", "happen", "emerge", "rain", "snow"):
        return clause or any(child.dep in ("acomp", "attr") and _has_clause(tree, child.start) for child in inside)
    return token.dep == "nsubjpass" and clause


def _has_clause(tree: Tree, start: int) -> bool:
    place = next(number for number, token in enumerate(tree.tokens) if token.start == start)
    return any(tree.tokens[child].dep in ("ccomp", "xcomp", "relcl", "acl") for child in tree.children[place])


def antecedent_of(tree: Tree, place: int) -> int | None:
    """The head noun that a relative pronoun stands for."""
    for above in (place, *tree.ancestors(place)):
        if tree.tokens[above].dep == "relcl":
            head = tree.tokens[above].head
            return head if head < place <= head + 12 else None
        if above != place and tree.tokens[above].dep in ("ccomp", "advcl", "ROOT"):
            return None
    return None
