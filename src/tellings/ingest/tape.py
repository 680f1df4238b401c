"""Bytes from anywhere, read once and forward, in bounded memory.

They can be looked ahead on, put back, and laid aside on disk where a format has to be read from its end.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol

from tellings.ingest.config import ReadConfig

_STEP = 65_536


class DamagedError(Exception):
    """What is read is damaged: the reason, for a person, and the library's own words on it."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


class BombError(Exception):
    """An input unpacks to far more than it is: nothing more is read of it."""


class Readable(Protocol):
    """What a tape is wound from: a file, an unpacker, a member of an archive."""

    def read(self, count: int, /) -> bytes:
        """At most `count` bytes; none at the end."""


class Meter:
    """Bytes read of one input, and bytes unpacked from it and from the archives inside it."""

    def __init__(self, config: ReadConfig) -> None:
        self.packed = 0
        self.unpacked = 0
        self._config = config

    def add_unpacked(self, count: int) -> None:
        """Raise BombError where more comes out than any honest archive holds."""
        self.unpacked += count
        if self.unpacked > max(self._config.max_archive_bytes, self._config.max_ratio * self.packed):
            raise BombError(f"it unpacks to more than {self._config.max_ratio} times its size")


class Tape:
    """`at`: bytes handed out so far. `file`: the regular file that lies under the tape from its start, if there is one.

    `packed`: whether what is read counts as the input itself (a file, standard input), not as unpacked from it.
    """

    def __init__(self, source: Readable, meter: Meter, *, file: BinaryIO | None = None, packed: bool = False) -> None:
        self.meter = meter
        self.file = file
        self.at = 0
        self._source = source
        self._packed = packed
        self._ahead = bytearray()

    def peek(self, count: int) -> bytes:
        """The next `count` bytes, fewer only where the tape ends before; they stay on it."""
        while len(self._ahead) < count and (more := self._source.read(_STEP)):
            self._ahead += more
            if self._packed:
                self.meter.packed += len(more)
        return bytes(memoryview(self._ahead)[:count])

    def read(self, count: int) -> bytes:
        """The next `count` bytes, fewer only where the tape ends before."""
        content = self.peek(count)
        del self._ahead[: len(content)]
        self.at += len(content)
        return content

    def put_back(self, content: bytes) -> None:
        """Bytes that were read last come first again."""
        self._ahead[:0] = content
        self.at -= len(content)

    def lines(self, longest: int) -> Iterator[bytes | None]:
        """Line after line without its end; None for one of more than `longest` bytes, which is passed over."""
        while self.peek(1):
            yield self._read_line(longest)

    def _read_line(self, longest: int) -> bytes | None:
        taken = bytearray()
        whole = True
        while piece := self.peek(_STEP):
            end = piece.find(b"\n")
            taken += self.read(len(piece) if end < 0 else end + 1)
            if end >= 0:
                break
            if len(taken) > longest:
                whole = False
                taken.clear()
        return bytes(taken.rstrip(b"\r\n")) if whole and len(taken) <= longest + 2 else None


@contextmanager
def lay_aside(tape: Tape, config: ReadConfig) -> Iterator[BinaryIO]:
    """What is on the tape as a file that can be read from any place: the file under it, else a copy in the system's
    folder for what is temporary, which is gone afterwards. Raises DamagedError beyond `max_spool_bytes`."""
    if tape.file is not None:
        tape.file.seek(0)
        yield tape.file
        return
    with tempfile.TemporaryFile() as copy:
        while piece := tape.read(_STEP):
            if copy.tell() + len(piece) > config.max_spool_bytes:
                raise DamagedError("it is an archive inside another input and larger than the limit for these")
            copy.write(piece)
        copy.seek(0)
        yield copy
