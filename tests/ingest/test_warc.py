"""Crawl archives are read record by record; a damaged record costs itself and is named by where it begins."""

import gzip
import io
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ingest.crawls import PAGE, answer, packed, pages, record

from tellings.ingest import ReadConfig, read_captures
from tellings.ingest.formats import open_received
from tellings.ingest.received import Received
from tellings.records import Capture, Drop

DEFAULT = ReadConfig()


def read(content: bytes, config: ReadConfig = DEFAULT) -> tuple[list[str], list[Drop]]:
    """The names of the pages, and the drops."""
    records = list(open_received(Received("crawl", content), config))
    names = [r.origin.removeprefix("https://courier.example/") for r in records if isinstance(r, Capture)]
    return names, [r for r in records if isinstance(r, Drop)]


@pytest.mark.parametrize("pack", [b"".join, packed, lambda found: gzip.compress(b"".join(found))])
def test_records_packed_one_by_one_or_all_in_one_or_not_at_all(pack: object) -> None:
    names, drops = read(pack(pages(50)))  # type: ignore[operator]
    assert names == [str(number) for number in range(50)]
    assert drops == []


def test_packing_that_is_cut_anywhere(tmp_path: Path) -> None:
    plain = b"".join(pages(30))
    blocks = b"".join(gzip.compress(plain[at : at + 1000]) for at in range(0, len(plain), 1000))
    names, drops = read(blocks)
    assert len(names) == 30
    assert drops == []


def test_what_the_archive_tells_of_a_page_is_kept() -> None:
    (capture,) = open_received(Received("crawl", record("a", answer(kind=b"text/html; charset=koi8-r"))), DEFAULT)
    assert isinstance(capture, Capture)
    assert (capture.fetched, capture.content) == ("2024-05-03T08:00:00Z", PAGE)
    assert dict(capture.hints) == {"url": "https://courier.example/a", "content_type": "text/html; charset=koi8-r"}


