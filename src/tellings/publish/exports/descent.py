"""A story of the account in; which report rests on which out, with the direction where it can be told.

The account puts the source left as far as it can be told, and where nothing tells, one of the two. A direction is
stated only where a version names its earlier one, where just one of the two names the other, or where one is older by
their dates of publication.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tellings.publish.exports.accounts import Told
from tellings.records import Interval, Precision

DEPENDS = {  # what the later of two reports is to the earlier
    "copy": "copy of", "derived": "rewritten from", "shared_agency": "same agency text as", "quotes_other": "credits",
    "version": "later version of",
}  # fmt: skip
_DAY = 10  # letters of an ISO day


@dataclass(frozen=True, slots=True)
class Descent:
    """A link of two reports. source and later are told apart only where `directed`."""

    source: str
    later: str
    relation: str
    directed: bool
    score: float
    reason: str
    by: str
    evidence: tuple[Mapping[str, Any], ...]


def iterate_descents(told: Told) -> Iterator[Descent]:
    """Every link of the story's lineage."""
    for link in told.story["lineage"]["links"]:
        source = _find_source(told, link)
        yield Descent(
            source=source or link["left"],
            later=link["left"] if source == link["right"] else link["right"],
            relation=link["relation"],
            directed=source is not None,
            score=link["score"],
            reason=link["reason"],
            by=link["by"],
            evidence=tuple(link["evidence"]),
        )


def _find_source(told: Told, link: Mapping[str, Any]) -> str | None:
    """The report that the other has it from, or is a version of; None where nothing tells."""
    left, right = str(link["left"]), str(link["right"])
    if link["relation"] == "version":
        ordered = {(each["earlier"], each["report"]) for each in told.story["changes"] if each["ordered"]}
        ordered |= {(report["supersedes"], report["id"]) for report in told.reports.values()}
        pairs = ((left, right), (right, left))
        return next((earlier for earlier, later in pairs if (earlier, later) in ordered), None)
    if link["relation"] == "shared_agency":  # both have it from a third
        return None
    # Passages come in pairs; what names the other report stands alone, so an odd number is one naming, and the account
    # has the one that is named left.
    if len(link["evidence"]) % 2 == 1 or _is_older(told.reports[left], told.reports[right]):
        return left
    return right if _is_older(told.reports[right], told.reports[left]) else None


def _is_older(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    first, second = left["published"], right["published"]
    if not first or not second or not first["end"] or not second["start"]:
        return False
    if to_the_minute(first) and to_the_minute(second):
        return rank_of(first) < rank_of(second)
    return str(first["end"])[:_DAY] < str(second["start"])[:_DAY]


def to_the_minute(when: Mapping[str, Any]) -> bool:
    """Whether it is known to the minute, with the zone."""
    return bool(when["start"] and when["zone"] and len(when["start"]) > _DAY)


def rank_of(when: Mapping[str, Any]) -> str:
    """What times are put in order by."""
    return Interval(when["start"], when["end"], Precision(when["precision"]), when["zone"]).rank()


def in_utc(when: Mapping[str, Any] | None) -> str | None:
    """The moment in UTC, 2031-05-05T19:30:00Z, of what is known to the minute with its zone; else None."""
    return f"{rank_of(when)}:00Z" if when and to_the_minute(when) else None


def day_told(when: Mapping[str, Any] | None) -> str | None:
    """The day by the clock of the source, where it is known to the day."""
    if not when or not when["start"] or not when["end"] or when["start"][:_DAY] != when["end"][:_DAY]:
        return None
    return str(when["start"])[:_DAY]
