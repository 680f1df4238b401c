"""What a reader lists of a story, laid down when the story is told: made by whoever renders it, kept by the writer."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """An entity of a story. value: the name as it is compared."""

    id: str
    value: str
    name: str
    kind: str
    country: str | None
    mentions: int


@dataclass(frozen=True, slots=True)
class Request:
    """A case of a story."""

    requester: str
    addressee: str
    asked: str
    decision: str | None
    decided: str | None
    decided_by: str | None
    reports: int
    kind: str = "request"
    state: str = "filed"


@dataclass(frozen=True, slots=True)
class Value:
    """A value that the story can be chosen by. kind: place, actor or event_type."""

    kind: str
    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a story: reports, named publishers, independent lines, findings by status."""

    reports: int
    publishers: int
    lines: int
    differ: int
    agree: int
    single: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A story as it is listed. contract: its part of the account, as JSON; text: what its words are searched in;
    nearest: the score from which a report outside it would be shown as near to it."""

    id: str
    headline: str
    first: str | None
    last: str | None
    counts: Counts
    places: Sequence[str]
    actors: Sequence[str]
    values: Sequence[Value]
    entities: Sequence[NamedEntity]
    requests: Sequence[Request]
    text: str
    contract: bytes
    nearest: float
