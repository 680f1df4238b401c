"""Errands in lanes: who is asked when, whatever answers."""

import threading
from collections import Counter

import pytest

from tellings.ingest.from_addresses import Answer, RefusedError
from tellings.ingest.lanes import Errand, Lanes, find_host, find_site


class Clock:
    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        return self.time

    def ticks(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


class Web:
    """Answers everything, and notes when it was asked."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.lock = clock, threading.Lock()
        self.asked: list[tuple[str, float]] = []
        self.flying: Counter[str] = Counter()
        self.most = self.most_of_a_host = 0
        self.gate = threading.Barrier(1)

    def ask(self, errand: Errand) -> Answer:
        host = find_host(errand.address)
        with self.lock:
            self.asked.append((errand.address, self.clock.time))
            self.flying[host] += 1
            self.most = max(self.most, sum(self.flying.values()))
            self.most_of_a_host = max(self.most_of_a_host, self.flying[host])
        self.gate.wait(5)
        with self.lock:
            self.flying[host] -= 1
        if "broken" in errand.address:
            raise ArithmeticError("no such harbour")
        return Answer(errand.address, 200, "200 OK", {}, b"", None, "")


def lanes_of(web: Web, *, pause: float = 5.0, at_once: int = 4, stop: threading.Event | None = None) -> Lanes:
    return Lanes(web.ask, web.clock, stop or threading.Event(), pause=pause, at_once=at_once)


def errand(address: str) -> Errand:
    return Errand("article", address, address)


def test_a_host_is_asked_once_at_a_time_with_pauses() -> None:
    web = Web(Clock())
    lanes = lanes_of(web)
    for n in range(4):
        lanes.put(errand(f"https://a.example/{n}"))
    assert len(list(lanes)) == 4
    assert [time for _, time in web.asked] == [0.0, 5.0, 10.0, 15.0]
    assert web.most_of_a_host == 1


def test_no_more_at_once_than_allowed_and_that_many() -> None:
    web = Web(Clock())
    web.gate = threading.Barrier(3)
    lanes = lanes_of(web, at_once=3)
    for n in range(9):
        lanes.put(errand(f"https://h{n}.example/"))
    assert len(list(lanes)) == 9
    assert web.most == 3


def test_what_is_first_goes_first_in_its_order() -> None:
    web = Web(Clock())
    lanes = lanes_of(web)
    for name, first in (("c", False), ("a", True), ("d", False), ("b", True)):
        lanes.put(errand(f"https://a.example/{name}"), first=first)
    assert [each.address[-1] for each, _ in lanes] == ["a", "b", "c", "d"]


def test_errands_come_while_others_are_heard_and_pauses_hold_after_taking_back() -> None:
    web = Web(Clock())
    lanes = lanes_of(web)
    lanes.put(errand("https://a.example/0"))
    lanes.put(errand("https://a.example/never"))
    heard = []
    for each, _ in lanes:
        heard.append(each.address)
        if len(heard) == 1:
            assert [back.address for back in lanes.clear("a.example")] == ["https://a.example/never"]
            lanes.put(errand("https://a.example/1"))
            lanes.slow_down("a.example", 20.0)
            lanes.put(errand("https://a.example/2"))
    assert web.asked == [("https://a.example/0", 0.0), ("https://a.example/1", 5.0), ("https://a.example/2", 25.0)]


def test_whatever_goes_wrong_is_an_outcome() -> None:
    web = Web(Clock())
    lanes = lanes_of(web)
    lanes.put(errand("https://broken.example/"))
    ((_, outcome),) = list(lanes)
    assert isinstance(outcome, RefusedError)
    assert "no such harbour" in str(outcome)


def test_told_to_stop_nobody_is_asked_any_more() -> None:
    web, stop = Web(Clock()), threading.Event()
    lanes = lanes_of(web, stop=stop)
    for n in range(5):
        lanes.put(errand(f"https://a.example/{n}"))
    for _ in lanes:
        stop.set()
    assert len(web.asked) == 1


@pytest.mark.parametrize(
    ("address", "host", "site"),
    [
        ("https://petra:secret@A.example:8443/x", "a.example:8443", "https://a.example:8443"),
        ("HTTP://a.example", "a.example", "http://a.example"),
        ("http://[bad/x", "", "http://"),
        ("no address", "", "no address://"),
    ],
)
def test_who_is_asked(address: str, host: str, site: str) -> None:
    assert (find_host(address), find_site(address)) == (host, site)
