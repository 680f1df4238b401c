"""Where a command writes: checked before the work begins; whole or not at all."""

import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

from tellings.errors import PathError


def check_output(output: str | None, inputs: Sequence[str], *, option: str = "-o") -> Path | None:
    """Where to write, None for standard output. Raises PathError at once, not after the work is done."""
    if output is None or output == "-":
        return None
    target = Path(output)
    if target.is_file() and any(target.samefile(entry) for entry in inputs if Path(entry).is_file()):
        raise PathError(f"{option} {output} is one of the inputs and would be overwritten: name another file")
    if target.is_dir():
        raise PathError(f"{option} {output} is a folder: name a file in it, {target / 'account.html'}")
    if not target.parent.is_dir():
        raise PathError(f"{option} {output}: there is no folder {target.parent}; make it first")
    if not os.access(target if target.exists() else target.parent, os.W_OK):
        raise PathError(f"{option} {output} cannot be written: choose another place or change its permissions")
    return target


def write_file(target: Path, text: str, option: str = "-o") -> None:
    """Whole or not at all: beside the target first, then in its place; what is no regular file is written through."""
    try:
        place = target.resolve()
        if place.exists() and not stat.S_ISREG(place.stat().st_mode):
            place.write_text(text, encoding="utf-8")
            return
        beside = place.with_name(f".tellings.{os.getpid()}")
        try:
            beside.write_text(text, encoding="utf-8")
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        raise PathError(
            f"{option} {target} could not be written: {getattr(error, 'strerror', None) or error}"
        ) from error


def print_out(text: str) -> None:
    if sys.stdout is None:
        raise PathError("standard output is closed: name a file with -o")
    try:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    except BrokenPipeError:
        let_go_of_pipe()
    except OSError as error:
        let_go_of_pipe()
        raise PathError(f"standard output could not be written: {error.strerror}") from error


def let_go_of_pipe() -> None:
    """So that the interpreter does not complain on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
