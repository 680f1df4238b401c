"""A plan and captures in, tables out: every stage in this process, one after the other."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tellings.records import KINDS, Drop, Tables, make_id
from tellings.stage import Group, Stage, check_plan, cut_groups

Progress = Callable[[str, int, int], None]  # stage, groups done, groups in all


def run_group(stage: Stage, group: Group, *, strict: bool = False) -> list[Any]:
    """What the stage makes of one group; if it fails, a Drop that names the group (or, when strict, the error)."""
    try:
        return list(stage.run(group))
    except Exception as error:
        if strict:
            raise
        reason = f"{stage.name} failed on {group.key}: {type(error).__name__}: {error}"
        return [Drop(make_id("drop", stage.name, group.key, reason), group.key, stage.name, reason)]


def run_plan(
    plan: Sequence[Stage], records: Iterable[Any], *, progress: Progress | None = None, strict: bool = False
) -> Tables:
    """Run the plan over the records. Raises PlanError for a plan that does not fit together."""
    tables = Tables(records)
    check_plan(plan, given=[kind for kind in KINDS if tables.of(kind)])
    for stage in plan:
        groups = list(cut_groups(stage, {kind: tables.of(kind) for kind in KINDS}))
        made: list[Any] = []
        for done, group in enumerate(groups):
            if progress:
                progress(stage.name, done, len(groups))
            made += run_group(stage, group, strict=strict)
        tables.add(made)
    return tables
