"""Paths and addresses in, a store that holds their reports and tells their stories out: batch by batch."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tellings.engines.incremental import give, take_captures
from tellings.front.evaluating import Course, check_told, load_plan, tell_changes
from tellings.ingest import ReadConfig, read_captures
from tellings.ingest.aside import find_kind
from tellings.records import Capture, Drop
from tellings.stage import Stage
from tellings.store.rows import Change
from tellings.store.view import View
from tellings.store.writer import Writer

BATCH = 200  # captures that are taken in at once, and are there wholly or not at all
SHARE = 0.05  # … or this share of what the store holds: what looks at all reports pays for as many new ones
_DEFAULT = ReadConfig()


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding: captures that were new, those that were there, what was left out, stories told anew. aside:
    how many files were passed over that are no reports, by kind (`ingest.aside`)."""

    new: int = 0
    known: int = 0
    dropped: int = 0
    retold: int = 0
    aside: Mapping[str, int] = field(default_factory=Counter)

    def __add__(self, other: "Added") -> "Added":
        return Added(
            self.new + other.new,
            self.known + other.known,
            self.dropped + other.dropped,
            self.retold + other.retold,
            Counter(self.aside) + Counter(other.aside),
        )


def add(
    store: str | Path,
    inputs: Sequence[str],
    *,
    added: str | None = None,
    config: ReadConfig = _DEFAULT,
    course: Course | None = None,
) -> Added:
    """Read the inputs and add what is new to the store, which is made where there is none.

    added: the moment that is noted as the time of adding, now by default. Raises CallError or PathError for a wrong
    call, StoreError where the store cannot be written: what was finished before is kept.
    """
    captures = read_captures(inputs, config=config)
    with Writer(store, progress=course.progress if course else None) as writer:
        return add_records(writer, captures, added=added, course=course)


def add_records(
    writer: Writer,
    records: Iterable[Capture | Drop],
    *,
    added: str | None = None,
    course: Course | None = None,
    batch: int = BATCH,
) -> Added:
    """The same of captures that were read already: from a feed, from another programme."""
    moment = writer.choose_moment(added)
    course = course or Course(load_plan())
    check_told(writer, course)
    whole = Added()
    for some in _cut_batches(writer, records, batch):
        whole += _add_batch(writer, some, course, moment)
    return whole


def open_store(store: str | Path) -> View:
    """The store for reading; it can look back. Raises StoreError where there is none."""
    from tellings.front.looking_back import tell_as_of

    return View(store, teller=tell_as_of)


def _cut_batches(writer: Writer, records: Iterable[Capture | Drop], batch: int) -> Iterator[list[Capture | Drop]]:
    source = iter(records)
    while some := list(islice(source, max(batch, int(SHARE * writer.count())))):
        yield some


def _add_batch(writer: Writer, records: Sequence[Capture | Drop], course: Course, added: str) -> Added:
    given = [record for record in records if isinstance(record, Capture)]
    new = writer.find_new(given)
    drops = [record for record in records if isinstance(record, Drop)]
    if not new and not any(writer.lists.is_new(drop) for drop in drops):
        return Added(known=len(given))
    with writer.batch(added):
        writer.keep(new, added=added)
        changes = [change for drop in drops for change in give(course.plan, writer.rows, drop.id, [drop])]
        changes += take_captures(_choose_readers(course, new), writer.rows, new, strict=course.strict)
        changes, retold = tell_changes(writer, course, changes, added=added)
    dropped, aside = _count_drops(changes)
    return Added(len(new), len(given) - len(new), dropped, retold, aside)


def _choose_readers(course: Course, new: Sequence[Capture]) -> Sequence[Stage]:
    """The plan as it takes in these captures: beside this process, where there are readers."""
    if course.readers is None:
        return course.plan
    return course.readers.take_in(course.plan, new, progress=course.progress, strict=course.strict)


def _count_drops(changes: Iterable[Change]) -> tuple[int, Counter[str]]:
    """How many are new, and of files that are no reports by their kind how many of each."""
    new = [drop for change in changes if change.kind is Drop and not change.before for drop in change.after]
    kinds = [find_kind(drop.stage, drop.reason) for drop in new]
    return kinds.count(None), Counter(kind for kind in kinds if kind)
