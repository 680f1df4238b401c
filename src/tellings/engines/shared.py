"""A folder that all machines see in, a run's rows in it and out again: Parquet files, written whole or not at all.

Each run has a folder of its own there and removes it at its end. Rows are (kind, key, packed records); a file is
written under another name and renamed, so that a process that is killed leaves none that is read.
"""

import json
import os
import secrets
import shutil
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tellings.errors import EngineError, PathError

if TYPE_CHECKING:
    import duckdb

Row = tuple[str, str, bytes]  # kind, key, packed records
_NAME = "tellings-run-"
_MARK = "run.json"
_GONE = ".removed"
_FILE = 16 * 1024 * 1024  # bytes of rows of one file: writing it takes some 100 MB
_AT_ONCE = 8 * 1024 * 1024  # bytes of files, packed some ten times, that are read at once
_MEMORY = "1GB"  # that DuckDB may take in one process
_LATE = 30.0  # seconds until another machine's file must be seen: how long NFS holds that there is none (acdirmin)
_PATTERN = "*?["  # in a path these would be read as a pattern
_WRITE = (
    "COPY (SELECT unnest($kinds) AS kind, unnest($keys) AS key, unnest($rows) AS row) TO $target "
    "(FORMAT parquet, COMPRESSION zstd)"
)
_READ = "SELECT kind::VARCHAR, key::VARCHAR, row::BLOB FROM read_parquet($source, hive_partitioning = false)"


@dataclass(frozen=True, slots=True)
class LeftOver:
    """The folder of a run that was stopped, or of one on another machine: of that only its own machine knows whether
    it goes on. begun: UTC, to the second, "" where nothing says when."""

    path: Path
    host: str
    begun: str
    files: int
    size: int  # bytes


