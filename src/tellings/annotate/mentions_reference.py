"""Found mentions in, chains out: nominals and pronouns go to the chain they stand for, where the text decides."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tellings.annotate.mentions_chains import Chain, modifiers_of, numbers_of
from tellings.annotate.mentions_identity import group_names
from tellings.annotate.mentions_nominals import antecedent_of, head_noun, is_definite
from tellings.annotate.mentions_tree import Found
from tellings.annotate.mentions_words import read_name_words
from tellings.text.countries import parse_country
from tellings.text.folding import fold
from tellings.text.names import name_words

REACH = 3  # sentences that a pronoun looks back; four and more find nothing right on the development reports
_ONE_THING = frozenset(("aircraft", "ship", "vehicle", "space"))  # "the jet" after "a plane"; not so for "the phone"
_ANYBODY = frozenset(("people", "person", "man", "woman", "child"))  # "people" without an article are just people
_AGAIN = frozenset(("new", "own", "same", "whole", "entire", "latest"))
_EITHER = frozenset(("aircraft", "spacecraft"))  # one or several
_ALIKE = _ONE_THING | {"company", "device", "weapon"}
_IT = frozenset(("organisation", "place", "product", "event", "law", "work", "other"))


def build_chains(names: Sequence[Found], nominals: Sequence[Found], pronouns: Sequence[Found]) -> list[Chain]:
    """Every mention in exactly one chain; pronouns that the text leaves open are left out."""
    index = Index(_add_links([Chain(group) for group in group_names(names)]))
    placed = {id(found) for chain in index.chains for found in chain.mentions}
    rest = [found for found in (*nominals, *pronouns) if id(found) not in placed]
    for found in sorted(rest, key=lambda found: found.place):
        chain = _find_chain(found, index)
        if chain is not None:
            index.extend(chain, found)
        elif found.form == "nominal":
            index.open(found)
    return _join_offices(index.chains)


def _add_links(chains: list[Chain]) -> list[Chain]:
    """The nominals that the grammar makes one with a name ("X, head of Y") in the chain of that name."""
    placed: set[int] = set()
    for chain in chains:
        for nominal in [link for name in chain.names for link in name.links if link.form == "nominal"]:
            if id(nominal) not in placed:
                placed.add(id(nominal))
                chain.add(nominal)
    return chains


class Index:
    """The chains, to be found by a noun that describes them and by the sentences they are named in."""

    def __init__(self, chains: list[Chain]) -> None:
        self.chains = chains
        self._by_noun: dict[str, dict[int, Chain]] = defaultdict(dict)
        self._by_sentence: dict[int, dict[int, Chain]] = defaultdict(dict)
        for chain in chains:
            self._enter(chain, chain.mentions)

    def open(self, found: Found) -> None:
        """Begin a chain with the mention."""
        self.chains.append(Chain([found]))
        self._enter(self.chains[-1], [found])

    def extend(self, chain: Chain, found: Found) -> None:
        """Put the mention into the chain."""
        chain.add(found)
        self._enter(chain, [found])

    def _enter(self, chain: Chain, mentions: Iterable[Found]) -> None:
        for noun in chain.nouns:
            self._by_noun[noun][id(chain)] = chain
        for found in mentions:
            self._by_sentence[found.tree.sentence.index][id(chain)] = chain

    def near(self, found: Found, reach: int = REACH) -> list[Chain]:
        """Chains named in the mention's sentence or up to `reach` sentences before it."""
        sentence = found.tree.sentence.index
        chains: dict[int, Chain] = {}
        for number in range(sentence - reach, sentence + 1):
            chains.update(self._by_sentence.get(number, {}))
        return list(chains.values())

    def described(self, lemma: str) -> list[Chain]:
        """Chains that the noun describes."""
        return list(self._by_noun.get(lemma, {}).values())


def _find_chain(found: Found, index: Index) -> Chain | None:
    if found.form == "nominal":
        return _chain_of_nominal(found, index)
    if found.gender == "relative":
        return _chain_of_relative(found, index)
    return _chain_of_pronoun(found, index)


def _chain_of_relative(found: Found, index: Index) -> Chain | None:
    head = antecedent_of(found.tree, found.head)
    for chain in index.near(found, 0):
        for other in chain.since(found.tree.sentence.index, found):
            if other.head == head and other.form != "pronoun":
                return chain
    return None


