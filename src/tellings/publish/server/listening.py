"""The app and where to listen in, a server out that answers until it is stopped; what comes too slowly is cut off."""

import asyncio
import logging
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from tellings.errors import CallError
from tellings.publish.server.config import ServeConfig
from tellings.publish.server.guard import Guard

_ASKING_SECONDS = 10.0  # in which a request's head must have arrived
_IDLE_SECONDS = 10  # that a connection stays open between requests
_MOST_HEAD = 16 * 1024  # bytes
_MOST_AT_ONCE = 100  # connections; more are told to come again
_STOPPING_SECONDS = 10  # for what is being answered when the server is stopped


class PatientProtocol(H11Protocol):
    """One connection, closed where the head of its request does not arrive in time."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self._waiting = self.loop.call_later(_ASKING_SECONDS, self._give_up)

    def data_received(self, data: bytes) -> None:
        before = self.cycle
        if self._waiting is None and (before is None or before.response_complete):
            self._waiting = self.loop.call_later(_ASKING_SECONDS, self._give_up)
        super().data_received(data)
        if self.cycle is not before and self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.close()


def run_server(app: Guard, config: ServeConfig, *, on_start: Callable[[str], None]) -> None:
    """Answer until stopped. on_start is told the address. Raises CallError where the port cannot be had."""
    listening = _listen(config)
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            http=PatientProtocol,
            ws="none",
            lifespan="on",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            h11_max_incomplete_event_size=_MOST_HEAD,
            limit_concurrency=_MOST_AT_ONCE,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=_STOPPING_SECONDS,
            log_config=None,
        )
    )
    on_start(f"http://{shown}:{port}/")
    server.run(sockets=[listening])


def _listen(config: ServeConfig) -> socket.socket:
    """Bound before anything is said, so that who reads the address can go there."""
    try:
        found: Any = socket.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM)[0]
        # Named as TCP, or asyncio leaves small writes waiting for an acknowledgement: 40 ms on each answer.
        listening = socket.socket(found[0], socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(found[4])
        listening.listen(128)
    except OSError as error:
        raise CallError(
            f"--host {config.host} --port {config.port} cannot be listened on: {error.strerror or error}; choose "
            "another port, or --port 0 for any that is free"
        ) from error
    return listening
