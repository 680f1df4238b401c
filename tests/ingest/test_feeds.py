"""Feeds of every kind, well-formed or not: entries, addresses, intervals."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.ingest import ReadConfig
from tellings.ingest.feeds import Feed, NoFeedError, name_address, parse_feed
from tellings.ingest.received import Received
from tellings.records import Capture

HOME = "https://courier.example/news/feed.xml"
CONFIG = ReadConfig()


def parse(content: str | bytes, *, entries_only: bool = False, declared: str | None = None) -> Feed:
    raw = content.encode() if isinstance(content, str) else content
    return parse_feed(Received(HOME, raw, declared), CONFIG, entries_only=entries_only)


def addresses(content: str | bytes) -> list[str | None]:
    return [entry.address for entry in parse(content).entries]


def item(inside: str) -> str:
    return f"<rss><channel><title>Courier</title><item>{inside}</item></channel></rss>"


@pytest.mark.parametrize(
    ("inside", "address"),
    [
        ("<link>https://a.example/1</link>", "https://a.example/1"),
        ("<link>\n  https://a.example/1 \n</link>", "https://a.example/1"),
        ("<link><![CDATA[https://a.example/1?x=1&y=2]]></link>", "https://a.example/1?x=1&y=2"),
        ("<link>https://a.example/1?x=1&y=2</link>", "https://a.example/1?x=1&y=2"),
        ("<link>/1</link>", "https://courier.example/1"),
        ("<link>2.html#part</link>", "https://courier.example/news/2.html"),
        ("<link>//b.example/1</link>", "https://b.example/1"),
        ("<guid>https://a.example/3</guid>", "https://a.example/3"),
        ("<guid isPermaLink='false'>https://a.example/3</guid>", None),
        ("<guid>17</guid>", None),
        ("<link>ftp://a.example/1</link>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>file:///etc/passwd</link>", None),
        ("<link>http://[bad/1</link>", None),
        ("<link>https://a.example/" + "a" * 3000 + "</link>", None),
        ("<link xml:base='https://c.example/x/'>y</link>", "https://courier.example/news/y"),
        (
            "<x:link xmlns:x='http://www.w3.org/2005/Atom' rel='self' href='/self'/><link>/1</link>",
            "https://courier.example/1",
        ),
        (
            "<link>https://proxy.example/1</link><f:origLink xmlns:f='urn:f'>https://a.example/1</f:origLink>",
            "https://a.example/1",
        ),
    ],
)
def test_the_address_of_an_rss_entry(inside: str, address: str | None) -> None:
    feed = parse(item(inside))
    if address is None:
        assert (feed.entries, feed.left_out) == ((), 1)
    else:
        assert [entry.address for entry in feed.entries] == [address]


def test_names_of_letters_that_xml_does_not_know() -> None:
    (entry,) = parse(
        item("<title>Caf&eacute; &amp; ferry &nbsp;&#8211; R&D <![CDATA[&eacute;]]></title><link>/1</link>")
    ).entries
    assert dict(entry.hints)["title"] == "Café & ferry \xa0– R&D &eacute;"


def test_atom_with_bases_and_alternates() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/one/"><title>Menengai</title>
    <entry xml:base="two/"><title>A</title><link rel="edit" href="edit"/><link href="a.json" type="application/json"/>
    <link rel="alternate" type="text/html" href="a.html"/><updated>2026-11-22T08:00:00Z</updated></entry>
    <entry><id>https://b.example/by-id</id><published>2026-11-21T08:00:00Z</published></entry></feed>"""
    feed = parse(atom)
    assert feed.title == "Menengai"
    assert [entry.address for entry in feed.entries] == ["https://b.example/one/two/a.html", "https://b.example/by-id"]
    assert feed.entries[0].stamp == "2026-11-22T08:00:00Z"
    assert dict(feed.entries[1].hints)["published"] == "2026-11-21T08:00:00Z"


