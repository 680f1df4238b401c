"""Values told by several reports in, the one that most of them tell out; of those, the first told."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def most_told(told: Iterable[tuple[str, T]]) -> T:
    """Of (report, value) pairs the value that most reports tell. Raises ValueError where there is none."""
    reports: dict[T, set[str]] = {}
    for report, value in told:
        reports.setdefault(value, set()).add(report)
    return max(reports, key=lambda value: len(reports[value]))


def most_common(values: Iterable[T | None]) -> T | None:
    """The value that comes most often; None where there is none."""
    known = [value for value in values if value is not None]
    return max(dict.fromkeys(known), key=known.count) if known else None
