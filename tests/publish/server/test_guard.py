"""Who gets in, how much is taken, what every answer carries."""

import asyncio
import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tellings.errors import CallError
from tellings.publish.server.config import MOST_BODY, ServeConfig, check_config, knows_host
from tellings.publish.server.entering import clean_next
from tellings.publish.server.seals import Seals
from tests.publish.server.conftest import Visit

TOKEN = "long-enough-to-be-safe"
PAGES = [
    "/",
    "/stories/story-a1",
    "/reports/report-a1",
    "/nowhere",
    "/api/stories",
    "/api/nowhere",
    "/?page=0",
    "/judgements",
]
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("path", [*PAGES, "/assets/page.css", "/login"])
def test_every_answer_carries_the_headers(visit: Visit, path: str) -> None:
    headers = visit().get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"] and "http" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_script_of_their_own_and_nothing_from_elsewhere(visit: Visit, path: str) -> None:
    page = visit().get(path).text
    assert "<script>" not in page and "style=" not in page and " onclick" not in page
    for attribute in ('src="', '<link rel="stylesheet" href="'):
        for found in page.split(attribute)[1:]:
            assert found.startswith("/assets/")


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1:8765", True), ("localhost", True), ("[::1]:8765", True), ("localhost:1", True),
        ("evil.example", False), ("127.0.0.1.evil.example", False), ("", False), ("192.168.1.4", False),
        ("localhost@evil.example", False), ("localhost.", False), ("a:b:c", False),
    ],
)  # fmt: skip
def test_only_our_own_names(visit: Visit, host: str, known: bool) -> None:
    answer = visit().get("/", headers={"host": host})
    assert (answer.status_code == 200) is known
    if not known:
        assert answer.status_code == 421


def test_names_of_a_server_for_others() -> None:
    config = ServeConfig(host="0.0.0.0", token=TOKEN, names=("News.example",))
    assert knows_host(config, "news.EXAMPLE:8765")
    assert knows_host(config, "192.168.1.4:8765")
    assert not knows_host(config, "evil.example")


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (ServeConfig(host="0.0.0.0"), "--token"), (ServeConfig(host="192.168.1.4"), "--token"),
        (ServeConfig(host="news.example"), "--token"), (ServeConfig(token="short"), "16 characters"),
        (ServeConfig(token="with a space in its middle"), "spaces"), (ServeConfig(port=70000), "0 to 65535"),
    ],
)  # fmt: skip
def test_what_would_open_the_store_to_all_is_refused(config: ServeConfig, words: str) -> None:
    with pytest.raises(CallError, match=words):
        check_config(config)


def test_loopback_needs_no_token() -> None:
    for host in ("127.0.0.1", "::1", "localhost", "127.9.9.9"):
        assert check_config(ServeConfig(host=host)).host == host


