"""A line of a page in, the dates and times that it gives out; wordings that could be two dates give none.

Dates are read in the page's language and in English. Which of 03/04/2020's figures is the month is told by the day of
the week beside it, by the page's other dates, by the outlet's country or by the language, else by nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from tellings.clean.calendars import Calendar, find_order, read_calendar
from tellings.clean.zones import find_zone
from tellings.records import Interval, Precision
from tellings.text.folding import fold

_YEAR = r"(?P<year>(?:19|20)\d\d)(?:(?!\d)|(?=\d?\d[:.h]\d\d))"  # "20194:29 AM": elements that ran together
_ORDINAL = r"(?:st|nd|rd|th|er|[.º°ª])?"
_FIGURES = tuple(
    re.compile(form)
    for form in (
        r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])\s?(?P<month>\d\d?)(?P=mark)\s?(?P<day>\d\d?)(?![\d/-])",
        r"(?P<year>(?:19|20)\d\d)\s?[年년]\s?(?P<month>\d\d?)\s?[月월]\s?(?P<day>\d\d?)\s?[日일]",
        r"(?<![\d/.-])(?P<first>\d\d?)(?P<mark>[/.-])\s?(?P<second>\d\d?)(?P=mark)\s?"
        r"(?P<year>(?:19|20)\d\d(?!\d)|\d\d(?![\d:]))(?!\d|[/-]\d|\.\d)",
    )
)
_HALF = r"(?P<half>[ap]\.?\s?m\b\.?|ص|م(?!\w)|صباحا|مساء)"
_TIME = re.compile(
    r"(?<![\d:.+])(?:(?P<lead>上午|下午|午前|午後|오전|오후)\s?)?(?:(?P<hour>[01]?\d|2[0-3])(?:[:.h]|時|时|시\s?)(?P<minute>[0-5]\d)"
    rf"(?::[0-5]\d(?:[.,]\d+)?)?\s*{_HALF}?(?![\d:])|(?P<hours>[01]\d|2[0-3])(?P<minutes>[0-5]\d)\s?(?=gmt|utc))"
)
_NEAR, _BEFORE = 25, 32  # letters between a date and its time behind it, before it
_LATE = ("p", "م", "下", "午後", "오후")
_AGO_LINE = 120  # letters of a line that says how long ago
_LONGEST = 3000  # letters of a line that are looked at
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[\s,.()|-]*$")
_SETTLING = 2  # dates of figures that can only be read in one order
_THIS_CENTURY = 70  # two figures of a year below this are of this century, others no year of a page


@dataclass(frozen=True, slots=True)
class Reading:
    """How dates of a page are read: its language, the country of its outlet, and the order its other dates show."""

    language: str = "en"
    country: str | None = None
    order: str | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a line, and where its wording (with its time) starts and ends."""

    when: Interval
    start: int
    end: int


ENGLISH = Reading()
Ago = tuple[str, int]  # unit, how many: ("hour", 2)


def find_dates(line: str, reading: Reading = ENGLISH) -> list[Dated]:
    """Every date in the line, in order."""
    line = line[:_LONGEST]
    folded = fold(line)
    found: list[tuple[date, int, int, bool]] = []
    for start, end, match in _matches(folded, reading):
        if found and start < found[-1][2]:
            continue
        if read := _read_day(match, folded, reading):
            found.append((read[0], start, end, read[1]))
    dates: list[Dated] = []
    for dated, following in zip(found, [*(start for _, start, _, _ in found[1:]), len(line)], strict=False):
        room = (dates[-1].end if dates else 0, following)
        dates.append(_with_time(line, folded, dated, room, reading))
    return dates


def find_date(line: str, reading: Reading = ENGLISH) -> tuple[Interval, int, int] | None:
    """The first date in the line, with where its wording starts and ends."""
    found = find_dates(line, reading)
    return (found[0].when, found[0].start, found[0].end) if found else None


def drop_dates(line: str, dates: Sequence[Dated], *, mark: str = " ") -> str:
    """The line with the mark in place of these dates of it."""
    for dated in reversed(dates):
        line = line[: dated.start] + mark + line[dated.end :]
    return line


def parse_date(wording: str, reading: Reading = ENGLISH) -> Interval | None:
    """The date that the wording gives, in any of the forms that pages use."""
    found = find_date(wording, reading)
    return found[0] if found else None


def find_ago(line: str, reading: Reading = ENGLISH) -> Ago | None:
    """How long ago the line says that it was, in minutes, hours or days."""
    folded = fold(line[:_AGO_LINE])
    for unit, pattern in read_calendar(reading.language).ago if any(map(str.isdigit, folded)) else ():
        if found := pattern.search(folded):
            return unit, int(found[1])
    return None


def count_back(ago: Ago, fetched: str) -> Interval | None:
    """When that was, counted from when the page was fetched: "2 hours ago" lies between two and three hours back."""
    unit, number = ago
    step = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}[unit]
    try:
        moment = datetime.fromisoformat(fetched)
        first, last = moment - (number + 1) * step, moment - number * step
    except (ValueError, OverflowError):
        return None
    if unit == "day":
        return Interval(first.date().isoformat(), last.date().isoformat(), Precision.RANGE)
    zone = first.strftime("%z")
    told = f"{zone[:3]}:{zone[3:5]}" if zone else None
    edges = [edge.replace(tzinfo=None).isoformat(timespec="minutes") for edge in (first, last)]
    return Interval(edges[0], edges[1], Precision(unit), "Z" if told == "+00:00" else told)


