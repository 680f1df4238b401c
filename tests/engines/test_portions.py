"""Rows cut into groups on many machines: the groups of one process, whatever lies where."""

import pickle
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from bench.cheap_plan import CHEAP_PLAN, invent_captures

from tellings.engines import local, ray
from tellings.engines.portions import choose_bucket, join_runs, pack_rows, unpack_row
from tellings.engines.shared import RunFolder
from tellings.errors import EngineError, PlanError
from tellings.plan import PLAN
from tellings.records import Dating, Drop, Judgement, Report, Story, Tables
from tellings.stage import Cut, Group, Stage
from tests.engines.test_workers import QUOTES, REPORTS, WORDS


class Near:
    """A cluster that is this process: what is sent is pickled, what is made is fetched by its ticket."""

    def __init__(self, count: int, shared: Path | None) -> None:
        self.count = count
        self.shared = shared
        self.run: RunFolder | None = None
        self.tasks: list[str] = []
        self.seen: list[set[str]] = []

    def __enter__(self) -> "Near":
        return self

    def __exit__(self, *_: object) -> None:
        if self.run:
            self.run.remove()

    def open_folder(self) -> str:
        self.run = RunFolder(self.shared) if self.shared else None
        return str(self.run.path) if self.run else ""

    def put(self, thing: Any) -> bytes:
        return pickle.dumps(thing)

    def send_parts(self, parts: int, work: Callable[..., Any], *given: Any) -> list[bytes]:
        self.tasks.append(f"{work.__name__} {given[0].name}")
        given = tuple(pickle.loads(each if isinstance(each, bytes) else pickle.dumps(each)) for each in given)
        made = work(*given)
        assert len(made) == parts
        if self.run:
            self.seen.append({path.name for path in self.run.path.glob("*.parquet")})
        return [pickle.dumps(each) for each in made]

    def fetch(self, ticket: bytes) -> Any:
        return pickle.loads(ticket)


