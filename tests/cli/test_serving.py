"""`tellings serve`: what it refuses before it listens, and several processes that answer as one."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bench.cheap_plan import CHEAP_PLAN, invent_captures

from tellings.cli import main
from tellings.cli.serving import _choose_token, _choose_workers


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--host", "0.0.0.0"], "add --token"), (["--token", "short"], "16 characters at least"),
        (["--port", "99999"], "0 to 65535"), ([], "there is no store"), (["--workers", "0"], "choose 1 to"),
        (["--workers", "2"], "there is no store"),
    ],
)  # fmt: skip
def test_refusals(tmp_path: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(tmp_path / "none"), *arguments]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.startswith("tellings: ") and "Traceback" not in told


@pytest.mark.parametrize(("cores", "workers"), [(1, 1), (2, 2), (64, 2)])
def test_as_many_processes_as_there_are_cores_for(cores: int, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.engines.workers.count_cores", lambda: cores)
    assert _choose_workers(None) == workers
    assert _choose_workers(7) == 7


def test_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELLINGS_TOKEN", raising=False)
    assert _choose_token(None) == ("", False)
    token, made = _choose_token("")
    assert made and len(token) >= 32
    monkeypatch.setenv("TELLINGS_TOKEN", "of the environment")
    assert _choose_token(None) == ("of the environment", False)
    assert _choose_token("given") == ("given", False)


SERVE = """
import sys
from bench.cheap_plan import CHEAP_PLAN
from tellings.cli import main
from tellings.front import evaluating, judging, looking_back
for module in (evaluating, judging, looking_back):
    module.load_plan = lambda model=None: CHEAP_PLAN
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten invented reports, told by the plan that needs no models."""
    for module in ("evaluating", "keeping"):
        monkeypatch.setattr(f"tellings.front.{module}.load_plan", lambda model=None: CHEAP_PLAN)
    pages = tmp_path / "pages"
    pages.mkdir()
    for capture in invent_captures(10, seed=7):
        (pages / capture.origin).write_bytes(capture.content)
    paths = [str(path) for path in sorted(pages.iterdir())]
    add = ["add", str(tmp_path / "store"), "--workers", "1", "--added"]
    assert main([*add, "2031-04-01", *paths[:5]]) == main([*add, "2031-04-02", *paths[5:]]) == 0
    return tmp_path / "store"


class Served:
    """`tellings serve` with two processes that answer."""

    def __init__(self, store: Path) -> None:
        call = [sys.executable, "-c", SERVE, "serve", str(store), "--port", "0", "--workers", "2"]
        self.process = subprocess.Popen(call, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        self.port = int(self.process.stderr.readline().split("127.0.0.1:")[1].split("/")[0])
        self.first, self.second = self.wait_for_workers()

    def wait_for_workers(self, without: int = 0) -> list[int]:
        """The two processes, in the order in which they were started, when both answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        until = time.monotonic() + 60
        while len(found := [int(child) for child in children.read_text().split() if int(child) != without]) < 2:
            assert time.monotonic() < until
            time.sleep(0.02)
        for process in found:  # by a connection that only it can have taken
            with self.stopped(next(other for other in found if other != process)):
                self.connect().close()
        return found

    @contextmanager
    def stopped(self, process: int) -> Iterator[None]:
        """While it sleeps."""
        os.kill(process, signal.SIGSTOP)
        yield
        os.kill(process, signal.SIGCONT)

    def connect(self) -> HTTPConnection:
        """A connection that stays open, held by whichever process answers now."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        assert ask(connection, "/api/counts")[0] == 200
        return connection

    def reach(self, process: int) -> HTTPConnection:
        """A connection that this process holds."""
        with self.stopped(self.first if process == self.second else self.second):
            return self.connect()


def ask(connection: HTTPConnection, path: str, form: dict[str, str] | None = None, cookie: str = "") -> tuple[int, str]:
    """The status and the page."""
    headers = {"cookie": cookie, "content-type": "application/x-www-form-urlencoded"}
    connection.request("POST" if form else "GET", path, urlencode(form or {}) if form else None, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@pytest.fixture
def served(store: Path) -> Iterator[Served]:
    served = Served(store)
    yield served
    if served.process.poll() is None:
        served.process.terminate()
    served.process.communicate(timeout=60)


def judge(form_from: HTTPConnection, sent_to: HTTPConnection, reason: str) -> int:
    """The status of judging the first story's first two reports."""
    _, listed = ask(form_from, "/api/stories?several=yes&limit=1")
    (story,) = json.loads(listed)["rows"]
    left, right, *_ = json.loads(ask(form_from, f"/api/reports?story={story['id']}")[1])["rows"]
    form_from.request("GET", f"/judge?{urlencode({'left': left['report']['id'], 'right': right['report']['id']})}")
    answer = form_from.getresponse()
    cookie, page = answer.headers["set-cookie"].split(";")[0], answer.read().decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    filled = fields | {"held": "copy_of no", "by": "Ana Reader", "reason": reason}
    return ask(sent_to, "/judgements", filled, cookie)[0]


