"""A zip file: bytes in, its members out one by one. Nothing is written to disk, so no path in it can lead anywhere."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_drop, show_size
from tellings.records import Drop


def read_zip(received: Received, config: ReadConfig) -> Iterator[Drop | Received]:
    """Each member by name, within the limits on size, number and depth; hidden members are passed over."""
    if received.depth >= config.max_depth:
        yield make_drop(received.origin, "archives are nested too deeply")
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(received.content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        yield make_drop(received.origin, "it is a damaged zip file", detail=str(error))
        return
    if _is_document(archive):
        yield make_drop(
            received.origin, "it is an Office document or e-book, which is not read: save it as text or HTML"
        )
        return
    budget = config.max_archive_bytes
    members = sorted((entry for entry in archive.infolist() if not entry.is_dir()), key=lambda entry: entry.filename)
    for count, entry in enumerate(members):
        if _is_hidden(entry.filename):
            continue
        if count >= config.max_members or budget <= 0:
            yield make_drop(received.origin, "it holds more than the limit on archives; the rest was not read")
            return
        piece = _read_member(archive, entry, received, config)
        if isinstance(piece, Received):
            budget -= len(piece.content)
        yield piece


def _is_document(archive: zipfile.ZipFile) -> bool:
    """Office Open XML, OpenDocument and EPUB are zip files with a table of contents of a fixed name."""
    return bool({"[Content_Types].xml", "mimetype", "META-INF/container.xml"} & set(archive.namelist()))


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in parts)


def _plain_name(name: str) -> str:
    """The name for showing, without what would lead out of a folder."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "/".join(part for part in parts if part not in ("/", ".", "..")) or "unnamed"


def _read_member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, received: Received, config: ReadConfig
) -> Drop | Received:
    origin = f"{received.origin}/{_plain_name(entry.filename)}"
    if entry.flag_bits & 1:
        return make_drop(origin, "it is locked with a password")
    try:
        with archive.open(entry) as member:
            content = member.read(config.max_bytes + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        return make_drop(origin, "it is damaged inside its zip file", detail=str(error))
    if len(content) > config.max_bytes:
        return make_drop(origin, f"it is larger than {show_size(config.max_bytes)}, the limit")
    return Received(origin, content, depth=received.depth + 1)
