"""Captures, rulings and told stories in, batches on disk out: one writer at a time, each batch whole or not at all."""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tellings.errors import CallError, StoreError
from tellings.records import Capture
from tellings.store import layout
from tellings.store.listing import Lists
from tellings.store.lock import WriterLock
from tellings.store.migrations import Progress
from tellings.store.rows import Rows


class Writer:
    """A store opened for writing, made where there is none. Raises StoreBusyError where another process writes it,
    StoreError where it cannot be written."""

    def __init__(self, path: str | Path, *, progress: Progress | None = None) -> None:
        """progress: told how far it is where a store of an older version is brought up to date first."""
        self.path = Path(path)
        _make_folder(self.path)
        self._lock = WriterLock(self.path, since=show_moment(datetime.now(UTC)))
        try:
            self.connection = layout.open_write(self.path, progress)
        except BaseException:
            self._lock.close()
            raise
        self.rows = Rows(self.connection)
        self.lists = Lists(self.connection)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        try:
            self.connection.close()
        finally:
            self._lock.close()

    @contextmanager
    def batch(self, added: str) -> Iterator[None]:
        """What is written within is there wholly or not at all. Raises StoreError where it could not be."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            held = self.count()
            yield
            self.connection.execute("INSERT INTO batch (added, captures) VALUES (?, ?)", (added, self.count() - held))
            number = self.connection.execute("SELECT coalesce(max(number), 0) FROM batch").fetchone()[0]
            self.set_meta("generation", str(number))
            self.connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"the store {self.path} could not be written: {error}; the batch at work was left out, what was "
                "finished before it is kept: make room or allow writing, then call again"
            ) from error
        finally:
            if self.connection.in_transaction:
                self._roll_back()

    def _roll_back(self) -> None:
        try:
            self.connection.execute("ROLLBACK")
        except sqlite3.Error:  # the system rolls back what we cannot when the file is opened next
            return

    def last_added(self) -> str | None:
        """When the last batch was added."""
        found = self.connection.execute("SELECT added FROM batch ORDER BY number DESC LIMIT 1").fetchone()
        return found[0] if found else None

    def choose_moment(self, given: str | None) -> str:
        """The stamp of what is added now: as given, else by this machine's clock, never before the last one. Raises
        CallError for a moment given that lies before what the store holds."""
        last = self.last_added()
        if given is None:
            return max(show_moment(datetime.now(UTC)), last or "")
        moment = parse_moment(given)
        if last and moment < last:
            raise CallError(
                f"added={given!r} lies before {last}, when the store was last added to: give a later moment"
            )
        return moment

    def meta(self, key: str) -> str | None:
        """What is noted under that name."""
        found = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return found[0] if found else None

    def set_meta(self, key: str, value: str) -> None:
        """Note it."""
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def count(self) -> int:
        """Captures that are there."""
        return int(self.connection.execute("SELECT count(*) FROM capture").fetchone()[0])

    def find_new(self, captures: Sequence[Capture]) -> list[Capture]:
        """Those that are not there yet, each once."""
        fresh = {}
        for capture in captures:
            query = "SELECT 1 FROM capture WHERE id = ?"
            if capture.id not in fresh and not self.connection.execute(query, (capture.id,)).fetchone():
                fresh[capture.id] = capture
        return list(fresh.values())

    def find_added_after(self, moment: str) -> list[str]:
        """Captures that came later than that."""
        rows = self.connection.execute("SELECT id FROM capture WHERE added > ? ORDER BY id", (moment,)).fetchall()
        return [row[0] for row in rows]

    def find_published(self) -> list[tuple[str, str, str | None, str | None]]:
        """Every capture: when it was added, the end of when its report was published, and the zone of that."""
        rows: list[tuple[str, str, str | None, str | None]] = self.connection.execute(
            "SELECT capture.id, capture.added, coalesce(report.last, again.last), coalesce(report.zone, again.zone) "
            "FROM capture LEFT JOIN report ON report.capture = capture.id "
            "LEFT JOIN dropped ON report.id IS NULL AND dropped.capture = capture.origin AND same_as IS NOT NULL "
            "LEFT JOIN report again ON again.id = dropped.same_as GROUP BY capture.id"
        ).fetchall()
        return rows

    def read_captures(self) -> Iterator[tuple[str, str, bytes]]:
        """Every capture's stamp, id and bytes, by the stamps and then as they came."""
        query = "SELECT rowid, added, id FROM capture ORDER BY added, rowid"
        for number, added, capture in self.connection.execute(query).fetchall():
            (content,) = self.connection.execute("SELECT content FROM capture WHERE rowid = ?", (number,)).fetchone()
            yield added, capture, zlib.decompress(content)

    def take_over(self, other: "Writer") -> None:
        """What people hold, and by which ids stories were known, of another store; once."""
        if self.meta("taken over"):
            return
        with self.batch(other.first_added()):
            for table, columns in (("ruling", 10), ("formerly", 2)):
                self.connection.executemany(
                    f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * columns)})",
                    other.connection.execute(f"SELECT * FROM {table}").fetchall(),
                )
            led = "SELECT story, json_group_array(report) FROM member GROUP BY story"
            self.connection.executemany(
                "INSERT OR REPLACE INTO formerly VALUES (?, ?)", other.connection.execute(led).fetchall()
            )
            self.set_meta("taken over", "yes")

    def first_added(self) -> str:
        """When the first batch was added."""
        found = self.connection.execute("SELECT added FROM batch ORDER BY number LIMIT 1").fetchone()
        return found[0] if found else ""

    def forget(self, captures: Iterable[str]) -> None:
        """Only in a copy of a store, to see it as it was known before."""
        self.connection.executemany("DELETE FROM capture WHERE id = ?", [(capture,) for capture in captures])

    def keep(self, captures: Iterable[Capture], *, added: str) -> None:
        """Keep them as received."""
        self.connection.executemany(
            "INSERT INTO capture VALUES (?, ?, ?, ?, (SELECT coalesce(max(number), 0) + 1 FROM batch), ?)",
            [(c.id, c.origin, c.digest, added, zlib.compress(c.content, 6)) for c in captures],
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the store {folder} cannot be made: {error.strerror}; name a folder that can be") from error


def show_moment(moment: datetime) -> str:
    """As the store writes moments: in UTC, to the microsecond, so that they sort by time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_moment(wording: str) -> str:
    """A moment as people write it, as the store does; a day means its end, no zone means UTC. Raises CallError."""
    try:
        moment = datetime.fromisoformat(wording)
    except ValueError as error:
        raise CallError(f"{wording!r} is no moment: write 2023-01-05 or 2023-01-05T12:00") from error
    if len(wording) <= len("2023-01-05"):
        moment = moment.replace(hour=23, minute=59, second=59, microsecond=999_999)
    try:
        return show_moment(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (OverflowError, ValueError) as error:
        raise CallError(f"{wording!r} is too far off: write a year from 1 to 9998") from error
