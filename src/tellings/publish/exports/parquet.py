"""Runs of tables in, every table of the account as a Parquet file out, with the types of its columns.

DuckDB writes them from JSON Lines, a stretch of rows at a time, so that no table is held in memory.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from tellings.publish.exports.flat_tables import SCHEMA
from tellings.publish.exports.json_lines import write_jsonl_tables
from tellings.records import Tables

_LONGEST = 64 * 1024 * 1024  # bytes of a row: a report of 2 MB as JSON escapes it, with room


def write_parquet(runs: Iterable[Tables], folder: Path) -> list[str]:
    """A file for each table, also where it has no rows; their names."""
    rows = write_jsonl_tables(runs, folder)
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1; SET preserve_insertion_order = true")
        names = [_convert(connection, table, folder) for table in SCHEMA]
    for name in rows:
        (folder / name).unlink()
    return names


def _convert(connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> str:
    name = f"{table}.parquet"
    rows, given = select_rows(table, folder / f"{table}.jsonl")
    target = {"target": str(folder / name)}
    connection.execute(f"COPY ({rows}) TO $target (FORMAT parquet, COMPRESSION zstd)", given | target)
    return name


def select_rows(table: str, source: Path) -> tuple[str, dict[str, str]]:
    """The query, with its parameters, for a table's rows as JSON Lines: typed columns, also where there are no rows."""
    if not source.stat().st_size:
        columns = ", ".join(f'NULL::{kind} AS "{column}"' for column, kind in SCHEMA[table].items())
        return f"SELECT {columns} WHERE false", {}
    columns = ", ".join(f"'{column}': '{kind}'" for column, kind in SCHEMA[table].items())
    how = f"format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = {_LONGEST}"
    return f"SELECT * FROM read_json($source, {how})", {"source": str(source)}
