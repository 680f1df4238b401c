"""Records in, what is sent of them between processes out, and back: written as the store writes them, not compressed.

All that is made of a report of 200 words (60 KB) is wrapped in 0.8 ms and unwrapped in 0.8 ms; compressed, and every
kind unpacked again to see that it is the same, in 2.9 and 1.1 ms; pickled in more than 6, most of it in the one process
that all others send to.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

import msgspec
from msgspec import inspect

from tellings.records import KINDS, Capture, Judgement, Report, Unread
from tellings.stage import Group
from tellings.store.packing import decode, encode

_ALONE = {inspect.FloatType, inspect.NoneType}
_PARTS = ("item_type", "key_type", "value_type")  # of what holds others


@dataclass(frozen=True, slots=True)
class Packed:
    """Records of one kind."""

    kind: type
    rows: bytes


Parcel = list[Packed | list[Any]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A group of records, or a capture or a report alone (key: None), wrapped."""

    key: str | None
    parcel: Parcel


def wrap(records: Iterable[Any]) -> Parcel:
    """The records, in order; those that would not come out of packing as they are stay as they are."""
    parcel: Parcel = []
    for kind, alike in groupby(records, key=type):
        some = list(alike)
        parcel.append(_pack(kind, some) or some)
    return parcel


def _pack(kind: type, records: Sequence[Any]) -> Packed | None:
    try:
        rows, _ = encode(records)
        return Packed(kind, rows) if _come_out_as_they_are(kind, records, rows) else None
    except (UnicodeError, ValueError):  # half a character; whoever writes it will say so
        return None


def _come_out_as_they_are(kind: type, records: Sequence[Any], rows: bytes) -> bool:
    """Whether no whole number stands where a fraction is meant."""
    if not has_fractions(kind):
        return True
    names = find_fractions(kind)
    if names is None:
        return encode(decode(kind, rows))[0] == rows
    return not any(isinstance(getattr(record, name), int) for record in records for name in names)


@lru_cache(maxsize=64)
def find_fractions(kind: type) -> tuple[str, ...] | None:
    """The fields that are one fraction each, or none; None where a field holds fractions within it."""
    info = inspect.type_info(kind)
    if not isinstance(info, inspect.DataclassType):
        return None
    found = [field for field in info.fields if _holds_fractions(field.type)]
    alone = all({type(one) for one in getattr(f.type, "types", (f.type,))} <= _ALONE for f in found)
    return tuple(field.name for field in found) if alone else None


@lru_cache(maxsize=64)
def has_fractions(kind: type) -> bool:
    """Whether a field, or a field within a field, is of fractions: a whole number that stands in one comes out of
    packing as a fraction. All else comes out as it is."""
    return _holds_fractions(inspect.type_info(kind))


def _holds_fractions(asked: inspect.Type) -> bool:
    waiting, met = [asked], set()
    while waiting:
        info = waiting.pop()
        if isinstance(info, inspect.FloatType):
            return True
        if isinstance(info, inspect.DataclassType):
            if info.cls not in met:
                met.add(info.cls)
                waiting += [field.type for field in info.fields]
            continue
        waiting += getattr(info, "types", ())
        waiting += getattr(info, "item_types", ())
        waiting += [part for name in _PARTS if isinstance(part := getattr(info, name, None), inspect.Type)]
    return False


def unwrap(parcel: Parcel) -> list[Any]:
    """The records that were wrapped."""
    records: list[Any] = []
    for some in parcel:
        records += _unpack(some)
    return records


def keep(key: str | None, parcel: Parcel) -> Iterator[Unread]:
    """What was wrapped of one report or story, or of none (None), as `Tables` take it in: it stays as it was sent."""
    for some in parcel:
        yield Unread(key, some.kind if isinstance(some, Packed) else type(some[0]), some, _unpack)


def _unpack(some: Packed | list[Any]) -> Sequence[Any]:
    return decode(some.kind, some.rows) if isinstance(some, Packed) else some


class Pair(msgspec.Struct, gc=False, frozen=True):
    """Of a judgement what two things it is on, and how alike they are."""

    left: str
    right: str
    relation: str
    score: float


def glimpse_pairs(some: Packed | Sequence[Judgement]) -> Iterable[Pair | Judgement]:
    """The two sides of judgements as they were sent: a million in .5 s, where the judgements take 2."""
    return _PAIRS.decode(some.rows) if isinstance(some, Packed) else some


def read_judged(
    some: Packed | Sequence[Judgement], relation: str, asked: Container[tuple[str, str]]
) -> Iterator[Judgement]:
    """Of judgements as they were sent those of that relation on these pairs, the left side first."""
    places = [
        place
        for place, pair in enumerate(glimpse_pairs(some))
        if (pair.left, pair.right) in asked and pair.relation == relation
    ]
    if not isinstance(some, Packed):
        yield from (some[place] for place in places)
    elif places:
        rows = _ROWS.decode(some.rows)
        yield from (_JUDGEMENT.decode(rows[place]) for place in places)


_PAIRS = msgspec.msgpack.Decoder(tuple[Pair, ...])
_ROWS = msgspec.msgpack.Decoder(tuple[msgspec.Raw, ...])
_JUDGEMENT = msgspec.msgpack.Decoder(Judgement)


def wrap_piece(piece: Capture | Report | Group | None) -> Piece | None:
    """A piece of work as it is sent where nothing is pickled."""
    if piece is None:
        return None
    if isinstance(piece, Group):
        records: list[Any] = []
        for kind in KINDS:
            records += piece.of(kind)
        return Piece(piece.key, wrap(records))
    return Piece(None, wrap([piece]))


def unwrap_piece(piece: Piece | None) -> Capture | Report | Group | None:
    """The piece that was wrapped."""
    if piece is None:
        return None
    records = unwrap(piece.parcel)
    if piece.key is None:
        alone: Capture | Report = records[0]
        return alone
    return Group(piece.key, {kind: tuple(alike) for kind, alike in groupby(records, key=type)})
