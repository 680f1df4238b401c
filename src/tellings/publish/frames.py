"""Tables of records in, one table of their account out: as rows, or as a frame of the library that a person works with.

The tables and columns are those of the Parquet export (`exports/flat_tables.py`, docs/exports.md).
"""

import tempfile
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from tellings.errors import CallError
from tellings.publish.exports.as_json import show_json
from tellings.publish.exports.flat_tables import SCHEMA, Row, iterate_table
from tellings.publish.exports.parquet import select_rows
from tellings.records import Tables

_LIBRARIES = {"arrow": ("pyarrow",), "pandas": ("pandas",), "polars": ("polars", "pyarrow")}  # what each needs


def build_rows(tables: Tables | Iterable[Tables], name: str) -> list[Row]:
    """The rows of a table of the account ("findings", "claims", "events" …): dicts with every column of it, None for
    what is unknown.

    tables: what `tellings.tell` or a store's `tables()` gives, or several of these. Raises CallError for a table that
    there is none of.
    """
    return list(_iterate(tables, name))


def build_frame(tables: Tables | Iterable[Tables], name: str, *, library: str = "arrow") -> Any:
    """The same table as a `pyarrow.Table` ("arrow"), a `pandas.DataFrame` or a `polars.DataFrame`, with typed columns.

    Raises CallError for a table or a library that there is none of, or a library that is not installed.
    """
    if library not in _LIBRARIES:
        raise CallError(f"library={library!r} is unknown: choose one of {', '.join(_LIBRARIES)}")
    missing = [package for package in _LIBRARIES[library] if find_spec(package) is None]
    if missing:
        raise CallError(f"library={library!r} asks for {' and '.join(missing)}: pip install {' '.join(missing)}")
    with tempfile.TemporaryDirectory(prefix="tellings-") as folder:
        path = Path(folder) / "rows.jsonl"
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(show_json(row) + "\n" for row in _iterate(tables, name))
        query, given = select_rows(name, path)
        with duckdb.connect() as connection:
            found = connection.sql(query, params=given or None)
            if library == "pandas":
                return found.df()
            arrow = found.to_arrow_table()
    return arrow if library == "arrow" else import_module("polars").from_arrow(arrow)


def _iterate(tables: Tables | Iterable[Tables], name: str) -> Iterator[Row]:
    if name not in SCHEMA:
        raise CallError(f"table {name!r} is unknown: choose one of {', '.join(SCHEMA)}")
    return iterate_table([tables] if isinstance(tables, Tables) else tables, name)
