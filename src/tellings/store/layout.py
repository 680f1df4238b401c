"""A folder in, an open store out: its one file, its version and what leads from one version to the next.

The rows lie in SQLite with a write-ahead log: readers see the last whole batch while a writer is at work, and a writer
that is stopped at any moment leaves the batch before. DuckDB lets no other process read a file that one process writes
(docs/notes), so it makes the tables for other tools (`tables.py`), and does not hold the rows.
"""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from tellings.errors import StoreError
from tellings.store.migrations import Progress, note_scores, tell_cases

VERSION = 3
FILE = "tellings.store"
_APPLICATION = 0x7E111265  # marks the file as ours
_BUSY = 30_000  # milliseconds that a reader waits for a lock
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE batch (number INTEGER PRIMARY KEY, added TEXT NOT NULL, captures INTEGER NOT NULL);
-- what came in
CREATE TABLE capture (id TEXT PRIMARY KEY, origin TEXT NOT NULL, digest TEXT NOT NULL, added TEXT NOT NULL,
  batch INTEGER NOT NULL, content BLOB NOT NULL);
CREATE TABLE ruling (number INTEGER PRIMARY KEY, judged TEXT NOT NULL, by TEXT NOT NULL, relation TEXT NOT NULL,
  left TEXT NOT NULL, right TEXT NOT NULL, verdict INTEGER NOT NULL, detail TEXT NOT NULL, reason TEXT NOT NULL,
  undoes INTEGER);
-- what the stages made of it: the records of one group of one stage that share a home
CREATE TABLE chunk (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, home TEXT NOT NULL, stage INTEGER NOT NULL,
  key TEXT NOT NULL, digest BLOB NOT NULL, rows BLOB NOT NULL);
CREATE INDEX chunk_home ON chunk (kind, home, stage, key);
CREATE INDEX chunk_made ON chunk (stage, key);
CREATE TABLE keyed (stage INTEGER NOT NULL, value INTEGER NOT NULL, chunk INTEGER NOT NULL,
  PRIMARY KEY (stage, value, chunk)) WITHOUT ROWID;
CREATE INDEX keyed_chunk ON keyed (chunk);
CREATE TABLE toward (report TEXT NOT NULL, chunk INTEGER NOT NULL, PRIMARY KEY (report, chunk)) WITHOUT ROWID;
CREATE INDEX toward_chunk ON toward (chunk);
-- the same judgements as numbers, for what looks at all of them: pairs are hashes of the right one, and scores
CREATE TABLE scored (chunk INTEGER NOT NULL, relation TEXT NOT NULL, left INTEGER NOT NULL, pairs BLOB NOT NULL,
  PRIMARY KEY (chunk, relation)) WITHOUT ROWID;
CREATE TABLE done (stage INTEGER NOT NULL, key TEXT NOT NULL, inputs BLOB NOT NULL,
  PRIMARY KEY (stage, key)) WITHOUT ROWID;
