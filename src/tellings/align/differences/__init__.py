"""Two claims about the same thing in, how their values differ out: one file for each kind of slot.

Each file has one function `compare(left, right) -> Difference | None` and LEAST, the score of the pair from which the
comparison is made; the order of COMPARISONS is the order in which a reader wants to hear of them. Only what would
mislead a reader who has one of the two reports counts as misleading; the rest is agreement at another precision.
"""

from collections.abc import Callable

from tellings.align.differences import (
    agent,
    attribution,
    cause,
    clock,
    date,
    deed,
    measure,
    modality,
    number,
    place,
    polarity,
    retold,
    scope,
    sequence,
    share,
    wording,
)
from tellings.align.differences.difference import Difference
from tellings.align.occasions import is_of_others
from tellings.align.sides import Side

Comparison = Callable[[Side, Side], Difference | None]

COMPARISONS: tuple[tuple[Comparison, float], ...] = (
    (polarity.compare, polarity.LEAST),
    (scope.compare, scope.LEAST),
    (number.compare, number.LEAST),
    (retold.compare, retold.LEAST),
    (measure.compare, measure.LEAST),
    (share.compare, share.LEAST),
    (attribution.compare, attribution.LEAST),
    (cause.compare, cause.LEAST),
    (agent.compare, agent.LEAST),
    (place.compare, place.LEAST),
    (date.compare, date.LEAST),
    (clock.compare, clock.LEAST),
    (sequence.compare, sequence.LEAST),
    (deed.compare, deed.LEAST),
    (modality.compare, modality.LEAST),
    (wording.compare, wording.LEAST),
)


LEAST = min(least for _, least in COMPARISONS)  # the score below which no two claims are compared

# What is compared although the two tell of two people: who it is, who says it, and what words are used.
_OF_NAMES = frozenset({retold.compare, agent.compare, attribution.compare, wording.compare})


def compare_sides(left: Side, right: Side, score: float) -> list[Difference]:
    """Every way in which the two claims differ."""
    if score < LEAST:
        return []
    others = is_of_others(left, right)
    return [
        found
        for compare, least in COMPARISONS
        if score >= least and not (others and compare not in _OF_NAMES)
        if (found := compare(left, right)) is not None
    ]
