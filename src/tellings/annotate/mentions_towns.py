"""A name in its sentence in, whether the words around it ask for a town out: half of the lesser towns are people to the
small model. What they ask is only heard where the gazetteer has a place of that name."""

from functools import lru_cache

from tellings.annotate.gazetteer import load_gazetteer
from tellings.annotate.gazetteer_build import fold_name
from tellings.annotate.mentions_tree import Tree
from tellings.text.countries import parse_country

# Who and what a town has: "a Springfield resident", "Springfield's mayor"; a company has clients and engineers.
LOCALS = frozenset(
    """resident native villager police sheriff constable firefighter mayor alderman councilman councilwoman councillor
    man woman teen teenager boy girl couple suburb area county district township municipality prefecture governorate
    province council court courthouse airport hospital prison jail street road neighbourhood neighborhood region city
    town village""".split()
)
_OF = frozenset(
    """resident native mayor governor city town village suburb outskirts street people bishop archbishop district
    province neighbourhood neighborhood siege battle liberation fall streets north south east west""".split()
)
_MOVES = frozenset("travel drive fly return move flee go walk head march retreat sail commute relocate".split())
_LARGER = 20_000
_LEAST = 4  # letters: shorter names are acronyms and words as often as towns


@lru_cache(maxsize=20_000)
def is_town(name: str) -> bool:
    """Whether the gazetteer has a place of just that name, or a larger one that is called so in another language."""
    key = fold_name(name)
    if len(key) < _LEAST or (name.isupper() and " " not in name and len(name) < 6):
        return False
    entries = [entry for entry in load_gazetteer().find(key) if not entry.weak]
    return any(entry.population >= _LARGER or fold_name(entry.name) == key for entry in entries)


def stands_for_town(tree: Tree, first: int, last: int) -> bool:
    """Whether a town is what belongs there: "of X" behind a comma, "X, Peru", "X-based", a list, a dispatch."""
    return _is_behind(tree, first) or _is_before(tree, first, last) or _is_listed(tree, first, last)


def _is_behind(tree: Tree, first: int) -> bool:
    if first < 2:
        return False
    before, further = tree.folded[first - 1], tree.tokens[first - 2]
    if before == "of":
        return tree.folded[first - 2] == "," or further.kind == "PERSON" or further.lemma.lower() in _OF
    return before == "to" and tree.tokens[first - 1].pos == "ADP" and further.lemma.lower() in _MOVES


def _is_before(tree: Tree, first: int, last: int) -> bool:
    after = tree.tokens[last + 1 : last + 3]
    if len(after) < 2:
        return False
    if after[0].text == "-" and after[1].text.lower() == "based":
        return True
    if first == 0 and after[0].text in ("—", "–", "--", "(") and last < 3 and after[0].start > tree.tokens[last].end:
        return after[0].text != "(" or after[1].text.isupper()
    return after[0].text == "," and (after[1].kind == "GPE" or parse_country(after[1].text) is not None)


def _is_listed(tree: Tree, first: int, last: int) -> bool:
    """Whether the name stands in a list with what the model has as places."""
    before = tree.tokens[first - 1].text if first > 1 and tree.tokens[first - 2].kind == "GPE" else ""
    after = tree.tokens[last + 1].text if last + 1 < len(tree.tokens) else ""
    if before in ("and", "or") or (before == "," and after in (",", "and", "or")):
        return True
    for head in range(first, last + 1):
        token = tree.tokens[head]
        if token.dep == "conj" and tree.tokens[token.head].kind == "GPE":
            return True
        if any(tree.tokens[c].dep == "conj" and tree.tokens[c].kind == "GPE" for c in tree.children[head] if c > last):
            return True
    return False