CREATE TABLE member (report TEXT NOT NULL, story TEXT NOT NULL, PRIMARY KEY (report, story)) WITHOUT ROWID;
CREATE INDEX member_story ON member (story);
-- what readers list
CREATE TABLE report (id TEXT PRIMARY KEY, capture TEXT NOT NULL, origin TEXT NOT NULL, url TEXT, outlet TEXT,
  title TEXT, first TEXT, last TEXT, zone TEXT, language TEXT NOT NULL, added TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX report_capture ON report (capture);
CREATE INDEX report_last ON report (last DESC, id, first, outlet);
CREATE INDEX report_outlet ON report (outlet, last DESC, id);
CREATE INDEX report_added ON report (added);
CREATE INDEX report_origin ON report (origin);
CREATE TABLE story (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, headline TEXT NOT NULL, first TEXT, last TEXT,
  reports INTEGER NOT NULL, publishers INTEGER NOT NULL, lines INTEGER NOT NULL, differ INTEGER NOT NULL,
  agree INTEGER NOT NULL, single INTEGER NOT NULL, cases INTEGER NOT NULL, open_cases INTEGER NOT NULL,
  updated TEXT NOT NULL, places TEXT NOT NULL, actors TEXT NOT NULL, outside REAL NOT NULL);
CREATE INDEX story_last ON story (last DESC, number, first);
CREATE INDEX story_updated ON story (updated DESC, number);
CREATE INDEX story_reports ON story (reports DESC, number);
CREATE TABLE account (number INTEGER PRIMARY KEY, digest TEXT NOT NULL, contract BLOB NOT NULL);
CREATE TABLE facet (kind TEXT NOT NULL, value TEXT NOT NULL, story INTEGER NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (kind, value, story)) WITHOUT ROWID;
CREATE INDEX facet_story ON facet (story);
CREATE TABLE facet_count (kind TEXT NOT NULL, value TEXT NOT NULL, name TEXT NOT NULL, stories INTEGER NOT NULL,
  PRIMARY KEY (kind, value)) WITHOUT ROWID;
CREATE INDEX facet_count_most ON facet_count (kind, stories DESC);
CREATE TABLE entity (story INTEGER NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, name TEXT NOT NULL,
  kind TEXT NOT NULL, country TEXT, mentions INTEGER NOT NULL, PRIMARY KEY (story, id)) WITHOUT ROWID;
CREATE INDEX entity_value ON entity (value, kind);
CREATE TABLE entity_count (value TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, country TEXT,
  stories INTEGER NOT NULL, mentions INTEGER NOT NULL, PRIMARY KEY (value, kind)) WITHOUT ROWID;
CREATE INDEX entity_count_most ON entity_count (stories DESC, value);
CREATE TABLE request (id TEXT PRIMARY KEY, story INTEGER NOT NULL, requester TEXT NOT NULL, addressee TEXT NOT NULL,
  asked TEXT NOT NULL, decision TEXT, decided TEXT, decided_by TEXT, reports INTEGER NOT NULL, last TEXT,
  kind TEXT NOT NULL DEFAULT 'request', state TEXT NOT NULL DEFAULT 'filed');
CREATE INDEX request_story ON request (story);
CREATE INDEX request_last ON request (last DESC, id);
CREATE TABLE dropped (id TEXT PRIMARY KEY, capture TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL,
  detail TEXT NOT NULL, same_as TEXT, added TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX dropped_added ON dropped (added DESC, id);
CREATE INDEX dropped_capture ON dropped (capture);
CREATE TABLE formerly (story TEXT PRIMARY KEY, reports TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE words (number INTEGER PRIMARY KEY, headline TEXT NOT NULL, text TEXT NOT NULL);
CREATE VIRTUAL TABLE found USING fts5 (headline, text, content='words', content_rowid='number', columnsize=0);
"""
Migration = Callable[[sqlite3.Connection, Progress], None]
MIGRATIONS: Mapping[int, Migration] = {1: tell_cases, 2: note_scores}  # from this version to the next


def is_store(folder: Path) -> bool:
    """Whether there is a store in the folder."""
    return (folder / FILE).is_file()


def open_read(folder: Path) -> sqlite3.Connection:
    """The store for reading. Raises StoreError where there is none, or one that this version cannot read."""
    file = _find(folder)
    try:
        connection = _connect(file, "mode=ro")
        _check(connection, folder)
    except sqlite3.OperationalError:
        connection = _connect(file, "mode=ro&immutable=1")  # a folder that nobody may write: no log can be laid beside
        try:
            _check(connection, folder)
        except sqlite3.DatabaseError as error:
            raise _broken(folder, error) from error
    except sqlite3.DatabaseError as error:
        raise _broken(folder, error) from error
    return connection


def open_write(folder: Path, progress: Progress | None = None) -> sqlite3.Connection:
    """The store for writing, made where there is none and brought to this version. progress: told how far that is.
    Raises StoreError."""
    file = folder / FILE
    try:
        fresh = not file.exists() or not file.stat().st_size
        if fresh:
            _check_folder(folder)
        connection = _connect(file, "mode=rwc")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        if fresh or not _has_tables(connection):
            _create(connection)
        _check(connection, folder, migrate=progress or _say_nothing)
    except sqlite3.OperationalError as error:
        raise StoreError(f"the store {folder} cannot be written: {error}; nothing in it was changed") from error
    except sqlite3.DatabaseError as error:
        raise _broken(folder, error) from error
    return connection


def _connect(file: Path, mode: str) -> sqlite3.Connection:
    address = f"file:{quote(str(file.resolve()))}?{mode}"
    connection = sqlite3.connect(address, uri=True, timeout=_BUSY / 1000, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA cache_size=-32000")
    connection.execute("PRAGMA mmap_size=1073741824")
    return connection


def _has_tables(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def _create(connection: sqlite3.Connection) -> None:
    """All or nothing: one that is stopped halfway has no table."""
    connection.executescript(
        f"BEGIN IMMEDIATE;\n{_SCHEMA}\nPRAGMA application_id={_APPLICATION};\nPRAGMA user_version={VERSION};\nCOMMIT;"
    )


def _check_folder(folder: Path) -> None:
    others = [entry.name for entry in folder.iterdir() if not entry.name.startswith(FILE) and entry.name != "writer"]
    if others:
        raise StoreError(
            f"{folder} is no store, and other files lie in it ({', '.join(sorted(others)[:3])}): name a new or an "
            "empty folder for a new store"
        )


def _find(folder: Path) -> Path:
    if not folder.exists():
        raise StoreError(f"there is no store {folder}: make one with `tellings add {folder} PATH`")
    file = folder / FILE
    if not file.is_file():
        raise StoreError(f"{folder} is no store: there is no {FILE} in it; `tellings add STORE PATH` makes a store")
    return file


def _say_nothing(_name: str, _done: int, _of: int) -> None:
    pass


def _check(connection: sqlite3.Connection, folder: Path, *, migrate: Progress | None = None) -> None:
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark != _APPLICATION:
        if not _has_tables(connection):
            raise StoreError(f"the store {folder} was never finished: add to it again, `tellings add {folder} PATH`")
        raise StoreError(f"{folder / FILE} is a database of another programme, no store: name another folder")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise StoreError(
            f"the store {folder} is of format {version}, made by a newer tellings; this one reads up to {VERSION}: "
            "install the newer one"
        )
    if version < VERSION and migrate is None:
        raise StoreError(
            f"the store {folder} is of format {version}, this tellings reads {VERSION}: bring it up to date with "
            f"`tellings add {folder}`"
        )
    while version < VERSION and migrate is not None:
        connection.execute("BEGIN IMMEDIATE")
        MIGRATIONS[version](connection, migrate)
        version += 1
        connection.execute(f"PRAGMA user_version={version}")
        connection.execute("COMMIT")


def _broken(folder: Path, error: sqlite3.DatabaseError) -> StoreError:
    return StoreError(f"the store {folder} cannot be read ({error}): bring it back from a copy, or add to a new folder")
