"""What is known of feeds in, laid beside the store and read again when watching goes on: a file of its own.

Feeds with what their servers want sent back and when they are due; articles with whether they were taken; sites with
their robots.txt. All of it can be thrown away: feeds are then asked from the start, and what the store holds is known
by its content.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

from tellings.errors import StoreBusyError, StoreError
from tellings.store import layout

FILE = f"{layout.FILE}.feeds"
_LOCK = f"{layout.FILE}.watcher"
_VERSION = 1
_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE feed (address TEXT PRIMARY KEY, moved TEXT, etag TEXT, modified TEXT, digest TEXT, title TEXT,
  named REAL NOT NULL, due REAL NOT NULL, failures INTEGER NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, address TEXT NOT NULL, host TEXT NOT NULL,
  feed TEXT NOT NULL, stamp TEXT NOT NULL, hints BLOB, carried BLOB, waits INTEGER NOT NULL, found REAL NOT NULL,
  due REAL NOT NULL, tries INTEGER NOT NULL, etag TEXT, modified TEXT, asked REAL);
CREATE INDEX article_waits ON article (feed, due) WHERE waits;
CREATE TABLE site (origin TEXT PRIMARY KEY, robots BLOB, open INTEGER NOT NULL, fresh_until REAL NOT NULL,
  held_until REAL NOT NULL) WITHOUT ROWID;
PRAGMA user_version={_VERSION};
COMMIT;
"""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed. moved: where it said it has gone for good; digest: of what it last answered; named: seconds between two
    looks that it names, 0 for none; due: when it may be asked; failures: in a row, and the reason of the last."""

    address: str
    moved: str | None = None
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    title: str | None = None
    named: float = 0.0
    due: float = 0.0
    failures: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article that a feed named. key: what it is known by; host: whom it is asked of, "" where the entry carries
    it; waits: whether it is still to be taken; asked: when it last was."""

    key: str
    address: str
    host: str
    feed: str
    stamp: str
    hints: bytes | None
    carried: bytes | None
    waits: int
    found: float
    due: float
    tries: int = 0
    etag: str | None = None
    modified: str | None = None
    asked: float | None = None


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site. robots: its robots.txt, None where it has none; open: whether it could be asked for; fresh_until: when
    to ask for it again; held_until: before which the site wants to be left alone."""

    origin: str
    robots: bytes | None = None
    open: int = 0
    fresh_until: float = 0.0
    held_until: float = 0.0


_WAITING = "FROM article WHERE waits AND feed IN listed"
_FEED = ", ".join(field.name for field in fields(FeedRow))
_ARTICLE = ", ".join(field.name for field in fields(ArticleRow))
_SITE = ", ".join(field.name for field in fields(SiteRow))
_GETTERS = {kind: attrgetter(*(field.name for field in fields(kind))) for kind in (FeedRow, ArticleRow, SiteRow)}


class Watched:
    """The state of one store's feeds, for one process at a time. Raises StoreBusyError where another watches,
    StoreError where the state cannot be read or written."""

    def __init__(self, store: str | Path) -> None:
        self.path = Path(store)
        self._lock = self._take_lock()
        try:
            self._connection = sqlite3.connect(self.path / FILE, timeout=30, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._check()
            self._connection.execute("CREATE TEMP TABLE listed (address TEXT PRIMARY KEY) WITHOUT ROWID")
        except sqlite3.Error as error:
            os.close(self._lock)
            raise StoreError(
                f"{self.path / FILE}, which says what was read of feeds, cannot be used ({error}): make room, or "
                "delete it; feeds are then read from the start, and the store itself is not touched"
            ) from error
        except BaseException:
            os.close(self._lock)
            raise

    def __enter__(self) -> "Watched":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go."""
        try:
            self._connection.close()
        finally:
            os.close(self._lock)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """What is noted within is there wholly or not at all."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise StoreError(f"{self.path / FILE} could not be written: {error}; make room, then call again") from error
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def listen(self, feeds: Iterable[str]) -> None:
        """The feeds of the list: articles of others wait until they are in it again."""
        self._connection.execute("DELETE FROM listed")
        self._connection.executemany("INSERT OR IGNORE INTO listed VALUES (?)", [(feed,) for feed in feeds])

    def feed(self, address: str) -> FeedRow:
        """What is known of the feed."""
        found = self._connection.execute(f"SELECT {_FEED} FROM feed WHERE address = ?", (address,)).fetchone()
        return FeedRow(*found) if found else FeedRow(address)

    def put_feed(self, row: FeedRow) -> None:
        """Note it."""
        self._put("feed", _FEED, row)

    def site(self, origin: str) -> SiteRow:
        """What is known of the site."""
        found = self._connection.execute(f"SELECT {_SITE} FROM site WHERE origin = ?", (origin,)).fetchone()
        return SiteRow(*found) if found else SiteRow(origin)

    def put_site(self, row: SiteRow) -> None:
        """Note it."""
        self._put("site", _SITE, row)

    def article(self, key: str) -> ArticleRow | None:
        """What is known of the article."""
        found = self._connection.execute(f"SELECT {_ARTICLE} FROM article WHERE key = ?", (key,)).fetchone()
        return ArticleRow(*found) if found else None

    def put_articles(self, rows: Iterable[ArticleRow]) -> None:
        """Note them; one that is there keeps its place."""
        kept = [field.name for field in fields(ArticleRow) if field.name != "key"]
        marks = ", ".join("?" * (len(kept) + 1))
        query = f"INSERT INTO article ({_ARTICLE}) VALUES ({marks}) ON CONFLICT (key) DO UPDATE SET " + ", ".join(
            f"{name} = excluded.{name}" for name in kept
        )
        self._connection.executemany(query, (_values(row) for row in rows))

    def waiting(self, now: float, *, most: int, feed: str | None = None) -> list[ArticleRow]:
        """Articles that may be taken now, at most so many of one host (of one feed, where entries carry them): those
        found last first, as new reports come before the rest of a long list."""
        query = (
            f"SELECT {_ARTICLE} FROM (SELECT *, row_number() OVER (PARTITION BY host, CASE host WHEN '' THEN feed END "
            "ORDER BY found DESC, number) place FROM article WHERE waits AND due <= ? AND feed "
            + ("= ?" if feed else "IN listed")
            + ") WHERE place <= ? ORDER BY found DESC, number"
        )
        given: Sequence[object] = (now, feed, most) if feed else (now, most)
        return [ArticleRow(*row) for row in self._connection.execute(query, given)]

    def count_waiting(self) -> int:
        """Articles that are still to be taken."""
        return int(self._connection.execute(f"SELECT count(*) {_WAITING}").fetchone()[0])

    def next_article(self) -> float | None:
        """When the next article may be taken."""
        found = self._connection.execute(f"SELECT min(due) {_WAITING}").fetchone()[0]
        return None if found is None else float(found)

    def _put(self, table: str, columns: str, row: FeedRow | SiteRow) -> None:
        marks = ", ".join("?" * len(fields(row)))
        self._connection.execute(f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({marks})", _values(row))

    def _check(self) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and not self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            self._connection.executescript(_SCHEMA)
        elif version != _VERSION:
            raise StoreError(
                f"{self.path / FILE} is of format {version}, this tellings knows {_VERSION}: delete it, and feeds are "
                "read from the start"
            )

    def _take_lock(self) -> int:
        try:
            lock = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(f"the store {self.path} cannot be written: {error.strerror}") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(lock, 20, 0).decode("ascii", "replace").strip()
            os.close(lock)
            raise StoreBusyError(
                f"the store {self.path} is being watched already, by process {holder or 'unknown'}: stop it, or add "
                "the feeds to its list"
            ) from error
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        return lock


def _values(row: FeedRow | ArticleRow | SiteRow) -> tuple[object, ...]:
    found: tuple[object, ...] = _GETTERS[type(row)](row)
    return found