def test_rdf_keeps_its_entries_beside_the_channel() -> None:
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>C</title><sy:updatePeriod>daily</sy:updatePeriod>
    <sy:updateFrequency>4</sy:updateFrequency></channel><item><link>/1</link></item></rdf:RDF>"""
    feed = parse(rdf)
    assert ([entry.address for entry in feed.entries], feed.intervals) == (["https://courier.example/1"], (21_600.0,))


@pytest.mark.parametrize(
    ("inside", "intervals"),
    [
        ("<ttl>60</ttl>", (3600.0,)), ("<ttl>often</ttl>", ()), ("<ttl>-5</ttl>", ()),
        ("<updatePeriod>hourly</updatePeriod>", (3600.0,)),
        ("<updatePeriod>hourly</updatePeriod><updateFrequency>0</updateFrequency>", (3600.0,)),
        ("<updatePeriod>sometimes</updatePeriod>", ()), ("", ()),
    ],
)  # fmt: skip
def test_intervals_that_a_feed_names(inside: str, intervals: tuple[float, ...]) -> None:
    assert parse(f"<rss><channel>{inside}<item><link>/1</link></item></channel></rss>").intervals == intervals


def test_json_feeds() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "Courier",
        "items": [
            {"id": "1", "url": "/a", "title": "A", "date_published": "2026-11-22", "content_text": "The ferry sank."},
            {"id": "https://courier.example/b"}, {"id": "3", "external_url": "https://x.example/c"}, {"id": 4}, "no",
        ],
    }  # fmt: skip
    found = parse(json.dumps(feed))
    assert [entry.address for entry in found.entries] == [
        "https://courier.example/a", "https://courier.example/b", "https://x.example/c",
    ]  # fmt: skip
    assert found.left_out == 2
    only = parse(json.dumps(feed), entries_only=True)
    capture = only.entries[0].capture
    assert isinstance(capture, Capture)
    assert (capture.content, capture.origin) == (b"The ferry sank.", "https://courier.example/a")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-2", "windows-1251"])
def test_encodings_rightly_and_wrongly_declared(encoding: str) -> None:
    title = "Паром Норхольм" if encoding == "windows-1251" else "Žofie a přívoz"
    text = f"<?xml version='1.0' encoding='{encoding}'?><rss><channel><item><title>{title}</title><link>/1</link>"
    text += "</item></channel></rss>"
    assert dict(parse(text.encode(encoding)).entries[0].hints)["title"] == title
    wrong = text.replace(f"encoding='{encoding}'", "encoding='us-ascii'")
    assert dict(parse(wrong.encode("utf-8")).entries[0].hints)["title"] == title


def test_entries_without_an_address_are_known_by_their_id_or_their_words() -> None:
    text = "<rss><channel>" + "".join(
        f"<item>{guid}<title>T{n}</title><description>The ferry sank in part {n}.</description></item>"
        for n, guid in enumerate(("<guid isPermaLink='false'>17</guid>", ""))
    )
    origins = [getattr(entry.capture, "origin", "") for entry in parse(text, entries_only=True).entries]
    assert origins[0] == f"{HOME}#17"
    assert origins[1].startswith(f"{HOME}#")
    assert origins == [getattr(entry.capture, "origin", "") for entry in parse(text, entries_only=True).entries]


def test_a_date_that_all_entries_share_is_none() -> None:
    entries = "".join(f"<item><link>/{n}</link><pubDate>today</pubDate></item>" for n in range(3))
    assert all(not entry.stamp and not entry.hints for entry in parse(f"<rss><channel>{entries}").entries)


def test_xml_that_breaks_off_gives_what_came_before() -> None:
    assert addresses("<rss><channel><item><link>/1</link></item><item><link>/2</lin") == [
        "https://courier.example/1", "https://courier.example/2",
    ]  # fmt: skip


def test_a_page_that_names_its_feeds() -> None:
    page = '<!doctype html><html><head><link rel=alternate type="application/rss+xml" href="/rss"></head></html>'
    with pytest.raises(NoFeedError, match=r"it names https://courier\.example/rss: give that"):
        parse(page)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("https://A.example/x?utm_source=rss&id=1", "https://a.example/x?id=1"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/x#top", "https://a.example/x"),
    ],
)
def test_one_article_has_one_name(left: str, right: str) -> None:
    assert name_address(left) == name_address(right)


@settings(max_examples=40)
@given(st.binary(max_size=400))
def test_anything_is_a_feed_or_none(content: bytes) -> None:
    for head in (b"", b"<rss><channel><item><link>", b"<feed><entry>", b'{"version":"https://jsonfeed.org/version/1",'):
        for entries_only in (False, True):
            try:
                feed = parse(head + content, entries_only=entries_only)
            except NoFeedError:
                continue
            assert all(entry.address or entry.capture for entry in feed.entries)
