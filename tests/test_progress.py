"""The line that tells how far it is."""

import io

import pytest

from tellings.progress import ProgressLine


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr("tellings.progress.time.monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize(
    ("done", "of", "seconds", "line"),
    [
        (10, 110, 2.0, "same story: 11 of 110, 5.0 a second, 20 s left, 7 s"),
        (100, 0, 2.0, "same story: 101, 50 a second, 7 s"),
        (1, 3601, 2.0, "same story: 2 of 3601, 0.5 a second, 120 min left, 7 s"),
        (5, 10, 0.5, "same story: 6 of 10, 6 s"),
    ],
)
def test_rate_and_time_left(clock: list[float], done: int, of: int, seconds: float, line: str) -> None:
    screen = Screen()
    told = ProgressLine(screen)
    clock[0] = 5.0
    told("same_story", 0, of)
    clock[0] += seconds
    told("same_story", done, of)
    assert screen.getvalue().split("\r")[-1].rstrip() == line
    told.close()
    assert screen.getvalue().endswith("\r")


def test_nothing_is_shown_where_nobody_watches_or_it_is_soon_done(clock: list[float]) -> None:
    for stream in (io.StringIO(), Screen()):
        told = ProgressLine(stream)
        told("clean", 0, 3)
        clock[0] += 0.5
        told("clean", 1, 3)
        assert stream.getvalue() == ""
