"""A file or folder in, what lies in it out; hidden files are passed over, the order is that of the names."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from tellings.errors import PathError
from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_drop, show_size
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
        yield read_file(place, config)
        return
    count = 0
    seen: dict[tuple[int, int], Path] = {}
    for file in _walk(place):
        count += 1
        if count > config.max_files:
            yield make_drop(path, f"the folder holds more than {config.max_files} files; the rest was not read")
            return
        first = seen.setdefault(_place_on_disk(file), file)
        yield read_file(file, config) if first is file else make_drop(_show(file), f"it is a link to {_show(first)}")
    if not count:
        yield make_drop(path, "the folder holds no files")


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(here) / name


def read_file(file: Path, config: ReadConfig) -> Received | Drop:
    """The bytes of the file, or why they were not read."""
    origin = _show(file)
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return make_drop(origin, "it is no regular file")
        with file.open("rb") as opened:
            content = opened.read(config.max_bytes + 1)
    except OSError as error:
        return make_drop(origin, f"it cannot be read: {(error.strerror or str(error)).lower()}")
    if len(content) > config.max_bytes and not content.startswith((b"PK\x03\x04", b"\x1f\x8b", b"WARC/")):
        return make_drop(origin, f"it is larger than {show_size(config.max_bytes)}, the limit")
    if len(content) > config.max_bytes:
        return _read_archive(file, origin, config)
    return Received(origin, content)


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


def _read_archive(file: Path, origin: str, config: ReadConfig) -> Received | Drop:
    """An archive may be larger than a page."""
    try:
        with file.open("rb") as opened:
            content = opened.read(config.max_archive_bytes + 1)
    except OSError as error:
        return make_drop(origin, f"it cannot be read: {(error.strerror or str(error)).lower()}")
    if len(content) > config.max_archive_bytes:
        return make_drop(origin, f"it is larger than {show_size(config.max_archive_bytes)}, the limit for archives")
    return Received(origin, content)
