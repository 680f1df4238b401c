"""Two versions of an article in the account: what changed, with the way to the words before and after."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tellings.publish.contract import build_contract
from tellings.publish.markdown import render_markdown
from tellings.publish.page.render import render_page
from tellings.records import Change, Drop, Judgement, Revision, Span, Story, Tables
from tests.reports import make_report

FIRST = make_report("A storm took the roofs of three barns in Tolna.\n\nNobody was hurt.", name="a.txt", outlet="Lot")
LATER = replace(
    make_report("A storm took the roofs of eight barns in Tolna.\n\nA cat is missing.", name="b.txt", outlet="Lot"),
    supersedes=FIRST.id,
)


def find(report: Any, words: str) -> Span:
    start = report.text.index(words)
    return Span(report.id, start, start + len(words))


def tell(*, ordered: bool = True) -> dict[str, Any]:
    changes = (
        Change("number", find(FIRST, "three"), find(LATER, "eight")),
        Change("removed", find(FIRST, "Nobody was hurt."), None),
        Change("added", None, find(LATER, "A cat is missing.")),
        Change("number", None, find(LATER, "eight")),
        Change("reworded", find(FIRST, FIRST.text), find(LATER, LATER.text)),
    )
    revision = Revision("revision", LATER.id, FIRST.id, "the same address; nothing tells", ordered, changes, 3)
    link = Judgement("j", FIRST.id, LATER.id, "copy_of", True, 1.0, "two versions", "trace_copies", "version")
    again = Drop("drop", "folder/c.txt", "settle", "met again unchanged: the same as a.txt", same_as=FIRST.id)
    story = Story("story", (FIRST.id, LATER.id))
    return build_contract(Tables([FIRST, LATER, revision, link, again, story]), version="0")


def test_the_contract_tells_what_changed_and_what_was_met_again() -> None:
    contract = tell()
    (story,) = contract["stories"]
    (revision,) = story["changes"]
    assert (revision["report"], revision["earlier"], revision["more"]) == (LATER.id, FIRST.id, 3)
    assert revision["changes"][0]["before"] == {"report": FIRST.id, "start": 26, "end": 31}
    assert revision["changes"][1]["after"] is None
    assert [report["met_again"] for report in story["reports"]] == [["folder/c.txt"], []]
    assert contract["dropped"][0]["same_as"] == FIRST.id
    assert [report["supersedes"] for report in story["reports"]] == [None, FIRST.id]
    assert [link["relation"] for link in story["lineage"]["links"]] == ["version"]


@pytest.mark.parametrize(("ordered", "words"), [(True, "A later version of"), (False, "Another version of")])
def test_the_page_leads_to_the_words_before_and_after(ordered: bool, words: str) -> None:
    page = render_page(tell(ordered=ordered))
    assert words in page and ("<title>later version of" in page) is ordered
    revised = page[page.index('class="revised"') :].split("</div>")[0]
    for place in revised.split('href="#')[1:]:
        assert f'id="{place.split(chr(34))[0]}"' in page
    assert "taken out" in revised and "3 sentences more" in revised
    assert "The same page, unchanged" in page and "c.txt" in page
    assert "Left out" not in page  # a page met again is not lost


def test_every_key_of_it_is_described() -> None:
    described = (Path(__file__).parents[2] / "docs" / "account.md").read_text(encoding="utf-8")
    (story,) = tell()["stories"]
    keys = {*story["changes"][0], *story["changes"][0]["changes"][0], "met_again", "same_as"}
    assert not [key for key in keys if f"`{key}`" not in described]
    kinds = {change["kind"] for change in story["changes"][0]["changes"]}
    assert not [kind for kind in kinds if f"`{kind}`" not in described]


def test_markdown_says_the_same() -> None:
    told = render_markdown(tell())
    assert "A later version of" in told and "“three”" in told and "“eight”" in told
    assert "the same page, unchanged: folder/c.txt" in told and "Left out" not in told