class RunFolder:
    """The folder of one run."""

    def __init__(self, shared: str | Path) -> None:
        """Raises PathError where there is no such folder, or it cannot be written."""
        self.path = check_shared(shared) / f"{_NAME}{secrets.token_hex(6)}"
        mark = {"host": socket.gethostname(), "pid": os.getpid(), "begun": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
        try:
            self.path.mkdir()
            (self.path / _MARK).write_text(json.dumps(mark), encoding="utf-8")
        except OSError as error:
            raise PathError(f"--shared {shared}: cannot be written ({error}): name a folder that can") from error

    def remove(self) -> None:
        """Take it away, with what lies in it. It gets another name first: what is still under way cannot add to it."""
        gone = self.path.with_name(self.path.name + _GONE)
        with suppress(OSError):
            self.path.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def check_shared(shared: str | Path) -> Path:
    """The folder in full. Raises PathError where it is none: it is not made, as what is made here is seen here only."""
    path = Path(shared)
    if not path.is_dir():
        raise PathError(f"--shared {shared}: is no folder: make it, where all machines of the cluster see it")
    path = path.resolve()
    if any(mark in str(path) for mark in _PATTERN):
        raise PathError(f"--shared {shared}: its path holds one of {' '.join(_PATTERN)}: name another folder")
    return path


def check_seen(folder: str) -> None:
    """Raise EngineError unless this machine sees the folder of a run and can write there."""
    path = Path(folder)
    trial = path / f".{socket.gethostname()}.{secrets.token_hex(4)}"
    try:
        (path / _MARK).read_bytes()
        trial.write_bytes(b"")
        trial.unlink()
    except OSError as error:
        raise EngineError(_say_unseen(path, str(error))) from error


def list_left(shared: str | Path) -> list[LeftOver]:
    """The folders of runs that do not go on, as far as this machine knows. Raises PathError as `check_shared`."""
    found = (_look_at(path) for path in sorted(check_shared(shared).glob(f"{_NAME}*")) if path.is_dir())
    return [left for left in found if left]


def _look_at(path: Path) -> LeftOver | None:
    """None for one that goes on, or is taken away at this moment."""
    try:
        mark = json.loads((path / _MARK).read_bytes())
        host, pid, begun = str(mark["host"]), int(mark["pid"]), str(mark["begun"])[:20]
    except (OSError, ValueError, KeyError, TypeError):
        host, pid, begun = "", 0, ""
    if host == socket.gethostname() and _is_alive(pid):
        return None
    try:
        sizes = [each.stat().st_size for each in path.iterdir()]
    except OSError:
        return None
    return LeftOver(path, host, begun, len(sizes), sum(sizes))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another person's
        return True
    return True


def write_rows(folder: str, name: str, rows: Iterable[Row]) -> tuple[str, ...]:
    """The names of the files in the folder that hold these rows, in this order; none where there are no rows.

    Written again under the same name, they take the place of those before. Raises EngineError where it cannot be.
    """
    return tuple(
        _write_file(Path(folder), f"{name}-{number}.parquet", some) for number, some in enumerate(_cut_files(rows))
    )


def _cut_files(rows: Iterable[Row]) -> Iterator[list[Row]]:
    some: list[Row] = []
    held = 0
    for row in rows:
        if some and held + len(row[2]) > _FILE:
            yield some
            some, held = [], 0
        some.append(row)
        held += len(row[2])
    if some:
        yield some


def _write_file(folder: Path, name: str, rows: list[Row]) -> str:
    import duckdb

    kinds, keys, packed = zip(*rows, strict=True)
    part = folder / f".{name}.{secrets.token_hex(4)}"
    given = {"kinds": list(kinds), "keys": list(keys), "rows": list(packed), "target": str(part)}
    try:
        _connect().execute(_WRITE, given)
        part.replace(folder / name)
    except (duckdb.Error, OSError) as error:
        with suppress(OSError):
            part.unlink()
        if not folder.is_dir():
            raise EngineError(_say_unseen(folder, _first_line(error))) from error
        raise EngineError(
            f"{folder} cannot be written ({_first_line(error)}): give --shared a folder with room that all machines "
            "may write"
        ) from error
    return name


def read_rows(folder: str, names: Iterable[str]) -> Iterator[Row]:
    """The rows of these files, in order. Raises EngineError for one that is not seen or cannot be read."""
    import duckdb

    for paths in _cut_reads(Path(folder) / name for name in names):
        try:
            yield from _connect().execute(_READ, {"source": paths}).fetchall()
        except duckdb.Error as error:
            raise EngineError(
                f"{folder} cannot be read on {socket.gethostname()} ({_first_line(error)}): a file was changed or "
                "damaged; run the same call again"
            ) from error


def _cut_reads(paths: Iterable[Path]) -> Iterator[list[str]]:
    """Files that are read at once: ten small ones together take what two take one by one."""
    some: list[str] = []
    held = 0
    for path in paths:
        size = _wait_for(path)
        if some and held + size > _AT_ONCE:
            yield some
            some, held = [], 0
        some.append(str(path))
        held += size
    if some:
        yield some


def remove_files(folder: str, names: Iterable[str]) -> None:
    """Take away what nobody reads any more; what cannot be goes with the folder."""
    for name in names:
        with suppress(OSError):
            (Path(folder) / name).unlink()


def _wait_for(path: Path) -> int:
    """The file's bytes, once it is seen."""
    until = time.monotonic() + _LATE
    while True:
        try:
            return path.stat().st_size
        except OSError as error:
            if not path.parent.is_dir() or time.monotonic() > until:
                raise EngineError(_say_unseen(path.parent, f"no {path.name}")) from error
        time.sleep(0.2)


def _say_unseen(folder: Path, why: str) -> str:
    return (
        f"{socket.gethostname()} does not see what lies in {folder} ({why}): --shared must name one folder that every "
        "machine of the cluster has at the same path and may write, and that nothing else clears"
    )


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]


@lru_cache(maxsize=1)
def _connect() -> "duckdb.DuckDBPyConnection":
    """One for the process: opening one takes 12 ms, a file of 400 rows 2 ms to write and 1 ms to read."""
    import duckdb  # loaded only where it is needed

    connection = duckdb.connect(":memory:")
    for setting in (f"memory_limit = '{_MEMORY}'", "threads = 1", "temp_directory = ''", "TimeZone = 'UTC'",
                    "autoinstall_known_extensions = false", "autoload_known_extensions = false"):  # fmt: skip
        connection.execute(f"SET {setting}")
    return connection
