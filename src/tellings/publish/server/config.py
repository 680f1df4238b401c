"""What a call of the server says in, bounds checked, out: where it listens, who may come in, how much it takes."""

import ipaddress
from dataclasses import dataclass

from tellings.errors import CallError

SHORTEST_TOKEN = 16  # characters
MOST_BODY = 16 * 1024  # bytes of a form
MOST_ADDRESS = 4 * 1024  # bytes of a path with its question
SECONDS = 20.0  # that an answer may take
QUESTION_SECONDS = 10.0  # that the store may be asked for one answer
PAST_WAIT = 0.75  # of the seconds of an answer, that who looks back is kept waiting for a past that is being told
PAST_SECONDS = 600.0  # in which a past must be told
JUDGING_SECONDS = 600.0  # the same where stories are told anew
BUSY_SECONDS = 5.0  # that a judgement waits for another process to be done with writing the store
BODY_SECONDS = 10.0  # in which a form must have arrived
PER_PAGE = 50
MOST_OFFSET = 100_000  # rows that may lie before the page that is asked for
MOST_LETTERS = 200  # of one value that is asked by
MOST_WORDS = 16  # in one search


@dataclass(frozen=True, slots=True)
class ServeConfig:
    """host, port: where to listen. token: what a visitor must know, "" for nobody but this machine. names: host names,
    beside those of the machine itself, that visitors reach the server by."""

    host: str = "127.0.0.1"
    port: int = 8765
    token: str = ""
    names: tuple[str, ...] = ()


def check_config(config: ServeConfig) -> ServeConfig:
    """The same. Raises CallError for what cannot be, or would open the store to whoever comes."""
    if not 0 <= config.port <= 65535:
        raise CallError(f"--port {config.port}: a port is 0 to 65535 (0: any that is free)")
    if not config.token:
        if not is_loopback(config.host):
            raise CallError(
                f"--host {config.host} can be reached from other machines: add --token, and give the token to those "
                "who may read; or leave --host out, and only this machine can"
            )
        return config
    if len(config.token) < SHORTEST_TOKEN:
        raise CallError(f"--token is too short to be safe: {SHORTEST_TOKEN} characters at least")
    if not all("!" <= letter <= "~" for letter in config.token):
        raise CallError("--token holds spaces or letters that a header cannot carry: use letters, digits and signs")
    return config


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def knows_host(config: ServeConfig, header: str) -> bool:
    """Whether a request's Host header names this server. A page of elsewhere whose name was made to lead here names its
    own host: names are taken only where they are listed; bare addresses, which no such page can have, where other
    machines may come in."""
    host = cut_port(header)
    if host in {"localhost", config.host.lower(), *(name.lower() for name in config.names)}:
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or not is_loopback(config.host)


def cut_port(header: str) -> str:
    """The host of a Host header, without port and brackets, in small letters."""
    header = header.strip().lower()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.rsplit(":", 1)[0] if header.count(":") == 1 else header
