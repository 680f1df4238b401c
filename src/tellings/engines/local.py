"""A plan and captures in, tables out: every stage in this process, one after the other."""

from collections.abc import Iterable, Sequence
from typing import Any

from tellings.engines import Progress
from tellings.engines.groups import run_group, take_in, takes_captures
from tellings.engines.workers import count_cores, cut_runs, run_spread
from tellings.records import KINDS, Report, Tables
from tellings.stage import Stage, check_plan, cut_groups

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
    processes over which reports are spread where a stage looks at one report alone; 0: as many as there are cores if
    the reports are many enough to pay for starting them.
    """
    if takes_captures(plan):
        check_plan(plan)
        tables, plan = Tables(take_in(plan[0], records, progress=progress, strict=strict)), plan[1:]
    else:
        tables = Tables(records)
        check_plan(plan, given=[kind for kind in KINDS if tables.of(kind)])
    for run in cut_runs(plan):
        reports = tables.of(Report)
        if len(run) > 1 and (hands := workers or count_workers(len(reports))) > 1:
            tables.add(run_spread(run, reports, workers=hands, progress=progress, strict=strict))
            continue
        for stage in run:
            tables.add(_run_stage(stage, tables, progress=progress, strict=strict))
    return tables


def count_workers(reports: int) -> int:
    """Processes that pay: each takes some three seconds to load its models."""
    return max(1, min(count_cores(), reports // _REPORTS_A_WORKER))


def _run_stage(stage: Stage, tables: Tables, *, progress: Progress | None, strict: bool) -> list[Any]:
    groups = list(cut_groups(stage, {kind: tables.of(kind) for kind in KINDS}))
    made: list[Any] = []
    for done, group in enumerate(groups):
        if progress:
            progress(stage.name, done, len(groups))
        made += run_group(stage, group, strict=strict)
    return made
