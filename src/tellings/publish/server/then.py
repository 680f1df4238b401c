"""A request in, the past moment that it asks for out: how it is said to a reader, and how links keep to it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from tellings.errors import CallError
from tellings.publish.dates import render_interval
from tellings.publish.server.config import MOST_LETTERS
from tellings.store.view import CLOCKS
from tellings.store.writer import parse_moment
from tellings.text.plain import drop_unshown

MOMENT, CLOCK = "as_of", "clock"
_END_OF_DAY = "23:59:59.999999Z"
_SPACED_ZONE = re.compile(r"(?<=T\d\d:\d\d) (?=\d\d:\d\d$)")  # a plus sign that an address turned into a space
_NOT_KEPT = {MOMENT, CLOCK, "page"}


@dataclass(frozen=True, slots=True)
class Then:
    """asked: the moment as it was written, "" for now; until: as the store writes it; clock: what counts as known.
    here: the address of the page without what is asked of it; others: what else is asked."""

    asked: str = ""
    until: str = ""
    clock: str = CLOCKS[0]
    here: str = ""
    others: tuple[tuple[str, str], ...] = ()

    def keep(self, address: str) -> str:
        """The same address of this server, as known at the same moment."""
        if not self.until:
            return address
        path, mark, anchor = address.partition("#")
        asked = {MOMENT: self.asked} | ({CLOCK: self.clock} if self.clock != CLOCKS[0] else {})
        joined = "" if path.endswith("?") else "&" if "?" in path else "?"
        return f"{path}{joined}{urlencode(asked)}{mark}{anchor}"

    def now(self) -> str:
        """The address of the same page as known now."""
        return self.here + (f"?{urlencode(self.others)}" if self.others else "")

    def day(self) -> str:
        """The moment in words."""
        day = render_interval(self.until[:10], self.until[:10], "day")
        return f"the end of {day}" if self.until.endswith(_END_OF_DAY) else f"{day}, {self.until[11:16]}"

    def minute(self) -> str:
        """The moment as the field of a form has it."""
        return self.until[:16]


NOW = Then()


def read_then(request: Request) -> Then:
    """What the request asks. Raises CallError that names the value and what to write instead."""
    here, query = request.url.path, request.query_params
    return build_then(query.get(MOMENT, ""), query.get(CLOCK, ""), here=here, others=query.multi_items())


def build_then(moment: str, clock: str, *, here: str = "", others: Iterable[tuple[str, str]] = ()) -> Then:
    """Raises CallError that names the value and what to write instead."""
    kept = tuple((name, value) for name, value in others if name not in _NOT_KEPT and value)
    clock = clock.strip() or CLOCKS[0]
    if clock not in CLOCKS:
        raise CallError(f"{CLOCK}={clock[:40]!r}: choose one of {', '.join(CLOCKS)}")
    asked = _SPACED_ZONE.sub("+", " ".join(drop_unshown(moment).split()))
    if len(asked) > MOST_LETTERS:
        raise CallError(f"{MOMENT} is {len(asked)} letters long: write 2023-01-05 or 2023-01-05T12:00")
    until = ""
    if asked:
        try:
            until = parse_moment(asked)
        except CallError as error:
            raise CallError(f"{MOMENT}: {error}") from error
    return Then(asked, until, clock, here, kept)


def read_leniently(request: Request) -> Then:
    """The same for a page that says what is wrong, perhaps with the moment itself: now, then."""
    try:
        return read_then(request)
    except CallError:
        return NOW


def describe_clocks() -> dict[str, Any]:
    """The clocks with what each counts, for a form."""
    return {"added": "what had been added here", "published": "what had surely been published"}
