"""Watching a store's feeds: round after round, stopped and begun again, beside others who write the store."""

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tellings.errors import CallError, PathError, StoreBusyError, StoreError
from tellings.front import open_store
from tellings.front.evaluating import Course
from tellings.front.keeping import Added
from tellings.front.tidings import FeedTold, Notice, RoundTold, Told
from tellings.front.watching import WatchConfig, watch
from tellings.ingest import ReadConfig
from tellings.ingest.politeness import HOUR
from tellings.records import Capture
from tellings.store.watched import FILE, Watched
from tellings.store.writer import Writer
from tests.front.feed_server import FakeClock, FeedServer, answer, conditional, page, rss, serve

COURSE = Course(())  # no stage: what is watched is how captures come in
READ = ReadConfig(allow_private=True, timeout=5)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    yield from serve()


class StopAfter:
    """Told everything; stops after so many rounds."""

    def __init__(self, rounds: int) -> None:
        self.rounds, self.stop, self.told = rounds, threading.Event(), list[Told]()

    def __call__(self, told: Told) -> None:
        self.told.append(told)
        if isinstance(told, RoundTold) and told.round >= self.rounds:
            self.stop.set()

    def of(self, kind: type[Told]) -> list[Told]:
        return [told for told in self.told if isinstance(told, kind)]


