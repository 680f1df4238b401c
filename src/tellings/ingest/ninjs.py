"""IPTC ninjs, news in JSON, generations 1 to 3, in; the item, and the items it carries, as rows out.

Generation 1 has `headline`, `body_text`, `body_xhtml`, `byline`; generation 2 has `by` and lists of `headlines` and
`bodies`, each with a role; generation 3 is the same with names like `versionCreated`. Names are compared without case.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tellings.ingest.config import ReadConfig
from tellings.ingest.field_values import find_value, show_line, show_moment, show_text
from tellings.ingest.fields import fold_name
from tellings.ingest.rows import Row

_OWN = {
    "versioncreated",
    "pubstatus",
    "representationtype",
    "headlines",
    "bodies",
    "bodytext",
    "bodyxhtml",
    "infosources",
}
_KEPT = {"usable", ""}
_TEXTUAL = {"", "text", "composite", "component"}
_MARKUP = ("html", "xhtml", "nitf")
_DEEPEST = 3
_HINTS: dict[str, tuple[str, ...]] = {
    "byline": ("byline", "by"),
    "published": ("firstpublished", "versioncreated", "firstcreated", "contentcreated"),
    "language": ("language",),
    "credit": ("infosources", "infosource", "source"),
    "outlet": ("copyrightholder", "provider"),
    "dateline": ("located",),
}


def is_ninjs(parsed: object) -> bool:
    """Whether it has the address that every item must have, and two of the names that only ninjs has, or says so."""
    if not isinstance(parsed, Mapping) or not isinstance(parsed.get("uri"), str):
        return False
    standard = show_line(parsed.get("standard")) or ""
    return "ninjs" in standard.casefold() or len(_OWN & {fold_name(str(name)) for name in parsed}) >= 2


def read_entries(parsed: Mapping[str, Any], config: ReadConfig, *, deep: int = 0) -> Iterator[Row | str]:
    """The item's article, then the articles that are associated with it; a reason in words where there is none.
    Pictures, sound and video carry captions, not articles: of them nothing is made."""
    names = {fold_name(str(name)): value for name, value in parsed.items()}
    kind, status = str(names.get("type") or "").casefold(), str(names.get("pubstatus") or "").casefold()
    carried = [entry for entry in _associated(names) if deep < _DEEPEST and _has_body(entry)]
    if status not in _KEPT:
        yield f"its publisher marks it as {status}: it is not to be used"
    elif kind not in _TEXTUAL:
        yield f"it describes a {kind}, not an article"
    elif _has_body(parsed) or not carried:
        yield _read_entry(names)
    for entry in carried:
        yield from read_entries(entry, config, deep=deep + 1)


def _associated(names: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = names.get("associations")
    entries = list(listed.values()) if isinstance(listed, Mapping) else listed if isinstance(listed, list) else []
    return [entry for entry in entries if isinstance(entry, Mapping)]


def _has_body(parsed: Mapping[str, Any]) -> bool:
    names = {fold_name(str(name)): value for name, value in parsed.items()}
    kind = str(names.get("type") or "").casefold()
    return kind in _TEXTUAL and any(_bodies(names))


def _read_entry(names: Mapping[str, Any]) -> Row:
    text, html = _bodies(names)
    hints = {"title": _headline(names)}
    for ours, theirs in _HINTS.items():
        show = show_moment if ours == "published" else show_line
        hints[ours] = next((shown for name in theirs if (shown := show(names.get(name)))), None)
    if hints["published"] and (version := show_moment(names.get("versioncreated"))) and "firstcreated" in names:
        hints["published"] = show_moment(names["firstcreated"]) or version
        hints["modified"] = version if version != hints["published"] else None
    uri = names.get("uri")
    if isinstance(uri, str) and uri.startswith(("http://", "https://")):
        hints["url"] = uri
    hints["section"] = _subject(names)
    return Row(text, html, tuple((name, value) for name, value in hints.items() if value))


def _headline(names: Mapping[str, Any]) -> str | None:
    """The main one; what is asked for short spaces or search engines says less."""
    return _by_role(names.get("headlines"), "main") or show_line(names.get("headline")) or show_line(names.get("title"))


def _by_role(listed: object, role: str) -> str | None:
    entries = [entry for entry in listed if isinstance(entry, Mapping)] if isinstance(listed, list) else []
    first = next((entry for entry in entries if entry.get("role") == role), entries[0] if entries else None)
    return show_line(first)


def _bodies(names: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Plain text and HTML, each in its main form. Agencies' own XML among the bodies is neither."""
    text = show_text(names.get("bodytext") or names.get("body"))
    html = show_text(names.get("bodyhtml5") or names.get("bodyhtml") or names.get("bodyxhtml"))
    listed = names.get("bodies")
    for entry in listed if isinstance(listed, list) else []:
        if not isinstance(entry, Mapping):
            continue
        kind = f"{entry.get('contenttype') or entry.get('contentType') or ''} {entry.get('role') or ''}".casefold()
        value = show_text(find_value(entry, "value"))
        if "xml" in kind and "xhtml" not in kind:
            continue
        if any(mark in kind for mark in _MARKUP):
            html = html or value
        else:
            text = text or value
    return text, html


def _subject(names: Mapping[str, Any]) -> str | None:
    listed = names.get("subjects") or names.get("subject")
    return show_line(listed[0]) if isinstance(listed, list) and listed else None
