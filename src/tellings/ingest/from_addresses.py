"""An http(s) address in, its bytes out: bounded in size, time and redirects, and kept off private networks."""

import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Self

import httpx

from tellings.errors import PathError
from tellings.ingest.bodies import unpack_body
from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_drop, why_too_large
from tellings.ingest.tape import DamagedError
from tellings.records import Drop

_AGENT = "tellings (reads news pages on request)"
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOGIN = re.compile(r"(?i)^(https?:[/\\]{2})[^/\\?#]*@")
_REDIRECTS = {301, 302, 303, 307, 308}
_READ = {200, 203}
_NONE: Mapping[str, str] = MappingProxyType({})


class RefusedError(Exception):
    """The address is not read; the message says why, for a person. passing: asking later may help."""

    def __init__(self, reason: str, *, passing: bool = False) -> None:
        super().__init__(reason)
        self.passing = passing


class PrivateError(RefusedError):
    """The address leads to this machine or a private network."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. address: that which was asked; said: status and phrase; fields: of its head, by names in
    small letters; content: empty but for 200 and 203; leads_to: where it redirects."""

    address: str
    status: int
    said: str
    fields: Mapping[str, str]
    content: bytes
    leads_to: str | None
    fetched: str


def is_address(entry: str) -> bool:
    """Whether the input is an http(s) address rather than a path."""
    return entry.lower().startswith(("http://", "https://"))


def check_address(address: str, config: ReadConfig) -> None:
    """Raise PathError for an address that can be told to be wrong or private without asking the network."""
    try:
        host = httpx.URL(address).host
    except (httpx.InvalidURL, ValueError) as error:
        raise PathError(f"{hide_login(address)!r} is no address: {error}") from error
    if not host:
        raise PathError(f"{hide_login(address)!r} names no host: give an address such as https://host/page")
    if not config.allow_private and _names_private_host(host):
        raise PathError(
            f"{hide_login(address)!r} is on this machine or a private network: read it with --allow-private"
        )


def read_address(address: str, config: ReadConfig) -> Received | Drop:
    """The page at the address, or why it was not read. A password in the address goes to its host and nowhere else."""
    try:
        with _Line(config) as line:
            answer = _follow(line, address, config)
    except RefusedError as refused:
        return make_drop(hide_login(address), str(refused))
    return make_received(answer, hide_login(address))


def ask_address(address: str, config: ReadConfig, *, fields: Mapping[str, str] = _NONE, cut: bool = False) -> Answer:
    """What the address answers, once: where it leads is told, not followed. Raises RefusedError with the reason.

    fields: of the request, beside our own. cut: a body that is too large is cut off, not refused.
    """
    with _Line(config, fields, cut=cut) as line:
        return line.ask(address)


def make_received(answer: Answer, origin: str) -> Received:
    """The answer as a page of that origin."""
    declared = answer.fields.get("content-type")
    hints = (("url", hide_login(answer.address)),) + ((("content_type", declared),) if declared else ())
    return Received(origin, answer.content, declared, answer.fetched, hints)


class _Line:
    """What is asked within it shares one deadline; whatever goes wrong is a RefusedError that says what."""

    def __init__(self, config: ReadConfig, fields: Mapping[str, str] = _NONE, *, cut: bool = False) -> None:
        self._config, self._cut = config, cut
        self._watch = _Watch(config.timeout)
        # Packing is undone by us, as httpx would undo it without a bound.
        headers = {"user-agent": _AGENT, "accept-encoding": "gzip, deflate", **fields}
        self._client = httpx.Client(follow_redirects=False, headers=headers, verify=_trusted())

    def __enter__(self) -> Self:
        self._watch.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._watch.__exit__()
        self._client.close()

    def ask(self, address: str) -> Answer:
        """What the address answers."""
        late = f"it did not answer in full within {self._config.timeout:g} seconds"
        try:
            if not is_address(address):
                raise RefusedError(f"it leads to {hide_login(address)!r}, which is no http(s) address")
            return self._ask(address)
        except DamagedError as damaged:
            raise RefusedError(str(damaged)) from damaged
        except httpx.TimeoutException as error:
            raise RefusedError(late, passing=True) from error
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, ValueError) as error:
            reason = late if self._watch.left() <= 0 else f"it cannot be fetched: {error or type(error).__name__}"
            raise RefusedError(reason, passing=True) from error

    def _ask(self, address: str) -> Answer:
        with _ask(self._client, address, self._watch, self._config) as response:
            status, leads_to, content = response.status_code, None, b""
            if status in _REDIRECTS and "location" in response.headers:
                leads_to = str(httpx.URL(address).join(response.headers["location"]))
            elif status in _READ:
                content = _read_body(response, self._config, cut=self._cut)
                if self._watch.left() <= 0:  # shut by the watch, which may look like the end of the page
                    raise httpx.ReadTimeout("late")
            fetched = datetime.now(UTC).isoformat(timespec="seconds")
            said = f"{status} {response.reason_phrase}".rstrip()
            return Answer(address, status, said, dict(response.headers), content, leads_to, fetched)


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """Read once: it takes some 20 ms for every client."""
    return httpx.create_ssl_context()


