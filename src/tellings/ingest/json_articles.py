"""Exports of other tools, JSON or JSON Lines: bytes in, a capture for each article out, its fields as hints."""

from collections.abc import Iterator
from typing import Any

import msgspec

from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_capture, make_drop
from tellings.records import Capture, Drop

# Where news-please, newspaper4k, trafilatura, Fundus, JSON Feed, ninjs and schema.org keep things, most telling first.
_TEXT = ("maintext", "cleaned_text", "articleBody", "text", "body_text", "plaintext", "content_text", "body", "content")
_HTML = ("content_html", "body_html", "body_xhtml", "html", "raw_html")
_HINTS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "name"),
    "url": ("url", "canonical_url", "link", "uri", "source_url", "source"),
    "outlet": ("sitename", "source_name", "publisher", "outlet", "hostname", "source_domain"),
    "byline": ("author", "authors", "byline", "creator"),
    "published": (
        "date_publish", "publish_date", "publishing_date", "date_published", "datePublished", "versioncreated",
        "published", "pubDate", "date",
    ),
    "language": ("language", "lang", "meta_lang"),
}  # fmt: skip
_LISTS = ("items", "articles", "results", "data", "associations")


def read_json(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """One article, a list of them, or a feed that holds a list."""
    try:
        parsed = msgspec.json.decode(received.content.lstrip(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        yield make_drop(received.origin, "it looks like JSON but is damaged", detail=str(error))
        return
    yield from _read_many(parsed, received)


def read_json_lines(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """One article a line."""
    for number, line in enumerate(received.content.lstrip(b"\xef\xbb\xbf").splitlines(), 1):
        if not line.strip():
            continue
        try:
            parsed = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield make_drop(f"{received.origin}#{number}", "this line is damaged JSON", detail=str(error))
            continue
        yield _read_article(parsed, received, f"{received.origin}#{number}")


def _read_many(parsed: Any, received: Received) -> Iterator[Capture | Drop]:
    rows = parsed
    if isinstance(parsed, dict) and {"tellings", "stories"} <= parsed.keys():
        yield make_drop(received.origin, "it is an account that tellings wrote, not a report")
        return
    if isinstance(parsed, dict):
        rows = next((parsed[name] for name in _LISTS if isinstance(parsed.get(name), list)), parsed)
    if isinstance(rows, list) and not rows:
        yield make_drop(received.origin, "it holds an empty list")
    elif isinstance(rows, list):
        for number, row in enumerate(rows, 1):
            yield _read_article(row, received, f"{received.origin}#{number}")
    else:
        yield _read_article(rows, received, received.origin)


def _read_article(row: Any, received: Received, origin: str) -> Capture | Drop:
    if not isinstance(row, dict):
        return make_drop(origin, "it is JSON, but no article with named fields")
    hints = tuple((name, value) for name, fields in _HINTS.items() if (value := _first(row, fields)))
    text, html = _first(row, _TEXT), _first(row, _HTML)
    if not text and not html:
        return make_drop(origin, "it is JSON without a field that holds an article's text")
    if text and not _is_markup(text):
        hints += (("extracted", "yes"),)
    body = text or html or ""
    piece = Received(origin, body.encode("utf-8", "replace"), None, received.fetched, received.hints + hints)
    return make_capture(piece, "text/html" if _is_markup(body) else "text/plain")


def _first(row: dict[str, Any], fields: tuple[str, ...]) -> str | None:
    for field in fields:
        if (value := _plain(row.get(field))) is not None:
            return value
    return None


def _plain(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list):
        return ", ".join(filter(None, map(_plain, value))) or None
    if isinstance(value, dict):
        return _plain(value.get("name"))
    return None


def _is_markup(text: str) -> bool:
    head = text.lstrip()[:2000].lower()
    return head.startswith("<") and any(tag in head for tag in ("<p", "<div", "<html", "<article", "<body"))
