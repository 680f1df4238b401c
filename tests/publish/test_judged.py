"""What the account says of judgements: why one story, what nearly was a link, what a person overrules."""

import html
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tellings.ingest.judged_reports import judge_reports
from tellings.ingest.judgements import read_rulings
from tellings.publish.contract import build_contract
from tellings.publish.judgement_rows import render_judgements
from tellings.publish.markdown import render_markdown
from tellings.publish.page import render_page
from tellings.records import Account, Judgement, Report, Tables
from tests.publish.conftest import TEXTS, at


def alike(left: str, right: str, score: float) -> Judgement:
    return Judgement(
        f"s-{left}-{right}", left, right, "same_story", score > 0.2, score, "share locks, wardens", "same_story"
    )


def person(left: str, right: str, relation: str, verdict: bool, reason: str = "I asked both desks") -> Judgement:
    return Judgement(
        f"p-{left}-{right}", left, right, relation, verdict, float(verdict), reason, "Edna Fell"
    )  # fmt: skip


@pytest.fixture
def judged(tables: Tables) -> Tables:
    """The story with judgements on what belongs together."""
    tables.add([alike("r0", "r1", 0.9), alike("r0", "r2", 0.5), alike("r3", "r2", 0.3), alike("r3", "r9", 0.15)])
    return tables


def told(tables: Tables) -> dict[str, Any]:
    story: dict[str, Any] = build_contract(tables, version="0")["stories"][0]
    return story


def test_each_report_says_what_it_is_nearest_to(judged: Tables) -> None:
    together = told(judged)["together"]
    assert {near["report"]: near["nearest"] for near in together} == {"r0": "r1", "r1": "r0", "r2": "r0", "r3": "r2"}
    assert {near["reason"] for near in together} == {"share locks, wardens"}


def test_what_came_near_is_named_with_its_story(judged: Tables) -> None:
    nearest = told(judged)["outside"][0]
    assert (nearest["other"], nearest["other_named"], nearest["story"]) == ("r9", "Pellworm Weekly", "s-alone")


def test_a_pair_that_was_not_linked_shows_why(tables: Tables) -> None:
    for pair in told(tables)["lineage"]["apart"]:
        assert pair["reason"]
        assert pair["by"] == "trace_copies"


def test_a_no_takes_the_link_away_and_shows_what_it_overrules(judged: Tables) -> None:
    judged.add([person("r0", "r2", "copy_of", False)])
    judged.replace(Account, [replace(a, lines=(("r0", "r1"), ("r2",), ("r3",), ("r4",))) for a in judged.of(Account)])
    story = told(judged)
    assert [(link["left"], link["right"]) for link in story["lineage"]["links"]] == [("r0", "r1")]
    (ruling,) = story["judgements"]
    assert ruling["overrules"]
    assert ruling["before"]["by"] == "trace_copies"
    assert ruling["outcome"] == ""
    (pair,) = (pair for pair in story["lineage"]["apart"] if pair["by"] == "Edna Fell")
    assert pair["evidence"], "what the stage had found stays in sight"


def test_a_yes_makes_a_link_and_keeps_how(judged: Tables) -> None:
    judged.add([person("r3", "r2", "copy_of", True)])
    link = next(link for link in told(judged)["lineage"]["links"] if link["by"] == "Edna Fell")
    assert (link["relation"], link["score"], link["reason"]) == ("derived", 1.0, "I asked both desks")


def test_a_judgement_that_does_not_show_says_so(judged: Tables) -> None:
    judged.add([person("r0", "r9", "copy_of", True), person("r1", "r9", "same_story", True)])
    outcomes = {ruling["relation"]: ruling["outcome"] for ruling in told(judged)["judgements"]}
    assert "same_story must be judged too" in outcomes["copy_of"]
    assert "other judgements hold the two apart" in outcomes["same_story"]


def test_both_stories_tell_of_a_judgement_that_parts_them(judged: Tables) -> None:
    judged.add([person("r3", "r9", "same_story", False)])
    stories = build_contract(judged, version="0")["stories"]
    assert [len(story["judgements"]) for story in stories] == [1, 1]


def test_page_and_markdown_tell_it_in_words(judged: Tables) -> None:
    judged.add([person("r0", "r2", "copy_of", False), person("r3", "r9", "same_story", False)])
    contract = build_contract(judged, version="0")
    page, text = render_page(contract), render_markdown(contract)
    for words in ("Edna Fell holds that", "overruling tellings, which had found that they do", "I asked both desks"):
        assert words in page
        assert words in text
    assert "Why one story" in page
    assert "share locks, wardens" in page
    assert "r0,r1,copy_of,no,YOUR NAME,WHY" in page
    assert "r3,r9,same_story,yes,YOUR NAME,WHY" in page


def test_what_goes_out_can_be_given_back_in(judged: Tables, tmp_path: Any) -> None:
    rulings = [
        person("r0", "r2", "copy_of", False, 'he said "no", twice'),
        person("r1", "r9", "same_story", True),
        person("r3", "r9", "same_story", False, '=HYPERLINK("https://example.org")'),
    ]
    judged.add(rulings)
    assert ",=" not in render_judgements(judged, "csv").replace('"', "")  # a spreadsheet would run it
    for form in ("csv", "jsonl"):
        target = tmp_path / f"all.{form}"
        target.write_text(render_judgements(judged, form), encoding="utf-8")
        read = judge_reports(read_rulings(str(target)), judged.of(Report))
        assert {(j.left, j.right, j.relation, j.verdict, j.by, j.reason) for j in read if isinstance(j, Judgement)} == {
            (j.left, j.right, j.relation, j.verdict, j.by, j.reason) for j in rulings
        }


