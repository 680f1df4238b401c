"""Errands in, their answers out as they come: one request at a time to a host, a pause after each, so many at once."""

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Protocol
from urllib.parse import urlsplit

from tellings.ingest.from_addresses import Answer, RefusedError

_NAP = 0.5  # seconds after which it is looked whether to stop


class Clock(Protocol):
    """What tells the time, and how time passes: tests have one of their own."""

    def now(self) -> float:
        """Seconds since 1970: may jump."""

    def ticks(self) -> float:
        """Seconds since whenever: never jumps."""

    def sleep(self, seconds: float) -> None:
        """Let time pass; less where there is a reason to wake up."""


class SystemClock:
    """This machine's. stop: wakes whoever sleeps."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def now(self) -> float:
        return time.time()

    def ticks(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        self._stop.wait(seconds)


@dataclass(frozen=True, slots=True)
class Errand:
    """One address to be asked. kind: robots, feed or article; key: which of these; hops: how often it was led on, and
    permanent: whether always for good."""

    kind: str
    key: str
    address: str
    fields: tuple[tuple[str, str], ...] = ()
    hops: int = 0
    permanent: bool = True


Asker = Callable[[Errand], Answer]
Outcome = Answer | RefusedError


@dataclass(slots=True)
class _Queue:
    """What waits for one host."""

    first: deque[Errand] = field(default_factory=deque)
    then: deque[Errand] = field(default_factory=deque)

    def __bool__(self) -> bool:
        return bool(self.first or self.then)


class Lanes:
    """A lane for each host. Iterating ends when all lanes are empty, or at once when told to stop."""

    def __init__(self, ask: Asker, clock: Clock, stop: threading.Event, *, pause: float, at_once: int) -> None:
        self._ask, self._clock, self._stop = ask, clock, stop
        self._pause, self._at_once = pause, at_once
        self._queues: dict[str, _Queue] = {}
        self._free: dict[str, float] = {}  # when the host may be asked next
        self._pauses: dict[str, float] = {}
        self._line: list[tuple[float, int, str]] = []  # hosts with errands that are not being asked
        self._count = 0
        self._flying: set[str] = set()
        self._done: SimpleQueue[tuple[Errand, Outcome]] = SimpleQueue()

    def put(self, errand: Errand, *, first: bool = False) -> None:
        """Have it asked; first: before what waits for that host and is not put first, too."""
        host = find_host(errand.address)
        queue = self._queues.setdefault(host, _Queue())
        if not queue and host not in self._flying:
            self._enter(host)
        (queue.first if first else queue.then).append(errand)

    def slow_down(self, host: str, pause: float) -> None:
        """A longer pause for this host."""
        self._pauses[host] = max(pause, self._pause)

    def clear(self, host: str) -> list[Errand]:
        """Take back what waits for the host."""
        queue = self._queues.pop(host, _Queue())
        return [*queue.first, *queue.then]

    def __iter__(self) -> Iterator[tuple[Errand, Outcome]]:
        while not self._stop.is_set():
            nap = self._start_ready()
            if not self._flying:
                if not self._line:
                    return
                self._clock.sleep(nap)
                continue
            try:
                errand, outcome = self._done.get(timeout=max(0.001, min(nap, _NAP)))
            except Empty:
                continue
            host = find_host(errand.address)
            self._flying.discard(host)
            self._free[host] = self._clock.ticks() + self._pauses.get(host, self._pause)
            if self._queues.get(host):
                self._enter(host)
            yield errand, outcome

    def _enter(self, host: str) -> None:
        self._count += 1
        heapq.heappush(self._line, (self._free.get(host, 0.0), self._count, host))

    def _start_ready(self) -> float:
        """Ask whoever may be asked; seconds until the next may be."""
        now = self._clock.ticks()
        while self._line and len(self._flying) < self._at_once:
            free, _, host = self._line[0]
            if free > now:
                return free - now
            heapq.heappop(self._line)
            if not self._queues.get(host) or host in self._flying:  # taken back meanwhile
                continue
            if self._free.get(host, 0.0) > now:
                self._enter(host)
                continue
            self._flying.add(host)
            queue = self._queues[host]
            self._start((queue.first or queue.then).popleft())
        return _NAP

    def _start(self, errand: Errand) -> None:
        """In a thread that does not keep the process from ending: every request is bounded in time by itself."""
        threading.Thread(target=self._run, args=(errand,), daemon=True).start()

    def _run(self, errand: Errand) -> None:
        outcome: Outcome
        try:
            outcome = self._ask(errand)
        except RefusedError as refused:
            outcome = refused
        except Exception as error:  # an answer that a library chokes on costs itself
            outcome = RefusedError(f"it cannot be fetched: {type(error).__name__}: {error}", passing=True)
        self._done.put((errand, outcome))


def find_host(address: str) -> str:
    """Who is asked: host and port."""
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def find_site(address: str) -> str:
    """Whose robots.txt holds: scheme, host and port."""
    return f"{address.partition(':')[0].lower()}://{find_host(address)}"
