"""A gzip file: bytes in, what is packed in it out, unpacked no further than the limit."""

import zlib
from collections.abc import Iterator
from dataclasses import replace

from tellings.ingest import warc
from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_drop, show_size
from tellings.records import Capture, Drop


def read_gzip(received: Received, config: ReadConfig) -> Iterator[Capture | Drop | Received]:
    """The unpacked bytes, under the name without `.gz`; crawl archives, packed record by record, are streamed."""
    if received.depth >= config.max_depth:
        yield make_drop(received.origin, "archives are nested too deeply")
        return
    if b"WARC/" in inflate(received.content, 64)[:64]:
        yield from warc.read_packed_warc(received, config)
        return
    try:
        content = inflate(received.content, config.max_bytes + 1)
    except zlib.error as error:
        yield make_drop(received.origin, "its gzip packing is damaged", detail=str(error))
        return
    if len(content) > config.max_bytes:
        yield make_drop(received.origin, f"it unpacks to more than {show_size(config.max_bytes)}, the limit")
        return
    yield replace(received, origin=received.origin.removesuffix(".gz"), content=content, depth=received.depth + 1)


def inflate(content: bytes, limit: int) -> bytes:
    """At most `limit` unpacked bytes, over all members. Raises zlib.error for damaged packing."""
    unpacked, rest = bytearray(), content
    while rest.startswith(b"\x1f\x8b") and len(unpacked) < limit:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        unpacked += member.decompress(rest, limit - len(unpacked))
        if not member.eof:
            break
        rest = member.unused_data
    return bytes(unpacked)