R = pages(6)
G = [gzip.compress(found) for found in R]
BLOCK = answer()
FLIPPED = bytes(byte ^ 0xFF if at == len(G[2]) // 2 else byte for at, byte in enumerate(G[2]))
SECOND = len(R[0])
SECOND_PACKED = len(G[0])


@pytest.mark.parametrize(
    ("content", "lost", "where"),
    [
        (b"".join(R)[:-500], "5", len(R[0]) * 5),
        (b"".join(G)[:-60], "5", sum(map(len, G[:5]))),
        (b"".join([*G[:2], FLIPPED, *G[3:]]), "2", sum(map(len, G[:2]))),
        (b"".join([*G[:2], b"\x1f\x8c" + G[2][2:], *G[3:]]), "2", sum(map(len, G[:2]))),
        (b"".join([*G[:2], G[2][:100], *G[3:]]), "2", sum(map(len, G[:2]))),
        (b"".join([G[0], *G[2:]]), "1", None),
        (b"".join([R[0], record("1", BLOCK, length=len(BLOCK) + 50), *R[2:]]), "1", SECOND),
        (b"".join([R[0], record("1", BLOCK, length=200), *R[2:]]), "1", SECOND),
        (b"".join([R[0], record("1", BLOCK, length=10**15), *R[2:]]), "1", SECOND),
        (b"".join([R[0], record("1", BLOCK, length=10**30), *R[2:]]), "1", SECOND),
        (b"".join([R[0], record("1", BLOCK, length=-5), *R[2:]]), "1", SECOND),
        (b"".join([R[0], record("1", BLOCK, length="long"), *R[2:]]), "1", SECOND),
        (b"".join([G[0], gzip.compress(record("1", BLOCK, length=200)), *G[2:]]), "1", SECOND_PACKED),
        (b"".join([G[0], gzip.compress(record("1", BLOCK, length=10**9)), *G[2:]]), "1", SECOND_PACKED),
        (b"".join([G[0], b"something else\r\n" * 20, *G[1:]]), "", SECOND_PACKED),
        (b"".join([G[0], R[1], *G[2:]]), "1", SECOND_PACKED),
    ],
)
def test_a_damaged_record_costs_itself(content: bytes, lost: str, where: int | None) -> None:
    names, drops = read(content)
    assert names == [str(number) for number in range(6) if str(number) != lost]
    assert [drop.capture for drop in drops] == ([] if where is None else [f"crawl#{where}"])
    assert all(drop.reason.startswith("this record is damaged: ") for drop in drops)


def test_damage_in_packing_that_is_one_stream_says_what_is_lost() -> None:
    rng = random.Random(7)
    noisy = [record(str(n), answer(rng.randbytes(20_000).hex().encode())) for n in range(6)]
    content = bytearray(gzip.compress(b"".join(noisy)))
    content[len(content) // 2] ^= 0xFF
    names, drops = read(bytes(content))
    assert names[:2] == ["0", "1"]
    assert "what follows it is lost" in drops[-1].reason


def test_thousands_of_damaged_records_are_counted() -> None:
    bad = gzip.compress(record("x", b"-", length=40))
    names, drops = read(bad * 1200 + packed(R[:1]))
    assert names == ["0"]
    assert len(drops) == 1001
    assert drops[-1].reason == "200 more records of this crawl archive are damaged"


def test_an_archive_that_is_damaged_at_its_begin_is_known_by_its_name() -> None:
    content = bytearray(b"".join(G))
    content[12:40] = bytes(28)
    found = list(open_received(Received("a/crawl.warc.gz", bytes(content)), DEFAULT))
    assert [isinstance(record, Capture) for record in found] == [False, True, True, True, True, True]


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    "block",
    [
        answer(chunked(PAGE), b"Transfer-Encoding: chunked"),
        answer(PAGE, b"Transfer-Encoding: chunked"),
        answer(gzip.compress(PAGE), b"Content-Encoding: gzip"),
        answer(gzip.compress(PAGE)),
        answer(PAGE, b"Content-Encoding: gzip"),
        answer(PAGE, b"Content-Encoding: br"),
        answer(chunked(gzip.compress(PAGE)), b"Transfer-Encoding: chunked", b"Content-Encoding: gzip"),
        answer(PAGE, kind=b"application/octet-stream"),
        answer(PAGE).replace(b"\r\n", b"\n"),
        answer(PAGE, status=b"203 Non-Authoritative"),
    ],
)
def test_bodies_are_freed_of_how_they_were_sent(block: bytes) -> None:
    (capture,) = open_received(Received("crawl", record("a", block)), DEFAULT)
    assert isinstance(capture, Capture)
    assert capture.content == PAGE


def test_brotli() -> None:
    brotli = pytest.importorskip("brotli", reason="brotli is not installed")
    assert read(record("a", answer(brotli.compress(PAGE), b"Content-Encoding: br")))[0] == ["a"]
    bomb = record("a", answer(brotli.compress(b"a" * 3_000_000), b"Content-Encoding: br"))
    _, (drop,) = read(bomb, ReadConfig(max_bytes=100_000))
    assert "its body unpacks to more than 97.7 kB" in drop.reason


@pytest.mark.parametrize(
    "found",
    [
        record("a", answer(status=b"404 Not Found")),
        record("a", answer(status=b"301 Moved", kind=b"text/html")),
        record("a", answer(b"\x89PNG", kind=b"image/png")),
        record("a", answer(b"let a = 1;", kind=b"application/javascript")),
        record("a", answer(bytes(300), kind=b"application/octet-stream")),
        record("a", answer(), kind="request"),
        record("a", answer(b""), kind="revisit"),
        record("robots.txt", answer(b"User-agent: *\nDisallow:", kind=b"text/plain")),
        record("a", b"no answer at all"),
        record("a", answer(), more="WARC-Segment-Number: 2\r\n"),
    ],
)
def test_what_is_no_page_is_passed_over(found: bytes) -> None:
    assert read(found + R[0]) == (["0"], [])
    names, drops = read(found)
    assert names == []
    assert [drop.reason for drop in drops] == ["there is no page in it"]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (record("a", answer(status=b"206 Partial")), "only a part of this page was fetched (206)"),
        (record("a", answer(gzip.compress(PAGE)[:-30], b"Content-Encoding: gzip")), "its body is cut off"),
        (record("a", answer(b"", b"X: y")), "it is empty"),
        (record("a", answer(gzip.compress(b"a" * 900_000), b"Content-Encoding: gzip")), "unpacks to more than 97.7 kB"),
        (record("a", answer(b"<p>" + b"a" * 300_000)), "it is larger than 97.7 kB, the limit"),
        (record("a", answer(b"\x28\xb5\x2f\xfd....", b"Content-Encoding: zstd")), "zstd, which is not read"),
        (record("a", answer(b"PK\x03\x04" + bytes(50))), "nested too deeply"),
    ],
)
def test_pages_that_cannot_be_read_are_named(found: bytes, reason: str) -> None:
    names, (drop,) = read(found + R[0], ReadConfig(max_bytes=100_000))
    assert names == ["0"]
    assert reason in drop.reason
    assert drop.capture in ("https://courier.example/a", "crawl#0")