@pytest.fixture(params=["objects", "files"])
def near(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Near:
    cluster = Near(3, tmp_path if request.param == "files" else None)
    monkeypatch.setattr(ray, "Cluster", lambda *_, **__: cluster)
    return cluster


def check_same(plan: Sequence[Stage], records: Sequence[Any]) -> Tables:
    alone = local.run_plan(plan, records)
    assert list(ray.run_plan(plan, records).rows()) == list(alone.rows())
    return alone


def test_a_plan_from_pages_gives_the_rows_of_one_process(near: Near, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray, "_PAGES", 7)
    drop = Drop("drop-1", "b.txt", "read", "it is empty")
    told = check_same(CHEAP_PLAN, [*invent_captures(60, seed=9), drop])
    assert len(told.of(Story)) > 3
    assert len(told.of(Judgement)) > 10
    assert drop in told.of(Drop)
    assert sum(task.startswith("take_rows") for task in near.tasks) == 9
    if near.run:
        pages = [sum(name.startswith("pages") for name in names) for names in near.seen]
        assert max(pages) == 2 * near.count, "pages that were taken in are gone"
        assert pages[-1] == 0
        assert not near.run.path.exists()


def tell_after(group: Group) -> Iterable[Dating]:
    """A dating for each report of a story, which says what this story and those before know of it."""
    for report in group.of(Report):
        known = sorted(dating.reason for dating in group.of(Dating) if dating.report == report.id)
        yield Dating(f"dating-{group.key}-{report.id}", report.id, None, False, f"{group.key} after {known}")


def read_datings(group: Group) -> Iterable[Dating]:
    (report,) = group.of(Report)
    told = sorted(dating.reason for dating in group.of(Dating))
    yield Dating(f"each-{report.id}", report.id, None, False, f"{len(told)}: {told}")


def count_all(group: Group) -> Iterable[Drop]:
    yield Drop("drop-all", "", "count", f"{len(group.of(Dating))} of {len(group.of(Report))}")


FIRST = Stage("first", (Story, Report), (Dating,), Cut.BY_KEY, tell_after, key="story")
SECOND = Stage("second", (Story, Report, Dating), (Dating,), Cut.BY_KEY, tell_after, key="story")
ALONE = Stage("alone", (Report, Dating), (Dating,), Cut.EACH, read_datings)
WHOLE = Stage("whole", (Report, Dating), (Drop,), Cut.WHOLE, count_all)


def test_a_report_in_two_stories_is_told_in_both(near: Near) -> None:
    stories = [Story(f"story-{n}", (REPORTS[n].id, REPORTS[(n + 3) % 8].id)) for n in range(8)]
    told = check_same([WORDS, QUOTES, FIRST, SECOND, ALONE, WHOLE], [*REPORTS, *stories])
    assert len(told.of(Dating)) == 16 + 8, (
        "the second story stage writes what the first wrote: of one id the first holds"
    )
    assert told.of(Drop)[0].reason == "24 of 8"


def test_what_lies_by_story_is_not_cut_again(near: Near) -> None:
    stories = [Story(f"story-{n}", (REPORTS[n].id, REPORTS[n + 4].id)) for n in range(4)]
    check_same([FIRST, SECOND], [*REPORTS, *stories])
    assert [task for task in near.tasks if task.startswith("split_rows 01")] == [], "the second finds all as it lies"
    assert any(task.startswith("split_rows 00") for task in near.tasks)


def fail_in_two(group: Group) -> Iterable[Dating]:
    (report,) = group.of(Report)  # fails where a story has none, or more than one
    return [Dating(f"dating-{report.id}", report.id, None, False, "")]


def test_a_stage_that_fails_costs_its_group(near: Near) -> None:
    failing = Stage("failing", (Story, Report), (Dating,), Cut.BY_KEY, fail_in_two, key="story")
    stories = [Story("story-good", (REPORTS[0].id,)), Story("story-none", ("report-none",))]
    stories.append(Story("story-two", (REPORTS[1].id, REPORTS[2].id)))
    told = check_same([WORDS, failing, ALONE], [*REPORTS, *stories])
    assert [drop.stage for drop in told.of(Drop)] == ["failing", "failing"]
    assert [dating.report for dating in told.of(Dating) if dating.reason == ""] == [REPORTS[0].id]
    with pytest.raises(ValueError, match="unpack"):
        ray.run_plan([WORDS, failing], [*REPORTS, *stories], strict=True)


def test_a_plan_that_does_not_fit_is_refused_before_anything_runs(near: Near) -> None:
    with pytest.raises(PlanError, match="reads Dating, which no stage before it writes"):
        ray.run_plan([WHOLE], REPORTS)
    assert near.tasks == []


def test_nothing_given_is_nothing_told(near: Near) -> None:
    assert list(ray.run_plan(CHEAP_PLAN, []).rows()) == []


def test_many_reports_make_more_buckets_up_to_a_number(near: Near, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, buckets in ((1, 6), (8, 8), (4, 6)):
        monkeypatch.setattr(ray, "_REPORTS", 1)
        monkeypatch.setattr(ray, "_MOST_FOR_REPORTS", 9)
        near.tasks.clear()
        ray.run_plan([WORDS], REPORTS[:number])
        named = {task.split("-")[-1] for task in near.tasks if task.startswith("work_bucket")}
        assert named <= {f"{bucket:03}" for bucket in range(buckets)}
        assert len(named) == len({choose_bucket(report.id, buckets) for report in REPORTS[:number]})


def test_rows_hold_what_shares_a_home_and_come_out_the_same() -> None:
    datings = [Dating(f"dating-{n}", f"report-{n % 2}", None, False, "") for n in range(4)]
    rows = pack_rows([*datings, *REPORTS[:2]])
    assert [row[:2] for row in rows] == [
        ("Dating", "r:report-0"), ("Dating", "r:report-1"),
        ("Report", f"r:{REPORTS[0].id}"), ("Report", f"r:{REPORTS[1].id}"),
    ]  # fmt: skip
    assert [record for row in rows for record in unpack_row(row)] == [*datings[::2], *datings[1::2], *REPORTS[:2]]


def test_stages_that_look_at_a_report_alone_are_run_together() -> None:
    runs = [[stage.name for stage in run] for run in join_runs(PLAN)]
    assert ["parse", "mentions", "places", "quantities", "quotes", "profile"] in runs
    assert ["moments", "code_events"] in runs
    assert [name for run in runs for name in run] == [stage.name for stage in PLAN]


def test_a_fault_of_a_machine_ends_the_call(near: Near, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bytes) -> Any:
        raise MemoryError("no room")

    monkeypatch.setattr(near, "fetch", fail)
    with pytest.raises(EngineError, match="MemoryError: no room"):
        ray.run_plan([WORDS], REPORTS)
