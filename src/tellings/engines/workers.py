"""Stages that look at one report each, spread over processes of this machine: reports in, the stages' records out.

Only runs of stages that begin with a report alone are spread: it is small to send, and reading it closely is most of
the work of a plan. Each worker loads the models once.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from typing import Any

from tellings.engines import Progress
from tellings.engines.groups import run_group
from tellings.errors import EngineError
from tellings.records import Report, Tables
from tellings.stage import Cut, Group, Stage

_PORTION = 4  # reports sent at once
_FEWEST = 30  # reports a process from which starting it pays


def count_cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def cut_runs(plan: Sequence[Stage]) -> Iterator[tuple[Stage, ...]]:
    """The plan in pieces: stages that can be run one after the other on a report alone, others by themselves."""
    run: tuple[Stage, ...] = ()
    for stage in plan:
        there = {Report}.union(*(before.writes for before in run))
        if stage.cut is Cut.EACH and stage.reads[0] is Report and set(stage.reads) <= there:
            run += (stage,)
            continue
        if run:
            yield run
        yield (stage,)
        run = ()
    if run:
        yield run


def read_report(stages: Sequence[Stage], report: Report, *, strict: bool = False) -> list[Any]:
    """What the stages, one after the other, make of one report."""
    tables = Tables([report])
    made: list[Any] = []
    for stage in stages:
        fresh = run_group(stage, Group(report.id, {kind: tables.of(kind) for kind in stage.reads}), strict=strict)
        tables.add(fresh)
        made += fresh
    return made


def read_stages(stages: Sequence[Stage], report: Report, *, strict: bool = False) -> list[list[Any]]:
    """The same, by stage."""
    tables = Tables([report])
    made = []
    for stage in stages:
        made.append(run_group(stage, Group(report.id, {kind: tables.of(kind) for kind in stage.reads}), strict=strict))
        tables.add(made[-1])
    return made


class Readers:
    """Processes that read reports closely, kept from batch to batch."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def read(
        self,
        run: Sequence[tuple[int, Stage]],
        reports: Sequence[Report],
        *,
        progress: Progress | None = None,
        strict: bool = False,
    ) -> dict[tuple[int, str], list[Any]]:
        """What each stage makes of each report, by the stage's number and the report; nothing where few reports do not
        pay for it. Raises EngineError when a process is stopped from outside."""
        stages = next(cut_runs([stage for _, stage in run]), ())
        if len(stages) < 2 or len(reports) < _FEWEST * self.workers:
            return {}
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))
        work = partial(read_stages, tuple(stages), strict=strict)
        made = {}
        try:
            for done, (report, found) in enumerate(
                zip(reports, self._pool.map(work, reports, chunksize=_PORTION), strict=True)
            ):
                if progress:
                    progress(stages[0].name, done, len(reports))
                for (number, _), records in zip(run, found, strict=False):
                    made[number, report.id] = records
        except BrokenProcessPool as error:
            raise EngineError(
                f"one of {self.workers} worker processes was stopped, most likely for want of memory: run with fewer"
            ) from error
        return made

    def close(self) -> None:
        """End the processes."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def run_spread(
    stages: Sequence[Stage],
    reports: Sequence[Report],
    *,
    workers: int,
    progress: Progress | None = None,
    strict: bool = False,
) -> list[Any]:
    """The same over many reports, in `workers` processes. Raises EngineError when a process is stopped from outside."""
    made: list[Any] = []
    work = partial(read_report, tuple(stages), strict=strict)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            for done, records in enumerate(pool.map(work, reports, chunksize=_PORTION)):
                if progress:
                    progress(stages[0].name, done, len(reports))
                made += records
        except BrokenProcessPool as error:
            raise EngineError(
                f"one of {workers} worker processes was stopped, most likely for want of memory: run with fewer workers"
            ) from error
    return made
