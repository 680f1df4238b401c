"""HTML in, its blocks with another extractor's vote on each, and what the page declares of itself, out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import trafilatura
from lxml import etree, html

from tellings.clean.blocks import Block
from tellings.clean.declared import Declared, read_declared, trim_title
from tellings.clean.headline import flat
from tellings.clean.language import find_language
from tellings.clean.mending import flatten, mend, strip_attributes
from tellings.clean.scripted import NAME, build_article, find_scripted, find_sources
from tellings.clean.tree_blocks import drop_unseen, find_blocks, is_full
from tellings.text.words import words_of

_SHOWING = ("p", "div", "td", "li", "pre", "script", "frame", "br")  # a page without any of these was lost
_LONG = 60  # letters from which a line is running text
_GRAM = 3
_LARGE = 5_000_000  # letters of a page's source from which no other extractor is asked: it would take minutes
_LEAST_DECLARED = 200  # letters of a declared body: shorter ones are summaries
_LEAST_BODY = 600  # letters of a declared body that is read where the page does not show it
_EMPTY = 1500  # letters of running text to be seen below which the scripts are asked
_MORE = 1.5  # times as much running text must scripts hold as is to be seen
_WITHIN = 0.8  # of a line's words stand in the article that is read from data: the line is part of it
_OWN = 400  # letters of running text to be seen from which a page may show its own article
_SEEN = 0.5  # of a scripted article's words are to be seen: then it is the page's own text


@dataclass(frozen=True, slots=True)
class Markup:
    """A page of HTML, read."""

    blocks: tuple[Block, ...]
    declared: Declared
    language: str


def read_markup(text: str, *, url: str | None = None) -> Markup | None:
    """The page, or None where there is nothing to be seen."""
    tree = parse_tree(text)
    if tree is None:
        return None
    declared = read_declared(tree, url=url)
    sources = find_sources(tree)
    drop_unseen(tree)
    blocks = find_blocks(tree)
    hidden = _find_hidden(blocks, declared, sources)
    if hidden:
        title = trim_title(declared.titles[0], declared.outlet) if declared.titles else ""
        _put_in(_body_of(tree), build_article(hidden, title))
        blocks = find_blocks(tree)
    if not blocks:
        return None
    language = find_language("\n".join(block.text for block in blocks), declared=(declared.locale,))
    taken = "" if len(text) > _LARGE or is_full(blocks) else _ask_trafilatura(tree)
    voted = _add_votes(blocks, taken, "\n".join(hidden) or declared.body)
    return Markup(tuple(_without_doubles(voted) if hidden else voted), declared, language)


def parse_tree(text: str) -> html.HtmlElement | None:
    """The tree of the page; entities unresolved, no network; None for what is no markup. What is nested past reading
    is read flat, and tags are read bare where a quote that never ends swallows the page."""
    source = mend(text)
    tree, deep = _parse(source)
    if deep:
        tree, _ = _parse(flatten(source))
    elif len(source) > _LEAST_DECLARED and (tree is None or next(tree.iter(*_SHOWING), None) is None):
        bare, _ = _parse(strip_attributes(source))
        tree = bare if bare is not None else tree
    return tree


def _parse(source: str) -> tuple[html.HtmlElement | None, bool]:
    """The tree, and whether the parser gave up on its depth."""
    parser = html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, recover=True)
    try:
        tree = html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        tree = None
    return tree, any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)


def _body_of(tree: html.HtmlElement) -> html.HtmlElement:
    body = next(tree.iter("body"), None)
    return tree if body is None else body


def _put_in(body: html.HtmlElement, article: html.HtmlElement) -> None:
    """At the end of the page, but before its footer, as articles stand."""
    place = len(body)
    while place and isinstance(body[place - 1].tag, str) and body[place - 1].tag in ("footer", "script", "aside"):
        place -= 1
    body.insert(place, article)


def _find_hidden(blocks: Sequence[Block], declared: Declared, sources: Sequence[str]) -> list[str]:
    """The paragraphs of an article that the page carries as data and does not show."""
    lines = [block.text for block in blocks if len(block.text) >= _LONG and block.link_share < 0.4]
    seen = sum(map(len, lines))
    if seen >= _EMPTY and len(declared.body) < _LEAST_BODY:
        return []
    shown = _Grams("\n".join(lines))
    declares = len(declared.body) >= _LEAST_BODY and not _is_seen([declared.body], shown)
    if not declares and seen >= _EMPTY:
        return []
    found = find_scripted(sources, declared.titles)
    if sum(map(len, found)) < _MORE * seen and not declares:
        return []
    return [] if _is_seen(found, shown) or _shows_another(blocks, declared, lines, found) else found


def _shows_another(
    blocks: Sequence[Block], declared: Declared, lines: Sequence[str], found: Sequence[str]
) -> bool:  # fmt: skip
    """Whether the page shows running text of its own under its own title, and what was found is not its longer form:
    the state of a page may hold every article of the day."""
    titles = {flat(part) for title in declared.titles for part in (title, trim_title(title, declared.outlet))}
    titled = any(flat(block.text) in titles for block in blocks if block.tag in ("h1", "h2"))
    return titled and sum(map(len, lines)) >= _OWN and not _is_within(lines, found)


def _is_within(lines: Sequence[str], found: Sequence[str]) -> bool:
    grams = _Grams("\n".join(found))
    return any(grams.share(tuple(words_of(line))) >= _WITHIN for line in lines)


def _is_seen(paragraphs: Sequence[str], shown: "_Grams") -> bool:
    return shown.share(tuple(words_of(" ".join(paragraphs)))) >= _SEEN


def _without_doubles(blocks: Sequence[Block]) -> list[Block]:
    """Without what is shown of an article that is read from the page's data."""
    return [
        block
        for block in blocks
        if (block.declared or 0.0) < _WITHIN or len(block.text) < _LONG or any(NAME in name for name in block.path)
    ]


def _ask_trafilatura(tree: html.HtmlElement) -> str:
    """The text that trafilatura takes; nothing where it fails, as it may on damaged pages."""
    try:
        document = trafilatura.bare_extraction(tree, include_comments=False, fast=True, with_metadata=False)
    except Exception:  # a vote only: its absence must not cost the page
        return ""
    return str(getattr(document, "text", "") or "")


def _add_votes(blocks: list[Block], taken: str, declared: str) -> list[Block]:
    """Each block with its share of what was taken, and of what the page declares as its article."""
    taken_grams, declared_grams = _Grams(taken), _Grams(declared)
    voted = []
    for block in blocks:
        words = tuple(words_of(block.text))
        voted.append(
            replace(
                block,
                vote=taken_grams.share(words),
                declared=declared_grams.share(words) if len(declared) >= _LEAST_DECLARED else None,
            )
        )
    return voted


class _Grams:
    """A text by its three-grams and its lines."""

    def __init__(self, text: str) -> None:
        lines = [tuple(words_of(line)) for line in text.split("\n")]
        self._whole = set(lines)
        self._grams = {gram for line in lines for gram in zip(line, line[1:], line[2:], strict=False)}

    def share(self, words: tuple[str, ...]) -> float:
        """The share of the words' three-grams that the text holds; few words must be a line of their own there."""
        if len(words) < _GRAM + 2:
            return float(words in self._whole)
        own = list(zip(words, words[1:], words[2:], strict=False))
        return sum(gram in self._grams for gram in own) / len(own)
