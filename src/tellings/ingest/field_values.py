"""A row of an export and the path of a field in; what stands there, as text, out.

A row is what JSON, a table or Parquet makes of it: named fields of text, numbers, dates, lists or further fields.
"""

import html
import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from tellings.ingest.fields import fold_name

_NOTHING = frozenset({"", "none", "null", "nan", "nat", "n/a", "undefined"})  # what tools write where there is nothing
# Fields that hold the value of a named one: schema.org and NewsAPI names, WordPress, ninjs and XML made JSON, MongoDB.
_INNER = ("name", "rendered", "value", "#text", "_text", "@value", "$date", "$oid")
_NESTED_TEXT = ("summary", "headline", "heading", "sections", "paragraphs", "blocks", "children", "text", "content")
_MARKUP = re.compile(r"<[^<>]{1,300}>")
_EPOCH = re.compile(r"-?\d{9,10}(?:\.\d+)?|-?\d{12,13}")
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_DEEPEST = 12


def find_value(row: object, path: str, *, folded: bool = False) -> Any:
    """What stands at the path, None where there is nothing: a name, or names joined by dots; a number picks from a
    list, a name asked of a list is asked of each of its entries. `folded`: names are compared as fold_name has them."""
    if isinstance(row, Mapping):
        return _find_in_fields(row, path, folded)
    if isinstance(row, list | tuple):
        first, _, rest = path.partition(".")
        if first.isdecimal() and len(first) < 6:
            inner = row[int(first)] if int(first) < len(row) else None
            return find_value(inner, rest, folded=folded) if rest else inner
        found = [find_value(entry, path, folded=folded) for entry in row if isinstance(entry, Mapping)]
        return [value for value in found if value is not None] or None
    return None


def _find_in_fields(row: Mapping[Any, Any], path: str, folded: bool) -> Any:
    names: Mapping[Any, Any] = _fold_names(tuple(row)) if folded else row
    if path in names:
        return row[names[path] if folded else path]
    first, dot, rest = path.partition(".")
    while dot:
        if first in names:
            return find_value(row[names[first] if folded else first], rest, folded=folded)
        piece, dot, rest = rest.partition(".")
        first = f"{first}.{piece}"
    return None


@lru_cache(maxsize=1024)  # rows of one table have the same names
def _fold_names(names: tuple[Any, ...]) -> dict[str, Any]:
    return {fold_name(str(name)): name for name in reversed(names)}


def show_value(value: object, *, between: str = ", ", deep: int = 0) -> str | None:
    """The value as text; None for nothing, and for what is no text, as pictures and yes or no are."""
    if isinstance(value, str):
        return None if value.strip().casefold() in _NOTHING else value.strip()
    if value is None or isinstance(value, bool) or deep > _DEEPEST:
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int | float):
        return None if isinstance(value, float) and not math.isfinite(value) else f"{value:.17g}"
    if isinstance(value, bytes | bytearray):
        return show_value(bytes(value).decode("utf-8", "replace"))
    if isinstance(value, Mapping):
        inner = next((value[name] for name in _INNER if value.get(name) is not None), None)
        return show_value(inner, between=between, deep=deep + 1)
    if isinstance(value, Iterable):
        return between.join(_once(show_value(entry, between=between, deep=deep + 1) for entry in value)) or None
    return None


def _once(shown: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(text for text in shown if text))


def show_text(value: object, *, deep: int = 0) -> str | None:
    """Running text: as show_value, but lists are paragraphs, kept as they are, and sections are put one below another
    (Fundus keeps a body as summary and sections, each with headline and paragraphs)."""
    if deep > _DEEPEST:
        return None
    if isinstance(value, Mapping):
        inner = [value[name] for name in _NESTED_TEXT if name in value]
        return show_text(inner, deep=deep + 1) if inner else show_value(value, between="\n\n", deep=deep)
    if isinstance(value, list | tuple):
        return "\n\n".join(filter(None, (show_text(entry, deep=deep + 1) for entry in value))) or None
    return show_value(value)


def show_line(value: object) -> str | None:
    """A title or name: in one line, without the markup and the character codes that content systems leave in it."""
    shown = show_value(value)
    if shown is None:
        return None
    if "&" in shown or "<" in shown:
        shown = html.unescape(_MARKUP.sub("", shown))
    return " ".join(shown.split()) or None


def show_moment(value: object, *, utc: bool = False) -> str | None:
    """A date: as it is written; seconds or milliseconds since 1970 as a date. `utc`: what has no zone is UTC."""
    if isinstance(value, datetime) and utc and value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    shown = show_value(value)
    if shown is None or not any(map(str.isdigit, shown)):
        return None
    if _EPOCH.fullmatch(shown):
        seconds = float(shown) / (1000 if "." not in shown and len(shown.lstrip("-")) > 10 else 1)
        moment = datetime.fromtimestamp(seconds, UTC)
        return moment.isoformat() if _FIRST_YEAR < moment.year < _LAST_YEAR else None
    if utc and re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?", shown):
        return f"{shown}+00:00"
    return shown
