"""A language in, its calendar out: names of months and days of the week, the order in which figures of a date stand.

The names are those of Unicode's CLDR as the package dateparser ships them, with its own additions, and a few forms that
both lack (`months_more.tsv`); nothing is fetched.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from tellings.text.folding import fold
from tellings.text.lists import read_rows

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Languages that a detector takes for one another, and that name months alike or differently without contradiction.
_TOGETHER = (("sr", "sr-Latn", "hr", "bs"), ("nb", "nn"), ("id", "ms"))
_ALIASES = {"sh": "hr", "no": "nb"}
_LONGEST = 24  # letters of a name
_AGO = re.compile(r"^\\1 (minute|hour|day) ago$")


@dataclass(frozen=True, slots=True)
class Calendar:
    """months, weekdays: name as folded -> number (of a day: Monday is 0). order: "dmy", "mdy" or None, where the
    language does not tell. ago: unit -> patterns of "3 hours ago"."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    order: str | None
    ago: tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=64)
def read_calendar(language: str) -> Calendar:
    """The calendar of a language, with the English names where its own do not say otherwise."""
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    ago: list[tuple[str, re.Pattern[str]]] = []
    for name in (*_relatives(language), "en"):
        if (told := _read_language(name)) is None:
            continue
        for part in (told, *_locales(told)):
            _add_names(months, part, _MONTHS, 1)
            _add_names(weekdays, part, _DAYS, 0)
        ago += _read_ago(told)
    for name, number in _read_more(language):
        months.setdefault(name, number)
    return Calendar(months, weekdays, _order_of(language, None), tuple(ago))


@lru_cache(maxsize=256)
def find_order(language: str, country: str | None) -> str | None:
    """The order of day and month in dates of figures: by country where it is known, else by language; None for
    English, which is written in both orders, and for languages that begin with the year."""
    return _order_of(language, country)


def _order_of(language: str, country: str | None) -> str | None:
    told = _read_language(_ALIASES.get(language, language))
    if told is None or (language == "en" and country is None):
        return None
    local = told.get("locale_specific", {}).get(f"{language}-{country}", {}) if country else {}
    if language == "en" and f"en-{country}" not in told.get("locale_specific", {}):
        return None
    order = str(local.get("date_order") or told.get("date_order") or "").lower()
    return order if order in ("dmy", "mdy") else None


def _relatives(language: str) -> tuple[str, ...]:
    language = _ALIASES.get(language, language)
    return next((group for group in _TOGETHER if language in group), (language,))


@lru_cache(maxsize=128)
def _read_language(name: str) -> dict[str, Any] | None:
    if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?", name):
        return None
    try:
        told: dict[str, Any] = import_module(f"dateparser.data.date_translation_data.{name}").info
    except ImportError:
        return None
    return told


def _locales(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from told.get("locale_specific", {}).values()


def _add_names(into: dict[str, int], told: Mapping[str, Any], keys: tuple[str, ...], first: int) -> None:
    for number, key in enumerate(keys, first):
        for written in told.get(key, ()):
            name = fold(str(written)).strip(". ")
            if 2 <= len(name) <= _LONGEST and not any(map(str.isdigit, name)):
                into.setdefault(name, number)


def _read_ago(told: Mapping[str, Any]) -> Iterator[tuple[str, re.Pattern[str]]]:
    for key, wordings in told.get("relative-type-regex", {}).items():
        if found := _AGO.match(key):
            for wording in wordings:
                pattern = fold(str(wording)).replace(r"\d++[.,]?\d*+", r"\d{1,3}")
                yield found[1], re.compile(rf"(?<!\w){pattern}(?!\w)")


def _read_more(language: str) -> Iterator[tuple[str, int]]:
    for names, number, wordings in read_rows(__package__, "months_more.tsv"):
        if "en" in names.split() or language in names.split():
            for wording in wordings.split():
                yield fold(wording), int(number)
