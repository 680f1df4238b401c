"""Bytes in, captures and drops out: which reader opens which media type. A new format is a file and a line here."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tellings.ingest import archive_gzip, archive_zip, email_message, feed_xml, json_articles, page, warc
from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_drop, show_size
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
    "application/json": json_articles.read_json,
    "application/x-ndjson": json_articles.read_json_lines,
    "message/rfc822": email_message.read_message,
    "multipart/related": email_message.read_saved_page,
    "application/rss+xml": feed_xml.read_feed,
    "application/atom+xml": feed_xml.read_feed,
    "application/zip": archive_zip.read_zip,
    "application/gzip": archive_gzip.read_gzip,
    "application/warc": warc.read_warc,
}

# Read piece by piece from `Received.open`, whatever their size; all others find their bytes whole in `content`.
STREAMED = frozenset({"application/zip", "application/gzip", "application/warc"})
_HEAD = 65_536  # bytes by which the format is told


# What a person calls it, and what to do instead; by media type, else by its first part.
_NAMES = {
    "application/pdf": "a PDF, which is not read: save its text, or the page that it is of",
    "application/x-ole-storage": "an old Office document, which is not read: save it as text or HTML",
    "application/xml": "XML that is neither a feed nor a page",
    "application/vnd.apache.parquet": "a Parquet table, not a report",
    "application/vnd.sqlite3": "a database, not a report",
    "application/x-executable": "a program, not a report",
    "application/x-bzip2": "a bzip2 archive, which is not read: unpack it first",
    "application/x-xz": "an xz archive, which is not read: unpack it first",
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
        yield from _open(received, config)
    except DamagedError as error:
        yield make_drop(received.origin, error.reason, detail=error.detail)
    except BombError as error:
        if received.depth:  # what holds it is not read on either
            raise
        yield make_drop(received.origin, f"{error}; the rest was not read")
    except OSError as error:
        yield make_drop(received.origin, f"it cannot be read: {(error.strerror or str(error)).lower()}")
    except RecursionError:
        yield make_drop(received.origin, "it is nested too deeply to be read")


def _open(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    content = received.content if received.tape is None else received.tape.peek(_HEAD)
    media_type = parse_media_type(content, name=received.name, declared=received.declared)
    if received.tape is not None and media_type not in STREAMED:
        content = received.tape.read(config.max_bytes + 1)
        if len(content) > config.max_bytes:
            yield make_drop(received.origin, f"it is larger than {show_size(config.max_bytes)}, the limit")
            return
        received = replace(received, content=content, tape=None)
        media_type = parse_media_type(content, name=received.name, declared=received.declared)
    if media_type == EMPTY:
        yield make_drop(received.origin, "it is empty")
        return
    reader = READERS.get(media_type)
    if reader is None:
        yield make_drop(received.origin, _why_unread(media_type))
        return
    for piece in reader(received, config):
        if isinstance(piece, Received):
            yield from open_received(piece, config)
        else:
            yield piece
