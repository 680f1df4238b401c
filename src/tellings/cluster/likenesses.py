"""Scores between reports, held as numbers: for each report those that it is most like of all that it was weighed with.

A report that is a little like thousands after it (a president, a closing price) would otherwise cost more each day.
What came long ago rests on disk, in some 900 bytes a report: it is read back where a story comes to it again.
"""

import tempfile
from array import array
from collections.abc import Sequence
from itertools import islice
from typing import IO

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Scores = NDArray[np.float64]
MOST = 100  # others that a report keeps; twice as many are there before the least alike are let go
HELD = 50_000  # reports whose scores are in memory; twice as many are there before the longest held are put to rest
_STEP = 10_000  # of a score: a judgement's has four digits, so that one read back is the one that was given
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

    def put(self) -> int:
        """Room for one more report; its number."""
        number = len(self._starts)
        self._starts.append(0)
        self._counts.append(0)
        self._rows[number] = array("i"), array("H")
        return number

    def link(self, number: int, others: Sequence[int], scores: Sequence[float]) -> None:
        """How alike a report and each of these others are; a pair that is given again counts with its best score. Of
        others that are at rest nothing is read back: such a pair is held at this report's end alone."""
        steps = [round(score * _STEP) for score in scores]
        row = self._rows.get(number) or self._wake(number)
        row[0].extend(others)
        row[1].extend(steps)
        self._bound(number)
        for other, step in zip(others, steps, strict=True):
            if other in self._rows:
                self._rows[other][0].append(number)
                self._rows[other][1].append(step)
                self._bound(other)

    def rest(self) -> None:
        """Put the scores of what was held longest on disk, where there are too many. Raises OSError on a full disk."""
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
        if len(self._rows[number][0]) >= 2 * MOST:
            others, scores = (np.array(part) for part in self._read(number))
            kept = np.sort(np.lexsort((others, -scores.astype(np.int64)))[:MOST])
            self._rows[number] = array("i", others[kept].tobytes()), array("H", scores[kept].tobytes())

    def of(self, numbers: Sequence[int]) -> tuple[Ints, Ints, Scores]:
        """Every pair with one of these, as three columns: its place in `numbers`, the other report, the score."""
        rows = [self._read(number) for number in numbers]
        if not rows:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
        places = np.repeat(np.arange(len(rows)), [len(others) for others, _ in rows])
        exact: Scores = np.concatenate([scores for _, scores in rows]).astype(np.float64) / _STEP
        return places, np.concatenate([others for others, _ in rows]).astype(np.int64), exact
