"""Addresses, asked of a server on this machine that behaves as badly as servers do."""

import contextlib
import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tellings.errors import PathError
from tellings.ingest import ReadConfig, read_captures
from tellings.ingest.from_addresses import read_address
from tellings.records import Capture, Drop

HTML = "<!doctype html><html><body><p>The ferry to Norholm sails again, said Žofie Petrová.</p></body></html>"
CONFIG = ReadConfig(allow_private=True, timeout=10, max_bytes=100_000)


class Handler(BaseHTTPRequestHandler):
    """One behaviour a path."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        name = self.path.strip("/").partition("?")[0].partition("/")[0].replace("-", "_")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, f"answer_{name}")()

    def send(self, body: bytes, status: int = 200, **fields: str) -> None:
        self.send_response(status)
        for field, value in {"content_type": "text/html", "content_length": str(len(body)), **fields}.items():
            self.send_header(field.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def move(self, to: str) -> None:
        self.send(b"", 302, location=to)

    def answer_page(self) -> None:
        self.send(HTML.encode())

    def answer_latin(self) -> None:
        self.send(HTML.encode("iso-8859-2"), content_type="text/html; charset=iso-8859-2")

    def answer_gzip(self) -> None:
        self.send(gzip.compress(HTML.encode()), content_encoding="gzip")

    def answer_deflate(self) -> None:
        self.send(zlib.compress(HTML.encode())[2:-4], content_encoding="deflate")

    def answer_bomb(self) -> None:
        self.send(gzip.compress(b"a" * 30_000_000), content_encoding="gzip")

    def answer_picture(self) -> None:
        self.send(b"\x89PNG\r\n\x1a\n" + bytes(90))

    def answer_binary_type(self) -> None:
        self.send(HTML.encode(), content_type="application/octet-stream")

    def answer_empty(self) -> None:
        self.send(b"")

    def answer_missing(self) -> None:
        self.send(b"gone", 404)

    def answer_broken(self) -> None:
        self.send(b"oh", 500)

    def answer_once(self) -> None:
        self.move("/page?moved")

    def answer_loop(self) -> None:
        self.move("/loop")

    def answer_to_file(self) -> None:
        self.move("file:///etc/hostname")

    def answer_early(self) -> None:
        self.send(HTML.encode(), content_length=str(5000))
        self.close_connection = True

    def answer_silent(self) -> None:
        time.sleep(6)

    def answer_endless(self) -> None:
        self.send(b"<html><body>", content_length="9999999999")
        while True:
            self.wfile.write(b"<p>The ferry sails.</p>" * 1000)

    def answer_drip(self) -> None:
        self.send(b"<html>", content_length="10000")
        for _ in range(400):
            self.wfile.write(b"a")
            time.sleep(0.05)

    def answer_drip_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(400):
            self.wfile.write(b"X-%d: a\r\n" % number)
            time.sleep(0.05)

    def answer_drip_to_the_end(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>")
        for _ in range(400):
            self.wfile.write(b"a")
            time.sleep(0.05)
        self.close_connection = True

    def answer_login(self) -> None:
        self.send(f"<html><p>{self.headers.get('authorization', 'nobody')}</p></html>".encode())


class _QuietServer(ThreadingHTTPServer):
    """Readers that hang up in the middle of an answer are what these tests are about."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    found = _QuietServer(("127.0.0.1", 0), Handler)
    found.daemon_threads = True
    threading.Thread(target=found.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{found.server_address[1]}"
    found.shutdown()
    found.server_close()


def read(address: str, config: ReadConfig = CONFIG) -> Capture | Drop:
    (record,) = read_captures([address], config=config)
    return record


@pytest.mark.parametrize("path", ["page", "gzip", "deflate", "binary-type", "once"])
def test_a_page_is_read_however_it_is_sent(server: str, path: str) -> None:
    capture = read(f"{server}/{path}")
    assert isinstance(capture, Capture)
    assert (capture.media_type, capture.content) == ("text/html", HTML.encode())
    assert capture.origin == f"{server}/{path}"
    assert capture.fetched is not None
    assert dict(capture.hints)["url"] == (f"{server}/page?moved" if path == "once" else f"{server}/{path}")


def test_the_charset_of_the_answer_is_kept(server: str) -> None:
    capture = read(f"{server}/latin")
    assert isinstance(capture, Capture)
    assert dict(capture.hints)["content_type"] == "text/html; charset=iso-8859-2"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing", "answered 404"),
        ("broken", "answered 500"),
        ("empty", "it is empty"),
        ("picture", "it is a picture"),
        ("loop", "redirects more than 5 times"),
        ("to-file", "'file:/etc/hostname', which is no http"),
        ("early", "cannot be fetched: peer closed connection"),
        ("endless", "larger than 97.7 kB"),
        ("bomb", "unpacks to more than 97.7 kB"),
    ],
)
def test_what_is_no_page_is_dropped_with_the_reason(server: str, path: str, reason: str) -> None:
    drop = read(f"{server}/{path}")
    assert isinstance(drop, Drop)
    assert reason in drop.reason
    assert drop.capture == f"{server}/{path}"


