"""Profiles in, for each the reports before it that are like it out: a million of them in little memory.

A profile is kept as numbers: its terms as hashes with their weights, its vector in whole steps. Reports are found under
the keys that they share, of each key the NEAREST before it in time, as `same_story` finds them.
"""

from array import array
from bisect import bisect_right
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.profile import TERMS, WEIGHT_DIGITS
from tellings.cluster.same_story import NEAREST, NOTED, WORDS
from tellings.records import Profile

_ROWS = 4_096  # profiles in one block of memory
_SLOTS = 1 << 22  # places of the table that a profile's terms are laid out in: two of its words share one in 400
_STEP = 10**WEIGHT_DIGITS
_DIGITS = 4  # of a score, as in a judgement
_STEPS = 127  # of a part of a vector
_LEAST = 8  # times NEAREST that a key keeps: what came in too late finds its time among them


class Shelf:
    """Profiles, numbered in the order in which they are put."""

    def __init__(self, *, nearest: int = NEAREST) -> None:
        self._nearest = nearest
        self._terms: list[NDArray[np.uint32]] = []
        self._weights: list[NDArray[np.uint16]] = []
        self._vectors: dict[int, NDArray[np.int8]] = {}  # by report: only few have one where a stream runs fast
        self._ranks: list[str] = []
        self._under: dict[int, array[int]] = {}  # for each key, the reports that hold it, in order of time
        self._table = np.zeros(_SLOTS, dtype=np.int32)  # weights of the terms of the profile at hand
        self._names = np.zeros(_SLOTS, dtype=np.uint32)  # and which terms these are

    def __len__(self) -> int:
        return len(self._ranks)

    def find(self, profile: Profile, rank: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Numbers of the reports that are like it, in order, and how much: scores as `same_story.score_pair` gives."""
        found: set[int] = set()
        for key in profile.keys:
            held = self._under.get(_hash(key))
            if held:
                until = len(held)
                if rank < self._ranks[held[-1]]:
                    until = bisect_right(held, rank, key=self._ranks.__getitem__)
                    found.update(held[until : until + self._nearest])
                found.update(held[max(0, until - self._nearest) : until])
        if not found or not profile.terms:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        near = np.fromiter(found, dtype=np.int64, count=len(found))
        near.sort()
        scores = self._score(profile, near)
        kept = scores >= NOTED
        return near[kept], scores[kept]

    def put(self, profile: Profile, rank: str) -> int:
        """Take it in; its number."""
        number = len(self._ranks)
        row = number % _ROWS
        if not row:
            self._terms.append(np.zeros((_ROWS, TERMS), dtype=np.uint32))
            self._weights.append(np.zeros((_ROWS, TERMS), dtype=np.uint16))
        self._ranks.append(rank)
        terms = profile.terms[:TERMS]
        self._terms[-1][row, : len(terms)] = [_hash(term) for term, _ in terms]
        self._weights[-1][row, : len(terms)] = [round(weight * _STEP) for _, weight in terms]
        if profile.vector:
            self._vectors[number] = np.round(np.array(profile.vector) * _STEPS).astype(np.int8)
        for key in profile.keys:
            self._put_under(_hash(key), number, rank)
        return number

    def _put_under(self, key: int, number: int, rank: str) -> None:
        held = self._under.setdefault(key, array("i"))
        if held and rank < self._ranks[held[-1]]:
            held.insert(bisect_right(held, rank, key=self._ranks.__getitem__), number)
        else:
            held.append(number)
        if len(held) > 2 * _LEAST * self._nearest:
            del held[: _LEAST * self._nearest]

    def _score(self, profile: Profile, near: NDArray[np.int64]) -> NDArray[np.float64]:
        own = np.array([_hash(term) for term, _ in profile.terms], dtype=np.uint32)
        self._table[own % _SLOTS] = [round(weight * _STEP) for _, weight in profile.terms]
        self._names[own % _SLOTS] = own
        words = np.empty(len(near))
        blocks, rows = np.divmod(near, _ROWS)
        for block in np.unique(blocks):
            here = blocks == block
            terms, weights = self._terms[block][rows[here]], self._weights[block][rows[here]]
            slots = terms % _SLOTS
            shared = np.where(self._names[slots] == terms, self._table[slots], 0)
            words[here] = np.einsum("ij,ij->i", shared, weights, dtype=np.int64) / _STEP**2
        self._table[own % _SLOTS] = 0
        if profile.vector:
            self._weigh_meaning(profile, near, words)
        return np.minimum(np.round(words, _DIGITS), 0.9999)

    def _weigh_meaning(self, profile: Profile, near: NDArray[np.int64], words: NDArray[np.float64]) -> None:
        places = [place for place, number in enumerate(near.tolist()) if number in self._vectors]
        if places:
            theirs = np.stack([self._vectors[int(near[place])] for place in places]).astype(np.float32) / _STEPS
            meaning = theirs @ np.array(profile.vector, dtype=np.float32)
            words[places] = WORDS * words[places] + (1.0 - WORDS) * np.maximum(0.0, meaning)


def _hash(term: str) -> int:
    return crc32(term.encode("utf-8", "replace"))
