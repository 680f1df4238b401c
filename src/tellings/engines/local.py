"""A plan and captures in, tables out: stage after stage, in this process and, where that pays, others beside it."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from types import TracebackType
from typing import Any

from tellings.engines import Progress
from tellings.engines.groups import TOGETHER, prepare, run_group, take_in, takes_captures
from tellings.engines.hands import Processes
from tellings.engines.key_runs import run_by_key
from tellings.engines.parcels import keep, wrap
from tellings.engines.sight import TablesSight
from tellings.engines.story_runs import cut_story_run, run_stories, run_stories_here
from tellings.engines.workers import count_cores, cut_runs, run_spread, take_in_spread
from tellings.records import KINDS, Judgement, Report, Story, Tables
from tellings.stage import Group, Stage, check_plan, cut_groups

_REPORTS_A_WORKER = 60


def run_plan(
    plan: Sequence[Stage],
    records: Iterable[Any],
    *,
    workers: int = 1,
    progress: Progress | None = None,
    strict: bool = False,
) -> Tables:
    """Run the plan over the records. Raises PlanError for a plan that does not fit together.

    Where the first stage takes captures one by one, it does so as they are read, and their bytes are let go. workers:
    processes over which pages and reports are spread where stages look at one alone, and stories where they look at
    one story; 0: as many as there are cores if the reports are many enough to pay for starting them.
    """
    with _Helpers(workers, plan) as helpers:
        if takes_captures(plan):
            check_plan(plan)
            taken = _take_in(plan[0], records, helpers, progress=progress, strict=strict)
            tables, plan = Tables(taken), plan[1:]
            helpers.load(plan)
        else:
            tables = Tables(records)
            check_plan(plan, given=[kind for kind in KINDS if tables.of(kind)])
        while plan:
            done, made = _run_next(plan, tables, helpers, progress=progress, strict=strict)
            tables.add(made)
            plan = plan[done:]
    return tables


def count_workers(reports: int) -> int:
    """Processes that pay: each takes some three seconds to load its models."""
    return max(1, min(count_cores(), reports // _REPORTS_A_WORKER))


class _Helpers:
    """The processes beside this one, started once there is enough to do."""

    def __init__(self, asked: int, plan: Sequence[Stage]) -> None:
        self.asked = asked
        self.hands: Processes | None = None
        self._collects = False
        self._ready = [stage.ready for stage in plan if stage.ready]

    def pay(self, reports: int) -> bool:
        """Whether they are there, or so many reports pay for starting them."""
        count = self.asked or count_workers(reports)
        if self.hands is None and count > 1:
            self.hands = Processes(count)
            if gc.isenabled():  # what others make is held here: records, of which there are millions, and no rings
                gc.disable()
                self._collects = True
            for make in self._ready:  # by one of them, while the others begin; what fails here is told by the stage
                self.hands.send(make)
        return self.hands is not None

    def load(self, plan: Sequence[Stage]) -> None:
        """Have them load the models of the plan while this process works alone; what fails is told by the stage."""
        loads = [stage.load for stage in plan if stage.load]
        if self.hands and loads:
            for _ in range(self.hands.count):
                self.hands.send(_load, loads)

    def __enter__(self) -> "_Helpers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.hands:
            self.hands.close()
        if self._collects:
            gc.enable()


def _load(loads: Sequence[Callable[[], None]]) -> None:
    for load in loads:
        load()


def _take_in(
    stage: Stage, records: Iterable[Any], helpers: _Helpers, *, progress: Progress | None, strict: bool
) -> Iterator[Any]:
    source = iter(records)
    # As many as pay for all cores, if there are; where the number was asked for, none is held back to be counted.
    first = [] if helpers.asked else list(islice(source, _REPORTS_A_WORKER * count_cores()))
    source = chain(first, source)
    if helpers.pay(len(first)) and helpers.hands:
        return take_in_spread(stage, source, hands=helpers.hands, progress=progress, strict=strict)
    return take_in(stage, source, progress=progress, strict=strict)


def _run_next(
    plan: Sequence[Stage], tables: Tables, helpers: _Helpers, *, progress: Progress | None, strict: bool
) -> tuple[int, list[Any]]:
    """How many of the plan's first stages were run, and what they made."""
    count = cut_story_run(plan, tables)
    if count and helpers.hands:
        return count, run_stories(plan[:count], tables, hands=helpers.hands, progress=progress, strict=strict)
    run, reports = next(cut_runs(plan)), tables.of(Report)
    if len(run) > 1 and helpers.pay(len(reports)) and helpers.hands:
        return len(run), run_spread(run, reports, hands=helpers.hands, progress=progress, strict=strict)
    if count:
        return count, run_stories_here(plan[:count], tables, progress=progress, strict=strict)
    if helpers.hands:
        made = run_by_key(plan[0], tables, hands=helpers.hands, progress=progress, strict=strict)
        made = _glance(plan[0], tables, progress=progress, strict=strict) if made is None else made
        if made is not None:
            return 1, made
    return 1, _run_stage(plan[0], tables, progress=progress, strict=strict)


def _glance(stage: Stage, tables: Tables, *, progress: Progress | None, strict: bool) -> list[Any] | None:
    """What a stage that looks at all records makes of them, as `Tables` take it in, where judgements need not be read
    for it. None where it must see all, or all are read already."""
    glance = stage.glance
    judged = tables.find_unread(Judgement)
    if glance is None or not judged or judged.keys() != {None}:
        return None
    if progress:
        progress(stage.name, 0, 1)
    sight = TablesSight(tables, judged[None])
    made = run_group(replace(stage, run=lambda _: glance(sight)), Group("", {}), strict=strict)
    return list(keep(None, wrap(made))) if stage.across else made


def _run_stage(stage: Stage, tables: Tables, *, progress: Progress | None, strict: bool) -> list[Any]:
    there: dict[type, Sequence[Any]] = {kind: tables.of(kind) for kind in {Story, *stage.reads}}
    groups = list(cut_groups(stage, there))
    made: list[Any] = []
    for done, group in enumerate(groups):
        if progress:
            progress(stage.name, done, len(groups))
        if stage.key != "story" and done % TOGETHER == 0:  # what was kept of a story would not last to the next stage
            prepare(stage, groups[done : done + TOGETHER])
        made += run_group(stage, group, strict=strict)
    return made
