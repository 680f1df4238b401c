"""A line of a page in, the date and time that it gives out; wordings that could be two dates give none."""

import re
from datetime import date

from tellings.records import Interval, Precision
from tellings.text.folding import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<![\d/.-]){_YEAR}[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?![\d/-])",
        rf"\b(?P<name>{_NAMES})\b\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?\s*,?\s+{_YEAR}\b",
        rf"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<name>{_NAMES})\b\.?,?\s+{_YEAR}\b",
        rf"(?<!\d)(?P<day>\d\d?)[- ](?P<name>{_NAMES})[- ]{_YEAR}\b",
        rf"(?<![\d/.-])(?P<first>\d\d?)[/.](?P<second>\d\d?)[/.]{_YEAR}(?![\d/-])",
    )
)
_TIME = re.compile(
    r"(?<![\d:.+])(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\b\.?)?(?![\d:])"
)
_NEAR = 25  # letters between a date and its time


def find_date(line: str) -> tuple[Interval, int, int] | None:
    """The first date in the line, with where its wording starts and ends."""
    folded = fold(line)
    best: tuple[Interval, int, int] | None = None
    for form in _FORMS:
        for found in form.finditer(folded):
            when = _read_day(found)
            if when and (best is None or found.start() < best[1]):
                best = (when, found.start(), found.end())
                break
    return _with_time(folded, best) if best else None


def parse_date(wording: str) -> Interval | None:
    """The date that the wording gives, in any of the forms that pages use."""
    found = find_date(wording)
    return found[0] if found else None


def _read_day(found: re.Match[str]) -> Interval | None:
    parts = found.groupdict()
    if parts.get("first"):
        first, second = int(parts["first"]), int(parts["second"])
        if first <= 12 and second <= 12 and first != second:
            return None  # 3/4/2020 is two dates
        day, month = (second, first) if second > 12 else (first, second)
    else:
        day = int(parts["day"])
        month = _MONTHS[parts["name"]] if parts.get("name") else int(parts["month"])
    try:
        value = date(int(parts["year"]), month, day).isoformat()
    except ValueError:
        return None
    return Interval(value, value, Precision.DAY)


def _with_time(folded: str, dated: tuple[Interval, int, int]) -> tuple[Interval, int, int]:
    when, start, end = dated
    after = _TIME.search(folded[:200], end, end + _NEAR)
    before = _TIME.search(folded[:200], max(0, start - _NEAR), start)
    found = after or before
    if not found:
        return dated
    hour, half = int(found["hour"]), (found["half"] or "").replace(".", "")
    if half and not 1 <= hour <= 12:
        return dated
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    moment = f"{when.start}T{hour:02}:{found['minute']}"
    return Interval(moment, moment, Precision.MINUTE), min(start, found.start()), max(end, found.end())
