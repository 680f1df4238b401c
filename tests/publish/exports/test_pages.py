import json
import re
from collections import Counter

import pytest

from tellings import __version__
from tellings.publish.contract import build_contract
from tellings.publish.contract_json import render_json
from tellings.publish.exports import make_export, stream_export
from tellings.publish.formats import render
from tests.publish.conftest import build_tables
from tests.publish.exports.loading import runs


@pytest.mark.parametrize("name", ["html", "md", "json"])
def test_they_are_the_accounts_own(name: str) -> None:
    made = make_export(build_tables(), name)
    assert made.text == render(build_contract(build_tables(), version=__version__), name)
    assert made.left_out == {}


def test_the_page_says_how_it_is_printed() -> None:
    page = make_export(build_tables(), "html").text
    (styles,) = re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL)
    assert re.search(r"@page\s*\{[^}]*size:\s*A4", styles)
    printed = styles[styles.index("@media print") :]
    assert "display: none" in printed or "display:none" in printed  # what only helps on a screen stays off the paper
    assert "<script src=" not in page and "<link" not in page  # nothing is fetched to print it


def test_several_runs_are_one_account() -> None:
    account = json.loads("".join(stream_export(runs(), "json", Counter())))
    alone = [json.loads(render_json(build_contract(tables, version=__version__))) for tables in runs()]
    assert account["stories"] == [story for each in alone for story in each["stories"]]
    assert account["dropped"] == [drop for each in alone for drop in each["dropped"]]
