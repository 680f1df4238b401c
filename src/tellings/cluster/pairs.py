"""Profiles in, how alike each is to those before it out: by column, so that no two are compared by themselves.

Weights of terms and parts of openings are whole numbers of small steps: sums of such are exact in whatever order a
processor takes them, so two are as alike whatever stands beside them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.profile import VECTOR_DIGITS, WEIGHT_DIGITS
from tellings.linking.rarity import rarity
from tellings.records import Profile

VECTOR_STEPS: int = 10**VECTOR_DIGITS
WEIGHT_STEPS: int = 10**WEIGHT_DIGITS
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
_Words = NDArray[np.int32]  # each as the number that it was given
# Profiles that stay laid out, some 5 KB each: each comes again under its other keys. Of 7,900 reports linking takes
# 18.5 s, and 23.4 where not all can stay.
_HELD = 32_768
_RARE = 0.8  # rarity of a name that is told: countries and weekdays are commoner, most towns and people are not


@dataclass(frozen=True, slots=True)
class Sheet:
    """A profile laid out to be compared with many."""

    profile: Profile
    terms: _Words
    weights: NDArray[np.int32]  # of the terms, in steps
    words_of_names: _Words
    rare_names: frozenset[str]
    opening: NDArray[np.float32]  # the vector, in steps


@dataclass(slots=True)
class _Desk:
    """What is laid out: sheets by the identity of their profile, which they hold, so that no other takes it; and the
    words on them by their numbers, which mean nothing beside another desk's."""

    sheets: dict[int, Sheet]
    numbers: dict[str, int]
    words: list[str]


_desk = _Desk({}, {}, [])


def lay_out(profiles: Sequence[Profile]) -> list[Sheet]:
    """The sheets of these profiles: those that were made before of the very same objects, as long as they are held."""
    global _desk
    missing = sum(id(profile) not in _desk.sheets for profile in profiles)
    if missing and len(_desk.sheets) + missing > _HELD:
        _desk = _Desk({}, {}, [])
    return [_desk.sheets.get(id(profile)) or _make_sheet(profile, _desk) for profile in profiles]


def _make_sheet(profile: Profile, desk: _Desk) -> Sheet:
    sheet = desk.sheets[id(profile)] = Sheet(
        profile,
        _number((term for term, _ in profile.terms), desk),
        np.rint(np.array([weight for _, weight in profile.terms]) * WEIGHT_STEPS).astype(np.int32),
        _number(words_of_names(profile.names), desk),
        frozenset(filter(_is_rare, profile.names)),
        np.rint(np.array(profile.vector, dtype=np.float64) * VECTOR_STEPS).astype(np.float32),
    )
    return sheet


def _number(words: Iterable[str], desk: _Desk) -> _Words:
    numbers = []
    for word in words:
        number = desk.numbers.setdefault(word, len(desk.words))
        if number == len(desk.words):
            desk.words.append(word)
        numbers.append(number)
    return np.array(numbers, dtype=np.int32)


@lru_cache(maxsize=1 << 16)
def _is_rare(name: str) -> bool:
    return max(map(rarity, name.split()), default=0.0) >= _RARE


def words_of_names(names: Iterable[str]) -> frozenset[str]:
    """The words of these names."""
    return frozenset(" ".join(names).split())


class Columns:
    """Profiles that share a key, side by side: each is compared with those before it, from a first one on."""

    def __init__(self, profiles: Sequence[Profile], *, key: str) -> None:
        self.sheets = lay_out(profiles)
        self._words = _desk.words
        smaller: dict[str, int] = {}
        keys = [[smaller.setdefault(k, len(smaller)) for k in p.keys if k < key] for p in profiles]
        self._keys = _Runs([np.array(each, dtype=np.int32) for each in keys], len(smaller))
        self._terms = _Runs([s.terms for s in self.sheets], len(self._words), [s.weights for s in self.sheets])
        self._names = _Runs([s.words_of_names for s in self.sheets], len(self._words))
        self._named = np.array([len(s.words_of_names) for s in self.sheets], dtype=np.intp)
        length = max((len(s.opening) for s in self.sheets), default=0)
        none = np.zeros(length, dtype=np.float32)
        self._have = np.array([len(s.opening) > 0 for s in self.sheets], dtype=np.bool_)
        self._openings = np.array([s.opening if len(s.opening) else none for s in self.sheets], dtype=np.float64)

    def meet_before(self, at: int, first: int) -> Flags:
        """Which of them share a smaller key with the one at this place."""
        shared: Flags = self._keys.compare(at, first) > 0
        return shared

    def share_terms(self, at: int, first: int) -> "Shared":
        """The terms that each has in common with the one at this place."""
        return Shared(self._terms, self._words, at, first)

    def name_apart(self, at: int, first: int, fewest: int) -> Flags:
        """Which of them name something, as does this one, each in so many words or more, and no word is in both."""
        if self._named[at] < fewest:
            return np.zeros(at - first, dtype=np.bool_)
        apart: Flags = (self._named[first:at] >= fewest) & (self._names.compare(at, first) == 0)
        return apart

    def compare_openings(self, at: int, first: int) -> tuple[Numbers, Flags]:
        """The products of the openings, and whether both have one."""
        products: Numbers = (self._openings[first:at] @ self._openings[at]) / VECTOR_STEPS**2
        return products, self._have[first:at] & self._have[at]