class _Watch:
    """Shuts the connection at the deadline: an answer that drips in, byte by byte, never times out on its own."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True
        self._stream: Any = None

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def left(self) -> float:
        """Seconds to the deadline."""
        return self._end - time.monotonic()

    def trace(self, event: str, told: Mapping[str, Any]) -> None:
        """Told by httpx of each step: the connection is the last that was opened."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._stream = told["return_value"]

    def _shut(self) -> None:
        found = self._stream.get_extra_info("socket") if self._stream is not None else None
        if found is not None:
            with suppress(OSError):
                found.shutdown(socket.SHUT_RDWR)


def _follow(line: _Line, address: str, config: ReadConfig) -> Answer:
    here = address
    for _ in range(config.max_redirects + 1):
        answer = line.ask(here)
        if answer.leads_to is None:
            if answer.status not in _READ:
                raise RefusedError(f"the server answered {answer.said}")
            return answer
        here = answer.leads_to
    raise RefusedError(f"it redirects more than {config.max_redirects} times")


@contextmanager
def _ask(client: httpx.Client, address: str, watch: _Watch, config: ReadConfig) -> Iterator[httpx.Response]:
    """Ask for the address at the very number that was checked, so that a name cannot change in between."""
    url = httpx.URL(address)
    headers: dict[str, str] = {}
    extensions: dict[str, Any] = {"trace": watch.trace}
    if not config.allow_private:
        number = _resolve_public(url.host, url.port or (443 if url.scheme == "https" else 80))
        headers = {"host": url.netloc.decode("ascii")}
        extensions["sni_hostname"] = url.raw_host.decode("ascii")
        url = url.copy_with(host=number)
    timeout = max(0.001, watch.left())
    with client.stream("GET", url, headers=headers, extensions=extensions, timeout=timeout) as response:
        yield response


def _read_body(response: httpx.Response, config: ReadConfig, *, cut: bool) -> bytes:
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > config.max_bytes:
            if not cut:
                raise RefusedError(why_too_large(config.max_bytes))
            del body[config.max_bytes :]
            break
    return unpack_body(bytes(body), response.headers.get("content-encoding", ""), config.max_bytes, cut=cut)


def hide_login(address: str) -> str:
    """The address as it may be shown: without the name and password in it."""
    return _LOGIN.sub(r"\1", address)


def _names_private_host(host: str) -> bool:
    if host.lower().rstrip(".").endswith(("localhost", ".local", ".internal")):
        return True
    try:
        return not _is_public(host)
    except ValueError:
        return False


def _is_public(number: str) -> bool:
    """Raises ValueError for what is no number."""
    address = ipaddress.ip_address(number.strip("[]").split("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address.sixtofour or _behind_nat64(address) or address
    return address.is_global and not address.is_multicast


def _behind_nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(address.packed[-4:]) if address in _NAT64 else None


def _resolve_public(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RefusedError(f"the name {host} is not known to the network") from error
    numbers = [str(entry[4][0]) for entry in found]
    if not numbers or not all(map(_is_public, numbers)):
        raise PrivateError("it is on this machine or a private network: read it with --allow-private")
    return min(numbers, key=lambda number: ":" in number)  # many machines have no way out over IPv6
