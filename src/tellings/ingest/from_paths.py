"""A file or folder in, what lies in it out; hidden files are named and not read, the order is that of the names."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from tellings.errors import PathError
from tellings.ingest.aside import HIDDEN
from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_drop, why_unreadable
from tellings.ingest.tape import Meter, Tape
from tellings.records import Drop


def check_path(path: str) -> None:
    """Raise PathError for a path that is not there."""
    if not path:
        raise PathError("an input is empty: give a file, folder or address, . for this folder")
    if "\0" in path or not Path(path).exists():
        raise PathError(f"{path!r} does not exist: check the spelling, or give another file, folder or address")


def read_path(path: str, config: ReadConfig) -> Iterator[Received | Drop]:
    """The file, or every file under the folder."""
    place = Path(path)
    if not place.is_dir():
        yield from read_file(place, config)
        return
    count = read = 0
    seen: dict[tuple[int, int], Path] = {}
    for file in _walk(place):
        count += 1
        if count > config.max_files:
            yield make_drop(path, f"the folder holds more than {config.max_files} files; the rest was not read")
            return
        if file.name.startswith("."):
            yield make_drop(_show(file), f"it is {HIDDEN}, and not read with its folder")
            continue
        read += 1
        first = seen.setdefault(_place_on_disk(file), file)
        if first is file:
            yield from read_file(file, config)
        else:
            yield make_drop(_show(file), f"it is a link to {_show(first)}")
    if not read:
        yield make_drop(path, "the folder holds no files")


def _walk(folder: Path) -> Iterator[Path]:
    """Every file, and every hidden folder instead of what lies in it."""
    for here, folders, files in os.walk(folder):
        hidden = [name for name in folders if name.startswith(".")]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*files, *hidden]):
            yield Path(here) / name


def read_file(file: Path, config: ReadConfig) -> Iterator[Received | Drop]:
    """The file, open for as long as it is looked at, or why it was not read."""
    origin = _show(file)
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            yield make_drop(origin, "it is no regular file")
            return
        opened = file.open("rb")
    except OSError as error:
        yield make_drop(origin, why_unreadable(error))
        return
    with opened:
        yield Received(origin, b"", tape=Tape(opened, Meter(config), file=opened, packed=True))


def _show(file: Path) -> str:
    """The path as it can be written in any encoding."""
    return file.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _place_on_disk(file: Path) -> tuple[int, int]:
    """The same for two names of one file; a number of its own for what cannot be looked at."""
    try:
        found = file.stat()
    except OSError:
        return (-1, hash(file))
    return (found.st_dev, found.st_ino)