def test_nothing_without_the_token(visit: Visit) -> None:
    client = visit(token=TOKEN)
    for path in ("/", "/stories/story-a1", "/judgements", "/judge?left=a&right=b", "/interface"):
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login?next=/")
        assert "wardens" not in answer.text
    for path in ("/api/stories", "/api/openapi.json", "/api/nowhere"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert client.post("/judgements", headers=FORM, content="held=x").status_code == 401
    assert client.get("/api/stories", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 401
    assert client.get("/api/stories", headers={"authorization": f"Basic {TOKEN}"}).status_code == 401
    assert client.get("/api/stories", headers={"authorization": f"bearer {TOKEN}"}).status_code == 200
    assert client.get("/api/stories", headers={"cookie": "tellings_visitor=1"}).status_code == 401


def log_in(client: TestClient, token: str, back: str = "/cases") -> int:
    page = client.get("/login", params={"next": back}).text
    seal = page.split('name="seal" value="')[1].split('"')[0]
    answer = client.post("/login", data={"seal": seal, "token": token, "next": back})
    if answer.status_code == 303:
        assert answer.headers["location"] == back
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=strict" in cookie
    return answer.status_code


def test_logging_in_and_out(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.publish.server.entering._WAIT", 0.01)
    client = visit(token=TOKEN)
    assert log_in(client, "not-the-token-at-all") == 403
    assert client.get("/").status_code == 303
    assert log_in(client, TOKEN) == 303
    assert client.get("/").status_code == 200
    page = client.get("/login").text
    seal = page.split('name="seal" value="')[1].split('"')[0]
    assert client.post("/logout", data={"seal": seal}).status_code == 303
    assert client.get("/").status_code == 303


def test_a_cookie_of_another_run_is_none(visit: Visit) -> None:
    first, second = Seals(TOKEN), Seals(TOKEN)
    assert first.is_visitor(first.visitor())
    assert not second.is_visitor(first.visitor())
    assert not second.is_sealed("cookie", first.seal("cookie"))
    assert not first.is_sealed("", first.seal(""))


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", ""]
)
def test_going_on_stays_here(back: str) -> None:
    assert clean_next(back) == "/"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods(visit: Visit, method: str) -> None:
    answer = visit().request(method, "/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_head_has_the_headers_and_no_body(visit: Visit) -> None:
    for path in ("/", "/api/stories", "/stories/story-a1"):
        answer = visit().head(path)
        assert (answer.status_code, answer.content) == (200, b"")


def test_sizes(visit: Visit) -> None:
    client = visit()
    assert client.get("/?text=" + "x" * 5000).status_code == 414
    assert client.post("/judgements", headers=FORM, content=b"x" * (MOST_BODY + 1)).status_code == 413

    def pieces() -> object:
        for _ in range(40):
            yield b"held=" + b"x" * 1000

    assert client.post("/judgements", headers=FORM, content=pieces()).status_code == 413  # type: ignore[arg-type]
    for length in ("-1", "1e9", "9" * 30, "٣"):
        headers = {**FORM, "content-length": length}
        answer = client.post("/judgements", headers={k.encode(): v.encode() for k, v in headers.items()})
        assert answer.status_code == 413


def test_what_takes_too_long_is_given_up(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    client = visit(seconds=0.05)

    async def never(*_: object) -> None:
        await asyncio.sleep(5)

    monkeypatch.setattr("tellings.publish.server.reading.Reading.answer", never)
    answer = client.get("/")
    assert answer.status_code == 503
    assert "ask for less" in answer.text
    assert "ask for less" in client.get("/api/stories").json()["error"]


@pytest.mark.parametrize("path", ["/", "/api/stories"])
def test_a_search_that_takes_too_long_is_stopped_in_the_store(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    monkeypatch.setattr("tellings.publish.server.reading.QUESTION_SECONDS", 0.2)
    monkeypatch.setattr("tellings.store.view.View.stories", lambda view, **_: view._rows(endless))
    client = visit()
    answer = client.get(path)
    assert answer.status_code == 503
    assert "takes too long to find: ask for less, with rarer or longer words" in answer.text
    assert client.get("/cases").status_code == 200, "the thread that was at it answers again"


def test_a_fault_shows_no_trace(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the secret path /srv/secret")

    monkeypatch.setattr("tellings.store.view.View.stories", fail)
    client = visit()
    for path in ("/", "/api/stories"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text and "Traceback" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_store_that_breaks_is_said_without_its_place(
    visit: Visit, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tellings.errors import StoreError

    def fail(*_: object, **__: object) -> None:
        raise StoreError(f"the store {folder} cannot be read: disk I/O error")

    monkeypatch.setattr("tellings.store.view.View.stories", fail)
    answer = visit().get("/")
    assert answer.status_code == 503
    assert str(folder) not in answer.text
    assert "cannot be read" in answer.text


def test_the_interface_says_what_is_wrong(visit: Visit) -> None:
    client = visit()
    for path, status in (
        ("/api/stories?limit=0", 400), ("/api/stories?limit=1000", 400), ("/api/stories?offset=-1", 400),
        ("/api/stories?offset=100001", 400), ("/api/stories?since=soon", 400), ("/api/stories?order=best", 400),
        ("/api/stories?text=" + "x" * 300, 400), ("/api/facets/colour", 400), ("/api/reports/none", 404),
        ("/api/stories/none", 404), ("/api/nothing", 404), ("/api/judgements?report=none", 400),
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == status, path
        assert set(json.loads(answer.text)) == {"error"}
    assert client.post("/api/stories").status_code == 405
