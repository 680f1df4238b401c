"""Stage `clean`: a Capture in, a Draft (its title and body without page furniture) or a Drop with the reason out.

A page is read on its own here; what only a comparison with other pages of its site tells is found by `settle`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

import numpy as np

from tellings.clean.addresses import name_site
from tellings.clean.blocks import Block, split_blocks
from tellings.clean.dates import find_reading
from tellings.clean.declared import Declared, trim_title
from tellings.clean.fields import Source, find_country, read_fields
from tellings.clean.headline import flat
from tellings.clean.language import find_language
from tellings.clean.markdown import drop_marks
from tellings.clean.markup import read_markup
from tellings.clean.refusing import find_reason
from tellings.clean.scoring import score_blocks
from tellings.clean.sorting import Sorted, sort_blocks
from tellings.records import Capture, Draft, Drop, Furniture, Report, make_id
from tellings.stage import Cut, Group, Stage
from tellings.text.decoding import decode

_NAME = "clean"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page taken apart: its blocks, its article among them, and what it declares."""

    blocks: Sequence[Block]
    article: Sorted
    declared: Declared = field(default_factory=Declared)

    @property
    def paragraphs(self) -> list[str]:
        return [self.blocks[i].text for i in self.article.body]


def _run(group: Group) -> Iterator[Draft | Drop]:
    for capture in group.of(Capture):
        yield read_draft(capture)


def read_draft(capture: Capture) -> Draft | Drop:
    """The article of one capture, with what it takes to compare it with others of its site."""
    report = read_report(capture)
    if isinstance(report, Drop):
        return report
    site = name_site(report.outlet, report.url) or capture.digest
    return Draft(make_id("draft", report.id), site, report, capture.fetched, capture.digest)


def read_report(capture: Capture) -> Report | Drop:
    """The article of one capture, as that page alone tells it."""
    hints = dict(capture.hints)
    text = decode(capture.content, declared=_charset(hints))
    if text is None:
        return _drop(capture, "its letters cannot be read in any known encoding")
    text = drop_marks(text) if capture.media_type == "text/markdown" else text
    clean = clean_markup if capture.media_type == "text/html" else clean_text
    titles = [hints["title"]] if hints.get("title") else []
    extracted = hints.get("extracted") == "yes"
    if titles and extracted:
        text = _put_above(text, titles[0], markup=clean is clean_markup)
    cleaned = clean(text, url=hints.get("url"), titles=titles, extracted=extracted)
    if cleaned is None:
        return _drop(capture, "there is nothing to be seen on this page")
    page = text if capture.media_type != "text/html" else "\n".join(block.text for block in cleaned.blocks)
    if reason := find_reason(page, cleaned.paragraphs):
        return _drop(capture, reason)
    return _build_report(capture, cleaned, hints)


def clean_text(text: str, *, url: str | None = None, titles: Sequence[str] = (), extracted: bool = False) -> Cleaned:
    """A page of plain text. `titles`: what its container says it is called; `extracted`: another tool took the article
    out of its page, so that there is no menu to be told from it."""
    blocks = split_blocks(text)
    language = find_language(text)
    reading = find_reading((block.text for block in blocks), language, find_country(url, None))
    scores = np.ones(len(blocks)) if extracted else score_blocks(blocks, language)
    return Cleaned(blocks, sort_blocks(blocks, scores, titles=titles, reading=reading))


def clean_markup(
    text: str, *, url: str | None = None, titles: Sequence[str] = (), extracted: bool = False
) -> Cleaned | None:
    """A page of HTML; None where there is nothing to be seen on it. `titles`, `extracted`: as in clean_text."""
    page = read_markup(text, url=url)
    if page is None:
        return None
    declared = [trim_title(title, page.declared.outlet) for title in page.declared.titles]
    titles = [*titles, *declared] if extracted else [*declared, *titles]
    country = find_country(page.declared.url or url, page.declared.locale)
    reading = find_reading((block.text for block in page.blocks), page.language, country)
    scores = np.ones(len(page.blocks)) if extracted else score_blocks(page.blocks, page.language)
    article = sort_blocks(page.blocks, scores, titles=titles, reading=reading)
    return Cleaned(page.blocks, article, page.declared)


def _build_report(capture: Capture, cleaned: Cleaned, hints: Mapping[str, str]) -> Report:
    article, declared = cleaned.article, cleaned.declared
    title = article.title or hints.get("title") or None
    body = "\n\n".join(cleaned.paragraphs)
    text = f"{title}\n\n{body}" if title else body
    url = declared.url or hints.get("url")
    source = Source(url, hints, capture.fetched, declared)
    fields = read_fields(cleaned.blocks, article.body, article.imprint, source, title=title)
    return Report(
        id=make_id("report", capture.id, text),
        capture=capture.id,
        origin=capture.origin,
        outlet=fields.outlet,
        title=title,
        byline=fields.byline,
        published=fields.published,
        language=find_language(text, declared=(declared.locale, hints.get("language"))),
        text=text,
        furniture=tuple(Furniture(piece.kind, piece.text) for piece in article.furniture),
        url=url,
        dateline=fields.dateline,
        credits=fields.credits,
        captions=tuple(cleaned.blocks[i].text for i in article.captions),
        modified=fields.modified,
        section=fields.section,
        disclaimers=fields.disclaimers,
    )


def _put_above(text: str, title: str, *, markup: bool) -> str:
    """The article with the title that came with it above, where it does not stand there already; else the first
    sentence of the body might be taken for one."""
    if markup:
        shown = escape(title, quote=False)
        return text if f">{shown}<" in text else f"<h1>{shown}</h1>\n{text}"
    opening = [flat(line) for line in text.lstrip()[:2000].split("\n")[:3]]
    return text if flat(title) in opening else f"{title}\n\n{text}"


def _charset(hints: Mapping[str, str]) -> str | None:
    if "charset" in hints:
        return hints["charset"]
    _, found, rest = hints.get("content_type", "").partition("charset=")
    return rest.split(";")[0].strip(" \"'") if found else None


def _drop(capture: Capture, reason: str) -> Drop:
    return Drop(make_id("drop", _NAME, capture.id, reason), capture.origin, _NAME, reason)


STAGE: Stage = Stage(_NAME, reads=(Capture,), writes=(Draft, Drop), cut=Cut.EACH, run=_run)
