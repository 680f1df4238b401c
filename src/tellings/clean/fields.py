"""A page taken apart and what its container knew in; outlet, byline, dates, section, dateline, credits and
disclaimers out.

What the page declares to machines comes first, then what the container (a feed, an archive, a table) knew, then what is
shown on the page, and last what its address tells.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tellings.clean.addresses import find_host
from tellings.clean.blocks import Block
from tellings.clean.datelines import split_names
from tellings.clean.dates import count_back, parse_date
from tellings.clean.declared import Declared
from tellings.clean.disclaimers import find_disclaimers
from tellings.clean.headline import flat
from tellings.clean.imprint import Imprint
from tellings.clean.outlets import find_outlet
from tellings.clean.stamps import parse_url_day, pick_stamp
from tellings.records import Interval, day

_EARLIEST = 1600  # years before this are none of a newspaper


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a page beside what it shows: its address, what its container knew, when it was fetched, and
    what it declares to machines."""

    url: str | None
    hints: Mapping[str, str]
    fetched: str | None
    declared: Declared

    @property
    def seen(self) -> str | None:
        """When the page was there already: when it was fetched, or a file such as a PDF made of it."""
        return self.fetched or self.hints.get("created")


@dataclass(frozen=True, slots=True)
class Fields:
    """What a report says of itself beside its text."""

    outlet: str | None
    byline: str | None
    published: Interval | None
    modified: Interval | None
    section: str | None
    dateline: str | None
    credits: tuple[str, ...]
    disclaimers: tuple[str, ...]


def read_fields(
    blocks: Sequence[Block], body: Sequence[int], imprint: Imprint, source: Source, *, title: str | None
) -> Fields:
    """The fields of the report."""
    declared = source.declared
    hints = source.hints
    outlet = declared.outlet or hints.get("outlet") or find_outlet(blocks, body, title=title) or _host(source.url)
    return Fields(
        outlet=outlet,
        byline=declared.byline or hints.get("byline") or imprint.byline,
        published=_pick_published(imprint, source),
        modified=_pick_modified(imprint, source),
        section=declared.section or hints.get("section"),
        dateline=imprint.dateline or hints.get("dateline"),
        credits=_join_credits(imprint, hints.get("credit", ""), outlet),
        disclaimers=find_disclaimers(blocks, body),
    )


def find_country(url: str | None, locale: str | None) -> str | None:
    """The country of the outlet, by the language tag that the page gives itself ("en-GB") or the end of its address."""
    region = re.fullmatch(r"[a-z]{2,3}[-_]([A-Za-z]{2})", locale or "")
    ending = (_host(url) or "").rpartition(".")[2]
    if len(ending) == 2 and ending not in ("tv", "io", "co", "me", "ai", "fm", "am", "eu"):
        return "GB" if ending == "uk" else ending.upper()
    return region[1].upper() if region and region[1].upper() != "US" else None  # en-US is what templates come with


def _join_credits(imprint: Imprint, known: str, outlet: str | None) -> tuple[str, ...]:
    """What the page credits, and what its container does; an agency that publishes its own text credits nobody."""
    named = [name for name in split_names(known) if flat(name) != flat(outlet or "")]
    return tuple(dict.fromkeys((*imprint.credits, *named)))


def _pick_published(imprint: Imprint, source: Source) -> Interval | None:
    shown = pick_stamp(imprint.stamps, "published", url=source.url)
    told, length = parse_url_day(source.url)
    choices = (
        source.declared.published,
        parse_date(source.hints.get("published", "")),
        shown.when if shown else None,
        imprint.filed,
        count_back(imprint.ago, source.fetched) if imprint.ago and source.fetched else None,
        day(date.fromisoformat(told)) if length == 10 else None,
    )
    return next((_refine(when, imprint) for when in choices if when and _is_possible(when, source.seen)), None)


def _pick_modified(imprint: Imprint, source: Source) -> Interval | None:
    shown = pick_stamp(imprint.stamps, "modified")
    choices = (source.declared.modified, parse_date(source.hints.get("modified", "")), shown.when if shown else None)
    return next((when for when in choices if when and _is_possible(when, source.seen)), None)


def _refine(when: Interval, imprint: Imprint) -> Interval:
    """The moment of the same day where the page shows it and only the day is declared."""
    if not when.start or len(when.start) > 10:
        return when
    moments = {
        stamp.when.start: stamp.when
        for stamp in imprint.stamps
        if stamp.role == "published" and (stamp.when.start or "").startswith(f"{when.start}T")
    }
    return next(iter(moments.values())) if len(moments) == 1 else when


def _is_possible(when: Interval, seen: str | None) -> bool:
    """Not before newspapers, and not after the page was seen (a day is left for time zones)."""
    first = when.first_day()
    if first is None or first.year < _EARLIEST:
        return False
    try:
        last = datetime.fromisoformat(seen).date() if seen else None
    except ValueError:
        last = None
    return last is None or first <= last + timedelta(days=1)


def _host(url: str | None) -> str | None:
    """The name of the site in its address: what is left to call an outlet that nothing names."""
    host = find_host(url)
    return host if host and "." in host else None
