"""Rounds of feeds, asked of a server on this machine that behaves as badly as servers do."""

import gzip
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tellings.front.rounds import Round, Taken
from tellings.front.tidings import ArticleTold, FeedTold, Told
from tellings.ingest import ReadConfig
from tellings.ingest.politeness import DAY, HOUR, Manners
from tellings.records import Capture, Drop
from tellings.store.watched import Watched
from tests.front.feed_server import FakeClock, FeedServer, Handler, answer, conditional, move, page, rss, serve

CONFIG = ReadConfig(allow_private=True, timeout=5, max_bytes=100_000)
MANNERS = Manners()


@pytest.fixture
def server() -> Iterator[FeedServer]:
    yield from serve()


class Watching:
    """Rounds over one state, articles noted as taken as a store would."""

    def __init__(self, folder: Path, *feeds: str, manners: Manners = MANNERS, config: ReadConfig = CONFIG) -> None:
        self.folder, self.feeds, self.manners, self.config = folder, list(feeds), manners, config
        self.clock = FakeClock()
        self.entries_only = False
        self.round: Round

    def run(self, *, later: float = 0.0) -> tuple[list[FeedTold], list[ArticleTold], list[Taken]]:
        self.clock.time += later
        feeds: list[FeedTold] = []
        articles: list[ArticleTold] = []
        taken: list[Taken] = []

        def tell(told: Told) -> None:
            if isinstance(told, FeedTold):
                feeds.append(told)
            elif isinstance(told, ArticleTold):
                articles.append(told)

        with Watched(self.folder) as state:
            self.round = Round(
                state, self.manners, self.config, clock=self.clock, stop=threading.Event(), chance=lambda: 0.5,
                tell=tell, entries_only=self.entries_only,
            )  # fmt: skip
            for each in self.round.run(self.feeds):
                taken.append(each)
                with state.batch():
                    state.put_articles([each.row])
        return feeds, articles, taken

    def feed(self, *, later: float = 0.0) -> FeedTold:
        (told,) = self.run(later=later)[0]
        return told

    def waiting(self) -> int:
        with Watched(self.folder) as state:
            state.listen(self.feeds)
            return state.count_waiting()


def origins(taken: list[Taken]) -> list[str]:
    return [record.origin for each in taken for record in each.records if isinstance(record, Capture)]


