"""Pages, reports and stories in, what stages make of each of them out: done beside this process.

A report is small to send, and reading it closely is most of the work of a plan. Who reads is a `Hands`: processes of
this machine, or a Ray cluster.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from tellings.engines import Progress, check_alone, parse_engine
from tellings.engines.groups import TOGETHER, prepare, run_group, takes_captures
from tellings.engines.hands import Hands, Processes, cut_portions, work_ahead
from tellings.engines.parcels import Parcel, keep, unwrap, wrap
from tellings.records import Capture, Report, Tables
from tellings.stage import Group, Stage

K = TypeVar("K")
_PORTION = 4  # pages sent at once where nobody knows how many come
_BYTES = 4 * 1024 * 1024  # of the pages sent at once
_WORTH = 0.01  # seconds of a worker for which a story is sent: building, sending and unpacking take some 5 ms here


def count_cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def cut_runs(plan: Sequence[Stage]) -> Iterator[tuple[Stage, ...]]:
    """The plan in pieces: stages that can be run one after the other on a report alone, others by themselves."""
    run: tuple[Stage, ...] = ()
    for stage in plan:
        there = {Report}.union(*(before.writes for before in run))
        if stage.is_of_report and set(stage.reads) <= there:
            run += (stage,)
            continue
        if run:
            yield run
        yield (stage,)
        run = ()
    if run:
        yield run


def read_portion(stages: Sequence[Stage], strict: bool, reports: Sequence[Report]) -> list[list[Parcel]]:
    """What the stages, one after the other, make of each of some reports: a parcel for each stage."""
    tables = [Tables([report]) for report in reports]
    parcels: list[list[Parcel]] = [[] for _ in reports]
    for stage in stages:
        groups = [
            Group(report.id, {kind: own.of(kind) for kind in stage.reads})
            for report, own in zip(reports, tables, strict=True)
        ]
        prepare(stage, groups)
        for group, own, told in zip(groups, tables, parcels, strict=True):
            made = run_group(stage, group, strict=strict)
            own.add(made)
            told.append(wrap(made))
    return parcels


def take_portion(stage: Stage, strict: bool, captures: Sequence[Capture]) -> list[list[Parcel]]:
    """What the stage makes of each of some captures, as the only one of its kind."""
    return [[wrap(run_group(stage, Group(capture.id, {Capture: (capture,)}), strict=strict))] for capture in captures]


def work_portion(stage: Stage, strict: bool, groups: Sequence[Group | None]) -> list[tuple[float, Parcel]]:
    """What the stage makes of each of some groups, and how long it took; 0.0 where there is nothing to do."""
    made = []
    for group in groups:
        begun = time.process_time()
        records = run_group(stage, group, strict=strict) if group else ()
        made.append((time.process_time() - begun if group else 0.0, wrap(records)))
    return made


class _Times:
    """How long stages take for stories of one report, two or three, four to seven, and so on."""

    def __init__(self) -> None:
        self._seconds: dict[tuple[str, int], float] = {}

    def worth(self, stage: Stage, size: int) -> bool:
        """Whether a story of this size is worth sending; as long as none was, it is."""
        return self._seconds.get((stage.name, size.bit_length()), _WORTH) >= _WORTH

    def note(self, stage: Stage, size: int, seconds: float) -> None:
        """One story of this size took so long: of what was seen, the last ten count most."""
        if seconds:
            place = stage.name, size.bit_length()
            self._seconds[place] = 0.9 * self._seconds.get(place, seconds) + 0.1 * seconds


class Readers:
    """Hands that read pages and reports for a store and compare those of a story, kept from batch to batch."""

    def __init__(self, hands: Hands | int, *, portion: int = TOGETHER, together: bool = False) -> None:
        """portion: reports that are sent at once, at most. together: stories, too, are sent so many reports at once."""
        self.hands: Hands = Processes(hands) if isinstance(hands, int) else hands
        self._portion, self._together = portion, together
        self._times = _Times()

    @property
    def workers(self) -> int:
        """How many read at the same time."""
        return self.hands.count

    def take_in(
        self,
        plan: Sequence[Stage],
        captures: Sequence[Capture],
        *,
        progress: Progress | None = None,
        strict: bool = False,
    ) -> Sequence[Stage]:
        """The plan, its first stage such that it gives what the hands make of these captures, asked in this order."""
        if not takes_captures(plan) or not self.hands.pay(len(captures)):
            return plan
        work = partial(take_portion, plan[0], strict)
        pieces = ((capture.id, capture) for capture in captures)
        ready = _Ready(
            [0],
            work_ahead(self.hands, work, _cut_pages(pieces, self._size(len(captures))), strict=strict),
            [capture.id for capture in captures],
        )
        told = iter(range(len(captures)))

        def run(group: Group) -> list[Any]:
            if progress:
                progress(plan[0].name, next(told, len(captures)), len(captures))
            return ready.pop((0, group.key))

        return [replace(plan[0], run=run), *plan[1:]]

    def read(
        self,
        run: Sequence[tuple[int, Stage]],
        reports: Sequence[Report],
        *,
        progress: Progress | None = None,
        strict: bool = False,
    ) -> MutableMapping[tuple[int, str], list[Any]]:
        """What each stage makes of each report, by the stage's number and the report: worked out as it is asked for, in
        the order of the reports' ids. Nothing where few reports do not pay for it. Whoever asks tells the progress."""
        stages = next(cut_runs([stage for _, stage in run]), ())
        if not stages or stages[0].reads != (Report,) or not self.hands.pay(len(reports)):
            return {}
        ordered = sorted({report.id: report for report in reports}.values(), key=lambda report: report.id)
        work = partial(read_portion, tuple(stages), strict)
        portions = cut_portions(((report.id, report) for report in ordered), self._size(len(ordered)))
        return _Ready(
            [number for number, _ in run],
            work_ahead(self.hands, work, portions, strict=strict),
            [report.id for report in ordered],
        )

    def work(
        self,
        number: int,
        stage: Stage,
        sizes: Mapping[str, int],
        build: Callable[[str], Group | None],
        *,
        strict: bool = False,
    ) -> MutableMapping[tuple[int, str], list[Any]]:
        """What the stage makes of each story, by its number and the story: worked out as asked for, in this order.
        Nothing of stories of a size at which the stage has taken no longer than it takes to send them.

        sizes: of each story the number of its reports. build: its group, None where there is nothing to do; called when
        its turn has come.
        """
        sent = {key: size for key, size in sizes.items() if self._times.worth(stage, size)}
        if not sent or not self.hands.pay(len(sent)):
            return {}
        work = partial(work_portion, stage, strict)
        most = self._size(sum(sent.values())) if self._together else 1
        portions = ([(key, build(key)) for key in some] for some in cut_stories(sent, most))
        outcomes = work_ahead(self.hands, work, portions, strict=strict)

        def learn() -> Iterator[tuple[str, list[Parcel]]]:
            for key, (seconds, parcel) in outcomes:
                self._times.note(stage, sent[key], seconds)
                yield key, [parcel]

        return _Ready([number], learn(), sent)

    def close(self) -> None:
        """Let the hands go."""
        self.hands.close()

    def _size(self, pieces: int) -> int:
        return _size_portions(pieces, self.hands, self._portion)