class Shared:
    """The terms that one profile has in common with each of those before it, and what they weigh in both together."""

    def __init__(self, runs: "_Runs", words: Sequence[str], at: int, first: int) -> None:
        self._runs, self._words, self._at, self._first = runs, words, at, first
        self._worth = runs.multiply(at, first)  # of every term of those before, in steps
        self.sums: Numbers = runs.sum_up(self._worth, at, first) / WEIGHT_STEPS**2

    def find_weightiest(self, places: Places, most: int) -> list[list[str]]:
        """For some of those before it, counted from the first, in order: the terms that are worth most, those first,
        as many at most."""
        numbers, owners = self._runs.find(self._worth, self._at, self._first, places)
        order = np.argsort(owners * WEIGHT_STEPS**2 - self._worth[numbers])  # by owner: no term is worth more
        numbers = numbers[order]
        worth, words = self._worth[numbers].tolist(), self._runs.numbers_from(self._first)[numbers].tolist()
        bounds = np.searchsorted(owners, np.append(places, len(self.sums))).tolist()
        found = []
        for start, end in pairwise(bounds):
            enough = min(start + most, end)
            while start < enough < end and worth[enough] == worth[enough - 1]:
                enough += 1  # of terms that weigh the same, the first by letters are told
            few = [(-worth[at], self._words[words[at]]) for at in range(start, enough)]
            found.append([term for _, term in sorted(few)[:most]])
        return found


class _Runs:
    """Numbers with their weights, those of one profile after those of another."""

    def __init__(
        self, numbers: Sequence[_Words], size: int, weights: Sequence[NDArray[np.int32]] | None = None
    ) -> None:
        self._table = np.zeros(size + 1)
        self._bounds = [0, *accumulate(len(run) + 1 for run in numbers)]
        self._starts = np.array(self._bounds, dtype=np.intp)
        # Each run ends with a number that none has, as a sum over nothing cannot be asked for.
        self._numbers = np.full(self._bounds[-1], size, dtype=np.intp)
        self._owners = np.repeat(np.arange(len(numbers)), np.diff(self._starts))
        held = np.ones(self._bounds[-1], dtype=np.bool_)
        held[self._starts[1:] - 1] = False
        self._weights = held.astype(np.float64)
        if numbers:
            self._numbers[held] = np.concatenate(numbers)
            if weights is not None:
                self._weights[held] = np.concatenate(weights)

    def compare(self, at: int, first: int) -> Numbers:
        """For each run from `first` on what the one at this place has in common with it weighs in both together."""
        return self.sum_up(self.multiply(at, first), at, first)

    def multiply(self, at: int, first: int) -> Numbers:
        """For each number of the runs from `first` on, up to the one at this place: its weight there by that in this
        run, 0 where this one has it not."""
        start, stop, end = self._bounds[first], self._bounds[at], self._bounds[at + 1] - 1
        own = self._numbers[stop:end]
        self._table[own] = self._weights[stop:end]
        products = self._table[self._numbers[start:stop]]
        products *= self._weights[start:stop]
        self._table[own] = 0.0
        return products

    def sum_up(self, products: Numbers, at: int, first: int) -> Numbers:
        """The sum of each run of them."""
        sums: Numbers = np.add.reduceat(products, self._starts[first:at] - self._bounds[first])
        return sums

    def find(self, products: Numbers, at: int, first: int, runs: Places) -> tuple[Places, Places]:
        """Where there are products in these runs, counted from `first`, and in which of them each stands."""
        asked = np.zeros(at - first, dtype=np.bool_)
        asked[runs] = True
        there = np.flatnonzero(products)
        owners = self._owners[self._bounds[first] + there] - first
        kept = asked[owners]
        return there[kept], owners[kept]

    def numbers_from(self, first: int) -> Places:
        """Those of the runs from `first` on."""
        return self._numbers[self._bounds[first] :]
