"""Intervals in, dates and codes of precision as the formats want them out. An unknown part is None, never a guess."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime

from tellings.records import Interval

_WEEK, _MONTH, _YEAR = 7, 31, 366  # days at most
_DAY = 10  # letters of an ISO day


def choose_interval(told: Iterable[tuple[str, Interval | None]]) -> tuple[Interval | None, tuple[Interval, ...]]:
    """Of (report, when it says it was) the time that holds for the happening, and those told that do not fit it.

    The shortest known to both ends, of those the one that most reports tell, of those the first told.
    """
    known = [(report, when) for report, when in told if when is not None and when.start and when.end]
    if not known:
        return None, ()
    count = Counter(days for _, days in {(report, _days(when)) for report, when in known})
    shortest = min(days_of(when) for _, when in known)
    best = max((_days(when) for _, when in known if days_of(when) == shortest), key=lambda days: count[days])
    fitting = [when for _, when in known if _days(when) == best]
    chosen = max(fitting, key=lambda when: len(when.start or ""))  # with its clock, where a report has it
    return chosen, tuple(dict.fromkeys(when for _, when in known if not when.overlaps(chosen)))


def _days(when: Interval) -> tuple[date | None, date | None]:
    return when.first_day(), when.last_day()


def days_of(when: Interval) -> int:
    """How many days it covers; both ends must be known."""
    first, last = when.first_day(), when.last_day()
    return (last - first).days + 1 if first and last else _YEAR * 1000


def day_of(when: Interval | None) -> str | None:
    """The day, as 2023-01-08; None where it is not known to the day."""
    return when.start[:_DAY] if when and when.start and when.end and days_of(when) == 1 else None


def month_of(when: Interval | None) -> str | None:
    """The month, as 202301, where both ends are in it."""
    if not when or not when.start or not when.end or when.start[:7] != when.end[:7]:
        return None
    return when.start[:7].replace("-", "")


def year_of(when: Interval | None) -> int | None:
    """The year, where both ends are in it."""
    if not when or not when.start or not when.end or when.start[:4] != when.end[:4]:
        return None
    return int(when.start[:4])


def fraction_of(when: Interval | None) -> str | None:
    """GDELT's year and fraction of it, four digits, months counted as 30 days and the year as 365."""
    day = day_of(when)
    if day is None:
        return None
    year, month, number = map(int, day.split("-"))
    return f"{year + ((month - 1) * 30 + number) / 365:.4f}"


def clock_of(moment: str | None, zone: str | None) -> str | None:
    """The time of day of an ISO moment, with its zone where that is told."""
    return moment[_DAY + 1 :] + (zone or "") if moment and len(moment) > _DAY else None


def stamp_of(when: Interval | None) -> str | None:
    """YYYYMMDDHHMMSS in UTC of what is known to the minute, with its zone; else None: midnight would be made up."""
    if not when or not when.start or not when.zone or len(when.start) <= _DAY:
        return None
    try:
        moment = datetime.fromisoformat(when.start + when.zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.strftime("%Y%m%d%H%M%S")


def acled_precision(when: Interval | None) -> int | None:
    """ACLED's time_precision: 1 the day, 2 within a week, 3 within a month; None for longer or unknown."""
    if not when or not when.start or not when.end:
        return None
    length = days_of(when)
    return 1 if length == 1 else 2 if length <= _WEEK else 3 if length <= _MONTH else None


def ucdp_precision(when: Interval | None) -> int | None:
    """UCDP's date_prec: 1 the day, 2 two to six days, 3 a week, 4 up to a month, 5 up to a year."""
    if not when or not when.start or not when.end:
        return None
    length = days_of(when)
    if length == 1:
        return 1
    if length <= _WEEK:
        return 2 if length < _WEEK else 3
    return 4 if length <= _MONTH else 5 if length <= _YEAR else None
