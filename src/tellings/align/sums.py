"""A story's claims in, where its reports give one sum of money two heights out: a fine, a ransom, a bill."""

from collections.abc import Iterator, Sequence

from tellings.align.clauses import read_words
from tellings.align.disputes import Dispute
from tellings.align.ledger import Entry, Ledger, find_opposed, find_shortest
from tellings.align.occasions import is_apart
from tellings.align.sides import Side
from tellings.records import Quantity
from tellings.text.folding import fold

_SLACK = 0.06  # rounding
_ROUGH = 0.15
_FARTHEST = 20.0
_COPULAS = frozenset({"be", "total", "amount", "stand"})
_GENERAL = frozenset("average per each every could might would may if maximum minimum record usually".split())


def find_sums(sides: Sequence[Side]) -> list[Dispute]:
    """The disputes over sums, in the order of their texts."""
    return find_opposed(sides, _read_sums(sides), Ledger(is_apart, farthest=_FARTHEST))


def _read_sums(sides: Sequence[Side]) -> Iterator[Entry]:
    for side, find in find_shortest(sides):
        tokens = side.clause.sentence.tokens
        money = [q for q in side.amounts if len(q.unit) == 3 and q.unit.isupper()]
        if len(money) != 1 or any(fold(token.text) in _GENERAL for token in tokens):
            continue  # two sums in a sentence: a conversion, parts, before and after
        quantity, place = money[0], find(money[0].span)
        noun = _name_sum(side, quantity)
        if not noun or place is None or quantity.low is None or quantity.high is None:
            continue
        slack = _SLACK if quantity.bound == "exactly" else _ROUGH
        low, high = quantity.low * (1 - slack), quantity.high * (1 + slack)
        yield Entry((quantity.unit, noun), low, high, quantity.span, place, f"How much was the {noun}?")


def _name_sum(side: Side, quantity: Quantity) -> str:
    """The singular noun of the list that the sum is: "a fine of $9", "a $9 fine", "the fine was $9"; else nothing."""
    tokens = side.clause.sentence.tokens
    span = quantity.of_span
    if span is not None:
        inside = [token for token in tokens if span.start <= token.start < span.end]
        return _noun_of(inside[-1].lemma, inside[-1].tag) if inside else ""
    n = next((n for n, token in enumerate(tokens) if token.end >= quantity.span.end), None)
    for _ in range(4):
        if n is None or tokens[n].head == n or tokens[n].pos == "ADP":
            return ""
        n = tokens[n].head
        if tokens[n].lemma in _COPULAS:
            subject = next((t for k, t in enumerate(tokens) if t.head == n and t.dep == "nsubj"), None)
            return "" if subject is None else _noun_of(subject.lemma, subject.tag)
    return ""


def _noun_of(lemma: str, tag: str) -> str:
    word = fold(lemma)
    return word if tag == "NN" and word in read_words("sums.txt") else ""
