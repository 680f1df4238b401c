"""What people hold, in rows that are only ever added; what holds of it now, out.

A row speaks of captures, not of reports: a report gets another id when a line of it proves to stand on every page of
its site, the page that it was read from stays the same. A row is taken back by a later row that undoes it, and that
one likewise.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tellings.errors import CallError
from tellings.store.pages import RulingRow

_SHOWN = 3  # reports that a name may mean, in the message


@dataclass(frozen=True, slots=True)
class Side:
    """One side of what was judged: a capture, and which words of its report, "" for the report as a whole."""

    capture: str
    words: str = ""
    start: int = 0

    def write(self) -> str:
        """As it is kept."""
        return f"{self.capture}:{self.start}:{self.words}" if self.words else self.capture


def read_side(kept: str) -> Side:
    """What `Side.write` wrote."""
    capture, _, rest = kept.partition(":")
    start, _, words = rest.partition(":")
    return Side(capture, words, int(start or 0))


@dataclass(frozen=True, slots=True)
class Held:
    """What a person holds. judged: when it was said."""

    left: Side
    right: Side
    relation: str
    verdict: bool
    by: str
    reason: str = ""
    detail: str = ""
    judged: str = ""
    number: int = 0


class Rulings:
    """The rows, within a transaction that somebody else begins and ends."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, held: Held) -> int:
        """One row more; its number. What is there already word for word is not added again: the number that it has."""
        sides = sorted((held.left.write(), held.right.write()))
        for before in find_active(self._connection):
            if sorted((before.left.write(), before.right.write())) == sides and before.relation == held.relation:
                same = (before.verdict, before.by, before.reason, before.detail)
                if same == (held.verdict, held.by, held.reason, held.detail):
                    return before.number
        left, right = held.left.write(), held.right.write()
        values = (held.judged, held.by, held.relation, left, right, held.verdict, held.detail, held.reason, None)
        return self._insert(values)

    def undo(self, number: int, *, by: str, reason: str, judged: str) -> int:
        """A row that takes another back; its number. Raises CallError where there is none, or it is taken back."""
        found = self._connection.execute(
            "SELECT relation, left, right, verdict, detail FROM ruling WHERE number = ?", (number,)
        ).fetchone()
        if found is None:
            raise CallError(f"there is no judgement {number}: `tellings judge STORE --list` shows them")
        if number not in _standing(self._connection):
            raise CallError(f"judgement {number} was taken back already; to hold it again, undo the row that did it")
        relation, left, right, verdict, detail = found
        return self._insert((judged, by, relation, left, right, verdict, detail, reason, number))

    def remove_after(self, moment: str) -> int:
        """Only in a copy of a store, to see it as it was known then."""
        return self._connection.execute("DELETE FROM ruling WHERE judged > ?", (moment,)).rowcount

    def _insert(self, values: Sequence[object]) -> int:
        query = (
            "INSERT INTO ruling (judged, by, relation, left, right, verdict, detail, reason, undoes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        number = self._connection.execute(query, values).lastrowid
        assert number is not None
        return number


def find_active(connection: sqlite3.Connection) -> list[Held]:
    """What holds: of each pair and relation the last row that was not taken back, first said first."""
    standing = _standing(connection)
    held: dict[tuple[str, str, str], Held] = {}
    for row in connection.execute("SELECT * FROM ruling WHERE undoes IS NULL ORDER BY number").fetchall():
        number, judged, by, relation, left, right, verdict, detail, reason, _ = row
        if number in standing:
            pair = (relation, min(left, right), max(left, right))
            held.pop(pair, None)
            held[pair] = Held(
                read_side(left), read_side(right), relation, bool(verdict), by, reason, detail, judged, number
            )
    return list(held.values())


def _standing(connection: sqlite3.Connection) -> set[int]:
    """The rows, undoing ones too, that no standing row takes back."""
    rows = connection.execute("SELECT number, undoes FROM ruling ORDER BY number DESC").fetchall()
    back: set[int] = set()
    standing: set[int] = set()
    for number, undoes in rows:
        if number not in back:
            standing.add(number)
            if undoes is not None:
                back.add(undoes)
    return standing


def list_rulings(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> Iterator[RulingRow]:
    """Rows for a reader, each side as it is called now."""
    standing = _standing(connection)
    undone = {
        undoes: number
        for number, undoes in connection.execute("SELECT number, undoes FROM ruling WHERE undoes IS NOT NULL")
        if number in standing
    }
    for row in rows:
        number, judged, by, relation, left, right, verdict, detail, reason, undoes = row
        yield RulingRow(
            number=number,  # type: ignore[arg-type]
            left=_call(connection, str(left)),
            right=_call(connection, str(right)),
            relation=str(relation),
            verdict=bool(verdict),
            by=str(by),
            reason=str(reason),
            detail=str(detail),
            judged=str(judged),
            undoes=undoes,  # type: ignore[arg-type]
            undone=undone.get(number),
        )


def _call(connection: sqlite3.Connection, kept: str) -> str:
    side = read_side(kept)
    report = report_of(connection, side.capture) or side.capture
    return f"{report}:{side.start}-{side.start + len(side.words)}" if side.words else report


def report_of(connection: sqlite3.Connection, capture: str) -> str | None:
    """The report that a capture is told by; where it was met before, the one that it is once more."""
    if found := connection.execute("SELECT id FROM report WHERE capture = ?", (capture,)).fetchone():
        return str(found[0])
    again = connection.execute(
        "SELECT same_as FROM capture JOIN dropped ON dropped.capture = capture.origin "
        "WHERE capture.id = ? AND same_as IS NOT NULL",
        (capture,),
    ).fetchone()
    return str(again[0]) if again else None


def find_capture(connection: sqlite3.Connection, name: str) -> tuple[str, str]:
    """The report that a person means by its id, file, end of its path, or address; and its capture. Raises
    CallError."""
    address = name.split("#")[0]
    bare = (address.partition("://")[2] or address).removeprefix("www.").rstrip("/").lower()
    for where, value in (
        ("id = ?", name),
        ("origin = ? OR url = ?", name),
        ("origin LIKE ? ESCAPE '!'", "%/" + _escape(name)),
        ("replace(lower(rtrim(url, '/')), '/www.', '/') LIKE ? ESCAPE '!'", "%//" + _escape(bare) if bare else None),
    ):
        if value is None:
            continue
        found = connection.execute(
            f"SELECT id, capture, origin FROM report WHERE {where} LIMIT {_SHOWN + 1}", [value] * where.count("?")
        ).fetchall()
        if len(found) == 1:
            return found[0][0], found[0][1]
        if found:
            listed = ", ".join(origin for _, _, origin in found[:_SHOWN])
            raise CallError(f"{name!r} may be any of several reports ({listed}, …): give its whole path or its id")
    again = connection.execute(
        "SELECT DISTINCT same_as FROM dropped WHERE same_as IS NOT NULL AND (capture = ? OR capture LIKE ? ESCAPE '!')",
        (name, "%/" + _escape(name)),
    ).fetchall()
    if len(again) == 1:
        return find_capture(connection, again[0][0])
    raise CallError(f"no report here is called {name!r}: give its id, file or address as the account shows it")


def _escape(name: str) -> str:
    return name.replace("!", "!!").replace("%", "!%").replace("_", "!_")
