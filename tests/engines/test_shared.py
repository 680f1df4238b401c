"""Rows in a shared folder: whole files or none, of a size, and what is wrong with the folder is named."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.engines import shared
from tellings.engines.shared import (
    Row,
    RunFolder,
    check_seen,
    check_shared,
    list_left,
    read_rows,
    remove_files,
    write_rows,
)
from tellings.errors import EngineError, PathError

ROWS = [("Report", "r:report-1", b"\x00\xff one"), ("Drop", "", b""), ("Report", "r:report-\u00e9", b"two")]
rows_of_any = st.lists(
    st.tuples(st.text("RDé'\"\n ", max_size=5), st.text("r:1%{}", max_size=5), st.binary(max_size=40))
)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_LATE", 0.0)


def test_rows_come_out_as_they_went_in(tmp_path: Path) -> None:
    names = write_rows(str(tmp_path), "some", ROWS)
    assert list(read_rows(str(tmp_path), names)) == ROWS
    assert [path.name for path in tmp_path.iterdir()] == ["some-0.parquet"] == list(names)
    assert write_rows(str(tmp_path), "none", []) == ()


@given(rows_of_any, rows_of_any)
def test_any_rows_of_several_files_come_out_in_order(
    tmp_path_factory: pytest.TempPathFactory, first: list[Row], second: list[Row]
) -> None:
    folder = str(tmp_path_factory.getbasetemp())
    names = (*write_rows(folder, "b", first), *write_rows(folder, "a", second))
    assert list(read_rows(folder, names)) == first + second


def test_the_files_are_parquet_that_others_read(tmp_path: Path) -> None:
    (name,) = write_rows(str(tmp_path), "some", ROWS)
    with duckdb.connect() as connection:
        source = {"source": str(tmp_path / name)}
        columns = connection.execute("DESCRIBE SELECT * FROM read_parquet($source)", source).fetchall()
        packing = connection.execute("SELECT DISTINCT compression FROM parquet_metadata($source)", source).fetchall()
    assert [column[:2] for column in columns] == [("kind", "VARCHAR"), ("key", "VARCHAR"), ("row", "BLOB")]
    assert packing == [("ZSTD",)]


def test_large_rows_are_spread_over_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_FILE", 1000)
    monkeypatch.setattr(shared, "_AT_ONCE", 1000)
    rows = [("Report", str(number), os.urandom(400)) for number in range(7)]
    rows.insert(3, ("Report", "large", os.urandom(5000)))
    names = write_rows(str(tmp_path), "some", rows)
    held = [[len(row[2]) for row in read_rows(str(tmp_path), [name])] for name in names]
    assert held == [[400, 400], [400], [5000], [400, 400], [400, 400]]
    assert list(read_rows(str(tmp_path), names)) == rows


def test_written_again_a_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    names = write_rows(str(tmp_path), "some", ROWS)
    assert write_rows(str(tmp_path), "some", ROWS[:1]) == names
    assert list(read_rows(str(tmp_path), names)) == ROWS[:1]
    remove_files(str(tmp_path), [*names, "never.parquet"])
    assert list(tmp_path.iterdir()) == []


def test_what_fails_on_the_way_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(EngineError, match=r"cannot be written .*No space left.*give --shared a folder with room"):
        write_rows(str(tmp_path), "some", ROWS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("impatient")
def test_a_file_that_is_not_seen_names_the_folder_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=rf"{socket.gethostname()} does not see .*{tmp_path.name}.*at the same path"):
        list(read_rows(str(tmp_path), ["some-0.parquet"]))
    with pytest.raises(EngineError, match=r"nowhere .*--shared must name one folder"):
        list(read_rows(str(tmp_path / "nowhere"), ["some-0.parquet"]))
    with pytest.raises(EngineError, match=r"nowhere .*--shared must name one folder"):
        write_rows(str(tmp_path / "nowhere"), "some", ROWS)


def test_a_file_that_is_seen_late_is_waited_for(tmp_path: Path) -> None:
    def write() -> None:
        time.sleep(0.3)
        late.joinpath("some-0.parquet").rename(tmp_path / "some-0.parquet")

    late = tmp_path / "late"
    late.mkdir()
    names = write_rows(str(late), "some", ROWS)
    writer = Thread(target=write)
    writer.start()
    assert list(read_rows(str(tmp_path), names)) == ROWS
    writer.join()


@pytest.mark.parametrize("content", [b"", b"PAR1 half a file", b"PAR1" * 100])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "some-0.parquet").write_bytes(content)
    with pytest.raises(EngineError, match=rf"{tmp_path.name} cannot be read on .*run the same call again"):
        list(read_rows(str(tmp_path), ["some-0.parquet"]))


def test_only_a_folder_can_be_shared(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "none"):
        with pytest.raises(PathError, match=r"--shared .* is no folder: make it, where all machines"):
            RunFolder(path)
    (tmp_path / "a*b").mkdir()
    with pytest.raises(PathError, match="name another folder"):
        check_shared(tmp_path / "a*b")


def test_a_run_takes_its_folder_away(tmp_path: Path) -> None:
    run, other = RunFolder(tmp_path), RunFolder(tmp_path)
    names = write_rows(str(run.path), "some", ROWS)
    check_seen(str(run.path))
    assert list_left(tmp_path) == [], "both go on"
    run.remove()
    run.remove()
    assert list(tmp_path.iterdir()) == [other.path]
    with pytest.raises(EngineError, match="does not see"):
        list(read_rows(str(run.path), names))
    with pytest.raises(EngineError, match="does not see"):
        check_seen(str(run.path))


def test_what_a_killed_run_left_is_listed(tmp_path: Path) -> None:
    script = (
        "import sys, time; from tellings.engines.shared import RunFolder, write_rows\n"
        "run = RunFolder(sys.argv[1]); write_rows(str(run.path), 'some', [('Report', 'r:1', b'one')] * 9)\n"
        "print('ready', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        assert list_left(tmp_path) == []
        process.kill()
    (left,) = list_left(tmp_path)
    assert (left.path.parent, left.host, left.files) == (tmp_path, socket.gethostname(), 2)
    assert left.size > 100
    assert left.begun.endswith("Z")


def test_what_another_machine_began_is_listed_and_what_it_says_is_not_trusted(tmp_path: Path) -> None:
    marks: list[bytes] = [
        json.dumps({"host": "elsewhere", "pid": os.getpid(), "begun": "2031-04-01T10:00:00Z"}).encode(),
        b"[]",
        b"\xff",
        json.dumps({"host": 1, "pid": "x", "begun": None}).encode(),
    ]
    for number, mark in enumerate(marks):
        folder = tmp_path / f"tellings-run-{number}"
        folder.mkdir()
        (folder / "run.json").write_bytes(mark)
    (tmp_path / "tellings-run-file").touch()
    (tmp_path / "pages").mkdir()
    assert [(left.path.name[-1], left.host, left.begun) for left in list_left(tmp_path)] == [
        ("0", "elsewhere", "2031-04-01T10:00:00Z"), ("1", "", ""), ("2", "", ""), ("3", "", ""),
    ]  # fmt: skip
