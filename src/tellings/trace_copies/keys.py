"""Keys of reports in, the numbers of the last few reports that had each key out; in a few bytes a key.

A table of rows of sixteen places. However many reports had a key, its last HELD ones are kept, and where a row is full
the longest held gives way: so what one look-up finds, and what it costs, has a bound however many reports are held and
however common a key is. The table doubles while it grows. A Python dictionary of the same keys takes ten times the
room.
"""

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
HELD = 4  # reports that are kept for a key
_WIDTH = 16  # places of a row
_FULL = 0.7  # share of places taken from which the table doubles: one row in a hundred has then overflown
_SHIFT = 16  # marks are bits 16 to 47 of a key; the row is its lowest 16 bits and, as the table grows, more of them
_EMPTY = -1
_AT_ONCE = 1 << 16  # rows that are parted at once while the table doubles


class KeyIndex:
    """Which reports, by number, had a key last. Numbers rise."""

    def __init__(self) -> None:
        self._bits = _SHIFT
        self._marks = np.zeros((1 << _SHIFT, _WIDTH), dtype=np.uint32)
        self._numbers = np.full((1 << _SHIFT, _WIDTH), _EMPTY, dtype=np.int32)
        self._taken = 0

    def find(self, keys: Keys) -> NDArray[np.int32]:
        """For each key a row of HELD numbers, -1 where there are fewer."""
        rows, marks = self._place(keys)
        numbers = np.where(self._marks[rows] == marks[:, None], self._numbers[rows], _EMPTY)
        numbers.partition(_WIDTH - HELD, axis=1)
        return numbers[:, _WIDTH - HELD :]

    def add(self, keys: Keys, number: int) -> None:
        """Note that this report has these keys, which are all different."""
        if self._taken + len(keys) > _FULL * self._numbers.size:
            self._double()
        rows, marks = self._place(keys)
        while len(rows):
            _, first = np.unique(rows, return_index=True)  # two keys of one row are put there one after the other
            self._put(rows[first], marks[first], number)
            rows, marks = np.delete(rows, first), np.delete(marks, first)

    @property
    def room(self) -> int:
        """Bytes of the table."""
        return self._marks.nbytes + self._numbers.nbytes

    def _place(self, keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        rows = (keys & np.uint64((1 << self._bits) - 1)).astype(np.int64)
        return rows, (keys >> np.uint64(_SHIFT)).astype(np.uint32)

    def _put(self, rows: NDArray[np.int64], marks: NDArray[np.uint32], number: int) -> None:
        """In the place of the oldest holder of the key, once it has enough; else of what is empty or oldest."""
        numbers = self._numbers[rows]
        own = (self._marks[rows] == marks[:, None]) & (numbers != _EMPTY)
        many = own.sum(axis=1) >= HELD
        numbers[many[:, None] & ~own] = np.iinfo(np.int32).max
        places = numbers.argmin(axis=1)
        self._taken += int((numbers[np.arange(len(rows)), places] == _EMPTY).sum())
        self._marks[rows, places] = marks
        self._numbers[rows, places] = number

    def _double(self) -> None:
        """Twice the rows; the next bit of each key, which its mark holds, says in which of the two it lies now."""
        rows = len(self._marks)
        bit = np.uint32(1 << (self._bits - _SHIFT))
        # Made longer where they lie: both halves beside the table as it was would take half as much again.
        self._marks.resize((2 * rows, _WIDTH), refcheck=False)
        self._numbers.resize((2 * rows, _WIDTH), refcheck=False)
        for start in range(0, rows, _AT_ONCE):
            here, there = (
                slice(start, min(start + _AT_ONCE, rows)),
                slice(rows + start, rows + min(start + _AT_ONCE, rows)),
            )
            upper = self._marks[here] & bit != 0
            self._marks[there] = self._marks[here]
            self._numbers[there] = np.where(upper, self._numbers[here], _EMPTY)
            self._numbers[here][upper] = _EMPTY
        self._bits += 1
