"""An http(s) address in, its bytes out: bounded in size, time and redirects, and kept off private networks."""

import ipaddress
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
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


class _RefusedError(Exception):
    """The address is not read; the message says why, for a person."""


def is_address(entry: str) -> bool:
    """Whether the input is an http(s) address rather than a path."""
    return entry.lower().startswith(("http://", "https://"))


def check_address(address: str, config: ReadConfig) -> None:
    """Raise PathError for an address that can be told to be wrong or private without asking the network."""
    try:
        host = httpx.URL(address).host
    except (httpx.InvalidURL, ValueError) as error:
        raise PathError(f"{_hide_login(address)!r} is no address: {error}") from error
    if not host:
        raise PathError(f"{_hide_login(address)!r} names no host: give an address such as https://host/page")
    if not config.allow_private and _names_private_host(host):
        raise PathError(
            f"{_hide_login(address)!r} is on this machine or a private network: read it with --allow-private"
        )


def read_address(address: str, config: ReadConfig) -> Received | Drop:
    """The page at the address, or why it was not read. A password in the address goes to its host and nowhere else."""
    shown = _hide_login(address)
    late = f"it did not answer in full within {config.timeout:g} seconds"
    with _Watch(config.timeout) as watch:
        try:
            # Packing is undone by us, as httpx would undo it without a bound.
            headers = {"user-agent": _AGENT, "accept-encoding": "gzip, deflate"}
            with httpx.Client(follow_redirects=False, headers=headers) as client:
                return _follow(client, address, watch, config)
        except (_RefusedError, DamagedError) as refused:
            return make_drop(shown, str(refused))
        except httpx.TimeoutException:
            return make_drop(shown, late)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, ValueError) as error:
            reason = late if watch.left() <= 0 else f"it cannot be fetched: {error or type(error).__name__}"
            return make_drop(shown, reason)


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


def _follow(client: httpx.Client, address: str, watch: _Watch, config: ReadConfig) -> Received:
    here = address
    for _ in range(config.max_redirects + 1):
        if not is_address(here):
            raise _RefusedError(f"it leads to {_hide_login(here)!r}, which is no http(s) address")
        with _ask(client, here, watch, config) as response:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                here = str(httpx.URL(here).join(response.headers["location"]))
                continue
            if response.status_code not in (200, 203):
                raise _RefusedError(f"the server answered {response.status_code} {response.reason_phrase}".rstrip())
            content = _read_body(response, config)
            if watch.left() <= 0:  # shut by the watch, which may look like the end of the page
                raise httpx.ReadTimeout("late")
            declared = response.headers.get("content-type")
        fetched = datetime.now(UTC).isoformat(timespec="seconds")
        hints = (("url", _hide_login(here)),) + ((("content_type", declared),) if declared else ())
        return Received(_hide_login(address), content, declared, fetched, hints)
    raise _RefusedError(f"it redirects more than {config.max_redirects} times")


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


def _read_body(response: httpx.Response, config: ReadConfig) -> bytes:
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > config.max_bytes:
            raise _RefusedError(why_too_large(config.max_bytes))
    return unpack_body(bytes(body), response.headers.get("content-encoding", ""), config.max_bytes)


def _hide_login(address: str) -> str:
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
        raise _RefusedError(f"the name {host} is not known to the network") from error
    numbers = [str(entry[4][0]) for entry in found]
    if not numbers or not all(map(_is_public, numbers)):
        raise _RefusedError("it is on this machine or a private network: read it with --allow-private")
    return min(numbers, key=lambda number: ":" in number)  # many machines have no way out over IPv6
