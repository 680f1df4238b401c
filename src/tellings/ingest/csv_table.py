"""Comma-separated values and their kin: bytes in, a row at a time; a capture for each row that holds an article out."""

import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence

from tellings.ingest.config import ReadConfig
from tellings.ingest.dialects import SEEN, STATED, STRAY, Dialect, find_dialect, find_encoding, is_header
from tellings.ingest.received import Received, make_drop, show_size
from tellings.ingest.tables import Numbered, name_columns, read_table
from tellings.ingest.tape import Tape
from tellings.records import Capture, Drop

_MOST_RETRIES = 20


def read_csv(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """Row after row; a row with too many or too few cells is left out alone."""
    csv.field_size_limit(max(csv.field_size_limit(), config.max_bytes))
    tape = received.open(config)
    encoding = find_encoding(tape.peek(SEEN))
    sample = tape.peek(SEEN).decode(encoding, STRAY)
    dialect = find_dialect(sample) or Dialect("\t" if "\t" in sample else ",")
    stream = io.TextIOWrapper(io.BufferedReader(_Raw(tape)), encoding, STRAY, newline="")
    lines = _Lines(stream, config.max_bytes)
    if STATED.match(sample):
        next(lines)
    rows = _parse_rows(lines, dialect)
    first = next((cells for cells in rows if cells), None)
    if first is None or isinstance(first, str):
        yield make_drop(received.origin, first or "it is a table without rows")
        return
    if is_header(first):
        columns = name_columns(first)
    else:
        columns = [str(number) for number in range(1, len(first) + 1)]
        rows = _put_first(first, rows)
    yield from read_table(columns, _number_rows(columns, rows, lines), received, config)


def _put_first(first: list[str], rows: Iterator[list[str] | str]) -> Iterator[list[str] | str]:
    yield first
    yield from rows


def _number_rows(columns: Sequence[str], rows: Iterator[list[str] | str], lines: "_Lines") -> Iterator[Numbered]:
    number = 0
    for cells in rows:
        if isinstance(cells, str):
            number += 1
            yield number, cells
        elif any(map(str.strip, cells)):
            number += 1
            while len(cells) > len(columns) and not cells[-1].strip():
                cells.pop()
            if len(cells) == len(columns):
                yield number, dict(zip(columns, cells, strict=True))
            else:
                lines.take_back()
                yield number, f"it has {len(cells)} cells, the table has {len(columns)} columns"


def _parse_rows(lines: "_Lines", dialect: Dialect) -> Iterator[list[str] | str]:
    """Rows, or why one could not be read. A quote that is never closed swallows what follows: what it took is given
    back and read again without the line that it stands in."""
    while True:
        lines.begin()
        try:
            cells = next(dialect.parse(lines))
        except StopIteration:
            return
        except _TooLongError:
            lines.take_back()
            yield f"it is longer than {show_size(lines.longest)}, or a quote in it is not closed"
            continue
        except csv.Error as error:
            yield f"it cannot be parsed: {error}"
            continue
        if lines.unclosed:
            lines.take_back()
            yield "a quote in it is not closed"
        else:
            yield cells


class _TooLongError(Exception):
    """One row is longer than any row may be."""


class _Lines:
    """Lines of a stream one by one; those of the present row can be given back, but for its first."""

    def __init__(self, stream: io.TextIOWrapper, longest: int) -> None:
        self.longest = longest
        self._stream = stream
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._size = 0
        self._retries = 0
        self._ended = False

    @property
    def unclosed(self) -> bool:
        """Whether the row goes on over lines to the end of all, as it does after a quote that nothing closes."""
        return self._ended and len(self._taken) > 1 and sum(line.count('"') for line in self._taken) % 2 == 1

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._stream.readline(self.longest + 1)
        if not line:
            self._ended = True
            raise StopIteration
        self._taken.append(line)
        self._size += len(line)
        if self._size > self.longest:
            raise _TooLongError
        return line

    def begin(self) -> None:
        """A new row."""
        self._taken.clear()
        self._size = 0

    def take_back(self) -> None:
        """All lines of this row but its first come again, as if a row began with each; not without end."""
        self._ended = False
        if len(self._taken) > 1 and self._retries < _MOST_RETRIES:
            self._retries += 1
            self._again.extendleft(reversed(self._taken[1:]))


class _Raw(io.RawIOBase):
    """A tape as Python's text streams want it."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        content = self._tape.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)
