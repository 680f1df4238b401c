"""A store's folder in, the right to write it out: for one process at a time, let go when it ends, however it ends."""

import fcntl
import json
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import IO

from tellings.errors import StoreBusyError, StoreError

_NAME = "writer"


class WriterLock:
    """Taken at once or refused with the name of who holds it. The system lets go of it when the process dies."""

    def __init__(self, folder: Path, *, since: str) -> None:
        self._folder = folder
        try:
            self._file: IO[str] = (folder / _NAME).open("a+", encoding="utf-8")
        except OSError as error:
            raise StoreError(f"the store {folder} cannot be written: {error.strerror}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = self._read_holder()
            self._file.close()
            raise StoreBusyError(
                f"the store {folder} is being written by {holder}: wait until it is done, or stop it; whatever it has "
                "finished is kept. Reading goes on meanwhile"
            ) from error
        self._write_holder(since)

    def close(self) -> None:
        """Let go."""
        self._file.close()

    def __enter__(self) -> "WriterLock":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _read_holder(self) -> str:
        try:
            self._file.seek(0)
            held = json.loads(self._file.read())
            return f"process {held['process']} ({held['command']}) since {held['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"

    def _write_holder(self, since: str) -> None:
        """For the message of whoever comes second; that it is not written harms nothing."""
        try:
            self._file.seek(0)
            self._file.truncate()
            command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])
            json.dump({"process": os.getpid(), "command": command, "since": since}, self._file)
            self._file.flush()
        except OSError:
            return
