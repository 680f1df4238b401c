from dataclasses import replace
from typing import Any

import pytest

from tellings.publish.contract import build_contract
from tellings.publish.counting import Tally
from tellings.publish.markdown import render_markdown
from tellings.publish.page import render_page
from tellings.publish.words_for import count_behind
from tellings.records import Furniture, Report, Tables


def report(key: str, outlet: str | None, *lines: str, supersedes: str | None = None) -> Report:
    furniture = tuple(Furniture("legal", line) for line in lines)
    return Report(key, "c", f"{key}.txt", outlet, None, None, None, "en", "Text.", furniture, supersedes=supersedes)


def test_three_numbers_are_not_the_same() -> None:
    owned = "© 2031 Ostervik Communications Ltd"
    reports = [
        report("a", "Halmar Post", owned),
        report("b", "Halmar Post", owned, supersedes="a"),
        report("c", "Inland Sun", owned),
        report("d", None),
        report("e", None),
        report("f", "Lake Weekly"),
    ]
    tally = Tally(reports, [["a", "b"], ["c", "d"], ["e"], ["f"]])
    assert tally.count("abcdef") == {"articles": 5, "publishers": 2, "unnamed_publishers": 2, "independent_lines": 4}
    assert tally.count("ab") == {"articles": 1, "publishers": 1, "unnamed_publishers": 0, "independent_lines": 1}
    assert tally.count("cd") == {"articles": 2, "publishers": 1, "unnamed_publishers": 1, "independent_lines": 1}
    assert tally.count([]) == {"articles": 0, "publishers": 0, "unnamed_publishers": 0, "independent_lines": 0}


def test_versions_in_a_circle_end() -> None:
    reports = [report("a", "X", supersedes="b"), report("b", "X", supersedes="a")]
    assert Tally(reports, [["a", "b"]]).count("ab")["publishers"] == 1


def owned(tables: Tables) -> dict[str, Any]:
    """The story, where three outlets name one owner."""
    imprint = (Furniture("legal", "© 2031 Ostervik Communications Ltd"),)
    own = {"r0", "r1", "r3"}
    tables.replace(Report, [replace(r, furniture=imprint) if r.id in own else r for r in tables.of(Report)])
    return build_contract(tables, version="0")


def test_outlets_of_one_owner_count_once_in_story_and_findings(tables: Tables) -> None:
    story = owned(tables)["stories"][0]
    assert (story["counts"]["articles"], story["counts"]["publishers"], story["counts"]["independent_lines"]) == (
        5,
        3,
        3,
    )
    assert story["publishers"][0]["outlets"] == ["Northern Wire", "The Halmar Courier", "Lake Observer"]
    number = next(finding for finding in story["findings"] if finding["id"] == "f-number")
    assert {key: number["counts"][key] for key in ("articles", "publishers")} == {"articles": 4, "publishers": 2}


def test_page_and_markdown_say_why_publishers_are_fewer(tables: Tables) -> None:
    contract = owned(tables)
    for text in (render_page(contract), render_markdown(contract)):
        assert "3 publishers" in text
        assert "their pages name Ostervik Communications as owner" in text
    assert "2 articles, 1 publisher, 1 line" in render_page(contract)


@pytest.mark.parametrize(("named", "told"), [(0, "4 articles, 3 lines"), (2, " unnamed, 3 lines")])
def test_publishers_that_nothing_names_are_not_counted_as_such(tables: Tables, named: int, told: str) -> None:
    """Neither above the story nor behind what is said; where some are named, the others are told of beside them."""
    reports = tables.of(Report)
    tables.replace(Report, [*reports[:named], *(replace(r, outlet=None, url=None) for r in reports[named:])])
    contract = build_contract(tables, version="0")
    assert told in render_markdown(contract)
    for text in (render_page(contract), render_markdown(contract)):
        assert (" publisher" in text.replace("no publisher", "")) == bool(named)


def test_what_stands_behind_a_statement_in_words() -> None:
    assert count_behind(3, 2, 0, 1) == "3 articles, 2 publishers, 1 line"
    assert count_behind(1, 1, 2, 2) == "1 article, 1 publisher and 2 unnamed, 2 lines"
    assert count_behind(30, 0, 30, 1) == "30 articles, 1 line"
