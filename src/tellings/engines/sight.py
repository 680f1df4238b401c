"""What was read and judged in, as a store keeps it or as tables hold it; out what a stage that looks at all records
asks for (`stage.Sight`)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from tellings.engines.parcels import glimpse_pairs, read_judged
from tellings.records import Judgement, Tables, Unread
from tellings.records.tables import order_of
from tellings.store.packing import hash_word
from tellings.store.rows import Change, Chunk

R = TypeVar("R")


_PAIR = np.dtype([("right", "<i8"), ("score", "<f8")])  # as `store.rows.PAIR`


class Looked(Protocol):
    """What is asked of the rows: `tellings.store.rows.Rows` describes each."""

    def find(self, kinds: Sequence[type], homes: Sequence[str], before: int) -> list[Chunk]: ...
    def find_all(self, kinds: Sequence[type], before: int) -> list[Chunk]: ...
    def read(self, chunks: Sequence[Chunk]) -> Iterator[tuple[Chunk, Sequence[Any]]]: ...
    def made(self, stage: int, key: str) -> list[Any]: ...
    def scores(self, relation: str) -> list[tuple[int, bytes]]: ...


class StoreSight:
    """A store as a stage sees it: what stages before it made, and what people hold."""

    def __init__(self, rows: Looked, number: int, changes: Sequence[Change]) -> None:
        self._rows, self._number, self._changes = rows, number, changes

    def every(self, kind: type[R]) -> Sequence[R]:
        """Every record of that kind that stages before it made, in table order."""
        return self._order(self._rows.find_all([kind], self._number))

    def given(self, kind: type[R]) -> Sequence[R]:
        """Those that no stage made, in table order."""
        return self._order(self._rows.find_all([kind], 0))

    def _order(self, chunks: Sequence[Chunk]) -> Sequence[Any]:
        found: dict[str, Any] = {}
        for _, records in self._rows.read(chunks):
            for record in records:
                found.setdefault(record.id, record)
        return sorted(found.values(), key=order_of)

    def judged(self, relation: str, pairs: Iterable[tuple[str, str]]) -> Iterable[Judgement]:
        """What stages before it judged of these pairs."""
        asked = frozenset(pairs)
        homes = [f"r:{left}" for left in sorted({left for left, _ in asked})]
        for chunk, records in self._rows.read(self._rows.find([Judgement], homes, self._number)):
            if chunk.stage >= 0:
                yield from (r for r in records if r.relation == relation and (r.left, r.right) in asked)

    def scores(
        self, relation: str, reports: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Of what stages judged of two of these reports: the places of both, and the score."""
        hashes = np.array([hash_word(report) for report in reports], dtype=np.int64)
        order = np.argsort(hashes)
        left, right, scores = _unpack(self._rows.scores(relation))
        if not len(hashes):
            return left[:0], right[:0], scores[:0]
        places = [order[np.searchsorted(hashes, side, sorter=order).clip(max=len(order) - 1)] for side in (left, right)]
        there = (hashes[places[0]] == left) & (hashes[places[1]] == right)
        return places[0][there], places[1][there], scores[there]

    def changed(self, kind: type[R]) -> Iterable[R]:
        """Records of that kind that are new, or no more, or other than they were, as they are and as they were."""
        for change in self._changes:
            if change.kind is not kind or change.stage >= self._number:
                continue
            before = {record.id: record for record in change.before}
            after = {record.id: record for record in change.after}
            for key in before.keys() | after.keys():
                was, now = before.get(key), after.get(key)
                if was is not now and was != now:
                    yield from (record for record in (was, now) if record is not None)

    def made(self) -> Sequence[Any]:
        """What the stage made the last time."""
        return self._rows.made(self._number, "")


class TablesSight:
    """Tables of a run as a stage sees them, in which judgements lie as they were sent, and nothing was given: of the
    hundred judgements a report that `same_story` makes each is asked for its two reports and its score alone."""

    def __init__(self, tables: Tables, judged: Sequence[Unread]) -> None:
        """judged: all judgements there are."""
        self._tables, self._judged = tables, judged

    def every(self, kind: type[R]) -> Sequence[R]:
        """Every record of that kind, in table order."""
        return self._tables.of(kind)

    def given(self, kind: type[R]) -> Sequence[R]:
        """None."""
        return ()

    def judged(self, relation: str, pairs: Iterable[tuple[str, str]]) -> Iterable[Judgement]:
        """What was judged of these pairs."""
        asked = frozenset(pairs)
        return [record for some in self._judged for record in read_judged(some.sent, relation, asked)]

    def scores(
        self, relation: str, reports: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Of what was judged of two of these reports: the places of both, and the score."""
        places = {report: place for place, report in enumerate(reports)}
        left: list[int] = []
        right: list[int] = []
        scores: list[float] = []
        for some in self._judged:
            for pair in glimpse_pairs(some.sent):
                if pair.relation == relation and pair.left in places and pair.right in places:
                    left.append(places[pair.left])
                    right.append(places[pair.right])
                    scores.append(pair.score)
        return np.array(left, np.int64), np.array(right, np.int64), np.array(scores, np.float64)

    def changed(self, kind: type[R]) -> Iterable[R]:
        """None: there was nothing before."""
        return ()

    def made(self) -> Sequence[Any]:
        """Nothing."""
        return ()


def _unpack(held: Sequence[tuple[int, bytes]]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Three columns: hashes of the left and the right report, and the score."""
    pairs = np.frombuffer(b"".join([packed for _, packed in held]), dtype=_PAIR)
    counts = [len(packed) // _PAIR.itemsize for _, packed in held]
    lefts = np.repeat(np.array([left for left, _ in held], dtype=np.int64), counts)
    return lefts, pairs["right"].astype(np.int64), pairs["score"].astype(np.float64)
