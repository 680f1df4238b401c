"""Parquet: bytes in, a capture for each row with an article out; read by DuckDB, shut off from all else."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tellings.ingest.config import ReadConfig
from tellings.ingest.fields import fold_name, read_names
from tellings.ingest.received import Received, make_drop, show_size, why_too_long
from tellings.ingest.tables import Numbered, read_table
from tellings.records import Capture, Drop

if TYPE_CHECKING:
    import duckdb

_AT_ONCE = 64  # rows in memory
_STEP = 1024 * 1024
_MEMORY = "1GB"
_LONGEST_HTML = 4 * 1024 * 1024


def read_parquet(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """Row after row, of the columns alone that are of use."""
    import duckdb  # loaded only where it is needed: 65 MB

    try:
        with _as_file(received, config) as path, _open(path) as connection:
            columns = _list_columns(connection, path)
            wanted = [column for column in columns if _is_asked(column.name, config)] or columns
            rows = _read_rows(connection, path, wanted, config)
            yield from read_table([column.name for column in columns], rows, received, config)
    except duckdb.OutOfMemoryException:
        yield make_drop(received.origin, f"it is a Parquet file that takes more than {_MEMORY} of memory to read")
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


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    kind: str

    @property
    def quoted(self) -> str:
        return '"' + self.name.replace('"', '""') + '"'

    def longest(self, config: ReadConfig) -> int:
        """Bytes of one cell that are read: a file of some kB can hold cells of any size a million times over."""
        names = read_names()
        if fold_name(self.name) in names["html"] or ("html", self.name) in config.fields:
            return min(config.max_bytes, _LONGEST_HTML)
        return config.max_text_bytes


def _list_columns(connection: "duckdb.DuckDBPyConnection", path: Path) -> list[_Column]:
    rows = connection.execute(f"DESCRIBE SELECT * FROM {_table(path)}").fetchall()
    return [_Column(str(row[0]), str(row[1])) for row in rows]


def _is_asked(name: str, config: ReadConfig) -> bool:
    """Whether the mapping or the usual names ask for the column; a table of thousands is not read whole."""
    usual = {path.split(".")[0] for paths in read_names().values() for path in paths}
    return fold_name(name) in usual or any(path == name or path.startswith(f"{name}.") for _, path in config.fields)


def _read_rows(
    connection: "duckdb.DuckDBPyConnection", path: Path, columns: Sequence[_Column], config: ReadConfig
) -> Iterator[Numbered]:
    bounds = {column: column.longest(config) for column in columns if column.kind in ("VARCHAR", "BLOB")}
    chosen = ", ".join(
        f"CASE WHEN strlen({column.quoted}::VARCHAR) > {bounds[column]} THEN NULL ELSE {column.quoted} END"
        if column in bounds
        else column.quoted
        for column in columns
    )
    tests = [f"strlen({column.quoted}::VARCHAR) > {bound}" for column, bound in bounds.items()]
    cursor = connection.execute(f"SELECT {chosen}, {' OR '.join(tests) or 'false'} FROM {_table(path)}")
    names = [column.name for column in columns]
    number = 0
    while rows := cursor.fetchmany(_AT_ONCE):
        for *cells, long in rows:
            number += 1
            yield (
                number,
                why_too_long(config.max_text_bytes) if long else dict(zip(names, cells, strict=True)),
            )


def _table(path: Path) -> str:
    return f"read_parquet({_quote(str(path))}, binary_as_string = true, hive_partitioning = false)"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
