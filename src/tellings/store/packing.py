"""Records of one kind in, compact bytes out, and back: msgpack, packed where that pays."""

import hashlib
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

R = TypeVar("R")
_SMALL = 300  # bytes below which packing saves less than it costs
_LEVEL = 3  # of a report's sentences 9.4 times smaller in 1.0 ms; level 6: 10 times in 1.9 ms
_PLAIN, _PACKED = b"\0", b"\1"
_encode = msgspec.msgpack.Encoder().encode


@lru_cache(maxsize=64)
def _decoder(kind: type) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(tuple[kind, ...])  # type: ignore[valid-type]


def encode(records: Sequence[Any]) -> tuple[bytes, bytes]:
    """The records as bytes, and a digest by which they are compared."""
    rows = _encode(tuple(records))
    return rows, hashlib.blake2b(rows, digest_size=16).digest()


def pack(rows: bytes) -> bytes:
    """The bytes as they are kept."""
    return _PLAIN + rows if len(rows) < _SMALL else _PACKED + zlib.compress(rows, _LEVEL)


def unpack(kind: type[R], packed: bytes) -> tuple[R, ...]:
    """The records that `encode` and `pack` packed. Raises msgspec.ValidationError for what is no such record."""
    return decode(kind, packed[1:] if packed[:1] == _PLAIN else zlib.decompress(packed[1:]))


def decode(kind: type[R], rows: bytes) -> tuple[R, ...]:
    """The records that `encode` made bytes of. Raises msgspec.ValidationError for what is no such record."""
    found: tuple[R, ...] = _decoder(kind).decode(rows)  # type: ignore[arg-type]
    return found


def hash_word(word: str) -> int:
    """A word as a number of 64 bits, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)
