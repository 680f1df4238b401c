"""An http(s) address in, its bytes out: bounded in size, time and redirects, and kept off private networks."""

import ipaddress
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx

from tellings.errors import PathError
from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_drop, show_size
from tellings.records import Drop

_AGENT = "tellings (reads news pages on request)"
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
        raise PathError(f"{address!r} is no address: {error}") from error
    if not host:
        raise PathError(f"{address!r} names no host: give an address such as https://host/page")
    if not config.allow_private and _names_private_host(host):
        raise PathError(f"{address!r} is on this machine or a private network: read it with --allow-private")


def read_address(address: str, config: ReadConfig) -> Received | Drop:
    """The page at the address, or why it was not read."""
    deadline = time.monotonic() + config.timeout
    limits = httpx.Timeout(config.timeout)
    try:
        with httpx.Client(timeout=limits, follow_redirects=False, headers={"user-agent": _AGENT}) as client:
            return _follow(client, address, deadline, config)
    except _RefusedError as refused:
        return make_drop(address, str(refused))
    except httpx.TimeoutException:
        return make_drop(address, f"it did not answer within {config.timeout:g} seconds")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return make_drop(address, f"it cannot be fetched: {error or type(error).__name__}")


def _follow(client: httpx.Client, address: str, deadline: float, config: ReadConfig) -> Received:
    here = address
    for _ in range(config.max_redirects + 1):
        if not is_address(here):
            raise _RefusedError(f"it leads to {here!r}, which is no http(s) address")
        with _ask(client, here, config) as response:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                here = str(httpx.URL(here).join(response.headers["location"]))
                continue
            if response.status_code != httpx.codes.OK:
                raise _RefusedError(f"the server answered {response.status_code} {response.reason_phrase}")
            content = _read_body(response, deadline, config)
            declared = response.headers.get("content-type")
        fetched = datetime.now(UTC).isoformat(timespec="seconds")
        hints = (("url", here),) + ((("content_type", declared),) if declared else ())
        return Received(address, content, declared, fetched, hints)
    raise _RefusedError(f"it redirects more than {config.max_redirects} times")


@contextmanager
def _ask(client: httpx.Client, address: str, config: ReadConfig) -> Iterator[httpx.Response]:
    """Ask for the address at the very number that was checked, so that a name cannot change in between."""
    url = httpx.URL(address)
    headers, extensions = {}, {}
    if not config.allow_private:
        number = _resolve_public(url.host, url.port or (443 if url.scheme == "https" else 80))
        headers = {"host": urlsplit(address).netloc.rpartition("@")[2]}
        extensions = {"sni_hostname": url.host}
        url = url.copy_with(host=number)
    with client.stream("GET", url, headers=headers, extensions=extensions) as response:
        yield response


def _read_body(response: httpx.Response, deadline: float, config: ReadConfig) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > config.max_bytes:
            raise _RefusedError(f"it is larger than {show_size(config.max_bytes)}, the limit")
        if time.monotonic() > deadline:
            raise _RefusedError(f"it took longer than {config.timeout:g} seconds")
    return bytes(body)


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
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    return address.is_global and not address.is_multicast


def _resolve_public(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _RefusedError(f"the name {host} is not known to the network") from error
    numbers = [str(entry[4][0]) for entry in found]
    if not numbers or not all(map(_is_public, numbers)):
        raise _RefusedError("it is on this machine or a private network: read it with --allow-private")
    return numbers[0]
