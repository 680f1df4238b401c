"""Feeds in, a capture for each entry out, whatever their letters."""

import pytest

from tellings.ingest.config import ReadConfig
from tellings.ingest.feed_xml import read_feed
from tellings.ingest.received import Received
from tellings.records import Capture

FEED = "<rss><channel><item><title>Ferry</title><description>The ferry {} sails.</description></item></channel></rss>"


def read(content: bytes) -> list[str]:
    pieces = read_feed(Received("feed.rss", content), ReadConfig())
    return [piece.content.decode() for piece in pieces if isinstance(piece, Capture)]


@pytest.mark.parametrize("half", ["&#xD800;", "&#55357;", "&#x00000dFfF;", "&#057343;"])
def test_half_a_character_costs_itself(half: str) -> None:
    assert read(FEED.format(half).encode()) == ["The ferry \ufffd sails."]


def test_other_references_stay() -> None:
    assert read(FEED.format("&#xe9;&#233;&#x1F6A2;").encode()) == ["The ferry éé🚢 sails."]


@pytest.mark.parametrize("encoding", ["utf-16", "ascii", "x-nonsense"])
def test_a_wrongly_declared_encoding_costs_nothing(encoding: str) -> None:
    content = f"<?xml version='1.0' encoding='{encoding}'?>" + FEED.format("Åse")
    assert read(content.encode()) == ["The ferry Åse sails."]


@pytest.mark.parametrize("name", ["content:encoded", ":encoded", "a:b:description"])
def test_names_with_odd_prefixes_are_read(name: str) -> None:
    feed = f"<rss><item><{name}>The ferry sails.</{name}></item></rss>"
    assert read(feed.encode()) == ["The ferry sails."]
