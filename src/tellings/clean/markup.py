"""HTML in, its main text, metadata and left-over lines out."""

import re
from dataclasses import dataclass

import trafilatura
from lxml import etree, html

from tellings.clean.blocks import squeeze
from tellings.clean.dates import parse_date
from tellings.records import Interval

_DEEPEST = 400
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]{0,5000}>")


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTML page gives: paragraphs of main text and what it declares of itself."""

    paragraphs: tuple[str, ...]
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    published: Interval | None = None
    section: str | None = None


def read_markup(text: str, *, url: str | None = None) -> Page | None:
    """The page, or None where there is no markup to be read."""
    tree = parse_tree(text)
    if tree is None:
        return None
    document = trafilatura.bare_extraction(
        tree, url=url, include_comments=False, include_tables=True, with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )  # fmt: skip
    if document is None or not getattr(document, "text", None):
        return None
    paragraphs = tuple(filter(None, map(squeeze, document.text.split("\n"))))
    return Page(
        paragraphs, document.title, document.sitename, document.author, document.url,
        parse_date(document.date or ""), (document.categories or [None])[0],
    )  # fmt: skip


def parse_tree(text: str) -> html.HtmlElement | None:
    """The tree of the page; entities unresolved, no network; None for what is no markup or nested past reading."""
    parser = html.HTMLParser(huge_tree=False, no_network=True, remove_comments=True, remove_pis=True, recover=True)
    try:
        tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return tree
