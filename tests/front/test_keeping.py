"""Adding: what is new only, batch by batch, and where it ends the same as all at once."""

from pathlib import Path

import pytest
from bench.cheap_plan import CHEAP_PLAN, invent_captures

from tellings.engines.local import run_plan
from tellings.errors import CallError, PathError, StoreError
from tellings.front import add, open_store, tell
from tellings.front.evaluating import Course, load_plan
from tellings.front.keeping import Added
from tellings.publish.contract import build_contract
from tellings.records import Drop, Story
from tests.front.stores import fill, open_view

CAPTURES = invent_captures(30, seed=11)
EXAMPLES = Path(__file__).parents[2] / "examples"
REAL = ("ferry/1_meridian_dispatch.txt", "ferry/2_evening_post.txt", "ferry/3_quickbrief.html", "unrelated/recipe.txt")


def test_three_portions_are_all_at_once_and_twice_is_once(tmp_path: Path) -> None:
    for start in (0, 10, 20):
        fill(tmp_path / "store", CAPTURES[start : start + 10], added=f"2031-04-0{start // 10 + 1}", batch=4)
    with open_view(tmp_path / "store") as view:
        rows, generation = list(view.tables().rows()), view.generation()
        assert rows == list(run_plan(CHEAP_PLAN, CAPTURES, strict=True).rows())
        assert fill(tmp_path / "store", CAPTURES, added="2031-04-09") == Added(known=30)
        assert view.generation() == generation
        assert list(view.tables().rows()) == rows


def test_every_account_is_what_one_run_tells(tmp_path: Path) -> None:
    fill(tmp_path / "store", CAPTURES[15:], added="2031-04-01", batch=5)
    fill(tmp_path / "store", CAPTURES[:15], added="2031-04-02", batch=5)
    whole = build_contract(run_plan(CHEAP_PLAN, CAPTURES, strict=True), version="")
    with open_view(tmp_path / "store") as view:
        told = {story["id"]: story for story in view.contract()["stories"]}
        assert told.keys() == {story["id"] for story in whole["stories"]}
        for story in whole["stories"]:
            mine = told[story["id"]]
            assert {key for key in story if _plain(story[key]) != mine[key]} <= {"outside", "nearest"}
        assert view.contract()["dropped"] == whole["dropped"]


def _plain(value: object) -> object:
    """As JSON has it."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def test_the_real_plan_in_portions_is_one_run(tmp_path: Path) -> None:
    pages = [str(EXAMPLES / name) for name in REAL]
    course = Course(load_plan(), strict=True)
    assert add(tmp_path / "store", [pages[2]], course=course, added="2031-04-01").new == 1
    assert add(tmp_path / "store", [pages[3], pages[0]], course=course, added="2031-04-02").retold == 2
    assert add(tmp_path / "store", pages, course=course, added="2031-04-03").known == 3
    with open_store(tmp_path / "store") as view:
        assert list(view.tables().rows()) == list(tell(pages, workers=1, strict=True).rows())
        ferry = view.stories(text='"Sierra Leone"').rows[0]
        assert ferry.reports == 3
        assert view.stories(place="sierra leone", several=True).total == 1


def test_a_story_is_found_by_the_id_that_it_had(tmp_path: Path) -> None:
    several = next(story for story in run_plan(CHEAP_PLAN, CAPTURES).of(Story) if len(story.reports) > 1)
    fill(tmp_path / "store", CAPTURES[:5], added="2031-04-01")
    with open_view(tmp_path / "store") as view:
        before = {story.id: set(story.reports) for story in view.records(Story)}
        fill(tmp_path / "store", CAPTURES, added="2031-04-02")
        for story, reports in before.items():
            assert reports & {told["id"] for told in view.account(story)["stories"][0]["reports"]}
        assert view.find_story(several.id[:14]) == view.find_story(several.reports[0]) == several.id
        with pytest.raises(CallError, match="there is no story 'story-none'"):
            view.account("story-none")


def test_what_is_left_out_is_listed_once(tmp_path: Path) -> None:
    drop = Drop("drop-1", "a.bin", "ingest", "it is binary")
    assert fill(tmp_path / "store", [drop, *CAPTURES[:3]], added="2031-04-01").dropped >= 1
    assert fill(tmp_path / "store", [drop], added="2031-04-02") == Added()
    with open_view(tmp_path / "store") as view:
        assert [row.reason for row in view.drops() if row.stage == "ingest"] == ["it is binary"]


def test_wrong_calls(tmp_path: Path) -> None:
    with pytest.raises(PathError, match="does not exist"):
        add(tmp_path / "store", [str(tmp_path / "nowhere.txt")])
    assert not (tmp_path / "store").exists(), "a wrong call makes no store"
    with pytest.raises(StoreError, match="there is no store"):
        open_store(tmp_path / "store")
