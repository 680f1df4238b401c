"""Stores for tests: filled by the plan that takes milliseconds a report."""

from collections.abc import Sequence
from pathlib import Path

from bench.cheap_plan import CHEAP_PLAN

from tellings.front.evaluating import Course
from tellings.front.keeping import Added, add_records
from tellings.front.looking_back import tell_as_of
from tellings.records import Capture, Drop
from tellings.store import View
from tellings.store.writer import Writer

COURSE = Course(CHEAP_PLAN, strict=True)


def fill(folder: Path, records: Sequence[Capture | Drop], *, added: str, batch: int = 200) -> Added:
    """Add them with the cheap plan."""
    with Writer(folder) as writer:
        return add_records(writer, records, added=added, course=COURSE, batch=batch)


def open_view(folder: Path) -> View:
    """A view that looks back with the cheap plan."""
    return View(folder, teller=lambda view, moment, clock: tell_as_of(view, moment, clock, course=COURSE))
