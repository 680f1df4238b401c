"""A writer of a store killed again and again at random moments; what is there after each, and at the end.

usage: kills.py [--kills N] [--captures N] [--seed N]

A process adds invented pages to a store, batch by batch, and is sent SIGKILL at a random moment; another goes on where
it stopped, until all is there; then a new store is begun, until there were N kills. After each kill: the store opens or
was not begun, SQLite finds its file sound, every batch that the writer had called finished is there, each with all its
captures, and what readers are told fits together. At the end of each round every record and every account is compared
with those of one add that nobody disturbed. Last line:

    kills rounds=… kills=… inside=… lost=… broken=… unequal=… slowest_open_ms=…

inside: kills that hit an open batch; lost: finished batches that were not there; unequal: records or accounts that
differ at the end.
"""

import argparse
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.cheap_plan import CHEAP_PLAN, invent_captures
from tellings.engines.local import run_plan
from tellings.errors import StoreError
from tellings.front.evaluating import Course
from tellings.front.keeping import add_records
from tellings.records import Capture
from tellings.store import View
from tellings.store.layout import FILE
from tellings.store.writer import Writer

ADDED = "2031-04-01T12:00:00"
BATCH = 5
LONGEST = 0.05  # seconds until a kill, at most, once the writer has said what it is at
MOST = 3  # batches that are finished until then, at most
COMPARED = 20  # every so many kills the records are compared with those of a run over the same captures


@dataclass
class Count:
    """What happened."""

    rounds: int = 0
    kills: int = 0
    inside: int = 0
    lost: int = 0
    broken: int = 0
    unequal: int = 0
    slowest: float = 0.0
    told: list[str] = field(default_factory=list)


def write(folder: Path, captures: Sequence[Capture], report: int) -> None:
    """Add, batch by batch, and say so after each; in a process of its own."""
    with Writer(folder) as writer:
        for start in range(0, len(captures), BATCH):
            os.write(report, b"b")
            add_records(writer, captures[start : start + BATCH], added=ADDED, course=Course(CHEAP_PLAN))
            os.write(report, b"e")


def run_until_killed(folder: Path, captures: Sequence[Capture], after: int, seconds: float) -> tuple[bool, bool, int]:
    """Killed so long after it has said something so often. Whether it was done before, whether a batch was open, and
    how many it had finished."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        status = 1
        try:
            write(folder, captures, writing)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    said = b""
    while len(said) < after and (piece := os.read(reading, after - len(said))):
        said += piece
    end = time.monotonic() + seconds
    done = status = 0
    while time.monotonic() < end and not done:
        done, status = os.waitpid(child, os.WNOHANG)
        time.sleep(0.0005)
    if not done:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    elif status:
        raise SystemExit("the writer failed on its own")
    while piece := os.read(reading, 4096):
        said += piece
    os.close(reading)
    return bool(done), said.endswith(b"b"), said.count(b"e")


def check(folder: Path, captures: Sequence[Capture], finished: int, count: Count) -> None:
    """What is there after a kill."""
    begun = time.monotonic()
    try:
        view = View(folder)
    except StoreError as error:
        if finished:
            count.broken += 1
            count.told.append(str(error))
        return
    with view:
        view.stories()
        count.slowest = max(count.slowest, time.monotonic() - begun)
        there = view.counts()["captures"]
        with sqlite3.connect(f"file:{folder / FILE}?mode=ro", uri=True) as raw:
            sound = raw.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            odd = raw.execute(
                "SELECT count(*) FROM batch WHERE captures != (SELECT count(*) FROM capture WHERE batch = number)"
            ).fetchone()[0]
            ids = {row[0] for row in raw.execute("SELECT id FROM capture")}
        raw.close()
        stories = view.stories(limit=1000)
        seated = sum(story.reports for story in stories) == view.counts()["reports"]
        known = {capture.id for capture in captures[: finished * BATCH]}
        count.lost += len(known - ids)
        if not sound or odd or not seated or len(ids) != there:
            count.broken += 1
            count.told.append(f"sound={sound} odd={odd} seated={seated}")
        if count.kills % COMPARED == 0:
            compare(view, [capture for capture in captures if capture.id in ids], count)


def compare(view: View, captures: Sequence[Capture], count: Count) -> None:
    """The records beside those of a run over these captures in memory."""
    whole = run_plan(CHEAP_PLAN, captures)
    if list(whole.rows()) != list(view.tables().rows()):
        count.unequal += 1
        count.told.append(f"records differ after {count.kills} kills")


def compare_accounts(folder: Path, other: Path, count: Count) -> None:
    """Every account beside that of a store that nobody disturbed."""
    with View(folder) as view, View(other) as calm:
        if view.contract() != calm.contract() or list(view.tables().rows()) != list(calm.tables().rows()):
            count.unequal += 1
            count.told.append("the store differs from one that nobody disturbed")


def main() -> None:
    """Kill and look, until there were enough."""
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=300)
    options.add_argument("--captures", type=int, default=400)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    chance, count = random.Random(given.seed), Count()
    run_plan(CHEAP_PLAN, invent_captures(20, seed=0))  # what is loaded once is loaded here, not in each writer
    with tempfile.TemporaryDirectory() as place:
        while count.kills < given.kills:
            count.rounds += 1
            captures = invent_captures(given.captures, seed=given.seed + count.rounds)
            folder, calm = Path(place) / f"{count.rounds}", Path(place) / f"{count.rounds}-calm"
            finished, sure, done = 0, 0, False
            while not done:
                after = 2 * sure + chance.randrange(2 * MOST)
                done, inside, more = run_until_killed(folder, captures, after, chance.uniform(0, LONGEST))
                sure = more if more > sure else sure
                finished = max(finished, more)  # a writer passes over what is there, and calls it finished
                count.kills += not done
                count.inside += inside
                check(folder, captures, finished, count)
            with Writer(calm) as writer:
                add_records(writer, captures, added=ADDED, course=Course(CHEAP_PLAN), batch=len(captures))
            compare_accounts(folder, calm, count)
            print(f"round {count.rounds}: {count.kills} kills", file=sys.stderr)
    for line in count.told[:20]:
        print(line)
    print(
        f"kills rounds={count.rounds} kills={count.kills} inside={count.inside} lost={count.lost} "
        f"broken={count.broken} unequal={count.unequal} slowest_open_ms={count.slowest * 1000:.0f}"
    )


if __name__ == "__main__":
    main()
