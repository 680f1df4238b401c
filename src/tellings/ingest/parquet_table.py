"""Parquet: bytes in, a capture for each row with an article out; read by DuckDB, shut off from all else."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tellings.ingest.config import ReadConfig
from tellings.ingest.fields import fold_name, read_names
from tellings.ingest.received import Received, make_drop, show_size
from tellings.ingest.tables import Numbered, read_table
from tellings.records import Capture, Drop

if TYPE_CHECKING:
    import duckdb

_AT_ONCE = 64  # rows in memory
_STEP = 1024 * 1024
_MEMORY = "1GB"


def read_parquet(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """Row after row, of the columns alone that are of use."""
    import duckdb  # loaded only where it is needed: 65 MB

    try:
        with _as_file(received, config) as path, _open(path) as connection:
            columns = _list_columns(connection, path)
            wanted = _choose(columns, config)
            rows = _read_rows(connection, path, wanted or columns)
            yield from read_table(columns, rows, received, config)
    except duckdb.Error as error:
        yield make_drop(received.origin, "it is a damaged Parquet file", detail=str(error)[:300])
    except (OSError, ValueError, MemoryError) as error:
        yield make_drop(received.origin, f"it cannot be read: {str(error).lower()[:200]}")


@contextmanager
def _as_file(received: Received, config: ReadConfig) -> Iterator[Path]:
    """The file itself, or a copy that is gone afterwards: Parquet is read from its end, and by name."""
    tape = received.open(config)
    name = getattr(tape.file, "name", None)
    if isinstance(name, str) and Path(name).is_file():
        yield Path(name).resolve()
        return
    with tempfile.TemporaryDirectory(prefix="tellings-") as folder:
        path = Path(folder) / "table.parquet"
        with path.open("wb") as copy:
            while piece := tape.read(_STEP):
                if copy.tell() + len(piece) > config.max_spool_bytes:
                    raise ValueError(f"it is larger than {show_size(config.max_spool_bytes)}, the limit here")
                copy.write(piece)
        yield path


@contextmanager
def _open(path: Path) -> "Iterator[duckdb.DuckDBPyConnection]":
    """A database in memory that may read this one file, write nothing, load nothing and change none of that."""
    import duckdb

    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        connection.execute("SET threads = 1")
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET temp_directory = ''")
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET autoload_known_extensions = false")
        connection.execute(f"SET allowed_paths = [{_quote(str(path))}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


def _list_columns(connection: "duckdb.DuckDBPyConnection", path: Path) -> list[str]:
    return [str(row[0]) for row in connection.execute(f"DESCRIBE SELECT * FROM {_table(path)}").fetchall()]


def _choose(columns: Sequence[str], config: ReadConfig) -> list[str]:
    """The columns that the mapping or the usual names ask for; a table of thousands is not read whole."""
    usual = {name.split(".")[0] for names in read_names().values() for name in names}
    mapped = {theirs for _, theirs in config.fields}
    return [
        column
        for column in columns
        if fold_name(column) in usual or any(path == column or path.startswith(f"{column}.") for path in mapped)
    ]


def _read_rows(connection: "duckdb.DuckDBPyConnection", path: Path, columns: Sequence[str]) -> Iterator[Numbered]:
    chosen = ", ".join(f'"{column.replace(chr(34), chr(34) * 2)}"' for column in columns)
    cursor = connection.execute(f"SELECT {chosen} FROM {_table(path)}")
    number = 0
    while rows := cursor.fetchmany(_AT_ONCE):
        for cells in rows:
            number += 1
            yield number, dict(zip(columns, cells, strict=True))


def _table(path: Path) -> str:
    return f"read_parquet({_quote(str(path))}, binary_as_string = true, hive_partitioning = false)"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
