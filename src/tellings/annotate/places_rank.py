"""The place names of one report with their candidates in, one candidate for each (or none) out.

Each name's candidates are scored by size, kind, how much of the report's other naming lies in their country and
district, and how near the other places are; as the others' choice changes the scores, this is done a few times over.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from tellings.annotate.gazetteer import Entry
from tellings.annotate.gazetteer_build import fold_name

Where = TypeVar("Where", str, int)

ROUNDS = 4
EARTH_KM = 6371.0
WIDE = frozenset({"PCLI", "CONT", "RGN"})  # too large for a point to say where they are
KEPT = 60  # candidates of one name that are compared with the others' places


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the features below. A random search on every other article of LGL, then country, admin1 and population set
    back to round values that did as well there and better on the rest (84.0 to 84.5) and on GeoWebNews (84.6 to 84.8).
    """

    population: float = 0.8
    country: float = 2.5
    admin1: float = 8.0
    near: float = 1.4
    state: float = 2.0  # a country
    capital: float = 1.0
    province: float = 0.13  # an ADM1
    district: float = -0.3  # an ADM2
    weak: float = -5.0
    own_name: float = 1.2  # the name is the entry's first name, not one of its others
    within: float = 5.8  # lies in the place that is named behind it
    reach: float = 375.0  # km over which nearness falls to a third
    least: float = 3.0  # below this score a name is left unresolved


@dataclass(slots=True)
class Name:
    """A name of the report: how often, what it may be, in what it is said to lie. `wanted`: features that the words
    around it ask for ("the city of"); `number` of uses."""

    key: str
    candidates: Sequence[Entry]
    uses: int = 1
    within: "Name | None" = None
    wanted: frozenset[str] = frozenset()
    alone: list[float] = field(default_factory=list)  # scores without regard to the other names
    scores: list[float] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)

    @property
    def best(self) -> Entry | None:
        """The likeliest candidate."""
        if not self.candidates:
            return None
        return self.candidates[max(range(len(self.candidates)), key=lambda n: self.scores[n])]

    @property
    def score(self) -> float:
        return max(self.scores, default=-math.inf)


def rank_names(names: Sequence[Name], hints: dict[str, float], weights: Weights | None = None) -> None:
    """Fill in scores and chances of every name; `hints` are countries the report names otherwise, with their counts."""
    weights = weights or Weights()
    for name in names:
        name.alone = [_score_alone(name, entry, weights) for entry in name.candidates]
        _keep_best(name)
        name.scores, name.chances = name.alone, _chances(name.alone)
    for _ in range(ROUNDS):
        countries = _share(names, hints, lambda entry: entry.country)
        districts = _share(names, {}, lambda entry: entry.admin1)
        points = _points(names)
        for n, name in enumerate(names):
            near = _nearness(name, n, points, weights.reach)
            name.scores = [
                alone
                + weights.near * close
                + weights.country * countries[n].get(entry.country, 0.0)
                + weights.admin1 * districts[n].get(entry.admin1, 0.0)
                for entry, alone, close in zip(name.candidates, name.alone, near, strict=True)
            ]
        for name in names:
            name.chances = _chances(name.scores)


def _keep_best(name: Name) -> None:
    if len(name.candidates) <= KEPT:
        return
    order = sorted(range(len(name.candidates)), key=lambda n: -name.alone[n])[:KEPT]
    if name.within:  # small ones too, where the text says in what they lie
        order += [n for n in range(len(name.candidates)) if n not in order and lies_in(name.candidates[n], name.within)]
    name.candidates = [name.candidates[n] for n in order]
    name.alone = [name.alone[n] for n in order]


def _score_alone(name: Name, entry: Entry, weights: Weights) -> float:
    score = weights.population * math.log10(entry.population + 10)
    score += {
        "PCLI": weights.state, "CONT": weights.state, "PPLC": weights.capital, "ADM1": weights.province,
        "ADM2": weights.district,
    }.get(entry.feature, 0.0)  # fmt: skip
    if entry.weak:
        score += weights.weak
    if fold_name(entry.name) == name.key:
        score += weights.own_name
    if name.wanted and entry.feature in name.wanted:
        score += 3.0
    if name.within and lies_in(entry, name.within):
        score += weights.within
    return score


def lies_in(entry: Entry, whole: Name) -> bool:
    """Whether the entry lies in anything that the other name may be."""
    return any(
        (other.feature == "PCLI" and other.country == entry.country and entry.feature != "PCLI")
        or (other.id != entry.id and other.id in (entry.admin1, entry.admin2))
        for other in whole.candidates
    )


def _chances(scores: Sequence[float]) -> list[float]:
    if not scores:
        return []
    top = max(scores)
    raised = [math.exp(min(score - top, 0.0)) for score in scores]
    total = sum(raised)
    return [value / total for value in raised]


def _share(
    names: Sequence[Name], hints: Mapping[Where, float], where: Callable[[Entry], Where | None]
) -> list[dict[Where | None, float]]:
    """For each name what share of the others' naming lies in each country (or district)."""
    own: list[dict[Where, float]] = []
    whole: dict[Where, float] = dict(hints)
    for name in names:
        counts: dict[Where, float] = {}
        uses = 1 + math.log(name.uses)
        for entry, chance in zip(name.candidates, name.chances, strict=True):
            if (place := where(entry)) is not None:
                counts[place] = counts.get(place, 0.0) + uses * chance
        own.append(counts)
        for place, count in counts.items():
            whole[place] = whole.get(place, 0.0) + count
    total = sum(whole.values()) + 1.0  # one more: a single other naming is no certainty
    return [
        {place: (count - counts.get(place, 0.0)) / (total - sum(counts.values())) for place, count in whole.items()}
        for counts in own
    ]


Points = tuple[np.ndarray, np.ndarray, np.ndarray]


def _vector(entry: Entry) -> tuple[float, float, float]:
    lat, lon = math.radians(entry.lat or 0.0), math.radians(entry.lon or 0.0)
    return (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))


def _points(names: Sequence[Name]) -> Points:
    """Where the likeliest town or district of each name lies, how likely, and whose it is."""
    rows, chances, owners = [], [], []
    for n, name in enumerate(names):
        best = name.best
        if best and best.lat is not None and best.feature not in WIDE:
            rows.append(_vector(best))
            chances.append(max(name.chances))
            owners.append(n)
    return np.array(rows).reshape(-1, 3), np.array(chances), np.array(owners, dtype=int)


def _nearness(name: Name, owner: int, points: Points, reach: float) -> list[float]:
    """For each candidate how near the nearest of the other names' places is: 1 there, a third at `reach` km."""
    rows, chances, owners = points
    others = owners != owner
    if not name.candidates or not others.any():
        return [0.0] * len(name.candidates)
    here = np.array([_vector(entry) for entry in name.candidates])
    km = EARTH_KM * np.arccos(np.clip(here @ rows[others].T, -1.0, 1.0))
    near = (np.exp(-km / reach) * chances[others]).max(axis=1)
    return [0.0 if entry.feature in WIDE else float(value) for value, entry in zip(near, name.candidates, strict=True)]
