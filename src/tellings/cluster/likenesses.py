"""Scores between reports, held as numbers: for each report those that it is most like of all that it was weighed with.

A report that is a little like thousands after it (a president, a closing price) would otherwise cost more each day.
What came long ago rests on disk, in some 900 bytes a report: it is read back where a story comes to it again.
"""

import tempfile
from array import array
from collections.abc import Sequence
from itertools import islice
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Scores = NDArray[np.float64]
# Others that a report keeps, once there are FULL of them: those it is most like, and the last that came, which are of
# the days that its story is in. Of 50,000 invented reports B3 F1 .857 with both, .843 with the first alone.
MOST = 100
NEWEST = 60
FULL = 260
HELD = 50_000  # reports whose scores are in memory; twice as many are there before the longest held are put to rest
_STEP = 10_000  # of a score: a judgement's has four digits, so that one read back is the one that was given
_NUMBERS = 1 << 31  # more than there are reports
_PAIR = 6  # bytes of another report and a score

_Row = tuple["array[int]", "array[int]"]  # other reports, scores in steps


class Likenesses:
    """Scores of pairs of numbered reports; a pair is held at one end or at both."""

    def __init__(self, *, held: int = HELD) -> None:
        self._held = held
        self._rows: dict[int, _Row] = {}  # those in memory, longest held first
        self._starts = array("Q")  # for each report where its row begins in the file
        self._counts = array("H")  # and of how many pairs it is
        self._file: IO[bytes] | None = None  # made when the first scores are put to rest
        self._end = 0
        # Links that are not noted at their other end yet.
        self._told: list[tuple[int, NDArray[np.int32], NDArray[np.uint16]]] = []

    def put(self) -> int:
        """Room for one more report; its number."""
        number = len(self._starts)
        self._starts.append(0)
        self._counts.append(0)
        self._rows[number] = array("i"), array("H")
        return number

    def link(self, number: int, others: Sequence[int] | Ints, scores: Sequence[float] | Scores) -> None:
        """How alike a report and each of these others are; a pair that is given again counts with its best score. Of
        others that are at rest nothing is read back: such a pair is held at this report's end alone."""
        ends = np.asarray(others, dtype=np.int32)
        steps = np.round(np.asarray(scores, dtype=np.float64) * _STEP).astype(np.uint16)
        self._extend(number, ends.tobytes(), steps.tobytes())
        self._told.append((number, ends, steps))

    def _tell(self) -> None:
        """Note the pairs of late at their other end, of each report all at once."""
        if not self._told:
            return
        others = np.concatenate([others for _, others, _ in self._told])
        numbers = np.repeat([n for n, _, _ in self._told], [len(o) for _, o, _ in self._told]).astype(np.int32)
        steps = np.concatenate([steps for _, _, steps in self._told])
        self._told.clear()
        order = np.argsort(others, kind="stable")
        others, back, worth = others[order], numbers[order].tobytes(), steps[order].tobytes()
        bounds = np.flatnonzero(np.diff(others, prepend=-1, append=-1)).tolist()
        for start, stop, other in zip(bounds, bounds[1:], others[bounds[:-1]].tolist(), strict=False):
            if other in self._rows:
                self._extend(other, back[4 * start : 4 * stop], worth[2 * start : 2 * stop])

    def _extend(self, number: int, others: bytes, steps: bytes) -> None:
        row = self._rows.get(number) or self._wake(number)
        row[0].frombytes(others)
        row[1].frombytes(steps)
        if len(row[0]) >= FULL:
            self._bound(number)

    def rest(self) -> None:
        """Put the scores of what was held longest on disk, where there are too many. Raises OSError on a full disk."""
        self._tell()
        if len(self._rows) < 2 * self._held:
            return
        packed = bytearray()
        for number in list(islice(self._rows, len(self._rows) - self._held)):
            others, scores = self._rows.pop(number)
            self._starts[number], self._counts[number] = self._end + len(packed), len(others)
            packed += others.tobytes() + scores.tobytes()
        self._file = self._file or tempfile.TemporaryFile()  # noqa: SIM115 (open as long as this is used)
        self._file.seek(self._end)
        self._file.write(packed)
        self._file.flush()
        self._end += len(packed)

    def _wake(self, number: int) -> _Row:
        others, scores = self._read(number)
        row = self._rows[number] = array("i", others.tobytes()), array("H", scores.tobytes())
        return row

    def _read(self, number: int) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        row = self._rows.get(number)
        if row:
            return np.frombuffer(row[0], dtype=np.int32), np.frombuffer(row[1], dtype=np.uint16)
        count = self._counts[number]
        assert self._file is not None  # what is not in memory was put to rest
        self._file.seek(self._starts[number])
        packed = self._file.read(count * _PAIR)
        others = np.frombuffer(packed, dtype=np.int32, count=count)
        return others, np.frombuffer(packed, dtype=np.uint16, offset=others.nbytes)

    def _bound(self, number: int) -> None:
        others, scores = self._read(number)
        older = len(others) - NEWEST
        best = np.sort(find_best(scores[:older], others[:older], MOST))
        kept = np.append(best, np.arange(older, len(others)))
        self._rows[number] = array("i", others[kept].tobytes()), array("H", scores[kept].tobytes())

    def of(self, numbers: Sequence[int]) -> tuple[Ints, Ints, Scores]:
        """Every pair with one of these, as three columns: its place in `numbers`, the other report, the score."""
        self._tell()
        rows = [self._read(number) for number in numbers]
        if not rows:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
        places = np.repeat(np.arange(len(rows)), [len(others) for others, _ in rows])
        exact: Scores = np.concatenate([scores for _, scores in rows]).astype(np.float64) / _STEP
        return places, np.concatenate([others for others, _ in rows]).astype(np.int64), exact


def find_best(worth: NDArray[np.number[Any]], numbers: NDArray[np.integer[Any]], most: int) -> Ints:
    """Places of those that are worth most, in no order; of equals those with the lower numbers. Worth: whole, below
    2**31."""
    order = worth.astype(np.int64) * _NUMBERS - numbers
    return np.argpartition(-order, most - 1)[:most]
