"""A page of plain text, Markdown or HTML: bytes in, one capture out as it is; what is no page is told apart here."""

import re
from collections.abc import Iterator

from tellings.ingest.config import ReadConfig
from tellings.ingest.other_text import find_other_kind
from tellings.ingest.received import Received, make_capture, make_drop, show_size
from tellings.records import Capture, Drop

_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{50000,}")
_OWN = re.compile(rb"<meta name=\"generator\" content=\"tellings ")
_MOST_ATTRIBUTES = 2000  # in one tag; parsers take time that grows with the square of their number


def read_text(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """Plain text."""
    yield _read_plain(received, config, "text/plain")


def read_markdown(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """Markdown."""
    yield _read_plain(received, config, "text/markdown")


def read_html(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """HTML or XHTML."""
    if _OWN.search(received.content[:4096]):
        yield make_drop(received.origin, "it is an account that tellings wrote, not a report")
        return
    if any(len(tag.group().split()) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(received.content)):
        yield make_drop(received.origin, f"its HTML is damaged: a tag with more than {_MOST_ATTRIBUTES} attributes")
        return
    yield make_capture(received, "text/html")


def _read_plain(received: Received, config: ReadConfig, media_type: str) -> Capture | Drop:
    name = "" if "://" in received.origin else received.name
    if other := find_other_kind(received.content, name=name):
        return make_drop(received.origin, f"it is {other}, not a report")
    if len(received.content) > config.max_text_bytes:
        return make_drop(
            received.origin, f"it holds more than {show_size(config.max_text_bytes)} of text: no single report"
        )
    return make_capture(received, media_type)
