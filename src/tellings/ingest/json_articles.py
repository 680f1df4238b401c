"""JSON in any shape that articles are exported in, whole or a line each: bytes in, a capture for each article out."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from tellings.ingest import json_feed, ninjs
from tellings.ingest.config import ReadConfig
from tellings.ingest.field_values import find_value
from tellings.ingest.received import Received, make_drop, show_size
from tellings.ingest.rows import Row, find_unused, make_row_capture, parse_row, sum_drops, why_no_body
from tellings.records import Capture, Drop
from tellings.text.decoding import decode

_LISTS = ("items", "articles", "results", "data", "docs", "documents", "posts", "stories", "entries", "hits", "@graph")
_ENVELOPES = ("response", "hits", "data", "result", "feed", "_source", "article", "fields")
_BETWEEN = re.compile(r"[\s,;]*")
# How the exports of tellings begin: they may lie among the pages that they were made of.
_OWN = re.compile(
    rb'"urn:tellings:|\{"table": ?"[a-z]+", ?"story": ?"story-[0-9a-f]{16}"'
    rb'|\{"id": ?"[a-z]+-[0-9a-f]{16}", ?"schema": ?"[A-Z]|\{"tellings": ?"\d'
)
_BEGINNING = 512  # bytes in which that is looked for
_IS_OWN = "it is an account that tellings wrote, not a report"
_DAMAGED = (msgspec.DecodeError, ValueError, RecursionError)


def read_json(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """One article, a list of them, a feed, or what a programme wrapped around them."""
    if _OWN.search(received.content[:_BEGINNING]):
        yield make_drop(received.origin, _IS_OWN)
        return
    try:
        parsed = _decode(received.content)
    except _DAMAGED as error:
        yield make_drop(received.origin, "it looks like JSON but is damaged", detail=str(error)[:300])
        return
    if isinstance(parsed, Mapping) and {"tellings", "stories"} <= parsed.keys():
        yield make_drop(received.origin, _IS_OWN)
        return
    reading = _Reading(received, config)
    yield from sum_drops(reading.read_all(parsed), received.origin)


def read_json_lines(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """One article a line."""
    if _OWN.search(received.open(config).peek(_BEGINNING)):
        yield make_drop(received.origin, _IS_OWN)
        return
    reading = _Reading(received, config)
    yield from sum_drops(reading.read_lines(), received.origin)


def _decode(content: bytes) -> Any:
    """Strictly first; then as it is also met: not-a-number as a value, other encodings, one value after another."""
    try:
        return msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError):
        text = (decode(content) or "").strip()
        first, end = json.JSONDecoder().raw_decode(text)
        if not text[end:].strip():
            return first
        values = [first]
        while (rest := _BETWEEN.match(text, end).end()) < len(text):  # type: ignore[union-attr]
            value, end = json.JSONDecoder().raw_decode(text, rest)
            values.append(value)
        return values


class _Reading:
    """One file on its way: what was read of it so far, and which fields of the mapping were met."""

    def __init__(self, received: Received, config: ReadConfig) -> None:
        self.received, self.config = received, config
        self.origin = received.origin
        self.count = 0
        self.met: set[str] = set()

    def read_all(self, parsed: Any) -> Iterator[Capture | Drop]:
        """Everything in the value, numbered if it is a list."""
        rows = _find_rows(parsed, self.config)
        if rows is None:
            yield from self.read_one(parsed, self.origin)
        elif not rows:
            yield make_drop(self.origin, "it holds an empty list")
        else:
            yield from self.read_many(rows)
        yield from self.say_unused()

    def read_many(self, rows: list[Any]) -> Iterator[Capture | Drop]:
        """One article after the other."""
        for number, row in enumerate(rows, 1):
            if self.count >= self.config.max_rows:
                yield self.drop_rest()
                return
            yield from self.read_one(row, f"{self.origin}#{number}")

    def read_lines(self) -> Iterator[Capture | Drop]:
        """Every line that is not empty."""
        for number, line in enumerate(self.received.open(self.config).lines(self.config.max_bytes), 1):
            if line is None:
                yield make_drop(f"{self.origin}#{number}", f"it is longer than {show_size(self.config.max_bytes)}")
            if not line or not line.strip():
                continue
            if self.count >= self.config.max_rows:
                yield self.drop_rest()
                return
            origin = f"{self.origin}#{number}"
            try:
                parsed = _decode(line)
            except _DAMAGED as error:
                yield make_drop(origin, "this line is damaged JSON", detail=str(error)[:300])
                continue
            yield from self.read_one(parsed, origin)
        yield from self.say_unused()

    def drop_rest(self) -> Drop:
        return make_drop(self.origin, f"it holds more than {self.config.max_rows} articles; the rest was not read")

    def read_one(self, value: Any, origin: str) -> Iterator[Capture | Drop]:
        """The article or articles of one value."""
        self.count += 1
        fields = _unwrap(value)
        if not isinstance(fields, Mapping):
            yield make_drop(origin, "it is JSON, but no article with named fields")
            return
        self.met |= {theirs for _, theirs in self.config.fields if find_value(fields, theirs) is not None}
        for piece in self.parse_value(fields):
            if isinstance(piece, str):
                yield make_drop(origin, piece)
            elif not piece.text and not piece.html:
                feed = json_feed.is_json_feed(fields)
                names = list(map(str, fields))
                why = "this entry of the feed carries no text" if feed else why_no_body(names, self.config)
                yield make_drop(origin, why)
            else:
                yield from make_row_capture(piece, self.received, origin, self.config)

    def parse_value(self, fields: Mapping[str, Any]) -> Iterator[Row | str]:
        if not self.config.fields and ninjs.is_ninjs(fields):
            yield from ninjs.read_entries(fields, self.config)
        elif json_feed.is_json_feed(fields):
            yield from json_feed.read_entries(fields, self.config)
        else:
            yield parse_row(fields, self.config)

    def say_unused(self) -> Iterator[Drop]:
        """A field of the mapping that no article had is a slip that should be seen."""
        bodies = [(ours, theirs) for ours, theirs in self.config.fields if ours not in ("text", "html")]
        for pair in find_unused(bodies, self.met):
            yield make_drop(self.origin, f"no article in it has the field of --field {pair}; it was read without")


def _find_rows(parsed: Any, config: ReadConfig, deep: int = 0) -> list[Any] | None:
    """The list of articles in the value; None where the value is one article itself."""
    if isinstance(parsed, list):
        return parsed
    if not isinstance(parsed, Mapping) or ninjs.is_ninjs(parsed) or json_feed.is_json_feed(parsed):
        return [parsed] if json_feed.is_json_feed(parsed) else None
    if parse_row(parsed, config).text:
        return None
    for name in _LISTS:
        if isinstance(parsed.get(name), list):
            return list(parsed[name])
    if rows := _turn(parsed):
        return rows
    for name in _ENVELOPES:
        if deep < 3 and isinstance(parsed.get(name), Mapping) and (rows := _find_rows(parsed[name], config, deep + 1)):
            return rows
    return None


def _turn(parsed: Mapping[str, Any]) -> list[Any] | None:
    """Columns side by side, as pandas writes them: {"title": {"0": …}, …} or {"title": [ … ], …}."""
    columns = {name: value for name, value in parsed.items() if isinstance(value, dict | list)}
    if len(columns) < 2 or len(columns) != len(parsed) or len({len(value) for value in columns.values()}) != 1:
        return None
    if all(isinstance(value, list) for value in columns.values()):
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    if len({frozenset(value) for value in columns.values() if isinstance(value, dict)}) != 1:
        return None
    keys = next(iter(columns.values()))
    return [{name: value.get(key) for name, value in columns.items() if isinstance(value, dict)} for key in keys]


def _unwrap(value: Any) -> Any:
    """An entry of a search engine holds the article in `_source`."""
    inner = value.get("_source") if isinstance(value, Mapping) else None
    return inner if isinstance(inner, Mapping) else value