def _chain_of_nominal(found: Found, index: Index) -> Chain | None:
    if not is_definite(found) and not found.many:
        return None
    lemma, noun = head_noun(found)
    if noun is None or (lemma in _ANYBODY and not is_definite(found)):
        return None
    candidates = {id(chain): chain for chain in (*index.described(lemma), *index.near(found))}
    best: tuple[tuple[float, ...], Chain] | None = None
    fits = 0
    for chain in candidates.values():
        strength = _fits_noun(found, lemma, chain)
        last = chain.before(found) if strength else None
        if last is None:
            continue
        near = _salience(found, chain, last) if strength == 1 else 0.0
        fits += 1
        rank = (strength, near, last.tree.sentence.index, last.first)
        if best is None or rank > best[0]:
            best = (rank, chain)
    if best and fits > 1 and best[0][0] == 1 and not _is_bare(found):
        return None  # "the landlocked country" where three are near: the text does not say which
    return best[1] if best else None


def _is_bare(found: Found) -> bool:
    """Whether the noun stands without words that tell it from others of its kind; "new" and the like do not."""
    return not modifiers_of(found) - _AGAIN


def _fits_noun(found: Found, lemma: str, chain: Chain) -> int:
    """How strongly the noun phrase points at the chain: 3 same noun, 2 a table's noun, 1 same class of noun, 0 not."""
    if (found.many != chain.many and lemma not in _EITHER) or (
        found.country and chain.country and found.country != chain.country
    ):
        return 0
    kind = chain.kind
    if _ends_name(found, lemma, chain):
        return 3
    if found.kind in ("office", "person"):
        if kind not in ("office", "person"):
            return 0
    elif kind != found.kind:
        return 0
    if (body := chain.organisation) and not found.many:
        return 2 if lemma in body.nouns or fold(found.name) in body.nouns else 0
    if lemma in chain.nouns:
        return 3 if _modifiers_agree(found, chain) else 0
    if found.kind == "place" and lemma in ("country", "nation"):
        return 1 if chain.country and any(parse_country(name.name) for name in chain.names[:3]) else 0
    if found.kind in ("product", "organisation") and found.sort in _ALIKE and _is_plain(found) and _points(found):
        return _fits_sort(found, chain)
    return 0


def _is_plain(found: Found) -> bool:
    """Whether the phrase is one thing with an article and at most adjectives: "the new plane", not "Ayr's plane"."""
    inside = found.tree.tokens[found.first : found.head]
    return not any(
        t.dep == "poss" or t.pos in ("PROPN", "NUM") or (t.pos == "NOUN" and t.dep != "npadvmod") for t in inside
    )


def _ends_name(found: Found, lemma: str, chain: Chain) -> bool:
    """Whether the noun is the last word of the chain's name, whatever kind each was given: "the store" of "X Store"."""
    if found.kind in ("office", "person", "group") or chain.kind == "person" or not _is_plain(found):
        return False
    return any(words[1:] and words[-1] == lemma for words in (name_words(name.name) for name in chain.names[:3]))


def _points(found: Found) -> bool:
    """Whether the phrase can point back by its class alone; of several things only "the planes" and the like."""
    return not found.many or (found.sort in _ONE_THING and is_definite(found))


def _fits_sort(found: Found, chain: Chain) -> int:
    """Whether another noun of the class, or a name of which nothing else is known, may be meant: "the carrier"."""
    if chain.sorts:
        return 1 if found.sort in chain.sorts and (chain.names or found.sort in _ONE_THING) else 0
    if found.sort == "company" and fold(found.tree.tokens[found.head].lemma) not in ("company", "firm"):
        return 0  # "the airline" is no word for just any company
    if not chain.names or (chain.country and found.kind == "product"):
        return 0
    lists = read_name_words()
    public = (lists["organisation", "last"] | lists["place", "last"]) - lists["organisation", "suffix"]
    return 0 if found.kind == "organisation" and public & set(name_words(chain.names[0].name)[-1:]) else 1


