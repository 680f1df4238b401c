"""An HTML tree in, what the page declares of itself out: JSON-LD first, then OpenGraph and other meta elements, then
microdata and RDFa, then `<time>`. Nothing is taken from visible text here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

import msgspec
from lxml import html

from tellings.clean.blocks import squeeze
from tellings.clean.dates import parse_date
from tellings.records import Interval
from tellings.text.folding import fold
from tellings.text.lists import read_rows

_ARTICLES = (
    "article", "newsarticle", "reportagenewsarticle", "blogposting", "liveblogposting", "analysisnewsarticle",
    "opinionnewsarticle", "report", "webpage", "posting",
)  # fmt: skip
_SHORTEST = 4  # letters: shorter site names are often those of a section
_LONGEST_NAME = 4  # words behind the last dash of a title that are taken for a name
_MOST_JSON = 2_000_000
_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,500}>")
_SEPARATOR = re.compile(r"\s+[|\-–—·»:]\s+")


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page says of itself in its head."""

    titles: tuple[str, ...] = ()
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    published: Interval | None = None
    modified: Interval | None = None
    section: str | None = None
    body: str = ""
    locale: str | None = None  # the language tag of the page: "en-GB"


def read_declared(tree: html.HtmlElement, *, url: str | None = None) -> Declared:
    """The declarations of the page, the most trustworthy first."""
    entries = list(_read_json(tree))
    linked = _best_article(entries)
    meta = _read_meta(tree)
    own = _canonical(tree) or meta.get("og:url") or url
    return Declared(
        titles=_titles(tree, linked, meta),
        outlet=_pick_outlet(meta, linked),
        byline=_byline(linked, meta),
        url=own if own and own.startswith("http") else url,
        published=parse_date(_text(linked.get("datePublished")))
        or _first_date(meta, "published")
        or _marked_date(tree, "published")
        or _only_time(tree),
        modified=parse_date(_text(linked.get("dateModified")))
        or _first_date(meta, "modified")
        or _marked_date(tree, "modified"),
        section=_text(linked.get("articleSection")) or _first(meta, "section") or _trail(entries),
        body=_text(linked.get("articleBody")),
        locale=tree.get("lang") or _text(linked.get("inLanguage")) or meta.get("og:locale") or None,
    )


def _read_json(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = (script.text or "")[:_MOST_JSON].strip().removesuffix(";")
        try:
            parsed = msgspec.json.decode(source.encode("utf-8", "replace"))
        except (msgspec.DecodeError, RecursionError, ValueError):
            try:
                parsed = msgspec.json.decode(re.sub(r"[\x00-\x1f]+", " ", source).encode("utf-8", "replace"))
            except (msgspec.DecodeError, RecursionError, ValueError):
                continue
        yield from _flatten(parsed)


def _flatten(parsed: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(parsed, list) and depth < 5:
        for entry in parsed[:200]:
            yield from _flatten(entry, depth + 1)
    elif isinstance(parsed, dict):
        yield parsed
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(parsed.get(name), list | dict) and depth < 5:
                yield from _flatten(parsed[name], depth + 1)


def _best_article(entries: list[dict[str, Any]]) -> dict[str, Any]:
    ranked = sorted(
        (entry for entry in entries if _rank(entry) < len(_ARTICLES)),
        key=lambda entry: (_rank(entry) >= len(_ARTICLES) - 2, "datePublished" not in entry),
    )
    return ranked[0] if ranked else {}


def _rank(entry: dict[str, Any]) -> int:
    kinds = entry.get("@type")
    names = [str(kind).lower().rsplit("/", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds])]
    return min((_ARTICLES.index(name) for name in names if name in _ARTICLES), default=len(_ARTICLES))


def _read_meta(tree: html.HtmlElement) -> dict[str, str]:
    meta: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop")
        content = squeeze(node.get("content") or "")
        if name and content:
            meta.setdefault(name.strip().lower(), content)
    return meta


def _titles(tree: html.HtmlElement, linked: dict[str, Any], meta: dict[str, str]) -> tuple[str, ...]:
    found = [_text(linked.get("headline")), *(meta.get(name, "") for name in _names("title"))]
    node = next(tree.iter("title"), None)
    if node is not None:
        found.append(squeeze("".join(map(str, node.itertext()))))
    return tuple(dict.fromkeys(filter(None, map(squeeze, found))))


def trim_title(title: str, outlet: str | None) -> str:
    """The title without the name of the site that pages add to it."""
    bare, end = part_title(title)
    named = bool(end) and (len(end.split()) <= _LONGEST_NAME or (outlet is not None and fold(outlet) in fold(end)))
    return bare if named else title


def part_title(title: str) -> tuple[str, str]:
    """The title as it stands before the last dash or bar, and what stands behind; "" where there is none."""
    end = _SEPARATOR.split(title)[-1]
    return (title, "") if end == title else (title[: title.rindex(end)].rstrip(" |-–—·»:"), end)


def _pick_outlet(meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    """The site's name before the publisher's, which may be the agency or the owner."""
    site = meta.get("og:site_name", "")
    return site if len(site) > _SHORTEST else _name(linked.get("publisher")) or _first(meta, "outlet")


def _byline(linked: dict[str, Any], meta: dict[str, str]) -> str | None:
    found = _name(linked.get("author")) or _first(meta, "byline")
    return None if not found or found.startswith(("http", "@")) or len(found) > 150 else found


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(_name, value[:8])))) or None
    if isinstance(value, dict):
        return _name(value.get("name"))
    return squeeze(value) or None if isinstance(value, str) else None


