"""Sides of a story in, what else speaks for and against two of them out: who, when, how many, where in the report.

Everything here comes from what earlier stages read - entities, moments, quantities, speakers - and from where the two
sentences stand among their neighbours; the wording itself is compared in `pairs.py`.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tellings.align.columns import Bags, Indices, Numbers, are_one, measure_cosines, measure_once, number_values
from tellings.align.sides import Side
from tellings.align.wordings import find_wordings
from tellings.linking.rarity import rarity
from tellings.records import Moment

GROUNDS = (
    "entities", "entities_apart", "subject_one", "subject_other", "speaker_one", "speaker_only_one", "rarity",
    "rarity_within", "neighbour_low", "neighbour_high", "day_one", "day_meets", "day_other", "sentence_day_one",
    "sentence_day_meets", "sentence_day_other", "quantity_one", "counted_one", "told_everywhere", "lead",
    "place_late", "quoted", "quoted_both", "says", "factuality_same", "kind_same",
)  # fmt: skip
_MANY = 1024  # claims, from which those of one wording are laid beside the others together
_CHUNK = 512  # wordings laid beside all others at once
_LEAD = 3  # sentences of a report that tell its news
Days = tuple[tuple[str, str], ...]
Counted = tuple[tuple[str, float | None, float | None], ...]  # what is counted, from, to


def measure_grounds(sides: Sequence[Side], left: Indices, right: Indices) -> Numbers:
    """One row of GROUNDS for each pair of indices into `sides`."""
    telling = _weigh_entities(sides)
    named = Bags([side.named for side in sides], lambda entity: telling[entity])
    met, _ = named.share(left, right)
    entities = Bags([side.entities for side in sides], lambda _: 1.0)
    both_named = (entities.weights[left] > 0) & (entities.weights[right] > 0)
    rare = Bags([frozenset(side.lemmas) for side in sides], _weigh)
    own, theirs = rare.weights[left], rare.weights[right]
    shared, _ = rare.share(left, right)
    subjects = measure_once([side.subject_entity for side in sides], left, right, _compare_known)
    speakers = measure_once([side.speaker_entity for side in sides], left, right, _compare_known)
    near = _measure_neighbours(sides, left, right)
    clause_days = measure_once([_days(side.moments) for side in sides], left, right, _compare_days)
    days = measure_once([_days(side.dates) for side in sides], left, right, _compare_days)
    numbers = measure_once([_numbers(side) for side in sides], left, right, _compare_quantities)
    everywhere = np.array(_nearest(sides), dtype=np.float32)
    place = np.array([side.place for side in sides])
    spoken, early, quoted, says = (
        np.array(marks, dtype=np.float32)
        for marks in zip(
            *(
                (
                    side.clause.speaker is not None,
                    side.clause.sentence.index < _LEAD,
                    side.quoted,
                    side.clause.says,
                )
                for side in sides
            ),
            strict=True,
        )
    )
    columns = (
        met / np.maximum(named.weights[left] + named.weights[right] - met, 1e-6),
        both_named & (entities.share(left, right)[0] == 0),
        subjects,
        speakers[:, 0],
        spoken[left] != spoken[right],
        shared / np.maximum(own + theirs - shared, 1e-6),
        shared / np.maximum(np.minimum(own, theirs), 1e-6),
        near.min(axis=0),
        near.max(axis=0),
        clause_days,
        days,
        numbers,
        np.minimum(everywhere[left], everywhere[right]),
        early[left] + early[right],
        np.maximum(place[left], place[right]),
        quoted[left] + quoted[right],
        quoted[left] * quoted[right],
        says[left] + says[right],
        are_one([side.claim.factuality for side in sides], left, right),
        are_one([side.claim.kind for side in sides], left, right),
    )
    rows: Numbers = np.column_stack(columns).astype(np.float32)
    return rows


def _weigh_entities(sides: Sequence[Side]) -> dict[str, float]:
    """How much each entity tells within the story: the logarithm of how rare it is among the sentences."""
    named = {side.claim.sentence: side.named for side in sides}
    seen = Counter(entity for entities in named.values() for entity in entities)
    return {entity: math.log((len(named) + 1) / (count + 0.5)) + 0.1 for entity, count in seen.items()}


def _measure_neighbours(sides: Sequence[Side], left: Indices, right: Indices) -> Numbers:
    """How near the sentences before and after the left side come to that of the right one, and the other way round,
    shape (2, pairs); 0 where there are none that make a claim."""
    number: dict[tuple[str, int], int] = {}
    for side in sides:
        number.setdefault((side.report, side.clause.sentence.index), len(number))
    own = np.array([number[side.report, side.clause.sentence.index] for side in sides])
    wholes = np.zeros((len(number) + 1, len(sides[0].meaning.whole)), dtype=np.float32)
    for at, side in zip(own, sides, strict=True):
        wholes[at] = side.meaning.whole
    wholes[-1] = np.nan  # stands for a sentence that is not there
    beside = np.array(
        [[number.get((report, index + step), -1) for step in (-1, 1)] for report, index in number], dtype=np.intp
    )
    found = [
        np.fmax(*(measure_cosines(wholes, beside[own[a], step], wholes, own[b]) for step in (0, 1)))
        for a, b in ((left, right), (right, left))
    ]
    near: Numbers = np.nan_to_num(np.stack(found))
    return near


def _compare_known(left: str | None, right: str | None) -> tuple[float, float]:
    """Whether the two are one, and whether they are two; neither where one is not known."""
    known = left is not None and right is not None
    return float(known and left == right), float(known and left != right)


def _compare_quantities(left: Counted, right: Counted) -> tuple[float, float]:
    """Whether a number is the same, whatever it counts, and whether the same thing is counted."""
    pairs = [(x, y) for x in left for y in right]
    return float(any(x[1:] == y[1:] for x, y in pairs)), float(any(x[0] == y[0] != "" for x, y in pairs))


def _nearest(sides: Sequence[Side]) -> list[float]:
    """For each side the mean, over the other reports, of the cosine of the nearest claim there."""
    if not sides:
        return []
    reports, names = number_values([side.report for side in sides])
    total = _sum_nearest_by_wording(sides, reports) if len(sides) > _MANY else _sum_nearest(sides, reports)
    means: list[float] = (total / max(1, len(names) - 1)).tolist()
    return means


def _sum_nearest(sides: Sequence[Side], reports: Indices) -> NDArray[np.float64]:
    """For each side the sum, over the other reports, of the cosine of the nearest claim there."""
    vectors = np.stack([side.vector for side in sides])
    total = np.zeros(len(sides))
    for report in range(reports.max() + 1):
        own = np.flatnonzero(reports == report)
        best = (vectors @ vectors[own].T).max(axis=1)
        best[own] = 0.0
        total += best
    return total


def _sum_nearest_by_wording(sides: Sequence[Side], reports: Indices) -> NDArray[np.float64]:
    """The same, each two wordings compared once."""
    wordings = find_wordings(sides)
    own, first = wordings.own, wordings.first
    vectors = np.stack([side.vector for side in first])
    said = np.unique(reports * len(first) + own)  # what each report says, one report after the other
    begins = np.searchsorted(said, np.arange(reports.max() + 1) * len(first))
    said %= len(first)
    total = np.zeros(len(sides))
    order = np.argsort(own, kind="stable")
    for start in range(0, len(first), _CHUNK):
        best = np.maximum.reduceat((vectors[start : start + _CHUNK] @ vectors.T)[:, said], begins, axis=1)
        few = order[slice(*np.searchsorted(own[order], (start, start + _CHUNK)))]
        rows = own[few] - start
        total[few] = best.sum(axis=1, dtype=np.float64)[rows] - best[rows, reports[few]]
    return total


def _numbers(side: Side) -> Counted:
    return tuple((quantity.of.lower(), quantity.low, quantity.high) for quantity in side.quantities)


def _days(moments: Iterable[Moment]) -> Days:
    intervals = [moment.interval for moment in moments if moment.interval and moment.kind in ("date", "time")]
    return tuple((found.start, found.end) for found in intervals if found.start and found.end)


def _compare_days(left: Days, right: Days) -> tuple[float, float, float]:
    """Whether a day is the same, whether one could be, and whether there are days but none that could be the same."""
    meets = any(x[0] <= y[1] and y[0] <= x[1] for x in left for y in right)
    return float(any(x == y for x in left for y in right)), float(meets), float(bool(left and right) and not meets)


@lru_cache(maxsize=65536)
def _weigh(lemma: str) -> float:
    """Cubed, so that a few rare words outweigh many common ones."""
    return rarity(lemma) ** 3