def test_a_page_that_the_crawler_cut_is_kept() -> None:
    cut = record(
        "a", answer(gzip.compress(PAGE * 9)[:-9], b"Content-Encoding: gzip"), more="WARC-Truncated: length\r\n"
    )
    assert read(cut)[0] == ["a"]


def test_a_long_record_that_is_no_page_is_passed_over_without_being_held() -> None:
    film = record("film", answer(b"film" * 50_000, kind=b"video/mp4"))
    config = ReadConfig(max_bytes=50_000)
    assert read(film + R[0], config) == (["0"], [])
    assert read(packed([film, R[0]]), config) == (["0"], [])


def test_text_that_was_taken_out_of_pages() -> None:
    text = b"Harbour opens again\n\nThe harbour of Eastmouth opened again on Monday after repairs to its sea wall."
    found = record("a", text, kind="conversion").replace(b"application/http; msgtype=response", b"text/plain")
    (capture,) = open_received(Received("crawl", found), DEFAULT)
    assert isinstance(capture, Capture)
    assert (capture.media_type, capture.content) == ("text/plain", text)


def test_standard_input_is_streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(packed(R))))
    assert len([r for r in read_captures(["-"]) if isinstance(r, Capture)]) == 6


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(["plain", "packed", "stream"]))
def test_any_damage_is_survived(data: st.DataObject, how: str) -> None:
    plain = b"".join(R)
    content = bytearray({"plain": plain, "packed": b"".join(G), "stream": gzip.compress(plain)}[how])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(9, len(content) - 1))
        change = data.draw(st.sampled_from(["flip", "cut", "double", "end"]))
        if change == "flip":
            content[at] ^= data.draw(st.integers(1, 255))
        elif change == "cut":
            del content[at : at + data.draw(st.integers(1, 3000))]
        elif change == "double":
            content[at:at] = content[at : at + data.draw(st.integers(1, 3000))]
        else:
            del content[at:]
        if len(content) < 20:
            break
    records = list(open_received(Received("crawl", bytes(content)), DEFAULT))
    assert records
    assert all(isinstance(found, Capture | Drop) for found in records)


@settings(max_examples=100, deadline=None)
@given(st.integers(SECOND_PACKED, len(b"".join(G)) - 1), st.integers(1, 255))
def test_one_damaged_byte_costs_one_page_and_is_told(at: int, change: int) -> None:
    content = bytearray(b"".join(G))
    content[at] ^= change
    names, drops = read(bytes(content))
    assert set(names) >= {"0", "1", "2", "3", "4", "5"} - {find_hit(at)}
    assert len(names) + len(drops) >= 6


def find_hit(at: int) -> str:
    """The record in which this byte lies."""
    ends = [sum(map(len, G[: number + 1])) for number in range(6)]
    return str(next(number for number, end in enumerate(ends) if at < end))
