"""An RSS or Atom feed: bytes in, a capture for each entry that carries text out. Entities are never resolved."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from html.entities import html5

from lxml import etree

from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_capture, make_drop
from tellings.records import Capture, Drop
from tellings.text.decoding import decode

_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*(\d{1,7}));")
_AMPERSAND = re.compile(
    r"(?P<cdata><!\[CDATA\[[\s\S]*?(?:\]\]>|\Z))|&(?:(?P<name>[A-Za-z]\w{0,40});|(?!#\w{1,8};|[\w.:-]{1,60};))"
)
_NAMES = ("amp", "lt", "gt", "quot", "apos")
_BODY = ("encoded", "content", "description", "summary")
_HINTS = {
    "title": ("title",),
    "published": ("pubDate", "published", "date", "issued"),
    "modified": ("updated", "modified"),
    "byline": ("creator", "author"),
}


def read_feed(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """One capture an entry, in the order of the feed."""
    try:
        root = parse_tree(received.content)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield make_drop(received.origin, "it looks like a feed but is damaged", detail=str(error))
        return
    entries = [] if root is None else [node for node in root.iter() if name_of(node) in ("item", "entry")]
    if not entries:
        yield make_drop(received.origin, "it is a feed without entries")
    outlet = text_of(root, ("title",)) or text_of(child_of(root, "channel"), ("title",)) if entries else None
    for number, entry in enumerate(entries, 1):
        yield read_xml_entry(entry, received, f"{received.origin}#{number}", outlet)


def parse_tree(content: bytes, *, charset: str | None = None) -> etree._Element | None:
    """The tree; a wrongly declared encoding costs nothing, as the letters are told by their look."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False, encoding="utf-8"
    )
    text = _AMPERSAND.sub(_mend, _REFERENCE.sub(_replace_half, decode(content, declared=charset) or ""))
    return etree.fromstring(text.encode("utf-8"), parser) if text.strip() else None


def _mend(found: re.Match[str]) -> str:
    """A bare `&`, as addresses are often written, and names of HTML's characters, of which XML knows none, written as
    XML has them; sections in which they stand for themselves are left."""
    if found["cdata"]:
        return found["cdata"]
    name = found["name"]
    if not name:
        return "&amp;"
    letters = html5.get(f"{name};", "")
    return found.group() if name in _NAMES or not letters else escape(letters)


def _replace_half(reference: re.Match[str]) -> str:
    """Half a character, which the parser lets in and then fails on when the text is asked for, becomes a mark."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else reference.group()


def read_xml_entry(entry: etree._Element, received: Received, origin: str, outlet: str | None) -> Capture | Drop:
    """The text that the entry itself carries."""
    body = text_of(entry, _BODY)
    if not body:
        return make_drop(origin, "this entry of the feed carries no text")
    hints = [(name, value) for name, fields in _HINTS.items() if (value := text_of(entry, fields))]
    if link := link_of(entry):
        hints.append(("url", link))
    if outlet:
        hints.append(("outlet", outlet))
    piece = Received(origin, body.encode("utf-8", "replace"), None, received.fetched, (("charset", "utf-8"), *hints))
    return make_capture(piece, "text/html" if "<" in body and ">" in body else "text/plain")


def name_of(node: etree._Element) -> str:
    """The element's name without its namespace, or without a prefix that is nowhere declared."""
    tag = node.tag
    return _bare(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _bare(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def child_of(node: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name."""
    return None if node is None else next((child for child in node if name_of(child) == name), None)


def text_of(node: etree._Element | None, names: tuple[str, ...]) -> str | None:
    """The text of the first child that has one, names in order of choice."""
    for name in names:
        child = child_of(node, name)
        if child is not None and (text := "".join(map(str, child.itertext())).strip()):
            return text
    return None


def link_of(entry: etree._Element) -> str | None:
    """The address that the entry stands for, as it is written."""
    for child in entry:
        if name_of(child) == "link" and child.get("rel", "alternate") == "alternate":
            return (child.get("href") or child.text or "").strip() or None
    return None
