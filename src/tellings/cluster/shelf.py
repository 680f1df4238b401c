"""Profiles in, for each the reports before it that are like it out: a million of them in little memory.

A profile is kept as numbers: its terms as hashes with their weights, its vector in whole steps. Reports are found under
the keys that they share, of each key the NEAREST before it in time, as `same_story` finds them.
"""

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.profile import TERMS, WEIGHT_DIGITS
from tellings.cluster.same_story import FEWEST_NAMES, NAMELESS, NEAREST, NOTED, WORDS, words_of_names
from tellings.records import Profile

_SLOTS = 1 << 22  # places of the table that a profile's terms are laid out in: two of its words share one in 400
_STEP = 10**WEIGHT_DIGITS
_DIGITS = 4  # of a score, as in a judgement
_STEPS = 127  # of a part of a vector
_WEIGHED = 200  # reports that one is weighed with, at most
_NAMES = 48  # words of names of a report that are kept, the first by their hashes
_LEAST = 8  # times NEAREST that a key keeps: what came in too late finds its time among them

Ints = NDArray[np.int64]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Row:
    """A profile as numbers: terms as hashes with weights in steps, keys and words of names as hashes."""

    terms: NDArray[np.uint32]
    weights: NDArray[np.uint16]
    names: NDArray[np.uint32]
    keys: tuple[tuple[int, int], ...]  # with the weight of the term
    vector: NDArray[np.float32] | None


