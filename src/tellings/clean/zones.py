"""What stands behind a time of day in, its offset from UTC ("+01:00", "Z") out; None where it could be several."""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tellings.text.lists import read_rows

_ZONE = re.compile(
    r"\s*[(\[,]?\s*(?:(?:UTC|GMT|Z)\s*(?P<named>[+\-−–]\s?\d\d?(?::?\d\d)?(?![\d:]))?(?![A-Za-z])"
    r"|(?P<bare>[+\-−]\d\d(?::?\d\d)?)(?![\d:])"
    r"|(?P<abbreviation>[A-Z]{2,4}(?=[A-Z][a-z]{2})|[A-Z]{2,5}(?![A-Za-z])))"  # ESTUpdated: elements that ran together
)
_SAID = re.compile(r"\s*\((?:UTC|GMT)\s*(?P<named>[+\-−]\d\d?(?::?\d\d)?)\)")
_BERLIN = "Europe/Berlin"


def find_zone(rest: str, moment: str, *, order: str | None, country: str | None) -> tuple[str | None, int]:
    """The offset that the text behind a clock time begins with, and the letters that it takes.

    moment: the local time, for zones whose clocks change; order, country: what is known of the page.
    """
    found = _ZONE.match(rest)
    if not found:
        return None, 0
    if found["abbreviation"]:
        if said := _SAID.match(rest, found.end()):  # IST (GMT+5:30)
            return _format(said["named"]), said.end()
        zone = _resolve(found["abbreviation"], moment, order, country)
        return zone, found.end() if zone else 0
    bare = found["bare"] or ""
    if bare and bare[0] != "+" and len(bare) < len("-0500"):
        return None, 0  # "18:30 -20": a stretch of time
    return _format(found["named"] or bare), found.end()


def _format(offset: str | None) -> str | None:
    """ "+5:30" as "+05:30", no offset as "Z"; None where no zone on earth is that far."""
    if not offset:
        return "Z"
    sign = "+" if offset[0] == "+" else "-"
    figures = offset[1:].strip().replace(":", "")
    hours, minutes = (int(figures), 0) if len(figures) <= 2 else (int(figures[:-2]), int(figures[-2:]))
    if hours > 14 or minutes > 59:
        return None
    return "Z" if hours == minutes == 0 else f"{sign}{hours:02}:{minutes:02}"


@lru_cache(maxsize=1)
def _read_zones() -> dict[str, list[tuple[str, str]]]:
    zones: dict[str, list[tuple[str, str]]] = {}
    for name, zone, *condition in read_rows(__package__, "zones.tsv"):
        zones.setdefault(name, []).append((zone, condition[0] if condition else ""))
    return zones


def _resolve(abbreviation: str, moment: str, order: str | None, country: str | None) -> str | None:
    for zone, condition in _read_zones().get(abbreviation, ()):
        if _holds(condition, moment, order, country):
            return zone.replace("+00:00", "Z") if zone[0] in "+-" else _offset(zone, moment)
    return None


def _holds(condition: str, moment: str, order: str | None, country: str | None) -> bool:
    if condition in ("", "mdy"):
        return not condition or order == "mdy"
    if condition in ("summer", "winter"):
        return _offset(_BERLIN, moment) == ("+02:00" if condition == "summer" else "+01:00")
    return (country or "").lower() in condition.split()


def _offset(zone: str, moment: str) -> str | None:
    """The offset of a zone on that day; None where the machine has no time zone data."""
    try:
        apart = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).utcoffset()
    except (ValueError, ZoneInfoNotFoundError):
        return None
    minutes = int((apart or timedelta()).total_seconds()) // 60
    return _format(f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}")
