"""A store told by another version of tellings, or with another pipeline, in; the same store told by this one out.

Everything that came in is kept as received, so it is read again, stamp by stamp, into a new store beside the old one,
which then takes its place. Whoever reads meanwhile sees the old one. Stopped, the same call goes on where it was.
"""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from heapq import merge
from itertools import groupby
from pathlib import Path

from tellings.errors import StoreError
from tellings.front.evaluating import Course, load_plan
from tellings.front.keeping import Added, add_records
from tellings.records import Capture, Drop
from tellings.store import layout
from tellings.store.writer import Writer


def retell(store: str | Path, *, course: Course | None = None) -> Added:
    """Tell the whole store anew. Raises StoreError where it cannot be read or there is no room beside it."""
    folder = Path(store)
    layout.open_read(folder).close()  # a call on what is no store must not make one
    course = course or Course(load_plan())
    fresh, old = folder.with_name(f"{folder.name}.retold"), folder.with_name(f"{folder.name}.before")
    whole = Added()
    with Writer(folder, progress=course.progress) as before:
        with Writer(fresh) as after:
            after.take_over(before)
            for added, received in groupby(_read_received(before), key=lambda pair: pair[0]):
                if added >= (after.last_added() or ""):
                    whole += add_records(after, (record for _, record in received), added=added, course=course)
        for file in folder.iterdir():  # what is known of feeds
            if not (fresh / file.name).exists() and not file.name.startswith(f"{layout.FILE}-"):
                shutil.copy2(file, fresh / file.name)
        try:
            folder.rename(old)
            fresh.rename(folder)
        except OSError as error:
            raise StoreError(f"{fresh} could not be put in the place of {folder}: {error.strerror}; move it") from error
    shutil.rmtree(old, ignore_errors=True)
    return whole


def _read_received(writer: Writer) -> Iterator[tuple[str, Capture | Drop]]:
    """Everything that came in, with its stamp, in the order of the stamps; of one stamp the pages first."""
    received: list[Iterable[tuple[str, Capture | Drop]]] = [
        _read_pages(writer, writer.read_captures()),
        writer.lists.read_drops("ingest"),
    ]
    yield from merge(*received, key=lambda pair: pair[0])


def _read_pages(writer: Writer, pages: Iterable[tuple[str, str, bytes]]) -> Iterator[tuple[str, Capture]]:
    for added, capture, content in pages:
        for record in writer.rows.records([Capture], [f"r:{capture}"]):
            yield added, replace(record, content=content)