def test_stages_go_out_with_their_reasons(judged: Tables) -> None:
    rows = [json.loads(line) for line in render_judgements(judged, "jsonl").splitlines()]
    assert {row["by"] for row in rows} == {"tellings:same_story", "tellings:trace_copies"}
    row = next(row for row in rows if (row["left"], row["right"], row["relation"]) == ("r0", "r1", "same_story"))
    assert (row["verdict"], row["score"], row["reason"]) == ("yes", "0.9000", "share locks, wardens")
    assert (row["left_named"], row["right_named"]) == ("Northern Wire", "The Halmar Courier")


def test_stories_that_hang_together_name_each_other(judged: Tables) -> None:
    link = Judgement("rel", "s", "s-alone", "related_story", True, 0.3, "begun on 2031-03-09", "related", "follow_up")
    judged.add([link])
    first, second = build_contract(judged, version="0")["stories"]
    assert [(r["story"], r["relation"], r["headline"]) for r in first["related"]] == [
        ("s-alone", "follow_up", second["headline"])
    ]
    assert [(r["story"], r["relation"]) for r in second["related"]] == [("s", "follows")]
    page, text = (render(build_contract(judged, version="0")) for render in (render_page, render_markdown))
    assert "Followed by: <bdi>" in page
    assert 'Follows on: <a href="#s1">' in page
    assert f"- Followed by: {second['headline']} (begun on 2031-03-09)" in text


def test_hostile_judgements_stay_words(judged: Tables) -> None:
    hostile = "</details><script>alert(1)</script>\"'{{ 7 * 7 }} \ud83d"
    judged.add([replace(person("r0", "r2", "copy_of", False, hostile), by=hostile)])
    judged.add([replace(person("r3", "r9", "same_story", False, hostile), by=hostile)])
    contract = build_contract(judged, version="0")
    page = render_page(contract)
    assert page.count("<script") == 1
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in render_markdown(contract).replace("\\<", "")
    render_judgements(judged, "csv").encode("utf-8")
    render_judgements(judged, "jsonl").encode("utf-8")


def test_a_stages_line_can_be_turned_round_where_it_stands(judged: Tables, tmp_path: Any) -> None:
    rows = [json.loads(line) for line in render_judgements(judged, "jsonl").splitlines()]
    turned = [{**row, "verdict": "no" if row["verdict"] == "yes" else "yes", "by": "Edna Fell"} for row in rows]
    target = tmp_path / "turned.jsonl"
    target.write_text("\n".join(map(json.dumps, turned)), encoding="utf-8")
    made = judge_reports(read_rulings(str(target)), judged.of(Report))
    assert len(made) == len(rows) > 6
    assert {judgement.by for judgement in made if isinstance(judgement, Judgement)} == {"Edna Fell"}


def on_words(relation: str, verdict: bool, *words: tuple[str, str]) -> Judgement:
    left, right = (at(*each) for each in words)
    name = f"w-{relation}-{left.start}-{right.start}"
    return Judgement(
        name, left.report, right.report, relation, verdict, float(verdict), "I asked", "Edna Fell",
        evidence=(left, right),
    )  # fmt: skip


HURT = (("r0", "Two former lock-keepers"), ("r3", "Three lock-keepers"))
SAME = (("r0", "Two former lock-keepers"), ("r2", "Two ex lock-keepers"))


@pytest.mark.parametrize(
    ("relation", "verdict", "words", "shows"),
    [
        ("differs", True, HURT, True),
        ("differs", False, HURT, False),
        ("same_claim", False, HURT, True),
        ("same_claim", True, (("r0", "the locks are calm"), ("r3", "two men were arrested")), False),
        ("differs", True, (("r0", "the locks are calm"), ("r9", "")), False),
    ],
)
def test_what_people_hold_of_words_is_told(
    judged: Tables, relation: str, verdict: bool, words: tuple[tuple[str, str], ...], shows: bool
) -> None:
    judged.add([on_words(relation, verdict, *((report, said or TEXTS[report][:9]) for report, said in words))])
    (ruling,) = told(judged)["judgements"]
    assert (ruling["relation"], ruling["verdict"], ruling["by"]) == (relation, verdict, "Edna Fell")
    assert ruling["left_words"] == words[0][1]
    assert [claim["report"] for claim in ruling["claims"]] == [words[0][0], words[1][0]]
    assert (ruling["overrules"], ruling["before"]) == (None, None)
    assert (ruling["outcome"] == "") == shows


def test_words_that_are_judged_are_shown_on_the_page_and_in_markdown(judged: Tables) -> None:
    judged.add([on_words("differs", False, *HURT), person("r0", "r2", "copy_of", False)])
    contract = build_contract(judged, version="0")
    page, text = render_page(contract), render_markdown(contract)
    for shown in (html.unescape(page), text.replace("\\", "")):
        assert "do not contradict each other where the first has “Two former lock-keepers”" in shown
        assert "Edna Fell gives as reason: I asked" in shown


def test_judgements_on_words_go_out_and_come_in_again(judged: Tables, tmp_path: Path) -> None:
    judgement = on_words("same_claim", False, *SAME)
    judged.add([judgement])
    target = tmp_path / "mine.csv"
    target.write_text(render_judgements(judged, "csv"), encoding="utf-8")
    (again,) = (each for each in judge_reports(read_rulings(str(target)), judged.of(Report)))
    assert isinstance(again, Judgement)
    assert (again.relation, again.verdict, again.evidence) == ("same_claim", False, judgement.evidence)
