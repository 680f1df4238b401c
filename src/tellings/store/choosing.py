"""What a reader asks of stories in, the conditions of a query out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tellings.text.folding import fold

_WORD = re.compile(r'"([^"]*)"|(\S+)')
_COUNTRY = 2  # letters


@dataclass
class Choice:
    """Conditions that must all hold, and the values in them."""

    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def ask(self, condition: str, *values: Any) -> None:
        """One condition more."""
        self.conditions.append(condition)
        self.values += values

    def where(self) -> str:
        """The clause, "" where nothing is asked."""
        return " WHERE " + " AND ".join(self.conditions) if self.conditions else ""


def choose(
    *,
    facets: Mapping[str, str | None],
    since: str | None,
    until: str | None,
    differs: bool | None,
    open_case: bool | None,
    text: str | None,
    several: bool | None,
) -> Choice:
    """The conditions on the table of stories."""
    chosen = Choice()
    for kind, value in facets.items():
        if value:
            chosen.ask(
                "number IN (SELECT story FROM facet WHERE kind = ? AND value = ?)", kind, fold_facet(kind, value)
            )
    if since:
        chosen.ask("last >= ?", since)
    if until:
        chosen.ask("first < ?", f"{until}T99" if len(until) <= len("2023-01-08") else until)
    for wanted, column, least in ((differs, "differ", 0), (open_case, "open_cases", 0), (several, "reports", 1)):
        if wanted is not None:
            chosen.ask(f"{column} {'>' if wanted else '<='} {least}")
    if text and (words := match_words(text)):
        chosen.ask("number IN (SELECT rowid FROM found WHERE found MATCH ?)", words)
    return chosen


def fold_facet(kind: str, value: str) -> str:
    """A value as stories are found by it; a country among places by its two letters."""
    if kind == "event_type":
        return value.strip().upper()
    if kind == "place" and len(value) == _COUNTRY and value.isalpha():
        return value.upper()
    return fold(value)


def match_words(text: str) -> str:
    """The words as the full-text index has them, without accents; each quoted, so that no sign in them is taken for an
    operator."""
    asked = []
    for beside, word in _WORD.findall(fold(text)):
        bare = (beside or word).replace('"', " ").strip()
        prefix = bool(word) and bare.endswith("*")
        bare = bare.rstrip("*").strip()
        if any(letter.isalnum() for letter in bare):
            asked.append(f'"{bare}"' + ("*" if prefix else ""))
    return " ".join(asked) or '""'
