"""Runs of tables in, every table of the account as JSON Lines out: one file that says of each line which table it is
of, or a folder with a file for each table.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from tellings.publish.exports.as_json import show_json
from tellings.publish.exports.flat_tables import SCHEMA, iterate_rows
from tellings.records import Tables


def stream_jsonl(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """The rows of all tables, each an object that begins with the name of its table; nothing is left out."""
    for table, row in iterate_rows(runs):
        yield show_json({"table": table, **row}) + "\n"


def write_jsonl_tables(runs: Iterable[Tables], folder: Path) -> list[str]:
    """A file for each table, also where it has no rows; their names."""
    names = {table: f"{table}.jsonl" for table in SCHEMA}
    with ExitStack() as opened:
        files = {
            table: opened.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
            for table, name in names.items()
        }
        for table, row in iterate_rows(runs):
            files[table].write(show_json(row) + "\n")
    return [*names.values()]
