"""Records in, those that stand within a stretch of a report out, in the order of their places."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from tellings.records import Mention, Moment, Place, Quantity, Quote, Span

R = TypeVar("R")


class Stretches(Generic[R]):
    """Records by report and place, sorted once and then asked for many stretches. find_span: where a record stands."""

    def __init__(self, records: Iterable[R], find_span: Callable[[R], Span]) -> None:
        own: dict[str, list[tuple[int, int, R]]] = {}
        for record in records:
            span = find_span(record)
            own.setdefault(span.report, []).append((span.start, span.end, record))
        for stretches in own.values():
            stretches.sort(key=_place)
        self._own = own

    def touching(self, span: Span) -> list[R]:
        """Those that overlap with the span."""
        own = self._own.get(span.report, ())
        return [record for start, end, record in own if start < span.end and span.start < end]

    def within(self, span: Span) -> list[R]:
        """Those that lie wholly within the span."""
        own: Sequence[tuple[int, int, R]] = self._own.get(span.report, ())
        found = []
        for n in range(bisect_left(own, span.start, key=_start), len(own)):
            start, end, record = own[n]
            if start >= span.end:
                break
            if end <= span.end:
                found.append(record)
        return found


def span_of(record: Mention | Moment | Place | Quantity | Quote) -> Span:
    """Where the record stands."""
    return record.span


def _place(stretch: tuple[int, int, object]) -> tuple[int, int]:
    return stretch[0], stretch[1]


def _start(stretch: tuple[int, int, object]) -> int:
    return stretch[0]
