"""A table's columns and rows in, a capture for each row that holds an article out; whatever the table was stored as."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from tellings.ingest.config import ReadConfig
from tellings.ingest.field_values import show_value
from tellings.ingest.fields import fold_name, has_body
from tellings.ingest.received import Received, make_drop
from tellings.ingest.rows import make_row_capture, parse_row, show_names, sum_drops
from tellings.records import Capture, Drop

_TRIED = 50  # rows looked at for a column of running text
_FEWEST_WORDS = 20  # in a cell of running text, on average

# The number of the row for showing, and its cells by column, or why it cannot be read.
Numbered = tuple[int, Mapping[str, Any] | str]


def read_table(
    columns: Sequence[str], rows: Iterable[Numbered], received: Received, config: ReadConfig
) -> Iterator[Capture | Drop]:
    """The rows one by one, after a look at whether the columns hold what is asked for."""
    missing = _find_missing(columns, config)
    if missing or not (_maps_body(config) or has_body(columns)):
        yield make_drop(received.origin, _why_unread(columns, missing, rows))
        return
    yield from sum_drops(_read_rows(rows, received, config), received.origin)


def _read_rows(rows: Iterable[Numbered], received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    number = 0
    for number, cells in rows:
        origin = f"{received.origin}#{number}"
        if number > config.max_rows:
            yield make_drop(received.origin, f"it holds more than {config.max_rows} rows; the rest was not read")
            return
        if isinstance(cells, str):
            yield make_drop(origin, cells)
            continue
        row = parse_row(cells, config)
        if row.text or row.html:
            yield from make_row_capture(row, received, origin, config)
        else:
            yield make_drop(origin, "this row holds no text of an article")
    if not number:
        yield make_drop(received.origin, "it is a table without rows")


def _maps_body(config: ReadConfig) -> bool:
    return any(ours in ("text", "html") for ours, _ in config.fields)


def _find_missing(columns: Sequence[str], config: ReadConfig) -> list[tuple[str, str]]:
    """Fields that the call names and the table lacks, but for those with another column for the same."""
    lacking = [(ours, theirs) for ours, theirs in config.fields if not _has_column(columns, theirs)]
    met = {ours for ours, theirs in config.fields if (ours, theirs) not in lacking}
    return [(ours, theirs) for ours, theirs in lacking if ours not in met]


def _has_column(columns: Sequence[str], path: str) -> bool:
    return any(path == column or path.startswith(f"{column}.") for column in columns)


def _why_unread(columns: Sequence[str], missing: Sequence[tuple[str, str]], rows: Iterable[Numbered]) -> str:
    if missing:
        ours, theirs = missing[0]
        nearest = next((column for column in columns if fold_name(column) == fold_name(theirs)), None)
        meant = f"did you mean --field {ours}={nearest}?" if nearest else "name one of these"
        return f"it has no column {theirs!r} for --field {ours}={theirs}; it has {show_names(columns)}: {meant}"
    telling = find_telling(columns, rows)
    if telling is None:
        return (
            f"it is a table of values, not of reports: its columns are {show_names(columns)}; "
            "if one of them holds text, name it with --field text=COLUMN"
        )
    return (
        f"it is a table with no column of a name under which text is usually kept; it has {show_names(columns)}: "
        f"name the one with the text, perhaps --field text={telling}"
    )


def find_telling(columns: Sequence[str], rows: Iterable[Numbered]) -> str | None:
    """The column with the most words in its first rows, None where none holds running text."""
    counts = dict.fromkeys(columns, 0)
    tried = 0
    for _, cells in islice(rows, _TRIED):
        if isinstance(cells, str):
            continue
        tried += 1
        for column in columns:
            counts[column] += len((show_value(cells.get(column)) or "")[:5000].split())
    best = max(counts, key=counts.__getitem__, default=None)
    return best if best is not None and tried and counts[best] >= _FEWEST_WORDS * tried else None


def name_columns(names: Sequence[str]) -> list[str]:
    """The names without spaces around them; nameless ones by their number, doubled ones with it."""
    named: list[str] = []
    for number, name in enumerate(names, 1):
        name = name.strip() or str(number)
        named.append(f"{name} {number}" if name in named else name)
    return named
