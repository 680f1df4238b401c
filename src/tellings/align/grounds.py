"""Sides of a story in, what else speaks for and against two of them out: who, when, how many, where in the report.

Everything here comes from what earlier stages read - entities, moments, quantities, speakers - and from where the two
sentences stand among their neighbours; the wording itself is compared in `pairs.py`.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tellings.align.sides import Side, Vectors
from tellings.linking.rarity import rarity
from tellings.records import Moment

GROUNDS = (
    "entities", "entities_apart", "subject_one", "subject_other", "speaker_one", "speaker_only_one", "rarity",
    "rarity_within", "neighbour_low", "neighbour_high", "day_one", "day_meets", "day_other", "sentence_day_one",
    "sentence_day_meets", "sentence_day_other", "quantity_one", "counted_one", "told_everywhere", "lead",
    "place_late", "quoted", "quoted_both", "says", "factuality_same", "kind_same",
)  # fmt: skip
_LEAD = 3  # sentences of a report that tell its news
Days = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What one side brings. rare: rarity of its lemmas; days: of the clause, sentence_days: of the whole sentence;
    numbers: what is counted, from, to; everywhere: how near the other reports come to it, on average."""

    rare: Mapping[str, float]
    days: Days
    sentence_days: Days
    numbers: tuple[tuple[str, float | None, float | None], ...]
    everywhere: float


class Grounds:
    """The sides of a story with what must be counted once over all of them."""

    def __init__(self, sides: Sequence[Side]) -> None:
        self.sides = sides
        self.sentences: dict[str, dict[int, Vectors]] = defaultdict(dict)
        named: dict[str, frozenset[str]] = {}
        for side in sides:
            self.sentences[side.report][side.clause.sentence.index] = side.meaning.whole
            named[side.claim.sentence] = side.named
        seen = Counter(entity for entities in named.values() for entity in entities)
        self.telling = {entity: math.log((len(named) + 1) / (count + 0.5)) + 0.1 for entity, count in seen.items()}
        self.own = [
            Ground(
                {lemma: _weigh(lemma) for lemma in set(side.lemmas)},
                _days(side.moments),
                _days(side.dates),
                tuple((quantity.of.lower(), quantity.low, quantity.high) for quantity in side.quantities),
                near,
            )
            for side, near in zip(sides, _nearest(sides), strict=True)
        ]

    def measure(self, a: int, b: int) -> list[float]:
        """The signals of a pair, in the order of GROUNDS."""
        left, right = self.sides[a], self.sides[b]
        mine, other = self.own[a], self.own[b]
        rare_shared = sum(weight for lemma, weight in mine.rare.items() if lemma in other.rare)
        rare_left, rare_right = sum(mine.rare.values()), sum(other.rare.values())
        near = self._neighbours(left, right), self._neighbours(right, left)
        subjects, speakers = (left.subject_entity, right.subject_entity), (left.speaker_entity, right.speaker_entity)
        spoken = [side.clause.speaker is not None for side in (left, right)]
        quantities = [(x, y) for x in mine.numbers for y in other.numbers]
        told = [side.clause.sentence.index < _LEAD for side in (left, right)]
        return [
            self._weight(left.named & right.named) / max(self._weight(left.named | right.named), 1e-6),
            float(bool(left.entities and right.entities and not left.entities & right.entities)),
            float(subjects[0] is not None and subjects[0] == subjects[1]),
            float(None not in subjects and subjects[0] != subjects[1]),
            float(speakers[0] is not None and speakers[0] == speakers[1]),
            float(spoken[0] != spoken[1]),
            rare_shared / max(rare_left + rare_right - rare_shared, 1e-6),
            rare_shared / max(min(rare_left, rare_right), 1e-6),
            min(near),
            max(near),
            *_compare_days(mine.days, other.days),
            *_compare_days(mine.sentence_days, other.sentence_days),
            float(any(x[1:] == y[1:] for x, y in quantities)),
            float(any(x[0] == y[0] != "" for x, y in quantities)),
            min(mine.everywhere, other.everywhere),
            float(sum(told)),
            max(left.place, right.place),
            float(left.quoted + right.quoted),
            float(left.quoted and right.quoted),
            float(left.clause.says + right.clause.says),
            float(left.claim.factuality == right.claim.factuality),
            float(left.claim.kind == right.claim.kind),
        ]

    def _weight(self, entities: Iterable[str]) -> float:
        return sum(self.telling.get(entity, 1.0) for entity in sorted(entities))

    def _neighbours(self, left: Side, right: Side) -> float:
        """How near the sentences before and after the left one come to the right one."""
        around = self.sentences[left.report]
        n = left.clause.sentence.index
        return max((float(around[m] @ right.meaning.whole) for m in (n - 1, n + 1) if m in around), default=0.0)


def _nearest(sides: Sequence[Side]) -> list[float]:
    """For each side the mean, over the other reports, of the cosine of the nearest claim there."""
    if not sides:
        return []
    vectors = np.stack([side.vector for side in sides])
    rows: dict[str, list[int]] = defaultdict(list)
    for n, side in enumerate(sides):
        rows[side.report].append(n)
    total = np.zeros(len(sides))
    for own in rows.values():
        best = (vectors @ vectors[own].T).max(axis=1)
        best[own] = 0.0
        total += best
    means: list[float] = (total / max(1, len(rows) - 1)).tolist()
    return means


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
