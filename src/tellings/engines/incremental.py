"""A plan, a store's rows and what came in, in; the rows as the plan makes them of all that ever came in, out.

Every group keeps the fingerprint of its inputs and what was made of it. Where something changed, the groups that read
it run again, and what they make differently is a change for the stages after them. So the rows are the same whatever
came in first, and adding what is there already runs nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Protocol

from tellings.engines import Progress
from tellings.engines.groups import TOGETHER, prepare, run_group, takes_captures
from tellings.engines.sight import Looked, StoreSight
from tellings.engines.workers import Readers
from tellings.records import Capture, Drop, Judgement, Report, Story
from tellings.records.tables import order_of
from tellings.stage import Cut, Group, Stage, keys_of
from tellings.store.packing import hash_word
from tellings.store.rows import GIVEN, Change, Chunk, Part


class Rows(Looked, Protocol):
    """What a store keeps for the plan: `tellings.store.rows.Rows` describes each."""

    def find_keyed(self, stage: int, value: int) -> list[Chunk]: ...
    def members(self, story: str) -> list[str]: ...
    def stories_of(self, report: str) -> list[str]: ...
    def inputs_of(self, stage: int, key: str) -> bytes | None: ...
    def write(self, stage: int, key: str, inputs: bytes | None, parts: Iterable[Part]) -> list[Change]: ...
    def gain(self, stage: int, key: str, parts: Iterable[Part], gone: Iterable[tuple[str, str]]) -> list[Change]: ...
    def failed(self, stage: int, key: str) -> bool: ...


def give(plan: Sequence[Stage], rows: Rows, key: str, records: Iterable[Any]) -> list[Change]:
    """Lay down records that no stage made, in the place of those given under this key before."""
    return rows.write(GIVEN, key, None, _cut_parts(plan, records))


def take_captures(
    plan: Sequence[Stage], rows: Rows, captures: Iterable[Capture], *, strict: bool = False
) -> list[Change]:
    """Lay down new captures without their bytes, and what the first stage, which alone sees these, makes of each."""
    changes = []
    for capture in captures:
        changes += give(plan, rows, capture.id, [replace(capture, content=b"")])
        if takes_captures(plan):
            made = run_group(plan[0], Group(capture.id, {Capture: (capture,)}), strict=strict)
            changes += rows.write(0, capture.id, bytes.fromhex(capture.digest)[:16], _cut_parts(plan, made))
    return changes


def take_back(plan: Sequence[Stage], rows: Rows, captures: Iterable[str]) -> list[Change]:
    """Take these captures out, by id, with what the first stage made of them."""
    changes = []
    for capture in captures:
        changes += give(plan, rows, capture, ())
        if takes_captures(plan):
            changes += rows.write(0, capture, None, ())
    return changes


def run_changes(
    plan: Sequence[Stage],
    rows: Rows,
    changes: Iterable[Change],
    *,
    first: int = 0,
    last: int | None = None,
    progress: Progress | None = None,
    strict: bool = False,
    readers: Readers | None = None,
) -> list[Change]:
    """Run what the changes touch, from stage `first` up to, not including, `last`; these and all that followed."""
    told = list(changes)
    for run in cut_alike(list(enumerate(plan))[first:last]):
        if run[0][1].cut is Cut.EACH:
            told += _run_each(plan, run, told, rows, progress=progress, strict=strict, readers=readers)
            continue
        for number, stage in run:
            keys = sorted(find_touched(plan, number, told, rows))
            if stage.glance and keys:
                if progress:
                    progress(stage.name, 0, 1)
                told += _look_again(plan, number, told, rows, strict=strict)
                continue
            moved = find_moved(stage, number, told)
            ready = _work_beside(plan, number, keys, rows, readers, strict=strict)
            for done, key in enumerate(keys):
                if progress:
                    progress(stage.name, done, len(keys))
                what, made = moved.get(key), ready.pop((number, key), None)
                told += _run_again(plan, number, key, rows, strict=strict, moved=what, ready=made)
    return told


def _work_beside(
    plan: Sequence[Stage], number: int, keys: Sequence[str], rows: Rows, readers: Readers | None, *, strict: bool
) -> MutableMapping[tuple[int, str], list[Any]]:
    """What the readers make of the stories that changed, worked out as it is asked for, in this order.

    A stage sees nothing of what it makes of other stories: these can be built before what it made of those is written.
    """
    if readers is None or plan[number].key != "story":
        return {}

    def build(key: str) -> Group | None:
        chunks = _find_inputs(plan, number, key, rows)
        if not chunks or rows.inputs_of(number, key) == _fingerprint(chunks):
            return None
        return _build_group(plan[number], key, rows.read(chunks))

    sizes = {key: len(rows.members(key)) for key in keys}
    return readers.work(number, plan[number], sizes, build, strict=strict)


@dataclass(slots=True)
class Moved:
    """What is other in a group: the ids of records that are new in it, and those that it holds no more."""

    fresh: set[str] = field(default_factory=set)
    lost: list[Any] = field(default_factory=list)


def find_moved(stage: Stage, number: int, changes: Sequence[Change]) -> dict[str, Moved]:
    """Of the groups of a stage that tells by what it gives other than before, those whose records came and went; a
    record that has become another is not told of so."""
    if stage.more is None:
        return {}
    moved: dict[str, Moved] = {}
    others: set[str] = set()
    for change in changes:
        if change.stage < number and change.kind in stage.reads:
            before, after = ({record.id: record for record in side} for side in (change.before, change.after))
            for record in (*change.before, *change.after):
                keys = keys_of(record, stage, {})
                if record.id in before and record.id in after:
                    others |= set(keys)
                elif record.id in after:
                    for key in keys:
                        moved.setdefault(key, Moved()).fresh.add(record.id)
                else:
                    for key in keys:
                        moved.setdefault(key, Moved()).lost.append(record)
    others |= {key for key, what in moved.items() if what.fresh & {record.id for record in what.lost}}
    return {key: what for key, what in moved.items() if key not in others}


def cut_alike(stages: Iterable[tuple[int, Stage]]) -> Iterator[list[tuple[int, Stage]]]:
    """Stages in runs that are cut alike."""
    for _, run in groupby(stages, key=lambda numbered: numbered[1].cut):
        yield list(run)


def _run_each(
    plan: Sequence[Stage],
    run: Sequence[tuple[int, Stage]],
    told: Sequence[Change],
    rows: Rows,
    *,
    progress: Progress | None,
    strict: bool,
    readers: Readers | None,
) -> list[Change]:
    """Report after report, each through all stages of the run: what one stage makes of it the next has at hand."""
    kinds = {kind for _, stage in run for kind in stage.reads}
    touched: dict[str, list[Change]] = {}
    for change in told:
        if change.kind in kinds and change.home.startswith("r:"):
            touched.setdefault(change.home.removeprefix("r:"), []).append(change)
    made: list[Change] = []
    fresh = {record.id: record for changes in touched.values() for change in changes if change.kind is Report
             for record in change.after}  # fmt: skip
    ready = readers.read(run, [*fresh.values()], progress=progress, strict=strict) if readers and fresh else {}
    first, keys = run[0][1], sorted(touched)
    for done, key in enumerate(keys):
        if progress:
            progress(first.name, done, len(touched))
        if first.reads == (Report,) and not ready and done % TOGETHER == 0:
            some = [fresh[name] for name in keys[done : done + TOGETHER] if name in fresh]
            prepare(first, [Group(report.id, {Report: (report,)}) for report in some])
        changes = touched[key]
        for number, stage in run:
            if any(change.stage < number and change.kind in stage.reads for change in changes):
                changes = changes + _run_again(
                    plan, number, key, rows, strict=strict, ready=ready.pop((number, key), None)
                )
        made += changes[len(touched[key]) :]
    return made


def find_touched(plan: Sequence[Stage], number: int, changes: Sequence[Change], rows: Rows) -> set[str]:
    """The keys of the groups of this stage that the changes touch."""
    stage = plan[number]
    keys: set[str] = set()
    for change in changes:
        if change.stage >= number or (stage.key == "story" and _is_across(plan, change)):
            continue
        if stage.key == "story" and change.kind is Story:
            keys |= {story.id for story in (*change.before, *change.after)}
        if change.kind not in stage.reads:
            continue
        if stage.cut is Cut.WHOLE:
            return {""}
        side, _, name = change.home.partition(":")
        if stage.cut is Cut.EACH:
            keys.add(name)
        elif stage.key != "story":
            keys |= {key for record in (*change.before, *change.after) for key in keys_of(record, stage, {})}
        elif side == "s":
            keys.add(name)
        else:
            keys |= set(rows.stories_of(name))
    return keys


def _run_again(
    plan: Sequence[Stage],
    number: int,
    key: str,
    rows: Rows,
    *,
    strict: bool,
    ready: list[Any] | None = None,
    moved: Moved | None = None,
) -> list[Change]:
    """ready: what the stage makes of the group, where that was worked out elsewhere. moved: what came and went, where
    nothing else is other in it."""
    stage = plan[number]
    chunks = _find_inputs(plan, number, key, rows)
    if not chunks or (stage.cut is Cut.EACH and stage.reads[0] not in {chunk.kind for chunk in chunks}):
        return rows.write(number, key, None, ())
    if moved and (gained := _find_gain(plan, number, key, chunks, rows, moved)) is not None:
        return gained
    inputs = _fingerprint(chunks)
    if rows.inputs_of(number, key) == inputs:
        return []
    if ready is None:
        ready = run_group(stage, _build_group(stage, key, rows.read(chunks)), strict=strict)
    parts = _cut_parts(plan, ready)
    # A key that two reports share is seldom shared by others, and most hold nothing: no row for those.
    remembered = inputs if parts or stage.cut is not Cut.BY_KEY or stage.key == "story" else None
    return rows.write(number, key, remembered, parts)


def _look_again(
    plan: Sequence[Stage], number: int, changes: Sequence[Change], rows: Rows, *, strict: bool
) -> list[Change]:
    """What a stage that looks at all records makes of them now. It is run for every change, so that nothing needs to be
    known by which it could be spared."""
    stage, sight = plan[number], StoreSight(rows, number, changes)
    glance = stage.glance
    assert glance is not None  # the caller has seen to it
    made = run_group(replace(stage, run=lambda _: glance(sight)), Group("", {}), strict=strict)
    return rows.write(number, "", None, _cut_parts(plan, made))


def _find_gain(
    plan: Sequence[Stage], number: int, key: str, chunks: Sequence[Chunk], rows: Rows, moved: Moved
) -> list[Change] | None:
    """What changed, where the stage tells by what; None where the whole group is to be told again."""
    more = plan[number].more
    if more is None or rows.failed(number, key):
        return None
    try:
        group = _build_group(plan[number], key, rows.read(chunks))
        gain = more(group, frozenset(moved.fresh), moved.lost)
    except Exception:  # told again, it fails again, and is dropped with its reason
        return None
    if gain is None:
        return None
    gone = [(f"r:{report}", record) for report, record in gain.gone]
    return rows.gain(number, key, _cut_parts(plan, gain.new), gone)


def _is_across(plan: Sequence[Stage], what: Chunk | Change) -> bool:
    """Whether a stage that looks at reports of many stories judged it: stories come about by it, none is told by it."""
    if what.kind is not Judgement or what.stage == GIVEN:
        return False
    maker = plan[what.stage]
    return maker.cut is Cut.WHOLE or (maker.cut is Cut.BY_KEY and maker.key != "story")


def _find_inputs(plan: Sequence[Stage], number: int, key: str, rows: Rows) -> list[Chunk]:
    stage = plan[number]
    if stage.cut is Cut.WHOLE:
        return rows.find_all(stage.reads, number)
    if stage.cut is Cut.EACH:
        return rows.find(stage.reads, [f"r:{key}"], number)
    if stage.key != "story":
        return [chunk for chunk in rows.find_keyed(number, hash_word(key)) if chunk.kind in stage.reads]
    members = rows.members(key)
    if not members:
        return []
    found = rows.find(stage.reads, [f"s:{key}", *(f"r:{report}" for report in members)], number)
    return [chunk for chunk in found if not _is_across(plan, chunk)]


def _build_group(stage: Stage, key: str, read: Iterable[tuple[Chunk, Sequence[Any]]]) -> Group:
    """The records as tables hold them: in order, of those with one id the first."""
    tables: dict[type, dict[str, Any]] = {kind: {} for kind in stage.reads}
    by_attribute = stage.cut is Cut.BY_KEY and stage.key != "story"
    for chunk, records in read:
        for record in records:
            if not by_attribute or key in keys_of(record, stage, {}):
                tables[chunk.kind].setdefault(record.id, record)
    return Group(key, {kind: sorted(table.values(), key=order_of) for kind, table in tables.items() if table})


def _fingerprint(chunks: Sequence[Chunk]) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for chunk in chunks:
        digest.update(chunk.kind.__name__.encode())
        digest.update(chunk.digest)
    return digest.digest()


def _cut_parts(plan: Sequence[Stage], records: Iterable[Any]) -> list[Part]:
    """The records by kind and home, each with the keys under which later stages find it."""
    cut: dict[tuple[type, str], dict[str, Any]] = {}
    for record in records:
        cut.setdefault((type(record), home_of(record)), {}).setdefault(record.id, record)
    parts = []
    for (kind, home), found in cut.items():
        ordered = sorted(found.values(), key=order_of)
        parts.append(Part(kind, home, ordered, sorted(_keys_for(plan, kind, ordered))))
    return parts


def _keys_for(plan: Sequence[Stage], kind: type, records: Sequence[Any]) -> set[tuple[int, int]]:
    return {
        (number, hash_word(key))
        for number, stage in enumerate(plan)
        if stage.cut is Cut.BY_KEY and stage.key != "story" and kind in stage.reads
        for record in records
        for key in keys_of(record, stage, {})
    }


def home_of(record: Any) -> str:
    """What a record is asked for by: its report, its story, or itself (`stage.keys_of` says the same)."""
    if isinstance(record, Capture | Report):
        return f"r:{record.id}"
    if isinstance(record, Story):
        return f"s:{record.id}"
    if isinstance(record, Judgement):
        return f"s:{record.scope}" if record.scope else f"r:{record.left}"
    if isinstance(record, Drop):  # a page met again belongs to the report that it is once more
        return f"r:{record.same_as}" if record.same_as else f"i:{record.id}"
    if story := getattr(record, "story", None):
        return f"s:{story}"
    if report := getattr(record, "report", None):
        return f"r:{report}"
    return f"i:{record.id}"
