"""A real server on a real socket: what is slow or wrong is cut off, what is right is answered."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from tellings.errors import CallError
from tellings.publish.server import listening
from tellings.publish.server.app import build_app
from tellings.publish.server.config import ServeConfig
from tellings.store.view import View


@pytest.fixture
def port(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(listening, "_ASKING_SECONDS", 1.5)
    started: list[uvicorn.Server] = []
    run = uvicorn.Server.run

    def run_noted(self: uvicorn.Server, sockets: list[socket.socket]) -> None:
        started.append(self)
        run(self, sockets)

    monkeypatch.setattr(uvicorn.Server, "run", run_noted)
    config = ServeConfig(port=0)
    bound = listening.listen(config)
    thread = threading.Thread(target=listening.answer_on, args=(build_app(View(folder), config), [bound]))
    thread.start()
    while not (started and started[0].started):
        time.sleep(0.02)
    yield int(listening.tell_address(bound).rsplit(":", 1)[1].rstrip("/"))
    started[0].should_exit = True
    thread.join(20)
    assert not thread.is_alive()


def send(port: int, sent: bytes, *, seconds: float = 20.0) -> bytes:
    """What the server answers before it closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        connection.sendall(sent)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        return answer


def test_answers_and_cuts_off(port: int) -> None:
    answer = send(port, b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200") and b"Town asks for wardens" in answer
    assert b"\r\nserver:" not in answer.lower()
    begun = time.monotonic()
    assert send(port, b"GET / HTTP/1.1\r\nhost: local") == b""  # the rest of its head never comes
    assert send(port, b"") == b""
    assert time.monotonic() - begun < 15
    assert send(port, b"GET / HTTP/1.1\r\nx: " + b"y" * 40_000).startswith(b"HTTP/1.1 400")
    assert send(port, b"\x16\x03\x01\x02\x00").startswith(b"HTTP/1.1 400")
    rebound = send(port, b"GET / HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n")
    assert rebound.startswith(b"HTTP/1.1 421") and b"wardens" not in rebound
    absolute = send(port, b"GET http://evil.example/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
    assert absolute.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))


def test_answers_do_not_wait_for_an_acknowledgement() -> None:
    """asyncio sends at once only on sockets that are named as TCP: else 40 ms more on a connection that stays open."""
    with listening.listen(ServeConfig(port=0)) as bound:
        assert bound.proto == socket.IPPROTO_TCP


def test_a_port_that_is_taken_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CallError, match="choose another port"):
            listening.listen(ServeConfig(port=taken.getsockname()[1]))