def _modifiers_agree(found: Found, chain: Chain) -> bool:
    """Whether the phrase says nothing of its noun that the chain's phrases do not say."""
    own = modifiers_of(found)
    counted = numbers_of(found)
    if counted and chain.numbers and not counted & chain.numbers:
        return False  # "21 girls" are not the "197 girls"
    if chain.names and (foreign := _names_inside(found)):
        return foreign <= {word for name in chain.names for word in name_words(name.name)} | chain.nouns
    return not own or bool(chain.names) or any(own <= other or other <= own for other in chain.modifiers)


def _names_inside(found: Found) -> set[str]:
    """The words of names before the noun that tell which one is meant: "the Blue Shield group"."""
    tree = found.tree
    return {
        tree.folded[place]
        for place in range(found.first, found.head)
        if tree.tokens[place].pos == "PROPN"
        and tree.tokens[place].dep == "compound"
        and tree.tokens[place].head == found.head
    }


def _join_offices(chains: list[Chain]) -> list[Chain]:
    """A post named before its holder: joined when exactly one person of the report has that post (and country)."""
    people = [chain for chain in chains if chain.names and chain.kind == "person"]
    gone: set[int] = set()
    for office in chains:
        if office.names or office.kind != "office" or office.many or not is_definite(office.mentions[0]):
            continue
        lemma, _ = head_noun(office.mentions[0])
        fits = [person for person in people if lemma in person.nouns and _same_state(office, person)]
        if len(fits) == 1:
            for found in office.mentions:
                fits[0].add(found)
            gone.add(id(office))
    return [chain for chain in chains if id(chain) not in gone]


def _same_state(left: Chain, right: Chain) -> bool:
    return not (left.country and right.country and left.country != right.country)


def _chain_of_pronoun(found: Found, index: Index) -> Chain | None:
    """The chain that a pronoun stands for: subjects before others, near before far; none when two fit alike."""
    ranked = []
    subject = _clause_subject(found)
    for chain in index.near(found):
        last = chain.before(found) if _fits_pronoun(found, chain) else None
        if last is not None and not _same_clause(found, last):
            score = _salience(found, chain, last)
            if last.tree is found.tree and last.head == subject:  # what is no subject by its place counts as one
                score += 1.0 if last.is_subject() else 2.5
            ranked.append((score, last.place, chain))
    ranked.sort(key=lambda row: (row[0], row[1]), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0] and ranked[0][0] < 2.0):
        return None
    return ranked[0][2]


def _fits_pronoun(found: Found, chain: Chain) -> bool:
    if found.gender in ("he", "she"):
        return chain.kind in ("person", "office") and not chain.many and chain.gender in ("", found.gender)
    if found.gender == "it":
        return chain.kind in _IT and not chain.many
    return chain.many or chain.kind in ("group", "organisation")


def _clause_subject(found: Found) -> int | None:
    """The subject of the clause that the pronoun stands in: "X cut its prices"."""
    tree = found.tree
    verb = next((above for above in tree.ancestors(found.head) if tree.tokens[above].pos in ("VERB", "AUX")), None)
    if verb is None:
        return None
    if tree.tokens[verb].dep == "xcomp":  # "A forced B to cut its prices": B cuts them
        objects = [c for c in tree.children[tree.tokens[verb].head] if tree.tokens[c].dep == "dobj" and c < verb]
        if objects:
            return objects[0]
    return tree.subject_of(verb)


def _same_clause(found: Found, other: Found) -> bool:
    """Whether the two are arguments of one verb, so that a plain pronoun cannot stand for the other."""
    if other.tree is not found.tree or found.tree.folded[found.head].endswith(("self", "selves")):
        return False
    token, before = found.tree.tokens[found.head], found.tree.tokens[other.head]
    return token.dep in ("dobj", "dative", "iobj") and token.head == before.head


def _salience(found: Found, chain: Chain, last: Found) -> float:
    """How much the chain is in the reader's mind: near, a subject lately, named, often mentioned."""
    sentence = last.tree.sentence.index
    subject = any(other.is_subject() for other in chain.since(sentence, found))
    score = 3.0 - (found.tree.sentence.index - sentence) + (1.5 if subject else 0.0) + (0.5 if chain.names else 0.0)
    if chain.kind == "place" and found.gender == "it" and not subject:
        score -= 1.0
    return score + min(len(chain.mentions), 6) * 0.05
