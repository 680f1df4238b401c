"""What a page says of itself in visible lines: byline, dates, dateline, credits. Blocks in, an Imprint out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.clean.blocks import Block
from tellings.clean.bylines import Byline, is_label, is_name, parse_byline, parse_names
from tellings.clean.datelines import find_credits, find_dateline, parse_source
from tellings.clean.dates import ENGLISH, Ago, Reading, drop_dates, find_ago, find_dates
from tellings.clean.headline import flat
from tellings.clean.imprint_words import find_label
from tellings.clean.stamps import ABOVE, BELOW, HEAD, PROSE, Frame, Stamp, find_stamps, pick_stamp
from tellings.records import Interval

_SHORT = 5  # words beside its dates on a line of the body that is cut as a stamp
_LABELLED = 10
_AGO = 80  # letters of a line that says how long ago
_SIGNED = 120  # letters of a byline that stands farther off


@dataclass(frozen=True, slots=True)
class Imprint:
    """Byline, dateline and credits as read off the page; the dates that may be its own; the blocks that hold nothing
    else."""

    byline: str | None = None
    stamps: tuple[Stamp, ...] = ()
    filed: Interval | None = None  # the day in the dateline
    dateline: str | None = None
    credits: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    ago: Ago | None = None  # "2 hours ago", between headline and text


def read_imprint(
    blocks: Sequence[Block], headline: int | None, body: Sequence[int], *, reading: Reading = ENGLISH
) -> Imprint:
    """Read the lines between and around headline and body; those elsewhere on the page belong to other pages."""
    first = body[0] if body else len(blocks)
    anchor = first if headline is None else headline
    span = range(max(0, min(anchor, first) - ABOVE), min(len(blocks), max(anchor, first) + BELOW))
    prose = set(body)
    near = [i for i in span if i not in prose or len(blocks[i].text) < PROSE]
    near.sort(key=lambda i: (i < anchor, i))
    title = blocks[headline].text if headline is not None else ""
    again = [i for i, block in enumerate(blocks) if headline is not None and flat(block.text) == flat(title)]
    stamps = find_stamps(blocks, Frame(tuple(again), tuple(body)), reading)
    lines = [stamp.line for stamp in stamps if stamp.line in near and _is_cut(blocks, stamp, prose, reading)]
    byline, named = None, []
    for i in near:
        text = (blocks[i].text.removeprefix(title).strip() or blocks[i].text)[:HEAD]
        if sources := parse_source(text):
            named += sources
            lines.append(i)
        elif i not in prose and (found := _read_byline(blocks, i, text, reading)):
            lines.append(i)
            byline = byline or found.wording
            named += found.agencies
    byline = byline or _find_signed_stamp(blocks, stamps, reading) or _find_only_byline(blocks, prose, reading)
    paragraphs = [blocks[i].text for i in body]
    dateline = find_dateline(paragraphs, reading)
    agencies = [dateline.agency] if dateline and dateline.agency else []
    return Imprint(
        byline=byline,
        stamps=tuple(stamps),
        filed=dateline.when if dateline else None,
        dateline=dateline.wording if dateline else None,
        credits=tuple(dict.fromkeys(named + agencies + find_credits(paragraphs))),
        lines=tuple(sorted(set(lines))),
        ago=_find_ago(blocks, anchor, first, reading),
    )


def _find_ago(blocks: Sequence[Block], anchor: int, first: int, reading: Reading) -> Ago | None:
    """How long ago it was published, said from the headline on to the beginning of the text (or right above it)."""
    for i in range(max(0, min(anchor, first) - 1), min(len(blocks), max(anchor, first) + 1)):
        text = blocks[i].text
        if len(text) <= _AGO and find_label(text) != "modified" and (found := find_ago(text, reading)):
            return found
    return None


def _find_signed_stamp(blocks: Sequence[Block], stamps: Sequence[Stamp], reading: Reading) -> str | None:
    """The name beside the page's own date: "Ann Writer - 3 May 2024"."""
    picked = pick_stamp(stamps, "published")
    if picked is None:
        return None
    text = blocks[picked.line].text[:HEAD]
    text = drop_dates(text, find_dates(text, reading), mark=" | ")
    for part in re.split(r"\s*\|\s*|\s[-–—•·]\s", text):
        if is_name(part.strip(" ,.-–—")) and len(part.split()) in (2, 3):
            return part.strip(" ,.-–—")
    return None


def _find_only_byline(blocks: Sequence[Block], prose: set[int], reading: Reading) -> str | None:
    """The byline that stands farther off, where the page has no other: teasers have theirs, but not one alone."""
    found = {
        byline.wording
        for i, block in enumerate(blocks)
        if i not in prose
        and len(block.text) <= _SIGNED
        and _starts_byline(blocks, i)
        and (byline := _read_byline(blocks, i, block.text, reading))
    }
    return next(iter(found)) if len(found) == 1 else None


def _starts_byline(blocks: Sequence[Block], i: int) -> bool:
    return parse_byline(blocks[i].text) is not None or (i > 0 and is_label(blocks[i - 1].text))


def _read_byline(blocks: Sequence[Block], i: int, text: str, reading: Reading) -> Byline | None:
    """The byline on the line, without its date; under a line that only says "By", the names that follow."""
    rest = drop_dates(text, find_dates(text, reading), mark=" | ")
    for part in (rest, *rest.split(" | ")[1:]):
        if found := parse_byline(part.strip(" |•·-")):
            return found
    if i and is_label(blocks[i - 1].text) and not is_label(text):
        return parse_names(rest)
    return None


def _is_cut(blocks: Sequence[Block], stamp: Stamp, prose: set[int], reading: Reading) -> bool:
    """Whether the line of a date holds hardly anything else."""
    if stamp.line not in prose:
        return True
    text = blocks[stamp.line].text
    rest = drop_dates(text, find_dates(text, reading))
    return len(re.findall(r"\S+", rest)) <= (_LABELLED if stamp.score >= 4 else _SHORT)
