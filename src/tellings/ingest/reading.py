"""Paths, folders, addresses and standard input in, captures and drops out, in the order given."""

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from tellings.errors import CallError
from tellings.ingest.config import ReadConfig
from tellings.ingest.formats import open_received
from tellings.ingest.from_addresses import check_address, is_address, read_address
from tellings.ingest.from_paths import check_path, read_path
from tellings.ingest.received import Received, make_drop
from tellings.ingest.seen import Seen
from tellings.ingest.tape import Meter, Tape
from tellings.records import Capture, Drop

_DEFAULT = ReadConfig()
STANDARD_INPUT = "-"


def read_captures(inputs: Sequence[str], *, config: ReadConfig = _DEFAULT) -> Iterator[Capture | Drop]:
    """Everything in the inputs. Raises CallError or PathError at once for an input that is missing or not allowed;
    what is there but cannot be read becomes a Drop, and the rest is still read."""
    if isinstance(inputs, str):
        raise CallError(f"inputs={inputs!r} is one string: give a list of paths or addresses")
    if not inputs:
        raise CallError("no inputs: give at least one path, folder or address, or - for standard input")
    for entry in inputs:
        if is_address(entry):
            check_address(entry, config)
        elif entry != STANDARD_INPUT:
            check_path(entry)
    return _read_all(inputs, config)


def _read_all(inputs: Sequence[str], config: ReadConfig) -> Iterator[Capture | Drop]:
    seen = Seen()
    for entry in inputs:
        for piece in _receive(entry, config):
            for record in open_received(piece, config) if isinstance(piece, Received) else (piece,):
                if seen.add(record.id):
                    yield record


def _receive(entry: str, config: ReadConfig) -> Iterator[Received | Drop]:
    if entry == STANDARD_INPUT:
        yield _receive_standard_input(config)
    elif is_address(entry):
        yield read_address(entry, config)
    else:
        yield from read_path(entry, config)


def _receive_standard_input(config: ReadConfig) -> Received | Drop:
    if sys.stdin is None:
        return make_drop("standard input", "it is closed")
    stream = sys.stdin.buffer
    return Received("standard input", b"", tape=Tape(stream, Meter(config), file=_find_file(stream), packed=True))


def _find_file(stream: BinaryIO) -> BinaryIO | None:
    """The stream as a file that can be read from any place, if it is one and nothing was read of it."""
    try:
        return stream if stat.S_ISREG(os.fstat(stream.fileno()).st_mode) and stream.tell() == 0 else None
    except (OSError, ValueError):
        return None
