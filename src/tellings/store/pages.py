"""What a reader of a store is handed: pages of rows, one dataclass for each list. Times are ISO 8601: those of the
store itself in UTC (`2026-11-22T07:50:00.000000Z`), those of reports as printed (`2023-01-08`, `2023-01-08T20:09`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tellings.records import Report

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Some rows of a longer list. total: of the whole list; offset: how many come before these."""

    rows: Sequence[R]
    total: int
    offset: int
    limit: int

    def __iter__(self) -> Iterator[R]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story in a list. first, last: when its reports were published, None where nothing tells; updated: when it was
    last told anew. places, actors: the most named. lines: independent lines of reporting."""

    id: str
    headline: str
    first: str | None
    last: str | None
    reports: int
    publishers: int
    lines: int
    differ: int
    agree: int
    single: int
    cases: int
    open_cases: int
    updated: str
    places: tuple[str, ...]
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report with the story it stands in and when it was added."""

    report: Report
    story: str
    headline: str
    added: str


@dataclass(frozen=True, slots=True)
class EntityRow:
    """Somebody or something named alike in one story or several."""

    name: str
    kind: str
    country: str | None
    stories: int
    mentions: int


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A request with the story it stands in. decision None: open, as far as the reports go. kind and state: as of a
    `Case`."""

    id: str
    story: str
    headline: str
    requester: str
    addressee: str
    asked: str
    decision: str | None
    decided: str | None
    decided_by: str | None
    reports: int
    last: str | None
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class DropRow:
    """What was left out: where it came from, at which stage, why, when. same_as: the report that it is once more."""

    id: str
    capture: str
    stage: str
    reason: str
    detail: str
    same_as: str | None
    added: str


@dataclass(frozen=True, slots=True)
class RulingRow:
    """What a person holds, when it was said, and what took it back. left, right: reports as they are called now, or
    words of reports (`report-…:12-40`)."""

    number: int
    left: str
    right: str
    relation: str
    verdict: bool
    by: str
    reason: str
    detail: str
    judged: str
    undoes: int | None
    undone: int | None


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that stories can be chosen by, as shown, and how many stories have it."""

    value: str
    name: str
    stories: int
