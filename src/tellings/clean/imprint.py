"""What a page says of itself in visible lines: byline, date, dateline, credits. Blocks in, an Imprint out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.clean.blocks import Block
from tellings.clean.dates import find_date
from tellings.records import Interval, day
from tellings.text.folding import fold

_ABOVE, _BELOW = 6, 8  # blocks around the headline in which byline and date are looked for
_NAME = r"[^\W\d_][\w.'’-]*(?: (?:[^\W\d_][\w.'’-]*)){0,5}"
_BYLINE = re.compile(
    r"^(?:by|written by|posted by|published by|reported by|author:?|por|par|von)[:\s]+"
    rf"(?P<name>{_NAME}(?:(?:,| and| &) {_NAME})*)",
    re.I,
)
_END = 400  # letters of a line in which it is told who wrote it, and when
_LONGEST_STAMP = 10  # words beside the date on a line that is there to give it
_LABEL = re.compile(r"\b(?:posted|published|updated|modified|edited|date|issued|first published)\b", re.I)
_UPDATED = re.compile(r"\b(?:last )?(?:updated|modified|edited)\b", re.I)
_SOURCE = re.compile(r"^(?:source|sources|via|credit)\s*:\s*(?P<name>\S.{1,60})$", re.I)
_PLACE = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}"
_DATELINE = re.compile(
    rf"^(?P<place>[A-Z][A-Z .,'’/-]{{2,50}}|[A-Z][A-Z .'’-]{{2,40}}, {_PLACE}|{_PLACE}(?:, {_PLACE})?)\s*"
    r"(?:\((?P<agency>[A-Z][\w ./&-]{1,30})\))?\s*(?:—|–|--| - )\s*(?=\S)"
)
_HEAD, _DATELINE_WORDS = 90, 5  # letters in which a dated dateline ends, words of its place
_DASH = re.compile(r"\s[-–—]+\s|[—–]")
_TAIL = re.compile(r"\((?P<name>(?:with )?[A-Z][\w .,/&-]{1,50})\)\s*$")
_AGENCY_WORDS = re.compile(
    r"\b(?:agenc(?:y|ies)|press|news service|wires?)\b|^[A-Z]{2,5}$"
    r"|^(?:with )?(?:[A-Z]{2,5}|Reuters|[A-Z]\w+ (?:Press|News))(?:[,/ ]+(?:and )?(?:[A-Z]{2,5}|[A-Z]\w+))*$",
    re.I,
)
_CONTRIBUTED = re.compile(
    r"(?P<name>(?:the )?[A-Z][\w.]*(?: [A-Z][\w.]*){0,3}) (?:also )?contributed to this (?:report|story|article)"
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """Byline, dates, dateline and credits as read off the page, and the blocks that hold nothing else."""

    byline: str | None = None
    published: Interval | None = None
    modified: Interval | None = None
    dateline: str | None = None
    credits: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


def read_imprint(blocks: Sequence[Block], headline: int | None, body: Sequence[int]) -> Imprint:
    """Read the lines between and around headline and body; dates elsewhere on the page belong to other pages."""
    first = body[0] if body else len(blocks)
    anchor = first if headline is None else headline
    span = range(max(0, min(anchor, first) - _ABOVE), min(len(blocks), max(anchor, first) + _BELOW))
    prose = set(body)
    near = [i for i in span if i not in prose or len(blocks[i].text) < 160]
    near.sort(key=lambda i: (i < anchor, i))
    title = blocks[headline].text if headline is not None else ""
    byline, published, modified, lines = None, None, None, []
    named: list[str] = []
    for i in near:
        text = (blocks[i].text.removeprefix(title).strip() or blocks[i].text)[:_END]
        rest = text
        if (found := find_date(text)) and _is_stamp(text, found[1], found[2], prose=i in prose):
            when, start, end = found
            rest = text[:start] + " " + text[end:]
            if _UPDATED.search(text[:start]):
                modified = modified or when
            else:
                published = published or when
            lines.append(i)
        if (name := _BYLINE.match(rest.strip(" |•·-"))) and i not in prose:
            byline = byline or re.split(r",? in (?=[A-Z])", name["name"].strip())[0]
            lines.append(i)
        if name := _SOURCE.match(text):
            named.append(name["name"])
            lines.append(i)
    published = published or _read_dated_dateline([blocks[i].text for i in body])
    if modified and not published:  # a page that gives nothing but its last change
        published = _day_of(modified)
    dateline, agencies = _read_agencies([blocks[i].text for i in body])
    return Imprint(
        byline, published, modified, dateline, tuple(dict.fromkeys(named + agencies)), tuple(sorted(set(lines)))
    )


def _is_stamp(text: str, start: int, end: int, *, prose: bool) -> bool:
    """Whether a line with a date is there to give it: it says so, or holds hardly anything else."""
    rest = (text[:start] + " " + text[end:]).split()
    if "@" in text or len(rest) > _LONGEST_STAMP:
        return False
    return len(rest) <= (5 if prose else _LONGEST_STAMP) or bool(_LABEL.search(text[:start][-30:]))


def _day_of(when: Interval) -> Interval | None:
    first = when.first_day()
    return day(first) if first else None


def _read_agencies(paragraphs: Sequence[str]) -> tuple[str | None, list[str]]:
    """The dateline, and agencies named in it, in a tag at the end, or in a line of thanks."""
    dateline, agencies = None, []
    for text in paragraphs[:3]:
        if (found := _DATELINE.match(text)) and (found["place"].isupper() or found["agency"]):
            dateline = found.group().rstrip(" —–-").strip()
            if found["agency"]:
                agencies.append(found["agency"])
            break
    for text in paragraphs[-3:]:
        if (found := _TAIL.search(text[-_END:])) and _AGENCY_WORDS.search(found["name"]) and not _is_caption_tail(text):
            agencies.append(found["name"].removeprefix("with "))
    for text in paragraphs[-4:]:
        agencies += [found["name"] for found in _CONTRIBUTED.finditer(text[-_END:])]
    return dateline, agencies


def _read_dated_dateline(paragraphs: Sequence[str]) -> Interval | None:
    """The day in "ACCRA, June 13, 2025 (Agency) - …": what stands before the dash is place, date and agency only."""
    for text in paragraphs[:2]:
        dash = _DASH.search(text[:_HEAD])
        head = text[: dash.start()] if dash else ""
        if found := find_date(head):
            when, start, end = found
            rest = re.sub(r"\([^()]*\)", " ", head[:start] + " " + head[end:]).strip(" ,.;:")
            if 0 < len(rest.split()) <= _DATELINE_WORDS and all(word[0].isupper() for word in rest.split()):
                return when
    return None


def _is_caption_tail(text: str) -> bool:
    return bool(re.search(r"\((?:[^()]*\b(?:photo|image|picture|credit|file)\b[^()]*)\)\s*$", fold(text[-_END:])))
