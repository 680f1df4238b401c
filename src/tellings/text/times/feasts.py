"""The name of a feast and a year in, its day out; the calendars are computed, the names stand in feasts.tsv."""

import re
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

_RULE = re.compile(r"(\w+?)?([+-]\d+)?$")


def _read_feasts() -> dict[str, str]:
    """Pattern of the wording to rule, in the order of the file."""
    lines = files("tellings.text.times").joinpath("feasts.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0]: row[1] for row in rows}


_FEASTS = _read_feasts()
FEAST_NAMES = "(?:" + "|".join(_FEASTS) + ")"
# Of each name a word that it cannot do without.
FEAST_WORDS = frozenset(
    max(re.findall(r"[a-z]{2,}", re.sub(r"\(\?:[^)]*\)\?|\bday\b", " ", name)), key=len)
    for wording in _FEASTS
    for name in wording.split("|")
)
_NAMES = tuple((re.compile(wording), rule) for wording, rule in _FEASTS.items())


@lru_cache(maxsize=256)
def feast_of(wording: str) -> str | None:
    """The rule of the feast that a folded wording names, or None."""
    return next((rule for pattern, rule in _NAMES if pattern.fullmatch(wording)), None)


def feast_day(rule: str, year: int) -> date | None:
    """The day of that feast in that (Gregorian) year; None where the calendar has none."""
    kind, _, rest = rule.partition(" ")
    if re.fullmatch(r"\d\d-\d\d", rule):
        return date(year, int(rule[:2]), int(rule[3:]))
    if kind == "julian":
        return _from_julian(year, int(rest[:2]), int(rest[3:]))
    if kind == "nth":
        return _nth_weekday(year, rest)
    if kind == "islamic":
        return _islamic(year, *map(int, rest.split()))
    if kind == "hebrew":
        return _hebrew(year, *map(int, rest.split()))
    easter = gregorian_easter(year) if rule.startswith("easter") else orthodox_easter(year)
    return easter + timedelta(days=int(rule.removeprefix("easter").removeprefix("pascha")))


def gregorian_easter(year: int) -> date:
    """Western Easter Sunday, by the anonymous Gregorian rule."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def orthodox_easter(year: int) -> date:
    """Orthodox Easter Sunday in the Gregorian calendar, by Meeus' Julian rule."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=_julian_lag(year))


def _julian_lag(year: int) -> int:
    return year // 100 - year // 400 - 2


def _from_julian(year: int, month: int, day: int) -> date:
    """The Gregorian day on which that day of the Julian calendar falls within that Gregorian year."""
    for julian_year in (year, year - 1):
        found = date(julian_year, month, day) + timedelta(days=_julian_lag(julian_year))
        if found.year == year:
            return found
    return date(year, month, day)


def _nth_weekday(year: int, rest: str) -> date:
    rest, _, shift = rest.partition("+")
    month, place, weekday = (int(part) for part in rest.split())
    if place > 0:
        first = date(year, month, 1)
        found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (place - 1))
    else:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        found = last - timedelta(days=(last.weekday() - weekday) % 7)
    return found + timedelta(days=int(shift or 0))


def _islamic(year: int, month: int, day: int) -> date | None:
    """By the tabular Islamic calendar (civil epoch); observation may differ by a day."""
    first = int((year - 622) * 33 / 32)
    for hijri in range(first - 1, first + 3):
        days = day + (59 * (month - 1) + 1) // 2 + (hijri - 1) * 354 + (3 + 11 * hijri) // 30 + 227014
        if date.fromordinal(days).year == year:
            return date.fromordinal(days)
    return None


def _hebrew_new_year(hebrew: int) -> int:
    """Days to 1 Tishri of that Hebrew year from the calendar's epoch, with the postponements."""
    months = (235 * hebrew - 234) // 19
    parts = 12084 + 13753 * months
    days = 29 * months + parts // 25920
    return days + 1 if 3 * (days + 1) % 7 < 3 else days


def _hebrew(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Hebrew date; only Nisan (1) and Tishri (7) are needed."""
    hebrew = year + 3761
    before, this, after = (_hebrew_new_year(hebrew + n) for n in (-1, 0, 1))
    extra = 2 if after - this == 356 else 1 if this - before == 382 else 0
    tishri = -1373428 + this + extra
    if month == 7:
        return date.fromordinal(tishri + 1 + day - 1)
    return date.fromordinal(tishri + 1 - 177 + day - 1)
