"""A server on this machine that behaves as it is told to, path by path, and a clock that no test waits for."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Does what `FeedServer.pages` has for the path; 404 for all others."""

    protocol_version = "HTTP/1.1"
    server: "FeedServer"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            self.server.flying += 1
            self.server.most_flying = max(self.server.most_flying, self.server.flying)
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.server.pages.get(self.path, answer(b"", 404))(self)
        finally:
            with self.server.lock:
                self.server.flying -= 1


class FeedServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 100

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Behaviour] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.lock = threading.Lock()
        self.flying = self.most_flying = 0
        self.base = f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Readers that hang up in the middle are what these tests are about."""

    def paths(self) -> list[str]:
        """What was asked, but for robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


class FakeClock:
    """Time passes when somebody sleeps."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.time = now
        self.slept = 0.0

    def now(self) -> float:
        return self.time

    def ticks(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        self.slept += seconds


def answer(body: bytes | str, status: int = 200, **fields: str) -> Behaviour:
    """Sent as it should be; fields of the head with _ for -."""
    content = body.encode() if isinstance(body, str) else body

    def behave(handler: Handler) -> None:
        handler.send_response(status)
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        for name, value in {"content-length": str(len(content)), **named}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return behave


def move(to: str, status: int = 302) -> Behaviour:
    """Leads on."""
    return answer(b"", status, location=to)


def conditional(body: bytes | str, etag: str) -> Behaviour:
    """304 to who has it."""

    def behave(handler: Handler) -> None:
        if handler.headers.get("if-none-match") == etag:
            answer(b"", 304, etag=etag)(handler)
        else:
            answer(body, etag=etag)(handler)

    return behave


def rss(*links: str, extra: str = "", body: str = "") -> str:
    """A feed with an entry for each link."""
    entries = "".join(
        f"<item><title>The ferry, part {number}</title><link>{link}</link>{body}</item>"
        for number, link in enumerate(links)
    )
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Norholm Courier</title>'
    return f"{head}{extra}{entries}</channel></rss>"


def page(title: str = "The ferry sank") -> str:
    """An article."""
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        "<p>A ferry with forty people on board ran aground off Norholm before dawn, the harbour master said.</p>"
        "<p>Everyone was brought ashore by nine, and the wreck is to be towed away on Friday.</p>"
        "</article></body></html>"
    )


def serve() -> Iterator[FeedServer]:
    """For a fixture."""
    server = FeedServer()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
