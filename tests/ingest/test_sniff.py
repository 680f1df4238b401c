"""The media type is told by content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.ingest.sniff import BINARY, EMPTY, parse_media_type


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"The quay was closed.\n", "a.html.txt", "text/plain"),
        (b"<p>One</p><p>Two</p><div>Three</div>", "x", "text/html"),
        (b"\xef\xbb\xbf<!DOCTYPE HTML><title>x</title>", "x.txt", "text/html"),
        (
            b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
            "x",
            "application/xhtml+xml",
        ),
        (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"></feed>', "x", "application/atom+xml"),
        (b"# Title\n\n---\n\ntext", "x", "text/markdown"),
        (b'{"a": 1}', "x", "application/json"),
        (b'{"a": 1}\n{"a": 2}\n', "x", "application/x-ndjson"),
        (b"[were removed] and so on, said the mayor", "x", "text/plain"),
        ("Die Fähre fährt.".encode("utf-16"), "x", "text/plain"),
        ("Die Fähre fährt wieder, und alle sind froh.".encode("utf-16-le"), "x", "text/plain"),
        ("渡轮星期一重新开航，码头修了六个星期。\n 港口说，明天起每天两班。\n".encode("utf-16-be"), "x", "text/plain"),
        ("Паром снова ходит, причал чинили шесть недель.".encode("utf-16-le"), "x", "text/plain"),
        ("<html><body><p>Паром снова ходит</p>".encode("utf-16-le"), "x", "text/html"),
        (b"%PDF-1.7 ...", "x.txt", "application/pdf"),
        (b"", "x", EMPTY),
        (b"\x00\x01\x02\x03" * 40, "x", BINARY),
    ],
)
def test_types(content: bytes, name: str, media_type: str) -> None:
    assert parse_media_type(content, name=name) == media_type


@given(st.binary(max_size=400), st.text(max_size=10))
def test_any_bytes_have_a_type(content: bytes, name: str) -> None:
    assert "/" in parse_media_type(content, name=name)
