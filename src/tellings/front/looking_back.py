"""A store and a moment in, the same store as known then out: what came later is taken out of a copy, and what rests on
it is told anew.

Two clocks: `added`, what this store had been given by then; `published`, what had surely been published by then, given
what is known now of when that was. A report of a day counts from the end of that day.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tellings.engines import Progress
from tellings.engines.incremental import give, take_back
from tellings.errors import CallError, StoreError
from tellings.front.evaluating import Course, load_plan, tell_changes
from tellings.store.rulings import Rulings
from tellings.store.view import CLOCKS, View
from tellings.store.writer import Writer, parse_moment, show_moment


def tell_as_of(
    view: View, moment: str, clock: str, *, course: Course | None = None, progress: Progress | None = None
) -> View:
    """The store as known at the moment, in a folder of its own that is gone when the view is closed. progress: told
    what is done, where no course is given; what it raises ends the telling. Raises CallError for a moment or a clock
    that there is none of."""
    if clock not in CLOCKS:
        raise CallError(f"clock={clock!r}: choose one of {', '.join(CLOCKS)}")
    until = parse_moment(moment)
    folder = Path(tempfile.mkdtemp(prefix="tellings-"))
    try:
        view.copy_to(folder)
        with Writer(folder) as writer:
            model = writer.meta("model") or ""
            course = course or Course(load_plan(model), model=model, progress=progress)
            _take_out(writer, course, until, clock)
        return View(folder, at_close=lambda: shutil.rmtree(folder, ignore_errors=True))
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError | sqlite3.OperationalError):
            raise StoreError(
                f"there is no room for a copy of the store in {folder.parent}: {error}; set TMPDIR to a folder that has"
            ) from error
        raise


def _take_out(writer: Writer, course: Course, until: str, clock: str) -> None:
    late = list(_find_late(writer, until, clock))
    drops = writer.lists.find_drops_after(until) if clock == "added" else []
    rulings = Rulings(writer.connection).remove_after(until) if clock == "added" else 0
    if not late and not drops and not rulings:
        return
    with writer.batch(until):
        changes = [change for drop in drops for change in give(course.plan, writer.rows, drop, ())]
        changes += take_back(course.plan, writer.rows, late)
        writer.forget(late)
        tell_changes(writer, course, changes, added=until)


def _find_late(writer: Writer, until: str, clock: str) -> Iterator[str]:
    """The captures that were not there by then. One that tells no report, or that nothing dates, counts from when it
    was added."""
    if clock == "added":
        yield from writer.find_added_after(until)
        return
    for capture, added, published, zone in writer.find_published():
        known = _end_of(published, zone) if published else added
        if known > until:
            yield capture


def _end_of(published: str, zone: str | None) -> str:
    """The last moment of a day or minute, in UTC; minutes without a zone are taken for UTC."""
    if len(published) <= len("2023-01-05"):
        return parse_moment(published)
    moment = datetime.fromisoformat(published + (zone or "")).replace(second=59)
    return show_moment(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
