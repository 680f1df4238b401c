"""A JSON Feed (version 1 and 1.1, jsonfeed.org) in, its items as rows out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tellings.ingest.config import ReadConfig
from tellings.ingest.field_values import show_line
from tellings.ingest.rows import Row, parse_row


def is_json_feed(parsed: object) -> bool:
    """Whether it says so, or has the feed's own field of addresses beside a list of items."""
    if not isinstance(parsed, Mapping) or not isinstance(parsed.get("items"), list):
        return False
    return "jsonfeed.org/version" in str(parsed.get("version", "")) or "home_page_url" in parsed


def read_entries(feed: Mapping[str, Any], config: ReadConfig) -> Iterator[Row]:
    """Each entry; what only the feed says (its name, language, authors) counts for all of them."""
    said = {
        "outlet": show_line(feed.get("title")),
        "language": show_line(feed.get("language")),
        "byline": show_line(feed.get("authors") or feed.get("author")),
    }
    for entry in feed["items"]:
        row = parse_row(entry if isinstance(entry, Mapping) else {}, config)
        known = {name: value for name, value in said.items() if value} | dict(row.hints)
        yield replace(row, hints=tuple(known.items()))
