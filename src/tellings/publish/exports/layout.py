"""Runs of tables and a format's layout in; its rows out, one happening after the other, and what has no row counted.

A run is the tables of one or more whole stories. A large store hands over one after the other; one at a time is held.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tellings.publish.exports.happenings import Told, find_happened, number_ids
from tellings.publish.exports.sheet import Row, Sheet, check_columns
from tellings.records import Tables

Make = Callable[[Told, int], "Sequence[Row] | str"]


@dataclass(frozen=True, slots=True)
class Layout:
    """columns: in order. prepare: from a run's tables what makes the rows of a happening out of it and its number, or
    says in words why it has none."""

    columns: tuple[str, ...]
    prepare: Callable[[Tables], Make]


def iterate_rows(runs: Iterable[Tables], layout: Layout, left_out: Counter[str]) -> Iterator[Row]:
    """The rows of the happenings that a report tells to have happened; `left_out` is counted up as they are made."""
    taken: set[int] = set()
    for tables in runs:
        told, others = find_happened(tables)
        left_out.update(others)
        numbers = number_ids(told, taken)
        make = layout.prepare(tables)
        for each in told:
            made = make(each, numbers[each.id])
            if isinstance(made, str):
                left_out[made] += 1
                continue
            check_columns(layout.columns, made)
            yield from made


def build_sheet(tables: Tables, layout: Layout) -> Sheet:
    """All rows of one run, with the number of happenings left out and why."""
    left_out: Counter[str] = Counter()
    rows = tuple(iterate_rows([tables], layout, left_out))
    return Sheet(layout.columns, rows, dict(left_out))
