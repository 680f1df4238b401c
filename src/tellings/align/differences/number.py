"""Two claims in, whether they count the same thing differently out."""

from collections.abc import Sequence

from tellings.align.clauses import read_words
from tellings.align.counts import Count
from tellings.align.differences.casualties import Casualty, ask_count, find_casualty
from tellings.align.differences.difference import Difference
from tellings.align.occasions import is_apart
from tellings.align.sides import Side, once_a_side
from tellings.text.folding import fold

_SMALL, _LAID = 10, 0.7
_NEAR_VERB = 0.6  # cosine in context from which two verbs are taken for one deed
# Nouns that count people without saying which: a toll is told with any of them.
LEAST = 0.4
_PEOPLE = frozenset({"", "people", "person", "victim"})
_ROUND = 2  # figures other than noughts that a round number has: "2.5 million"


def compare(left: Side, right: Side) -> Difference | None:
    """The first pair of counts of one thing that cannot both be right, else one that differs in precision only."""
    coarser = None
    mine, other = left.counts, right.counts
    for a in mine:
        for b in other:
            if not _is_same_thing(left, a, right, b) or _has_fellow(left, mine, a, right, other, b):
                continue
            about = a.noun or b.noun
            if not a.fits(b) and not _is_one_round(a, b):
                casualty = _casualty(left, a) or _casualty(right, b)
                asks = ask_count(casualty) if casualty else ""
                return Difference("number", "contradiction", True, a.span, b.span, about, asks)
            if (a.low, a.high) != (b.low, b.high):
                coarser = coarser or Difference("number", "precision", False, a.span, b.span, about)
    return coarser


def _has_fellow(left: Side, mine: Sequence[Count], a: Count, right: Side, other: Sequence[Count], b: Count) -> bool:
    """Whether one of the two has a better partner: a number that is in both claims is not what they differ in, nor one
    that the other report gives as well, of the same."""
    if a.low == b.low and a.high == b.high:
        return False
    if any((x.low, x.high) == (b.low, b.high) for x in mine) or any((y.low, y.high) == (a.low, a.high) for y in other):
        return True
    return a.value != b.value and (_is_counted(left, b) or _is_counted(right, a))


def _is_counted(side: Side, count: Count) -> bool:
    """Whether the side's report gives that number of that noun somewhere."""
    nouns = _PEOPLE if count.noun in _PEOPLE else (count.noun,)
    return any((noun, count.value) in side.counted for noun in nouns)


def _is_one_round(a: Count, b: Count) -> bool:
    """Whether both name one round number, with other bounds: "2.5 million", "over 2.5 million"."""
    figures = f"{a.value:.0f}"
    return a.value == b.value and (a.value < 10 or (figures[-1] == "0" and len(figures.rstrip("0")) <= _ROUND))


def _is_told_by(side: Side, count: Count) -> bool:
    """Whether the counted merely speak: "two sources said"."""
    tokens = side.clause.sentence.tokens
    return count.governor is not None and fold(tokens[count.governor].lemma) in read_words("says.txt")


def _is_listed(side: Side, count: Count) -> bool:
    """Whether another number stands beside this one in a list: "two nurses and a driver", "3 people, 2 of them"."""
    tokens = side.clause.sentence.tokens
    inside = [n for n, token in enumerate(tokens) if count.span.start <= token.start < count.span.end]
    tops = {*inside, *(tokens[n].head for n in inside if tokens[n].dep in ("nummod", "amod", "det"))}
    joined = {n for n, token in enumerate(tokens) if token.dep in ("conj", "appos") and token.head in tops}
    joined |= {tokens[n].head for n in tops if tokens[n].dep in ("conj", "appos")}
    return any(token.pos == "NUM" and (n in joined or token.head in joined) for n, token in enumerate(tokens))


def _is_same_thing(left: Side, a: Count, right: Side, b: Count) -> bool:
    """One noun under one verb, or people told of in other words; a count of nothing named is of the verb's people."""
    if a.measure or b.measure:
        return False  # prices, shares and distances: too many of them in one clause to say which is which
    people = a.noun in _PEOPLE and b.noun in _PEOPLE
    casualties = [casualty for casualty in (_casualty(left, a), _casualty(right, b)) if casualty]
    if len({casualty.kind for casualty in casualties}) > 1 or any(casualty.part for casualty in casualties):
        return False  # the dead are not the missing, and some of the dead are not all
    if (a.noun != b.noun and not people) or a.part != b.part or is_apart(left, right):
        return False
    if _is_told_by(left, a) or _is_told_by(right, b):
        return False
    if a.noun in _PEOPLE and _is_listed(left, a) != _is_listed(right, b):
        return False
    if people and a.value == b.value:
        return True  # the same figure with another bound: "51", "more than 51"
    if a.limits and b.limits and not a.limits & b.limits:
        return False  # "42 injured people", "Chinese tourists": other people
    if a.governor is None or b.governor is None:
        return a.governor == b.governor and bool(a.noun) and left.claim.verb == right.claim.verb and left.is_laid(right)
    verb, other = left.clause.sentence.tokens[a.governor], right.clause.sentence.tokens[b.governor]
    small = max(a.value, b.value) < _SMALL and a.value != b.value and verb.pos == "VERB" and not casualties
    if small and not _is_of_one_deed(left, right):
        return False
    if fold(verb.lemma) == fold(other.lemma):
        return True
    near = float(left.meaning.rows[a.governor] @ right.meaning.rows[b.governor]) >= _NEAR_VERB
    return near and not (a.article or b.article)


def _is_of_one_deed(left: Side, right: Side) -> bool:
    """What small numbers need beside a verb in common, as everything is counted in twos and threes: a deed as real on
    both sides, told in like words."""
    return left.claim.factuality == right.claim.factuality and left.is_laid(right, least=_LAID, both=False)


@once_a_side
def _casualty(side: Side, count: Count) -> Casualty | None:
    return find_casualty(side.clause.sentence, count.span)
