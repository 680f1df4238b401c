"""Rows of named cells in, a table in the text form that its loaders read out: TSV without quotes, or CSV with them.

Every row has a cell for each column, in the columns' order; what is not known is empty. Reports are anybody's words,
and a spreadsheet runs a cell that begins like a formula: such text has an apostrophe put before it. Numbers have not.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Cell = str | int | float | None
Row = dict[str, Cell]
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+")
_WHOLE = 1e15  # beyond it, floats are not told apart by their whole part
_FORMULA = frozenset("=+-@＝＋－＠")  # spreadsheets of some languages also take the wide ones
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
    """The cell's text: nothing for None, whole numbers without a point, an apostrophe before what looks a formula."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _WHOLE else repr(cell)
    if isinstance(cell, int):
        return str(cell)
    text = plain(cell)
    return f"'{text}" if text[:1] in _FORMULA else text


def stream_tsv(columns: Sequence[str], rows: Iterable[Row], *, header: bool = True) -> Iterator[str]:
    """Lines of cells apart by tabs. Loaders of these formats read a quote as a letter or as the start of a cell, one or
    the other, so double quotes become single ones and both read the same."""
    if header:
        yield "\t".join(columns) + "\n"
    for row in rows:
        yield "\t".join(show(row.get(column)).replace('"', "'") for column in columns) + "\n"


def stream_csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Lines of cells apart by commas, quoted where they must be (RFC 4180, but with plain line ends)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        yield _take(text)
        writer.writerow([show(row.get(column)) for column in columns])
    yield _take(text)


def _take(text: io.StringIO) -> str:
    """What was written since."""
    written = text.getvalue()
    text.seek(0)
    text.truncate()
    return written


def render_tsv(sheet: Sheet, *, header: bool = True) -> str:
    """The sheet as TSV."""
    return "".join(stream_tsv(sheet.columns, sheet.rows, header=header))


def render_csv(sheet: Sheet) -> str:
    """The sheet as CSV."""
    return "".join(stream_csv(sheet.columns, sheet.rows))


def check_columns(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Raises ValueError for a cell that has no column: a misspelt name would leave a column empty unseen."""
    for row in rows:
        unknown = row.keys() - set(columns)
        if unknown:
            raise ValueError(f"no column of these names: {', '.join(sorted(unknown))}")
