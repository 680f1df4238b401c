import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from tellings.publish.exports import write_export
from tellings.publish.exports.flat_tables import SCHEMA
from tellings.records import Tables
from tests.publish.exports.loading import runs, with_wording


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place: Path = tmp_path_factory.mktemp("tables")
    write_export(runs(), "parquet", place / "day")
    write_export(runs(), "jsonl-tables", place / "lines")
    return place


@pytest.mark.parametrize("table", SCHEMA)
def test_duckdb_and_arrow_read_the_rows_that_were_written(folder: Path, table: str) -> None:
    lines = (folder / "lines" / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    path = folder / "day" / f"{table}.parquet"
    assert pq.read_table(path).to_pylist() == told
    read = duckdb.read_parquet(str(path))
    types = [str(kind).replace('"', "") for kind in read.types]
    assert dict(zip(read.columns, types, strict=True)) == SCHEMA[table]
    assert [dict(zip(read.columns, row, strict=True)) for row in read.fetchall()] == told


def test_it_is_the_same_when_made_again(folder: Path, tmp_path: Path) -> None:
    write_export(runs(), "parquet", tmp_path / "again")
    for table in SCHEMA:
        name = f"{table}.parquet"
        assert (tmp_path / "again" / name).read_bytes() == (folder / "day" / name).read_bytes()


def test_no_runs_make_empty_tables(tmp_path: Path) -> None:
    write_export([], "parquet", tmp_path / "none")
    for table, columns in SCHEMA.items():
        read: Any = pq.read_table(tmp_path / "none" / f"{table}.parquet")
        assert read.num_rows == 0 and read.column_names == [*columns]


@pytest.mark.parametrize(
    "wording", ["a\x00b", "\ud800", "\U0001f600 \u202e", '"]}', "\\u0000", "\u2028", "x" * 300_000]
)
def test_hostile_wording_stays_in_its_cell(tmp_path: Path, wording: str) -> None:
    tables: Tables = with_wording(wording)
    write_export([tables], "parquet", tmp_path / "day")
    read = pq.read_table(tmp_path / "day" / "reports.parquet").to_pylist()
    shown = wording.replace("\ud800", "\ufffd")
    assert next(row["outlet"] for row in read if row["report"] == "own") == shown
