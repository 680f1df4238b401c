"""Questions of visitors in, pages made of the store out: a few threads read, and what was made is kept while it holds.

A page holds as long as nothing is written to the store. It is kept under its address, which says of which moment it is,
and the store's generation; a browser that has it is told so.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from tellings.publish.server.config import PAST_WAIT, QUESTION_SECONDS, SECONDS
from tellings.publish.server.pasts import Pasts, PastTeller, find_key
from tellings.publish.server.seals import Seals
from tellings.publish.server.then import NOW, Then
from tellings.store.view import View

R = TypeVar("R")
THREADS = 4  # that read at once; each holds the store open for itself
MOST_KEPT = 64 * 1024 * 1024  # bytes of pages, of all processes that answer
_PATIENCE = 0.1  # seconds that a question waits for the one before it; large pages take a fifth of that
_NOTED = 64  # answers that many pages ask for


@dataclass(frozen=True, slots=True)
class Made:
    """An answer before it is sent."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Kept:
    """The pages made last, up to so many bytes."""

    def __init__(self, most: int = MOST_KEPT) -> None:
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
    """The store behind the pages. past_by: tells it as known at a moment; seconds: that an answer may take;
    kept: bytes of pages that are kept."""

    def __init__(
        self,
        view: View,
        *,
        seals: Seals,
        past_by: PastTeller | None = None,
        seconds: float = SECONDS,
        kept: int = MOST_KEPT,
    ) -> None:
        self.view = view
        self._seals = seals
        self._pasts = Pasts(view, past_by, wait=PAST_WAIT * seconds)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="reading")
        self._kept = Kept(kept)
        self._turn = Lock()
        self._noted: OrderedDict[tuple[str, str], tuple[int, object]] = OrderedDict()

    async def ask(self, question: Callable[[View], R], then: Then = NOW) -> R:
        """The answer, found in one of the threads."""
        async with self._open(then) as view:
            return await self._run(question, view)

    async def answer(self, request: Request, make: Callable[[View], Made], then: Then = NOW) -> Response:
        """The page that `make` makes, from what is kept where that holds still. Only for pages that are the same for
        every visitor."""
        if not then.until:
            return await self._run(lambda view: self._answer(request, make, view), self.view)
        if kept := await self._run(lambda _: self._find_kept(request)[1], self.view):
            return kept
        async with self._open(then) as view:
            return await self._run(lambda view: self._answer(request, make, view), view)

    @asynccontextmanager
    async def _open(self, then: Then) -> AsyncIterator[View]:
        key = await self._run(lambda view: find_key(view, then), self.view) if then.until else None
        if key is None:
            yield self.view
            return
        async with self._pasts.open(key, then) as view:
            yield view

    async def _run(self, question: Callable[[View], R], view: View) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._ask, question, view)

    def _ask(self, question: Callable[[View], R], view: View) -> R:
        """One question at a time, while the one before takes no longer than usual. Side by side they would all be done
        with the last, and later: whoever fetches a row waits for whoever is making a page, row by row."""
        taken = self._turn.acquire(timeout=_PATIENCE)
        try:
            with view.within(QUESTION_SECONDS):
                return question(view)
        finally:
            if taken:
                self._turn.release()

    def _find_kept(self, request: Request) -> tuple[str, Response | None]:
        """The mark that the page goes by, and the page where it was made before."""
        mark = self._seals.mark(f"{self.view.generation()} {request.url.path}?{request.url.query}")
        if f'"{mark}"' in request.headers.get("if-none-match", ""):
            return mark, Response(status_code=304, headers=_marked(mark))
        made = self._kept.get(mark)
        return mark, _send(made, mark) if made else None

    def _answer(self, request: Request, make: Callable[[View], Made], view: View) -> Response:
        mark, kept = self._find_kept(request)
        if kept:
            return kept
        made = make(view)
        if made.status == 200:
            self._kept.put(mark, made)
        return _send(made, mark)

    def keep(self, key: str, make: Callable[[], Made]) -> Made:
        """What `make` makes, or what it made under this key before: for pages that outlast what is written elsewhere in
        the store."""
        mark = self._seals.mark(f"kept {key}")
        made = self._kept.get(mark)
        if made is None:
            made = make()
            self._kept.put(mark, made)
        return made

    def note(self, view: View, key: str, question: Callable[[View], R]) -> R:
        """The answer to a question that many pages ask, asked once for each generation of the store."""
        generation, name = view.generation(), (str(view.path), key)
        held = self._noted.get(name)
        if held is None or held[0] != generation:
            held = (generation, question(view))
            self._noted[name] = held
            while len(self._noted) > _NOTED:
                self._noted.popitem(last=False)
        return held[1]  # type: ignore[return-value]

    def close(self) -> None:
        """Let go of the threads and the store."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pasts.close()
        self.view.close()


def _marked(mark: str) -> dict[str, str]:
    return {"etag": f'"{mark}"', "cache-control": "private, no-cache"}


def _send(made: Made, mark: str) -> Response:
    headers = {**(_marked(mark) if made.status == 200 else {}), **made.headers}
    return Response(made.body, status_code=made.status, media_type=made.media_type, headers=headers)
