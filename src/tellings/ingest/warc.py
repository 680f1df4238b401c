"""A crawl archive (WARC): bytes in, a received piece for each page in it out, one record at a time.

A damaged record costs itself: it becomes a Drop that says where it begins, and reading goes on with the next.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_drop, why_too_large
from tellings.ingest.tape import DamagedError, Meter, Tape
from tellings.ingest.warc_pages import is_readable, parse_head, read_page
from tellings.records import Drop

_HEAD = 65_536  # the longest head of a record, and of an HTTP answer
_MARK = re.compile(rb"\nWARC/\d\.\d\r?\n")
_LONGEST_MARK = 16
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_MOST_DROPS = 1000


class Segments(Protocol):
    """Bytes in which the packing marks where records begin; read up to the next mark, then `go_on`."""

    at: int

    def read(self, count: int, /) -> bytes:
        """Bytes up to the next mark."""

    def go_on(self) -> bool:
        """Pass the mark; False at the end."""

    def find_next(self) -> bool:
        """After damage, go to the next mark; False where there is none."""


class _OneSegment:
    """An archive that is not packed: nothing marks its records but their own lengths."""

    at = 0

    def __init__(self, tape: Tape) -> None:
        self.read = tape.read

    def go_on(self) -> bool:
        return False

    def find_next(self) -> bool:
        return False


def read_warc(received: Received, config: ReadConfig) -> Iterator[Drop | Received]:
    """The pages of an archive that is not packed."""
    tape = received.open(config)
    yield from read_segments(_OneSegment(tape), tape.meter, received, config)


def read_segments(
    segments: Segments, meter: Meter, received: Received, config: ReadConfig
) -> Iterator[Drop | Received]:
    """The pages, segment by segment. Of damaged records, the first thousand are named and the others counted."""
    damaged = 0
    for piece in _read_all(segments, meter, received, config):
        if isinstance(piece, Received) or not piece.capture.startswith(f"{received.origin}#"):
            yield piece
            continue
        damaged += 1
        if damaged <= _MOST_DROPS:
            yield piece
    if damaged > _MOST_DROPS:
        yield make_drop(received.origin, f"{damaged - _MOST_DROPS} more records of this crawl archive are damaged")


def _read_all(segments: Segments, meter: Meter, received: Received, config: ReadConfig) -> Iterator[Drop | Received]:
    while True:
        segment = _Segment(Tape(segments, meter), segments.at, received, config)
        try:
            yield from segment.read_records()
            if not segments.go_on():
                return
        except DamagedError as error:
            if segment.ended:
                segment = _Segment(Tape(segments, meter), segments.at, received, config)
            found = segments.find_next()
            yield segment.drop(error.reason + ("" if found else "; what follows it is lost"), error.detail)
            if not found:
                return


class _Segment:
    """One piece of an archive, which begins at `at`, and the place in it that reading has come to."""

    def __init__(self, tape: Tape, at: int, received: Received, config: ReadConfig) -> None:
        self.ended = False
        self._tape = tape
        self._at = at
        self._received = received
        self._config = config
        self._where = str(at)
        self._address = ""

    def drop(self, reason: str, detail: str = "") -> Drop:
        """The present record as damaged."""
        told = ", ".join(filter(None, (self._address, detail)))
        return make_drop(f"{self._received.origin}#{self._where}", f"this record is damaged: {reason}", detail=told)

    def read_records(self) -> Iterator[Drop | Received]:
        """The records of the segment. Raises DamagedError."""
        tape = self._tape
        while True:
            while tape.peek(1) in (b"\r", b"\n"):
                tape.read(1)
            self._where = f"{self._at}+{tape.at}" if self._at and tape.at else str(self._at + tape.at)
            self._address = ""
            begun = tape.peek(_HEAD)
            if not begun:
                self.ended = True
                return
            head_end = _HEAD_END.search(begun)
            head = parse_head(tape.read(head_end.end())) if head_end and begun.startswith(b"WARC/") else {}
            length = head.get("content-length", "")
            self._address = head.get("warc-target-uri", "").strip("<>")
            if not (length.isascii() and length.isdecimal()) or len(length) > 18:
                yield self.drop("it has no head that says how long it is")
                self._seek_record()
                continue
            yield from self._read_record(head, int(length))

    def _read_record(self, head: Mapping[str, str], length: int) -> Iterator[Drop | Received]:
        if length > self._config.max_bytes + _HEAD:
            yield from self._pass_over(head, length)
            return
        block = self._tape.read(length)
        if len(block) == length and self._ends_well():
            page = read_page(head, block, self._received, self._config)
            if isinstance(page, DamagedError):
                yield self.drop(page.reason, page.detail)
            elif page is not None:
                yield page
            return
        if mark := _MARK.search(block):
            self._tape.put_back(block[mark.start() + 1 :])
        yield self.drop("it is not as long as it says" if mark or len(block) == length else "it is cut off")
        if not mark and len(block) == length:
            self._seek_record()

    def _pass_over(self, head: Mapping[str, str], length: int) -> Iterator[Drop]:
        """A record that is too long to be held: read away, with an eye on records that it may swallow."""
        wanted = is_readable(head, self._tape.peek(_HEAD))
        while length > 0:
            window = self._tape.peek(_HEAD)
            mark = _MARK.search(window)
            if not window or (mark and mark.start() < length):
                yield self.drop("it is not as long as it says" if mark else "it is cut off")
                self._tape.read(mark.start() + 1 if mark else 0)
                return
            length -= len(self._tape.read(min(length, max(1, len(window) - _LONGEST_MARK))))
        if not self._ends_well():
            yield self.drop("it is not as long as it says")
            self._seek_record()
        elif wanted:
            yield make_drop(self._address, why_too_large(self._config.max_bytes))

    def _ends_well(self) -> bool:
        """Whether the next record, or nothing, follows."""
        rest = self._tape.peek(_LONGEST_MARK).lstrip(b"\r\n")
        return not rest or rest.startswith(b"WARC/")

    def _seek_record(self) -> None:
        """Go to where the next record begins, or to the end."""
        while window := self._tape.peek(_HEAD):
            mark = _MARK.search(window)
            self._tape.read(mark.start() + 1 if mark else max(1, len(window) - _LONGEST_MARK))
            if mark:
                return
