"""The plan run over what is new only: the same rows whatever came first, and nothing run twice."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from bench.cheap_plan import CHEAP_PLAN, invent_captures, make_page
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.engines.groups import TOGETHER
from tellings.engines.incremental import (
    find_touched,
    give,
    home_of,
    run_changes,
    take_back,
    take_captures,
)
from tellings.engines.local import run_plan
from tellings.records import KINDS, Capture, Drop, Judgement, Report, Story, Tables
from tellings.stage import Cut, Group, Stage
from tellings.store import layout
from tellings.store.packing import hash_word
from tellings.store.rows import Change, Rows

CAPTURES = invent_captures(24, seed=5)


class Kept(Rows):
    """Rows in memory that count what is run."""

    def __init__(self) -> None:
        self.raw = sqlite3.connect(":memory:", isolation_level=None)
        self.raw.executescript(layout._SCHEMA)
        super().__init__(self.raw)

    def tables(self) -> Tables:
        found = Tables()
        for _, records in self.read(self.find_all(KINDS, 99)):
            found.add(records)
        return found


def counted(plan: Sequence[Stage], ran: list[tuple[str, str]]) -> list[Stage]:
    """The plan, noting each group that is run."""

    def watch(stage: Stage) -> Stage:
        def run(group: Group) -> Iterable[object]:
            ran.append((stage.name, group.key))
            return stage.run(group)

        return Stage(stage.name, stage.reads, stage.writes, stage.cut, run, stage.key)

    return [watch(stage) for stage in plan]


def tell(rows: Kept, captures: Sequence[Capture], plan: Sequence[Stage] = CHEAP_PLAN) -> list[Change]:
    return run_changes(plan, rows, take_captures(plan, rows, captures), first=1, strict=True)


@given(st.lists(st.integers(0, len(CAPTURES) - 1), unique=True, min_size=1), st.data())
@settings(max_examples=15)
def test_portions_in_any_order_end_where_all_at_once_ends(chosen: list[int], data: st.DataObject) -> None:
    captures = [CAPTURES[number] for number in chosen]
    cuts = sorted(data.draw(st.lists(st.integers(0, len(captures)), max_size=3)))
    rows = Kept()
    for start, end in zip([0, *cuts], [*cuts, len(captures)], strict=True):
        tell(rows, captures[start:end])
    assert list(rows.tables().rows()) == list(run_plan(CHEAP_PLAN, captures, strict=True).rows())


def test_new_reports_are_seen_together_changed_ones_again() -> None:
    seen: list[int] = []
    number, stage = next((n, stage) for n, stage in enumerate(CHEAP_PLAN) if stage.is_of_report)
    plan = [*CHEAP_PLAN]
    plan[number] = replace(stage, together=lambda groups: seen.append(len(groups)))
    rows = Kept()
    tell(rows, CAPTURES[:18], plan)
    reports = len(rows.tables().of(Report))
    assert seen == [min(TOGETHER, reports), *([reports - TOGETHER] if reports > TOGETHER else [])]
    tell(rows, CAPTURES[:18], plan)
    assert sum(seen) == reports


@given(st.sets(st.integers(0, len(CAPTURES) - 1), min_size=1))
@settings(max_examples=10)
def test_what_is_taken_back_was_never_there(gone: set[int]) -> None:
    rows = Kept()
    tell(rows, CAPTURES)
    late = [CAPTURES[number].id for number in gone]
    run_changes(CHEAP_PLAN, rows, take_back(CHEAP_PLAN, rows, late), first=1, strict=True)
    left = [capture for capture in CAPTURES if capture.id not in late]
    assert list(rows.tables().rows()) == list(run_plan(CHEAP_PLAN, left, strict=True).rows())
    assert rows.raw.execute("SELECT count(*) FROM keyed WHERE chunk NOT IN (SELECT id FROM chunk)").fetchone() == (0,)


def test_what_is_there_runs_nothing_and_a_new_report_runs_only_what_reads_it() -> None:
    ran: list[tuple[str, str]] = []
    plan, rows = counted(CHEAP_PLAN, ran), Kept()
    tell(rows, CAPTURES, plan)
    ran.clear()
    assert tell(rows, [], plan) == []
    assert ran == []
    far = make_page(
        "Quinces ripen at Sollum\n\nHill Journal\n\nPosted on 2 May 2032\n\nThe first quinces of Sollum were picked by "
        "Tove Arnesen on Sunday, who grows forty trees behind the chapel.\n\nShe said that the frost of April had "
        "taken half of the blossom, and that the jam would have to be shared out by lot among the families.\n",
        "far.txt",
    )
    tell(rows, [far], plan)
    names = [name for name, _ in ran]
    assert names.count("clean") == names.count("profile") == names.count("stories") == 1
    assert names.count("account") == 1, "no other story is told anew"


def test_a_stage_that_fails_drops_its_group_and_no_other() -> None:
    def fail(group: Group) -> Iterable[Drop]:
        if group.one(Report).title and "bridge" in str(group.one(Report).title).lower():
            raise ValueError("no bridges")
        return []

    plan = [*CHEAP_PLAN[:2], Stage("bridges", (Report,), (), Cut.EACH, fail)]
    rows = Kept()
    run_changes(plan, rows, take_captures(plan, rows, CAPTURES), first=1)
    drops = [drop for drop in rows.tables().of(Drop) if drop.stage == "bridges"]
    bridges = [report for report in rows.tables().of(Report) if "bridge" in str(report.title).lower()]
    assert bridges
    assert len(drops) == len(bridges)


def test_what_people_hold_is_given_and_taken_back() -> None:
    rows = Kept()
    tell(rows, CAPTURES)
    story = next(story for story in rows.tables().of(Story) if len(story.reports) > 1)
    left, right = story.reports[:2]
    held = Judgement("judgement-1", left, right, "same_story", False, 0.0, "", "Ana")
    before = list(rows.tables().rows())
    run_changes(CHEAP_PLAN, rows, give(CHEAP_PLAN, rows, "people", [held]), first=2, strict=True)
    assert rows.stories_of(left) != rows.stories_of(right)
    run_changes(CHEAP_PLAN, rows, give(CHEAP_PLAN, rows, "people", []), first=2, strict=True)
    assert list(rows.tables().rows()) == before


def test_a_stage_never_sees_what_later_stages_made() -> None:
    seen: list[int] = []

    def look(group: Group) -> Iterable[Judgement]:
        seen.append(len(group.of(Judgement)))
        report = group.of(Report)[0]
        return [Judgement(f"judgement-{report.id}", report.id, "x", "copy_of", False, 0.0, "", "look")]

    plan = [*CHEAP_PLAN[:2], Stage("look", (Report, Judgement), (Judgement,), Cut.WHOLE, look)]
    rows = Kept()
    for capture in CAPTURES[:3]:
        tell(rows, [capture], plan)
    assert seen == [0, 0, 0]


@pytest.mark.parametrize("kind", [Report, Story])
def test_changes_of_what_a_stage_does_not_read_touch_nothing(kind: type) -> None:
    rows = Kept()
    change = Change(kind, "r:report-1", 0, (), ())
    assert find_touched(CHEAP_PLAN, 0, [change], rows) == set()


def test_a_story_is_not_told_again_for_what_its_report_has_with_one_of_another() -> None:
    """Each report is judged beside a hundred others; only which stories come of that counts."""
    ran: list[tuple[str, str]] = []
    plan, rows = counted(CHEAP_PLAN, ran), Kept()
    spared = 0
    for capture in CAPTURES:
        ran.clear()
        changes = tell(rows, [capture], plan)
        reports = [r.id for c in changes if c.kind is Report for r in (*c.before, *c.after)]
        touched = {story for report in reports for story in rows.stories_of(report)}
        touched |= {story.id for c in changes if c.kind is Story for story in (*c.before, *c.after)}
        judged = {j.left for c in changes if c.kind is Judgement for j in c.after if j.relation == "same_story"}
        assert {key for name, key in ran if name == "account"} <= touched
        spared += len({story for report in judged for story in rows.stories_of(report)} - touched)
    assert spared > 0


def test_homes_and_keys() -> None:
    assert home_of(Story("story-1", ("report-1",))) == "s:story-1"
    assert (
        home_of(Judgement("j", "report-1", "report-2", "copy_of", True, 1.0, "", "x", scope="story-1")) == "s:story-1"
    )
    assert home_of(Judgement("j", "report-1", "report-2", "copy_of", True, 1.0, "", "x")) == "r:report-1"
    assert home_of(Drop("drop-1", "a.txt", "clean", "why", same_as="report-1")) == "r:report-1"
    assert home_of(Drop("drop-1", "a.txt", "clean", "why")) == "i:drop-1"
    assert hash_word("\ud800") != hash_word("a")


def test_the_rows_lie_in_a_file(tmp_path: Path) -> None:
    connection = layout.open_write(tmp_path)
    rows = Rows(connection)
    tell(rows, CAPTURES[:5])  # type: ignore[arg-type]
    connection.close()
    again = Rows(layout.open_read(tmp_path))
    assert len(again.find_all([Capture], 0)) == 5
