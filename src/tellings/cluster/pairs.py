"""Profiles in, how alike each may be to those before it out: by column, so that few pairs are weighed by themselves.

What is told here is too much by a little, but for rounding never too little: words are told apart by their hashes, so
that two of them now and then count as one, and sums are of single precision.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.profile import VECTOR_DIGITS
from tellings.records import Profile

VECTOR_STEPS: int = 10**VECTOR_DIGITS
Floats = NDArray[np.float32]
_Slots = NDArray[np.uint16]
_Places = NDArray[np.int64]
_SLOTS = 1 << 16  # places that the hash of a term may lead to
_HELD = 2048  # profiles that stay laid out, some 25 KB each: each comes again under its other keys


@dataclass(frozen=True, slots=True)
class Sheet:
    """A profile laid out to be compared with many."""

    profile: Profile
    terms: dict[str, float]
    keys: frozenset[str]
    names: frozenset[str]
    words_of_names: frozenset[str]
    opening: NDArray[np.float64]  # the vector, its parts made whole numbers
    slots: _Slots  # of the terms
    weights: Floats  # of the terms
    slots_of_names: _Slots  # of their words


_sheets: dict[int, Sheet] = {}  # by identity of the profile, which its sheet holds: so no other takes it


def lay_out(profile: Profile) -> Sheet:
    """The profile's sheet: the one that was made before of this very object, as long as that is held."""
    sheet = _sheets.get(id(profile))
    if sheet is None:
        if len(_sheets) >= _HELD:
            _sheets.clear()
        sheet = _sheets[id(profile)] = _make_sheet(profile)
    return sheet


def _make_sheet(profile: Profile) -> Sheet:
    terms, words = dict(profile.terms), words_of_names(profile.names)
    return Sheet(
        profile,
        terms,
        frozenset(profile.keys),
        frozenset(profile.names),
        words,
        np.rint(np.array(profile.vector, dtype=np.float64) * VECTOR_STEPS),
        _find_slots(terms),
        np.fromiter(terms.values(), dtype=np.float32, count=len(terms)),
        _find_slots(words),
    )


def _find_slots(words: Iterable[str]) -> _Slots:
    return np.fromiter(map(hash, words), dtype=np.int64).astype(np.uint16)


def words_of_names(names: Iterable[str]) -> frozenset[str]:
    """The words of these names."""
    return frozenset(" ".join(names).split())


class Columns:
    """Sheets that share a key, side by side: each is compared with those before it, from a first one on."""

    def __init__(self, sheets: Sequence[Sheet], *, key: str) -> None:
        numbers: dict[str, int] = {}
        smaller = [[numbers.setdefault(k, len(numbers)) for k in sheet.keys if k < key] for sheet in sheets]
        self._keys = _Runs([np.array(each, dtype=np.int64) for each in smaller], len(numbers))
        self._terms = _Runs([sheet.slots for sheet in sheets], _SLOTS, [sheet.weights for sheet in sheets])
        self._names = _Runs([sheet.slots_of_names for sheet in sheets], _SLOTS)
        self._named = np.array([len(sheet.words_of_names) for sheet in sheets])
        length = max((len(sheet.opening) for sheet in sheets), default=0)
        none = np.zeros(length)
        self._have = np.array([len(sheet.opening) > 0 for sheet in sheets], dtype=np.bool_)
        openings = [sheet.opening if len(sheet.opening) else none for sheet in sheets]
        self._openings: Floats = np.array(openings, dtype=np.float32) / np.float32(VECTOR_STEPS)

    def meet_before(self, at: int, first: int) -> NDArray[np.bool_]:
        """Which of them share a smaller key with the one at this place."""
        shared: NDArray[np.bool_] = self._keys.compare(at, first) > 0
        return shared

    def compare_terms(self, at: int, first: int) -> Floats:
        """What the shared terms weigh in both together."""
        return self._terms.compare(at, first)

    def name_apart(self, at: int, first: int, fewest: int) -> NDArray[np.bool_]:
        """Which of them name something, as does this one, each in so many words or more, and no word is in both."""
        if self._named[at] < fewest:
            return np.zeros(at - first, dtype=np.bool_)
        apart: NDArray[np.bool_] = (self._named[first:at] >= fewest) & (self._names.compare(at, first) == 0)
        return apart

    def compare_openings(self, at: int, first: int) -> tuple[Floats, NDArray[np.bool_]]:
        """The products of the openings, and whether both have one."""
        return self._openings[first:at] @ self._openings[at], self._have[first:at] & self._have[at]


class _Runs:
    """Numbers with their weights, those of one sheet after those of another."""

    def __init__(
        self, numbers: Sequence[_Places] | Sequence[_Slots], size: int, weights: Sequence[Floats] | None = None
    ) -> None:
        self._table = np.zeros(size + 1, dtype=np.float32)
        self._bounds = [0, *accumulate(len(run) + 1 for run in numbers)]
        self._starts = np.array(self._bounds, dtype=np.int64)
        # Each run ends with a number that none has, as a sum over nothing cannot be asked for.
        self._numbers = np.full(self._bounds[-1], size, dtype=np.int64)
        held = np.ones(self._bounds[-1], dtype=np.bool_)
        held[self._starts[1:] - 1] = False
        self._numbers[held] = np.concatenate(numbers)
        self._weights: Floats | None = None
        if weights is not None:
            self._weights = np.zeros(len(held), dtype=np.float32)
            self._weights[held] = np.concatenate(weights)

    def compare(self, at: int, first: int) -> Floats:
        """For each run from `first` on, up to the one at this place: the products of the weights of those numbers that
        are in both, summed up. Where there are no weights, how many these are."""
        start, stop, end = self._bounds[first], self._bounds[at], self._bounds[at + 1] - 1
        own = self._numbers[stop:end]
        if self._weights is None:
            self._table[own] = 1.0
        else:
            np.add.at(self._table, own, self._weights[stop:end])
        theirs = self._table.take(self._numbers[start:stop], mode="clip")
        if self._weights is not None:
            theirs *= self._weights[start:stop]
        self._table[own] = 0.0
        sums: Floats = np.add.reduceat(theirs, self._starts[first:at] - start)
        return sums
