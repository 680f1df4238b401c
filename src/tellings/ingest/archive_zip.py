"""A zip file: bytes in, its members out one by one, each read as it is unpacked.

Only where the zip file does not lie on disk already is a copy of it laid there; its members never are, so that no path
in it can lead anywhere.
"""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import BinaryIO

from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_drop
from tellings.ingest.tape import DamagedError, Meter, Readable, Tape, lay_aside
from tellings.records import Drop

_LONGEST_LIST = 64 * 1024 * 1024  # bytes of the table of contents, which is read whole
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others cannot be unpacked in small steps
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


def read_zip(received: Received, config: ReadConfig) -> Iterator[Drop | Received]:
    """Each member by name; hidden members are passed over, and in a WACZ all but its crawl archives."""
    if received.depth >= config.max_depth:
        yield make_drop(received.origin, "archives are nested too deeply")
        return
    tape = received.open(config)
    with lay_aside(tape, config) as file:
        try:
            archive = zipfile.ZipFile(_Bounded(file))
            members = _list_members(archive)
        except _ERRORS as error:
            raise DamagedError("it is a damaged zip file", str(error)) from error
        if _is_document(archive):
            raise DamagedError("it is an Office document or e-book, which is not read: save it as text or HTML")
        size = file.seek(0, 2)
        if sum(entry.compress_size for entry in archive.infolist()) > size:
            raise DamagedError("it is a damaged zip file: its members lie on top of each other")
        if not received.depth:
            tape.meter.packed = max(tape.meter.packed, size)
        for entry in members[: config.max_members]:
            yield from _read_member(archive, entry, tape.meter, received)
        if len(members) > config.max_members:
            yield make_drop(received.origin, f"it holds more than {config.max_members} files; the rest was not read")


class _Bounded:
    """A file for zipfile, which reads a table of contents of any size it finds declared."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, count: int = -1, /) -> bytes:
        if count > _LONGEST_LIST:
            raise zipfile.BadZipFile("its table of contents is too long")
        return self._file.read(count if count >= 0 else _LONGEST_LIST)


def _list_members(archive: zipfile.ZipFile) -> Sequence[zipfile.ZipInfo]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_hidden(entry.filename)]
    names = {entry.filename for entry in entries}
    if "datapackage.json" in names and any(name.startswith("archive/") for name in names):  # a WACZ
        entries = [entry for entry in entries if entry.filename.startswith("archive/")]
    return sorted(entries, key=lambda entry: entry.filename)


def _is_document(archive: zipfile.ZipFile) -> bool:
    """Office Open XML, OpenDocument and EPUB are zip files with a table of contents of a fixed name."""
    return bool({"[Content_Types].xml", "mimetype", "META-INF/container.xml"} & set(archive.namelist()))


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in parts)


def _plain_name(name: str) -> str:
    """The name for showing, without what would lead out of a folder."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "/".join(part for part in parts if part not in ("/", "//", ".", "..")) or "unnamed"


def _read_member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, meter: Meter, received: Received
) -> Iterator[Drop | Received]:
    origin = f"{received.origin}/{_plain_name(entry.filename)}"
    if entry.flag_bits & 1:
        yield make_drop(origin, "it is locked with a password")
        return
    if entry.compress_type not in _METHODS:
        yield make_drop(origin, "it is packed in a way that is not read: unpack the zip file first")
        return
    try:
        opened = archive.open(entry)
    except _ERRORS as error:
        yield make_drop(origin, "it is damaged inside its zip file", detail=str(error))
        return
    with opened:
        yield Received(origin, b"", depth=received.depth + 1, tape=Tape(_Member(opened, meter), meter))


class _Member:
    """A member as it is unpacked, on the meter."""

    def __init__(self, opened: Readable, meter: Meter) -> None:
        self._opened = opened
        self._meter = meter

    def read(self, count: int, /) -> bytes:
        try:
            content = self._opened.read(count)
        except _ERRORS as error:
            raise DamagedError("it is damaged inside its zip file", str(error)) from error
        self._meter.add_unpacked(len(content))
        return content