def test_two_processes_answer_as_one(served: Served) -> None:
    first, second = served.reach(served.first), served.reach(served.second)
    pages = [ask(connection, "/")[1] for connection in (first, second)]
    assert pages[0] == pages[1]
    (story,) = json.loads(ask(first, "/api/stories?several=yes&limit=1")[1])["rows"]
    page = f"/stories/{story['id']}"
    for connection in (first, second):
        assert "They met different people" not in ask(connection, page)[1]
    assert judge(second, first, "They met different people") == 303, "a form of the one is taken by the other"
    for connection in (first, second):
        assert "They met different people" in ask(connection, "/judgements")[1]
        assert "They met different people" in ask(connection, page)[1], "a page that was kept is made anew"
    assert judge(first, second, "Written apart") == 303
    with served.stopped(served.first):
        assert "Written apart" in ask(second, "/judgements")[1], "seen by the process that wrote nothing"
    then, now = "/api/counts?as_of=2031-04-01", "/api/counts"
    assert json.loads(ask(second, then)[1])["reports"] < json.loads(ask(second, now)[1])["reports"]


def count_sockets(process: int) -> int:
    found = 0
    for path in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since they were listed
            found += str(path.readlink()).startswith("socket:")
    return found


def test_connections_are_parted(served: Served) -> None:
    before = [count_sockets(process) for process in (served.first, served.second)]
    connections = [served.connect() for _ in range(20)]
    after = [count_sockets(process) for process in (served.first, served.second)]
    held = [now - then for now, then in zip(after, before, strict=True)]
    assert min(held) >= 4, f"of {len(connections)}"


def test_a_page_of_the_one_process_holds_for_the_other(served: Served) -> None:
    first, second = served.reach(served.first), served.reach(served.second)
    first.request("GET", "/cases")
    answer = first.getresponse()
    assert answer.read()
    second.request("GET", "/cases", headers={"if-none-match": answer.headers["etag"]})
    again = second.getresponse()
    assert (again.status, again.read()) == (304, b"")


@pytest.mark.parametrize("which", ["first", "second"])
def test_the_service_goes_on_where_one_process_is_killed(served: Served, which: str) -> None:
    killed = getattr(served, which)
    other = served.reach(served.second if which == "first" else served.first)
    os.kill(killed, signal.SIGKILL)
    assert ask(other, "/")[0] == 200
    served.wait_for_workers(without=killed)
    assert judge(other, other, "After the fall") == 303
    assert "After the fall" in ask(served.connect(), "/judgements")[1]
    served.process.send_signal(signal.SIGINT)
    _, told = served.process.communicate(timeout=60)
    assert served.process.returncode == 0 and f"(process {killed}) was ended by signal 9" in told
    with pytest.raises(OSError):
        HTTPConnection("127.0.0.1", served.port, timeout=5).connect()
