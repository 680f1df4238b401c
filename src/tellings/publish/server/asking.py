"""The question mark's part of an address in, what is asked of the store out: each value bounded, each fault named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from tellings.errors import CallError
from tellings.publish.server.config import MOST_LETTERS, MOST_OFFSET, MOST_WORDS, PER_PAGE
from tellings.text.plain import drop_unshown

ORDERS = {"newest": "newest first", "oldest": "oldest first", "updated": "last told first", "reports": "most reports"}
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T\d\d:\d\d)?)?)?")
_TURNS = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}
_BARE_START = re.compile(r"(?:^|\s)\w\*")  # of 100,000 reports ten such take two seconds
MOST_PAGES = MOST_OFFSET // PER_PAGE


@dataclass(frozen=True, slots=True)
class AskedStories:
    """What stories are asked for; "" and None: anything."""

    text: str = ""
    place: str = ""
    actor: str = ""
    event_type: str = ""
    since: str = ""
    until: str = ""
    differs: bool | None = None
    open_case: bool | None = None
    several: bool | None = None
    order: str = "newest"
    page: int = 1

    def arguments(self) -> dict[str, Any]:
        """As the store takes them."""
        asked = {name: getattr(self, name) or None for name in ("text", "place", "actor", "event_type")}
        asked |= {name: getattr(self, name) or None for name in ("since", "until")}
        turns = {name: getattr(self, name) for name in ("differs", "open_case", "several")}
        return {**asked, **turns, "order": self.order, "offset": (self.page - 1) * PER_PAGE, "limit": PER_PAGE}

    def query(self, **changes: Any) -> str:
        """The same as part of an address, without what is anything anyway."""
        asked = replace(self, **changes)
        values = {name: _write(getattr(asked, name)) for name in self.__slots__}
        plain = {"order": "newest", "page": "1"}
        return urlencode({name: value for name, value in values.items() if value and value != plain.get(name)})

    def asks(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.query(order="newest", page=1))


def parse_stories(query: Mapping[str, str]) -> AskedStories:
    """Raises CallError that names the value and what to write instead."""
    order = query.get("order") or "newest"
    if order not in ORDERS:
        raise CallError(f"order={order[:40]!r}: choose one of {', '.join(ORDERS)}")
    return AskedStories(
        text=parse_words(query, "text"),
        place=parse_name(query, "place"),
        actor=parse_name(query, "actor"),
        event_type=parse_name(query, "event_type"),
        since=parse_day(query, "since"),
        until=parse_day(query, "until"),
        differs=parse_turn(query, "differs"),
        open_case=parse_turn(query, "open_case"),
        several=parse_turn(query, "several"),
        order=order,
        page=parse_page(query),
    )


def parse_name(query: Mapping[str, str], key: str) -> str:
    """A value of no more than so many letters. Raises CallError."""
    value = " ".join(drop_unshown(query.get(key, "")).split())
    if len(value) > MOST_LETTERS:
        raise CallError(f"{key} is {len(value)} letters long: write {MOST_LETTERS} at most")
    return value


def parse_words(query: Mapping[str, str], key: str) -> str:
    """Words to search for. Raises CallError."""
    value = parse_name(query, key)
    if len(value.split()) > MOST_WORDS:
        raise CallError(f"{key} has {len(value.split())} words: search for {MOST_WORDS} at most")
    if _BARE_START.search(value):
        raise CallError(f"{key} asks for words by one letter: write two at least before the *")
    return value


def parse_day(query: Mapping[str, str], key: str) -> str:
    """A year, month, day or minute. Raises CallError."""
    value = query.get(key, "").strip()
    if not value:
        return ""
    found = _DAY.fullmatch(value)
    try:
        if found:
            date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
            return value
    except ValueError:
        pass
    raise CallError(f"{key}={value[:40]!r} is no date: write 2023, 2023-01 or 2023-01-08")


def parse_turn(query: Mapping[str, str], key: str) -> bool | None:
    """Yes or no, None for either. Raises CallError."""
    value = query.get(key, "").strip().lower()
    if value and value not in _TURNS:
        raise CallError(f"{key}={value[:40]!r}: write yes or no, or leave it out")
    return _TURNS.get(value)


def parse_page(query: Mapping[str, str]) -> int:
    """The number of a page of the list. Raises CallError."""
    value = query.get("page", "").strip() or "1"
    if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) > 0):
        raise CallError(f"page={value[:40]!r}: write a number from 1")
    if int(value) > MOST_PAGES:
        raise CallError(f"page={value}: only the first {MOST_PAGES} can be turned to; narrow the list, by date perhaps")
    return int(value)


def _write(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
