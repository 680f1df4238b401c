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

_ROWS = 4_096  # profiles in one block of memory
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
        self._terms: list[NDArray[np.uint32]] = []
        self._weights: list[NDArray[np.uint16]] = []
        self._named: list[NDArray[np.uint32]] = []
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
        place = number % _ROWS
        if not place:
            self._terms.append(np.zeros((_ROWS, TERMS), dtype=np.uint32))
            self._weights.append(np.zeros((_ROWS, TERMS), dtype=np.uint16))
            self._named.append(np.zeros((_ROWS, _NAMES), dtype=np.uint32))
        self._ranks.append(rank)
        self._terms[-1][place, : len(row.terms)] = row.terms
        self._weights[-1][place, : len(row.weights)] = row.weights
        self._named[-1][place, : len(row.names)] = row.names
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
        words, apart = np.zeros(len(near)), np.zeros(len(near), dtype=bool)
        blocks, rows = np.divmod(near, _ROWS)
        for block in np.unique(blocks):
            here = blocks == block
            terms, weights = self._terms[block][rows[here]], self._weights[block][rows[here]]
            theirs = terms % _SLOTS
            shared = np.where(self._hashes[theirs] == terms, self._table[theirs], 0)
            words[here] = np.einsum("ij,ij->i", shared, weights, dtype=np.int64) / _STEP**2
            named = self._named[block][rows[here]]
            apart[here] = (named[:, FEWEST_NAMES - 1] > 0) & ~self._own[named % _SLOTS].any(axis=1)
        self._table[slots], self._own[own] = 0, False
        if row.vector is not None:
            self._weigh_meaning(row.vector, near, words)
        if len(row.names) >= FEWEST_NAMES:
            words[apart] *= NAMELESS
        return np.minimum(np.round(words, _DIGITS), 0.9999)

    def _weigh_meaning(self, vector: NDArray[np.float32], near: Ints, words: Scores) -> None:
        places = [place for place, number in enumerate(near.tolist()) if number in self._vectors]
        if places:
            theirs = np.stack([self._vectors[int(near[place])] for place in places]).astype(np.float32) / _STEPS
            words[places] = WORDS * words[places] + (1.0 - WORDS) * np.maximum(0.0, theirs @ vector)


def _lay_out(profile: Profile) -> _Row:
    terms = profile.terms[:TERMS]
    steps = {term: round(weight * _STEP) for term, weight in terms}
    # Never such names that are laid out in the first place of the table, which stands for none.
    names = (number for word in words_of_names(profile.names) if (number := _hash(word)) % _SLOTS)
    return _Row(
        np.array([_hash(term) for term in steps], dtype=np.uint32),
        np.array(list(steps.values()), dtype=np.uint16),
        np.array(sorted(names)[:_NAMES], dtype=np.uint32),
        tuple((_hash(key), steps.get(key, 0)) for key in profile.keys),
        np.array(profile.vector, dtype=np.float32) if profile.vector else None,
    )


def _hash(term: str) -> int:
    return crc32(term.encode("utf-8", "replace"))
