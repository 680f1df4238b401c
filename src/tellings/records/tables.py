"""Records in, tables out: one table for each kind of record, ordered and without doubles; runs can be compared."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from tellings.records import readings, reports, stories

R = TypeVar("R")

KINDS: tuple[type, ...] = (
    reports.Capture, reports.Draft, reports.Report, reports.Revision, reports.Dating, reports.Drop,
    readings.Sentence, readings.Mention, readings.Moment, readings.Place, readings.Quantity, readings.Quote,
    readings.Event,
    stories.Profile, stories.Appearance, stories.Judgement, stories.Story, stories.Entity, stories.Claim,
    stories.Finding, stories.Case, stories.Happening, stories.Account,
)  # fmt: skip
_BY_NAME = {kind.__name__: kind for kind in KINDS}


def order_of(record: Any) -> tuple[str, int, int, str]:
    """Where a record stands in its table: by report, then by place in its text, then by id."""
    span = getattr(record, "span", None)
    if span is None:
        return (getattr(record, "report", ""), 0, 0, record.id)
    return (span.report, span.start, span.end, record.id)


def write_row(record: Any) -> bytes:
    """The record as one line of JSON."""
    return msgspec.json.encode(record)


def read_row(kind: str, row: bytes) -> Any:
    """The record that `write_row` wrote. Raises KeyError for an unknown kind, msgspec.ValidationError for a bad row."""
    return msgspec.json.decode(row, type=_BY_NAME[kind])


class Tables:
    """All records of a run, by kind. `add` orders each table and drops records whose id is there already."""

    def __init__(self, records: Iterable[Any] = ()) -> None:
        self._tables: dict[type, dict[str, Any]] = {kind: {} for kind in KINDS}
        self.add(records)

    def add(self, records: Iterable[Any]) -> None:
        """Take in the records. Raises TypeError for something that is no record."""
        touched = set()
        for record in records:
            table = self._tables.get(type(record))
            if table is None:
                raise TypeError(f"{record!r} is no record; the kinds are in tellings.records.tables.KINDS")
            table.setdefault(record.id, record)
            touched.add(type(record))
        for kind in touched:
            table = self._tables[kind]
            self._tables[kind] = {record.id: record for record in sorted(table.values(), key=order_of)}

    def replace(self, kind: type[R], records: Iterable[R]) -> None:
        """Put the records in place of the whole table of their kind."""
        self._tables[kind] = {}
        self.add(records)

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of that kind, in order."""
        return tuple(self._tables[kind].values())

    def get(self, kind: type[R], id: str) -> R:
        """The record of that id. Raises KeyError."""
        found: R = self._tables[kind][id]
        return found

    def rows(self) -> Iterator[tuple[str, bytes]]:
        """Every record as (name of its kind, JSON), table by table."""
        for kind, table in self._tables.items():
            for record in table.values():
                yield kind.__name__, write_row(record)
