"""Two claims in, whether they count the same thing differently out."""

from tellings.align.differences.counts import Count, find_counts
from tellings.align.differences.difference import Difference
from tellings.align.sides import Side

# Nouns that count people without saying which: a toll is told with any of them.
_PEOPLE = frozenset({"", "people", "person", "victim", "man", "woman", "civilian", "resident", "body", "life"})


def compare(left: Side, right: Side) -> Difference | None:
    """The first pair of counts of one thing that cannot both be right, else one that differs in precision only."""
    coarser = None
    mine, other = find_counts(left.clause), find_counts(right.clause)
    for a in mine:
        for b in other:
            if not _is_same_thing(a, b):
                continue
            about = a.noun or b.noun
            if any(same.fits(b) and _is_same_thing(same, b) for same in mine if same is not a):
                continue
            if not a.fits(b):
                return Difference("number", "contradiction", True, a.span, b.span, about)
            if (a.low, a.high) != (b.low, b.high):
                coarser = coarser or Difference("number", "precision", False, a.span, b.span, about)
    return coarser


def _is_same_thing(a: Count, b: Count) -> bool:
    if a.noun == b.noun and a.noun:
        return not (a.noun in _PEOPLE and a.verb and b.verb and a.verb != b.verb)
    return a.noun in _PEOPLE and b.noun in _PEOPLE and a.verb == b.verb != ""
