"""What a server said and how often it failed in; when it may be asked again out. Nothing here reads a clock."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from tellings import __version__
from tellings.errors import CallError

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
_LONGEST_WAIT = 7 * DAY  # whatever a server asks for; it is asked no sooner after an error of its clock or ours
_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,9})", re.I)
_PRINTABLE = re.compile(r"[\x20-\x7e]{1,1000}")
AGENT = f"tellings/{__version__} (reads news feeds for one person or group)"


@dataclass(frozen=True, slots=True)
class Manners:
    """How often and how much servers are asked. Seconds throughout.

    every: between two looks at a feed that names no interval; soonest, latest: bounds of what feeds name; longest:
    between two tries of a feed that goes on failing; pause: between two requests to one host; at_once: requests in all
    at a time; most: articles of one host in one round, the rest waits for later rounds; tries: how often an article is
    asked for before it is given up; patience: the longest that a round waits for a host; agent: what we call ourselves.
    """

    every: float = 30 * MINUTE
    soonest: float = 5 * MINUTE
    latest: float = 6 * HOUR
    longest: float = DAY
    pause: float = 5.0
    at_once: int = 8
    most: int = 60
    tries: int = 4
    patience: float = 90.0
    agent: str = AGENT

    def __post_init__(self) -> None:
        for name in ("every", "soonest", "latest", "longest", "at_once", "most", "tries"):
            if getattr(self, name) <= 0:
                raise CallError(f"{name}={getattr(self, name)!r}: give a number above zero")
        if self.pause < 0:
            raise CallError(f"pause={self.pause!r}: give a number of seconds, 0 for none")
        if self.soonest > self.latest:
            raise CallError(f"soonest={self.soonest!r} is more than latest={self.latest!r}")
        if not _PRINTABLE.fullmatch(self.agent):
            raise CallError(f"agent={self.agent!r}: give some words in plain letters")


def choose_interval(named: Sequence[float], manners: Manners) -> float:
    """Seconds to the next look at a feed: the longest that it names, within bounds."""
    stated = [seconds for seconds in named if seconds > 0]
    if not stated:
        return manners.every
    return min(max(*stated, manners.soonest), manners.latest)


def choose_delay(failures: int, manners: Manners, chance: float) -> float:
    """Seconds to the next try after so many failures: twice as long each time, a tenth more or less by chance (0 to
    1), so that feeds that failed together are not asked together."""
    doubled = manners.every * 2.0 ** min(max(failures - 1, 0), 30)
    return min(doubled, manners.longest) * (0.9 + 0.2 * chance)


def parse_retry_after(wording: str | None, now: float) -> float | None:
    """Seconds from now: given as seconds or as a date. None for what is neither."""
    if not wording:
        return None
    if re.fullmatch(r"\s*\d{1,12}\s*", wording):
        return min(float(wording), _LONGEST_WAIT)
    moment = _parse_date(wording)
    return None if moment is None else min(max(moment - now, 0.0), _LONGEST_WAIT)


def parse_age(fields: Mapping[str, str], now: float) -> float | None:
    """How long the answer stays fresh, by Cache-Control or Expires; None where neither says."""
    if found := _AGE.search(fields.get("cache-control", "")):
        return float(found[1])
    moment = _parse_date(fields.get("expires", ""))
    return None if moment is None else max(moment - now, 0.0)


def find_validators(fields: Mapping[str, str]) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of an answer, where they can be sent back."""
    etag, modified = fields.get("etag", ""), fields.get("last-modified", "")
    return (etag if _PRINTABLE.fullmatch(etag) else None, modified if _PRINTABLE.fullmatch(modified) else None)


def build_conditions(etag: str | None, modified: str | None) -> dict[str, str]:
    """The fields of a request that is answered in full only where something changed."""
    return {
        name: value for name, value in (("if-none-match", etag), ("if-modified-since", modified)) if value is not None
    }


def is_due(due: float, now: float) -> bool:
    """Whether the time has come; a time further off than any that is ever set comes of a clock that went wrong."""
    return due <= now or due > now + 2 * _LONGEST_WAIT


def _parse_date(wording: str) -> float | None:
    try:
        return parsedate_to_datetime(wording).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None