def test_articles_of_a_feed_are_taken_once(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = conditional(rss("/a", "b?utm_source=rss", f"{server.base}/b", "/a#top"), '"v1"')
    server.pages["/a"] = server.pages["/b?utm_source=rss"] = answer(page())
    watching = Watching(tmp_path, f"{server.base}/feed")
    feeds, articles, taken = watching.run()
    assert [(told.status, told.entries, told.new) for told in feeds] == [("new", 2, 2)]
    assert origins(taken) == [f"{server.base}/a", f"{server.base}/b?utm_source=rss"]
    assert not articles
    (capture,) = taken[0].records
    assert isinstance(capture, Capture)
    assert (capture.media_type, capture.content) == ("text/html", page().encode())
    assert capture.fetched
    assert dict(capture.hints)["title"] == "The ferry, part 0"
    again = watching.feed(later=HOUR)
    assert (again.status, again.new) == ("unchanged", 0)
    assert server.asked[-1][1]["if-none-match"] == '"v1"'
    assert server.paths() == ["/feed", "/a", "/b?utm_source=rss", "/feed"]


def test_a_feed_is_left_alone_until_it_is_due(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = answer(rss(extra="<ttl>120</ttl>"))
    watching = Watching(tmp_path, f"{server.base}/feed")
    assert watching.feed().next == watching.clock.now() + 2 * HOUR
    assert watching.run(later=HOUR)[0] == []
    assert watching.feed(later=HOUR).status == "unchanged"


def test_cache_control_is_an_interval_within_bounds(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = answer(rss(), cache_control="max-age=7200")
    server.pages["/year"] = answer(rss(), cache_control="public, max-age=31536000")
    server.pages["/zero"] = answer(rss(), cache_control="max-age=0")
    watching = Watching(tmp_path, *(f"{server.base}/{name}" for name in ("feed", "year", "zero")))
    began = watching.clock.now()
    told = {told.feed.rpartition("/")[2]: told.next - began for told in watching.run()[0]}
    assert told["feed"] == pytest.approx(2 * HOUR, abs=30)
    assert told["year"] == pytest.approx(MANNERS.latest, abs=30)
    assert told["zero"] == pytest.approx(MANNERS.every, abs=30)


def test_an_etag_that_changes_every_time_does_not_make_a_feed_new(server: FeedServer, tmp_path: Path) -> None:
    number = iter(range(9))
    server.pages["/feed"] = lambda handler: answer(rss("/a"), etag=f'"{next(number)}"')(handler)
    server.pages["/a"] = answer(page())
    watching = Watching(tmp_path, f"{server.base}/feed")
    assert [watching.feed(later=DAY).status for _ in range(3)] == ["new", "unchanged", "unchanged"]
    assert server.paths().count("/a") == 1


def slow_drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "10000")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        time.sleep(0.05)


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"<item>" * 10_000)


def reset(handler: Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.wfile.close()
    handler.rfile.close()
    handler.connection.close()


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ferry ferry ferry ferry ferry">""" + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(9)
)


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (answer(b"oh", 500), "the server answered 500"),
        (answer(b"gone", 410), "the server answered 410"),
        (answer(b""), "it is empty"),
        (answer("The harbour is closed today."), "it is no feed"),
        (answer(page()), "it is a page, no feed, and it names none"),
        (answer(b"\x89PNG\r\n\x1a\n" + bytes(90)), "no feed"),
        (answer('{"articles": []}'), "it is JSON, but no JSON Feed"),
        (answer('{"version": "https://jsonfeed.org/version/1", "items": ['), "damaged"),
        (answer("[" * 60_000), "nested too deeply"),
        (answer("<rss><channel>", content_length="500", connection="close"), "peer closed connection"),
        (answer(gzip.compress(bytes(30_000_000)), content_encoding="gzip"), "unpacks to more than 97.7 kB"),
        (answer(b"\x1f\x8b\x08 no gzip", content_encoding="gzip"), "packing of its body is damaged"),
        (endless, "larger than 97.7 kB"),
        (reset, "it cannot be fetched"),
        (move("/feed"), "redirects more than 5 times"),
        (move("file:///etc/hostname"), "which is no http(s) address"),
        (move("ftp://127.0.0.1/feed"), "which is no http(s) address"),
        (move(""), "redirects more than 5 times"),
        (lambda handler: handler.wfile.write(b"220 mail ready\r\n\r\n"), "it cannot be fetched"),
    ],
)  # fmt: skip
def test_a_feed_that_fails_is_told_with_the_reason_and_tried_later(
    server: FeedServer, tmp_path: Path, behaviour: object, reason: str
) -> None:
    server.pages["/feed"] = behaviour  # type: ignore[assignment]
    server.pages["/well"] = answer(rss("/a"))
    server.pages["/a"] = answer(page())
    watching = Watching(tmp_path, f"{server.base}/feed", f"{server.base}/well")
    began = watching.clock.now()
    feeds, _, taken = watching.run()
    told = next(told for told in feeds if told.feed.endswith("/feed"))
    assert told.status == "failed"
    assert reason in told.reason
    assert told.next - began == pytest.approx(MANNERS.every, abs=60)
    assert origins(taken) == [f"{server.base}/a"]


