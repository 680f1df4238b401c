"""One article as a table or an export of another tool holds it, field by field, in; its capture, or a drop that says
why not and what to do, out."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tellings.ingest import page
from tellings.ingest.config import ReadConfig
from tellings.ingest.field_values import find_value, show_line, show_moment, show_text
from tellings.ingest.fields import FIELDS, has_body, read_names
from tellings.ingest.received import Received, make_capture, make_drop, why_too_long
from tellings.records import Capture, Drop

_MOST_DROPS = 20  # of one reason in one file that are told one by one
_MOST_NAMES = 30  # columns that a reason lists
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.I)
_WHOLE = re.compile(r"<html[\s>]|<body[\s>]|<head[\s>]|<!doctype", re.I)
_FRAGMENT = re.compile(r"<(?:p|div|article|section|br|h[1-6]|ul|blockquote|figure)\b[^<>]*>", re.I)
_WORD = re.compile(r"[^\W\d_]{5,}")
_SAMPLED = 60  # words of the text that are looked for in the page


@dataclass(frozen=True, slots=True)
class Row:
    """What one article's fields say; `hints` as in Capture. whole: the HTML is the page as it was fetched, menus and
    all; by_hand: the text was taken out by a parser written for that outlet."""

    text: str | None = None
    html: str | None = None
    hints: tuple[tuple[str, str], ...] = ()
    by_hand: bool = False

    @property
    def whole(self) -> bool:
        return self.html is not None and bool(_WHOLE.search(self.html[:4000]))


def parse_row(fields: Mapping[str, Any], config: ReadConfig) -> Row:
    """The row by the mapping of the call and, for what that does not name, by the usual names."""
    found: dict[str, str] = {}
    for ours in FIELDS:
        if shown := _first(fields, ours, config):
            found[ours] = shown
    text, html = found.pop("text", None), found.pop("html", None)
    if text and html is None and _is_markup(text):
        text, html = None, text
    return Row(text, html, tuple(found.items()), by_hand="publishing_date" in fields)


def _first(fields: Mapping[str, Any], ours: str, config: ReadConfig) -> str | None:
    mapped = [theirs for name, theirs in config.fields if name == ours]
    if not mapped and ours in ("text", "html") and any(name in ("text", "html") for name, _ in config.fields):
        return None  # where the body is, the call says; another field is not taken for it
    for theirs in mapped or read_names()[ours]:
        value = find_value(fields, theirs, folded=not mapped)
        shown = _show(ours, value, theirs)
        if shown and (mapped or _fits(ours, shown)):
            return shown
    return None


def _show(ours: str, value: object, theirs: str) -> str | None:
    if ours in ("text", "html"):
        return show_text(value)
    if ours in ("published", "modified"):
        return show_moment(value, utc=theirs.endswith(("gmt", "utc")))
    return show_line(value)


def _fits(ours: str, shown: str) -> bool:
    """Names that mean one thing here and another there (`source`, `id`) are told apart by what stands in them."""
    if ours == "url":
        return bool(_ADDRESS.fullmatch(shown))
    if ours in ("outlet", "byline", "title"):
        return not _ADDRESS.fullmatch(shown) and any(map(str.isalpha, shown))
    return True


def make_row_capture(row: Row, received: Received, origin: str, config: ReadConfig) -> Iterator[Capture | Drop]:
    """The article as a capture of its text or its HTML, whichever is the better to read."""
    html = row.html if _prefers_html(row) else None
    body = html or row.text
    if not body:
        yield make_drop(origin, "it holds no text of an article")
        return
    hints = {name: value for name, value in received.hints if name not in ("url", "content_type")} | dict(row.hints)
    if html is None or not row.whole:
        hints["extracted"] = "yes"
    piece = replace(
        received,
        origin=origin,
        content=body.encode("utf-8", "replace"),
        declared=None,
        hints=(("charset", "utf-8"), *((name, value) for name, value in hints.items() if name != "charset")),
    )
    if html is not None:
        yield from page.read_html(piece, config)
    elif len(piece.content) > config.max_text_bytes:
        yield make_drop(origin, why_too_long(config.max_text_bytes))
    else:
        yield make_capture(piece, "text/plain")


def _prefers_html(row: Row) -> bool:
    """A whole page is read again, as that finds the text better than the tools that write such exports do (Article
    Extraction Benchmark, F1: .97 against .84 news-please, .80 newspaper4k), if the page holds that text at all; parsers
    written for the outlet are better still. Of the bare body, HTML keeps the paragraphs and captions that text lost."""
    if not row.html or not row.text:
        return bool(row.html)
    if row.whole and row.by_hand:
        return False
    page_text = row.html.casefold()
    words = list(dict.fromkeys(_WORD.findall(row.text.casefold())))[:_SAMPLED]
    return sum(word in page_text for word in words) >= 0.8 * len(words)


def _is_markup(text: str) -> bool:
    head = text.lstrip()[:4000]
    return (head.startswith("<") and bool(_WHOLE.search(head) or _FRAGMENT.search(head))) or len(
        _FRAGMENT.findall(head)
    ) >= 3  # fmt: skip


def why_no_body(names: Sequence[str], config: ReadConfig) -> str:
    """What to say of an article in which no text was found, and what to do."""
    mapped = [theirs for ours, theirs in config.fields if ours in ("text", "html")]
    shown = show_names(names)
    if mapped:
        return f"it has no field {' or '.join(map(repr, mapped))}; it has {shown}: name one with --field text=NAME"
    if has_body(names):
        return "its text is empty"
    return f"no field of it is known to hold text; it has {shown}: name one with --field text=NAME"


def show_names(names: Sequence[str]) -> str:
    """Some names in a line."""
    shown = [name if len(name) <= 40 else f"{name[:39]}…" for name in names[:_MOST_NAMES]]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return (", ".join(shown) or "none") + more


def find_unused(fields: Iterable[tuple[str, str]], used: Iterable[str]) -> list[str]:
    """Fields that the call names and that stood nowhere, as they were given; not those with another for the same."""
    seen = set(used)
    met = {ours for ours, theirs in fields if theirs in seen}
    return [f"{ours}={theirs}" for ours, theirs in fields if ours not in met]


def sum_drops(records: Iterable[Capture | Drop], origin: str) -> Iterator[Capture | Drop]:
    """The same; of many drops with one reason the first are told one by one, the others as a number."""
    counts: dict[str, int] = {}
    for record in records:
        if isinstance(record, Drop):
            counts[record.reason] = counts.get(record.reason, 0) + 1
            if counts[record.reason] > _MOST_DROPS:
                continue
        yield record
    for reason, count in counts.items():
        if count > _MOST_DROPS:
            yield make_drop(origin, f"{count - _MOST_DROPS} more rows were left out: {reason}")
