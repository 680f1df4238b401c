"""A plan and captures in, tables out: every stage on a Ray cluster, with the same tables as in process, row for row.

Between stages the records lie on the cluster as portions of rows (kind, JSON). A stage is a shuffle: each portion that
it reads is split by a hash of the records' keys, and what falls into one bucket is cut into groups and run through the
same `run_group` as in process. Only the stories (ids) and the finished tables come back to the caller.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tellings.engines import Progress
from tellings.engines.groups import run_group, take_in, takes_captures
from tellings.engines.ray_cluster import start_ray
from tellings.records import KINDS, Capture, Story, Tables, read_row, write_row
from tellings.stage import Cut, Group, Stage, check_plan, find_stories, keys_of

Row = tuple[str, bytes]  # kind, JSON
Keyed = tuple[str, str, bytes]  # key, kind, JSON
_ROWS = 2_000  # rows of one portion of what is given
_PAGES = 200  # captures of one portion, and their bytes
_BYTES = 32 * 1024 * 1024
_BUCKETS_A_CPU = 2
_MOST_BUCKETS = 256


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
    cluster, ours = start_ray(address)
    try:
        if takes_captures(plan):
            check_plan(plan)
            portions, stages = _take_in(cluster, plan[0], records, progress=progress, strict=strict), plan[1:]
        else:
            given = Tables(records)
            check_plan(plan, given=[kind for kind in KINDS if given.of(kind)])
            portions, stages = _put(cluster, given), plan
        for number, stage in enumerate(stages, len(plan) - len(stages)):
            if progress:
                progress(stage.name, number, len(plan))
            for kind, refs in _run_stage(cluster, stage, portions, strict=strict).items():
                portions.setdefault(kind, []).extend(refs)
        return _tables(row for refs in portions.values() for rows in cluster.get(refs) for row in rows)
    finally:
        if ours:
            cluster.shutdown()


def _put(cluster: Any, tables: Tables) -> dict[str, list[Any]]:
    portions: dict[str, list[Any]] = {}
    for kind in KINDS:
        records: Sequence[Any] = tables.of(kind)
        rows = [(kind.__name__, write_row(record)) for record in records]
        cuts = [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]
        if cuts:
            portions[kind.__name__] = [cluster.put(cut) for cut in cuts]
    return portions


def _take_in(
    cluster: Any, stage: Stage, records: Iterable[Any], *, progress: Progress | None, strict: bool
) -> dict[str, list[Any]]:
    """Portions of what the first stage makes of the captures as they are read; no more than a few lie unread."""
    kinds = list(dict.fromkeys(["Capture", *_written(stage)]))
    work = cluster.remote(num_cpus=1, num_returns=len(kinds))(take_rows)
    most = _BUCKETS_A_CPU * max(1, int(cluster.cluster_resources().get("CPU", 1)))
    portions: dict[str, list[Any]] = {name: [] for name in kinds}
    others: list[Any] = []
    waiting: list[Any] = []
    done = 0
    for cut in _cut_captures(records, others):
        outcome = work.remote(stage, kinds, strict, cut)
        for name, ref in zip(kinds, outcome, strict=True):
            portions[name].append(ref)
        waiting.append(outcome[0])
        done += len(cut)
        if progress:
            progress(stage.name, done - 1, 0)
        if len(waiting) >= most:
            _, waiting = cluster.wait(waiting, num_returns=1)
    for name, refs in _put(cluster, Tables(others)).items():
        portions.setdefault(name, []).extend(refs)
    return portions


def _cut_captures(records: Iterable[Any], others: list[Any]) -> Iterator[list[Row]]:
    """Captures in portions that are small in number and bytes; what is no capture goes to `others`."""
    cut: list[Row] = []
    size = 0
    for record in records:
        if not isinstance(record, Capture):
            others.append(record)
            continue
        cut.append(("Capture", write_row(record)))
        size += len(cut[-1][1])
        if size > _BYTES or len(cut) >= _PAGES:
            yield cut
            cut, size = [], 0
    if cut:
        yield cut


def take_rows(stage: Stage, kinds: Sequence[str], strict: bool, rows: Sequence[Row]) -> list[list[Row]]:
    """What the stage makes of these captures, and they themselves without their bytes: a list of rows for each kind."""
    made: dict[str, list[Row]] = {name: [] for name in kinds}
    for record in take_in(stage, (read_row(kind, row) for kind, row in rows), strict=strict):
        made[type(record).__name__].append((type(record).__name__, write_row(record)))
    return list(made.values())


def _tables(rows: Iterable[Row]) -> Tables:
    return Tables(read_row(kind, row) for kind, row in rows)


def _run_stage(
    cluster: Any, stage: Stage, portions: Mapping[str, Sequence[Any]], *, strict: bool
) -> dict[str, list[Any]]:
    """New portions by kind, one of each kind that the stage writes for every bucket."""
    buckets = min(_MOST_BUCKETS, max(2, _BUCKETS_A_CPU * int(cluster.cluster_resources().get("CPU", 1))))
    story_of = cluster.put(_stories(cluster, portions) if stage.key == "story" else {})
    split = cluster.remote(num_cpus=1, num_returns=buckets)(split_rows)
    work = cluster.remote(num_cpus=1, num_returns=len(_written(stage)))(work_bucket)
    pieces = [
        split.remote(rows, stage, story_of, buckets) for kind in stage.reads for rows in portions.get(kind.__name__, ())
    ]
    made: dict[str, list[Any]] = {name: [] for name in _written(stage)}
    for bucket in range(buckets):
        outcome = work.remote(stage, strict, *[piece[bucket] for piece in pieces])
        for name, ref in zip(made, outcome, strict=True):
            made[name].append(ref)
    cluster.wait([ref for refs in made.values() for ref in refs], num_returns=buckets * len(made))
    return made


def _written(stage: Stage) -> list[str]:
    """The kinds that come out of a stage: those it writes, and drops."""
    return [*dict.fromkeys(kind.__name__ for kind in stage.writes if kind.__name__ != "Drop"), "Drop"]


def _stories(cluster: Any, portions: Mapping[str, Sequence[Any]]) -> dict[str, list[str]]:
    rows = (row for ref in portions.get(Story.__name__, ()) for row in cluster.get(ref))
    return find_stories(_tables(rows).of(Story))


def split_rows(
    rows: Sequence[Row], stage: Stage, story_of: Mapping[str, Sequence[str]], buckets: int
) -> list[list[Keyed]]:
    """The rows under their keys, cut into buckets by a hash of the key that is the same on every machine."""
    cut: list[list[Keyed]] = [[] for _ in range(buckets)]
    for kind, row in rows:
        for key in keys_of(read_row(kind, row), stage, story_of):
            cut[zlib.crc32(key.encode()) % buckets].append((key, kind, row))
    return cut


def work_bucket(stage: Stage, strict: bool, *pieces: Sequence[Keyed]) -> list[list[Row]]:
    """What the stage makes of the groups in one bucket: a list of rows for each kind in `_written`."""
    groups: dict[str, list[Row]] = {}
    for piece in pieces:
        for key, kind, row in piece:
            groups.setdefault(key, []).append((kind, row))
    made: dict[str, list[Row]] = {name: [] for name in _written(stage)}
    for key in sorted(groups):
        tables = _tables(groups[key])
        read: dict[type, Sequence[Any]] = {kind: tables.of(kind) for kind in stage.reads}
        records = {kind: found for kind, found in read.items() if found}
        if stage.cut is Cut.EACH and stage.reads[0] not in records:
            continue
        for record in run_group(stage, Group(key, records), strict=strict):
            made[type(record).__name__].append((type(record).__name__, write_row(record)))
    return list(made.values())
