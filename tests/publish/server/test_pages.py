"""Lists, stories and reports as visitors see them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tellings.publish.server import stories
from tellings.publish.server.reading import Made
from tellings.publish.server.site import Site
from tellings.publish.server.then import Then
from tellings.store.writer import Writer
from tests.publish.server.conftest import ADDED, BAKERY, WARDENS, Visit, build_tables, put


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Town asks for wardens", "Bakery calls bread back"]),
        ("text=wardens", ["Town asks for wardens"]),
        ("text=%22rye+bread%22", ["Bakery calls bread back"]),
        ("text=ward*", ["Town asks for wardens"]),
        ("place=porsund", ["Bakery calls bread back"]),
        ("place=NO", ["Town asks for wardens"]),
        ("actor=Golden+Oven", ["Bakery calls bread back"]),
        ("differs=yes", ["Town asks for wardens"]),
        ("differs=no", ["Bakery calls bread back"]),
        ("open_case=yes", ["Town asks for wardens"]),
        ("several=yes", ["Town asks for wardens"]),
        ("since=2031-04", ["Bakery calls bread back"]),
        ("until=2031-04-01", ["Town asks for wardens"]),
        ("since=2031-04&differs=yes", []),
        ("text=nobody+wrote+this", []),
    ],
)
def test_stories_are_chosen(visit: Visit, query: str, shown: list[str]) -> None:
    page = visit().get(f"/?{query}")
    assert page.status_code == 200
    for title in ("Town asks for wardens", "Bakery calls bread back"):
        assert (title in page.text) == (title in shown)
    if not shown:
        assert "No story answers to all of this" in page.text


def test_what_was_asked_stands_in_the_form_again(visit: Visit) -> None:
    page = visit().get("/?text=ice+%22cold%22&place=Halmar&differs=yes&order=oldest").text
    assert 'value="ice &#34;cold&#34;"' in page
    assert 'value="Halmar"' in page
    assert re.search(r'name="differs" value="yes" checked', page)
    assert '<option value="oldest" selected>' in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("page=0", "write a number from 1"),
        ("page=x", "write a number from 1"),
        ("page=900000", "only the first"),
        ("page=%D9%A3", "write a number from 1"),
        ("since=yesterday", "no date"),
        ("until=2031-13-01", "no date"),
        ("order=best", "choose one of"),
        ("differs=perhaps", "write yes or no"),
        ("text=" + "a+" * 17, "17 words"),
        ("text=bread+e*", "two at least"),
        ("place=" + "x" * 201, "201 letters"),
    ],
)
def test_what_cannot_be_asked_is_said(visit: Visit, query: str, words: str) -> None:
    page = visit().get(f"/?{query}")
    assert page.status_code == 400
    assert words in page.text
    assert "Go back" in page.text


@pytest.mark.parametrize("text", ['"', "*", "AND OR", '""""', "a\x00b", "NEAR(", "-x", "col:y", "\u202e", "'; --"])
def test_no_search_is_a_fault(visit: Visit, text: str) -> None:
    client = visit()
    for path in ("/", "/cases", "/entities", "/api/stories"):
        assert client.get(path, params={"text": text}).status_code == 200


def test_pages_of_a_list(visit: Visit, tmp_path: Path) -> None:
    with Writer(tmp_path / "many") as writer, writer.batch(ADDED):
        for number in range(120):
            day = f"2031-01-{number % 28 + 1:02}"
            put(writer, build_tables([type(BAKERY)(f"m{number}", f"Title {number}.", ("One thing.", "Two."), day=day)]))
    client = visit(tmp_path / "many")
    seen: list[str] = []
    path = "/?order=oldest"
    while path:
        page = client.get(path).text
        titles = re.findall(r">(Title \d+\.)<", page)
        assert 0 < len(titles) <= 50
        seen += titles
        more = re.search(r'rel="next" href="([^"]*)"', page)
        path = more[1].replace("&amp;", "&") if more else ""
    assert len(seen) == len(set(seen)) == 120
    assert 'rel="prev"' in page and 'rel="prev"' not in client.get("/").text
    assert "The list ends before this page" in client.get("/?page=9").text


def test_a_story_is_told_with_ways_on(visit: Visit) -> None:
    page = visit().get("/stories/story-a1").text
    assert "How many wardens came?" in page
    assert 'href="/reports/report-a1"' in page
    assert 'href="/judge?story=story-a1&amp;finding=finding-story-a1-differ"' in page
    assert "--judgements" not in page  # the way of a file, told on a page that is a file
    assert len(re.findall("<h1", page)) == 1


def test_nothing_offers_judging_where_there_is_none(visit: Visit) -> None:
    client = visit(judging=False)
    assert "/judge" not in client.get("/stories/story-a1").text.replace("/judgements", "")
    assert client.get("/judge?left=report-a1&right=report-a2").status_code == 404
    assert client.post("/judgements", data={"held": "differs no"}).status_code == 405


def test_every_link_within_a_page_leads_somewhere(visit: Visit) -> None:
    for path in ("/stories/story-a1", "/reports/report-a1", "/", "/cases"):
        client = visit()
        page = client.get(path).text
        ids = set(re.findall(r'\bid="([^"]+)"', page))
        assert len(ids) == len(re.findall(r'\bid="', page))
        for href in re.findall(r'href="(/[^"]*|#[^"]*)"', page):
            address, _, anchor = href.replace("&amp;", "&").partition("#")
            there = client.get(address).text if address else page
            assert "Nothing there" not in there
            assert not anchor or f'id="{anchor}"' in there, href


def test_an_earlier_part_of_an_id_leads_on(visit: Visit) -> None:
    client = visit()
    moved = client.get("/stories/report-a2")
    assert (moved.status_code, moved.headers["location"]) == (307, "/stories/story-a1")


def test_a_report_with_its_evidence_marked(visit: Visit) -> None:
    page = visit().get("/reports/report-a1").text
    assert re.search(r'<span id="s1-c\d+" class="claim differ[^>]*>Forty wardens are needed now.</span>', page)
    assert 'href="/stories/story-a1#s1-d1"' in page
    assert 'href="https://lake.example/a1"' in page


@pytest.mark.parametrize(
    "path", ["/stories/story-zz", "/reports/none", "/stories/%00", "/reports/" + "x" * 500, "/nowhere"]
)
def test_what_is_not_there(visit: Visit, path: str) -> None:
    page = visit().get(path)
    assert page.status_code == 404
    assert 'href="/"' in page.text
    assert "Traceback" not in page.text


def test_lists_beside_the_stories(visit: Visit) -> None:
    client = visit()
    assert "Golden Oven" in client.get("/entities?text=gold").text
    assert "Golden Oven" not in client.get("/entities?text=ilse").text
    assert "to send wardens" in client.get("/cases?open=yes").text
    assert "No case answers to this" in client.get("/cases?open=no").text
    assert "to send wardens" in client.get("/cases?kind=request&state=filed").text
    assert "No case answers to this" in client.get("/cases?kind=vote").text
    assert client.get("/api/cases?state=refused").json()["total"] == 0
    assert client.get("/api/cases?state=filed").json()["rows"][0]["kind"] == "request"
    assert "too short" in client.get("/drops").text
    assert "Nobody has judged" in client.get("/judgements").text
    assert "/api/facets/{kind}" in client.get("/interface").text


def test_an_empty_store(visit: Visit, tmp_path: Path) -> None:
    with Writer(tmp_path / "empty"):
        pass
    client = visit(tmp_path / "empty")
    assert "tellings add STORE PATH" in client.get("/").text
    for path in ("/entities", "/cases", "/drops", "/judgements", "/api/stories", "/api/counts"):
        assert client.get(path).status_code == 200


def test_a_page_is_sent_once_and_again_after_a_change(visit: Visit, tmp_path: Path) -> None:
    with Writer(tmp_path / "store") as writer, writer.batch(ADDED):
        put(writer, build_tables([BAKERY]))
    client = visit(tmp_path / "store")
    mark = client.get("/").headers["etag"]
    assert client.get("/", headers={"if-none-match": mark}).status_code == 304
    assert client.get("/?order=oldest", headers={"if-none-match": mark}).status_code == 200
    with Writer(tmp_path / "store") as writer, writer.batch(ADDED):
        put(writer, build_tables([type(BAKERY)("c1", "Ferry runs again", ("It runs.", "It did not run."))]))
    again = client.get("/", headers={"if-none-match": mark})
    assert again.status_code == 200
    assert "Ferry runs again" in again.text


def test_a_story_is_made_once_whatever_else_is_written(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = stories._make_story

    def count(site: Site, story: Mapping[str, Any], found: str, then: Then) -> Made:
        made.append(found)
        return make(site, story, found, then)

    monkeypatch.setattr(stories, "_make_story", count)
    with Writer(tmp_path / "store") as writer, writer.batch(ADDED):
        put(writer, build_tables([BAKERY]))
    client = visit(tmp_path / "store")
    first = client.get("/stories/story-b1")
    with Writer(tmp_path / "store") as writer, writer.batch(ADDED):
        put(writer, build_tables(WARDENS))
    again = client.get("/stories/story-b1")
    assert again.text == first.text
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert made == ["story-b1"]
    told_anew = replace(BAKERY, title="Bread is back")
    with Writer(tmp_path / "store") as writer, writer.batch(ADDED):
        put(writer, build_tables([told_anew]))
    assert "Bread is back" in client.get("/stories/story-b1").text
    assert "Look back" in client.get("/stories/story-b1?text=x").text
    assert 'name="text" value="x"' in client.get("/stories/story-b1?text=x").text


def test_headings_go_down_in_order_and_fields_have_labels(visit: Visit) -> None:
    client = visit()
    paths = [
        "/",
        "/stories/story-a1",
        "/reports/report-a1",
        "/entities",
        "/cases",
        "/drops",
        "/judgements",
        "/interface",
    ]
    for path in [*paths, "/judge?left=report-a1&right=report-b1", "/nowhere"]:
        page = client.get(path).text
        levels = [int(level) for level in re.findall(r"<h(\d)", page)]
        assert levels[0] == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        for name in re.findall(r'<(?:input|select)(?![^>]*type="(?:hidden|checkbox|radio)")[^>]*\bid="([^"]+)"', page):
            assert f'for="{name}"' in page, (path, name)
        assert 'class="skip" href="#main"' in page
        assert page.count("<main") == 1
        assert '<html lang="en">' in page
