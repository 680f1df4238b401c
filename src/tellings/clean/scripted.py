"""What a page carries as data in its scripts in, the article among it as elements out.

Pages that are drawn in the reader's browser come with an empty body; their text lies in JSON-LD, or in the state that
a framework left for itself (`__NEXT_DATA__`, `Fusion.globalContent = {…}`, Apollo, rich text trees). It is read as JSON
only, up to a bound; nothing is run. Keys are not relied on: the article is what holds the most running text closest
together, under the title that the page declares.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from tellings.clean.blocks import squeeze
from tellings.clean.headline import flat

NAME = "scripted-article-body"
_SHORTEST, _MOST_LETTERS = 400, 4_000_000  # letters of a script, of all of them
_ASSIGNED = re.compile(r"(?:=|\()\s*(?=\{\s*\"|\[\s*[{\"\[])")
_QUOTED = re.compile(r"JSON\.parse\(\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')")
_MOST_STARTS = 40
_MOST_NODES, _DEEPEST = 60_000, 40
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|&#?\w{2,8};")
_TEXT_KEYS = frozenset("text value content html body data children paragraph paragraphs".split())
_KIND_KEYS = ("type", "nodeType", "_type", "kind", "name", "tag", "tagName", "node", "__typename")
_PARAGRAPH = re.compile(
    r"^(?:p|paragraph|block|list-?item|li|(?:\w+[-_])?(?:paragraph|heading|quote)(?:[-_]?block)?)$", re.I
)
_HEADING = re.compile(r"^(?:h[1-6]|.*heading.*|headline)$", re.I)
_TITLE_KEYS = frozenset(("title", "headline", "name", "seotitle", "basic"))
_PROSE = re.compile(r"\w\W+\w+\W+\w+\W+\w+\W+\w+\W+\w")
_CODE = re.compile(r"[{}<>]|https?://\S+$|^\S*$|function\s*\(")
_SENTENCE_END = re.compile(r"\w\W+\w.*[.!?…。！？।؟][\"'”’»)\]]*$", re.S)
_LINE = 40  # letters from which a string is running text by its length
_NEARNESS = 0.6  # of a paragraph's weight for each element further out
_SAME_TITLE = 5.0
_LEAST = 400  # letters of running text that make an article


def find_sources(tree: html.HtmlElement) -> list[str]:
    """The texts of the scripts that may hold an article."""
    sources, letters = [], 0
    for script in tree.iter("script"):
        text = script.text or ""
        if len(text) >= _SHORTEST and letters + len(text) <= _MOST_LETTERS:
            sources.append(text)
            letters += len(text)
    return sources


def find_scripted(sources: Sequence[str], titles: Sequence[str]) -> list[str]:
    """The paragraphs of the article that the scripts hold; none where they hold no running text."""
    wanted = {flat(title) for title in titles}
    best, paragraphs = 0.0, []
    for source in sources:
        for value in _read_values(source):
            root = _Part()
            _Reader(wanted).read(value, root)
            _weigh(root)
            for part, titled in _walk(root):
                weight = part.weight * (_SAME_TITLE if titled else 1.0)
                if weight > best:
                    best, paragraphs = weight, part.paragraphs()
    return paragraphs if sum(map(len, paragraphs)) >= _LEAST else []


def build_article(paragraphs: Sequence[str], title: str) -> html.HtmlElement:
    """The paragraphs as an element of a page, under the title, if there is one."""
    article = html.Element("article")
    article.set("class", NAME)
    article.set("itemprop", "articleBody")
    for tag, text in [("h1", title)] * bool(title) + [("p", text) for text in paragraphs]:
        etree.SubElement(article, tag).text = _UNFIT.sub(" ", text)
    return article


_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class _Part:
    """A place in the data: paragraphs and further parts, in order."""

    children: "list[_Part | str]" = field(default_factory=list)
    titled: bool = False
    weight: float = 0.0

    def paragraphs(self) -> list[str]:
        found: list[str] = []
        for child in self.children:
            found += [child] if isinstance(child, str) else child.paragraphs()
        return list(dict.fromkeys(found))


def _weigh(part: _Part) -> None:
    """Give every part its weight; a part whose heading lies in a part of its own has that heading."""
    for child in part.children:
        if isinstance(child, str):
            part.weight += len(child) if len(child) >= _LINE else 0
        else:
            _weigh(child)
            part.weight += child.weight * _NEARNESS
            part.titled = part.titled or (child.titled and not child.weight)


def _walk(part: _Part, titled: bool = False) -> Iterator[tuple[_Part, bool]]:
    """Every part, and whether it stands under the page's title."""
    titled = titled or part.titled
    yield part, titled
    for child in part.children:
        if isinstance(child, _Part):
            yield from _walk(child, titled)


