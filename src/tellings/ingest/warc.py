"""A crawl archive (WARC): bytes in, a received piece for each page in it out."""

import zlib
from collections.abc import Iterator

from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_drop, show_size
from tellings.records import Drop

_READABLE = ("text/html", "text/plain", "application/xhtml", "text/markdown")


def read_warc(received: Received, config: ReadConfig) -> Iterator[Drop | Received]:
    """Records one after the other, each found by its declared length."""
    at, count = 0, 0
    while at < len(received.content) and count < config.max_members:
        head_end = received.content.find(b"\r\n\r\n", at, at + 65_536)
        if head_end < 0:
            yield make_drop(received.origin, "its last record is cut off")
            return
        head = _parse_head(received.content[at:head_end])
        length = int(head.get("content-length", "0") or 0)
        start = head_end + 4
        yield from _read_record(head, received.content[start : start + length], received, config)
        at, count = start + length + 4, count + 1


def read_packed_warc(received: Received, config: ReadConfig) -> Iterator[Drop | Received]:
    """Records packed one by one, as crawlers write them; only one is unpacked at a time."""
    rest, count = received.content, 0
    while rest.startswith(b"\x1f\x8b") and count < config.max_members:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            record = member.decompress(rest, config.max_bytes + 65_536)
        except zlib.error as error:
            yield make_drop(received.origin, "its gzip packing is damaged", detail=str(error))
            return
        if not member.eof:
            yield make_drop(
                received.origin, f"a record unpacks to more than {show_size(config.max_bytes)}, or is cut off"
            )
            return
        rest, count = member.unused_data, count + 1
        head, _, block = record.partition(b"\r\n\r\n")
        yield from _read_record(_parse_head(head), block, received, config)


def _parse_head(head: bytes) -> dict[str, str]:
    found = {}
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip()
    if not found.get("content-length", "0").isdecimal():
        found["content-length"] = "0"
    return found


def _read_record(
    head: dict[str, str], block: bytes, received: Received, config: ReadConfig
) -> Iterator[Drop | Received]:
    """The page of a response; records of other kinds, errors, pictures and scripts are passed over."""
    address = head.get("warc-target-uri", "").strip("<>")
    if head.get("warc-type") not in ("response", "resource", "conversion") or not address.startswith("http"):
        return
    declared, content = head.get("content-type", ""), block
    if head["warc-type"] == "response":
        raw, _, content = block.partition(b"\r\n\r\n")
        if not raw.startswith(b"HTTP/") or b" 200" not in raw[:16]:
            return
        answer = _parse_head(raw)
        declared = answer.get("content-type", "")
        content = _unpack(content, answer, config)
    if not declared.lower().startswith(_READABLE) or not content.strip():
        return
    if len(content) > config.max_bytes:
        yield make_drop(address, f"it is larger than {show_size(config.max_bytes)}, the limit")
        return
    hints = (("url", address), ("content_type", declared))
    yield Received(address, content, declared, head.get("warc-date"), hints, received.depth + 1)


def _unpack(content: bytes, answer: dict[str, str], config: ReadConfig) -> bytes:
    """The body without its transfer coding (many crawlers remove it and leave the header)."""
    if "chunked" in answer.get("transfer-encoding", "").lower():
        content = _join_chunks(content)
    if content.startswith(b"\x1f\x8b"):
        try:
            return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, config.max_bytes + 1)
        except zlib.error:
            return b""
    return content


def _join_chunks(content: bytes) -> bytes:
    joined, at = bytearray(), 0
    while (line_end := content.find(b"\r\n", at, at + 20)) >= 0:
        try:
            size = int(content[at:line_end].split(b";")[0], 16)
        except ValueError:
            return bytes(joined) or content
        if not size:
            break
        joined += content[line_end + 2 : line_end + 2 + size]
        at = line_end + 2 + size + 2
    return bytes(joined) or content
