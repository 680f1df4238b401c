"""A plan and captures in, tables out: every stage in this process, one after the other."""

import os
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from tellings.engines import Progress
from tellings.records import KINDS, Capture, Draft, Drop, Report, Tables, make_id
from tellings.stage import Cut, Group, Stage, check_plan, cut_groups

_REPORTS_A_WORKER = 60


def run_group(stage: Stage, group: Group, *, strict: bool = False) -> list[Any]:
    """What the stage makes of one group; if it fails, a Drop that names the group (or, when strict, the error)."""
    try:
        return list(stage.run(group))
    except Exception as error:
        if strict:
            raise
        reason = (
            f"the step {stage.name.replace('_', ' ')} failed on it ({type(error).__name__}: {str(error)[:200]}); what "
            "rests on that step is missing, the rest is told"
        )
        place = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{place.name}, line {place.lineno} of {PurePath(place.filename).name}"
        return [Drop(make_id("drop", stage.name, group.key, reason), _name_group(group), stage.name, reason, detail)]


def _name_group(group: Group) -> str:
    """What a person knows it by: where its pages came from, or the key where it holds no pages."""
    reports = [draft.alone for draft in group.of(Draft)] + list(group.of(Report))
    origins = [capture.origin for capture in group.of(Capture)] + [report.origin for report in reports]
    more = [f"and {len(origins) - 3} more"] if len(origins) > 3 else []
    return ", ".join(origins[:3] + more) or group.key or "all reports"


def takes_captures(plan: Sequence[Stage]) -> bool:
    """Whether the first stage takes captures, each alone, and no other stage does."""
    return (
        bool(plan)
        and plan[0].reads == (Capture,)
        and plan[0].cut is Cut.EACH
        and not any(Capture in stage.reads for stage in plan[1:])
    )


def take_in(
    stage: Stage, records: Iterable[Any], *, progress: Progress | None = None, strict: bool = False
) -> Iterator[Any]:
    """The records as they come, what the stage makes of each capture, and the capture without its bytes."""
    done = 0
    for record in records:
        if not isinstance(record, Capture):
            yield record
            continue
        if progress:
            progress(stage.name, done, 0)
        done += 1
        yield from run_group(stage, Group(record.id, {Capture: (record,)}), strict=strict)
        yield replace(record, content=b"")


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
    processes over which reports are spread where a stage looks at one report alone; 0: as many as there are cores if
    the reports are many enough to pay for starting them.
    """
    from tellings.engines.workers import cut_runs, run_spread

    if takes_captures(plan):
        check_plan(plan)
        tables, plan = Tables(take_in(plan[0], records, progress=progress, strict=strict)), plan[1:]
    else:
        tables = Tables(records)
        check_plan(plan, given=[kind for kind in KINDS if tables.of(kind)])
    for run in cut_runs(plan):
        reports = tables.of(Report)
        hands = workers or count_workers(len(reports))
        if len(run) > 1 and hands > 1:
            tables.add(run_spread(run, reports, workers=hands, progress=progress, strict=strict))
            continue
        for stage in run:
            tables.add(_run_stage(stage, tables, progress=progress, strict=strict))
    return tables


def count_workers(reports: int) -> int:
    """Processes that pay: each takes some three seconds to load its models."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, reports // _REPORTS_A_WORKER))


def _run_stage(stage: Stage, tables: Tables, *, progress: Progress | None, strict: bool) -> list[Any]:
    groups = list(cut_groups(stage, {kind: tables.of(kind) for kind in KINDS}))
    made: list[Any] = []
    for done, group in enumerate(groups):
        if progress:
            progress(stage.name, done, len(groups))
        made += run_group(stage, group, strict=strict)
    return made
