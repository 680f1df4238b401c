"""Profiles in, how alike each is to those before it out: by column, so that no two are compared by themselves.

Weights of terms and parts of openings are whole numbers of small steps: sums of such are exact in whatever order a
processor takes them, so two are as alike whatever stands beside them.
"""

from bisect import bisect_left
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
    keys: Sequence[str]  # in order
    numbered: _Words  # the keys


@dataclass(slots=True)
class _Desk:
    """What is laid out: sheets by the identity of their profile, which they hold, so that no other takes it; and the
    words and keys on them by their numbers, which mean nothing beside another desk's."""

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
    keys = sorted(set(profile.keys))
    sheet = desk.sheets[id(profile)] = Sheet(
        profile,
        _number((term for term, _ in profile.terms), desk),
        np.rint(np.array([weight for _, weight in profile.terms]) * WEIGHT_STEPS).astype(np.int32),
        _number(words_of_names(profile.names), desk),
        frozenset(filter(_is_rare, profile.names)),
        np.rint(np.array(profile.vector, dtype=np.float64) * VECTOR_STEPS).astype(np.float32),
        keys,
        _number(keys, desk),
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
    """Profiles that share a key, side by side: some of them are compared with those before them, all at once."""

    def __init__(self, profiles: Sequence[Profile], *, key: str) -> None:
        self.sheets = lay_out(profiles)
        self._words = _desk.words
        self._keys = _Runs([s.numbered[: bisect_left(s.keys, key)] for s in self.sheets])  # those before this one
        self._terms = _Runs([s.terms for s in self.sheets], [s.weights for s in self.sheets])
        self._names = _Runs([s.words_of_names for s in self.sheets])
        self._named = np.array([len(s.words_of_names) for s in self.sheets], dtype=np.intp)
        length = max((len(s.opening) for s in self.sheets), default=0)
        none = np.zeros(length, dtype=np.float32)
        self._have = np.array([len(s.opening) > 0 for s in self.sheets], dtype=np.bool_)
        self._openings = np.array([s.opening if len(s.opening) else none for s in self.sheets], dtype=np.float64)

    def meet_first(self, block: "Block") -> Flags:
        """Of each of the block and each before it whether they share no smaller key."""
        first: Flags = self._keys.meet(block).count() == 0
        return first

    def share_terms(self, block: "Block") -> "Shared":
        """The terms that each of the block has in common with each before it."""
        return Shared(self._terms.meet(block), self._words)

    def name_apart(self, block: "Block", fewest: int) -> Flags:
        """Which of those before it name something, as does the one of the block, each in so many words or more, and no
        word is in both."""
        telling = self._named >= fewest
        both = telling[block.start : block.stop, None] & telling[block.first : block.stop]
        apart: Flags = both & (self._names.meet(block).count() == 0)
        return apart

    def compare_openings(self, block: "Block") -> tuple[Numbers, Flags]:
        """The products of the openings, and whether both have one."""
        rows, beside = slice(block.start, block.stop), slice(block.first, block.stop)
        products: Numbers = (self._openings[rows] @ self._openings[beside].T) / VECTOR_STEPS**2
        return products, self._have[rows, None] & self._have[beside]


@dataclass(frozen=True, slots=True)
class Block:
    """The profiles `start` to `stop` (not included), each beside those from `first` on. What is said of a block has a
    row for each of them, and in it a place for each from `first` to `stop`; it holds of those before it."""

    first: int
    start: int
    stop: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, and places in a row."""
        return self.stop - self.start, self.stop - self.first


class Shared:
    """The terms that two have in common, and what they weigh in both together."""

    def __init__(self, met: "_Met", words: Sequence[str]) -> None:
        self._met, self._words = met, words
        self.sums: Numbers = met.count() / WEIGHT_STEPS**2

    def find_weightiest(self, rows: Places, places: Places, most: int) -> list[list[str]]:
        """For some pairs, in the order of rows and of places in them: the terms that are worth most, those first, as
        many at most."""
        asked = np.zeros(self.sums.shape, dtype=np.bool_)
        asked[rows, places] = True
        kept = asked.ravel()[self._met.pairs] & (self._met.worth > 0)
        owners, numbers, worth = (column[kept] for column in (self._met.pairs, self._met.numbers, self._met.worth))
        order = np.argsort(owners * WEIGHT_STEPS**2 - worth)  # by pair: no term is worth more
        starts = np.searchsorted(owners[order], rows * self.sums.shape[1] + places).tolist()
        lighter, words, known = (-worth[order]).tolist(), numbers[order].tolist(), self._words.__getitem__
        found = []
        for start, end in pairwise([*starts, len(words)]):
            enough = min(start + most, end)
            while start < enough < end and lighter[enough] == lighter[enough - 1]:
                enough += 1  # of terms that weigh the same, the first by letters are told
            few = sorted(zip(lighter[start:enough], map(known, words[start:enough]), strict=True))
            found.append([term for _, term in few[:most]])
        return found


@dataclass(frozen=True, slots=True)
class _Met:
    """Each number that two of a block have in common. pairs: whose it is, as places in the block from its first row on;
    worth: its weight in one by that in the other."""

    shape: tuple[int, int]
    pairs: Places
    numbers: _Words
    worth: Numbers

    def count(self) -> Numbers:
        """For each two of the block what they have in common is worth together."""
        rows, width = self.shape
        counted = np.bincount(self.pairs, weights=self.worth, minlength=rows * width)
        return counted.astype(np.float64, copy=False).reshape(rows, width)


class _Runs:
    """Numbers with their weights, those of one profile after those of another; in one profile each stands but once."""

    def __init__(self, numbers: Sequence[_Words], weights: Sequence[NDArray[np.int32]] | None = None) -> None:
        self._bounds = [0, *accumulate(map(len, numbers))]
        self._numbers = np.concatenate(numbers)
        self._owners = np.repeat(np.arange(len(numbers)), np.diff(self._bounds))
        self._weights = (np.concatenate(weights) if weights else np.ones(len(self._numbers))).astype(np.float64)

    def meet(self, block: Block) -> _Met:
        """The numbers that those of the block have in common with those before them."""
        low, high = self._bounds[block.first], self._bounds[block.stop]
        order = low + self._sort(self._numbers[low:high], self._bounds[block.start] - low)
        numbers, owners = self._numbers[order], self._owners[order]
        spots = np.arange(len(order))
        begins = np.where(np.append(True, numbers[1:] != numbers[:-1])[: len(order)], spots, 0)
        begins = np.maximum.accumulate(begins)  # where the run of the same number begins
        before = np.where(owners >= block.start, spots - begins, 0)
        later = np.repeat(spots, before)
        earlier = np.arange(len(later)) - np.repeat(np.cumsum(before) - before - begins, before)
        rows, places = owners[later] - block.start, owners[earlier] - block.first
        weights = self._weights[order]
        return _Met(block.shape, rows * block.shape[1] + places, numbers[later], weights[earlier] * weights[later])

    @staticmethod
    def _sort(numbers: _Words, own: int) -> Places:
        """Where they stand in order, the same ones in the order of their runs; without those that are none of the
        numbers from `own` on, where these are the fewer."""
        if 2 * own < len(numbers):
            return np.argsort(numbers, kind="stable")
        asked = np.zeros(numbers.max(initial=-1) + 1, dtype=np.bool_)
        asked[numbers[own:]] = True
        kept = np.flatnonzero(asked[numbers])
        return kept[np.argsort(numbers[kept], kind="stable")]
