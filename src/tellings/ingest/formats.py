"""Bytes in, captures and drops out: which reader opens which media type. A new format is a file and a line here."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tellings.ingest import (
    archive_gzip,
    archive_zip,
    csv_table,
    email_message,
    feed_xml,
    json_articles,
    page,
    parquet_table,
    pdf,
    warc,
)
from tellings.ingest.config import ReadConfig
from tellings.ingest.dialects import is_table
from tellings.ingest.received import Received, make_drop, why_too_large, why_unreadable
from tellings.ingest.sniff import BINARY, EMPTY, parse_media_type
from tellings.ingest.tape import BombError, DamagedError
from tellings.records import Capture, Drop

# A reader yields captures, drops, and more received pieces, which are opened in their turn.
Reader = Callable[[Received, ReadConfig], Iterator[Capture | Drop | Received]]

READERS: dict[str, Reader] = {
    "text/plain": page.read_text,
    "text/markdown": page.read_markdown,
    "text/html": page.read_html,
    "application/xhtml+xml": page.read_html,
    "application/pdf": pdf.read_pdf,
    "application/json": json_articles.read_json,
    "application/x-ndjson": json_articles.read_json_lines,
    "text/csv": csv_table.read_csv,
    "text/tab-separated-values": csv_table.read_csv,
    "application/vnd.apache.parquet": parquet_table.read_parquet,
    "message/rfc822": email_message.read_message,
    "multipart/related": email_message.read_saved_page,
    "application/rss+xml": feed_xml.read_feed,
    "application/atom+xml": feed_xml.read_feed,
    "application/zip": archive_zip.read_zip,
    "application/gzip": archive_gzip.read_gzip,
    "application/warc": warc.read_warc,
}

# Read piece by piece from `Received.open`, whatever their size; all others find their bytes whole in `content`.
STREAMED = frozenset(
    {
        "application/zip",
        "application/gzip",
        "application/warc",
        "application/x-ndjson",
        "text/csv",
        "text/tab-separated-values",
        "application/vnd.apache.parquet",
    }
)
_HEAD = 65_536  # bytes by which the format is told


# What a person calls it, and what to do instead; by media type, else by its first part.
_NAMES = {
    "application/x-ole-storage": "an old Office document, which is not read: save it as text or HTML",
    "application/xml": "XML that is neither a feed nor a page",
    "application/vnd.sqlite3": "a database, not a report",
    "application/x-executable": "a program, not a report",
    "application/x-bzip2": "a bzip2 archive, which is not read: unpack it first",
    "application/x-xz": "an xz archive, which is not read: unpack it first",
    "application/zstd": "a zstd archive, which is not read: unpack it first",
    "application/x-tar": "a tar archive, which is not read: unpack it first",
    "application/x-7z-compressed": "a 7z archive, which is not read: unpack it first",
    "application/vnd.rar": "a RAR archive, which is not read: unpack it first",
    "image": "a picture, not text",
    "audio": "a sound recording, not text",
    "video": "a video, not text",
    BINARY: "binary, not text",
}


def _why_unread(media_type: str) -> str:
    name = _NAMES.get(media_type) or _NAMES.get(media_type.partition("/")[0])
    return f"it is {name or f'{media_type}, which is not read'}"


def open_received(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """Everything that is in the bytes; what cannot be read becomes a Drop that names it and says why."""
    try:
        media_type, received = _look_at(received, config)
    except DamagedError as error:
        yield make_drop(received.origin, error.reason, detail=error.detail)
    except OSError as error:
        yield make_drop(received.origin, why_unreadable(error))
    else:
        yield from read_as(media_type, received, config)


def _look_at(received: Received, config: ReadConfig) -> tuple[str, Received]:
    """The media type; and the bytes whole, unless they are to be read piece by piece."""
    if received.tape is not None:
        media_type = parse_media_type(received.tape.peek(_HEAD), name=received.name, declared=received.declared)
        if media_type in STREAMED:
            return media_type, received
        content = received.tape.read(config.max_bytes + 1)
        if len(content) > config.max_bytes:
            raise DamagedError(why_too_large(config.max_bytes))
        received = replace(received, content=content, tape=None)
    media_type = parse_media_type(received.content, name=received.name, declared=received.declared)
    if media_type in ("text/plain", "text/markdown") and config.fields:
        named = [theirs.partition(".")[0] for _, theirs in config.fields]
        media_type = "text/csv" if is_table(received.content, names=named) else media_type
    return media_type, received


def read_as(media_type: str, received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """Everything that is in bytes of this media type; what holds no page at all becomes a Drop too."""
    found = False
    try:
        for record in _read(media_type, received, config):
            found = True
            yield record
    except DamagedError as error:
        found = True
        yield make_drop(received.origin, error.reason, detail=error.detail)
    except BombError as error:
        found = True
        if received.depth:  # what holds it is not read on either
            raise
        yield make_drop(received.origin, f"{error}; the rest was not read")
    except OSError as error:
        found = True
        yield make_drop(received.origin, why_unreadable(error))
    except RecursionError:
        found = True
        yield make_drop(received.origin, "it is nested too deeply to be read")
    if not found:
        yield make_drop(received.origin, "there is no page in it")


def _read(media_type: str, received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    reader = READERS.get(media_type)
    if media_type == EMPTY:
        yield make_drop(received.origin, "it is empty")
    elif reader is None:
        yield make_drop(received.origin, _why_unread(media_type))
    else:
        for piece in reader(received, config):
            if isinstance(piece, Received):
                yield from open_received(piece, config)
            else:
                yield piece
