"""What answers in; processes that all do it, watched over until they are told to stop, out.

A process that ends by itself is replaced and named in the log, a few times a minute at most. They end with the one that
started them, however that ends.
"""

import logging
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from threading import Thread
from time import monotonic
from types import FrameType

from tellings.errors import CallError

MOST_REPLACED, WITHIN_SECONDS = 5, 60.0  # so many in so many seconds, or all are ended
ENDING_SECONDS = 15.0  # in which they must have ended: a server waits 10 for what it is answering
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_LOG = logging.getLogger("tellings.serve")


class _StoppedError(Exception):
    """This process was told to stop."""


class Workers:
    """So many processes. answer: what each does, given its number, from 0; it ends when its process is told to stop
    (SIGTERM). Nothing that cannot be shared, such as an open store, may be held when they are started."""

    def __init__(self, answer: Callable[[int], None], number: int) -> None:
        self._answer = answer
        self._fork = multiprocessing.get_context("fork")
        self._running: dict[int, ForkProcess] = {}
        self._number = number
        self._replaced: deque[float] = deque(maxlen=MOST_REPLACED)
        self._watched, self._held = os.pipe()  # the held end closes when this process ends, however it ends

    def run(self) -> None:
        """Until this process gets SIGINT or SIGTERM, in its main thread. Raises CallError where they end by themselves
        again and again."""
        before = {number: signal.signal(number, _stop) for number in _SIGNALS}
        try:
            for number in range(self._number):
                self._start(number)
            while True:
                wait([process.sentinel for process in self._running.values()])
                self._replace()
        except _StoppedError:
            pass
        finally:
            for number in _SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            self._end()
            for number, held in before.items():
                signal.signal(number, held)

    def _start(self, number: int) -> None:
        """Signals wait until the new process hears them itself."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            self._running[number] = self._fork.Process(target=self._work, args=(number,), name=f"worker {number + 1}")
            self._running[number].start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)

    def _work(self, number: int) -> None:
        """In the new process."""
        os.close(self._held)
        for each in _SIGNALS:
            signal.signal(each, _leave)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        Thread(target=_end_with, args=(self._watched,), daemon=True).start()
        self._answer(number)

    def _replace(self) -> None:
        for number, process in list(self._running.items()):
            if process.exitcode is None:
                continue
            ended = f"{process.name} (process {process.pid}) {_say_end(process)}"
            if len(self._replaced) == MOST_REPLACED and monotonic() - self._replaced[0] < WITHIN_SECONDS:
                raise CallError(
                    f"--workers {self._number}: {ended}, as others did before; what stands above says why, and "
                    "--workers 1 answers from one process"
                )
            _LOG.warning("%s: another takes its place", ended)
            self._replaced.append(monotonic())
            self._start(number)

    def _end(self) -> None:
        """All of them: asked first, and killed where that does not help."""
        for process in self._running.values():
            process.terminate()
        until = monotonic() + ENDING_SECONDS
        for process in self._running.values():
            process.join(max(0.0, until - monotonic()))
            if process.exitcode is None:
                _LOG.warning("%s (process %s) does not end and is killed", process.name, process.pid)
                process.kill()
                process.join()
        os.close(self._held)
        os.close(self._watched)


def _stop(_: int, __: FrameType | None) -> None:
    raise _StoppedError


def _leave(_: int, __: FrameType | None) -> None:
    raise SystemExit(0)


def _end_with(watched: int) -> None:
    """End this process when the one that started it is gone."""
    os.read(watched, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _say_end(process: ForkProcess) -> str:
    code = process.exitcode or 0
    return f"was ended by signal {-code}" if code < 0 else f"ended with status {code}"
