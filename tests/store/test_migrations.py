"""A store as an older version left it, brought up to date with nothing lost."""

import sqlite3
from pathlib import Path

import pytest

from tellings.errors import StoreError
from tellings.store import View, layout
from tellings.store.summary import Request
from tellings.store.writer import Writer
from tests.store.test_view import summary

TOLD = b'{"outside":[],"related":[],"cases":[{"kind":"demand","state":"expected"},{"kind":"vote","state":"granted"}]}'
BEFORE = (
    b'{"id":"story-1","outside":[],"related":[],"findings":[{}],"cases":[{"decision":null},{"decision":"refused"}]}'
)


def first_version(folder: Path, contract: bytes, decisions: tuple[str | None, ...]) -> None:
    """A store of two cases as version 1 kept it."""
    asked = tuple(Request(f"side {n}", "the county", "to act", d, None, None, 1) for n, d in enumerate(decisions))
    with Writer(folder) as writer, writer.batch("2031-04-01"):
        writer.lists.put(summary(1, requests=asked, contract=contract), updated="2031-04-07")
    with sqlite3.connect(folder / layout.FILE) as connection:
        for column in ("kind", "state"):
            connection.execute(f"ALTER TABLE request DROP COLUMN {column}")
        connection.execute("PRAGMA user_version=1")
    connection.close()


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
    with pytest.raises(StoreError, match=r"of format 1, this tellings reads 2: bring it up to date"):
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