def _size_portions(pieces: int, hands: Hands, most: int) -> int:
    """So many pieces at once, at most, that every hand has several portions."""
    return max(1, min(most, pieces // (4 * hands.count)))


class _Ready(MutableMapping[tuple[int, str], list[Any]]):
    """What stages make of pages or reports, by the stage's number and the id: fetched when it is asked for."""

    def __init__(
        self, numbers: Sequence[int], outcomes: Iterator[tuple[str, Sequence[Parcel]]], keys: Iterable[str]
    ) -> None:
        self._numbers, self._outcomes = numbers, outcomes
        self._waited = set(keys)
        self._there: dict[tuple[int, str], Parcel] = {}

    def __getitem__(self, place: tuple[int, str]) -> list[Any]:
        while place not in self._there and place[1] in self._waited:
            key, made = next(self._outcomes)
            self._waited.discard(key)
            self._there.update({(number, key): parcel for number, parcel in zip(self._numbers, made, strict=False)})
        return unwrap(self._there[place])

    def __setitem__(self, place: tuple[int, str], records: list[Any]) -> None:
        self._there[place] = wrap(records)

    def __delitem__(self, place: tuple[int, str]) -> None:
        del self._there[place]

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return iter(self._there)

    def __len__(self) -> int:
        return len(self._there)


def _cut_pages(pieces: Iterable[tuple[K, Capture]], size: int) -> Iterator[list[tuple[K, Any]]]:
    """So many at once, or fewer where they are large."""
    portion: list[tuple[K, Any]] = []
    held = 0
    for key, capture in pieces:
        if portion and (len(portion) >= size or held + len(capture.content) > _BYTES):
            yield portion
            portion, held = [], 0
        portion.append((key, capture))
        held += len(capture.content)
    if portion:
        yield portion


def cut_stories(sizes: Mapping[str, int], most: int) -> Iterator[list[str]]:
    """Stories with so many reports in all at once, or a larger one alone."""
    some: list[str] = []
    held = 0
    for key, size in sizes.items():
        if some and held + size > most:
            yield some
            some, held = [], 0
        some.append(key)
        held += size
    if some:
        yield some


def take_in_spread(
    stage: Stage, records: Iterable[Any], *, hands: Hands, progress: Progress | None = None, strict: bool = False
) -> Iterator[Any]:
    """As `take_in`, the captures worked on by the hands as they are read."""
    others: list[Any] = []

    def sort_out() -> Iterator[tuple[Capture, Capture]]:
        for record in records:
            if isinstance(record, Capture):
                yield replace(record, content=b""), record
            else:
                others.append(record)

    work = partial(take_portion, stage, strict)
    for done, (capture, (parcel,)) in enumerate(
        work_ahead(hands, work, _cut_pages(sort_out(), _PORTION), strict=strict)
    ):
        if progress:
            progress(stage.name, done, 0)
        yield from unwrap(parcel)
        yield capture
    yield from others


def run_spread(
    stages: Sequence[Stage],
    reports: Sequence[Report],
    *,
    hands: Hands,
    progress: Progress | None = None,
    strict: bool = False,
) -> list[Any]:
    """What the stages make of many reports, done by the hands, as `Tables` take it in. Raises EngineError when one of
    these is stopped."""
    work = partial(read_portion, tuple(stages), strict)
    portions = cut_portions(((report.id, report) for report in reports), _size_portions(len(reports), hands, TOGETHER))
    made: list[Any] = []
    for done, (report, found) in enumerate(work_ahead(hands, work, portions, strict=strict)):
        if progress:
            progress(stages[0].name, done, len(reports))
        for parcel in found:
            made += keep(report, parcel)
    return made


def open_readers(engine: str, *, workers: int = 0, model: str = "", shared: str | None = None) -> Readers | None:
    """Who reads beside this process: `engine` as a person gives it; None where it reads alone.

    workers: how many at once, 0 for as many as there are cores. model: the pipeline that every machine must have.
    shared: a folder that all machines of a cluster see, through which all goes that is sent.
    Raises CallError for what is no engine, PathError for what is no folder, EngineError where it cannot run here or
    does not answer.
    """
    name, address = parse_engine(engine)
    if name == "local":
        check_alone(engine, shared)
        return Readers(workers or count_cores()) if (workers or count_cores()) > 1 else None
    from tellings.engines.ray_cluster import Cluster
    from tellings.engines.shared_hands import SharedHands

    cluster = Cluster(address, workers=workers, model=model, shared=shared)
    if shared is None:
        return Readers(cluster)
    return Readers(SharedHands(cluster), together=True)
