"""Runs of tables in, the account's own three formats out: the page to read and print, Markdown, JSON.

They are one account each, so all its stories are held at once; the formats beside these are made story by story.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from tellings import __version__
from tellings.publish.contract import build_contract
from tellings.publish.formats import render
from tellings.records import Tables


def stream_html(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """The page; nothing is left out of it."""
    yield _render(runs, "html")


def stream_md(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """The Markdown; nothing of its stories is left out of it."""
    yield _render(runs, "md")


def stream_json(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """The JSON; nothing is left out of it."""
    yield _render(runs, "json")


def _render(runs: Iterable[Tables], form: str) -> str:
    contracts = [build_contract(tables, version=__version__) for tables in runs]
    whole = {
        "tellings": __version__,
        "stories": [story for contract in contracts for story in contract["stories"]],
        "dropped": [drop for contract in contracts for drop in contract["dropped"]],
    }
    return render(whole, form)
