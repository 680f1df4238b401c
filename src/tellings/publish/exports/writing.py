"""Pieces of text, or tables, in; a file or a folder of files written, whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tellings.errors import PathError
from tellings.records import Tables

WriteTables = Callable[[Iterable[Tables], Path], list[str]]


def write_text(pieces: Iterable[str], target: Path) -> None:
    """The file is made beside the target and then put in its place, so that none is ever half there. What is no regular
    file (a pipe, a device) is written through; a link stays one, and what it leads to is written."""
    place = target.resolve()
    if place.exists() and not place.is_file():
        with place.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        return
    beside = place.with_name(f".tellings.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def write_folder(runs: Iterable[Tables], target: Path, write: WriteTables) -> None:
    """The files are made in a folder beside the target and then moved into it; what else lies there stays."""
    if target.exists() and not target.is_dir():
        raise PathError(f"{target} is a file, and the tables need a folder: name another place")
    place = target.resolve()
    with tempfile.TemporaryDirectory(prefix=".tellings.", dir=place.parent) as made:
        names = write(runs, Path(made))
        place.mkdir(exist_ok=True)
        for name in names:
            shutil.move(str(Path(made) / name), place / name)
