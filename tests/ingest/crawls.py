"""Crawl archives written for tests: records as crawlers write them, whole or damaged."""

import gzip

PAGE = b"<!doctype html><html><body><p>" + b"The ferry to Norholm sails again on Monday. " * 20 + b"</p></body></html>"


def answer(body: bytes = PAGE, *fields: bytes, status: bytes = b"200 OK", kind: bytes = b"text/html") -> bytes:
    head = [b"HTTP/1.1 " + status, b"Content-Type: " + kind, *fields]
    return b"\r\n".join(head) + b"\r\n\r\n" + body


def record(name: str, block: bytes, *, kind: str = "response", length: object = None, more: str = "") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://courier.example/{name}\r\n"
        f"WARC-Date: 2024-05-03T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n{more}"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def pages(count: int) -> list[bytes]:
    return [record(str(number), answer(PAGE + str(number).encode())) for number in range(count)]


def packed(records: list[bytes]) -> bytes:
    return b"".join(map(gzip.compress, records))
