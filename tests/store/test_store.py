"""A store's folder: what opens, what is refused and why, and what is left after a fault."""

import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.cheap_plan import CHEAP_PLAN, invent_captures

from tellings.errors import CallError, StoreBusyError, StoreError
from tellings.front.evaluating import Course
from tellings.front.keeping import add_records
from tellings.records import Capture, Report
from tellings.store import View, layout
from tellings.store.writer import Writer, parse_moment

CAPTURES = invent_captures(12, seed=2)
COURSE = Course(CHEAP_PLAN, strict=True)


def fill(folder: Path, captures: list[Capture], **options: str) -> None:
    with Writer(folder) as writer:
        add_records(writer, captures, course=COURSE, **options)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    fill(tmp_path / "store", CAPTURES[:6], added="2031-04-01T12:00")
    return tmp_path / "store"


def rows_of(store: Path) -> list[tuple[str, bytes]]:
    with View(store) as view:
        return list(view.tables().rows())


def test_a_store_that_is_not_there_is_named_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no store .*nowhere: make one with `tellings add"):
        View(tmp_path / "nowhere")
    with pytest.raises(StoreError, match=r"is no store: there is no tellings.store in it"):
        View(tmp_path)


def test_a_folder_of_other_files_is_not_made_a_store(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match=r"other files lie in it \(thesis.txt\): name a new"):
        Writer(tmp_path)
    assert not (tmp_path / layout.FILE).exists()
    Writer(tmp_path / "new" / "deep").close()


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be made"):
        Writer(tmp_path / "file")


@pytest.mark.parametrize("content", [b"", b"no database at all, " * 400, b"SQLite format 3\0" + bytes(2000)])
def test_what_is_no_database_is_told(store: Path, content: bytes) -> None:
    (store / layout.FILE).write_bytes(content)
    with pytest.raises(StoreError, match=r"cannot be read|never finished"):
        View(store)


def test_a_half_written_file_is_told_or_read_but_never_a_fault(store: Path) -> None:
    whole = (store / layout.FILE).read_bytes()
    for part in (0.1, 0.5, 0.9):
        (store / layout.FILE).write_bytes(whole[: int(len(whole) * part)])
        with pytest.raises(StoreError, match="cannot be read"), View(store) as view:
            view.stories()
            list(view.tables().rows())


def test_a_store_that_was_begun_and_never_finished_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / layout.FILE).write_bytes(b"")
    fill(tmp_path, CAPTURES[:2])
    with View(tmp_path) as view:
        assert view.counts()["captures"] == 2


def test_a_database_of_another_programme_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / layout.FILE) as other:
        other.execute("CREATE TABLE mine (x)")
    other.close()
    for opened in (View, Writer):
        with pytest.raises(StoreError, match="another programme"):
            opened(tmp_path)


def test_a_newer_store_says_so_and_an_older_one_is_brought_up_to_date(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows_of(store)
    monkeypatch.setattr(layout, "VERSION", layout.VERSION + 1)
    monkeypatch.setattr(
        layout, "MIGRATIONS", {layout.VERSION - 1: lambda connection, _: connection.execute("CREATE TABLE more (x)")}
    )
    with pytest.raises(StoreError, match=r"bring it up to date with `tellings add"):
        View(store)
    Writer(store).close()
    assert rows_of(store) == before
    monkeypatch.undo()
    with pytest.raises(StoreError, match=r"made by a newer tellings.*install the newer one"):
        View(store)
    with pytest.raises(StoreError, match="newer tellings"):
        Writer(store)


