"""Rows of records in, the rows that stages make of them out: what a machine of the cluster does of `ray.py`.

A row holds the records of one kind that share a home (their report, their story), packed: so most rows are cut into
groups without being opened. Rows travel themselves, or lie in shared storage and their files' names travel.
"""

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tellings.engines.groups import run_group, take_in
from tellings.engines.incremental import home_of
from tellings.engines.shared import Row, read_rows, write_rows
from tellings.records import KINDS, Capture, Tables
from tellings.stage import Cut, Group, Stage, keys_of
from tellings.store.packing import decode, encode

Laid = list[Row] | tuple[str, ...]  # rows, or the files that hold them
StoriesOf = Mapping[str, Sequence[str]]  # of a report
_KINDS: dict[str, type] = {kind.__name__: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Work:
    """What one task does. stages: one, or several that look at one report alone; name: of what it writes in the
    folder, "" where rows travel; bucket: of so many buckets the one whose groups are worked on."""

    stages: tuple[Stage, ...]
    name: str
    folder: str = ""
    bucket: int = 0
    buckets: int = 1
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """How many rows came of a task. fits: all of them belong to the very groups that they were made of."""

    rows: int
    fits: bool


def pack_rows(records: Iterable[Any]) -> list[Row]:
    """The records, those of one kind and home in one row."""
    cut: dict[tuple[str, str], list[Any]] = {}
    for record in records:
        cut.setdefault((type(record).__name__, home_of(record)), []).append(record)
    return [(kind, home, encode(found)[0]) for (kind, home), found in cut.items()]


def unpack_row(row: Row) -> tuple[Any, ...]:
    """The records of a row. Raises KeyError for an unknown kind, msgspec.ValidationError for what is no such record."""
    return decode(_KINDS[row[0]], row[2])


def lay(folder: str, name: str, rows: Sequence[Row]) -> Laid:
    """The rows, in the folder if there is one."""
    return write_rows(folder, name, rows) if folder else list(rows)


def take(folder: str, laid: Iterable[Laid]) -> Iterator[Row]:
    """The rows that were laid down."""
    names: list[str] = []
    for each in laid:
        if isinstance(each, tuple):
            names += each
        else:
            yield from each
    yield from read_rows(folder, names)


def list_written(stages: Iterable[Stage]) -> list[str]:
    """The kinds that come out of stages: those that they write, and drops."""
    return list(dict.fromkeys([*(kind.__name__ for stage in stages for kind in stage.writes), "Drop"]))


def choose_bucket(key: str, buckets: int) -> int:
    """The same on every machine."""
    return zlib.crc32(key.encode()) % buckets


def _find_keys(row: Row, stage: Stage, story_of: StoriesOf) -> Collection[str] | None:
    """The groups to which all records of the row belong, as its home says; None where each must be asked."""
    side, _, name = row[1].partition(":")
    if stage.cut is Cut.WHOLE:
        return ("",)
    if stage.cut is Cut.EACH:
        return (name,) if side == "r" else None
    if stage.key != "story" or side == "i":
        return None
    return (name,) if side == "s" else story_of.get(name, ())


def cut_rows(rows: Iterable[Row], stage: Stage, story_of: StoriesOf) -> Iterator[tuple[str, Row | Any]]:
    """Each row, or where its records belong apart each record, under each of its keys."""
    for row in rows:
        keys = _find_keys(row, stage, story_of)
        if keys is not None:
            yield from ((key, row) for key in keys)
            continue
        yield from ((key, record) for record in unpack_row(row) for key in keys_of(record, stage, story_of))


def take_rows(work: Work, *laid: Laid) -> list[Any]:
    """What the one stage makes of captures, and they themselves without their bytes: notes, then a portion a kind."""
    made: dict[str, list[Row]] = {"Capture": [], **{kind: [] for kind in list_written(work.stages)}}
    captures = (record for row in take(work.folder, laid) for record in unpack_row(row))
    for row in pack_rows(take_in(work.stages[0], captures, strict=work.strict)):
        made[row[0]].append(row)
    return _lay_made(work, made, dict.fromkeys(made, False))


def split_rows(work: Work, story_of: StoriesOf, *laid: Laid) -> list[Any]:
    """The rows that the stages read, by bucket: how many are in each, then a portion for each."""
    stage = work.stages[0]
    cut: list[list[Row]] = [[] for _ in range(work.buckets)]
    for row in take(work.folder, laid):
        buckets = {choose_bucket(key, work.buckets) for key, _ in cut_rows([row], stage, story_of)}
        for bucket in buckets:
            cut[bucket].append(row)
    portions = [lay(work.folder, f"{work.name}-{bucket:03}", rows) for bucket, rows in enumerate(cut)]
    return [[len(rows) for rows in cut], *portions]


def work_bucket(work: Work, story_of: StoriesOf, *laid: Laid) -> list[Any]:
    """What the stages make of the groups of one bucket: notes, then a portion for each kind that they write."""
    last = work.stages[-1]
    read = {kind.__name__ for stage in work.stages for kind in stage.reads}
    groups: dict[str, list[Any]] = {}
    for key, part in cut_rows((row for row in take(work.folder, laid) if row[0] in read), last, story_of):
        if choose_bucket(key, work.buckets) == work.bucket:
            groups.setdefault(key, []).append(part)
    made: dict[str, list[Row]] = {kind: [] for kind in list_written(work.stages)}
    fits = dict.fromkeys(made, True)
    for key in sorted(groups):
        for row in pack_rows(_run_stages(work, key, groups.pop(key))):
            made[row[0]].append(row)
            fits[row[0]] &= _is_at_home(row[1], key, last, story_of)
    return _lay_made(work, made, fits)


def _run_stages(work: Work, key: str, parts: Iterable[Any]) -> Iterator[Any]:
    """What the stages, one after the other, make of one group."""
    tables = Tables(record for part in parts for record in (unpack_row(part) if isinstance(part, tuple) else (part,)))
    for stage in work.stages:
        read: dict[type, Sequence[Any]] = {kind: tables.of(kind) for kind in stage.reads}
        records = {kind: found for kind, found in read.items() if found}
        if stage.cut is Cut.EACH and stage.reads[0] not in records:
            continue
        made = run_group(stage, Group(key, records), strict=work.strict)
        yield from made
        if stage is not work.stages[-1]:
            tables.add(made)


def _is_at_home(home: str, key: str, stage: Stage, story_of: StoriesOf) -> bool:
    """Whether a stage that is cut in the same way finds the row in the group of this key, and there alone."""
    if stage.cut is Cut.EACH and stage.reads[0] is not Capture:
        return home == f"r:{key}"
    if stage.key != "story":
        return False
    return home == f"s:{key}" or (home.startswith("r:") and [*story_of.get(home[2:], ())] == [key])


def _lay_made(work: Work, made: Mapping[str, Sequence[Row]], fits: Mapping[str, bool]) -> list[Any]:
    notes = {kind: Made(len(rows), fits[kind]) for kind, rows in made.items()}
    return [notes, *(lay(work.folder, f"{work.name}-{kind}", rows) for kind, rows in made.items())]


def join_runs(plan: Sequence[Stage]) -> Iterator[tuple[Stage, ...]]:
    """The plan in pieces: stages that follow one another and look at one report alone, others by themselves."""
    run: tuple[Stage, ...] = ()
    for stage in plan:
        alone = stage.is_of_report
        if run and not alone:
            yield run
            run = ()
        if alone:
            run += (stage,)
        else:
            yield (stage,)
    if run:
        yield run
