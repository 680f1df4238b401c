"""Work through a shared folder: the same comes back, and nothing but names goes by the way that is sent."""

import pickle
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from bench.cheap_plan import CHEAP_PLAN, invent_captures

from tellings.engines import shared
from tellings.engines.hands import fetch_made
from tellings.engines.parcels import wrap
from tellings.engines.shared import RunFolder
from tellings.engines.shared_hands import SharedHands
from tellings.engines.workers import Readers, work_portion
from tellings.errors import EngineError
from tellings.front.evaluating import Course
from tellings.front.keeping import add_records
from tellings.records import Capture, Drop, Quantity, Report, Span
from tellings.stage import Cut, Group, Stage
from tellings.store.writer import Writer
from tests.engines.test_workers import QUOTES, REPORTS, WORDS
from tests.front.stores import fill, open_view


class Near:
    """A cluster that is this process; it notes how many bytes are sent to it and come from it."""

    def __init__(self, folder: Path, count: int = 2) -> None:
        self.count = count
        self.run = RunFolder(folder)
        self.sent: list[bytes] = []
        self.most = 0

    def open_folder(self) -> str:
        return str(self.run.path)

    def pay(self, pieces: int) -> bool:
        return pieces > 0

    def send(self, work: Callable[..., Any], *given: Any) -> Any:
        self.sent.append(pickle.dumps((work, given)))
        self.most = max(self.most, len(list(self.run.path.iterdir())))
        work, given = pickle.loads(self.sent[-1])
        self.sent.append(pickle.dumps(work(*given)))
        return self.sent[-1]

    def fetch(self, ticket: bytes) -> Any:
        return pickle.loads(ticket)

    def close(self) -> None:
        self.run.remove()


def test_the_same_store_as_in_process_and_an_empty_folder(tmp_path: Path) -> None:
    captures = invent_captures(60, seed=9)
    near = Near(tmp_path)
    readers = Readers(SharedHands(near), portion=25, together=True)
    with Writer(tmp_path / "there") as writer:
        add_records(writer, captures, added="2031-04-01", course=Course(CHEAP_PLAN, strict=True, readers=readers))
    fill(tmp_path / "alone", captures, added="2031-04-01")
    with open_view(tmp_path / "there") as there, open_view(tmp_path / "alone") as alone:
        assert list(there.tables().rows()) == list(alone.tables().rows())
    assert [path.name for path in near.run.path.iterdir()] == ["run.json"], "what was fetched is gone"
    assert near.most <= 1 + 2 * 2 * 3, "as many portions as are sent ahead"
    words = captures[0].content.split()[3]
    assert not any(words in sent for sent in near.sent), "no page goes by the way that is sent"
    assert max(map(len, near.sent)) < 8_000
    readers.close()
    assert not near.run.path.exists()


def test_reports_and_stories_come_back_as_without_the_folder(tmp_path: Path) -> None:
    readers = Readers(SharedHands(Near(tmp_path)), portion=25, together=True)
    alone = Readers(SharedHands(Near(tmp_path)))
    made = [each.read([(4, WORDS), (5, QUOTES)], REPORTS) for each in (readers, alone)]
    for report in REPORTS:
        there, here = (some.pop((5, report.id)) for some in made)
        assert there == here
        assert len(there) == 1
    readers.close()
    alone.close()


def take_long(group: Group) -> list[Drop]:
    begun = time.process_time()
    while time.process_time() < begun + 0.02:
        pass
    return [Drop(f"drop-{group.key}", group.key, "slow", f"{len(group.of(Report))} reports")]


def test_stories_go_together_up_to_so_many_reports(tmp_path: Path) -> None:
    slow = Stage("slow", (Report,), (Drop,), Cut.BY_KEY, take_long, key="story")
    near = Near(tmp_path, count=1)
    readers = Readers(SharedHands(near), portion=4, together=True)
    sizes = {f"story-{number}": size for number, size in enumerate([1, 1, 2, 1, 8, 1, 0, 2, 1])}

    def build(key: str) -> Group | None:
        return Group(key, {Report: REPORTS[: sizes[key]]}) if sizes[key] else None

    made = readers.work(7, slow, sizes, build)
    told = {key: [drop.reason for drop in made.pop((7, key))] for key in sizes}
    assert told == {key: [f"{size} reports"] if size else [] for key, size in sizes.items()}
    assert len(near.sent) == 2 * 4, "1 + 1 + 2, 1, 8, 1 + 2 + 1"
    assert work_portion(slow, True, [None]) == [(0.0, [])]


def keep_whole(pieces: Sequence[Any]) -> list[Any]:
    quantity = Quantity("quantity-1", Span("report-1", 0, 1), 3, None, "", "ferries", "exactly")
    return [(1.5, wrap([Drop("drop-1", "a", "b", "c"), quantity])) for _ in pieces]


def test_what_cannot_be_packed_is_sent_beside(tmp_path: Path) -> None:
    hands = SharedHands(Near(tmp_path))
    ((seconds, parcel), _) = hands.fetch(hands.send(keep_whole, [REPORTS[0], None]))
    assert seconds == 1.5
    assert parcel == keep_whole([None])[0][1]
    assert isinstance(parcel[1][0].low, int), "packing would make 3.0 of it"


def fail(pieces: Sequence[Any]) -> list[Any]:
    raise MemoryError("no room")


def test_what_work_raises_is_raised(tmp_path: Path) -> None:
    hands = SharedHands(Near(tmp_path))
    with pytest.raises(MemoryError, match="no room"):
        hands.send(fail, REPORTS[:1])


def give_back(pieces: Sequence[Any]) -> list[Any]:
    return [wrap([piece]) for piece in pieces]


def test_a_file_that_is_gone_or_another_ends_the_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_LATE", 0.0)
    near = Near(tmp_path)
    hands = SharedHands(near)
    first, second = (
        hands.send(give_back, [piece]) for piece in (REPORTS[0], Capture("capture-1", "", "", None, "", b""))
    )
    made = sorted(near.run.path.glob("*-made-*"))
    made[1].replace(made[0])
    with pytest.raises(EngineError, match="does not hold what was written there"):
        fetch_made(hands, first, strict=False)
    with pytest.raises(EngineError, match=rf"does not see what lies in .*{near.run.path.name}"):
        fetch_made(hands, second, strict=False)
