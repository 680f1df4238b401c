"""Bytes in, their media type out: told by content first, by name and declaration only where content is silent."""

import re

from tellings.ingest.dialects import is_table
from tellings.text.decoding import find_wide

BINARY = "application/octet-stream"
EMPTY = "application/x-empty"

# Leading bytes of formats that are no text: (offset, bytes, media type), from each format's own specification.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"WARC/", "application/warc"),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyp", "video/mp4"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"MZ\x90", "application/x-executable"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (257, b"ustar", "application/x-tar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
_TABLES = (".csv", ".tsv", ".tab", ".psv")
_DECLARED_TABLES = ("text/csv", "text/tab-separated-values", "application/csv")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_SEEN = 4096

_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.I)
_TAGS = re.compile(rb"</?(?:p|div|span|a|h[1-6]|ul|li|article|section|table|br|meta|title|script)\b[^<>]{0,300}>", re.I)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.I)
_HEADER = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,40}:[ \t][^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}", re.M)
_MAIL = re.compile(
    rb"^(?:from|received|return-path|mime-version|message-id|delivered-to|snapshot-content-location):", re.I | re.M
)
_MULTIPART = re.compile(rb"^content-type:\s*multipart/related", re.I | re.M)
_MARKDOWN = re.compile(rb"^(?:#{1,6} \S|```|---\s*$|!\[[^\]]*\]\()", re.M)


def parse_media_type(content: bytes, *, name: str = "", declared: str | None = None) -> str:
    """The media type of the bytes: BINARY for what is no text and has no known mark, EMPTY where there is nothing."""
    for offset, mark, media_type in _MAGIC:
        if content[offset : offset + len(mark)] == mark:
            return media_type
    head = content[:_SEEN].lstrip(b"\xef\xbb\xbf \t\r\n\x0b\x0c")
    if not head and not content.strip():
        return EMPTY
    wide = content.startswith(_WIDE_MARKS) or find_wide(_sample(content)) is not None
    if not wide and _looks_binary(content):
        return BINARY
    if is_table(content):
        return "text/csv"
    return _textual(_narrow(content[: 2 * _SEEN]) if wide else head, name, declared)


def bare_type(declared: str) -> str:
    """The media type of a declaration, without its charset."""
    return declared.split(";")[0].strip().lower()


def _narrow(content: bytes) -> bytes:
    """The ASCII in UTF-16, as markup and names of fields are."""
    return content.replace(b"\x00", b"").lstrip(b"\xff\xfe")


def _sample(content: bytes) -> bytes:
    """From the start and the middle."""
    middle = len(content) // 4 * 2  # even, so that UTF-16 keeps its step
    return content[:_SEEN] + content[middle : middle + _SEEN]


def _looks_binary(content: bytes) -> bool:
    """Zero bytes, or over a tenth control characters."""
    sample = _sample(content)
    if b"\x00" in sample:
        return True
    controls = sum(sample.count(bytes([code])) for code in (*range(1, 9), *range(14, 27), *range(28, 32), 127))
    return controls * 10 > len(sample)


def _textual(head: bytes, name: str, declared: str | None) -> str:
    if head[:1] in (b"{", b"["):
        return _json_kind(head, name, declared)
    if head.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) or _FEED.match(head):
        return _xml_kind(head)
    if _HTML.search(head):
        return _mail_kind(head) or "text/html"
    if mail := _mail_kind(head):
        return mail
    if len(_TAGS.findall(head)) >= 4:
        return "text/html"
    return _plain_kind(head, name, declared)


def _json_kind(head: bytes, name: str, declared: str | None) -> str:
    if name.lower().endswith((".jsonl", ".ndjson")) or re.match(rb"\{[^\n]*\}\s*\r?\n\s*\{", head):
        return "application/x-ndjson"
    if re.match(rb'\{\s*["}]|\[\s*[\[{"\d\]-]', head) or name.lower().endswith(".json") or "json" in (declared or ""):
        return "application/json"
    return "text/plain"


def _xml_kind(head: bytes) -> str:
    feed = _FEED.search(head)
    if feed and not _HTML.search(head[: feed.start()]):
        return "application/atom+xml" if b"feed" in feed.group().lower() else "application/rss+xml"
    return "application/xhtml+xml" if _HTML.search(head) else "application/xml"


def _mail_kind(head: bytes) -> str | None:
    header = _HEADER.match(head)
    if not header or not _MAIL.search(header.group()):
        return None
    return "multipart/related" if _MULTIPART.search(header.group()) else "message/rfc822"


def _plain_kind(head: bytes, name: str, declared: str | None) -> str:
    bare = bare_type(declared or "")
    if name.lower().endswith(_TABLES) or bare in _DECLARED_TABLES:
        return "text/tab-separated-values" if name.lower().endswith((".tsv", ".tab")) else "text/csv"
    if name.lower().endswith((".md", ".markdown")) or bare == "text/markdown":
        return "text/markdown"
    if name.lower().endswith((".html", ".htm", ".xhtml")) and b"<" in head:
        return "text/html"
    return "text/markdown" if len(_MARKDOWN.findall(head)) >= 2 else "text/plain"
