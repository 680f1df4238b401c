"""Stage `clean`: a Capture in, a Report (title and body without page furniture) or a Drop with the reason out."""

from collections.abc import Iterator, Mapping
from typing import Any

from tellings.clean.blocks import Block, split_blocks
from tellings.clean.dates import parse_date
from tellings.clean.language import find_language
from tellings.clean.markup import Page, read_markup
from tellings.clean.outlets import find_outlet
from tellings.clean.refusing import find_reason
from tellings.clean.sorting import Sorted, sort_blocks
from tellings.records import Capture, Drop, Report, make_id
from tellings.stage import Cut, Group, Stage
from tellings.text.decoding import decode

_NAME = "clean"


def _run(group: Group) -> Iterator[Report | Drop]:
    for capture in group.of(Capture):
        yield read_report(capture)


def read_report(capture: Capture) -> Report | Drop:
    """The article of one capture."""
    hints = dict(capture.hints)
    text = decode(capture.content, declared=_charset(hints))
    if text is None:
        return _drop(capture, "its letters cannot be read in any known encoding")
    if capture.media_type == "text/html":
        return _from_markup(capture, text, hints)
    return _from_text(capture, text, hints)


def _from_text(capture: Capture, text: str, hints: Mapping[str, str]) -> Report | Drop:
    blocks = split_blocks(text)
    article = sort_blocks(blocks)
    paragraphs = [blocks[i].text for i in article.body]
    if reason := find_reason(text, paragraphs):
        return _drop(capture, reason)
    outlet = hints.get("outlet") or find_outlet(blocks, article.body)
    return _build_report(capture, blocks, article, hints, outlet=outlet)


def _from_markup(capture: Capture, text: str, hints: Mapping[str, str]) -> Report | Drop:
    page = read_markup(text, url=hints.get("url"))
    if page is None:
        return _drop(capture, "no running text was found: menus, links or headlines only")
    if reason := find_reason(" ".join(page.paragraphs), page.paragraphs):
        return _drop(capture, reason)
    blocks = [Block(paragraph) for paragraph in page.paragraphs]
    body = tuple(range(len(blocks)))
    article = Sorted(page.title, body, (), (), sort_blocks(blocks).imprint)
    return _build_report(capture, blocks, article, hints, outlet=page.outlet, page=page)


def _build_report(
    capture: Capture, blocks: list[Block], article: Sorted, hints: Mapping[str, str], *,
    outlet: str | None, page: Page | None = None,
) -> Report:  # fmt: skip
    title = article.title or hints.get("title") or None
    body = "\n\n".join(blocks[i].text for i in article.body)
    text = f"{title}\n\n{body}" if title else body
    imprint = article.imprint
    published = (page.published if page else None) or parse_date(hints.get("published", "")) or imprint.published
    return Report(
        id=make_id("report", capture.id, text),
        capture=capture.id,
        origin=capture.origin,
        outlet=outlet,
        title=title,
        byline=(page.byline if page else None) or hints.get("byline") or imprint.byline,
        published=published,
        language=find_language(text),
        text=text,
        furniture=article.furniture,
        url=(page.url if page else None) or hints.get("url"),
        dateline=imprint.dateline,
        credits=imprint.credits,
        captions=tuple(blocks[i].text for i in article.captions),
        modified=imprint.modified,
        section=page.section if page else None,
    )


def _charset(hints: Mapping[str, str]) -> str | None:
    if "charset" in hints:
        return hints["charset"]
    _, found, rest = hints.get("content_type", "").partition("charset=")
    return rest.split(";")[0].strip(" \"'") if found else None


def _drop(capture: Capture, reason: str) -> Drop:
    return Drop(make_id("drop", _NAME, capture.id, reason), capture.origin, _NAME, reason)


STAGE: Stage = Stage(_NAME, reads=(Capture,), writes=(Report, Drop), cut=Cut.EACH, run=_run)
__all__: list[Any] = ["STAGE", "read_report"]
