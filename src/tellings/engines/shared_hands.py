"""Pieces of work in, what came of them out, as with any `Hands`: what goes there and back lies in Parquet files in a
folder that the machines share, and only the files' names, counts and times are sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Protocol

from tellings.engines.hands import Hands
from tellings.engines.parcels import Packed, Piece, unwrap_piece, wrap_piece
from tellings.engines.shared import Row, read_rows, remove_files, write_rows
from tellings.errors import EngineError
from tellings.stage import Group


class Sharing(Hands, Protocol):
    """Hands that have a folder in common with this process."""

    def open_folder(self) -> str:
        """The folder of this run."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """In place of packed records: the row that holds them."""

    kind: type
    row: int


@dataclass(frozen=True, slots=True)
class Lying:
    """What is sent, its packed records out in files: their names."""

    shape: list[Any]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ticket:
    """For what comes of the work, with what was given for it."""

    made: Any
    given: Lying


class SharedHands:
    """The same hands, through the folder."""

    def __init__(self, hands: Sharing) -> None:
        self._hands = hands
        self._numbers = count()

    @property
    def count(self) -> int:
        """As `Hands` says."""
        return self._hands.count

    def pay(self, pieces: int) -> bool:
        """As `Hands` says."""
        return self._hands.pay(pieces)

    def send(self, work: Callable[..., Any], *given: Any) -> Ticket:
        """As `Hands` says; given: pieces of work, a list."""
        (pieces,) = given
        folder, name = self._hands.open_folder(), f"{next(self._numbers):06}"
        keys = [_key_of(piece) for piece in pieces]
        laid = lay_down(folder, f"{name}-given", keys, [wrap_piece(piece) for piece in pieces])
        return Ticket(self._hands.send(do_shared, work, folder, f"{name}-made", keys, laid), laid)

    def fetch(self, ticket: Ticket) -> Any:
        """As `Hands` says. Nothing of it stays in the folder."""
        folder = self._hands.open_folder()
        made: Lying = self._hands.fetch(ticket.made)
        found = pick_up(folder, made)
        remove_files(folder, (*ticket.given.files, *made.files))
        return found

    def close(self) -> None:
        """As `Hands` says."""
        self._hands.close()


def do_shared(work: Callable[..., Any], folder: str, name: str, keys: Sequence[str], given: Lying) -> Lying:
    """On a machine of the cluster: what comes of the work, laid down under this name."""
    pieces = [unwrap_piece(piece) for piece in pick_up(folder, given)]
    return lay_down(folder, name, keys, work(pieces))


def lay_down(folder: str, name: str, keys: Sequence[str], things: Sequence[Any]) -> Lying:
    """Things that hold packed records, these in files, each under the key of its thing. What could not be packed stays
    where it is."""
    rows: list[Row] = []
    shape = [_take_out(thing, key, rows) for key, thing in zip(keys, things, strict=True)]
    return Lying(shape, write_rows(folder, name, rows))


def pick_up(folder: str, lying: Lying) -> list[Any]:
    """The things that were laid down. Raises EngineError where their files hold something else."""
    rows = list(read_rows(folder, lying.files))
    return [_put_back(thing, rows, folder) for thing in lying.shape]


def _take_out(thing: Any, key: str, rows: list[Row]) -> Any:
    if isinstance(thing, Packed):
        rows.append((thing.kind.__name__, key, thing.rows))
        return Place(thing.kind, len(rows) - 1)
    if isinstance(thing, Piece):
        return replace(thing, parcel=_take_out(thing.parcel, key, rows))
    if isinstance(thing, list | tuple):
        return type(thing)(_take_out(each, key, rows) for each in thing)
    return thing


def _put_back(thing: Any, rows: Sequence[Row], folder: str) -> Any:
    if isinstance(thing, Place):
        if thing.row >= len(rows) or rows[thing.row][0] != thing.kind.__name__:
            raise EngineError(f"a file in {folder} does not hold what was written there: run the same call again")
        return Packed(thing.kind, rows[thing.row][2])
    if isinstance(thing, Piece):
        return replace(thing, parcel=_put_back(thing.parcel, rows, folder))
    if isinstance(thing, list | tuple):
        return type(thing)(_put_back(each, rows, folder) for each in thing)
    return thing


def _key_of(piece: Any) -> str:
    if piece is None:
        return ""
    found: str = piece.key if isinstance(piece, Group) else piece.id
    return found
