"""An RSS or Atom feed: bytes in, a capture for each entry that carries text out. Entities are never resolved."""

from collections.abc import Iterator

from lxml import etree

from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_capture, make_drop
from tellings.records import Capture, Drop

_BODY = ("encoded", "content", "description", "summary")
_HINTS = {
    "title": ("title",),
    "published": ("pubDate", "published", "date", "issued"),
    "modified": ("updated", "modified"),
    "byline": ("creator", "author"),
}


def read_feed(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """One capture an entry, in the order of the feed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(received.content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield make_drop(received.origin, "it looks like a feed but is damaged", detail=str(error))
        return
    entries = [] if root is None else [node for node in root.iter() if _name(node) in ("item", "entry")]
    if not entries:
        yield make_drop(received.origin, "it is a feed without entries")
    outlet = _text_of(root, ("title",)) or _text_of(_child(root, "channel"), ("title",)) if entries else None
    for number, entry in enumerate(entries, 1):
        yield _read_entry(entry, received, f"{received.origin}#{number}", outlet)


def _read_entry(entry: etree._Element, received: Received, origin: str, outlet: str | None) -> Capture | Drop:
    body = _text_of(entry, _BODY)
    if not body:
        return make_drop(origin, "this entry of the feed carries no text")
    hints = [(name, value) for name, fields in _HINTS.items() if (value := _text_of(entry, fields))]
    if link := _link_of(entry):
        hints.append(("url", link))
    if outlet:
        hints.append(("outlet", outlet))
    piece = Received(origin, body.encode("utf-8", "replace"), None, received.fetched, (("charset", "utf-8"), *hints))
    return make_capture(piece, "text/html" if "<" in body and ">" in body else "text/plain")


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _child(node: etree._Element | None, name: str) -> etree._Element | None:
    return None if node is None else next((child for child in node if _name(child) == name), None)


def _text_of(node: etree._Element | None, names: tuple[str, ...]) -> str | None:
    for name in names:
        child = _child(node, name)
        if child is not None and (text := "".join(map(str, child.itertext())).strip()):
            return text
    return None


def _link_of(entry: etree._Element) -> str | None:
    for child in entry:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            return (child.get("href") or child.text or "").strip() or None
    return None
