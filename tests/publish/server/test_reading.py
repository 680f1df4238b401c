"""Questions to the store: one at a time, but none waits for a slow one; pages that were made are let go of."""

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Lock
from time import sleep

import pytest

from tellings.publish.page.view import StoryView
from tellings.publish.server.reading import Kept, Made, Reading
from tellings.publish.server.seals import Seals
from tellings.store.view import View
from tests.publish.server.conftest import Visit


@pytest.fixture
def reading(folder: Path) -> Iterator[Reading]:
    reading = Reading(View(folder), seals=Seals(""))
    yield reading
    reading.close()


def test_one_question_at_a_time(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.publish.server.reading._PATIENCE", 20.0)
    answering = Lock()

    def question(view: View) -> bool:
        alone = answering.acquire(blocking=False)
        sleep(0.02)
        answering.release()
        return alone

    async def ask() -> list[bool]:
        return await asyncio.gather(*(reading.ask(question) for _ in range(8)))

    assert all(asyncio.run(ask()))


def test_a_slow_question_holds_up_no_other(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.publish.server.reading._PATIENCE", 0.05)
    others_are_done = Event()

    async def ask() -> bool:
        slow = asyncio.create_task(reading.ask(lambda view: others_are_done.wait(20)))
        await asyncio.sleep(0.02)
        counted = [await reading.ask(View.counts) for _ in range(3)]
        others_are_done.set()
        assert counted[0]["stories"] == 2
        return await slow

    assert asyncio.run(ask())


def test_what_fails_gives_up_its_turn(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.publish.server.reading._PATIENCE", 20.0)

    def fail(view: View) -> None:
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        asyncio.run(reading.ask(fail))
    assert not reading._turn.locked()


def test_pages_are_kept_up_to_so_many_bytes() -> None:
    kept = Kept(100)
    for name in ("a", "b", "c"):
        kept.put(name, Made(bytes(40)))
    assert (kept.get("a"), kept.get("c")) == (None, Made(bytes(40)))
    kept.put("d", Made(bytes(101)))
    assert all(kept.get(name) is None for name in "abcd"), "what is larger than all there is room for is not kept"


def test_a_page_lets_go_of_its_story(visit: Visit) -> None:
    """Held in a ring, thousands of objects a page would stay until rings are looked for, which is seldom."""
    client = visit()
    gc.collect()
    gc.disable()
    try:
        assert client.get("/stories/story-a1").status_code == 200
        assert not [held for held in gc.get_objects() if isinstance(held, StoryView)]
    finally:
        gc.enable()
