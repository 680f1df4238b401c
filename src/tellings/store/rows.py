"""Records of groups in, chunks out: what one group of one stage made, cut by kind and home, found again by either.

A home is what later stages ask by: `r:` a report, `s:` a story, `i:` the record itself. The digest of a chunk stands
for its records, so that what rests on it is known to be unchanged without reading it.
"""

import json
import sqlite3
import struct
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import is_
from typing import Any

from tellings.records import KINDS, Drop, Judgement, Story
from tellings.store.packing import encode, hash_word, pack, unpack

GIVEN = -1  # the stage of what no stage made: captures, what people hold
_AT_ONCE = 500  # values in one query
_HELD = 6 * 1024 * 1024  # bytes, as packed, of records that are held; as objects a dozen times that
_LED = 200  # reports by which a story that is no more is found again
_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
_CHUNK = "chunk.id, chunk.kind, chunk.home, chunk.stage, chunk.key, chunk.digest"
PAIR = struct.Struct("<qd")  # of two reports the hash of the right one (`hash_word`), and the score


@dataclass(frozen=True, slots=True)
class Part:
    """Records of one kind and home out of one group. keyed: (stage, value) under which a later stage finds them."""

    kind: type
    home: str
    records: Sequence[Any]
    keyed: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Where such records lie."""

    id: int
    kind: type
    home: str
    stage: int
    key: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """Records of one kind and home that are other than they were."""

    kind: type
    home: str
    stage: int
    before: Sequence[Any]
    after: Sequence[Any]


class _Recent:
    """Records that were written or read last, by what they are: most are read again by the next stage."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[type, bytes], tuple[Sequence[Any], int]] = OrderedDict()
        self._size = 0

    def get(self, key: tuple[type, bytes]) -> Sequence[Any] | None:
        """The records, if they are held."""
        found = self._held.get(key)
        if found is None:
            return None
        self._held.move_to_end(key)
        return found[0]

    def keep(self, key: tuple[type, bytes], records: Sequence[Any], size: int) -> None:
        """Hold them; what was not asked for longest is let go."""
        if key in self._held:
            return
        self._held[key] = (records, size)
        self._size += size
        while self._size > _HELD:
            self._size -= self._held.popitem(last=False)[1][1]


