"""A moment in, the store as known then out: told in a thread of its own, kept while it is asked for, and then let go.

What tells it copies the store and takes out what came later, which takes seconds or minutes and the room of the store
once more. So one is told at a time, few are kept, and who asks for one that is not told yet is told to come again.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from threading import Event
from time import monotonic

from tellings.errors import CallError, StoreError, StoreSlowError
from tellings.publish.server.config import PAST_SECONDS
from tellings.publish.server.then import Then
from tellings.store.view import View

Progress = Callable[[str, int, int], None]  # what is done, how much of it, of how much
PastTeller = Callable[[View, str, str, Progress], View]  # a view, a moment, a clock: the store as known then
Key = tuple[str, int, str]
KEPT = 3  # pasts that lie on disk at once
WAITING = 3  # that wait to be told; who asks for another is sent away
IDLE_SECONDS = 900.0  # after which one that nobody asked for is let go


class PastLaterError(StoreError):
    """The store as known then is not told yet: the same may be asked again."""


def find_key(view: View, then: Then) -> Key | None:
    """What the state then is known by, None where nothing came since. By the clock of adding, all moments between two
    batches are one, whatever is added after; what is known of when reports were published changes with every batch."""
    before, last = view.batches(then.until)
    if then.clock == "added":
        return None if before == last else (then.clock, before, "")
    return (then.clock, last, then.until)


@dataclass
class _Past:
    told: Future[View]
    readers: int = 0
    used: float = 0.0

    def is_free(self) -> bool:
        return self.told.done() and not self.readers


class Pasts:
    """Pasts of one store. tell: makes one; None: there are none. wait: seconds that who asks is kept waiting."""

    def __init__(self, view: View, tell: PastTeller | None, *, wait: float) -> None:
        self._view, self._tell, self._wait = view, tell, wait
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="looking-back")
        self._held: OrderedDict[Key, _Past] = OrderedDict()
        self._leaving: list[tuple[Future[None], Future[View]]] = []  # what removes a past, and the past
        self._doing = ""
        self._stopped = Event()
        self._timer: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def open(self, key: Key, then: Then) -> AsyncIterator[View]:
        """The store as known then. Raises PastLaterError where it is not told yet, CallError or StoreError where it
        cannot be."""
        past = self._held.get(key) or self._begin(key, then)
        self._held.move_to_end(key)
        past.readers += 1
        try:
            waiting = asyncio.wrap_future(past.told)
            waiting.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may wait any more
            await asyncio.wait({waiting}, timeout=self._wait)
            if not past.told.done():
                raise PastLaterError(f"The store is being told as it was known then{self._say()}.")
            if past.told.exception() is not None:  # who asks after this has it tried again
                self._held.pop(key, None)
            yield past.told.result()
        finally:
            past.readers -= 1
            past.used = monotonic()
            self._let_go(KEPT)

    def close(self) -> None:
        """Stop telling, and remove what lies on disk."""
        self._stopped.set()
        if self._timer:
            self._timer.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        unremoved = [told for removed, told in self._leaving if removed.cancelled()]
        for told in (*unremoved, *(past.told for past in self._held.values())):
            _close(told)
        self._held.clear()
        self._leaving.clear()

    def _begin(self, key: Key, then: Then) -> _Past:
        if self._tell is None:
            raise CallError("This server does not look back: it shows the store as known now.")
        if sum(not past.told.done() for past in self._held.values()) >= WAITING:
            raise PastLaterError(f"Other moments are looked back to first{self._say()}.")
        self._let_go(KEPT - 1)
        past = self._held[key] = _Past(self._pool.submit(self._run, self._tell, then))
        return past

    def _run(self, tell: PastTeller, then: Then) -> View:
        begun = monotonic()

        def note(doing: str, done: int, whole: int) -> None:
            if self._stopped.is_set():
                raise StoreError("the server was stopped")
            if monotonic() - begun > PAST_SECONDS:
                raise StoreSlowError(
                    f"telling the store as known then takes longer than {PAST_SECONDS / 60:.0f} minutes: ask for a "
                    "later moment, or call `tellings show STORE STORY --as-of MOMENT`, which takes its time"
                )
            self._doing = f"{doing}, {done} of {whole}"

        self._doing = ""
        if self._stopped.is_set():
            raise StoreError("the server was stopped")
        return tell(self._view, then.until, then.clock, note)

    def _say(self) -> str:
        return f" ({self._doing})" if self._doing else ""

    def _let_go(self, most: int) -> None:
        """Of those that nobody reads now: all but so many, and those that nobody has asked for in a while."""
        for key in [key for key, past in self._held.items() if past.is_free()]:
            if len(self._held) > most or monotonic() - self._held[key].used >= IDLE_SECONDS:
                told = self._held.pop(key).told
                self._leaving = [pair for pair in self._leaving if not pair[0].done()]
                self._leaving.append((self._pool.submit(_close, told), told))
        if self._held and self._timer is None and not self._stopped.is_set():
            self._timer = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._look_again)

    def _look_again(self) -> None:
        self._timer = None
        self._let_go(KEPT)


def _close(told: Future[View]) -> None:
    if told.done() and not told.cancelled() and told.exception() is None:
        told.result().close()
