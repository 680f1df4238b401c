"""A record of a crawl archive in, the page in it out: what the server answered, freed of how it was sent."""

import re
from collections.abc import Mapping

from tellings.ingest.bodies import join_chunks, unpack_body
from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_drop
from tellings.ingest.sniff import bare_type, parse_media_type
from tellings.ingest.tape import DamagedError
from tellings.records import Drop

_READABLE = ("text/html", "text/plain", "text/markdown", "application/xhtml+xml", "application/pdf")
_UNTOLD = ("", "application/octet-stream", "unk", "application/unknown", "binary/octet-stream")
_PAGES = ("text/html", "application/xhtml+xml", "application/pdf")  # what untold content is read as
_ANSWER_END = re.compile(rb"\r?\n\r?\n")
_FOR_MACHINES = re.compile(r"https?://[^/?#]+/(?:robots|ads|app-ads|security|humans)\.txt$")


def parse_head(head: bytes) -> dict[str, str]:
    """The fields of a head, by their names in small letters; a field that comes twice is read once."""
    fields: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def is_readable(head: Mapping[str, str], begun: bytes) -> bool:
    """Whether a record that begins so holds a page, as far as it says."""
    if not _is_answer(head):
        return False
    if head["warc-type"] != "response":
        return bare_type(head.get("content-type", "")) in _READABLE
    status, fields, _ = _read_answer(begun)
    return status in (200, 203) and bare_type(fields.get("content-type", "")) in _READABLE


def read_page(
    head: Mapping[str, str], block: bytes, received: Received, config: ReadConfig
) -> Received | Drop | DamagedError | None:
    """The page of a response, a resource or a conversion; None for records of other kinds, answers that are errors,
    pictures and scripts. The depth says that no archive is looked for in it."""
    if not _is_answer(head):
        return None
    address = head["warc-target-uri"].strip("<>")
    declared, content = head.get("content-type", ""), block
    if head["warc-type"] == "response":
        status, answer, content = _read_answer(block)
        declared = answer.get("content-type", "")
        if status == 206 and bare_type(declared) in _READABLE:
            return make_drop(address, "only a part of this page was fetched (206)")
        if status not in (200, 203) or bare_type(declared) not in (*_READABLE, *_UNTOLD):
            return None
        try:
            content = _unpack(content, answer, config, cut="warc-truncated" in head)
        except DamagedError as error:
            return error
    if received.tape is not None:
        received.tape.meter.add_unpacked(len(content))
    if bare_type(declared) not in _READABLE and parse_media_type(content, name=address) not in _PAGES:
        return None
    hints = (("url", address), ("content_type", declared))
    return Received(address, content, declared, head.get("warc-date"), hints, config.max_depth)


def _is_answer(head: Mapping[str, str]) -> bool:
    """Whether the record is what stood at an address on the web; a later piece of one in several is not read."""
    address = head.get("warc-target-uri", "").strip("<>")
    return (
        head.get("warc-type") in ("response", "resource", "conversion")
        and address.lower().startswith(("http://", "https://"))
        and not _FOR_MACHINES.match(address)
        and head.get("warc-segment-number", "1") == "1"
    )


def _read_answer(block: bytes) -> tuple[int, dict[str, str], bytes]:
    """Status, fields and body of an HTTP answer; status 0 for what is none."""
    end = _ANSWER_END.search(block)
    first = re.match(rb"HTTP/\d(?:\.\d)? +(\d{3})\b", block)
    if not end or not first:
        return 0, {}, b""
    return int(first.group(1)), parse_head(block[: end.start()]), block[end.end() :]


def _unpack(content: bytes, answer: Mapping[str, str], config: ReadConfig, *, cut: bool) -> bytes:
    """The body without its codings; many crawlers remove them and leave the fields that tell of them."""
    if "chunked" in answer.get("transfer-encoding", "").lower():
        content = join_chunks(content)
    return unpack_body(content, answer.get("content-encoding", ""), config.max_bytes, cut=cut)
