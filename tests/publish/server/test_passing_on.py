"""What goes to the first of several processes, how it is asked, and what is said where it is gone."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from tellings.publish.server.guard import Message, Receive, Scope, Send
from tellings.publish.server.passing_on import PassOn, is_for_first


def ask(method: str = "GET", query: str = "", headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A request as the server hands it on."""
    named = [(name.encode(), value.encode()) for name, value in (headers or {"host": "localhost"}).items()]
    return {
        "type": "http", "method": method, "path": "/api/counts", "raw_path": b"/api/counts",
        "query_string": query.encode(), "headers": named,
    }  # fmt: skip


def send_through(scope: Scope, first: Path, body: bytes = b"") -> list[Message]:
    """What the visitor is sent. The app behind answers 200 by itself; a refusal says its words as JSON."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(b"answered here")(scope, receive, send)

    def refuse(_: Scope, status: int, words: str) -> Response:
        return JSONResponse({"error": words}, status_code=status)

    waiting: list[Message] = [
        {"type": "http.request", "body": body[:2], "more_body": True},
        {"type": "http.request", "body": body[2:]},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(PassOn(app, first, refuse)(scope, receive, send))
    return sent


@pytest.mark.parametrize(
    ("method", "query", "passed"),
    [
        ("GET", "", False), ("GET", "text=as_of", False), ("GET", "as_of=", False), ("GET", "as_of=2031-01-01", True),
        ("GET", "page=2&as%5Fof=2031-01-01", True), ("POST", "", True),
    ],
)  # fmt: skip
def test_what_writes_or_looks_back_is_passed_on(method: str, query: str, passed: bool, tmp_path: Path) -> None:
    assert is_for_first(ask(method, query)) is passed
    start, end = send_through(ask(method, query), tmp_path / "nobody")
    assert start["status"] == (503 if passed else 200)
    assert (b"just replaced" if passed else b"answered here") in end["body"]


def test_the_first_is_asked_the_same_and_its_answer_comes_back(tmp_path: Path) -> None:
    asked = bytearray()

    async def meet() -> list[Message]:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            head = await reader.readuntil(b"\r\n\r\n")
            asked.extend(head + await reader.readexactly(9))
            writer.write(
                b"HTTP/1.1 303 See Other\r\nlocation: /judgements\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n"
                b"transfer-encoding: chunked\r\nconnection: close\r\n\r\n4\r\ndone\r\n0\r\n\r\n"
            )
            writer.close()

        async with await asyncio.start_unix_server(answer, tmp_path / "first"):
            headers = {"host": "news.example", "cookie": "c=3", "connection": "keep-alive", "content-length": "9"}
            scope = ask("POST", "x=%20", headers)
            return await asyncio.to_thread(send_through, scope, tmp_path / "first", b"held=this")

    start, end = asyncio.run(meet())
    told = bytes(asked)
    assert told.startswith(b"POST /api/counts?x=%20 HTTP/1.1\r\n") and told.endswith(b"\r\n\r\nheld=this")
    assert b"host: news.example" in told.lower() and b"cookie: c=3" in told.lower() and b"keep-alive" not in told
    assert (start["status"], end["body"]) == (303, b"done")
    names = [name for name, _ in start["headers"]]
    assert names.count(b"set-cookie") == 2 and b"transfer-encoding" not in names and b"connection" not in names
    assert dict(start["headers"])[b"content-length"] == b"4"


def test_an_answer_that_breaks_off_is_said(tmp_path: Path) -> None:
    async def meet() -> list[Message]:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhalf")
            writer.close()

        async with await asyncio.start_unix_server(answer, tmp_path / "first"):
            return await asyncio.to_thread(send_through, ask("POST"), tmp_path / "first")

    assert asyncio.run(meet())[0]["status"] == 503
