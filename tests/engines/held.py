"""A stage that notes which worker reads what, and workers that are killed in the middle of it."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Thread

from bench.cheap_plan import CHEAP_PLAN

from tellings.records import Quantity, Report, Span
from tellings.stage import Cut, Group, Stage

SEEN = "TELLINGS_TEST_READERS"  # the variable that names the folder where workers note what they read
_HOLDS = "holds"


def read_noting(group: Group) -> Iterable[Quantity]:
    """A stage that notes who has read what, where a worker reads; some workers it keeps until they are killed."""
    report = group.one(Report)
    if folder := os.environ.get(SEEN):
        (Path(folder) / f"{os.getpid()} {report.id}").touch()
        for hold in sorted((Path(folder) / _HOLDS).glob("hold *")):
            with suppress(FileNotFoundError):  # another worker took it
                hold.rename(hold.with_name(f"held {os.getpid()}"))
                time.sleep(60)
    return [Quantity(f"quantity-{report.id}", Span(report.id, 0, 1), 1.0, 1.0, "", report.text[:1], "exactly")]


def stop_process(group: Group) -> Iterable[Quantity]:
    """A stage that no worker lives through."""
    if os.environ.get(SEEN):
        os._exit(9)
    return []


def slow_plan(run: Callable[[Group], Iterable[Quantity]] = read_noting) -> tuple[Stage, ...]:
    """The cheap plan with this stage once the reports are there."""
    slow = Stage("slow", reads=(Report,), writes=(Quantity,), cut=Cut.EACH, run=run)
    return (*CHEAP_PLAN[:2], slow, *CHEAP_PLAN[2:])


class Watched:
    """The folder in which the workers of a cluster note what they read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.killed: set[int] = set()
        for note in folder.glob("* report-*"):
            note.unlink()

    def kill(self, most: int) -> Thread:
        """Kill so many workers, each in the middle of a report; under way until it is done."""
        holds = self._folder / _HOLDS
        holds.mkdir(exist_ok=True)
        for held in holds.iterdir():
            held.unlink()
        for number in range(most):
            (holds / f"hold {number}").touch()
        thread = Thread(target=self._kill_held, args=(holds, most))
        thread.start()
        return thread

    def _kill_held(self, holds: Path, most: int) -> None:
        until = time.monotonic() + 50
        while len(self.killed) < most and time.monotonic() < until:
            for held in holds.glob("held *"):
                worker = int(held.name.split()[1])
                if worker not in self.killed:
                    os.kill(worker, signal.SIGKILL)
                    self.killed.add(worker)
            time.sleep(0.02)

    def read(self) -> list[str]:
        """The reports that workers began to read, once for each worker that did."""
        return [note.name.split()[1] for note in self._folder.glob("* report-*")]
