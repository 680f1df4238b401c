"""A plan and captures in, tables out: every stage on a Ray cluster, with the same tables as in process, row for row.

Between stages the records lie in Parquet files in storage that the machines share, or as objects of Ray. What a stage
reads is cut into buckets by a hash of the groups' keys, and each bucket is worked on by a task (`portions.py`). What a
stage left by report, or by story, the next that is cut in the same way takes as it lies. Through this process go only
notes of how many rows there are, which report is in which story, and the finished tables.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tellings.engines import Progress
from tellings.engines.groups import takes_captures
from tellings.engines.hands import fetch_made
from tellings.engines.portions import (
    Made,
    Work,
    join_runs,
    lay,
    list_written,
    pack_rows,
    split_rows,
    take,
    take_rows,
    unpack_row,
    work_bucket,
)  # fmt: skip
from tellings.engines.ray_cluster import Cluster
from tellings.engines.shared import Row, remove_files
from tellings.records import KINDS, Capture, Story, Tables
from tellings.stage import Cut, Stage, check_plan, find_stories

_ROWS = 2_000  # rows of one portion of what is given
_PAGES = 50  # captures of one portion, and their bytes
_BYTES = 32 * 1024 * 1024
_BUCKETS_A_WORKER = 2
_MOST_BUCKETS = 256
_REPORTS = 250  # of one bucket, some 15 MB, where there are many …
_MOST_FOR_REPORTS = 64  # … up to so many buckets: a shuffle makes files by the square of their number


@dataclass(frozen=True, eq=False, slots=True)
class _Lot:
    """Rows of one kind that one task made. at: how they lie, None where they do not lie by group; number: the task."""

    kind: str
    laid: Any
    at: tuple[str, int] | None = None
    number: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class _Split:
    """The same rows by bucket; None where a bucket has none."""

    lots: frozenset[_Lot]
    pieces: Sequence[Any]


def run_plan(
    plan: Sequence[Stage],
    records: Iterable[Any],
    *,
    address: str | None = None,
    workers: int = 0,
    shared: str | None = None,
    model: str = "",
    progress: Progress | None = None,
    strict: bool = False,
) -> Tables:
    """Run the plan on the cluster at `address` (None: one is started on this machine).

    workers: tasks at the same time, 0 for as many as there are processors. shared: a folder that all machines see at
    that path; what lies between stages lies there, else with Ray. model: the pipeline that every machine must have.
    Raises EngineError when the `ray` extra is not installed or the cluster does not answer, PathError for a folder that
    is none, PlanError for a bad plan.
    """
    first = 1 if takes_captures(plan) else 0
    if first:
        check_plan(plan)
    else:
        given = Tables(records)
        check_plan(plan, given=[kind for kind in KINDS if given.of(kind)])
    with Cluster(address, workers=workers, shared=shared, model=model, roomy=not shared) as cluster:
        run = _Run(cluster, strict=strict)
        if first:
            run.take_in(plan[0], records, progress)
        else:
            run.put(given)
        number = first
        for stages in join_runs(plan[first:]):
            if progress:
                progress(stages[0].name, number, len(plan))
            run.work(stages, f"{number:02}-{stages[0].name}")
            number += len(stages)
        return run.read_tables()


class _Run:
    """What one run has made so far, and where it lies."""

    def __init__(self, cluster: Cluster, *, strict: bool) -> None:
        self._cluster, self._strict = cluster, strict
        self._folder = cluster.open_folder()
        self._lots: dict[str, list[_Lot]] = {}
        self._splits: dict[str, list[_Split]] = {}
        self._captures = 0

    def put(self, tables: Tables) -> None:
        """Lay down records that no stage made."""
        for kind in KINDS:
            rows = pack_rows(tables.of(kind))
            for start in range(0, len(rows), _ROWS):
                lots = self._lots.setdefault(kind.__name__, [])
                name = f"given-{kind.__name__}-{len(lots)}"
                laid = self._cluster.put(lay(self._folder, name, rows[start : start + _ROWS]))
                lots.append(_Lot(kind.__name__, laid, number=len(lots)))
            if kind.__name__ == "Report":
                self._captures += len(rows)

    def take_in(self, stage: Stage, records: Iterable[Any], progress: Progress | None) -> None:
        """What the first stage makes of the captures as they are read; no more than a few portions lie unread."""
        others: list[Any] = []

        def give() -> Iterator[tuple[Work, list[Any]]]:
            for number, rows in enumerate(_cut_captures(records, others)):
                self._captures += len(rows)
                if progress:
                    progress(stage.name, self._captures - 1, 0)
                laid = lay(self._folder, f"pages-{number}", rows)
                yield Work((stage,), f"00-{number}", self._folder, number, strict=self._strict), [laid]

        kinds = list(dict.fromkeys(["Capture", *list_written((stage,))]))
        for work, laid, (notes, *portions) in self._send(take_rows, 1 + len(kinds), give()):
            self._keep(work, kinds, notes, portions, "")
            remove_files(self._folder, (name for each in laid for name in each if isinstance(each, tuple)))
        self.put(Tables(others))

    def work(self, stages: Sequence[Stage], name: str) -> None:
        """Have the stages, one or several that look at a report alone, run over all that is there."""
        stage, buckets = stages[-1], self._count_buckets()
        read = dict.fromkeys(kind.__name__ for each in stages for kind in each.reads)
        lots = [lot for kind in read for lot in self._lots.get(kind, ())]
        story_of = self._cluster.put(self._find_stories() if stage.key == "story" else {})
        way = self._name_way(stage)
        if stage.cut is Cut.WHOLE:
            given, buckets = {0: [lot.laid for lot in lots]}, 1
        else:
            given = self._sort(lots, Work((stage,), f"{name}-by", self._folder, 0, buckets), way, story_of)
        works = (
            (Work(tuple(stages), f"{name}-{bucket:03}", self._folder, bucket, buckets, self._strict), given[bucket])
            for bucket in sorted(given)
        )
        kinds = list_written(stages)
        for work, _, (notes, *portions) in self._send(work_bucket, 1 + len(kinds), works, story_of):
            self._keep(work, kinds, notes, portions, way)

    def _sort(self, lots: Sequence[_Lot], split: Work, way: str, story_of: Any) -> dict[int, list[Any]]:
        """For each bucket what lies in it; what does not lie by bucket is split, once for each way of cutting."""
        places = {lot: place for place, lot in enumerate(lots)}
        found = [(place, lot.at[1], lot.laid) for lot, place in places.items() if lot.at and lot.at[0] == way]
        known = self._splits.setdefault(way, [])
        known += self._split([lot for lot in lots if not lot.at or lot.at[0] != way], split, known, story_of)
        for each in known:
            if there := [places[lot] for lot in each.lots if lot in places]:
                found += [(min(there), number, piece) for number, piece in enumerate(each.pieces) if piece is not None]
        given: dict[int, list[Any]] = {}
        for _, bucket, laid in sorted(found, key=lambda one: one[:2]):  # of records with one id the first made holds
            given.setdefault(bucket, []).append(laid)
        return given

    def _split(self, lots: Sequence[_Lot], split: Work, known: Sequence[_Split], story_of: Any) -> list[_Split]:
        """The lots by bucket, those of one number by one task; those that are known are left out."""
        there = frozenset[_Lot]().union(*(each.lots for each in known))
        numbered: dict[int, list[_Lot]] = {}
        for lot in lots:
            if lot not in there:
                numbered.setdefault(lot.number, []).append(lot)
        tasks = [(replace(split, name=f"{split.name}-{number:03}"), some) for number, some in sorted(numbered.items())]
        sent = ((work, [lot.laid for lot in some]) for work, some in tasks)
        done = self._send(split_rows, 1 + split.buckets, sent, story_of)
        return [
            _Split(frozenset(some), [piece if count else None for count, piece in zip(counts, pieces, strict=True)])
            for (_, some), (_, _, (counts, *pieces)) in zip(tasks, done, strict=True)
        ]

    def _name_way(self, stage: Stage) -> str:
        """How a stage cuts what it reads; by story it is another way once there are other stories."""
        return f"story {len(self._lots.get('Story', ()))}" if stage.key == "story" else f"{stage.cut} {stage.key}"

    def _count_buckets(self) -> int:
        """The same in all of a run: chosen when the captures are counted."""
        for_workers = min(_MOST_BUCKETS, _BUCKETS_A_WORKER * self._cluster.count)
        return max(2, for_workers, min(_MOST_FOR_REPORTS, self._captures // _REPORTS))

    def _send(
        self, work: Callable[..., Any], parts: int, given: Iterable[tuple[Work, list[Any]]], *more: Any
    ) -> Iterator[tuple[Work, list[Any], list[Any]]]:
        """Each piece of work with what it was given and the parts that come of it, the first of them fetched; so many
        at a time as there are workers, and as many waiting."""
        sent: deque[tuple[Work, list[Any], list[Any]]] = deque()
        for each, laid in given:
            sent.append((each, laid, self._cluster.send_parts(parts, work, each, *more, *laid)))
            if len(sent) >= _BUCKETS_A_WORKER * self._cluster.count:
                yield self._fetch(*sent.popleft())
        while sent:
            yield self._fetch(*sent.popleft())

    def _fetch(self, work: Work, laid: list[Any], parts: list[Any]) -> tuple[Work, list[Any], list[Any]]:
        return work, laid, [fetch_made(self._cluster, parts[0], strict=self._strict), *parts[1:]]

    def _keep(
        self, work: Work, kinds: Sequence[str], notes: dict[str, Made], portions: Sequence[Any], way: str
    ) -> None:
        for kind, laid in zip(kinds, portions, strict=True):
            if notes[kind].rows:
                at = (way, work.bucket) if notes[kind].fits and way else None
                self._lots.setdefault(kind, []).append(_Lot(kind, laid, at, work.bucket))

    def _read(self, kinds: Iterable[str]) -> Iterator[Any]:
        laid = (self._cluster.fetch(lot.laid) for kind in kinds for lot in self._lots.get(kind, ()))
        return (record for row in take(self._folder, laid) for record in unpack_row(row))

    def _find_stories(self) -> dict[str, list[str]]:
        return find_stories(Tables(self._read([Story.__name__])).of(Story))

    def read_tables(self) -> Tables:
        """All that was given and made."""
        return Tables(self._read(list(self._lots)))


def _cut_captures(records: Iterable[Any], others: list[Any]) -> Iterator[list[Row]]:
    """Captures in portions that are small in number and bytes; what is no capture goes to `others`."""
    cut: list[Row] = []
    size = 0
    for record in records:
        if not isinstance(record, Capture):
            others.append(record)
            continue
        cut += pack_rows([record])
        size += len(cut[-1][2])
        if size > _BYTES or len(cut) >= _PAGES:
            yield cut
            cut, size = [], 0
    if cut:
        yield cut