def test_a_feed_that_drips_is_given_up(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = slow_drip
    watching = Watching(tmp_path, f"{server.base}/feed", config=replace(CONFIG, timeout=0.3))
    told = watching.feed()
    assert (told.status, told.reason) == ("failed", "it did not answer in full within 0.3 seconds")


def test_nobody_listens_and_nobody_speaks_tls(server: FeedServer, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}/feed"
        plain = server.base.replace("http:", "https:") + "/feed"
        feeds, _, _ = Watching(tmp_path, closed, plain).run()
    assert [told.status for told in feeds] == ["failed", "failed"]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_that_nobody_vouches_for(server: FeedServer, tmp_path: Path) -> None:
    made = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout key.pem -out cert.pem".split()
    subprocess.run(["openssl", *made], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.pages["/feed"] = answer(rss())
    told = Watching(tmp_path, server.base.replace("http:", "https:") + "/feed").feed()
    assert (told.status, server.asked) == ("failed", [])


def test_an_xml_bomb_costs_nothing(server: FeedServer, tmp_path: Path) -> None:
    bomb = BOMB + "]><rss><channel><title>&j;</title><item><title>&j;</title><link>/a</link></item></channel></rss>"
    server.pages["/feed"] = answer(bomb)
    begun = time.process_time()
    told = Watching(tmp_path, f"{server.base}/feed").feed()
    assert (told.status, told.reason) == ("failed", "it is damaged: its entries cannot be read")
    assert time.process_time() - begun < 2


def test_failures_wait_longer_each_time_and_one_answer_ends_it(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = answer(b"", 500)
    watching = Watching(tmp_path, f"{server.base}/feed")
    waits = []
    for _ in range(8):
        told = watching.feed(later=DAY)
        waits.append(round((told.next - watching.clock.now()) / HOUR, 1))
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 24.0, 24.0]
    server.pages["/feed"] = answer(rss())
    assert watching.feed(later=DAY).next == watching.clock.now() + MANNERS.every


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_holds_the_whole_site(server: FeedServer, tmp_path: Path, status: int) -> None:
    server.pages["/feed"] = answer(rss("/a"))
    server.pages["/other"] = answer(rss("/b"))
    server.pages["/a"] = answer(b"", status, retry_after="7200")
    server.pages["/b"] = answer(page())
    watching = Watching(tmp_path, f"{server.base}/feed", f"{server.base}/other")
    watching.run()
    assert sorted(server.paths()) == ["/a", "/feed", "/other"]
    feeds, _, _ = watching.run(later=HOUR)
    assert [told.status for told in feeds] == ["failed", "failed"]
    assert "wants to be left alone" in feeds[0].reason
    assert len(server.paths()) == 3
    server.pages["/a"] = answer(page())
    _, _, taken = watching.run(later=HOUR + 60)
    assert sorted(origins(taken)) == [f"{server.base}/a", f"{server.base}/b"]


def test_retry_after_as_a_date_and_as_nonsense(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = answer(b"", 429, retry_after="Fri, 15 Jan 2027 12:00:00 GMT")
    watching = Watching(tmp_path, f"{server.base}/feed")
    assert watching.feed().next == 1_800_014_400  # four hours on
    server.pages["/feed"] = answer(b"", 429, retry_after="soon")
    told = watching.feed(later=5 * HOUR)
    assert told.next - watching.clock.now() == pytest.approx(2 * MANNERS.every)
    server.pages["/feed"] = answer(b"", 429, retry_after="99999999999")
    assert watching.feed(later=DAY).next - watching.clock.now() == pytest.approx(7 * DAY)


def test_a_feed_that_moved_for_good_is_asked_where_it_is(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/old"] = move("/older", 301)
    server.pages["/older"] = move("/new", 308)
    server.pages["/new"] = answer(rss("a"))
    server.pages["/a"] = answer(page())
    watching = Watching(tmp_path, f"{server.base}/old")
    assert watching.feed().moved == f"{server.base}/new"
    watching.feed(later=DAY)
    assert server.paths() == ["/old", "/older", "/new", "/a", "/new"]


def test_a_feed_that_is_elsewhere_for_now_is_asked_where_it_was(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/old"] = move("/for-now", 302)
    server.pages["/for-now"] = move("/new", 301)
    server.pages["/new"] = answer(rss())
    watching = Watching(tmp_path, f"{server.base}/old")
    assert watching.feed().moved == ""
    watching.feed(later=DAY)
    assert server.paths() == ["/old", "/for-now", "/new"] * 2


def test_a_feed_that_moved_to_nowhere_is_looked_for_where_it_was(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/old"] = move("/new", 301)
    server.pages["/new"] = answer(rss())
    watching = Watching(tmp_path, f"{server.base}/old")
    watching.feed()
    del server.pages["/new"]
    server.pages["/old"] = answer(rss("/a"))
    server.pages["/a"] = answer(page())
    statuses = [watching.feed(later=DAY).status for _ in range(4)]
    assert statuses == ["failed", "failed", "failed", "new"]


def test_private_addresses_are_refused_unless_told_otherwise(server: FeedServer, tmp_path: Path) -> None:
    feeds, _, _ = Watching(tmp_path, f"{server.base}/feed", config=ReadConfig()).run()
    assert (feeds[0].status, server.asked) == ("failed", [])
    assert "private network" in feeds[0].reason


def test_a_public_feed_leads_nowhere_inside(
    server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The feed is taken for a public one; what it names and where it leads is looked at as any address."""
    plain = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *args, **fields: plain("127.0.0.1" if host == "courier.example" else host, *args, **fields),
    )
    monkeypatch.setattr("tellings.ingest.from_addresses._is_public", lambda number: number == "127.0.0.1")
    port = server.base.rpartition(":")[2]
    server.pages["/feed"] = answer(rss("http://10.0.0.8/a", "http://[::1]/b", "http://localhost/c", "http://intern/d"))
    server.pages["/moved"] = move("http://169.254.169.254/latest")
    monkeypatch.setattr("tellings.ingest.from_addresses._names_private_host", lambda host: host in ("10.0.0.8", "::1"))
    base = f"http://courier.example:{port}"
    watching = Watching(tmp_path, f"{base}/feed", f"{base}/moved", config=replace(CONFIG, allow_private=False))
    feeds, articles, taken = watching.run()
    assert {told.feed[len(base) :]: told.status for told in feeds} == {"/feed": "new", "/moved": "failed"}
    assert not origins(taken)
    assert {told.address for told in articles} >= {"http://10.0.0.8/a", "http://[::1]/b"}
    assert all("private network" in told.reason for told in articles if "10.0" in told.address or "::" in told.address)
    assert server.paths() == ["/feed", "/moved"]


def test_robots_that_forbid(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /closed\n\nUser-agent: tellings\nDisallow: /*/no$\n")
    server.pages["/feed"] = answer(rss("/closed", "/story/no", "/story/yes"))
    server.pages["/closed"] = server.pages["/story/yes"] = answer(page())
    watching = Watching(tmp_path, f"{server.base}/feed")
    _, articles, taken = watching.run()
    assert server.paths() == ["/feed", "/closed", "/story/yes"]
    assert [(told.address, told.next) for told in articles] == [(f"{server.base}/story/no", None)]
    drops = [record for each in taken for record in each.records if isinstance(record, Drop)]
    assert [drop.reason for drop in drops] == [f"{server.base}/robots.txt forbids it"]
    watching.run(later=12 * HOUR)
    assert [path for path, _ in server.asked].count("/robots.txt") == 1
    watching.run(later=13 * HOUR)
    assert [path for path, _ in server.asked].count("/robots.txt") == 2


def test_a_feed_itself_may_be_forbidden(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /\n")
    told = Watching(tmp_path, f"{server.base}/feed").feed()
    assert (told.status, server.paths()) == ("failed", [])
    assert "robots.txt forbids it" in told.reason


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_robots_that_cannot_be_found_allow(server: FeedServer, tmp_path: Path, status: int) -> None:
    server.pages["/robots.txt"] = answer(b"Disallow: /", status)
    server.pages["/feed"] = answer(rss())
    assert Watching(tmp_path, f"{server.base}/feed").feed().status == "unchanged"


@pytest.mark.parametrize("behaviour", [answer(b"", 500), answer(b"", 503), answer(b"", 429), reset])
def test_robots_that_cannot_be_had_forbid_for_a_while(server: FeedServer, tmp_path: Path, behaviour: object) -> None:
    server.pages["/robots.txt"] = behaviour  # type: ignore[assignment]
    server.pages["/feed"] = answer(rss("/a"))
    server.pages["/a"] = answer(page())
    watching = Watching(tmp_path, f"{server.base}/feed")
    told = watching.feed()
    assert (told.status, server.paths()) == ("failed", [])
    assert "robots.txt" in told.reason
    server.pages["/robots.txt"] = answer(b"", 404)
    _, _, taken = watching.run(later=2 * HOUR)
    assert origins(taken) == [f"{server.base}/a"]
    server.pages["/robots.txt"] = behaviour  # type: ignore[assignment]
    server.pages["/feed"] = answer(rss("/b"))
    server.pages["/b"] = answer(page())
    if behaviour is reset:  # what was known before goes on
        assert watching.feed(later=2 * DAY).status == "new"


def test_large_robots_are_read_to_their_bound(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /closed\n" + "# ferry\n" * 200_000)
    server.pages["/feed"] = answer(rss("/closed", "/open"))
    server.pages["/open"] = answer(page())
    _, _, taken = Watching(tmp_path, f"{server.base}/feed").run()
    assert origins(taken) == [f"{server.base}/open"]


def test_one_request_at_a_time_with_a_pause(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 20\n")
    server.pages["/feed"] = answer(rss("/a", "/b", "/c"))
    for path in ("/a", "/b", "/c"):
        server.pages[path] = answer(page(path))
    watching = Watching(tmp_path, f"{server.base}/feed")
    watching.run()
    assert server.most_flying == 1
    assert 64 <= watching.clock.slept <= 80  # 5 s after robots.txt at most, then three times 20


def test_a_host_that_fails_again_and_again_is_left_alone(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = answer(rss(*(f"/{n}" for n in range(10))))
    for n in range(10):
        server.pages[f"/{n}"] = answer(b"", 500)
    watching = Watching(tmp_path, f"{server.base}/feed")
    watching.run()
    assert len(server.paths()) == 4
    assert watching.round.counts["put off"] == 7
    assert watching.waiting() == 10


def test_an_article_is_given_up_after_some_tries(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = answer(rss("/a", "/b"))
    server.pages["/b"] = answer(b"", 403)
    watching = Watching(tmp_path, f"{server.base}/feed")
    told = [watching.run(later=DAY)[1] for _ in range(5)]
    assert [len(each) for each in told] == [2, 1, 1, 1, 0]
    assert told[3][0].next is None
    assert "4 tries" in told[3][0].reason
    assert "403" in told[0][1].reason
    assert told[0][1].next is None
    assert watching.waiting() == 0


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (answer(b"\x89PNG\r\n\x1a\n" + bytes(90)), "no page of an article"),
        (answer(b"PK\x03\x04" + bytes(90)), "no page of an article"),
        (answer(rss("/b")), "no page of an article"),
        (answer(b""), "it is empty"),
        (move("file:///etc/hostname"), "no http(s) address"),
        (move("/a"), "redirects more than 5 times"),
        (endless, "larger than"),
    ],
)
def test_what_is_no_article_is_dropped_with_the_reason(
    server: FeedServer, tmp_path: Path, behaviour: object, reason: str
) -> None:
    server.pages["/feed"] = answer(rss("/a"))
    server.pages["/a"] = behaviour  # type: ignore[assignment]
    _, _, taken = Watching(tmp_path, f"{server.base}/feed").run()
    (drop,) = (record for each in taken for record in each.records)
    assert isinstance(drop, Drop)
    assert reason in drop.reason
    assert drop.capture == f"{server.base}/a"


def test_an_article_that_its_feed_says_has_changed_is_asked_again(server: FeedServer, tmp_path: Path) -> None:
    def feed(updated: str) -> str:
        return (
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><entry><title>The ferry</title>'
            f'<link href="/a"/><updated>{updated}</updated></entry></feed>'
        )

    server.pages["/a"] = conditional(page(), '"one"')
    watching = Watching(tmp_path, f"{server.base}/feed")
    for updated in ("2026-11-22T08:00:00Z", "2026-11-22T08:00:00Z", "2026-11-22T09:00:00Z"):
        server.pages["/feed"] = answer(feed(updated))
        watching.run(later=DAY)
    assert server.paths() == ["/feed", "/a", "/feed", "/feed", "/a"]
    assert watching.round.counts["unchanged"] == 1
    server.pages["/a"] = conditional(page("Nobody was hurt"), '"two"')
    server.pages["/feed"] = answer(feed("2026-11-22T10:00:00Z"))
    _, _, taken = watching.run(later=DAY)
    assert origins(taken) == [f"{server.base}/a"]


def test_dates_that_change_with_every_look_do_not_fetch_everything_again(server: FeedServer, tmp_path: Path) -> None:
    watching = Watching(tmp_path, f"{server.base}/feed")
    for name in ("/a", "/b", "/c"):
        server.pages[name] = answer(page(name))
    for minute in range(3):
        date = f"<pubDate>Sun, 22 Nov 2026 08:0{minute}:00 GMT</pubDate>"
        server.pages["/feed"] = answer(rss("/a", "/b", "/c", body=date))
        watching.run(later=DAY)
    assert server.paths().count("/a") == 1


def test_articles_led_to_one_page_are_fetched_once(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = answer(rss("/a"))
    server.pages["/a"] = answer(page())
    watching = Watching(tmp_path, f"{server.base}/feed")
    watching.run()
    server.pages["/feed"] = answer(rss("/short/1", "/a"))
    server.pages["/short/1"] = move("/a")
    watching.run(later=DAY)
    assert server.paths() == ["/feed", "/a", "/feed", "/short/1"]
    assert watching.waiting() == 0


def test_a_long_feed_is_taken_in_portions(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = conditional(rss(*(f"/{n}" for n in range(100))), '"long"')
    for n in range(110):
        server.pages[f"/{n}"] = answer(page(str(n)))
    watching = Watching(tmp_path, f"{server.base}/feed", manners=Manners(pause=0, most=40))
    assert len(watching.run()[2]) == 40
    assert watching.waiting() == 60
    server.pages["/feed"] = answer(rss("/105", "/106"))
    _, _, taken = watching.run(later=DAY)
    assert len(taken) == 40
    assert {f"{server.base}/105", f"{server.base}/106"} <= set(origins(taken))
    assert len(watching.run(later=DAY)[2]) == 22


def test_a_feed_of_100_000_entries(server: FeedServer, tmp_path: Path) -> None:
    links = (f"{server.base}/{n}" for n in range(100_000))
    server.pages["/feed"] = conditional(rss(*links), '"long"')
    watching = Watching(
        tmp_path, f"{server.base}/feed", manners=Manners(pause=0, most=3), config=replace(CONFIG, max_bytes=20_000_000)
    )
    told = watching.feed()
    assert (told.new, watching.waiting()) == (100_000, 100_000)
    assert len(server.paths()) == 4


def test_what_waits_of_a_feed_that_left_the_list_is_left(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = answer(rss("/a", "/b"))
    server.pages["/other"] = answer(rss())
    server.pages["/a"] = server.pages["/b"] = answer(page())
    watching = Watching(tmp_path, f"{server.base}/feed", manners=Manners(most=1))
    watching.run()
    watching.feeds = [f"{server.base}/other"]
    assert (watching.run(later=DAY)[2], watching.waiting()) == ([], 0)
    watching.feeds = [f"{server.base}/feed"]
    assert origins(watching.run(later=DAY)[2]) == [f"{server.base}/b"]


def test_a_reader_that_breaks_costs_its_page(
    server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **fields: object) -> None:
        raise ArithmeticError("no such harbour")

    server.pages["/feed"] = answer(rss("/a"))
    server.pages["/a"] = answer(page())
    watching = Watching(tmp_path, f"{server.base}/feed")
    with monkeypatch.context() as patch:
        patch.setattr("tellings.front.rounds.parse_feed", fail)
        assert watching.feed().reason == "it cannot be read: ArithmeticError: no such harbour"
    monkeypatch.setattr("tellings.front.rounds.open_received", fail)
    (taken,) = watching.run(later=DAY)[2]
    (drop,) = taken.records
    assert isinstance(drop, Drop)
    assert drop.reason == "it cannot be read: ArithmeticError: no such harbour"


def test_the_text_of_the_entries_themselves(server: FeedServer, tmp_path: Path) -> None:
    text = "<description>The ferry ran aground at {hour}, the harbour master said.</description>"
    server.pages["/feed"] = answer(rss("/a", "/b", body=text.format(hour="six")))
    watching = Watching(tmp_path, f"{server.base}/feed")
    watching.entries_only = True
    _, _, taken = watching.run()
    (capture,) = taken[0].records
    assert isinstance(capture, Capture)
    assert capture.content == b"The ferry ran aground at six, the harbour master said."
    assert (capture.origin, dict(capture.hints)["url"]) == (f"{server.base}/a", f"{server.base}/a")
    assert capture.fetched
    assert server.paths() == ["/feed"]
    server.pages["/feed"] = answer(rss("/a", "/c", body=text.format(hour="seven")))
    _, _, taken = watching.run(later=DAY)
    assert origins(taken) == [f"{server.base}/a", f"{server.base}/c"]
    assert watching.run(later=DAY)[2] == []


def test_a_round_that_is_stopped_leaves_the_rest_for_later(server: FeedServer, tmp_path: Path) -> None:
    server.pages["/feed"] = answer(rss("/a", "/b"))
    stop = threading.Event()

    def end(handler: Handler) -> None:
        stop.set()
        answer(page())(handler)

    server.pages["/a"] = end
    server.pages["/b"] = answer(page())
    with Watched(tmp_path) as state:
        this = Round(
            state, MANNERS, CONFIG, clock=FakeClock(), stop=stop, chance=lambda: 0.5, tell=lambda told: None
        )  # fmt: skip
        list(this.run([f"{server.base}/feed"]))
        assert state.count_waiting() == 2
    assert "/b" not in server.paths()
    _, _, taken = Watching(tmp_path, f"{server.base}/feed").run(later=HOUR)
    assert origins(taken) == [f"{server.base}/a", f"{server.base}/b"]


def test_a_login_is_shown_nowhere(server: FeedServer, tmp_path: Path) -> None:
    feed = f"{server.base}/feed".replace("http://", "http://petra:secret@")
    server.pages["/feed"] = answer(rss("a"))
    server.pages["/a"] = answer(page())
    feeds, _, taken = Watching(tmp_path, feed).run()
    assert server.asked[1][1]["authorization"].startswith("Basic ")
    assert "secret" not in str(feeds)
    assert "secret" not in str([record for each in taken for record in each.records])
