"""Processes that are watched over: replaced where they end, ended together, given up where they end again and again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

WATCH = """
import logging, os, sys, time
from pathlib import Path
from tellings.errors import CallError
from tellings.publish.server.workers import Workers

def answer(number):
    Path(sys.argv[1], f"{number}-{os.getpid()}").touch()
    if sys.argv[2] == "fails":
        raise SystemExit(7)
    time.sleep(60)

logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
try:
    Workers(answer, 2).run()
except CallError as error:
    print(error, file=sys.stderr)
    sys.exit(2)
"""


def start(folder: Path, how: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WATCH, str(folder), how], stderr=subprocess.PIPE, text=True)


def wait_for(folder: Path, number: int) -> dict[str, int]:
    """The processes that have begun by now, by file, once there are so many."""
    until = time.monotonic() + 30
    while len(begun := {path.name: int(path.name.split("-")[1]) for path in folder.iterdir()}) < number:
        assert time.monotonic() < until, begun
        time.sleep(0.02)
    return begun


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_gone(processes: list[int]) -> None:
    until = time.monotonic() + 30
    while any(map(is_alive, processes)):
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = start(tmp_path, "goes on")
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_all_end_when_one_is_told_to(watching: subprocess.Popen[str], tmp_path: Path, told: signal.Signals) -> None:
    begun = wait_for(tmp_path, 2)
    watching.send_signal(told)
    assert watching.wait(30) == 0
    assert {name.split("-")[0] for name in begun} == {"0", "1"}
    assert not any(map(is_alive, begun.values()))


def test_one_that_dies_is_replaced_and_named(watching: subprocess.Popen[str], tmp_path: Path) -> None:
    begun = wait_for(tmp_path, 2)
    (dead,) = [process for name, process in begun.items() if name.startswith("1-")]
    os.kill(dead, signal.SIGKILL)
    after = wait_for(tmp_path, 3)
    (fresh,) = after.keys() - begun.keys()
    assert fresh.startswith("1-"), "it does the work of the one that died"
    watching.send_signal(signal.SIGTERM)
    _, told = watching.communicate(timeout=30)
    assert f"worker 2 (process {dead}) was ended by signal 9: another takes its place" in told
    assert not any(map(is_alive, after.values()))


def test_they_end_with_the_one_that_started_them(watching: subprocess.Popen[str], tmp_path: Path) -> None:
    begun = wait_for(tmp_path, 2)
    watching.kill()
    watching.wait()
    wait_until_gone(list(begun.values()))


def test_what_ends_again_and_again_is_given_up(tmp_path: Path) -> None:
    process = start(tmp_path, "fails")
    _, told = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "ended with status 7, as others did before" in told and "--workers 1" in told
    assert told.count("another takes its place") == 5
    assert not any(map(is_alive, wait_for(tmp_path, 1).values()))
