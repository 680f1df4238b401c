"""What people hold of a store: rows that are only ever added, and what comes of them."""

from pathlib import Path

import pytest
from bench.cheap_plan import CHEAP_PLAN, invent_captures

from tellings.engines.local import run_plan
from tellings.errors import CallError
from tellings.front.judging import judge, undo
from tellings.ingest.judgements import Ruling
from tellings.records import Report, Story
from tests.front.stores import COURSE, fill, open_view

CAPTURES = invent_captures(24, seed=9)
TOLD = run_plan(CHEAP_PLAN, CAPTURES)
STORY = next(story for story in TOLD.of(Story) if len(story.reports) > 2)
LEFT, RIGHT = STORY.reports[:2]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    fill(tmp_path / "store", CAPTURES[:12], added="2031-04-01")
    fill(tmp_path / "store", CAPTURES[12:], added="2031-04-02")
    return tmp_path / "store"


def rule(left: str = LEFT, right: str = RIGHT, **more: object) -> list[Ruling]:
    options = {"relation": "same_story", "verdict": False, "by": "Ana", **more}
    return [Ruling(1, left, right, **options)]  # type: ignore[arg-type]


def test_a_judgement_wins_survives_new_reports_and_is_undone(tmp_path: Path) -> None:
    pages = {TOLD.get(Report, report).capture for report in (LEFT, RIGHT)}
    held = [capture for capture in CAPTURES if capture.id in pages]
    rest = [capture for capture in CAPTURES if capture not in held]
    fill(tmp_path / "store", held, added="2031-04-01")
    with open_view(tmp_path / "store") as view:
        names = [capture.origin for capture in held]
        judge(tmp_path / "store", rule(*names), judged="2031-04-02", course=COURSE)
        assert view.find_story(LEFT) != view.find_story(RIGHT)
        fill(tmp_path / "store", rest, added="2031-04-03")
        assert view.find_story(LEFT) != view.find_story(RIGHT)
        undo(tmp_path / "store", 1, by="Bo", judged="2031-04-04", course=COURSE)
        assert list(view.tables().rows()) == list(TOLD.rows())
        undo(tmp_path / "store", 2, by="Ana", judged="2031-04-05", course=COURSE)
        assert view.find_story(LEFT) != view.find_story(RIGHT)
        rows = view.judgements().rows
        assert [(row.number, row.by, row.undoes, row.undone) for row in rows] == [
            (3, "Ana", 2, None), (2, "Bo", 1, 3), (1, "Ana", None, None),
        ]  # fmt: skip
        assert {rows[-1].left, rows[-1].right} == {LEFT, RIGHT}


def test_the_same_said_twice_is_one_row_and_the_later_word_holds(store: Path) -> None:
    assert judge(store, rule(), course=COURSE).numbers == (1,)
    again = judge(store, rule(RIGHT, LEFT), course=COURSE)
    assert (again.numbers, again.retold) == ((1,), 0)
    assert judge(store, rule(verdict=True, by="Bo"), course=COURSE).numbers == (2,)
    with open_view(store) as view:
        assert view.find_story(LEFT) == view.find_story(RIGHT)
        assert view.judgements(report=LEFT).total == 2
        assert view.judgements(report=STORY.reports[2]).total == 0


def test_a_file_of_judgements_is_taken_whole_or_not_at_all(store: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(f"left,right,relation,verdict,by\n{LEFT},{RIGHT},copy_of,yes,Ana\nnowhere,{RIGHT},copy_of,no,Ana\n")
    with pytest.raises(CallError, match="no report here is called 'nowhere'"):
        judge(store, str(mine), course=COURSE)
    with open_view(store) as view:
        assert view.judgements().total == 0
    mine.write_text(f"left,right,relation,verdict,by\n{LEFT},{RIGHT},copy_of,yes,Ana\n")
    assert judge(store, str(mine), course=COURSE).retold == 1
    with open_view(store) as view:
        told = view.account(LEFT)["stories"][0]["judgements"]
        assert [(each["relation"], each["by"]) for each in told] == [("copy_of", "Ana")]


@pytest.mark.parametrize(
    ("ruling", "why"),
    [
        (rule(LEFT, LEFT), "are one report"),
        (rule(LEFT, "none.txt"), "no report here is called 'none.txt'"),
        (rule(by=" "), "by is empty"),
        (rule(relation="cousin_of"), "relation 'cousin_of' is none of"),
        (rule(relation="differs"), "names no words of a report"),
        (rule(f"{LEFT}:5-99999", f"{RIGHT}:0-4", relation="differs"), "has no such place"),
    ],
)
def test_what_cannot_be_judged_is_told(store: Path, ruling: list[Ruling], why: str) -> None:
    with pytest.raises(CallError, match=why):
        judge(store, ruling, course=COURSE)


def test_what_cannot_be_undone_is_told(store: Path) -> None:
    judge(store, rule(), course=COURSE)
    with pytest.raises(CallError, match="there is no judgement 9"):
        undo(store, 9, by="Ana", course=COURSE)
    undo(store, 1, by="Ana", course=COURSE)
    with pytest.raises(CallError, match="judgement 1 was taken back already"):
        undo(store, 1, by="Ana", course=COURSE)
    with pytest.raises(CallError, match="by is empty"):
        undo(store, 2, by="", course=COURSE)


def test_words_of_reports_are_kept_by_their_wording(store: Path) -> None:
    judge(store, rule(f"{LEFT}:0-5", f"{RIGHT}:0-5", relation="differs"), course=COURSE)
    with open_view(store) as view:
        row = view.judgements().rows[0]
        assert {row.left, row.right} == {f"{LEFT}:0-5", f"{RIGHT}:0-5"}
        told = view.account(LEFT)["stories"][0]["judgements"]
        assert [(each["relation"], len(each["claims"])) for each in told] == [("differs", 2)]


def test_a_file_may_judge_words_too(store: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(f"left,right,relation,verdict,by\n{LEFT}:0-5,{RIGHT}:0-5,same_claim,no,Ana\n")
    assert judge(store, str(mine), course=COURSE).retold == 1
    mine.write_text(f"left,right,relation,verdict,by\n{LEFT}:0-99999,{RIGHT}:0-5,same_claim,no,Ana\n")
    with pytest.raises(CallError, match="has no such place"):
        judge(store, str(mine), course=COURSE)
