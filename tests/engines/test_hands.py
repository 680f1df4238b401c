"""Work done beside this process: in order, a bounded number at a time, and its losses named."""

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from bench.cheap_plan import CHEAP_PLAN, invent_captures

from tellings.engines.groups import run_group
from tellings.engines.hands import Processes, cut_portions, work_ahead
from tellings.engines.incremental import take_captures
from tellings.engines.workers import Readers, open_readers
from tellings.errors import CallError, EngineError
from tellings.front.evaluating import Course
from tellings.front.keeping import add_records
from tellings.records import Capture, Drop, Report, Sentence
from tellings.stage import SHARED, Cut, Group, Stage
from tellings.store.writer import Writer
from tests.engines.test_workers import QUOTES, REPORTS, WORDS
from tests.front.stores import fill, open_view


class Inline:
    """Hands that do everything at once, in this process, and count what nobody has fetched yet."""

    def __init__(self, count: int = 2, *, lost: int = -1) -> None:
        self.count, self._lost = count, lost
        self.sent = self.open = self.most = 0

    def pay(self, pieces: int) -> bool:
        return pieces > 0

    def send(self, work: Callable[..., Any], *given: Any) -> Any:
        self.sent += 1
        self.open += 1
        self.most = max(self.most, self.open)
        work, given = pickle.loads(pickle.dumps((work, given)))
        return work(*given) if self.sent != self._lost else None

    def fetch(self, ticket: Any) -> Any:
        self.open -= 1
        if ticket is None:
            raise EngineError("nobody is left")
        return ticket

    def close(self) -> None:
        self.open = 0


def double(pieces: Sequence[int]) -> list[int]:
    return [2 * piece for piece in pieces]


def test_what_is_under_way_is_bounded_however_much_there_is() -> None:
    hands = Inline(3)
    pulled = []

    def give() -> Iterable[tuple[int, int]]:
        for number in range(1000):
            pulled.append(number)
            yield number, number

    made = work_ahead(hands, double, cut_portions(give(), 5))
    assert next(made) == (0, 0)
    assert len(pulled) <= 5 * 8
    assert list(made) == [(number, 2 * number) for number in range(1, 1000)]
    assert hands.sent == 200
    assert hands.most <= 7


def test_what_stages_make_of_reports_is_asked_for_in_any_order() -> None:
    hands = Inline()
    run = [(4, WORDS), (5, QUOTES)]
    made = Readers(hands).read(run, [*REPORTS, REPORTS[0]])
    assert hands.sent == 0, "nothing is sent before it is asked for"
    last = max(REPORTS, key=lambda report: report.id)
    assert [type(record) for record in made.pop((4, last.id))] == [Sentence]
    assert made.pop((4, "report-none"), None) is None
    for report in REPORTS:
        assert len(made.pop((5, report.id))) == 1
    assert made.pop((5, last.id), None) is None
    assert len(made) == len(REPORTS) - 1


def test_stages_that_rest_on_more_than_a_report_are_not_handed_over() -> None:
    assert Readers(Inline()).read([(1, QUOTES)], REPORTS) == {}


def test_pages_are_taken_in_beside_this_process() -> None:
    captures = invent_captures(20, seed=3)
    seen: list[tuple[str, int, int]] = []
    hands = Inline()
    plan = Readers(hands).take_in(CHEAP_PLAN, captures, progress=lambda *told: seen.append(told))
    assert plan[1:] == [*CHEAP_PLAN[1:]]
    for capture in captures:
        group = Group(capture.id, {Capture: (capture,)})
        assert run_group(plan[0], group) == run_group(CHEAP_PLAN[0], group)
    assert hands.most <= 5
    assert seen == [(CHEAP_PLAN[0].name, number, 20) for number in range(20)]


def test_a_page_larger_than_a_portion_goes_alone() -> None:
    large = [Capture(f"capture-{n}", f"{n}.txt", "text/plain", None, "00", bytes(3_000_000)) for n in range(4)]
    hands = Inline(1)
    plan = Readers(hands).take_in([Stage("size", (Capture,), (Drop,), Cut.EACH, drop_size)], large)
    run_group(plan[0], Group(large[0].id, {Capture: (large[0],)}))
    assert hands.sent == 3


def drop_size(group: Group) -> list[Drop]:
    return [Drop("drop", group.key, "size", str(len(group.one(Capture).content)))]


def test_lost_hands_end_the_call_and_become_no_drop() -> None:
    captures = invent_captures(20, seed=3)
    plan = Readers(Inline(lost=2)).take_in(CHEAP_PLAN, captures)
    rows = _Nowhere()
    with pytest.raises(EngineError, match="nobody is left"):
        take_captures(plan, rows, captures)  # type: ignore[arg-type]


class _Nowhere:
    def write(self, *_: object) -> list[object]:
        return []


def take_long(group: Group) -> list[Drop]:
    begun = time.process_time()
    while time.process_time() < begun + (0.03 if group.of(Report) else 0.0):
        pass
    return [Drop(f"drop-{group.key}", group.key, "slow", "looked at")]