def find_reading(texts: Iterable[str], language: str, country: str | None) -> Reading:
    """How the page's dates are read; its own dates of figures tell the order where enough of them leave no choice."""
    shown = {"dmy": 0, "mdy": 0}
    for text in texts:
        for found in _FIGURES[2].finditer(fold(text[:_LONGEST])) if any(map(str.isdigit, text)) else ():
            first, second = int(found["first"]), int(found["second"])
            if len(found["year"]) == 4 and found["mark"] != "." and max(first, second) <= 31:
                shown["dmy"] += first > 12 >= second
                shown["mdy"] += second > 12 >= first
    told = [order for order, count in shown.items() if count >= _SETTLING]
    order = told[0] if len(told) == 1 and min(shown.values()) == 0 else None
    return Reading(language, country, order if any(shown.values()) else find_order(language, country))


def _matches(folded: str, reading: Reading) -> Iterator[tuple[int, int, re.Match[str]]]:
    if not any(map(str.isdigit, folded)):
        return
    forms = (*_FIGURES, *_named_forms(reading.language))
    found = [(match.start(), match.end(), match) for form in forms for match in form.finditer(folded)]
    yield from sorted(found, key=lambda one: (one[0], -one[1]))


@lru_cache(maxsize=64)
def _named_forms(language: str) -> tuple[re.Pattern[str], ...]:
    """Dates with the name of the month: day first, month first, year first."""
    names = sorted(read_calendar(language).months, key=lambda name: (-len(name), name))
    name = r"(?<![^\W\d_])(?P<name>" + "|".join(map(re.escape, names)) + r")(?![^\W\d_])"
    return tuple(
        re.compile(form)
        for form in (
            rf"(?<![\d:./])(?<!\d-)(?P<day>\d\d?){_ORDINAL}[\s-]*(?:(?:of|de|di)\s+)?{name}(?:\s*/\s*[^\W\d_]+)?\.?"
            rf"[\s,،-]*(?:(?:de|del|of)\s+)?{_YEAR}",
            rf"{name}\.?[\s-]*(?P<day>\d\d?){_ORDINAL}(?:\s*[,،.]\s*|\s+(?:(?:de|del|of)\s+)?|-){_YEAR}",
            rf"(?<!\d)(?P<year>(?:19|20)\d\d)[\s,.-]+(?:m\.\s*)?{name}[\s.-]*(?P<day>\d\d?)(?!\d|[:.]\d)",
        )
    )


def _read_day(found: re.Match[str], folded: str, reading: Reading) -> tuple[date, bool] | None:
    """The day, and whether its month stands first; None where the wording is no date, or could be several."""
    parts = found.groupdict()
    calendar = read_calendar(reading.language)
    weekday = _weekday_before(folded[: found.start()], calendar)
    year = int(parts["year"])
    if parts.get("first"):
        choices = _read_figures(parts, reading)
    else:
        month = calendar.months[parts["name"]] if parts.get("name") else int(parts["month"])
        choices = [(int(parts["day"]), month)]
    year += 2000 * (year < 100)
    days = [day for number, month in choices if (day := _make_day(year, month, number))]
    if weekday is not None:
        days = [day for day in days if day.weekday() == weekday]
    if len(set(days)) > 1:
        order = reading.order
        days = days[:1] if order == "dmy" else days[1:] if order == "mdy" else []
    if not days:
        return None
    first = parts.get("name") and found.start("name") < found.start("day")
    return days[0], bool(first) or (bool(parts.get("first")) and int(parts["first"]) == days[0].month != days[0].day)


def _read_figures(parts: dict[str, str], reading: Reading) -> list[tuple[int, int]]:
    """(day, month) of a date of figures: day first, then month first; only those that its form allows."""
    first, second = int(parts["first"]), int(parts["second"])
    choices = [(first, second), (second, first)]
    order = reading.order
    short = len(parts["year"]) == 2
    if short and (int(parts["year"]) >= _THIS_CENTURY or parts["mark"] == "-"):
        return []
    if parts["mark"] == "." and find_order(reading.language, None) == "dmy":
        return choices[:1]
    if short:
        if order:  # 19/11/18 may begin with the year, unless the page is known to write dates in another order
            return choices[:1] if order == "dmy" else choices[1:]
        return choices[1:] if second > 12 and parts["mark"] == "/" else []
    return choices


def _weekday_before(before: str, calendar: Calendar) -> int | None:
    """The day of the week that stands right before a date."""
    word = _WORD_BEFORE.search(before[-30:])
    return calendar.weekdays.get(word[1]) if word else None


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_time(
    line: str, folded: str, dated: tuple[date, int, int, bool], room: tuple[int, int], reading: Reading
) -> Dated:
    """The date with the time of day that stands behind or before it, and the zone behind that."""
    day, start, end, month_first = dated
    plain = Dated(Interval(day.isoformat(), day.isoformat(), Precision.DAY), start, end)
    edge = end
    found = _TIME.search(folded[end : min(room[1], end + _NEAR + 8)])
    if not found or found.start() > _NEAR:
        edge = max(room[0], start - _BEFORE)
        found = _TIME.search(folded[edge:start])
    if not found:
        return plain
    hour, minute = int(found["hour"] or found["hours"]), found["minute"] or found["minutes"]
    half = (found["lead"] or found["half"] or "").strip()
    if half and not found["lead"] and not 1 <= hour <= 12:
        return plain
    if half and hour <= 12:
        hour = hour % 12 + 12 * half.startswith(_LATE)
    moment = f"{day.isoformat()}T{hour:02}:{minute}"
    first, last = edge + found.start(), edge + found.end()
    order = "mdy" if month_first else reading.order
    zone, length = find_zone(line[last : last + 20], moment, order=order, country=reading.country)
    when = Interval(moment, moment, Precision.MINUTE, zone)
    return Dated(when, min(start, first), max(end, last + length))