class Shelf:
    """Profiles, numbered in the order in which they are put."""

    def __init__(self, *, nearest: int = NEAREST) -> None:
        self._nearest = nearest
        self._terms, self._weights = array("I"), array("H")  # of all reports, one after the other
        self._ends = array("Q", [0])  # for each report where its terms end, those of the first one before
        self._named, self._named_ends = array("I"), array("Q", [0])
        self._vectors: dict[int, NDArray[np.int8]] = {}  # by report: only few have one where a stream runs fast
        self._ranks: list[str] = []
        self._under: dict[int, array[int]] = {}  # for each key, the reports that hold it, in order of time
        self._table = np.zeros(_SLOTS, dtype=np.int32)  # weights of the terms of the profile at hand
        self._hashes = np.zeros(_SLOTS, dtype=np.uint32)  # and which terms these are
        self._own = np.zeros(_SLOTS, dtype=bool)  # whether a word of its names is laid out there

    def __len__(self) -> int:
        return len(self._ranks)

    def find_and_put(self, profile: Profile, rank: str) -> tuple[Ints, Scores]:
        """Numbers of the reports so far that are like it, in order, and how much: scores as `same_story.score_pair`
        gives. The profile is then taken in; its number is how many there were."""
        row = _lay_out(profile)
        near = self._find_near(row, rank)
        scores = self._score(row, near)
        self._put(row, rank)
        kept = scores >= NOTED
        return near[kept], scores[kept]

    def _find_near(self, row: _Row, rank: str) -> Ints:
        """Numbers of the reports under the same keys, in order; of very many those with which the keys that count most
        are shared."""
        runs: list[array[int]] = []
        worth: list[int] = []
        for key, weight in row.keys:
            held = self._under.get(key)
            if held:
                until = len(held)
                if rank < self._ranks[held[-1]]:
                    until = bisect_right(held, rank, key=self._ranks.__getitem__)
                runs.append(held[max(0, until - self._nearest) : until + self._nearest])
                worth.append(weight * weight)
        if not runs:
            return np.zeros(0, dtype=np.int64)
        numbers = np.concatenate([np.frombuffer(run, dtype=np.int32) for run in runs])
        near, places = np.unique(numbers, return_inverse=True)
        if len(near) > _WEIGHED:
            shared = np.bincount(places, weights=np.repeat(worth, [len(run) for run in runs]))
            near = np.sort(near[np.argsort(-shared, kind="stable")[:_WEIGHED]])
        return near.astype(np.int64)

    def _put(self, row: _Row, rank: str) -> None:
        number = len(self._ranks)
        self._ranks.append(rank)
        self._terms.frombytes(row.terms.tobytes())
        self._weights.frombytes(row.weights.tobytes())
        self._ends.append(len(self._terms))
        self._named.frombytes(row.names.tobytes())
        self._named_ends.append(len(self._named))
        if row.vector is not None:
            self._vectors[number] = np.round(row.vector * _STEPS).astype(np.int8)
        for key, _ in row.keys:
            self._put_under(key, number, rank)

    def _put_under(self, key: int, number: int, rank: str) -> None:
        held = self._under.setdefault(key, array("i"))
        if held and rank < self._ranks[held[-1]]:
            held.insert(bisect_right(held, rank, key=self._ranks.__getitem__), number)
        else:
            held.append(number)
        if len(held) > 2 * _LEAST * self._nearest:
            del held[: _LEAST * self._nearest]

    def _score(self, row: _Row, near: Ints) -> Scores:
        slots, own = row.terms % _SLOTS, row.names % _SLOTS
        self._table[slots], self._hashes[slots], self._own[own] = row.weights, row.terms, True
        of, places, _ = _find_runs(self._ends, near)
        terms = np.frombuffer(self._terms, dtype=np.uint32)[places]
        theirs = terms % _SLOTS
        shared = np.where(self._hashes[theirs] == terms, self._table[theirs], 0)
        worth = shared * np.frombuffer(self._weights, dtype=np.uint16)[places].astype(np.int64)
        words = np.bincount(of, weights=worth, minlength=len(near)) / _STEP**2
        of, places, counts = _find_runs(self._named_ends, near)
        met = self._own[np.frombuffer(self._named, dtype=np.uint32)[places] % _SLOTS]
        apart = (counts >= FEWEST_NAMES) & (np.bincount(of, weights=met, minlength=len(near)) == 0)
        self._table[slots], self._own[own] = 0, False
        if row.vector is not None:
            self._weigh_meaning(row.vector, near, words)
        if len(row.names) >= FEWEST_NAMES:
            words[apart] *= NAMELESS
        rounded: Scores = np.minimum(np.round(words, _DIGITS), 0.9999)
        return rounded

    def _weigh_meaning(self, vector: NDArray[np.float32], near: Ints, words: Scores) -> None:
        places = [place for place, number in enumerate(near.tolist()) if number in self._vectors]
        if places:
            theirs = np.stack([self._vectors[int(near[place])] for place in places]).astype(np.float32) / _STEPS
            words[places] = WORDS * words[places] + (1.0 - WORDS) * np.maximum(0.0, theirs @ vector)


def _find_runs(ends: "array[int]", near: Ints) -> tuple[Ints, Ints, Ints]:
    """Where what stands for these reports lies: for each place whose it is (by its place in `near`), the place; and how
    many places each has."""
    bounds = np.frombuffer(ends, dtype=np.uint64)
    starts, stops = bounds[near].astype(np.int64), bounds[near + 1].astype(np.int64)
    counts = stops - starts
    of = np.repeat(np.arange(len(near)), counts)
    return of, np.arange(len(of)) + np.repeat(starts - (np.cumsum(counts) - counts), counts), counts


def _lay_out(profile: Profile) -> _Row:
    terms = profile.terms[:TERMS]
    steps = {term: round(weight * _STEP) for term, weight in terms}
    names = (_hash(word) for word in words_of_names(profile.names))
    return _Row(
        np.array([_hash(term) for term in steps], dtype=np.uint32),
        np.array(list(steps.values()), dtype=np.uint16),
        np.array(sorted(names)[:_NAMES], dtype=np.uint32),
        tuple((_hash(key), steps.get(key, 0)) for key in profile.keys),
        np.array(profile.vector, dtype=np.float32) if profile.vector else None,
    )


def _hash(term: str) -> int:
    return crc32(term.encode("utf-8", "replace"))
