"""A page of plain text, Markdown or HTML: bytes in, one capture out as it is; what is no page is told apart here."""

import re
from collections.abc import Iterator

from tellings.ingest.config import ReadConfig
from tellings.ingest.other_text import find_other_kind
from tellings.ingest.received import Received, make_capture, make_drop, why_too_long
from tellings.records import Capture, Drop

_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{50000,}")
_TAG = re.compile(rb"(<[^<>]*>)")
_OWN = re.compile(rb"<meta name=\"generator\" content=\"tellings ")
_MOST_TAGS = 300_000  # a page with a thousand comments has some 40,000; trees of more take minutes and gigabytes
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
    if received.content.count(b"<") > _MOST_TAGS:
        yield make_drop(received.origin, f"its HTML has more than {_MOST_TAGS} tags, too many for one report")
        return
    if len(received.content) > config.max_text_bytes < _weigh_text(received.content):
        yield make_drop(received.origin, why_too_long(config.max_text_bytes))
        return
    yield make_capture(received, "text/html")


def _weigh_text(content: bytes) -> int:
    """About how many bytes of the page are text to be seen: tags, scripts and style sheets left away."""
    weight, hidden = 0, False
    for piece in _TAG.split(content):
        if piece[:1] == b"<":
            name = piece[:8].lower()
            hidden = name.startswith((b"<script", b"<style")) or (
                hidden and not name.startswith((b"</script", b"</style"))
            )
        elif not hidden:
            weight += len(piece.strip())
    return weight


def _read_plain(received: Received, config: ReadConfig, media_type: str) -> Capture | Drop:
    name = "" if "://" in received.origin else received.name
    if other := find_other_kind(received.content, name=name):
        return make_drop(received.origin, f"it is {other}, not a report")
    if len(received.content) > config.max_text_bytes:
        return make_drop(received.origin, why_too_long(config.max_text_bytes))
    return make_capture(received, media_type)
