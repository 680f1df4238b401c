"""Two claims in, whether they measure one thing differently out: money, shares, weights, lengths of the same noun."""

import math

from tellings.align.differences.difference import Difference
from tellings.align.occasions import is_apart
from tellings.align.sides import Side
from tellings.records import Quantity
from tellings.text.folding import fold

LEAST = 0.6
_SLACK = 0.1  # amounts are rounded and converted: what lies closer is the same amount
_LIGHT = frozenset("be have do make take get give go come say".split())


def compare(left: Side, right: Side) -> Difference | None:
    """The only amount of its unit in each of two claims with one verb or one measured noun, too far apart to be one."""
    if not left.quantities or not right.quantities:
        return None
    for unit in sorted({q.unit for q in left.quantities} & {q.unit for q in right.quantities} - {"", "year"}):
        mine = [q for q in left.quantities if q.unit == unit]
        other = [q for q in right.quantities if q.unit == unit]
        if any(sum(q.unit == unit for q in side.amounts) != 1 for side in (left, right)):
            continue  # a sentence of two amounts measures two things
        if (
            is_apart(left, right)
            or len(mine) != 1
            or len(other) != 1
            or not _measures_one(left, mine[0], right, other[0])
        ):
            continue
        (low, high), (other_low, other_high) = _range(mine[0]), _range(other[0])
        if low > other_high or other_low > high:
            noun = _noun(left, mine[0]) or _noun(right, other[0])
            asks = f"How much was the {noun}?" if noun else "How much was it?"
            return Difference("number", "contradiction", True, mine[0].span, other[0].span, noun, asks)
    return None


def _measures_one(left: Side, a: Quantity, right: Side, b: Quantity) -> bool:
    """Whether both name what is measured alike, or the same telling verb stands over nearly the same words."""
    nouns = _noun(left, a), _noun(right, b)
    if nouns[0] and nouns[1]:
        return nouns[0] == nouns[1] and left.is_laid(right, least=0.65)
    same = left.claim.verb == right.claim.verb and left.claim.verb not in _LIGHT
    return same and left.is_laid(right, least=0.7)


def _range(quantity: Quantity) -> tuple[float, float]:
    low = quantity.low if quantity.low is not None else 0.0
    high = quantity.high if quantity.high is not None else math.inf
    return low * (1 - _SLACK), high * (1 + _SLACK)


def _noun(side: Side, quantity: Quantity) -> str:
    """The lemma of the last noun of what is measured; "" where the sentence does not say."""
    if quantity.of_span is None:
        return ""
    tokens = side.clause.sentence.tokens
    inside = [t for t in tokens if quantity.of_span.start <= t.start < quantity.of_span.end and t.pos == "NOUN"]
    return fold(inside[-1].lemma) if inside else ""