class Clock(FakeClock):
    """Does something whenever somebody sleeps."""

    def __init__(self, on_sleep: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.on_sleep = on_sleep

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.on_sleep()


def run(
    store: Path, *feeds: str, rounds: int = 1, once: bool = False, clock: FakeClock | None = None
) -> tuple[Added, StopAfter]:
    teller = StopAfter(rounds)
    added = watch(
        store, feeds, config=WatchConfig(read=READ, once=once, chance=lambda: 0.5), tell=teller, course=COURSE,
        stop=teller.stop, clock=clock or FakeClock(),
    )  # fmt: skip
    return added, teller


def captures(store: Path) -> list[str]:
    with Writer(store) as writer:
        rows = writer.connection.execute("SELECT origin FROM capture ORDER BY origin").fetchall()
    return [row[0] for row in rows]


def test_one_round(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = answer(rss("/a", "/b"))
    server.pages["/a"] = answer(page("A"))
    server.pages["/b"] = answer(b"", 410)
    store = tmp_path / "store"
    added, teller = run(store, f"{server.base}/feed", once=True)
    assert added.new == 1
    assert captures(store) == [f"{server.base}/a"]
    (summary,) = teller.of(RoundTold)
    assert isinstance(summary, RoundTold)
    assert (summary.feeds, summary.feeds_new, summary.fetched, summary.failed, summary.waiting) == (1, 1, 1, 1, 0)
    with open_store(store) as view:
        assert [drop.reason for drop in view.drops()] == ["the server answered 410 Gone"]


def test_round_after_round_until_stopped(server: FeedServer, tmp_path: Path) -> None:
    number = iter(range(100))
    server.pages["/feed"] = lambda handler: answer(rss(f"/{next(number)}"))(handler)
    for n in range(4):
        server.pages[f"/{n}"] = answer(page(str(n)))
    clock = Clock()
    began = clock.now()
    added, teller = run(tmp_path / "store", f"{server.base}/feed", rounds=4, clock=clock)
    assert added.new == 4
    assert [told.status for told in teller.of(FeedTold) if isinstance(told, FeedTold)] == ["new"] * 4
    assert clock.now() - began == pytest.approx(3 * HOUR / 2, abs=120)


def test_a_watch_goes_on_where_it_was_stopped(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = conditional(rss("/a", "/b"), '"v1"')
    server.pages["/a"] = server.pages["/b"] = answer(page())
    store, clock = tmp_path / "store", FakeClock()
    run(store, f"{server.base}/feed", once=True, clock=clock)
    asked = len(server.asked)
    run(store, f"{server.base}/feed", once=True, clock=clock)
    assert len(server.asked) == asked
    clock.time += HOUR
    _, teller = run(store, f"{server.base}/feed", once=True, clock=clock)
    assert [path for path, _ in server.asked[asked:]] == ["/feed"]
    assert server.asked[-1][1]["if-none-match"] == '"v1"'
    (told,) = teller.of(FeedTold)
    assert isinstance(told, FeedTold)
    assert told.status == "unchanged"


def test_every_feed_is_asked_now_where_that_is_wanted(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = answer(rss())
    config = WatchConfig(read=READ, once=True, now=True)
    for _ in range(2):
        watch(tmp_path / "store", [f"{server.base}/feed"], config=config, course=COURSE, clock=FakeClock())
    assert server.paths() == ["/feed", "/feed"]


def test_killed_between_fetching_and_adding_nothing_is_lost(
    server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/feed"] = conditional(rss("/a", "/b"), '"v1"')
    server.pages["/a"] = answer(page("A"))
    server.pages["/b"] = answer(page("B"))
    store, clock = tmp_path / "store", FakeClock()

    def die(*args: object, **fields: object) -> Added:
        raise SystemExit("killed")

    with monkeypatch.context() as patch:
        patch.setattr("tellings.front.watching.add_records", die)
        with pytest.raises(SystemExit):
            run(store, f"{server.base}/feed", once=True, clock=clock)
    clock.time += 60
    added, _ = run(store, f"{server.base}/feed", once=True, clock=clock)
    assert added.new == 2
    with monkeypatch.context() as patch:
        patch.setattr(Watched, "put_articles", die)
        server.pages["/feed"] = answer(rss("/c"))
        clock.time += HOUR
        with pytest.raises(SystemExit):
            run(store, f"{server.base}/feed", once=True, clock=clock)
    server.pages["/c"] = answer(page("C"))
    assert run(store, f"{server.base}/feed", once=True, clock=clock)[0].new == 1
    assert len(captures(store)) == 3


def test_one_article_that_breaks_the_adding_keeps_no_other_out(
    server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/feed"] = answer(rss("/a", "/b", "/c"))
    for name in ("/a", "/b", "/c"):
        server.pages[name] = answer(page(name))
    keep = Writer.keep

    def keep_most(self: Writer, given: Iterable[Capture], *, added: str) -> None:
        given = list(given)
        if any(capture.origin.endswith("/b") for capture in given):
            raise ArithmeticError("no such harbour")
        keep(self, given, added=added)

    store, clock = tmp_path / "store", FakeClock()
    with monkeypatch.context() as patch:
        patch.setattr(Writer, "keep", keep_most)
        added, teller = run(store, f"{server.base}/feed", once=True, clock=clock)
    assert added.new == 2
    (notice,) = teller.of(Notice)
    assert isinstance(notice, Notice)
    assert notice.text.startswith(f"{server.base}/b could not be added, to be tried again: ArithmeticError")
    clock.time += HOUR
    assert run(store, f"{server.base}/feed", once=True, clock=clock)[0].new == 1
    assert len(captures(store)) == 3
    server.pages["/feed"] = answer(rss("/x/b"))
    server.pages["/x/b"] = answer(page())
    with monkeypatch.context() as patch:
        patch.setattr(Writer, "keep", keep_most)
        for _ in range(5):
            clock.time += 86_400
            run(store, f"{server.base}/feed", once=True, clock=clock)
    assert server.paths().count("/x/b") == 4
    with open_store(store) as view:
        assert [drop.reason for drop in view.drops()] == ["it could not be added: ArithmeticError: no such harbour"]


def test_an_adding_that_breaks_every_time_ends_the_watch_and_loses_nothing(
    server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/feed"] = answer(rss("/a", "/b"))
    server.pages["/a"] = server.pages["/b"] = answer(page())

    def fail(*args: object, **fields: object) -> None:
        raise ArithmeticError("no such harbour")

    store, clock = tmp_path / "store", FakeClock()
    with monkeypatch.context() as patch:
        patch.setattr(Writer, "keep", fail)
        with pytest.raises(ArithmeticError):
            run(store, f"{server.base}/feed", once=True, clock=clock)
    assert run(store, f"{server.base}/feed", once=True, clock=clock)[0].new == 2


def test_a_store_that_another_writes_is_waited_for(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = answer(rss("/a"))
    server.pages["/a"] = answer(page())
    store = tmp_path / "store"
    other = Writer(store)
    waits = 0

    def let_go() -> None:
        nonlocal waits
        waits += 1
        if waits == 6:
            other.close()

    try:
        added, teller = run(store, f"{server.base}/feed", once=True, clock=Clock(let_go))
    finally:
        other.close()
    assert added.new == 1
    notices = [told.text for told in teller.of(Notice) if isinstance(told, Notice)]
    assert "feeds are read meanwhile" in notices[0]
    assert [text.startswith("waiting: ") for text in notices[1:]] == [True]


def test_stopped_while_the_store_is_busy_the_articles_come_next_time(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = answer(rss("/a"))
    server.pages["/a"] = answer(page())
    store, stop = tmp_path / "store", threading.Event()
    told: list[Told] = []
    clock = Clock()
    with Writer(store):
        clock.on_sleep = lambda: stop.set() if len(server.paths()) == 2 else None
        watch(
            store, [f"{server.base}/feed"], config=WatchConfig(read=READ), tell=told.append, course=COURSE, stop=stop,
            clock=clock,
        )  # fmt: skip
    assert any(isinstance(each, Notice) and "fetched again next time" in each.text for each in told)
    added, _ = run(store, f"{server.base}/feed", once=True, clock=clock)
    assert added.new == 1


def test_one_watch_a_store(server: FeedServer, tmp_path: Path) -> None:
    store = tmp_path / "store"
    Writer(store).close()
    with Watched(store), pytest.raises(StoreBusyError, match="watched already, by process"):
        run(store, f"{server.base}/feed", once=True)


def test_a_list_that_changes_is_read_again(server: FeedServer, tmp_path: Path) -> None:
    for name in ("one", "two"):
        server.pages[f"/{name}"] = answer(rss(f"/{name}/a"))
        server.pages[f"/{name}/a"] = answer(page(name))
    feeds = tmp_path / "feeds.txt"
    feeds.write_text(f"{server.base}/one\nno address\n")
    contents = iter(["", f"{server.base}/one\n{server.base}/two\n"])

    def change() -> None:
        if server.paths()[-1:] == ["/one/a"] and (text := next(contents, None)) is not None:
            feeds.write_text(text)

    added, teller = run(tmp_path / "store", str(feeds), rounds=2, clock=Clock(change))
    assert added.new == 2
    notices = [told.text for told in teller.of(Notice) if isinstance(told, Notice)]
    assert notices[0] == "passed over: feeds.txt, line 2: 'no address' is no http(s) address"
    assert notices[1].startswith("the list of feeds stays as it was: no feed in")
    assert notices[2] == "the list of feeds changed: 1 came, 0 went"


def test_wrong_calls_ask_nobody(server: FeedServer, tmp_path: Path) -> None:
    with pytest.raises(PathError, match="does not exist"):
        run(tmp_path / "store", str(tmp_path / "none.txt"), once=True)
    assert not (tmp_path / "store").exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with pytest.raises(StoreError, match="is no store"):
        run(tmp_path / "full", f"{server.base}/feed", once=True)
    with pytest.raises(CallError, match="one string"):
        watch(tmp_path / "store", f"{server.base}/feed")
    assert not server.asked


def test_a_state_that_cannot_be_read_says_what_to_do(server: FeedServer, tmp_path: Path) -> None:
    store = tmp_path / "store"
    Writer(store).close()
    (store / FILE).write_bytes(b"no database at all, but long enough to be looked at" * 30)
    with pytest.raises(StoreError, match="delete it"):
        run(store, f"{server.base}/feed", once=True)


def test_a_state_that_is_damaged_within_says_so(server: FeedServer, tmp_path: Path) -> None:
    store = tmp_path / "store"
    server.pages["/feed"] = answer(rss(*(f"/{n}" for n in range(500))))
    run(store, f"{server.base}/feed", once=True)
    content = bytearray((store / FILE).read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    (store / FILE).write_bytes(content)
    with pytest.raises(StoreError, match="may be deleted"):
        run(store, f"{server.base}/feed", once=True)
