"""The body of an HTTP answer in, what was sent in it out: chunks joined, packing undone no further than the limit."""

import re
import zlib

from tellings.ingest.received import show_size
from tellings.ingest.tape import DamagedError

_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_PACKED = ("gzip", "x-gzip", "deflate", "br", "zstd", "compress")
_STEP = 65_536


def join_chunks(content: bytes) -> bytes:
    """The body without its chunk sizes; as it is where it does not begin with one."""
    joined, at = bytearray(), 0
    while (head := _CHUNK.match(content, at)) and (size := int(head.group(1), 16)):
        joined += content[head.end() : head.end() + size]
        at = head.end() + size
    return bytes(joined) if at else content


def unpack_body(content: bytes, codings: str, limit: int, *, cut: bool = False) -> bytes:
    """The body freed of its content codings, the last first. What is said to be packed and is not is left as it is.

    cut: that the body is known to be incomplete. Raises DamagedError.
    """
    named = [coding.strip().lower() for coding in codings.split(",")]
    undone = [coding for coding in reversed(named) if coding in _PACKED]
    for coding in undone:
        content = _undo(content, coding, limit, cut=cut)
    if not undone and content.startswith(b"\x1f\x8b\x08"):  # packed without a word
        content = _undo(content, "gzip", limit, cut=cut)
    return content


def _undo(content: bytes, coding: str, limit: int, *, cut: bool) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _inflate(content, zlib.MAX_WBITS | 16, limit, cut=cut) if content.startswith(b"\x1f\x8b") else content
    if coding == "deflate":
        for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):  # servers send it with and without its frame
            try:
                zlib.decompressobj(bits).decompress(content[:_STEP], 1)
            except zlib.error:
                continue
            return _inflate(content, bits, limit, cut=cut)
        return content
    if coding == "br":
        return _unpack_brotli(content, limit, cut=cut)
    if content.startswith(b"\x28\xb5\x2f\xfd") or coding == "compress":
        raise DamagedError(f"its body is packed as {coding}, which is not read")
    return content


def _inflate(content: bytes, bits: int, limit: int, *, cut: bool) -> bytes:
    unpacked, rest = bytearray(), content
    while rest and (bits <= zlib.MAX_WBITS or rest.startswith(b"\x1f\x8b") or not unpacked):
        member = zlib.decompressobj(bits)
        try:
            unpacked += member.decompress(rest, limit + 1 - len(unpacked))
        except zlib.error as error:
            raise DamagedError("the packing of its body is damaged", str(error)) from error
        _check_size(unpacked, limit)
        if not member.eof:
            if not cut:
                raise DamagedError("its body is cut off")
            break
        rest = member.unused_data if bits > zlib.MAX_WBITS else b""
    return bytes(unpacked)


def _unpack_brotli(content: bytes, limit: int, *, cut: bool) -> bytes:
    try:
        import brotli  # type: ignore[import-untyped]
    except ImportError as error:
        raise DamagedError("its body is packed as br, which is not read here: install brotli") from error
    unpacker, unpacked = brotli.Decompressor(), bytearray()
    try:
        unpacked += unpacker.process(content, output_buffer_limit=_STEP)
        while not unpacker.is_finished() and (more := unpacker.process(b"", output_buffer_limit=_STEP)):
            unpacked += more
            _check_size(unpacked, limit)
    except brotli.error as error:
        if b"<" in content[:_STEP] and b"\0" not in content[:_STEP]:
            return content
        raise DamagedError("the packing of its body is damaged", str(error)) from error
    _check_size(unpacked, limit)
    if not unpacker.is_finished() and not cut:
        raise DamagedError("its body is cut off")
    return bytes(unpacked)


def _check_size(unpacked: bytearray, limit: int) -> None:
    if len(unpacked) > limit:
        raise DamagedError(f"its body unpacks to more than {show_size(limit)}, the limit")