@dataclass(slots=True)
class _Reader:
    """Reads a value of JSON into parts, so many of them."""

    titles: set[str]
    left: int = _MOST_NODES

    def read(self, value: Any, part: _Part, key: str = "", depth: int = 0) -> None:
        self.left -= 1
        if self.left < 0 or depth > _DEEPEST:
            return
        if isinstance(value, str):
            self._read_text(value, part, key)
        elif isinstance(value, list):
            inner = _Part()
            for each in value:
                self.read(each, inner, key, depth + 1)
            if inner.children:
                part.children.append(inner)
        elif isinstance(value, dict):
            self._read_object(value, part, depth)

    def _read_object(self, value: dict[str, Any], part: _Part, depth: int) -> None:
        kind = next((value[name] for name in _KIND_KEYS if isinstance(value.get(name), str)), "")
        if _PARAGRAPH.match(kind) or _HEADING.match(kind):
            pieces: list[str] = []
            self._read_pieces(value, pieces, depth + 1)
            text = _undouble(squeeze("".join(pieces)))
            if text:
                part.children.append(text)
            return
        inner = _Part()
        for name, each in value.items():
            self.read(each, inner, name, depth + 1)
        if inner.children or inner.titled:
            part.children.append(inner)

    def _read_pieces(self, value: Any, pieces: list[str], depth: int) -> None:
        """The words of one paragraph, whatever elements they are cut into."""
        self.left -= 1
        if self.left < 0 or depth > _DEEPEST:
            return
        for name, each in value.items() if isinstance(value, dict) else (("", each) for each in value):
            if isinstance(each, str) and (name in _TEXT_KEYS or not name):
                pieces.append(_strip(each))
            elif isinstance(each, dict | list):
                self._read_pieces(each, pieces, depth + 1)

    def _read_text(self, text: str, part: _Part, key: str) -> None:
        if key.lower() in _TITLE_KEYS and flat(text) in self.titles:
            part.titled = True
        for paragraph in _split(text):
            if _is_prose(paragraph, short=key.lower() in _TEXT_KEYS):
                part.children.append(paragraph)


def _read_values(source: str) -> Iterator[Any]:
    """The values of JSON in a script: all of it, what is assigned in it, what it parses out of a string."""
    source = source.strip()
    if source[:1] in ("{", "["):
        value = _decode(source)
        if value is not None:
            yield value
            return
    for quoted in list(_QUOTED.finditer(source))[:_MOST_STARTS]:
        inner = _decode('"' + quoted.group(1)[1:-1].replace("\\'", "'") + '"')
        if isinstance(inner, str) and (value := _decode(inner)) is not None:
            yield value
    at = starts = 0
    while starts < _MOST_STARTS and (found := _ASSIGNED.search(source, at)):
        starts += 1
        value, at = _decode_prefix(source, found.end())
        if value is not None:
            yield value


def _decode(source: str) -> Any:
    return _decode_prefix(source, 0)[0]


def _decode_prefix(source: str, at: int) -> tuple[Any, int]:
    try:
        return json.JSONDecoder(strict=False).raw_decode(source, at)
    except (ValueError, RecursionError):
        return None, at + 1


def _split(text: str) -> list[str]:
    """The paragraphs of a string, which may be markup."""
    if " " not in text and text.isascii():
        return []
    if "<p" in text or "<br" in text:
        text = re.sub(r"<(?:/?(?:p|div|h[1-6]|li|ul|ol|blockquote)\b|br)[^<>]{0,300}>", "\n", text)
    return [squeeze(_strip(line)) for line in text.split("\n") if line.strip()]


def _strip(text: str) -> str:
    """A string without the markup in it."""
    if not _MARKUP.search(text):
        return text
    try:
        return "".join(map(str, html.fromstring(f"<div>{text}</div>").itertext()))
    except (etree.ParserError, ValueError):
        return _MARKUP.sub(" ", text)


def _undouble(text: str) -> str:
    """Rich text may come as a whole and again in its pieces."""
    half = len(text) // 2
    return text[:half].strip() if len(text) > 40 and text[:half].strip() == text[half:].strip() else text


def _is_prose(text: str, *, short: bool) -> bool:
    """Whether the string is running text; with `short`, a short sentence is."""
    if _CODE.search(text):
        return False
    if len(text) < _LINE:
        return short and bool(_SENTENCE_END.search(text))
    return bool(_PROSE.search(text)) or not text.isascii()
