"""Rows of a store in, lines on standard output out: to read, or JSON, an object a line."""

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from tellings.store.pages import Page
from tellings.text.plain import show_plain

R = TypeVar("R")


def add_pages(command: argparse.ArgumentParser) -> None:
    """Which part of a list, and how."""
    command.add_argument("--offset", type=int, default=0, metavar="N", help="leave out the first N")
    command.add_argument("--limit", type=int, default=50, metavar="N", help="no more than N (default: 50)")
    add_json(command)


def add_json(command: argparse.ArgumentParser) -> None:
    """For programmes."""
    command.add_argument("--json", action="store_true", help="an object a line, for programmes")


def add_moment(command: argparse.ArgumentParser) -> None:
    """As known when."""
    command.add_argument(
        "--as-of", metavar="MOMENT", help="as known then: 2023-01-05 (the end of that day) or 2023-01-05T12:00"
    )
    add_clock(command)


def add_clock(command: argparse.ArgumentParser) -> None:
    """By which of the two clocks."""
    command.add_argument(
        "--clock",
        choices=("added", "published"),
        default="added",
        help="what counts as known: what had been added to the store, or what had been published (default: added)",
    )


def print_rows(rows: Iterable[R], *, as_json: bool, line: Callable[[R], str]) -> None:
    """Each row."""
    for row in rows:
        print(json.dumps(_plain(row), ensure_ascii=False) if as_json else show_plain(line(row)))


def say_more(page: "Page[Any]") -> int:
    """What the list holds beyond this page, on standard error; the exit status."""
    beyond = page.total - page.offset - len(page)
    if beyond > 0:
        print(f"{beyond} more: --offset {page.offset + len(page)}", file=sys.stderr)
    elif not page.total:
        print("nothing", file=sys.stderr)
    return 0


def _plain(row: Any) -> Any:
    return dataclasses.asdict(row) if dataclasses.is_dataclass(row) and not isinstance(row, type) else row
