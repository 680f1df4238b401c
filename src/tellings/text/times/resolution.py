"""A time phrase, a reference day and the tense in; its first and last day, precision and TIMEX3 value out."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tellings.text.times.feasts import feast_day
from tellings.text.times.phrases import TimePhrase

DAY = timedelta(days=1)
_LETTER = {"day": "D", "night": "D", "week": "W", "fortnight": "W", "weekend": "W", "month": "M", "quarter": "M",
           "season": "M", "year": "Y", "decade": "Y", "century": "Y", "millennium": "Y", "half-century": "Y",
           "hour": "TH", "minute": "TM", "second": "TS"}  # fmt: skip
_TIMES = {
    "fortnight": 2,
    "quarter": 3,
    "season": 3,
    "decade": 10,
    "century": 100,
    "millennium": 1000,
    "half-century": 50,
}
_DAYPARTS = {
    "morning": "TMO",
    "afternoon": "TAF",
    "evening": "TEV",
    "night": "TNI",
    "noon": "T12:00",
    "midnight": "T00:00",
}
_SEASONS = {"spring": (3, "SP"), "summer": (6, "SU"), "autumn": (9, "FA"), "winter": (12, "WI")}
_RETURNING = ("month", "date", "weekday")  # every year, every week
_DAYED = ("day", "part_of_day", "minute")
_FURTHER = 3  # times as far as the nearest reading, at most, may be what the tense asks for


@dataclass(frozen=True, slots=True)
class Dates:
    """What a phrase stands for. first, last: None for an open or unknown end. precision: as records name it, or ""."""

    first: date | None
    last: date | None
    precision: str
    value: str
    kind: str = "date"
    hour: int | None = None
    minute: int | None = None

    @property
    def known(self) -> bool:
        """Whether it lies anywhere on the calendar."""
        return self.first is not None or self.last is not None


def resolve_phrase(
    phrase: TimePhrase, reference: date | None, *, tense: str = "", previous: Dates | None = None
) -> Dates:
    """When that is. `reference`: day of publication; `previous`: the moment told before, for what hangs on it.

    tense: past, future or "" of the verb that the phrase belongs to.
    """
    try:
        dates = _resolve(phrase, reference, tense, previous)
        if phrase.until:
            last = _resolve(phrase.until, reference, tense, dates)
            return _join_ends(*_order_ends(dates, last, phrase, tense), phrase)
        return _bound(_narrow(dates, phrase, reference), phrase)
    except (ValueError, OverflowError):
        return Dates(None, None, "", "XXXX-XX-XX")


def _resolve(phrase: TimePhrase, reference: date | None, tense: str, previous: Dates | None) -> Dates:
    anchor = reference
    if phrase.anchor in ("text", "following", "elsewhere"):
        anchor = (previous.last or previous.first) if previous and previous.known else None
    match phrase.form:
        case "date":
            return _date(phrase, reference, tense)
        case "month":
            return _month_of(phrase, reference, tense, previous)
        case "year":
            return _years(phrase.year or 1, 1)
        case "decade":
            year = phrase.year or 1
            return Dates(date(year, 1, 1), date(year + 9, 12, 31), "decade", str(year // 10))
        case "century":
            first = (int(phrase.count or 1) - 1) * 100
            return Dates(date(first + 1, 1, 1), date(first + 100, 12, 31), "century", str(first // 100))
        case "weekday":
            return _weekday_of(phrase, anchor or reference, tense)
        case "week":
            return _day_of_week(phrase, reference)
        case "month_of_year":
            if reference is None:
                return _unknown(f"XXXX-{phrase.month or 1:02}")
            return _months(reference.year + (phrase.direction or 0), phrase.month or 1)
        case "weekday_ago":
            return _weekday_ago(phrase, reference)
        case "unit":
            return _unit_of(phrase, anchor, reference, tense)
        case "ago":
            return _ago(phrase, anchor)
        case "shift":
            return _with_part(_shift(reference, int(phrase.count or 0)), phrase.part)
        case "season":
            return _season(phrase, reference, tense)
        case "quarter" | "half":
            return _quarter(phrase, reference, tense)
        case "feast":
            return _feast(phrase, reference, tense)
        case "daypart":
            near = (previous.last if previous and previous.precision in _DAYED else None) or reference
            return _with_part(_shift(near, 0), phrase.part)
        case "clock":
            near = previous.last if previous and previous.precision in _DAYED else None
            return _clock(phrase, near or reference)
        case "span":
            return _span(phrase, reference)
        case "duration":
            return Dates(None, None, "", duration_value(phrase), "duration")
        case "set":
            return Dates(None, None, "", _set_value(phrase), "set")
        case _:
            return _reference(phrase, reference)


def _one(value: date) -> Dates:
    return Dates(value, value, "day", value.isoformat())


def _unknown(value: str = "XXXX-XX-XX") -> Dates:
    return Dates(None, None, "", value)


def _shift(reference: date | None, days: int) -> Dates:
    return _one(reference + days * DAY) if reference else _unknown()


def _with_part(dates: Dates, part: str) -> Dates:
    if not part or not dates.first:
        return dates
    mark = _DAYPARTS.get(part, "")
    return replace(dates, precision="part_of_day", value=dates.value + mark, kind="time" if mark else "date")


def _pick(options: list[date], reference: date, tense: str) -> date:
    """Of the same day in neighbouring years the nearest; one that the tense asks for, unless it is far further off.

    News leaves the year out where it goes without saying, so a day next week is next week's even in the past tense
    ("had meant to end it on 26 July").
    """
    nearest = min(options, key=lambda option: abs(option - reference))
    wanted = [
        option
        for option in options
        if (tense == "past" and option <= reference + DAY) or (tense == "future" and option >= reference)
    ]
    asked = min(wanted, key=lambda option: abs(option - reference), default=nearest)
    return asked if abs(asked - reference) <= _FURTHER * abs(nearest - reference) else nearest


def _date(phrase: TimePhrase, reference: date | None, tense: str) -> Dates:
    month, day = phrase.month or 1, phrase.day or 1
    if phrase.year:
        found = date(phrase.year, month, day)
    elif reference is None:
        return _unknown(f"XXXX-{month:02}-{day:02}")
    else:
        years = range(reference.year - 1, reference.year + 2)
        options = [date(year, month, day) for year in years if day <= monthrange(year, month)[1]]
        named = [option for option in options if option.weekday() == phrase.weekday]
        found = _pick(named or options or [date(reference.year, month, day)], reference, tense)
    dates = _with_part(_one(found), phrase.part if phrase.part in _DAYPARTS else "")
    if phrase.hour is not None:
        minute = phrase.minute or 0
        return replace(dates, hour=phrase.hour, minute=minute, precision="minute", kind="time",
                       value=f"{dates.value}T{phrase.hour:02}:{minute:02}")  # fmt: skip
    return dates


def _months(year: int, month: int, count: int = 1) -> Dates:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last_year, last_month = year + (month + count - 2) // 12, (month + count - 2) % 12 + 1
    last = date(last_year, last_month, monthrange(last_year, last_month)[1])
    return Dates(date(year, month, 1), last, "month", f"{year:04}-{month:02}")


def _years(year: int, count: int) -> Dates:
    return Dates(date(year, 1, 1), date(year + count - 1, 12, 31), "year", f"{year:04}")


def _month_of(phrase: TimePhrase, reference: date | None, tense: str, previous: Dates | None) -> Dates:
    month = phrase.month or 1
    if phrase.year:
        return _months(phrase.year, month)
    if reference is None:
        return _unknown(f"XXXX-{month:02}")
    this = date(reference.year, reference.month, 1)
    options = [date(reference.year + n, month, 1) for n in (-1, 0, 1)]
    if phrase.direction == -1:
        found = max(option for option in options if option < this)
    elif phrase.direction == 1:
        found = min(option for option in options if option > this)
    elif tense == "future" or (phrase.bound in ("until", "by", "before") and tense != "past"):
        found = min(option for option in options if option >= this)
    elif phrase.direction == 0:
        found = date(reference.year, month, 1)
    else:
        found = max(option for option in options if option <= this)
    return _months(found.year, found.month)


def _weekday_of(phrase: TimePhrase, reference: date | None, tense: str) -> Dates:
    """A weekday that is the day of publication is that day; "last" is before it, "next" after it."""
    weekday = phrase.weekday or 0
    if reference is None:
        return _with_part(_unknown(f"XXXX-WXX-{weekday + 1}"), phrase.part)
    back = (reference.weekday() - weekday) % 7
    ahead = (weekday - reference.weekday()) % 7
    if phrase.direction == -1:
        found = reference - (back or 7) * DAY
    elif phrase.direction == 1 or phrase.anchor == "text":
        found = reference + (ahead or 7) * DAY
    elif tense == "future" or ((phrase.direction == 0 or phrase.bound in ("until", "by")) and tense != "past"):
        found = reference + ahead * DAY
    else:
        found = reference - back * DAY
    return _with_part(_one(found), phrase.part)


def _day_of_week(phrase: TimePhrase, reference: date | None) -> Dates:
    """ "Thursday last week"."""
    if reference is None:
        return _unknown(f"XXXX-WXX-{(phrase.weekday or 0) + 1}")
    monday = reference + (7 * (phrase.direction or 0) - reference.weekday()) * DAY
    return _one(monday + (phrase.weekday or 0) * DAY)


def _weekday_ago(phrase: TimePhrase, reference: date | None) -> Dates:
    """ "a week ago Thursday" is the Thursday of the week before."""
    if reference is None:
        return _unknown()
    back = (reference.weekday() - (phrase.weekday or 0)) % 7
    return _one(reference - (back + 7 * int(phrase.count or 1)) * DAY)


def _unit_of(phrase: TimePhrase, anchor: date | None, reference: date | None, tense: str) -> Dates:
    if anchor is None:
        return _unknown()
    step = phrase.direction or 0
    match phrase.unit:
        case "day" | "night":
            return _with_part(_shift(anchor, step), "night" if phrase.unit == "night" else "")
        case "week":
            monday = anchor + (7 * step - anchor.weekday()) * DAY
            return _week(monday)
        case "weekend":
            return _weekend(anchor, step, tense)
        case "fortnight":
            return replace(_week(anchor + (14 * step - anchor.weekday()) * DAY), last=anchor + 14 * DAY)
        case "month":
            return _months(anchor.year, anchor.month + step)
        case "quarter":
            place = (anchor.month - 1) // 3 + step
            return _quarter_dates(anchor.year + place // 4, place % 4 + 1)
        case "year":
            return _years(anchor.year + step, 1)
        case "decade":
            year = anchor.year // 10 * 10 + 10 * step
            return Dates(date(year, 1, 1), date(year + 9, 12, 31), "decade", str(year // 10))
        case "century":
            year = (anchor.year - 1) // 100 * 100 + 100 * step
            return Dates(date(year + 1, 1, 1), date(year + 100, 12, 31), "century", str(year // 100))
    return _unknown()


def _week(monday: date) -> Dates:
    year, week, _ = monday.isocalendar()
    return Dates(monday, monday + 6 * DAY, "week", f"{year:04}-W{week:02}")


def _weekend(anchor: date, step: int, tense: str) -> Dates:
    """The weekend of the week; early in the week and in the past tense, the one just gone."""
    saturday = anchor + (5 - anchor.weekday()) * DAY
    if step == 0 and tense == "past" and anchor.weekday() < 5:
        saturday -= 7 * DAY
    saturday += 7 * step * DAY
    year, week, _ = saturday.isocalendar()
    return Dates(saturday, saturday + DAY, "week", f"{year:04}-W{week:02}-WE")


def _ago(phrase: TimePhrase, anchor: date | None) -> Dates:
    way = phrase.direction or -1
    if phrase.anchor == "elsewhere":  # "two days after the vote": a length of time, by TIMEX3 too
        return Dates(None, None, "", duration_value(phrase), "duration")
    if anchor is None:
        return _unknown("PAST_REF" if way < 0 else "FUTURE_REF")
    unit, count = phrase.unit, phrase.count
    times = _TIMES.get(unit, 1)
    letter = _LETTER.get(unit, "D")
    if count is None:
        return _vaguely_ago(anchor, unit, way)
    if letter in ("TH", "TM", "TS"):
        return replace(_one(anchor), precision="hour")
    if letter == "D":
        return _with_part(_shift(anchor, round(way * count)), phrase.part or ("night" if unit == "night" else ""))
    if letter == "W":
        found = anchor + round(way * count * 7 * times) * DAY
        return Dates(found - 3 * DAY, found + 3 * DAY, "week", found.isoformat())
    if letter == "M":
        return _months(anchor.year, anchor.month + round(way * count * times))
    exact = count * times
    dates = (
        _years(anchor.year + round(way * exact), 1)
        if exact == int(exact)
        else _months(anchor.year, anchor.month + round(way * exact * 12))
    )
    if times >= 10 and dates.first and dates.last:
        slack = times // 10
        return Dates(date(dates.first.year - slack, 1, 1), date(dates.last.year + slack, 12, 31), "decade", dates.value)
    return dates


def _vaguely_ago(anchor: date, unit: str, way: int) -> Dates:
    """ "weeks ago": two at least, and fewer than make the next larger unit."""
    bounds = {"day": (2, 7), "night": (2, 7), "week": (14, 35), "month": (60, 365), "year": (730, 3650)}
    precision = {"day": "week", "night": "week", "week": "month", "month": "year", "year": "decade"}
    if unit not in bounds:
        return (
            _one(anchor) if unit in ("hour", "minute", "second") else _unknown("PAST_REF" if way < 0 else "FUTURE_REF")
        )
    near, far = (anchor + way * days * DAY for days in bounds[unit])
    value = "PAST_REF" if way < 0 else "FUTURE_REF"
    return Dates(min(near, far), max(near, far), precision[unit], value)


def _season_dates(year: int, season: str) -> Dates:
    month, mark = _SEASONS[season]
    return replace(_months(year, month, 3), precision="season", value=f"{year:04}-{mark}")


def _season(phrase: TimePhrase, reference: date | None, tense: str) -> Dates:
    """Seasons of the northern half of the earth, where the text does not say otherwise."""
    if phrase.year:
        return _season_dates(phrase.year, phrase.unit)
    if reference is None:
        return _unknown(f"XXXX-{_SEASONS[phrase.unit][1]}")
    options = [_season_dates(reference.year + n, phrase.unit) for n in (-2, -1, 0, 1)]
    if phrase.direction == -1:
        return max((o for o in options if o.last and o.last < reference), key=lambda o: o.first or reference)
    if phrase.direction == 1 or tense == "future":
        return min((o for o in options if o.first and o.first > reference), key=lambda o: o.first or reference)
    begun = [o for o in options if o.first and o.first <= reference]
    return max(begun, key=lambda o: o.first or reference)


def _quarter_dates(year: int, place: int) -> Dates:
    return replace(_months(year, 3 * place - 2, 3), precision="quarter", value=f"{year:04}-Q{place}")


def _quarter(phrase: TimePhrase, reference: date | None, tense: str) -> Dates:
    place = int(phrase.count or 1)
    if reference and phrase.form == "quarter" and phrase.year is None and phrase.direction is None:
        options = [_quarter_dates(reference.year + n, place) for n in (-1, 0, 1)]
        if tense == "future":
            return min((o for o in options if o.last and o.last >= reference), key=lambda o: o.first or reference)
        return max((o for o in options if o.first and o.first <= reference), key=lambda o: o.first or reference)
    year = phrase.year or (reference.year + (phrase.direction or 0) if reference else None)
    if year is None:
        return _unknown()
    if phrase.form == "half":
        return replace(_months(year, 6 * place - 5, 6), precision="quarter", value=f"{year:04}-H{place}")
    return _quarter_dates(year, place)


def _feast(phrase: TimePhrase, reference: date | None, tense: str) -> Dates:
    shift = int(phrase.count or 0) * DAY
    if phrase.year:
        years = [phrase.year + 1 if shift and phrase.feast == "01-01" else phrase.year]
    elif reference:
        years = list(range(reference.year - 1, reference.year + 2))
    else:
        return _unknown()
    options = [found + shift for year in years if (found := feast_day(phrase.feast, year))]
    if not options:
        return _unknown()
    if reference is None or phrase.year:
        return _with_part(_one(options[0]), phrase.part)
    if phrase.direction in (-1, 1):
        tense = "past" if phrase.direction < 0 else "future"
        options = [option for option in options if option != reference] or options
    return _with_part(_one(_pick(options, reference, tense)), phrase.part)


def _clock(phrase: TimePhrase, day: date | None) -> Dates:
    hour, minute = phrase.hour or 0, phrase.minute or 0
    zone = "Z" if phrase.zone in ("UTC", "GMT") else ""
    mark = f"T{hour:02}:{minute:02}{zone}"
    if day is None:
        return Dates(None, None, "", "XXXX-XX-XX" + mark, "time")
    return Dates(day, day, "minute", day.isoformat() + mark, "time", hour, minute)


def _back(reference: date, unit: str, count: float, way: int) -> date:
    letter, amount = _LETTER.get(unit, "D"), count * _TIMES.get(unit, 1)
    if letter in ("M", "Y"):
        month = reference.year * 12 + reference.month - 1 + way * round(amount * (12 if letter == "Y" else 1))
        year, month = divmod(month, 12)
        return date(year, month + 1, min(reference.day, monthrange(year, month + 1)[1]))
    return reference + way * round(amount * (7 if letter == "W" else 1)) * DAY


def _span(phrase: TimePhrase, reference: date | None) -> Dates:
    """ "the past two weeks" ends at the reference, "the next two weeks" begins there."""
    value = duration_value(phrase)
    if reference is None or _LETTER.get(phrase.unit, "").startswith("T"):
        return Dates(reference, reference, "hour" if reference else "", value, "duration")
    way = phrase.direction or -1
    if phrase.count is None:
        vague = _vaguely_ago(reference, phrase.unit, way)
        first, last = (vague.first, reference) if way < 0 else (reference, vague.last)
        return Dates(first, last, "range", value, "duration")
    other = _back(reference, phrase.unit, phrase.count, way)
    return Dates(min(reference, other), max(reference, other), "range", value, "duration")


def _reference(phrase: TimePhrase, reference: date | None) -> Dates:
    if phrase.unit == "PRESENT_REF" and reference:
        return Dates(reference, reference, "day", phrase.unit)
    return _unknown(phrase.unit)


def duration_value(phrase: TimePhrase) -> str:
    """The TIMEX3 value of a length of time: P2D, PT30M, P20Y; X for a vague number."""
    letter = _LETTER.get(phrase.unit, "D")
    times = _TIMES.get(phrase.unit, 1)
    count = "X" if phrase.count is None else f"{phrase.count * times:g}"
    return f"PT{count}{letter[1]}" if letter[0] == "T" else f"P{count}{letter}"


def _set_value(phrase: TimePhrase) -> str:
    if phrase.unit == "weekday":
        return f"XXXX-WXX-{(phrase.weekday or 0) + 1}"
    return duration_value(replace(phrase, count=phrase.count or 1))


def _thirds(first: date, last: date, part: str) -> tuple[date, date]:
    days = (last - first).days + 1
    third = days // 3
    match part:
        case "early" | "start":
            return first, first + (third - 1) * DAY
        case "mid":
            return first + third * DAY, last - third * DAY
        case "late" | "end":
            return last - (third - 1) * DAY, last
        case "first half":
            return first, first + (days // 2 - 1) * DAY
        case "second half":
            return first + (days // 2) * DAY, last
    return first, last


def _narrow(dates: Dates, phrase: TimePhrase, reference: date | None) -> Dates:
    """ "late December", "earlier this week": the part of the stretch that is meant."""
    if not phrase.part or not dates.first or not dates.last or dates.first == dates.last:
        return dates
    if phrase.part in ("earlier", "later"):  # seen from the day of publication; in a stretch gone by, all of it
        if reference is None or not dates.first <= reference <= dates.last:
            return dates
        return replace(dates, last=reference) if phrase.part == "earlier" else replace(dates, first=reference)
    first, last = _thirds(dates.first, dates.last, phrase.part)
    return replace(dates, first=first, last=last)


def _bound(dates: Dates, phrase: TimePhrase) -> Dates:
    match phrase.bound:
        case "until" | "by":
            return replace(dates, first=None)
        case "since":
            return replace(dates, last=None)
        case "before":
            return replace(dates, first=None, last=dates.first - DAY if dates.first else None)
        case "after":
            return replace(dates, first=dates.last, last=None)
    return dates


def _order_ends(first: Dates, last: Dates, phrase: TimePhrase, tense: str) -> tuple[Dates, Dates]:
    """ "Between June and September", "Friday to Sunday": the end after the beginning, and what the tense asks of the
    one holds for both."""
    turned = first.first and last.last and last.first and last.last < first.first
    if not turned or not phrase.until or phrase.year or phrase.until.year or phrase.form not in _RETURNING:
        return first, last
    if tense == "past":
        return _resolve(phrase, last.first, "past", None), last
    return first, _resolve(phrase.until, first.last, "future", None)


def _join_ends(first: Dates, last: Dates, phrase: TimePhrase) -> Dates:
    if phrase.form == "clock":
        return replace(first, value=f"{first.value}/{last.value}")
    if first.first and last.last and last.last < first.first:
        first, last = last, first
    return Dates(first.first, last.last, "range", f"{first.value}/{last.value}")
