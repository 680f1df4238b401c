"""The source of an HTML page in, the same source without what makes parsers lose the rest of it out: comments, quotes,
titles and scripts that never end, and elements nested past what a parser reads."""

import re

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_CLOSED_AT_ONCE = re.compile(r"<(script|style|title|textarea|iframe|noscript|template|a)\b([^<>]*)/>", re.I)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_RAW = ("script", "style", "title", "textarea", "xmp", "plaintext")  # elements in which markup is letters
_SEEN = re.compile(r"<(?:/head|body|div|p|h[1-6]|article|main|section|table)\b", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*)>")
_BROKEN_TAG = re.compile(r"<[a-zA-Z][^<>]*(?=<|$)")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_PARTED = frozenset("p li dt dd tr td th option".split())  # one of these ends the one before it
_BLOCKS = frozenset(
    """address article aside blockquote center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
    header li main nav ol p pre section table tbody td tfoot th thead tr ul""".split()
)
_DEEP = 150  # open elements; further ones are taken out. Parsers stop at 256, or at 2048 when told to go on
_LOOK_BACK = 60  # open elements among which the one that an end tag closes is looked for


def mend(source: str) -> str:
    """The source with what is open to its end closed."""
    source = _DECLARATION.sub("", source.replace("\x00", ""))
    if "/>" in source:
        source = _CLOSED_AT_ONCE.sub(r"<\1\2></\1>", source)
    if "<![CDATA[" in source:
        source = _CDATA.sub("", source)
    opened = source.rfind("<!--")
    if opened >= 0 and source.find("-->", opened) < 0:
        last = source.rfind("-->") + 1
        source = source[:last] + source[last:].replace("<!--", "")
    for name in _RAW:
        source = _close_raw(source, name)
    return source


def _close_raw(source: str, name: str) -> str:
    """Where the last of these elements has no end: its end put before the next thing that is to be seen."""
    opened = max(source.rfind(f"<{name}"), source.rfind(f"<{name.upper()}"))
    if opened < 0 or source.find(f"</{name}", opened) >= 0 or source.find(f"</{name.upper()}", opened) >= 0:
        return source
    if name in ("xmp", "plaintext"):
        return source[:opened] + source[opened:].replace(f"<{name}", "<div", 1)
    after = source.find(">", opened) + 1
    seen = _SEEN.search(source, after) if after else None
    return f"{source[: seen.start()]}</{name}>{source[seen.start() :]}" if seen else source


def strip_attributes(source: str) -> str:
    """The source with bare tags: for a page on which a quote that never ends swallows the rest."""
    return _TAG.sub(r"<\1\2>", _BROKEN_TAG.sub("", source))


def flatten(source: str) -> str:
    """The source with what is nested too deep taken out of its elements; line breaks stand for blocks."""
    pieces: list[str] = []
    open_names: list[str] = []
    at = 0
    for tag in _TAG.finditer(source):
        pieces.append(source[at : tag.start()])
        at = tag.end()
        ends, name = tag.group(1), tag.group(2).lower()
        if ends:
            kept = _close(open_names, name)
        elif name in _VOID or tag.group(3).endswith("/"):
            kept = True
        else:
            if open_names and name == open_names[-1] and name in _PARTED:
                open_names.pop()
            open_names.append(name)
            kept = len(open_names) <= _DEEP
        pieces.append(tag.group() if kept else "<br>" if name in _BLOCKS else "")
    pieces.append(source[at:])
    return "".join(pieces)


def _close(open_names: list[str], name: str) -> bool:
    """Close the innermost open element of that name; whether its tag stands in what is kept."""
    for back in range(1, min(len(open_names), _LOOK_BACK) + 1):
        if open_names[-back] == name:
            del open_names[-back:]
            return len(open_names) < _DEEP
    return False
