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

from tellings.cluster.likenesses import Ints, Scores, find_best
from tellings.cluster.pairs import words_of_names
from tellings.cluster.profile import TERMS, WEIGHT_DIGITS
from tellings.cluster.same_story import FEWEST_NAMES, NAMELESS, NEAREST, NOTED, WORDS
from tellings.records import Profile

_SLOTS = 1 << 16  # places of the table that a profile's words are looked up in: small enough for the nearest cache
_SHIFTS = 17  # a hash has 32 bits, a place 16
_STEP = 10**WEIGHT_DIGITS
_DIGITS = 4  # of a score, as in a judgement
_STEPS = 127  # of a part of a vector
_WEIGHED = 200  # reports that one is weighed with, at most
_NAMES = 48  # words of names of a report that are kept, the first by their hashes
_OF_NAMES = "\n"  # before a word of a name: no term begins so
_LEAST = 8  # times NEAREST that a key keeps: what came in too late finds its time among them

Hashes = NDArray[np.uint32]
_NONE: Ints = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Row:
    """A profile as numbers. Its words are hashes: terms, with weights in steps, then words of names, which weigh
    nothing."""

    words: Hashes
    weights: NDArray[np.uint16]
    named: int  # of the words, the last
    keys: tuple[tuple[int, int], ...]  # with the weight of the term
    vector: NDArray[np.float32] | None


class Shelf:
    """Profiles, numbered in the order in which they are put."""

    def __init__(self, *, nearest: int = NEAREST) -> None:
        self._nearest = nearest
        self._words, self._weights = (
            array("I"),
            array("H"),
        )  # of all reports, one after the other; a name weighs nothing
        self._ends = array("q", [0])  # for each report where its words end, those of the first one before
        self._named = array("B")  # and how many of them, the last, are of names
        self._vectors: dict[int, NDArray[np.int8]] = {}  # by report: only few have one where a stream runs fast
        self._ranks: list[str] = []
        self._under: dict[int, array[int]] = {}  # for each key, the reports that hold it, in order of time
        self._slots = np.zeros(_SLOTS, dtype=np.uint8)  # where a word of the profile at hand stands among its words
        self._met = np.zeros(1024, dtype=np.int32)  # where a report was met last among those under the keys at hand

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
        if len(self._ranks) > len(self._met):
            self._met = np.zeros(2 * len(self._ranks), dtype=np.int32)
        numbers = np.concatenate([np.frombuffer(run, dtype=np.int32) for run in runs])
        order = np.arange(len(numbers), dtype=np.int32)
        self._met[numbers] = order
        last = self._met[numbers]
        found = np.flatnonzero(last == order)
        if len(found) > _WEIGHED:
            shared = np.bincount(last, weights=np.repeat(worth, [len(run) for run in runs]), minlength=len(order))
            found = found[find_best(shared[found], numbers[found], _WEIGHED)]
        return np.sort(numbers[found]).astype(np.int64)

    def _put(self, row: _Row, rank: str) -> None:
        number = len(self._ranks)
        self._ranks.append(rank)
        self._words.frombytes(row.words.tobytes())
        self._weights.frombytes(row.weights.tobytes())
        self._ends.append(len(self._words))
        self._named.append(row.named)
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
        of, worth, own = self._find_shared(row, near)
        words = np.bincount(of, weights=worth, minlength=len(near)) / _STEP**2
        if row.named >= FEWEST_NAMES:
            alike = np.bincount(of[own >= len(row.words) - row.named], minlength=len(near))
            apart = (np.frombuffer(self._named, dtype=np.uint8)[near] >= FEWEST_NAMES) & (alike == 0)
        else:
            apart = np.zeros(len(near), dtype=bool)
        if row.vector is not None:
            self._weigh_meaning(row.vector, near, words)
        words[apart] *= NAMELESS
        rounded: Scores = np.minimum(np.round(words, _DIGITS), 0.9999)
        return rounded

    def _find_shared(self, row: _Row, near: Ints) -> tuple[Ints, Ints, NDArray[np.uint8]]:
        """The words of this profile that others have: whose it is (by its place in `near`), what it is worth in both
        together, and where it stands among ours."""
        if not len(row.words) or not len(near):
            return _NONE, _NONE, _NONE.astype(np.uint8)
        bounds = np.frombuffer(self._ends, dtype=np.int64)
        starts, stops = bounds[near], bounds[near + 1]
        runs = list(map(slice, starts.tolist(), stops.tolist()))
        held = np.frombuffer(self._words, dtype=np.uint32)
        theirs = np.concatenate([held[run] for run in runs])
        shift = _spread(row.words)
        slots = (row.words >> shift).astype(np.uint16)
        self._slots[slots] = np.arange(len(slots))
        ours = self._slots[(theirs >> shift if shift else theirs).astype(np.uint16)]
        self._slots[slots] = 0
        met = np.flatnonzero(row.words[ours] == theirs)
        ends = np.cumsum(stops - starts)
        of = np.searchsorted(ends, met, side="right")
        weights = np.frombuffer(self._weights, dtype=np.uint16)[met + (stops - ends)[of]]
        own = ours[met]
        return of, row.weights[own].astype(np.int64) * weights, own

    def _weigh_meaning(self, vector: NDArray[np.float32], near: Ints, words: Scores) -> None:
        places = [place for place, number in enumerate(near.tolist()) if number in self._vectors]
        if places:
            theirs = np.stack([self._vectors[int(near[place])] for place in places]).astype(np.float32) / _STEPS
            words[places] = WORDS * words[places] + (1.0 - WORDS) * np.maximum(0.0, theirs @ vector)


def _spread(words: Hashes) -> np.uint32:
    """By how many bits to shift these hashes so that no two of them share a slot. Different hashes nearly always part
    at the first try; where no shift parts them, the last of two that share a slot is looked up for both."""
    for shift in range(_SHIFTS):
        slots = (words >> np.uint32(shift)).astype(np.uint16)
        if len(set(slots.tolist())) == len(slots):
            return np.uint32(shift)
    return np.uint32(0)


def _lay_out(profile: Profile) -> _Row:
    terms = profile.terms[:TERMS]
    steps = {term: round(weight * _STEP) for term, weight in terms}
    hashes = {term: _hash(term) for term in steps}
    names = sorted([_hash(_OF_NAMES + word) for word in words_of_names(profile.names)])[:_NAMES]
    return _Row(
        np.array([*hashes.values(), *names], dtype=np.uint32),
        np.array([*steps.values(), *(0 for _ in names)], dtype=np.uint16),
        len(names),
        tuple((hashes.get(key) or _hash(key), steps.get(key, 0)) for key in profile.keys),
        np.array(profile.vector, dtype=np.float32) if profile.vector else None,
    )


def _hash(term: str) -> int:
    return crc32(term.encode("utf-8", "replace"))