def test_a_migration_that_fails_leaves_the_store_as_it_was(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows_of(store)

    def fail(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("DROP TABLE story")
        raise sqlite3.OperationalError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(layout, "VERSION", layout.VERSION + 1)
        patch.setattr(layout, "MIGRATIONS", {layout.VERSION - 1: fail})
        with pytest.raises(StoreError, match="disk full"):
            Writer(store)
    assert rows_of(store) == before


def test_the_second_writer_is_told_who_the_first_is_and_readers_go_on(store: Path) -> None:
    with Writer(store) as first:
        with pytest.raises(StoreBusyError, match=rf"process {os.getpid()} .*since 20.*wait until it is done"):
            Writer(store)
        with first.batch("2031-04-02"):
            first.set_meta("half", "written")
            with View(store) as view:
                assert view.counts()["captures"] == 6
    Writer(store).close()


def test_a_writer_that_dies_lets_go(store: Path) -> None:
    code = (
        "import os, sys; from tellings.store.writer import Writer; w = Writer(sys.argv[1]); "
        "w.connection.execute('BEGIN IMMEDIATE'); w.connection.execute('DELETE FROM story'); os.kill(os.getpid(), 9)"
    )
    before = rows_of(store)
    subprocess.run([sys.executable, "-c", code, str(store)], check=False)
    assert rows_of(store) == before
    fill(store, CAPTURES)


def test_a_reader_sees_one_state_from_begin_to_end(store: Path) -> None:
    with View(store) as view:
        before = view.generation()
        records: Iterator[Report] = view.records(Report)
        first = next(records)
        fill(store, CAPTURES)
        assert len([first, *records]) == len([row for row in rows_of(store) if row[0] == "Report"]) - len(
            {c.id for c in CAPTURES[6:]} & {r.capture for r in view.records(Report)}
        )
        assert view.generation() > before


def test_a_folder_that_may_not_be_written_is_read_and_not_written(store: Path) -> None:
    before = rows_of(store)
    store.chmod(0o500)
    (store / layout.FILE).chmod(0o400)
    try:
        if os.access(store, os.W_OK):
            pytest.skip("this user may write anything")
        assert rows_of(store) == before
        with pytest.raises(StoreError, match="cannot be written"):
            Writer(store)
    finally:
        store.chmod(0o700)


def test_a_full_disk_ends_in_a_word_and_what_was_finished_stays(store: Path) -> None:
    """The size that a file may have stands for the disk: beyond it the system refuses as a full disk does."""
    before = rows_of(store)
    code = (
        "import resource, signal, sys; from pathlib import Path; from tests.store.test_store import *\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "size = (Path(sys.argv[1]) / layout.FILE).stat().st_size\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))\n"
        "try:\n    fill(Path(sys.argv[1]), CAPTURES)\nexcept StoreError as error:\n    print('told:', error)\n"
    )
    assert resource.getrlimit(resource.RLIMIT_FSIZE)
    done = subprocess.run([sys.executable, "-c", code, str(store)], capture_output=True, text=True, check=False)
    assert "told: the store" in done.stdout, done.stderr
    assert "what was finished before it is kept" in done.stdout or "nothing in it was changed" in done.stdout
    assert rows_of(store) == before
    fill(store, CAPTURES)


def test_clocks_that_go_backwards(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer(store) as writer:
        assert writer.choose_moment(None) >= "2031-04-01T12:00", "this machine's clock is behind the store"
        with pytest.raises(CallError, match=r"'2031-03-01' lies before 2031-04-01T12:00"):
            writer.choose_moment("2031-03-01")
    fill(store, CAPTURES)
    with View(store) as view:
        assert {row.added for row in view.reports()} == {"2031-04-01T12:00:00.000000Z"}


@pytest.mark.parametrize(
    ("wording", "moment"),
    [
        ("2023-01-05", "2023-01-05T23:59:59.999999Z"),
        ("2023-01-05T12:00", "2023-01-05T12:00:00.000000Z"),
        ("2023-01-05T12:00+02:00", "2023-01-05T10:00:00.000000Z"),
    ],
)
def test_moments(wording: str, moment: str) -> None:
    assert parse_moment(wording) == moment


@pytest.mark.parametrize("wording", ["", "yesterday", "2023-13-01", "0001-01-01T00:00+12:00"])
def test_what_is_no_moment(wording: str) -> None:
    with pytest.raises(CallError, match=r"is no moment|too far off"):
        parse_moment(wording)


def test_an_empty_store_has_no_rows_and_no_fault(tmp_path: Path) -> None:
    fill(tmp_path / "store", [])
    with View(tmp_path / "store") as view:
        assert view.contract()["stories"] == []
        assert [page.total for page in (view.stories(), view.cases(), view.drops(), view.entities())] == [0] * 4
        assert [list(tables.rows()) for tables in view.runs()] == [[]]
        assert json.dumps(view.counts())
