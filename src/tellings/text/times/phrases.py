"""A text in, its time phrases out: where each stands and what it says, not yet when that is.

A small grammar of regular expressions over the folded text. Measured: dateparser's search takes about 1 ms for each
expression and misses spans, weekdays of the day of publication and everything relative to another moment.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from tellings.text.folding import fold, fold_accents
from tellings.text.numbers import NUMBER, parse_number, parse_ordinal
from tellings.text.times.feasts import FEAST_NAMES, FEAST_WORDS, feast_of
from tellings.text.windows import Rule, Windows

MONTHS = (
    "january february march april may june july august september october november december"
).split()  # fmt: skip
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A time expression. `form` says which of the other fields count; see resolution.py for what each form means.

    direction: -1 back, 0 this, 1 forward. anchor: publication or text. part: early, mid, late, start, end, or a part
    of the day (morning …). bound: until, by, since, before, after, or "". until: the second end of a range.
    """

    start: int
    end: int
    form: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    count: float | None = None
    unit: str = ""
    direction: int | None = None
    anchor: str = "publication"
    part: str = ""
    bound: str = ""
    feast: str = ""
    hour: int | None = None
    minute: int | None = None
    zone: str = ""
    until: "TimePhrase | None" = None


_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_MON = rf"(?:{_MONTH}\b|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_WEEKDAY = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_WD = rf"(?:{_WEEKDAY}|(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\b\.?)"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_UNIT = "(?:second|minute|hour|day|night|week|weekend|fortnight|month|quarter|season|year|decade|century|centurie)"
_LONG_UNIT = "(?:day|night|week|weekend|fortnight|month|quarter|season|year|decade|century|millennium)"
_DAYPART = "(?:morning|afternoon|evening|night|noon|midday|midnight|dawn|dusk|daybreak|nightfall|sunrise|sunset)"
_SEASON = "(?:spring|summer|autumn|winter)"
_EDGE = r"(?:early|earlier|mid|late|later|the (?:very )?(?:beginning|start|end|middle|first half|second half|close) of)"
_VAGUE = "(?:several|a few|some|a couple of|many|a number of|recent|dozens of|scores of|hundreds of|thousands of)"
_COUNT = rf"(?:(?:{NUMBER})|an?|{_VAGUE}|half an?|one and a half|a hundred)"
_THIS = "(?:last|past|previous|preceding|this|current|same|next|coming|following|upcoming|that|present)"
_DIRECTION = {
    "last": -1, "past": -1, "previous": -1, "preceding": -1, "this": 0, "current": 0, "same": 0, "present": 0,
    "that": 0, "next": 1, "coming": 1, "following": 1, "upcoming": 1,
}  # fmt: skip
_TEXTUAL = {"previous", "preceding", "same", "following", "that"}
_CLOCK = r"(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?(?::[0-5]\d)? ?(?:a\.m\.?|p\.m\.?|am\b|pm\b)|(?:[01]?\d|2[0-3]):[0-5]\d"
_ZONE = r"(?: ?\(?(?:gmt|utc|bst|cet|cest|est|edt|et|cst|cdt|pst|pdt|eet|msk|ist|local time)\b(?: ?[+-] ?\d{1,2})?\)?)?"

Builder = Callable[[re.Match[str]], TimePhrase | None]


def _month(wording: str | None) -> int | None:
    return next((n for n, name in enumerate(MONTHS, 1) if wording and name.startswith(wording.rstrip(".")[:3])), None)


def _weekday(wording: str | None) -> int | None:
    return next((n for n, name in enumerate(WEEKDAYS) if wording and name.startswith(wording[:3])), None)


def _number(wording: str | None) -> int | None:
    digits = re.match(r"\d+", wording or "")
    return int(digits.group()) if digits else None


def _edge(wording: str | None) -> str:
    for part, words in (
        ("first half", ("first half",)), ("second half", ("second half",)), ("earlier", ("earlier",)),
        ("later", ("later",)), ("early", ("early",)), ("mid", ("mid",)), ("late", ("late",)),
        ("start", ("beginning", "start")), ("end", ("end", "close")),
    ):  # fmt: skip
        if wording and any(word in wording for word in words):
            return part
    return ""


def _at(match: re.Match[str], form: str, **fields: object) -> TimePhrase:
    return replace(TimePhrase(match.start(), match.end(), form), **fields)  # type: ignore[arg-type]


def _build_date(match: re.Match[str]) -> TimePhrase | None:
    parts = match.groupdict()
    month = _month(parts.get("month")) or _number(parts.get("mm"))
    day = _number(parts.get("day"))
    if not month or month > 12 or not day:
        return None
    return _at(
        match, "date", year=_number(parts.get("year")), month=month, day=day, weekday=_weekday(parts.get("wd")),
        part=_daypart(parts.get("part")),
    )  # fmt: skip


def _daypart(wording: str | None) -> str:
    for part, words in (
        ("morning", ("morning", "dawn", "daybreak", "sunrise")), ("afternoon", ("afternoon",)),
        ("evening", ("evening", "dusk", "sunset", "nightfall")), ("midnight", ("midnight",)),
        ("night", ("night",)), ("noon", ("noon", "midday")),
    ):  # fmt: skip
        if wording and any(word in wording for word in words):
            return part
    return _edge(wording) if wording else ""


def _build_numeric(match: re.Match[str]) -> TimePhrase | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    month, day = (second, first) if first > 12 or (match["sep"] == "." and second <= 12) else (first, second)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return _at(match, "date", year=year, month=month, day=day)


def _build_month(match: re.Match[str]) -> TimePhrase | None:
    parts = match.groupdict()
    modifier = (parts.get("this") or "").strip()
    direction = _DIRECTION.get(modifier) if modifier in ("last", "past", "this", "next", "coming") else None
    return _at(
        match, "month", year=_number(parts.get("year")), month=_month(match["month"]), direction=direction,
        part=_edge(parts.get("edge")),
    )  # fmt: skip


def _build_month_of_year(match: re.Match[str]) -> TimePhrase | None:
    """ "May last year"."""
    return _at(
        match, "month_of_year", month=_month(match["month"]), direction=_DIRECTION[match["this"]],
        part=_edge(match["edge"]),
    )  # fmt: skip


def _build_week(match: re.Match[str]) -> TimePhrase | None:
    """ "Thursday last week"."""
    return _at(match, "week", weekday=_weekday(match["wd"]), direction=_DIRECTION[match["this"]])


def _build_weekday(match: re.Match[str]) -> TimePhrase | None:
    parts = match.groupdict()
    modifier = (parts.get("this") or "").strip()
    direction = -1 if "past" in modifier else _DIRECTION.get(modifier.split(" ")[-1]) if modifier else None
    anchor = "text" if modifier in _TEXTUAL else "publication"
    count = None
    if parts.get("ago"):
        return _at(match, "weekday_ago", weekday=_weekday(match["wd"]), count=_count(parts["ago"]))
    part = _daypart(parts.get("edge") or "") or _daypart(parts.get("part") or "")
    return _at(
        match, "weekday", weekday=_weekday(match["wd"]), direction=direction, anchor=anchor, part=part, count=count
    )


def _count(wording: str) -> float | None:
    """The number in front of a unit; None for a vague one."""
    wording = wording.strip()
    if wording in ("a", "an"):
        return 1.0
    if wording.startswith("half a") and wording.split(" ")[-1] in ("a", "an"):
        return 0.5
    return parse_number(wording)


def _unit(wording: str) -> str:
    wording = wording.lower().rstrip("s") if wording != "centuries" else "century"
    return {"centurie": "century", "fortnight": "fortnight"}.get(wording, wording)


def _build_unit(match: re.Match[str]) -> TimePhrase | None:
    parts = match.groupdict()
    modifier = (parts.get("this") or "").strip()
    direction = _DIRECTION.get(modifier, 0)
    anchor = "text" if modifier in _TEXTUAL else "publication"
    unit = _unit(match["unit"])
    if unit == "night" and modifier == "last":
        return _at(match, "shift", count=-1, part="night")
    if unit in ("day", "night") and anchor == "publication" and modifier in ("this", "current", "present"):
        return _at(match, "shift", count=0, part="")
    if modifier == "past" and unit not in ("day", "night", "weekend"):
        return _at(match, "span", count=1.0, unit=unit, direction=-1)
    if unit == "day" and modifier in ("next", "last"):
        anchor = "text"
    return _at(match, "unit", unit=unit, direction=direction, anchor=anchor, part=_edge(parts.get("edge")))


def _build_span(match: re.Match[str]) -> TimePhrase | None:
    """ "the past two weeks": a length that ends or begins at the reference."""
    back = match["this"] in ("last", "past", "previous", "preceding", "recent")
    return _at(
        match, "span", count=_count(match["count"] or "some"), unit=_unit(match["unit"]), direction=-1 if back else 1
    )


def _build_ago(match: re.Match[str]) -> TimePhrase | None:
    way = match["way"]
    back = way in ("ago", "earlier", "before", "prior", "previously", "back")
    anchor = "publication" if way in ("ago", "from now", "hence", "back", "time") else "text"
    part = _daypart(match.groupdict().get("part") or "")
    return _at(
        match, "ago", count=_halves(match), unit=_unit(match["unit"]), direction=-1 if back else 1,
        anchor=anchor, part=part,
    )  # fmt: skip


def _build_neighbour(match: re.Match[str]) -> TimePhrase | None:
    back = match["way"] in ("before", "previous", "earlier", "prior")
    return _at(match, "ago", count=1.0, unit=_unit(match["unit"]), direction=-1 if back else 1, anchor="text")


def _build_shift(match: re.Match[str]) -> TimePhrase | None:
    wording = match.group()
    count = -1 if "yesterday" in wording else 1 if "tomorrow" in wording else 0
    if wording.startswith("the day"):
        count *= 2
    part = "night" if "tonight" in wording or "overnight" in wording else _daypart(match.groupdict().get("part") or "")
    return _at(match, "shift", count=count, part=part)


def _build_daypart(match: re.Match[str]) -> TimePhrase | None:
    return _at(match, "daypart", part=_daypart(match["part"]), anchor="text" if "that" in match.group() else "")


def _build_reference(match: re.Match[str]) -> TimePhrase | None:
    word = match.group()
    if any(key in word for key in ("now", "current", "present", "nowadays", "moment")):
        return _at(match, "reference", unit="PRESENT_REF", direction=0)
    back = any(key in word for key in ("recent", "former", "previous", "past", "lately", "once"))
    return _at(match, "reference", unit="PAST_REF" if back else "FUTURE_REF", direction=-1 if back else 1)


def _build_years(match: re.Match[str]) -> TimePhrase | None:
    first, last = match["first"], match["last"]
    year = int(first)
    end = int(last) if len(last) == 4 else year - year % 100 + int(last)
    if not year < end < year + 200:
        return None
    return _at(match, "year", year=year, until=_at(match, "year", year=end))


def _build_days(match: re.Match[str]) -> TimePhrase | None:
    """ "8-10 January 2023", "January 8 to 10"."""
    month, year = _month(match["month"]), _number(match.groupdict().get("year"))
    first, last = _number(match["first"]), _number(match["last"])
    if not (month and first and last and first < last <= 31):
        return None
    return _at(
        match, "date", year=year, month=month, day=first, until=_at(match, "date", year=year, month=month, day=last)
    )


def _build_year(match: re.Match[str]) -> TimePhrase | None:
    return _at(match, "year", year=int(match["year"]), part=_edge(match.groupdict().get("edge")))


def _build_decade(match: re.Match[str]) -> TimePhrase | None:
    words = "twenties thirties forties fifties sixties seventies eighties nineties".split()
    wording = match["decade"]
    if wording in words:
        year = 1920 + 10 * words.index(wording)
    else:
        digits = int(re.sub(r"\D", "", wording))
        year = digits if digits > 99 else 1900 + digits if digits > 20 else 2000 + digits
    return _at(match, "decade", year=year, part=_edge(match.groupdict().get("edge")))


def _build_century(match: re.Match[str]) -> TimePhrase | None:
    place = parse_ordinal(match["place"])
    return _at(match, "century", count=place, part=_edge(match.groupdict().get("edge"))) if place else None


def _build_season(match: re.Match[str]) -> TimePhrase | None:
    parts = match.groupdict()
    modifier = (parts.get("this") or "").strip()
    season = "autumn" if match["season"] == "fall" else match["season"]
    return _at(
        match, "season", unit=season, year=_number(parts.get("year")), direction=_DIRECTION.get(modifier),
        part=_edge(parts.get("edge")),
    )  # fmt: skip


def _build_quarter(match: re.Match[str]) -> TimePhrase | None:
    parts = match.groupdict()
    wording = match["place"]
    place = int(wording[1]) if wording[0] in "qh" else parse_ordinal(wording)
    unit = "half" if wording[0] == "h" or "half" in match.group() else "quarter"
    modifier = parts.get("this") or ""
    direction = _DIRECTION.get(modifier.strip(), 0) if modifier else None
    return _at(match, unit, count=place, year=_number(parts.get("year")), direction=direction)


def _build_duration(match: re.Match[str]) -> TimePhrase | None:
    return _at(match, "duration", count=_halves(match), unit=_unit(match["unit"]))


def _halves(match: re.Match[str]) -> float | None:
    """The number of units: "a year and a half" is 1.5."""
    count = _count(match["count"] or "some")
    return count + 0.5 if count is not None and match.groupdict().get("half") else count


def _build_set(match: re.Match[str]) -> TimePhrase | None:
    parts = match.groupdict()
    adverbs = {
        "hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week", "monthly": "month",
        "quarterly": "quarter", "annual": "year", "annually": "year", "yearly": "year", "biennial": "year",
    }  # fmt: skip
    if parts.get("adverb"):
        return _at(match, "set", unit=adverbs[parts["adverb"]], count=2 if parts["adverb"] == "biennial" else 1)
    if parts.get("wd"):
        return _at(match, "set", unit="weekday", weekday=_weekday(parts["wd"]))
    return _at(match, "set", unit=_unit(match["unit"]), count=_count(parts.get("count") or "a"))


def _build_clock(match: re.Match[str]) -> TimePhrase | None:
    wording = match["clock"]
    numbers = [int(number) for number in re.findall(r"\d+", wording)]
    if numbers[0] > 24:
        numbers = [numbers[0] // 100, numbers[0] % 100]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if re.search("[ap]", wording):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if "p" in wording else 0)
    return _at(match, "clock", hour=hour, minute=minute, zone=(match["zone"] or "").strip(" ()").upper())


def _build_feast(match: re.Match[str]) -> TimePhrase | None:
    feast = feast_of(match.group("feast"))
    if feast is None:
        return None
    before = match["eve_of"] or ""
    eve = bool(match["eve"]) or ("eve" in before or "before" in before)
    modifier = (match["this"] or "").strip()
    return _at(
        match, "feast", feast=feast, year=_number(match["year"]), count=-1 if eve else 0,
        direction=_DIRECTION.get(modifier) if modifier in ("last", "this", "next") else None,
        part="night" if "night" in before else "",
    )  # fmt: skip


def _build_iso(match: re.Match[str]) -> TimePhrase | None:
    month, day = int(match["mm"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    hour, minute = _number(match["hour"]), _number(match["minute"])
    return _at(match, "date", year=int(match["year"]), month=month, day=day, hour=hour, minute=minute)


def _build_age(match: re.Match[str]) -> TimePhrase | None:
    return _at(match, "not")


def _build_name(match: re.Match[str]) -> TimePhrase | None:
    return TimePhrase(match.start(), match.end() + 10, "not")  # its weekday too


_BUILDERS: dict[str, Builder] = {
    "ago": _build_ago,
    "century": _build_century,
    "clock": _build_clock,
    "date": _build_date,
    "daypart": _build_daypart,
    "days": _build_days,
    "decade": _build_decade,
    "duration": _build_duration,
    "feast": _build_feast,
    "iso": _build_iso,
    "month": _build_month,
    "month_of_year": _build_month_of_year,
    "neighbour": _build_neighbour,
    "numeric": _build_numeric,
    "quarter": _build_quarter,
    "reference": _build_reference,
    "season": _build_season,
    "set": _build_set,
    "shift": _build_shift,
    "span": _build_span,
    "unit": _build_unit,
    "week": _build_week,
    "weekday": _build_weekday,
    "year": _build_year,
    "years": _build_years,
}


_KINDS = {
    "month": {*MONTHS, *"jan feb mar apr jun jul aug sep sept oct nov dec".split()},
    "weekday": {*WEEKDAYS, *(day + "s" for day in WEEKDAYS), *"mon tue tues wed thu thur thurs fri sat sun".split()},
    "unit": {
        unit + ending
        for unit in """second minute hour day night week weekend fortnight month quarter season year decade century
        centurie millennium evening morning""".split()
        for ending in ("", "s")
    },
    "century": {"century"},
    "part": set(
        """morning afternoon evening night dawn dusk noon midday midnight daybreak nightfall sunrise sunset
        lunchtime""".split()
    ),
    "season": {"spring", "summer", "autumn", "winter", "fall"},
    "place": set("first second third fourth q1 q2 q3 q4 h1 h2".split())
    | {number + ending for number in "1234" for ending in ("st", "nd", "rd", "th")},
    "today": set("today tonight yesterday tomorrow overnight".split()),
    "reference": set("now nowadays currently present moment presently recently lately future past".split()),
    "often": set("hourly daily nightly weekly monthly quarterly annual annually yearly biennial".split()),
    "each": {"every", "each"},
    "decade": set("twenties thirties forties fifties sixties seventies eighties nineties".split()),
    "feast": FEAST_WORDS,
    "age": {"aged", "age", "old", "olds"},
}  # fmt: skip
# Ages are no times: "an 11-year-old boy", "aged 21", "21 years old".
_AGES = (
    r"\baged? (?:between )?\d+(?:(?:,| and| to|-| or) ?\d+)*\b",
    rf"\b(?:{NUMBER})[ -](?:years?|months?|weeks?|days?)[ -](?:old|of age)s?\b",
)
# Names that hold a time word; general patterns, not names of a week.
_NOT_TIME = rf"\b(?:bloody|super|ruby|cyber|fat|giving)(?= {_WEEKDAY})"
_NUMBERED = re.compile(
    r"(?:\bresolution|\bflight|\bno\.?|\barticle|\bsection|\bmodel|\broute|\bhighway|\bnumber|\broom|\bbus|\btrain|\bunit"
    r"|#|\$|\busd?|\beur|[€£¥])(?: of)? ?$"
)
# A quarter of a year, not of a match, where such a word stands near.
_BUSINESS = re.compile(
    r"\b(?:profits?|sales|revenues?|earnings|results|growth|grew|gdp|econom\w+|income|shares?|fiscal|output|loss(?:es)?"
    r"|exports|imports|orders|inflation|demand|dividends?|shipments|deliveries|forecast|guidance|bank)\b|[%$€£]"
)
_NEAR = 100
_PART_OF = re.compile(r"\b(?:the )?(?:(?:early|late) )?(morning|afternoon|evening|night) of (?:the )?$")
_BOUND = re.compile(
    r"\b(until|till|til|through|up to|by|since|from|before|after|prior to|as of|starting|beginning|ahead of)"
    r"(?: at least| about| around| the)? ?(?:at |on |in )?$"
)
_BOUNDS = {
    "until": "until", "till": "until", "til": "until", "through": "until", "up to": "until", "by": "by",
    "since": "since", "from": "from", "before": "before", "prior to": "before", "ahead of": "before",
    "after": "after", "as of": "since", "starting": "since", "beginning": "since",
}  # fmt: skip
_ONWARD = re.compile(r",? (?:and )?(?:onwards?|on(?=[.,;])|or later|forward)\b")
_JOIN = re.compile(r",? ?(?:to|until|till|through|and|-) ?(?:the )?$")
_DATED = frozenset(("date", "month", "year", "season", "decade", "quarter", "weekday", "clock"))


_LED = re.compile(
    r"\b(?:in|since|until|till|by|from|to|through|of|before|after|during|for|over|the|this|a|every|each|that|all) $"
)


@lru_cache(maxsize=1)
def _read_grammar() -> tuple[Windows, tuple[Builder, ...]]:
    """The rules of grammar.tsv, to be searched for, and what each builds; before them what is no time."""
    parts = {
        "MONTH": _MONTH, "MON": _MON, "WEEKDAY": _WEEKDAY, "WD": _WD, "YEAR": _YEAR, "DAY": _DAY, "UNIT": _UNIT,
        "LONG_UNIT": _LONG_UNIT, "DAYPART": _DAYPART, "SEASON": _SEASON, "EDGE": _EDGE, "COUNT": _COUNT, "THIS": _THIS,
        "CLOCK": _CLOCK, "ZONE": _ZONE, "NUMBER": NUMBER, "FEAST_NAMES": FEAST_NAMES,
    }  # fmt: skip
    lines = files("tellings.text.times").joinpath("grammar.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    rules = [Rule(re.compile(age), frozenset(("age",))) for age in _AGES]
    rules.append(Rule(re.compile(_NOT_TIME), frozenset(("weekday",))))
    for _, needs, pattern in rows:
        spelt = re.sub("@([A-Z_]+)@", lambda part: parts[part.group(1)], pattern)
        rules.append(Rule(re.compile(spelt), frozenset(needs.split())))
    builders = (_build_age, _build_age, _build_name, *(_BUILDERS[name] for name, _, _ in rows))
    return Windows(rules, {name: frozenset(words) for name, words in _KINDS.items()}), builders


@lru_cache(maxsize=256)  # several stages ask about the same text
def find_time_phrases(text: str) -> tuple[TimePhrase, ...]:
    """The time expressions of the text in order, none within another."""
    lowered = fold(text)
    kept = fold_accents(text)
    phrases = _choose(_candidates(lowered, kept))
    phrases = [phrase for phrase in phrases if phrase.form != "not"]
    return tuple(_bind(_join(phrases, lowered), lowered))


def _candidates(lowered: str, kept: str) -> Iterator[TimePhrase]:
    windows, builders = _read_grammar()
    for place, match in windows.find(lowered):
        phrase = builders[place](match)
        if phrase and (phrase.form == "not" or _plausible(phrase, lowered, kept)):
            yield phrase


def _plausible(phrase: TimePhrase, lowered: str, kept: str) -> bool:
    """Whether ambiguous words are times here: May, March, Sun, a bare year."""
    wording = kept[phrase.start : phrase.end]
    before = lowered[max(0, phrase.start - 16) : phrase.start]
    if phrase.form == "month" and phrase.year is None:
        name = re.search(r"(?i)\b(march|may|august)\b", wording)
        if name and not name.group()[0].isupper():
            return False
        if name and name.group().lower() != "august":
            after = lowered[phrase.end : phrase.end + 12]
            led = re.search(
                r"\b(?:in|since|until|till|by|from|to|through|of|before|after|and|or|between|during|for) $", before
            )
            return bool(led or phrase.part or phrase.direction is not None) and not re.match(
                r" (?:also|be|have|not)\b", after
            )
    if phrase.form == "year" and phrase.until is None:
        if _NUMBERED.search(before):
            return False
        led = re.search(
            r"\b(?:in|since|until|till|by|from|to|of|before|after|and|or|between|during|for|the|its|his|their|a|mid|early|late|year"
            r"|fiscal|around|circa|-)[ -]?$",
            before,
        )
        plural = re.match(r" (?:[a-z]+-)?[a-z]{3,}s\b(?! (?:and|or) )", lowered[phrase.end : phrase.end + 30])
        return bool(led) or not plural
    if phrase.form == "quarter" and phrase.year is None and phrase.direction is None:
        return bool(_BUSINESS.search(lowered, max(0, phrase.start - _NEAR), phrase.end + _NEAR))
    if phrase.form == "season" and phrase.year is None and phrase.direction is None and not phrase.part:
        return bool(_LED.search(before))
    if phrase.form == "duration" and phrase.unit == "hour" and before.endswith(("early ", "small ", "late ", "wee ")):
        return False
    if phrase.unit == "second" and wording.lower().startswith(("a ", "an ")):
        return False  # the second one
    if phrase.form == "ago" and lowered.startswith((" than", " or later"), phrase.end):
        return False  # "three days later than planned" says by how much
    if phrase.form == "weekday" and re.match(
        r" (?:[A-Z][a-z]+ )?(?:Times|Mirror|Telegraph|Mail|Express|Post|Herald|Tribune|Night (?:Live|Football))\b",
        kept[phrase.end : phrase.end + 24],
    ):
        return False
    return phrase.form != "clock" or "." not in wording or bool(re.search("(?i)[ap]\\.?m", wording))


def _choose(candidates: Iterator[TimePhrase]) -> list[TimePhrase]:
    """The longest of those that overlap; of equal ones the first."""
    ranked = sorted(enumerate(candidates), key=lambda pair: (pair[1].start - pair[1].end, pair[0]))
    taken: list[TimePhrase] = []
    covered: set[int] = set()
    for _, phrase in ranked:
        places = range(phrase.start, phrase.end)
        if not covered.intersection(places):
            covered.update(places)
            taken.append(phrase)
    return sorted(taken, key=lambda phrase: phrase.start)


def _join(phrases: list[TimePhrase], lowered: str) -> list[TimePhrase]:
    """ "from 3 May 2011 to 4 June 2011" is one phrase with two ends; "Sunday (8 March)" one day."""
    joined: list[TimePhrase] = []
    for phrase in phrases:
        last = joined[-1] if joined else None
        between = lowered[last.end : phrase.start] if last else ""
        if last and last.until is None and len(between) < 12 and last.form == phrase.form and last.form in _DATED:
            opening = re.search(
                r"\b(?:from|between)(?: the| about| at)? $", lowered[max(0, last.start - 16) : last.start]
            )
            if _JOIN.fullmatch(between) and (opening or "and" not in between):
                start = last.start - len(opening.group()) if opening else last.start
                joined[-1] = replace(last, start=start, end=phrase.end, until=phrase)
                continue
        if (
            last
            and last.form == "weekday"
            and phrase.form == "date"
            and between in (" (", ", ", " ", ", the ", " the ")
        ):
            joined[-1] = replace(phrase, start=last.start, weekday=last.weekday, part=phrase.part or last.part)
            continue
        joined.append(phrase)
    return joined


def _bind(phrases: list[TimePhrase], lowered: str) -> list[TimePhrase]:
    """With "until", "since" … taken in where they lead the phrase."""
    bound: list[TimePhrase] = []
    for phrase in phrases:
        if lowered[phrase.end : phrase.end + 1] == ")" and "(" in lowered[phrase.start : phrase.end]:
            phrase = replace(phrase, end=phrase.end + 1)
        part = _PART_OF.search(lowered, max(0, phrase.start - 24), phrase.start)
        if part and phrase.form in ("date", "weekday") and phrase.until is None and not phrase.part:
            if bound and bound[-1].end > part.start() and bound[-1].form == "daypart":
                bound.pop()
            if not bound or bound[-1].end <= part.start():
                phrase = replace(phrase, start=part.start(), part=part.group(1))  # "the night of 14 August"
        lead = _BOUND.search(lowered, max(0, phrase.start - 24), phrase.start)
        onward = _ONWARD.match(lowered, phrase.end)
        timed = phrase.form not in ("duration", "set", "reference", "span") and phrase.until is None
        if timed and onward and phrase.form in ("year", "month", "date"):
            phrase = replace(phrase, end=onward.end(), bound="since")
        elif timed and lead and _BOUNDS[lead.group(1)] != "from" and lead.group(1) != "after":
            phrase = replace(phrase, start=lead.start(), bound=_BOUNDS[lead.group(1)])
        elif timed and lead and lead.group(1) == "after":
            phrase = replace(phrase, bound="after", start=lead.start())
        bound.append(phrase)
    following = [*bound[1:], None]
    return [_hang(phrase, following[n], lowered) for n, phrase in enumerate(bound)]


_OWN_END = re.compile(r" ?(?:[.,;:!?)\"'-]|$|\n| (?:was|were|had|has|is|and|but|in|at|on|when|as|while)\b)")


def _hang(phrase: TimePhrase, after: TimePhrase | None, lowered: str) -> TimePhrase:
    """ "a day after the vote" hangs on what follows, "the day after" at a clause's end on what was told before."""
    if phrase.form != "ago" or not lowered[: phrase.end].endswith(("before", "after")):
        return phrase
    if after and after.start - phrase.end < 30 and after.form not in ("duration", "set", "reference", "ago", "clock"):
        return replace(phrase, anchor="following", until=None)
    if _OWN_END.match(lowered, phrase.end):
        return phrase
    return replace(phrase, anchor="elsewhere")
