"""Pieces of work in, what came of them out, in the order given: done beside this process, by processes of this machine
(here) or by a Ray cluster (`ray_cluster.py`). Only so many are under way or lie unread as can soon be taken."""

import atexit
import ctypes
import os
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import islice
from multiprocessing import get_context, parent_process
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, Protocol, TypeVar

from tellings.errors import EngineError
from tellings.stage import SHARED

K = TypeVar("K")
_FEWEST = 30  # reports a process from which starting it pays
_AHEAD = 2  # portions a hand that are under way or lie there
_MAPPED_FROM, _TRIMMED_FROM = -3, -1  # settings of glibc's `mallopt`
_KEPT = 64 * 1024 * 1024  # bytes


class Hands(Protocol):
    """Those who work beside this process."""

    @property
    def count(self) -> int:
        """How many work at the same time."""
        ...

    def pay(self, pieces: int) -> bool:
        """Whether so many pieces of work are worth handing over."""
        ...

    def send(self, work: Callable[..., Any], *given: Any) -> Any:
        """Have `work(*given)` done, some time; a ticket for what comes of it."""
        ...

    def fetch(self, ticket: Any) -> Any:
        """What came of it, or what it raised. Raises EngineError when nobody can do it any more."""
        ...

    def close(self) -> None:
        """Let them go."""
        ...


class Processes:
    """Processes of this machine, started when there is enough to do, and kept. Each loads the models once."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None
        self._shared: TemporaryDirectory[str] | None = None  # a folder for what one of them reads and others ask for

    def pay(self, pieces: int) -> bool:
        """Whether they are started, or it pays to start them."""
        return self._pool is not None or pieces >= _FEWEST * self.count

    def send(self, work: Callable[..., Any], *given: Any) -> "Future[Any]":
        """As `Hands` says."""
        if self._pool is None:
            self._shared = _make_shared()
            folder = self._shared.name if self._shared else None
            self._pool = ProcessPoolExecutor(self.count, get_context("spawn"), _prepare, (folder,))
        try:
            return self._pool.submit(work, *given)
        except BrokenProcessPool as error:
            raise self._name_loss() from error

    def fetch(self, ticket: "Future[Any]") -> Any:
        """As `Hands` says."""
        try:
            return ticket.result()
        except BrokenProcessPool as error:
            raise self._name_loss() from error

    def close(self) -> None:
        """End them."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        if self._shared:
            self._shared.cleanup()
            self._shared = None

    def _name_loss(self) -> EngineError:
        return EngineError(
            f"one of {self.count} worker processes was stopped, most likely for want of memory: run with fewer workers"
        )


def _make_shared() -> TemporaryDirectory[str] | None:
    try:
        return TemporaryDirectory(prefix="tellings-", ignore_cleanup_errors=True)
    except OSError:  # nowhere to write: each reads what it needs
        return None


def _prepare(shared: str | None) -> None:
    """Before NumPy is loaded in a new process: its threads would only wait for those of the others. And what is let go
    is kept for what comes next, where the system's library can be told so (glibc): to hand arrays of a few MB back and
    ask for them anew takes 2 % of the time. shared: the folder of all of them."""
    atexit.register(_leave)
    Thread(target=_end_with_asker, args=(shared,), daemon=True).start()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if shared:
        os.environ[SHARED] = shared
    with suppress(OSError, AttributeError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(_MAPPED_FROM, _KEPT)
        library.mallopt(_TRIMMED_FROM, 2 * _KEPT)


def _leave() -> None:
    """At the very end, behind all that others asked for: to hand back models and all that was kept piece by piece takes
    .6 s, for which the process that asks would wait."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _end_with_asker(shared: str | None) -> None:
    """Where the process that asks is killed, nobody takes what is made here, and nobody else clears up."""
    asker = parent_process()
    if asker is None:
        return
    asker.join()
    if shared:
        shutil.rmtree(shared, ignore_errors=True)
    os._exit(1)


def work_ahead(
    hands: Hands,
    work: Callable[[Sequence[Any]], Sequence[Any]],
    portions: Iterable[Sequence[tuple[K, Any]]],
    *,
    ahead: int = _AHEAD,
    strict: bool = False,
) -> Iterator[tuple[K, Any]]:
    """What the work makes of each piece, under its key. ahead: portions for each hand that may be under way or lie
    there. strict: what it raises is raised here as it is."""
    sent: deque[tuple[list[K], Any]] = deque()
    for portion in portions:
        sent.append(([key for key, _ in portion], hands.send(work, [piece for _, piece in portion])))
        if len(sent) > ahead * hands.count:
            yield from _fetch(hands, *sent.popleft(), strict=strict)
    while sent:
        yield from _fetch(hands, *sent.popleft(), strict=strict)


def _fetch(hands: Hands, keys: Sequence[K], ticket: Any, *, strict: bool) -> Iterator[tuple[K, Any]]:
    yield from zip(keys, fetch_made(hands, ticket, strict=strict), strict=True)


def fetch_made(hands: Hands, ticket: Any, *, strict: bool) -> Any:
    """What came of it. Raises EngineError where it could not be done; strict: what it raised, as it is."""
    try:
        return hands.fetch(ticket)
    except EngineError:
        raise
    except Exception as error:  # a stage's own faults are drops by now: this is the machine's
        if strict:
            raise
        raise EngineError(f"a worker could not do what it was given ({type(error).__name__}: {error})") from error


def cut_portions(pieces: Iterable[tuple[K, Any]], size: int) -> Iterator[list[tuple[K, Any]]]:
    """So many at once."""
    source = iter(pieces)
    while portion := list(islice(source, size)):
        yield portion
