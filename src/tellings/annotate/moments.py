"""Report, Sentences and Dating in, Moments out: every time expression with its interval, precision and TIMEX3 value.

A weekday, a month or a day without its year is read from the day of publication, by the tense of its verb; "two days
later" from the moment told before. Without a day of publication, what hangs on it keeps its wording and no interval.
Ages are no moments.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from tellings.records import Dating, Interval, Moment, Precision, Report, Sentence, Span, make_id
from tellings.stage import Cut, Group, Stage
from tellings.text.tense import find_verb, is_ahead, tense_of
from tellings.text.times.phrases import TimePhrase, find_time_phrases
from tellings.text.times.resolution import Dates, resolve_phrase

_EASTERN = {"12-25": "julian 12-25", "easter+0": "pascha+0", "easter-2": "pascha-2", "easter+1": "pascha+1"}
_WEEK = 7
_BREATH = 120  # characters: about a clause to either side
_BETWEEN = re.compile(
    r"\)?[ ,]*(?:local time|(?:[A-Z]{3,4})?[ ,]*(?:\([^()]{1,20}\))?)?[ ,]*(?:on)?[ ,]*"
)  # "at noon on"
_STANDS_ALONE = frozenset(("year", "decade", "century"))


def find_moments(report: Report, sentences: Sequence[Sentence], published: Interval | None) -> list[Moment]:
    """The moments of a report, in order. `published`: as the Dating says, a day or (where inferred) a stretch."""
    starts = [sentence.span.start for sentence in sentences]
    moments: list[Moment] = []
    told: Dates | None = None
    named: dict[int, date] = {}
    where = -1
    phrases = follow_calendar(find_time_phrases(report.text), report.text)
    for number, phrase in enumerate(phrases):
        place = bisect_right(starts, phrase.start) - 1
        sentence = sentences[place] if place >= 0 and phrase.start < sentences[place].span.end else None
        tense = _tense(sentence, phrase) if sentence else ""
        near = told if place - where <= 2 else None
        after = next((other for other in phrases[number + 1 : number + 3] if other.form != "clock"), None)
        timed = phrase.form in ("clock", "daypart") and after and after.form in ("date", "weekday", "shift", "feast")
        if timed and after and _BETWEEN.fullmatch(report.text, phrase.end, after.start):
            near = resolve_within(after, published, tense=tense)  # "at noon on Friday"
        elif phrase.anchor == "following":
            near = resolve_within(phrases[number + 1], published, tense=tense)
        elif phrase.anchor == "elsewhere":
            near = None
        dates = resolve_within(phrase, published, tense=tense, previous=near)
        if phrase.form == "weekday" and phrase.direction is None and dates.first and phrase.weekday in named:
            day = named[phrase.weekday]
            if abs((dates.first - day).days) <= _WEEK:  # "Sunday (8 March) … on Sunday" is one Sunday
                dates = resolve_phrase(phrase, day, tense="past")
        if phrase.form == "date" and dates.first and dates.first == dates.last:
            named[dates.first.weekday()] = dates.first
        moments.append(_build_moment(report, phrase, dates))
        if dates.known and dates.kind in ("date", "time") and phrase.form not in ("reference", "clock"):
            told, where = dates, place
    return moments


def follow_calendar(phrases: Sequence[TimePhrase], text: str) -> list[TimePhrase]:
    """With Christmas and Easter by the Orthodox calendar throughout, where the text once says so or speaks of the
    Orthodox or of the Julian calendar in the same breath."""
    around = [text[max(0, phrase.start - _BREATH) : phrase.end + _BREATH].lower() for phrase in phrases]
    eastern = {phrase.feast for phrase in phrases} | {
        _EASTERN[phrase.feast]
        for phrase, words in zip(phrases, around, strict=True)
        if phrase.feast in _EASTERN and ("orthodox" in words or "julian calendar" in words)
    }
    return [
        replace(phrase, feast=_EASTERN[phrase.feast]) if _EASTERN.get(phrase.feast) in eastern else phrase
        for phrase in phrases
    ]


def resolve_within(
    phrase: TimePhrase, published: Interval | None, *, tense: str = "", previous: Dates | None = None
) -> Dates:
    """As resolve_phrase; where the day of publication is known as a stretch only, so is what hangs on it."""
    first = published.first_day() if published else None
    last = published.last_day() if published else None
    if first and last and (last - first).days <= _WEEK and phrase.form == "weekday":
        last = first  # news is told of the days up to the first on which it can have been published
    if first is None or last is None or first == last:
        return resolve_phrase(phrase, first or last, tense=tense, previous=previous)
    low = resolve_phrase(phrase, first, tense=tense, previous=previous)
    high = resolve_phrase(phrase, last, tense=tense, previous=previous)
    if (low.first, low.last) == (high.first, high.last):
        return low
    ends = [end for end in (low.first, low.last, high.first, high.last) if end]
    value = low.value if low.value == high.value else f"{low.value}/{high.value}"
    return Dates(
        min(ends) if low.first and high.first else None, max(ends) if low.last and high.last else None,
        "range", value, low.kind,
    )  # fmt: skip


def _tense(sentence: Sentence, phrase: TimePhrase) -> str:
    words = sentence.tokens
    place = next((n for n, token in enumerate(words) if token.end > phrase.start), None)
    verb = find_verb(words, place) if place is not None else None
    if verb is None or place is None:
        return "past" if sentence.title else ""
    tense = tense_of(words, verb)
    if tense == "past" and phrase.form in ("date", "month", "feast") and is_ahead(words, verb):
        return ""  # "was set for 3 May": nearest to publication, before or after
    if tense == "ahead":  # "a request to come before Christmas"
        return "" if phrase.form in ("date", "feast") else "future"
    return tense


def _build_moment(report: Report, phrase: TimePhrase, dates: Dates) -> Moment:
    span = Span(report.id, phrase.start, phrase.end)
    anchor = "absolute" if _is_absolute(phrase) else "publication"
    if phrase.anchor in ("text", "following", "elsewhere"):
        anchor = "text"
    return Moment(make_id("moment", span, dates.value), span, _interval(dates), anchor, dates.kind, dates.value)


def _is_absolute(phrase: TimePhrase) -> bool:
    return phrase.form in _STANDS_ALONE or phrase.year is not None


def _interval(dates: Dates) -> Interval | None:
    if not dates.known:
        return None
    clock = "" if dates.hour is None else f"T{dates.hour:02}:{dates.minute or 0:02}"
    return Interval(_iso(dates.first, clock), _iso(dates.last, clock), Precision(dates.precision or "range"))


def _iso(value: date | None, clock: str) -> str | None:
    return value.isoformat() + clock if value else None


def _run(group: Group) -> Iterable[Moment]:
    report = group.one(Report)
    datings = group.of(Dating)
    published = datings[0].published if datings else report.published
    return find_moments(report, group.of(Sentence), published)


STAGE = Stage("moments", reads=(Report, Sentence, Dating), writes=(Moment,), cut=Cut.EACH, run=_run)