class Rows:
    """The chunks of a store, within a transaction that somebody else begins and ends."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._recent = _Recent()

    def find(self, kinds: Sequence[type], homes: Sequence[str], before: int) -> list[Chunk]:
        """Chunks of these kinds and homes that stages before this one made."""
        found = []
        marks = _marks(kinds)
        for some in _cut(homes):
            query = f"SELECT {_CHUNK} FROM chunk WHERE kind IN ({marks}) AND home IN ({_marks(some)}) AND stage < ?"
            found += self._connection.execute(query, [*_number(kinds), *some, before]).fetchall()
        return _chunks(found)

    def find_keyed(self, stage: int, value: int) -> list[Chunk]:
        """Chunks that were written with this stage and value in `keyed`."""
        query = f"SELECT {_CHUNK} FROM keyed JOIN chunk ON chunk.id = keyed.chunk WHERE keyed.stage = ? AND value = ?"
        return _chunks(self._connection.execute(query, (stage, value)).fetchall())

    def find_all(self, kinds: Sequence[type], before: int) -> list[Chunk]:
        """Every chunk of these kinds that stages before this one made."""
        query = f"SELECT {_CHUNK} FROM chunk WHERE kind IN ({_marks(kinds)}) AND stage < ?"
        return _chunks(self._connection.execute(query, [*_number(kinds), before]).fetchall())

    def read(self, chunks: Sequence[Chunk]) -> Iterator[tuple[Chunk, Sequence[Any]]]:
        """The records of each, in the order given."""
        for some in _cut(chunks):
            held = {chunk.id: self._recent.get((chunk.kind, chunk.digest)) for chunk in some}
            wanted = [number for number, records in held.items() if records is None]
            rows = {}
            if wanted:
                query = f"SELECT id, rows FROM chunk WHERE id IN ({_marks(wanted)})"
                rows = dict(self._connection.execute(query, wanted).fetchall())
            for chunk in some:
                records = held[chunk.id]
                if records is None:
                    records = unpack(chunk.kind, rows[chunk.id])
                    self._recent.keep((chunk.kind, chunk.digest), records, len(rows[chunk.id]))
                yield chunk, records

    def records(self, kinds: Sequence[type], homes: Sequence[str]) -> Iterator[Any]:
        """Every record of these kinds and homes, those of earlier stages first."""
        for _, records in self.read(self.find(kinds, homes, len(_NUMBERS) * _AT_ONCE)):
            yield from records

    def judgements_on(self, reports: Sequence[str]) -> Iterator[Judgement]:
        """Judgements on two reports, whatever story they are in, of which one of these is the right one."""
        for some in _cut(reports):
            where = f"chunk.id = toward.chunk WHERE report IN ({_marks(some)})"
            query = f"SELECT DISTINCT {_CHUNK} FROM toward JOIN chunk ON {where}"
            wanted = set(some)
            for _, records in self.read(_chunks(self._connection.execute(query, some).fetchall())):
                yield from (judgement for judgement in records if judgement.right in wanted)

    def related(self, story: str) -> list[Judgement]:
        """Judgements of which the story itself is one side."""
        left = (j for j in self.records([Judgement], [f"r:{story}"]) if j.left == story)
        return [*left, *self.judgements_on([story])]

    def scores(self, relation: str) -> list[tuple[int, bytes]]:
        """What stages judged of two reports, whatever story they are in: the hash of a left report, and a PAIR for each
        right one. A left report may stand there again."""
        query = "SELECT left, pairs FROM scored WHERE relation = ?"
        return self._connection.execute(query, (relation,)).fetchall()

    def members(self, story: str) -> list[str]:
        """The reports of a story; none where there is no such story."""
        query = "SELECT report FROM member WHERE story = ? ORDER BY report"
        return [report for (report,) in self._connection.execute(query, (story,))]

    def stories_of(self, report: str) -> list[str]:
        """The stories that hold a report."""
        query = "SELECT story FROM member WHERE report = ? ORDER BY story"
        return [story for (story,) in self._connection.execute(query, (report,))]

    def made(self, stage: int, key: str) -> list[Any]:
        """What the stage made of this group, the last time."""
        query = f"SELECT {_CHUNK} FROM chunk WHERE stage = ? AND key = ?"
        found = _chunks(self._connection.execute(query, (stage, key)).fetchall())
        return [record for _, records in self.read(found) for record in records]

    def inputs_of(self, stage: int, key: str) -> bytes | None:
        """The fingerprint of what the stage made this group of, the last time."""
        query = "SELECT inputs FROM done WHERE stage = ? AND key = ?"
        found = self._connection.execute(query, (stage, key)).fetchone()
        return found[0] if found else None

    def write(self, stage: int, key: str, inputs: bytes | None, parts: Iterable[Part]) -> list[Change]:
        """Put these in the place of what the group had made; what of it is other than before. inputs None: the group is
        no more, or has nothing that it is worth remembering by."""
        found = self._connection.execute(f"SELECT {_CHUNK} FROM chunk WHERE stage = ? AND key = ?", (stage, key))
        held: dict[tuple[type, str], Chunk] = {}
        gained: list[Chunk] = []  # beside another of one kind and home: `gain` lays them down
        for there in _chunks(found.fetchall()):
            if held.setdefault((there.kind, there.home), there) is not there:
                gained.append(there)
        changes = []
        for part in parts:
            chunk = held.pop((part.kind, part.home), None)
            if chunk and self._is_held(chunk, part.records):
                continue
            rows, digest = encode(part.records)
            if chunk and chunk.digest == digest:
                continue
            before = self._read_one(chunk) if chunk else ()
            packed = pack(rows)
            self._put(stage, key, part, digest, packed, chunk.id if chunk else None)
            self._recent.keep((part.kind, digest), tuple(part.records), len(packed))
            changes.append(Change(part.kind, part.home, stage, before, part.records))
        for old in (*held.values(), *gained):
            changes.append(Change(old.kind, old.home, stage, self._read_one(old), ()))
            self._remove(old.id)
        if inputs is None:
            self._connection.execute("DELETE FROM done WHERE stage = ? AND key = ?", (stage, key))
        else:
            self._connection.execute("INSERT OR REPLACE INTO done VALUES (?, ?, ?)", (stage, key, inputs))
        self._seat(changes)
        return changes

    def gain(self, stage: int, key: str, parts: Iterable[Part], gone: Iterable[tuple[str, str]]) -> list[Change]:
        """Lay these down beside what the group had made, and take some of that out: by home and id. What changed."""
        changes = []
        lost: dict[str, set[str]] = {}
        for home, record in gone:
            lost.setdefault(home, set()).add(record)
        for home, ids in lost.items():
            query = f"SELECT {_CHUNK} FROM chunk WHERE stage = ? AND key = ? AND home = ?"
            for chunk in _chunks(self._connection.execute(query, (stage, key, home)).fetchall()):
                before = self._read_one(chunk)
                left = [record for record in before if record.id not in ids]
                if len(left) == len(before):
                    continue
                self._remove(chunk.id)
                if left:
                    self._lay(stage, key, Part(chunk.kind, home, left))
                changes.append(Change(chunk.kind, home, stage, before, left))
        for part in parts:
            self._lay(stage, key, part)
            changes.append(Change(part.kind, part.home, stage, (), part.records))
        self._connection.execute("DELETE FROM done WHERE stage = ? AND key = ?", (stage, key))
        return changes

    def _lay(self, stage: int, key: str, part: Part) -> None:
        rows, digest = encode(part.records)
        self._put(stage, key, part, digest, pack(rows), None)

    def failed(self, stage: int, key: str) -> bool:
        """Whether the group was dropped the last time."""
        query = "SELECT 1 FROM chunk WHERE stage = ? AND key = ? AND kind = ?"
        return self._connection.execute(query, (stage, key, _NUMBERS[Drop])).fetchone() is not None

    def _is_held(self, chunk: Chunk, records: Sequence[Any]) -> bool:
        """Whether these are the very objects that are known to lie there: what was handed on as it was read."""
        known = self._recent.get((chunk.kind, chunk.digest))
        return known is not None and len(known) == len(records) and all(map(is_, known, records))

    def _read_one(self, chunk: Chunk) -> Sequence[Any]:
        return next(records for _, records in self.read([chunk]))

    def _put(self, stage: int, key: str, part: Part, digest: bytes, packed: bytes, number: int | None) -> None:
        if number is None:
            number = self._connection.execute(
                "INSERT INTO chunk (kind, home, stage, key, digest, rows) VALUES (?, ?, ?, ?, ?, ?)",
                (_NUMBERS[part.kind], part.home, stage, key, digest, packed),
            ).lastrowid
        else:
            self._connection.execute("UPDATE chunk SET digest = ?, rows = ? WHERE id = ?", (digest, packed, number))
            self._unlist(number)
        self._connection.executemany(
            "INSERT OR IGNORE INTO keyed VALUES (?, ?, ?)", [(*place, number) for place in part.keyed]
        )
        if part.kind is Judgement:
            right = {(judgement.right, number) for judgement in part.records if not judgement.scope}
            self._connection.executemany("INSERT OR IGNORE INTO toward VALUES (?, ?)", sorted(right))
            if number is not None and stage > GIVEN:
                self._connection.executemany("INSERT INTO scored VALUES (?, ?, ?, ?)", score_rows(number, part.records))

    def _remove(self, number: int) -> None:
        self._connection.execute("DELETE FROM chunk WHERE id = ?", (number,))
        self._unlist(number)

    def _unlist(self, number: int) -> None:
        self._connection.execute("DELETE FROM keyed WHERE chunk = ?", (number,))
        self._connection.execute("DELETE FROM toward WHERE chunk = ?", (number,))
        self._connection.execute("DELETE FROM scored WHERE chunk = ?", (number,))

    def _seat(self, changes: Sequence[Change]) -> None:
        """Which report is in which story, and by which report a story that is no more is found."""
        stories = [change for change in changes if change.kind is Story]
        for change in stories:
            for story in change.before:
                self._connection.execute("DELETE FROM member WHERE story = ?", (story.id,))
                led = json.dumps(story.reports[:_LED])
                self._connection.execute("INSERT OR REPLACE INTO formerly VALUES (?, ?)", (story.id, led))
        for change in stories:
            for story in change.after:
                self._connection.executemany(
                    "INSERT OR IGNORE INTO member VALUES (?, ?)", [(report, story.id) for report in story.reports]
                )


def score_rows(chunk: int, judgements: Sequence[Judgement]) -> list[tuple[int, str, int, bytes]]:
    """The rows of the table `scored` for the judgements of a chunk, all of one left report: by relation the pairs as
    numbers."""
    pairs: dict[tuple[str, str], list[bytes]] = {}
    for judgement in judgements:
        if not judgement.scope:
            pair = PAIR.pack(hash_word(judgement.right), judgement.score)
            pairs.setdefault((judgement.relation, judgement.left), []).append(pair)
    return [(chunk, relation, hash_word(left), b"".join(some)) for (relation, left), some in pairs.items()]


def _chunks(found: Iterable[Sequence[Any]]) -> list[Chunk]:
    """Those of earlier stages first, then by key: of records with one id the first one holds, as in process."""
    chunks = [Chunk(row[0], KINDS[row[1]], *row[2:]) for row in found]
    return sorted(chunks, key=lambda chunk: (chunk.stage, chunk.key, chunk.home, chunk.id))


def _number(kinds: Iterable[type]) -> list[int]:
    return [_NUMBERS[kind] for kind in kinds]


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _cut(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
