"""Paths and addresses in, a store that holds their reports and tells their stories out: batch by batch.

The store keeps rows, the incremental engine runs the plan over what is new, and what changed is rendered as readers
will ask for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tellings import __version__
from tellings.engines import Progress
from tellings.engines.incremental import give, run_changes, take_captures
from tellings.front.rendering import find_retold, render_story
from tellings.ingest import ReadConfig, read_captures
from tellings.records import Capture, Drop, Report
from tellings.stage import Stage
from tellings.store.rows import Change
from tellings.store.view import View
from tellings.store.writer import Writer

BATCH = 200  # captures that are taken in at once, and are there wholly or not at all
SHARE = 0.05  # … or this share of what the store holds: what looks at all reports pays for as many new ones
_DEFAULT = ReadConfig()


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding: captures that were new, those that were there, what was left out, stories told anew."""

    new: int = 0
    known: int = 0
    dropped: int = 0
    retold: int = 0

    def __add__(self, other: "Added") -> "Added":
        return Added(
            self.new + other.new,
            self.known + other.known,
            self.dropped + other.dropped,
            self.retold + other.retold,
        )


def add(
    store: str | Path,
    inputs: Sequence[str],
    *,
    added: str | None = None,
    config: ReadConfig = _DEFAULT,
    progress: Progress | None = None,
    strict: bool = False,
    plan: Sequence[Stage] | None = None,
    batch: int = BATCH,
) -> Added:
    """Read the inputs and add what is new to the store, which is made where there is none.

    added: the moment that is noted as the time of adding, now by default. Raises CallError or PathError for a wrong
    call, StoreError where the store cannot be written: what was finished before is kept.
    """
    captures = read_captures(inputs, config=config)
    with Writer(store) as writer:
        return add_records(writer, captures, plan=plan, added=added, progress=progress, strict=strict, batch=batch)


def add_records(
    writer: Writer,
    records: Iterable[Capture | Drop],
    *,
    plan: Sequence[Stage] | None = None,
    added: str | None = None,
    progress: Progress | None = None,
    strict: bool = False,
    batch: int = BATCH,
) -> Added:
    """The same of captures that were read already."""
    moment = writer.choose_moment(added)
    stages = plan or _load_plan()
    whole = Added()
    source = iter(records)
    while some := list(islice(source, max(batch, int(SHARE * writer.count())))):
        with writer.batch(moment):
            whole += _add_batch(writer, some, stages, moment, progress=progress, strict=strict)
    return whole


def open_store(store: str | Path) -> View:
    """The store for reading."""
    return View(store)


def _add_batch(
    writer: Writer,
    records: Sequence[Capture | Drop],
    plan: Sequence[Stage],
    added: str,
    *,
    progress: Progress | None,
    strict: bool,
) -> Added:
    given = [record for record in records if isinstance(record, Capture)]
    new = writer.find_new(given)
    drops = [record for record in records if isinstance(record, Drop)]
    writer.keep(new, added=added)
    changes = [change for drop in drops for change in give(plan, writer.rows, drop.id, [drop])]
    changes += take_captures(plan, writer.rows, new, strict=strict)
    changes = _run(writer, plan, changes, progress=progress, strict=strict)
    writer.lists.note(changes, added=added)
    retold = retell(writer, changes, updated=added)
    writer.set_meta("tellings", __version__)
    return Added(len(new), len(given) - len(new), _count_drops(changes), retold)


def _run(
    writer: Writer, plan: Sequence[Stage], changes: list[Change], *, progress: Progress | None, strict: bool
) -> list[Change]:
    """What people hold is known once the reports are read, and before they are linked."""
    read = 1 + max((number for number, stage in enumerate(plan) if Report in stage.writes), default=0)
    changes = run_changes(plan, writer.rows, changes, first=1, last=read, progress=progress, strict=strict)
    return run_changes(plan, writer.rows, changes, first=read, progress=progress, strict=strict)


def retell(writer: Writer, changes: Iterable[Change], *, updated: str) -> int:
    """Render the stories that the changes touch; how many."""
    there, gone = find_retold(writer, changes)
    for story in gone:
        writer.lists.remove(story)
    for story in there:
        writer.lists.put(render_story(writer.rows, story), updated=updated)
    return len(there)


def _count_drops(changes: Iterable[Change]) -> int:
    return sum(len(change.after) for change in changes if change.kind is Drop and not change.before)


def _load_plan() -> Sequence[Stage]:
    from tellings.plan import PLAN  # only now: it loads every room

    return PLAN
