"""Lists of feeds in: OPML, plain text, a folder of these, or the address of one feed; the addresses out, each once."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from lxml import etree

from tellings.errors import CallError, PathError
from tellings.ingest.from_addresses import hide_login, is_address
from tellings.ingest.lanes import find_host
from tellings.ingest.received import why_unreadable
from tellings.text.decoding import decode
from tellings.text.plain import show_plain

_MOST_BYTES = 20 * 1024 * 1024
_MOST_FEEDS = 100_000
_ENDINGS = (".opml", ".xml", ".txt", ".list", ".urls")
_MARKUP = re.compile(r"\s*<(?:\?xml|opml|!--|!DOCTYPE\s+opml)", re.I)
_BEFORE = re.compile(r"^feed:(?://)?(?=https?:)", re.I)  # feed:https://…, as some programmes write them
_ALONE = re.compile(r"^feed://(?!https?:)", re.I)


@dataclass(frozen=True, slots=True)
class FeedList:
    """The feeds, in the order of the list; slips: what stands in it that is no address, and where, for a person."""

    addresses: tuple[str, ...]
    slips: tuple[str, ...] = ()


def read_feed_list(inputs: Sequence[str]) -> FeedList:
    """All feeds of all inputs. Raises PathError for what cannot be read, CallError where there is no feed in it."""
    if isinstance(inputs, str):
        raise CallError(f"feeds={inputs!r} is one string: give a list of files, folders or addresses")
    found: dict[str, None] = {}
    slips: list[str] = []
    for named, wording in _read_wordings(inputs):
        address = _BEFORE.sub("", _ALONE.sub("http://", wording))
        if why := _why_wrong(address):
            slips.append(f"{named}: {show_plain(hide_login(wording))[:200]!r} {why}")
        elif len(found) < _MOST_FEEDS:
            found.setdefault(address.partition("#")[0])
    if not found:
        first = f" ({slips[0]})" if slips else ""
        raise CallError(f"no feed in {', '.join(inputs) or 'nothing'}{first}: give a list of addresses, or OPML")
    return FeedList(tuple(found), tuple(slips))


def find_files(inputs: Sequence[str]) -> list[Path]:
    """The files that the lists are read from, as they are now."""
    return [file for entry in inputs if not is_address(entry) for file in _find_files(Path(entry))]


def parse_opml(content: bytes) -> list[str]:
    """The address of every feed in the outline, at whatever depth. Raises ValueError for what is no OPML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False, encoding="utf-8"
    )
    text = decode(content) or ""
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is damaged: {error}") from error
    if root is None or not any(str(node.tag).lower() == "outline" for node in root.iter()):
        raise ValueError("it is XML without an outline of feeds")
    addresses = []
    for node in root.iter():
        kept = {str(name).lower(): str(value) for name, value in node.attrib.items()}
        if str(node.tag).lower() == "outline" and kept.get("xmlurl", "").strip():
            addresses.append(kept["xmlurl"].strip())
    return addresses


def parse_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, without comments: what follows a # at the start of a line or after a space."""
    for number, line in enumerate(text.splitlines(), 1):
        if wording := re.sub(r"(?:^|\s)#.*", "", line).strip():
            yield number, wording


def _read_wordings(inputs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What stands for a feed, with where it stands."""
    for entry in inputs:
        if is_address(entry):
            yield "given", entry
            continue
        for file in _find_files(Path(entry)):
            yield from _read_file(file)


def _find_files(place: Path) -> list[Path]:
    try:
        if place.is_dir():
            files = sorted(place.rglob("*"))
            return [file for file in files if file.suffix.lower() in _ENDINGS and not file.name.startswith(".")]
        if not place.exists():
            raise PathError(f"{str(place)!r} does not exist: give a file of addresses, OPML, a folder or an address")
    except (OSError, ValueError) as error:
        raise PathError(f"{str(place)!r} cannot be read: give a file of addresses, OPML or a folder") from error
    return [place]


def _read_file(file: Path) -> Iterator[tuple[str, str]]:
    try:
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES + 1)
    except OSError as error:
        raise PathError(f"{str(file)!r}: {why_unreadable(error)}") from error
    if len(content) > _MOST_BYTES:
        raise PathError(f"{str(file)!r} is larger than 20 MB, too large for a list of feeds")
    text = decode(content) or ""
    if _MARKUP.match(text):
        try:
            for address in parse_opml(content):
                yield file.name, address
        except ValueError as error:
            raise PathError(f"{str(file)!r} is no list of feeds: {show_plain(str(error))[:200]}") from error
        return
    for number, wording in parse_lines(text):
        yield f"{file.name}, line {number}", wording


def _why_wrong(address: str) -> str:
    if not is_address(address):
        return "is no http(s) address"
    try:
        host = httpx.URL(address).host and find_host(address)
    except (httpx.InvalidURL, ValueError):
        return "is no address"
    return "" if host else "names no host"
