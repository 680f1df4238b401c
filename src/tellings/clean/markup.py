"""HTML in, its blocks with another extractor's vote on each, and what the page declares of itself, out."""

import re
from dataclasses import dataclass, replace

import trafilatura
from lxml import etree, html

from tellings.clean.blocks import Block
from tellings.clean.declared import Declared, read_declared
from tellings.clean.language import find_language
from tellings.clean.tree_blocks import drop_unseen, find_blocks
from tellings.text.words import words_of

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_GRAM = 3
_LEAST_DECLARED = 200  # letters of a declared body: shorter ones are summaries


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
    taken = _ask_trafilatura(tree)
    drop_unseen(tree)
    blocks = find_blocks(tree)
    if not blocks:
        return None
    language = find_language("\n".join(block.text for block in blocks), declared=(declared.locale,))
    return Markup(tuple(_add_votes(blocks, taken, declared.body)), declared, language)


def parse_tree(text: str) -> html.HtmlElement | None:
    """The tree of the page; entities unresolved, no network; None for what is no markup or nested past reading."""
    parser = html.HTMLParser(huge_tree=False, no_network=True, remove_comments=True, remove_pis=True, recover=True)
    try:
        return html.document_fromstring(_DECLARATION.sub("", text.replace("\x00", "")), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


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
