"""Questions of visitors in, pages made of the store out: a few threads read, and what was made is kept while it holds.

A page holds as long as nothing is written to the store. It is kept under its address and the store's generation; a
browser that has it is told so.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from tellings.publish.server.seals import Seals
from tellings.store.view import View

R = TypeVar("R")
THREADS = 4  # that read at once; each holds the store open for itself
_KEPT = 64 * 1024 * 1024  # bytes of pages


@dataclass(frozen=True, slots=True)
class Made:
    """An answer before it is sent."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Kept:
    """The pages made last, up to so many bytes."""

    def __init__(self, most: int = _KEPT) -> None:
        self._most, self._held, self._size = most, OrderedDict[str, Made](), 0
        self._lock = Lock()

    def get(self, key: str) -> Made | None:
        """The page kept under the key."""
        with self._lock:
            made = self._held.get(key)
            if made is not None:
                self._held.move_to_end(key)
            return made

    def put(self, key: str, made: Made) -> None:
        """Keep it, and let go of what was not asked for the longest."""
        with self._lock:
            before = self._held.pop(key, None)
            self._size -= len(before.body) if before else 0
            self._held[key] = made
            self._size += len(made.body)
            while self._size > self._most and self._held:
                self._size -= len(self._held.popitem(last=False)[1].body)


class Reading:
    """The store behind the pages."""

    def __init__(self, view: View, *, seals: Seals) -> None:
        self.view = view
        self._seals = seals
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="reading")
        self._kept = Kept()
        self._noted: dict[str, tuple[int, object]] = {}

    async def ask(self, question: Callable[[View], R]) -> R:
        """The answer, found in one of the threads."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, question, self.view)

    async def answer(self, request: Request, make: Callable[[View], Made]) -> Response:
        """The page that `make` makes, from what is kept where that holds still. Only for pages that are the same for
        every visitor."""
        return await self.ask(lambda view: self._answer(request, make, view))

    def _answer(self, request: Request, make: Callable[[View], Made], view: View) -> Response:
        address = f"{request.url.path}?{request.url.query}"
        mark = self._seals.mark(f"{view.generation()} {address}")
        headers = {"etag": f'"{mark}"', "cache-control": "private, no-cache"}
        if f'"{mark}"' in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        made = self._kept.get(mark)
        if made is None:
            made = make(view)
            if made.status == 200:
                self._kept.put(mark, made)
        if made.status != 200:
            headers = {}
        return Response(
            made.body, status_code=made.status, media_type=made.media_type, headers={**headers, **made.headers}
        )

    def note(self, key: str, question: Callable[[View], R]) -> R:
        """The answer to a question that many pages ask, asked once for each generation of the store."""
        generation = self.view.generation()
        held = self._noted.get(key)
        if held is None or held[0] != generation:
            held = (generation, question(self.view))
            self._noted[key] = held
        return held[1]  # type: ignore[return-value]

    def close(self) -> None:
        """Let go of the threads and the store."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.view.close()