@pytest.mark.parametrize("path", ["silent", "drip", "drip-head", "drip-to-the-end"])
def test_a_slow_answer_is_given_up_at_the_deadline(server: str, path: str) -> None:
    begun = time.monotonic()
    drop = read(f"{server}/{path}", ReadConfig(allow_private=True, timeout=0.3))
    assert isinstance(drop, Drop)
    assert drop.reason == "it did not answer in full within 0.3 seconds"
    assert time.monotonic() - begun < 15  # wide, for a machine that is busy; the answers that drip take 20


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        drop = read(f"http://127.0.0.1:{taken.getsockname()[1]}/")
    assert isinstance(drop, Drop)
    assert drop.reason.startswith("it cannot be fetched: ")


def test_a_login_goes_to_the_server_and_is_shown_nowhere(server: str) -> None:
    capture = read(f"{server}/login".replace("http://", "http://petra:secret@"))
    assert isinstance(capture, Capture)
    assert b"Basic cGV0cmE6c2VjcmV0" in capture.content
    assert capture.origin == dict(capture.hints)["url"] == f"{server}/login"
    drop = read(f"{server}/missing".replace("http://", "http://petra:secret@"))
    assert isinstance(drop, Drop)
    assert "secret" not in drop.capture + drop.reason + drop.detail
    with pytest.raises(PathError) as caught:
        read_captures(["http://petra:secret@127.0.0.1/x"])
    assert "secret" not in str(caught.value)


def test_a_public_name_that_leads_to_this_machine_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    drop = read_address(f"http://courier.example:{server.rpartition(':')[2]}/page", ReadConfig(timeout=10))
    assert isinstance(drop, Drop)
    assert "private network" in drop.reason
    assert asked == ["courier.example"]


def test_what_was_checked_is_what_is_asked(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is resolved once; the connection goes to the number that came out, with the name in the head."""
    monkeypatch.setattr("tellings.ingest.from_addresses._is_public", lambda number: True)
    asked: list[object] = []
    plain = socket.getaddrinfo

    def resolve(host: str, *args: object, **fields: object) -> object:
        asked.append(host)
        return plain("127.0.0.1", *args, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    capture = read_address(f"http://courier.example:{server.rpartition(':')[2]}/page", ReadConfig(timeout=10))
    assert not isinstance(capture, Drop)
    assert "courier.example" in asked
    assert asked.count("courier.example") == 1
    assert set(asked) <= {"courier.example", "127.0.0.1"}


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.0.0.8", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1", "::ffff:10.0.0.1", "fe80::1",
     "fd00::1", "2002:7f00:1::", "64:ff9b::7f00:1", "224.0.0.1"],
)  # fmt: skip
def test_numbers_that_lead_inside_are_not_public(number: str) -> None:
    host = f"[{number}]" if ":" in number else number
    with pytest.raises(PathError, match="private network"):
        read_captures([f"http://{host}/"])
