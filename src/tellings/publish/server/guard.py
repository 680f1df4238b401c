"""Requests in; those that are for this server, small enough and let in, with headers that keep a page to itself, out.

It stands before every page: whose name the request carries (against pages of elsewhere whose name was made to lead
here), how long it is, whether its sender knows the token, whether a form comes from a page of ours, how long it takes.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from tellings.publish.server.config import (
    JUDGING_SECONDS,
    MOST_ADDRESS,
    MOST_BODY,
    SECONDS,
    ServeConfig,
    knows_host,
)
from tellings.publish.server.seals import VISITOR, Seals

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Notice = Callable[[int, str], Response]  # a status and words: the page that says so

POLICY = "; ".join(
    (
        "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self'", "form-action 'self'",
        "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # no-referrer would also hide where our own forms come from
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "private, no-store",
}
TOO_LONG = f"The form is longer than {MOST_BODY >> 10} KB: shorten it."
_OPEN = ("/login", "/assets/")  # what a visitor sees before showing the token


class Guard:
    """The outermost layer of the app."""

    def __init__(
        self, app: App, *, config: ServeConfig, seals: Seals, notice: Notice, seconds: float = SECONDS
    ) -> None:
        self._app, self._config, self._seals, self._notice = app, config, seals, notice
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # no page opens a socket
            await send({"type": "websocket.close", "code": 1008})
            return
        answer = _Answer(send, body=scope["method"] != "HEAD")
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refuse(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._pass_on(scope, _bound(receive), answer)

    async def _pass_on(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        judging = scope["method"] == "POST" and scope["path"].startswith("/judgements")
        seconds = JUDGING_SECONDS if judging else self._seconds
        try:
            async with asyncio.timeout(seconds):
                await self._app(scope, receive, answer)
        except TimeoutError:
            if answer.begun:
                raise
            words = f"That took longer than {seconds:.0f} seconds and was given up: ask for less, or again later."
            await tell(self._notice, scope, 503, words)(scope, receive, answer)

    def _refuse(self, scope: Scope, headers: Mapping[str, str]) -> Response | None:
        """What is said instead of the page, None where the request may pass."""
        if not knows_host(self._config, headers.get("host", "")):
            words = f"This server does not go by the name {headers.get('host', '')[:100]!r}: use its own address"
            return tell(self._notice, scope, 421, f"{words}, or start it with --name.")
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > MOST_ADDRESS:
            return tell(
                self._notice, scope, 414, f"The address is longer than {MOST_ADDRESS} characters: ask for less at once."
            )
        if scope["method"] not in ("GET", "HEAD", "POST"):
            refusal = tell(self._notice, scope, 405, "Only GET, HEAD and POST are answered here.")
            refusal.headers["allow"] = "GET, HEAD, POST"
            return refusal
        if not _states_length(headers):
            return tell(self._notice, scope, 413, TOO_LONG)
        if scope["method"] == "POST" and not _is_own(headers):
            return tell(self._notice, scope, 403, "This form was sent by a page of elsewhere: nothing was done.")
        return None if self._lets_in(scope["path"], headers) else self._ask_token(scope)

    def _lets_in(self, path: str, headers: Mapping[str, str]) -> bool:
        if not self._seals.closed or path.startswith(_OPEN) or path == "/favicon.ico":
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self._seals.knows_token(given.strip()):
            return True
        return self._seals.is_visitor(read_cookie(headers.get("cookie", ""), VISITOR))

    def _ask_token(self, scope: Scope) -> Response:
        if scope["method"] == "POST" or is_interface(scope["path"]):
            refusal = tell(
                self._notice, scope, 401, "This needs the token: send it as a header, Authorization: Bearer TOKEN."
            )
            refusal.headers["www-authenticate"] = "Bearer"
            return refusal
        query = scope["query_string"].decode("latin-1")
        back = scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse(f"/login?next={quote(back, safe='/')}", status_code=303)


def tell(notice: Notice, scope: Scope, status: int, words: str) -> Response:
    """What is wrong, to a programme or to people."""
    if is_interface(scope["path"]):
        return JSONResponse({"error": words}, status_code=status)
    return notice(status, words)


def is_interface(path: str) -> bool:
    """Whether a programme asks, and so is answered in JSON."""
    return path.startswith("/api/")


def read_cookie(header: str, name: str) -> str:
    """The cookie of that name, "" where there is none."""
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _states_length(headers: Mapping[str, str]) -> bool:
    length = headers.get("content-length", "0")
    return length.isascii() and length.isdigit() and len(length) < 10 and int(length) <= MOST_BODY


def _is_own(headers: Mapping[str, str]) -> bool:
    """Whether a form comes from a page of this server, as far as its sender tells. Browsers tell one or the other; what
    tells neither is no browser, and has no cookies of anybody's to misuse."""
    if (site := headers.get("sec-fetch-site")) is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or origin.lower() in {f"{s}://{headers.get('host', '').lower()}" for s in ("http", "https")}


def _bound(receive: Receive) -> Receive:
    """The same, but for a body that is longer than is taken, whatever its header said."""
    length = 0

    async def read() -> Message:
        nonlocal length
        message = await receive()
        length += len(message.get("body", b""))
        if length > MOST_BODY:
            raise HTTPException(413, TOO_LONG)
        return message

    return read


class _Answer:
    """What is sent, with our headers where the page has not set its own; without a body where none was asked for."""

    def __init__(self, send: Send, *, body: bool) -> None:
        self._send, self._body = send, body
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            set_already = {name.lower() for name, _ in message["headers"]}
            more = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in set_already]
            message = {**message, "headers": [*message["headers"], *more]}
        elif message["type"] == "http.response.body" and not self._body:
            message = {**message, "body": b""}
        await self._send(message)