def _text(value: Any) -> str:
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    return squeeze(unescape(_TAG.sub(" ", value))) if isinstance(value, str) else ""


@lru_cache(maxsize=16)
def _names(wanted: str) -> tuple[str, ...]:
    """The meta elements that give the field, from the list beside this module."""
    return tuple(name for field, name in read_rows(__package__, "meta_names.tsv") if field == wanted)


def _first(meta: dict[str, str], wanted: str) -> str | None:
    return next((meta[name] for name in _names(wanted) if name in meta), None)


def _first_date(meta: dict[str, str], wanted: str) -> Interval | None:
    return next(filter(None, (parse_date(meta[name]) for name in _names(wanted) if name in meta)), None)


def _canonical(tree: html.HtmlElement) -> str | None:
    for node in tree.iter("link"):
        if (node.get("rel") or "").lower() == "canonical" and (node.get("href") or "").startswith("http"):
            return str(node.get("href"))
    return None


def _marked_date(tree: html.HtmlElement, role: str) -> Interval | None:
    """A date marked as the article's in the body, by microdata or RDFa: only where all such marks agree on the day."""
    found = []
    for node in tree.iter("time", "span", "meta", "abbr", "p", "div"):
        marks = f"{node.get('itemprop') or ''} {node.get('property') or ''}".lower()
        marked = f"date{role}" in marks or (role == "published" and node.get("pubdate") is not None)
        if marked and (when := _read_date(node)):
            found.append(when)
    return found[0] if found and len({when.first_day() for when in found}) == 1 else None


def _only_time(tree: html.HtmlElement) -> Interval | None:
    """The day of the page's `<time>` elements, where they give one day only."""
    found = [when for node in tree.iter("time") if node.get("datetime") and (when := _read_date(node))]
    fullest = sorted(found, key=lambda when: (-len(when.start or ""), when.start or ""))
    return fullest[0] if found and len({when.first_day() for when in found}) == 1 else None


def _read_date(node: html.HtmlElement) -> Interval | None:
    return parse_date(node.get("datetime") or node.get("content") or "".join(map(str, node.itertext()))[:200])


def _trail(entries: list[dict[str, Any]]) -> str | None:
    """The last but one name in the page's trail of breadcrumbs: its section, above the page itself."""
    for entry in entries:
        steps = entry.get("itemListElement")
        if "breadcrumblist" in str(entry.get("@type")).lower() and isinstance(steps, list):
            names = [_name(step) or _name(step.get("item")) for step in steps[:20] if isinstance(step, dict)]
            told = [name for name in names if name]
            if len(told) >= 3:
                return told[-2]
    return None
