"""Paths, folders, addresses and standard input in, captures and drops out, in the order given."""

import sys
from collections.abc import Iterator, Sequence

from tellings.errors import CallError
from tellings.ingest.config import ReadConfig
from tellings.ingest.formats import open_received
from tellings.ingest.from_addresses import check_address, is_address, read_address
from tellings.ingest.from_paths import check_path, read_path
from tellings.ingest.received import Received, make_drop, show_size
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
    seen: set[str] = set()
    for entry in inputs:
        for piece in _receive(entry, config):
            for record in open_received(piece, config) if isinstance(piece, Received) else (piece,):
                if record.id not in seen:
                    seen.add(record.id)
                    yield record


def _receive(entry: str, config: ReadConfig) -> Iterator[Received | Drop]:
    if entry == STANDARD_INPUT:
        yield _read_standard_input(config)
    elif is_address(entry):
        yield read_address(entry, config)
    else:
        yield from read_path(entry, config)


def _read_standard_input(config: ReadConfig) -> Received | Drop:
    content = sys.stdin.buffer.read(config.max_bytes + 1)
    if len(content) > config.max_bytes:
        return make_drop("standard input", f"it is larger than {show_size(config.max_bytes)}, the limit")
    return Received("standard input", content)