def build_story(key: str) -> Group | None:
    return None if key == "story-0" else Group(key, {Report: REPORTS[: int(key[-1]) % 2]})


def test_stories_are_sent_while_they_take_longer_than_sending_them() -> None:
    slow = Stage("slow", (Report,), (Drop,), Cut.BY_KEY, take_long, key="story")
    readers, sizes = Readers(Inline()), {f"story-{number}": 1 + 5 * (number % 2) for number in range(8)}
    made = readers.work(7, slow, sizes, build_story)
    assert made.pop((7, "story-0")) == [], "there is nothing to do"
    assert [made.pop((7, key)) for key in sizes if key != "story-0"] == [
        [Drop(f"drop-{key}", key, "slow", "looked at")] for key in sizes if key != "story-0"
    ]
    again = readers.work(7, slow, sizes, build_story)
    assert again.pop((7, "story-2"), None) is None, "stories of one report took no time: they are told here"
    assert len(again.pop((7, "story-3"))) == 1
    assert readers.work(7, slow, {"story-4": 1}, build_story) == {}


def test_the_same_rows_with_stories_told_beside_the_writer(tmp_path: Path) -> None:
    captures = invent_captures(40, seed=9)
    hands = Inline()
    for start in range(0, 40, 10):
        with Writer(tmp_path / "there") as writer:
            course = Course(CHEAP_PLAN, strict=True, readers=Readers(hands))
            add_records(writer, captures[start : start + 10], added="2031-04-01", course=course, batch=5)
    fill(tmp_path / "alone", captures, added="2031-04-01")
    with open_view(tmp_path / "there") as there, open_view(tmp_path / "alone") as alone:
        assert list(there.tables().rows()) == list(alone.tables().rows())
    assert hands.most <= 5


def fail(pieces: Sequence[int]) -> list[int]:
    raise MemoryError("no room")


class Failing(Inline):
    """Hands whose work raises when it is fetched."""

    def send(self, work: Callable[..., Any], *given: Any) -> Any:
        return lambda: work(*given)

    def fetch(self, ticket: Any) -> Any:
        return ticket()


def test_what_a_worker_raises_is_raised_as_it_is_when_strict() -> None:
    with pytest.raises(EngineError, match="MemoryError: no room"):
        list(work_ahead(Failing(), fail, [[(1, 1)]]))
    with pytest.raises(MemoryError):
        list(work_ahead(Failing(), fail, [[(1, 1)]], strict=True))


def test_local_processes_read_as_this_one_does() -> None:
    readers = Readers(2)
    try:
        assert readers.read([(0, WORDS)], REPORTS) == {}, "too few to start processes for"
        many = [report for report in REPORTS for _ in range(8)]
        made = readers.read([(0, WORDS), (1, QUOTES)], many)
        assert [len(made.pop((1, report.id))) for report in REPORTS] == [1] * 8
        again = readers.read([(0, WORDS)], REPORTS[:1])
        assert len(again.pop((0, REPORTS[0].id))) == 1, "once started they are used"
    finally:
        readers.close()


def test_local_processes_share_a_folder_as_long_as_they_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SHARED, raising=False)
    processes = Processes(2)
    folders = {processes.fetch(ticket) for ticket in [processes.send(os.getenv, SHARED) for _ in range(4)]}
    (folder,) = folders
    assert Path(folder).is_dir() and SHARED not in os.environ
    processes.fetch(processes.send((Path(folder) / "kept").write_text, "some states"))
    processes.close()
    assert not Path(folder).exists()


_ASKER = """
import os, time
from tellings.engines.hands import Processes
from tellings.stage import SHARED
if __name__ == "__main__":
    processes = Processes(2)
    tickets = [processes.send(os.getpid) for _ in range(8)]
    workers = {processes.fetch(ticket) for ticket in tickets}
    print(processes.fetch(processes.send(os.getenv, SHARED)), *workers, flush=True)
    processes.fetch(processes.send(time.sleep, 600))
"""


def test_where_the_asking_process_is_killed_nothing_of_it_stays(tmp_path: Path) -> None:
    script = tmp_path / "asker.py"
    script.write_text(_ASKER)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as asker:
        assert asker.stdout is not None
        folder, *workers = asker.stdout.readline().split()
        assert workers and Path(folder).is_dir()
        asker.kill()
    until = time.monotonic() + 60
    while time.monotonic() < until and (Path(folder).exists() or any(map(_is_there, map(int, workers)))):
        time.sleep(0.05)
    assert not Path(folder).exists()
    assert not [worker for worker in map(int, workers) if _is_there(worker)]


def _is_there(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # it has ended, and nobody has asked how


@pytest.mark.parametrize("engine", ["spark", "ray://", "Ray", "ray:10.0.0.5"])
def test_what_is_no_engine_is_named(engine: str) -> None:
    with pytest.raises(CallError, match=f"--engine {engine}: choose one of local, ray"):
        open_readers(engine)


def test_one_local_worker_is_this_process() -> None:
    assert open_readers("local", workers=1) is None
    readers = open_readers("local", workers=3)
    assert readers is not None
    assert readers.workers == 3
