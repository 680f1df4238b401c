"""A gzip file: bytes in, what is packed in it out as it is unpacked; nothing of it is held."""

import zlib
from collections.abc import Iterator
from dataclasses import replace

from tellings.ingest import warc
from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_drop
from tellings.ingest.tape import DamagedError, Tape
from tellings.records import Capture, Drop

_MAGIC = b"\x1f\x8b\x08"
_RECORD = b"WARC/"
_GZIP = zlib.MAX_WBITS | 16
_STEP = 16_384
_WINDOW = 65_536
_KEPT = 262_144  # bytes of a member that are searched for the next one where it turns out damaged


def read_gzip(received: Received, config: ReadConfig) -> Iterator[Capture | Drop | Received]:
    """The unpacked bytes, under the name of the file; a crawl archive is read here, as its packing marks records."""
    if received.depth >= config.max_depth:
        yield make_drop(received.origin, "archives are nested too deeply")
        return
    tape = received.open(config)
    if received.file_name.lower().endswith(".warc.gz") or begins_record(tape.peek(_STEP)):
        yield from warc.read_segments(Unpacking(tape, by_record=True), tape.meter, received, config)
        return
    content = Tape(Unpacking(tape), tape.meter)
    yield replace(received, content=b"", tape=content, depth=received.depth + 1)


def begins_record(packed: bytes) -> bool:
    """Whether these are the first packed bytes of a crawl archive, or of a record in one."""
    try:
        return zlib.decompressobj(_GZIP).decompress(packed, len(_RECORD)) == _RECORD
    except zlib.error:
        return False


class Unpacking:
    """What is packed on a tape, member after member.

    With `by_record` it ends before every member that begins a record of a crawl archive, so that a record of a wrong
    length cannot swallow the next: `go_on` starts that one, and after damage `find_next` looks for one. `at`: where on
    the tape the member lies that was started with.
    """

    def __init__(self, tape: Tape, *, by_record: bool = False) -> None:
        self.at = tape.at
        self._tape = tape
        self._by_record = by_record
        self._member = zlib.decompressobj(_GZIP)
        self._open = False  # within a member
        self._first = True  # nothing has come out since the start
        self._rest = b""
        self._taken = bytearray()
        self._ready = b""
        self._waiting: bytes | DamagedError = (
            b""  # the first bytes of a record that `go_on` starts, or why there are none
        )
        self._next = 0

    def read(self, count: int, /) -> bytes:
        """At most `count` bytes; none at the end. Raises DamagedError."""
        content, self._ready = self._ready, b""
        while not content and not self._waiting:
            begun = not self._open
            if begun and not self._begin():
                break
            content = (
                self._unpack_first(count) if begun and self._by_record and not self._first else self._unpack(count)
            )
        self._first = self._first and not content
        return content

    def go_on(self) -> bool:
        """Start the record that waits; False at the end. Raises DamagedError for one that is damaged from the start."""
        waiting, self._waiting, self.at = self._waiting, b"", self._next
        if isinstance(waiting, DamagedError):
            raise waiting
        self._ready = waiting
        return bool(waiting)

    def find_next(self) -> bool:
        """After damage: go to the next member that begins a record. False where there is none."""
        self._tape.put_back(bytes(self._taken[1:]))
        self._taken.clear()
        self._open, self._first, self._rest, self._ready, self._waiting = False, True, b"", b"", b""
        while window := self._tape.peek(_WINDOW):
            found = window.find(_MAGIC)
            self._tape.read(found if found >= 0 else max(1, len(window) - len(_MAGIC) + 1))
            if found >= 0:
                self.at = self._tape.at
                if begins_record(self._tape.peek(_STEP)):
                    return True
                self._tape.read(1)
        return False

    def _begin(self) -> bool:
        """Begin the next member; False at the end. What follows the last member is left, as gzip does."""
        self._next = self._tape.at
        if self._tape.peek(len(_MAGIC)) != _MAGIC and not self._first:
            if self._by_record and self._tape.peek(_WINDOW).strip(b"\0"):
                self._waiting = DamagedError("what follows is no packed record")
            return False
        self._member = zlib.decompressobj(_GZIP)
        self._open = True
        return True

    def _unpack_first(self, count: int) -> bytes:
        """The first bytes of a member; none where they begin a record, or are damaged: they wait for their turn, so
        that the record before them is not lost."""
        try:
            content = b""
            while self._open and len(content) < len(_RECORD):
                content += self._unpack(count)
        except DamagedError as error:
            self._waiting = error
            return b""
        if content.startswith(_RECORD):
            self._waiting = content
            return b""
        return content

    def _unpack(self, count: int) -> bytes:
        if not self._rest:
            self._rest = self._tape.read(_STEP)
            self._taken = self._taken + self._rest if len(self._taken) < _KEPT else bytearray(self._rest)
        if not self._rest:
            raise DamagedError("its gzip packing is cut off")
        try:
            content = self._member.decompress(self._rest, count)
        except zlib.error as error:
            raise DamagedError("its gzip packing is damaged", str(error)) from error
        self._rest = self._member.unconsumed_tail
        if self._member.eof:
            self._tape.put_back(self._member.unused_data)
            self._open, self._rest = False, b""
            self._taken.clear()
        self._tape.meter.add_unpacked(len(content))
        return content
