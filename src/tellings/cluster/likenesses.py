"""Scores between reports, held as numbers: for each report those that it is most like of all that it was weighed with.

A report that is a little like thousands after it (a president, a closing price) would otherwise cost more each day.
"""

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Scores = NDArray[np.float64]
MOST = 100  # others that a report keeps; twice as many are there before the least alike are let go
_STEP = 10_000  # of a score: a judgement's has four digits, so that one read back is the one that was given


class Likenesses:
    """Scores of pairs of numbered reports; a pair is held at one end or at both."""

    def __init__(self) -> None:
        self._others: list[array[int]] = []
        self._scores: list[array[int]] = []  # in steps

    def put(self) -> int:
        """Room for one more report; its number."""
        self._others.append(array("i"))
        self._scores.append(array("H"))
        return len(self._others) - 1

    def link(self, number: int, others: Sequence[int], scores: Sequence[float]) -> None:
        """How alike a report and each of these others are; a pair that is given again counts with its best score."""
        steps = [round(score * _STEP) for score in scores]
        self._others[number].extend(others)
        self._scores[number].extend(steps)
        for other, step in zip(others, steps, strict=True):
            self._others[other].append(number)
            self._scores[other].append(step)
            if len(self._others[other]) >= 2 * MOST:
                self._forget_least(other)
        if len(self._others[number]) >= 2 * MOST:
            self._forget_least(number)

    def _forget_least(self, number: int) -> None:
        others, scores = np.array(self._others[number], dtype=np.int32), np.array(self._scores[number], dtype=np.int64)
        kept = np.sort(np.lexsort((others, -scores))[:MOST])
        self._others[number] = array("i", others[kept].tobytes())
        self._scores[number] = array("H", scores[kept].astype(np.uint16).tobytes())

    def of(self, numbers: Sequence[int]) -> tuple[Ints, Ints, Scores]:
        """Every pair with one of these, as three columns: its place in `numbers`, the other report, the score."""
        places = [place for place, number in enumerate(numbers) if self._others[number]]
        if not places:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
        counts = [len(self._others[numbers[place]]) for place in places]
        others = np.concatenate([np.frombuffer(self._others[numbers[place]], dtype=np.int32) for place in places])
        scores = np.concatenate([np.frombuffer(self._scores[numbers[place]], dtype=np.uint16) for place in places])
        exact: Scores = scores.astype(np.float64) / _STEP
        return np.repeat(places, counts).astype(np.int64), others.astype(np.int64), exact
