"""A store as an older version left it, brought up to date with nothing lost."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from bench.cheap_plan import CHEAP_PLAN, invent_captures

from tellings.engines.local import run_plan
from tellings.errors import StoreError
from tellings.front.evaluating import Course
from tellings.front.keeping import add, add_records
from tellings.store import View, layout
from tellings.store.summary import Request
from tellings.store.writer import Writer
from tests.store.test_view import summary

TOLD = b'{"outside":[],"related":[],"cases":[{"kind":"demand","state":"expected"},{"kind":"vote","state":"granted"}]}'
BEFORE = (
    b'{"id":"story-1","outside":[],"related":[],"findings":[{}],"cases":[{"decision":null},{"decision":"refused"}]}'
)
CAPTURES = invent_captures(24, seed=5)
COURSE = Course(CHEAP_PLAN, strict=True)


def first_version(folder: Path, contract: bytes, decisions: tuple[str | None, ...]) -> None:
    """A store of two cases as version 1 kept it."""
    asked = tuple(Request(f"side {n}", "the county", "to act", d, None, None, 1) for n, d in enumerate(decisions))
    with Writer(folder) as writer, writer.batch("2031-04-01"):
        writer.lists.put(summary(1, requests=asked, contract=contract), updated="2031-04-07")
    with sqlite3.connect(folder / layout.FILE) as connection:
        for column in ("kind", "state"):
            connection.execute(f"ALTER TABLE request DROP COLUMN {column}")
        take_scores_out(connection)
        connection.execute("PRAGMA user_version=1")
    connection.close()


def take_scores_out(connection: sqlite3.Connection) -> None:
    """What version 3 added."""
    connection.execute("DROP TABLE scored")
    connection.execute("DROP INDEX chunk_home")
    connection.execute("CREATE UNIQUE INDEX chunk_home ON chunk (kind, home, stage, key)")


def second_version(folder: Path) -> list[tuple[str, bytes]]:
    """A store of a dozen pages as version 2 kept it; its rows."""
    with Writer(folder) as writer:
        add_records(writer, CAPTURES[:10], course=COURSE, added="2031-04-01")
    with sqlite3.connect(folder / layout.FILE) as connection:
        take_scores_out(connection)
        connection.execute("PRAGMA user_version=2")
    connection.close()
    with sqlite3.connect(folder / layout.FILE) as connection:
        rows = connection.execute("SELECT kind, rows FROM chunk ORDER BY id").fetchall()
    connection.close()
    return rows


@pytest.mark.parametrize(
    ("contract", "decisions", "told"),
    [
        (TOLD, (None, "granted"), [("side 0", "demand", "expected"), ("side 1", "vote", "granted")]),
        (BEFORE, (None, "refused"), [("side 0", "request", "filed"), ("side 1", "request", "refused")]),
        (b"{}", (None,), [("side 0", "request", "filed")]),
    ],
)
def test_cases_get_the_kind_and_state_that_their_account_tells(
    tmp_path: Path, contract: bytes, decisions: tuple[str | None, ...], told: list[tuple[str, str, str]]
) -> None:
    first_version(tmp_path / "store", contract, decisions)
    with pytest.raises(StoreError, match=r"of format 1, this tellings reads 3: bring it up to date"):
        View(tmp_path / "store")
    Writer(tmp_path / "store").close()
    with View(tmp_path / "store") as view:
        assert [(row.requester, row.kind, row.state) for row in view.cases()] == told


def test_accounts_of_before_get_what_pages_ask_for(tmp_path: Path) -> None:
    first_version(tmp_path / "store", BEFORE, (None, "refused"))
    Writer(tmp_path / "store").close()
    with View(tmp_path / "store") as view:
        mark, told = view.story(view.stories().rows[0].id)
        assert [finding["values"] for finding in told["findings"]] == [[]]
        assert [(case["id"], case["open"], case["states"]) for case in told["cases"]] == [
            ("case-1-1", True, []), ("case-1-2", False, [])
        ]  # fmt: skip
        assert mark


def test_an_account_that_tells_all_is_left_as_it_was(tmp_path: Path) -> None:
    first_version(tmp_path / "store", TOLD, (None, "granted"))
    with sqlite3.connect(tmp_path / "store" / layout.FILE) as connection:
        before = connection.execute("SELECT * FROM account").fetchall()
    Writer(tmp_path / "store").close()
    with sqlite3.connect(tmp_path / "store" / layout.FILE) as connection:
        assert connection.execute("SELECT * FROM account").fetchall() == before
    connection.close()


def test_what_was_judged_is_found_as_numbers_and_more_can_be_added(tmp_path: Path) -> None:
    second_version(tmp_path / "store")
    told: list[tuple[str, int, int]] = []
    with Writer(tmp_path / "store", progress=lambda *far: told.append(far)) as writer:
        assert writer.rows.scores("same_story")
        add_records(writer, CAPTURES, course=COURSE, added="2031-04-02")
    assert told[0] == ("bringing_the_store_up_to_date", 0, len(told)), "it says how far it is"
    assert [done for _, done, _ in told] == list(range(len(told)))
    with View(tmp_path / "store") as view:
        assert list(view.tables().rows()) == list(run_plan(CHEAP_PLAN, CAPTURES, strict=True).rows())


def test_killed_on_the_way_it_is_as_it_was_and_goes_on_next_time(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    before = second_version(folder)
    code = (
        "import os, sys; from tellings.store.writer import Writer\n"
        "def die(name, done, of):\n    if done == 2: os.kill(os.getpid(), 9)\n"
        "Writer(sys.argv[1], progress=die)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with pytest.raises(StoreError, match=r"of format 2, this tellings reads 3"):
        View(folder)
    with sqlite3.connect(folder / layout.FILE) as connection:
        assert connection.execute("SELECT kind, rows FROM chunk ORDER BY id").fetchall() == before
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'scored'").fetchone() == (0,)
    connection.close()
    Writer(folder).close()
    with View(folder) as view:
        assert list(view.tables().rows()) == list(run_plan(CHEAP_PLAN, CAPTURES[:10], strict=True).rows())


def test_adding_to_an_older_store_says_how_far_it_is(tmp_path: Path) -> None:
    second_version(tmp_path / "store")
    (tmp_path / "page.txt").write_bytes(CAPTURES[0].content)
    told: list[str] = []
    course = Course(CHEAP_PLAN, strict=True, progress=lambda name, *_: told.append(name))
    add(tmp_path / "store", [str(tmp_path / "page.txt")], course=course)
    assert told[0] == "bringing_the_store_up_to_date"
