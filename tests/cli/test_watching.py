"""`tellings watch`, as it is called."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tellings.cli import main
from tellings.cli.watching import build_row, parse_time, say
from tellings.errors import CallError
from tellings.front.tidings import ArticleTold, FeedTold
from tests.front.feed_server import FeedServer, Handler, answer, page, rss, serve

QUICK = ("--allow-private", "--pause", "0s")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FeedServer]:
    monkeypatch.setattr("tellings.front.evaluating.load_plan", lambda model=None: ())
    yield from serve()


def test_lines_for_a_person_and_rows_for_programmes(
    server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.pages["/feed"] = answer(rss("/a", "/b"))
    server.pages["/a"] = answer(page())
    server.pages["/b"] = answer(b"", 403)
    feeds = tmp_path / "feeds.txt"
    feeds.write_text(f"{server.base}/feed # the ferry\n{server.base}/none\n")
    assert main(["watch", str(tmp_path / "store"), str(feeds), "--once", "--json", *QUICK]) == 0
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert any(line.startswith(f"{server.base}/feed: 2 new of 2 entries; next ") for line in lines)
    assert any(
        line.startswith(f"{server.base}/none: failed: the server answered 404 Not Found; tried again ")
        for line in lines
    )
    assert f"left out: {server.base}/b: the server answered 403 Forbidden" in lines
    assert lines[-1].startswith("round 1: 2 of 2 feeds asked (1 new, 1 failed); 1 article taken; 1 not had; 1 new in ")
    rows = [json.loads(line) for line in out.splitlines()]
    assert sorted(row["kind"] for row in rows) == ["article", "feed", "feed", "round"]
    assert rows[-1]["added"]["new"] == 1
    assert rows[-1]["next"].endswith("Z")


def test_nothing_usable_is_told_by_the_exit_status(server: FeedServer, tmp_path: Path) -> None:
    assert main(["watch", str(tmp_path / "store"), f"{server.base}/none", "--once", *QUICK]) == 1


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--every", "30"], "--every 30: write a number with its unit"),
        (["--pause", "long"], "--pause long"),
        (["--connections", "0"], "at_once=0"),
        (["--most", "0"], "most=0"),
        (["--agent", ""], "agent=''"),
        (["--timeout", "0s"], "timeout=0"),
    ],
)
def test_wrong_calls(tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], reason: str) -> None:
    assert main(["watch", str(tmp_path / "store"), "https://courier.example/feed", *options]) == 2
    assert reason in capsys.readouterr().err
    assert not (tmp_path / "store").exists()


def test_the_agent_is_what_was_given(server: FeedServer, tmp_path: Path) -> None:
    main(["watch", str(tmp_path / "s"), f"{server.base}/feed", "--once", "--agent", "desk/1 (desk@a.example)", *QUICK])
    assert {fields["user-agent"] for _, fields in server.asked} == {"desk/1 (desk@a.example)"}


@pytest.mark.skipif(threading.current_thread() is not threading.main_thread(), reason="signals go to the main thread")
def test_ctrl_c_adds_what_was_fetched(server: FeedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(handler: Handler) -> None:
        answer(b"", 404)(handler)
        os.kill(os.getpid(), signal.SIGINT)

    server.pages["/feed"] = answer(rss("/a", "/b", "/c"))
    server.pages["/a"] = answer(page())
    server.pages["/b"] = interrupt
    before = signal.getsignal(signal.SIGINT)
    assert main(["watch", str(tmp_path / "store"), f"{server.base}/feed", *QUICK]) == 0
    err = capsys.readouterr().err
    assert "stopping: what was fetched is added" in err
    assert "1 new in the store" in err.splitlines()[-1]
    assert "next" not in err.splitlines()[-1]
    assert signal.getsignal(signal.SIGINT) == before


@pytest.mark.parametrize(
    ("wording", "seconds"), [("90s", 90.0), ("30m", 1800.0), ("2h", 7200.0), (" 1 D", 86_400.0), ("0.5m", 30.0)]
)
def test_times(wording: str, seconds: float) -> None:
    assert parse_time(wording, "--every") == seconds


@pytest.mark.parametrize("wording", ["", "m", "-5m", "1w", "inf", "9" * 20 + "s"])
def test_what_is_no_time(wording: str) -> None:
    with pytest.raises(CallError):
        parse_time(wording, "--every")


def test_what_is_told_is_told_wholly() -> None:
    feed = FeedTold("https://a.example/feed", "unchanged", 3, 0, 2, moved="https://b.example/feed", next=1e12)
    line = say(feed)
    assert line.startswith(
        "https://a.example/feed: unchanged, 2 entries without an address, moved for good to https://b"
    )
    assert build_row(feed)["kind"] == "feed"
    assert "tried again" in say(ArticleTold("https://a.example/a", "it is closed", 5.0))
