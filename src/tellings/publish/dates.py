"""A time of the contract in (start, end, precision), the words for it out: `8 January 2023`, `6–8 Jan 2023`, `1998`."""

from datetime import date, timedelta

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DASH = "–"


def render_interval(
    start: str | None, end: str | None, precision: str | None = None, zone: str | None = None, *, short: bool = False
) -> str:
    """The interval in words, to the precision at which it is known; "undated" where neither end is. The zone of a
    clock time stands behind it, unless it is to be short."""
    if start is None and end is None:
        return "undated"
    if start is None or end is None:
        edge = _render_edge(start or end or "", precision, last=start is None, short=short)
        return f"until {edge}" if start is None else f"from {edge}"
    first, last = _day(start), _day(end)
    if first is None or last is None:
        return start if start == end else f"{start} {_DASH} {end}"
    if first == last:
        return _render_day(first, short=short) + _clock(start, end, "" if short else zone or "")
    return _whole_unit(first, last, short=short) or _render_range(first, last, short=short)


def _day(moment: str) -> date | None:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None


def _render_edge(moment: str, precision: str | None, *, last: bool, short: bool) -> str:
    day = _day(moment)
    if day is None:
        return moment
    if precision in ("year", "decade", "century"):
        return str(day.year)
    month_ends = (day + timedelta(days=1)).day == 1
    if precision == "month" and (month_ends if last else day.day == 1):
        return f"{_month(day, short=short)} {day.year}"
    return _render_day(day, short=short)


def _render_day(day: date, *, short: bool) -> str:
    return f"{day.day} {_month(day, short=short)} {day.year}"


def _month(day: date, *, short: bool) -> str:
    name = _MONTHS[day.month - 1]
    return name[:3] if short else name


def _clock(start: str, end: str, zone: str) -> str:
    from_, to = start[11:16], end[11:16]
    if not from_:
        return ""
    told = f", {from_}" if from_ == to or not to else f", {from_}{_DASH}{to}"
    return f"{told} {'UTC' if zone == 'Z' else 'UTC' + zone}" if zone else told


def _whole_unit(first: date, last: date, *, short: bool) -> str | None:
    """A month, a year, a decade or a century where the interval is just that, or several years; else None."""
    after = last + timedelta(days=1) if last < date.max else last
    if first.day != 1 or after.day != 1:
        return None
    if (after.year * 12 + after.month) - (first.year * 12 + first.month) == 1:
        return f"{_month(first, short=short)} {first.year}"
    if first.month != 1 or after.month != 1:
        return None
    if first.year == last.year:
        return str(first.year)
    if first.year % 10 == 0 and last.year - first.year == 9:
        return f"{first.year}s"
    return f"{first.year}{_DASH}{last.year}"


def _render_range(first: date, last: date, *, short: bool) -> str:
    ending = _render_day(last, short=short)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{_DASH}{ending}"
    if first.year == last.year:
        return f"{first.day} {_month(first, short=short)} {_DASH} {ending}"
    return f"{_render_day(first, short=short)} {_DASH} {ending}"
