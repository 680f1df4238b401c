"""A plan and captures in, tables out: every stage on a Ray cluster, through daft; the same tables as in process.

Between stages the records lie on the cluster as rows (kind, id, JSON); a stage is a group-by on its key followed by the
same `run_group` as in process. Only stories (ids) and the finished tables come back to the caller.
"""

import logging
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tellings.engines.local import Progress, run_group
from tellings.errors import EngineError
from tellings.records import KINDS, Story, Tables, read_row, write_row
from tellings.stage import Cut, Group, Stage, check_plan, keys_of

STORY = Story.__name__


def run_plan(
    plan: Sequence[Stage],
    records: Iterable[Any],
    *,
    address: str | None = None,
    progress: Progress | None = None,
    strict: bool = False,
) -> Tables:
    """Run the plan on the cluster at `address` (None: one is started on this machine).

    Raises EngineError when the `ray` extra is not installed or the cluster does not answer, PlanError for a bad plan.
    """
    daft = _start(address)
    given = Tables(records)
    check_plan(plan, given=[kind for kind in KINDS if given.of(kind)])
    frame = daft.from_pydict(_columns(given))
    for number, stage in enumerate(plan):
        if progress:
            progress(stage.name, number, len(plan))
        frame = _run_stage(daft, stage, frame, strict=strict)
    rows = frame.to_pydict()
    return _tables(rows["kind"], rows["row"])


def _tables(kinds: Sequence[str], rows: Sequence[bytes]) -> Tables:
    return Tables(read_row(kind, row) for kind, row in zip(kinds, rows, strict=True))


def _start(address: str | None) -> Any:
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    os.environ.setdefault("DAFT_PROGRESS_BAR", "0")
    try:
        import daft
        import ray
    except ImportError as error:
        raise EngineError(
            f"--engine ray needs the 'ray' extra ({error.name} is not installed): pip install 'tellings[ray]'"
        ) from error
    try:
        if not ray.is_initialized():
            ray.init(address=address, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise EngineError(
            f"no Ray cluster answers at {address!r}: {error}; start one, or leave the address out"
        ) from error
    daft.set_runner_ray(noop_if_initialized=True)
    return daft


def _columns(tables: Tables) -> dict[str, list[Any]]:
    records: list[Any] = []
    for kind in KINDS:
        records += tables.of(kind)
    return {
        "kind": [type(record).__name__ for record in records],
        "id": [record.id for record in records],
        "row": [write_row(record) for record in records],
    }


def _run_stage(daft: Any, stage: Stage, frame: Any, *, strict: bool) -> Any:
    """The frame with the rows that the stage makes; a row whose kind and id are there already is not added."""
    col, T = daft.col, daft.DataType  # noqa: N806
    story_of = _stories_of(frame, col) if stage.key == "story" else {}
    keys = daft.func(return_dtype=T.list(T.string()))(_key_finder(stage, story_of))
    made = T.list(T.struct({"kind": T.string(), "id": T.string(), "row": T.binary()}))
    work = daft.func(return_dtype=made)(_worker(stage, strict=strict))
    names = [kind.__name__ for kind in stage.reads]
    groups = (
        frame.where(col("kind").is_in(names))
        .with_column("key", keys(col("kind"), col("row")))
        .explode("key")
        .where(col("key").not_null())
        .groupby("key")
        .agg(col("kind").list_agg().alias("kinds"), col("row").list_agg().alias("rows"))
    )
    rows = groups.select(work(col("key"), col("kinds"), col("rows")).alias("made")).explode("made")
    rows = rows.where(col("made").not_null()).select(
        *[col("made").get(name).alias(name) for name in ("kind", "id", "row")]
    )
    return frame.concat(rows).distinct("kind", "id").collect()


def _stories_of(frame: Any, col: Any) -> dict[str, list[str]]:
    story_of: dict[str, list[str]] = {}
    for row in frame.where(col("kind") == STORY).to_pydict()["row"]:
        story: Story = read_row(STORY, row)
        for report in story.reports:
            story_of.setdefault(report, []).append(story.id)
    return story_of


def _key_finder(stage: Stage, story_of: Mapping[str, Sequence[str]]) -> Callable[[str, bytes], list[str]]:
    def find_keys(kind: str, row: bytes) -> list[str]:
        return list(keys_of(read_row(kind, row), stage, story_of))

    return find_keys


def _worker(stage: Stage, *, strict: bool) -> Callable[[str, list[str], list[bytes]], list[dict[str, Any]]]:
    def work(key: str, kinds: list[str], rows: list[bytes]) -> list[dict[str, Any]]:
        tables = _tables(kinds, rows)
        read: dict[type, Sequence[Any]] = {kind: tables.of(kind) for kind in stage.reads}
        records = {kind: found for kind, found in read.items() if found}
        if stage.cut is Cut.EACH and stage.reads[0] not in records:
            return []
        made = run_group(stage, Group(key, records), strict=strict)
        return [{"kind": type(record).__name__, "id": record.id, "row": write_row(record)} for record in made]

    return work
