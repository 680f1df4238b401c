"""Rows of named cells in, a table in the text form that its loaders read out: TSV without quotes, or CSV with them.

Every row has a cell for each column, in the columns' order; what is not known is empty.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Cell = str | int | float | None
Row = dict[str, Cell]
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+")
_WHOLE = 1e15  # beyond it, floats are not told apart by their whole part
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. left_out: how many happenings are not in it, by the reason."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


def plain(text: str) -> str:
    """The text in one line: breaks, tabs and control characters become spaces, half of a letter the mark for one."""
    return _SURROGATE.sub("\ufffd", _BREAKS.sub(" ", text)).strip()


def show(cell: Cell) -> str:
    """The cell's text: nothing for None, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _WHOLE else repr(cell)
    return plain(str(cell))


def render_tsv(sheet: Sheet, *, header: bool = True) -> str:
    """Cells apart by tabs. Loaders of these formats read a quote as a letter or as the start of a cell, one or the
    other, so double quotes become single ones and both read the same."""
    lines = [list(sheet.columns)] if header else []
    lines += [[show(row.get(column)).replace('"', "'") for column in sheet.columns] for row in sheet.rows]
    return "".join("\t".join(cells) + "\n" for cells in lines)


def render_csv(sheet: Sheet) -> str:
    """Cells apart by commas, quoted where they must be (RFC 4180, but with plain line ends)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(sheet.columns)
    writer.writerows([show(row.get(column)) for column in sheet.columns] for row in sheet.rows)
    return text.getvalue()


def check_columns(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Raises ValueError for a cell that has no column: a misspelt name would leave a column empty unseen."""
    for row in rows:
        unknown = row.keys() - set(columns)
        if unknown:
            raise ValueError(f"no column of these names: {', '.join(sorted(unknown))}")
