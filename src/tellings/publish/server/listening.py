"""The app and where to listen in, a server out that answers until it is stopped; what comes too slowly is cut off."""

import asyncio
import logging
import socket
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
_MOST_WAITING = 128  # connections that nobody has taken yet
_STEP, _LONGEST_STEP = 0.0005, 0.005  # seconds that a connection is left to others, for each that is open; at most
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


def tell_address(listening: socket.socket) -> str:
    """Where a browser goes."""
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


class _TakingTurns(uvicorn.Server):
    """Leaves a connection to a process that has fewer. All are woken by each, and the one that wakes first would get
    most: it waits a little for each that it has open, and takes what nobody else has taken by then.
    together: whether there are others."""

    together = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup([])
        self._taking = [asyncio.create_task(self._take(listening)) for listening in sockets or ()]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for taking in self._taking:
            taking.cancel()
        await asyncio.wait(self._taking)
        await super().shutdown(sockets)

    async def _take(self, listening: socket.socket) -> None:
        listening.setblocking(False)
        loop = asyncio.get_running_loop()
        while True:
            await _wait_for_one(loop, listening)
            if self.together:
                await asyncio.sleep(min(len(self.server_state.connections) * _STEP, _LONGEST_STEP))
            try:
                connection, _ = listening.accept()
            except (BlockingIOError, ConnectionError):  # another process was first, or the visitor is gone
                continue
            except OSError as error:  # no more files may be open
                logging.getLogger("tellings.serve").error("no connection can be taken: %s", error)
                await asyncio.sleep(1.0)
                continue
            connection.setblocking(False)
            await loop.connect_accepted_socket(self._build_protocol, connection)

    def _build_protocol(self) -> asyncio.Protocol:
        return PatientProtocol(self.config, self.server_state, self.lifespan.state)


async def _wait_for_one(loop: asyncio.AbstractEventLoop, listening: socket.socket) -> None:
    waiting: asyncio.Future[None] = loop.create_future()
    loop.add_reader(listening, waiting.set_result, None)
    try:
        await waiting
    finally:
        loop.remove_reader(listening)


def answer_on(app: Guard, sockets: list[socket.socket], *, together: bool = False) -> None:
    """Answer what comes in there, until this process is told to stop. together: whether other processes do so, too."""
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    server = _TakingTurns(
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
    server.together = together
    server.run(sockets=sockets)


def listen(config: ServeConfig) -> socket.socket:
    """Bound before anything is said, so that who reads the address can go there."""
    try:
        found: Any = socket.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM)[0]
        # Named as TCP, or asyncio leaves small writes waiting for an acknowledgement: 40 ms on each answer.
        listening = socket.socket(found[0], socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(found[4])
        listening.listen(_MOST_WAITING)
    except OSError as error:
        raise CallError(
            f"--host {config.host} --port {config.port} cannot be listened on: {error.strerror or error}; choose "
            "another port, or --port 0 for any that is free"
        ) from error
    return listening
