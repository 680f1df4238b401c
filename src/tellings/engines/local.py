"""A plan and captures in, tables out: stage after stage, in this process and, where that pays, others beside it."""

import time
from collections.abc import Iterable, MutableMapping, Sequence
from typing import Any

from tellings.engines import Progress
from tellings.engines.groups import run_group, take_in, takes_captures
from tellings.engines.workers import WORTH, Readers, count_cores, cut_runs, run_spread
from tellings.records import KINDS, Report, Tables
from tellings.stage import Stage, check_plan, cut_groups

_REPORTS_A_WORKER = 60
_TRIED = 8  # stories that a stage works through here, to see whether sending the others pays


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
    processes over which reports are spread where a stage looks at one report alone, and stories where it looks at one
    story; 0: as many as there are cores if the reports are many enough to pay for starting them.
    """
    if takes_captures(plan):
        check_plan(plan)
        tables, plan = Tables(take_in(plan[0], records, progress=progress, strict=strict)), plan[1:]
    else:
        tables = Tables(records)
        check_plan(plan, given=[kind for kind in KINDS if tables.of(kind)])
    readers: Readers | None = None
    try:
        for run in cut_runs(plan):
            reports = tables.of(Report)
            if len(run) > 1 and readers is None and (count := workers or count_workers(len(reports))) > 1:
                readers = Readers(count)
            if len(run) > 1 and readers:
                tables.add(run_spread(run, reports, hands=readers.hands, progress=progress, strict=strict))
                continue
            for stage in run:
                tables.add(_run_stage(stage, tables, readers, progress=progress, strict=strict))
    finally:
        if readers:
            readers.close()
    return tables


def count_workers(reports: int) -> int:
    """Processes that pay: each takes some three seconds to load its models."""
    return max(1, min(count_cores(), reports // _REPORTS_A_WORKER))


def _run_stage(
    stage: Stage, tables: Tables, readers: Readers | None, *, progress: Progress | None, strict: bool
) -> list[Any]:
    groups = {group.key: group for group in cut_groups(stage, {kind: tables.of(kind) for kind in KINDS})}
    ready: MutableMapping[tuple[int, str], list[Any]] = {}
    made: list[Any] = []
    begun = time.process_time()
    for done, (key, group) in enumerate(groups.items()):
        if progress:
            progress(stage.name, done, len(groups))
        if readers and stage.key == "story" and done == _TRIED and time.process_time() - begun > _TRIED * WORTH:
            rest = list(groups)[_TRIED:]
            sizes = {each: len(groups[each].of(Report)) if Report in stage.reads else 1 for each in rest}
            ready = readers.work(0, stage, sizes, groups.__getitem__, strict=strict)
        found = ready.pop((0, key), None)
        made += run_group(stage, group, strict=strict) if found is None else found
    return made
