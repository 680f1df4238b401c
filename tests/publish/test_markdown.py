from typing import Any

from tellings.publish.contract import build_contract
from tellings.publish.markdown import escape, render_markdown
from tellings.records import Tables


def test_differences_show_each_value_with_its_reports(contract: dict[str, Any]) -> None:
    text = render_markdown(contract)
    assert "### 1. Were residents warned before the flood? (corrupted copy)" in text
    assert "- “for not warning” \\[A Northern Wire" in text
    assert "- “for warning” \\[A The Halmar Courier" in text


def test_every_note_cited_is_there(contract: dict[str, Any]) -> None:
    told, _, notes = render_markdown(contract).partition("## Notes")
    numbers = {line.split()[1] for line in notes.splitlines() if line.startswith("- ") and line.split()[1].isdigit()}
    cited = {
        part.strip(", ]\\")
        for chunk in told.split("\\[")[1:]
        for part in chunk.split("\\]")[0].replace(",", " ").split()
        if part.strip(", ]\\").isdigit()
    }
    assert cited
    assert cited <= numbers


def test_sections_follow_each_other(contract: dict[str, Any]) -> None:
    text = render_markdown(contract)
    heads = ["In short", "Where they differ", "Agreed", "Only one says", "The request", "Timeline", "Family tree"]
    heads += ["Quotations", "Reports", "Notes", "Standing alone", "Left out"]
    places = [text.index(f"\n## {head}\n") for head in heads]
    assert places == sorted(places)


def test_a_case_tells_its_kind_and_what_it_went_through(contract: dict[str, Any]) -> None:
    (case, *_) = contract["stories"][0]["cases"]
    told = {"start": "2031-03-02", "end": "2031-03-02", "precision": "day"}
    turns = [
        {"state": "announced", "from": None, "to": None, "precision": "unknown", "reported": told, "claims": []},
        {
            "state": "filed",
            "from": "2031-03-05",
            "to": "2031-03-05",
            "precision": "day",
            "reported": None,
            "claims": [],
        },
    ]
    asked = {**case, "kind": "application", "state": "announced", "states": turns}
    text = render_markdown({**contract, "stories": [{**contract["stories"][0], "cases": [asked]}]})
    told_of = text.partition("\n## The application\n")[2]
    assert f"{case['requester']} is to ask {case['addressee']}" in told_of
    assert "States: announced (told 2 March 2031), filed 5 March 2031." in told_of


def test_text_cannot_become_markup() -> None:
    assert escape("<b>*bold*</b> [x](y)\nnext & last") == "\\<b\\>\\*bold\\*\\</b\\> \\[x\\](y) next &amp; last"
    assert escape("- no list") == "\\- no list"


def test_nothing_to_tell() -> None:
    assert render_markdown(build_contract(Tables(), version="0")) == "# Nothing to tell\n"


def test_one_is_not_many(contract: dict[str, Any]) -> None:
    story = contract["stories"][0]
    counts = {**story["counts"], "reports": 1, "publishers": 0, "independent_lines": 1}
    text = render_markdown({**contract, "stories": [{**story, "counts": counts}]})
    assert "\n1 report · no publishers · 1 independent line\n" in text
