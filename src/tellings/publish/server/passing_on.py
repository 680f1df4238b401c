"""Requests that one process must answer in, passed on to it; all others answered here.

Of several processes the first one writes what people hold, looks at tokens and tells the store as known then: so
judgements are written in turn, guesses cost as much as before, and a moment is told once however many answer.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import h11
from starlette.responses import Response

from tellings.publish.server.guard import App, Message, Receive, Scope, Send
from tellings.publish.server.then import MOMENT

_PIECE = 64 * 1024  # bytes read at once
_OF_ONE_CONNECTION = frozenset((b"connection", b"keep-alive", b"transfer-encoding", b"content-length", b"date"))
_GONE = "The process that writes here was just replaced: look whether it was done, and else ask again."
Refuse = Callable[[Scope, int, str], Response]  # a request, a status and words: the answer that says so


class PassOn:
    """The app, but for what the first process answers. first: the socket that it listens on for the others."""

    def __init__(self, app: App, first: Path, refuse: Refuse) -> None:
        self._app, self._first, self._refuse = app, first, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_for_first(scope):
            await self._app(scope, receive, send)
            return
        body = await _read_body(receive)
        try:
            status, headers, sent = await self._ask(scope, body)
        except (OSError, h11.RemoteProtocolError):
            await self._refuse(scope, 503, _GONE)(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": sent})

    async def _ask(self, scope: Scope, body: bytes) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """What the first process answers. Raises OSError or RemoteProtocolError where it does not."""
        connection = h11.Connection(h11.CLIENT)
        path = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        kept = [pair for pair in scope["headers"] if pair[0].lower() not in _OF_ONE_CONNECTION]
        headers = [*kept, (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
        asked = h11.Request(method=scope["method"], target=path, headers=headers)
        reader, writer = await asyncio.open_unix_connection(self._first)
        try:
            for event in (asked, h11.Data(data=body), h11.EndOfMessage()):
                writer.write(connection.send(event) or b"")
            await writer.drain()
            return await _read_answer(connection, reader)
        finally:
            writer.close()


def is_for_first(scope: Scope) -> bool:
    """Whether it writes, or asks for the store as known then."""
    return scope["method"] == "POST" or bool(parse_qs(scope["query_string"].decode("latin-1")).get(MOMENT))


async def _read_body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message: Message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _read_answer(
    connection: h11.Connection, reader: asyncio.StreamReader
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    status, headers, body = 502, list[tuple[bytes, bytes]](), bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(_PIECE))
        elif isinstance(event, h11.Response):
            status = event.status_code
            headers = [pair for pair in event.headers if pair[0] not in _OF_ONE_CONNECTION]
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage):
            return status, [*headers, (b"content-length", str(len(body)).encode())], bytes(body)
