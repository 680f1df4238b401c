"""Inputs that are broken, hostile or not what they say they are: each ends as a Drop or an error that names it, in
bounded time and memory, and the good pages beside it are still read. Everything is generated here."""

import gzip
import json
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tellings.clean.pages import read_report
from tellings.ingest import ReadConfig, read_captures
from tellings.records import Capture, Drop, Report

PARAGRAPHS = (
    "The harbour of Eastmouth opened again on Monday after six weeks of repairs to its sea wall, the port office said.",
    "Two fishing boats were the first to leave, followed by the ferry to Norholm with forty passengers on board.",
    "“We had feared that it would take until autumn,” said Ilse Grendahl, who runs the fish market on the quay.",
)
TEXT = "Harbour opens again\n\n" + "\n\n".join(PARAGRAPHS) + "\n"
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
HTML = f"<!doctype html><html><head><title>Harbour opens again</title></head><body>{BODY}</body></html>"
SECRET = "thewordthatnooneshouldread"
_ENTITIES = '<!ENTITY a "laugh laugh laugh laugh ">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 12}">' for n in range(12)
)


def read(*inputs: Path | str, config: ReadConfig | None = None) -> tuple[list[Report], list[Drop]]:
    """Everything that is read and cleaned of the inputs."""
    reports: list[Report] = []
    drops: list[Drop] = []
    for record in read_captures([str(entry) for entry in inputs], config=config or ReadConfig()):
        made = read_report(record) if isinstance(record, Capture) else record
        (reports if isinstance(made, Report) else drops).append(made)  # type: ignore[arg-type]
    return reports, drops


def beside_a_good_page(folder: Path, name: str, content: bytes) -> tuple[list[Report], list[Drop]]:
    """What is made of the file; the good pages before and behind it are read as ever."""
    for good in ("a_good.txt", "z_good.html"):
        (folder / good).write_text(TEXT if good.endswith("txt") else HTML)
    (folder / name).write_bytes(content)
    reports, drops = read(folder)
    good_ones = [report for report in reports if "_good." in report.origin]
    assert [Path(report.origin).name for report in good_ones] == ["a_good.txt", "z_good.html"]
    assert all(PARAGRAPHS[0] in report.text for report in good_ones)
    assert all(name.removesuffix(".gz") in drop.capture and drop.reason for drop in drops)
    others = [report for report in reports if report not in good_ones]
    assert others or drops
    return others, drops


def bomb(kind: str) -> str:
    """A page or feed of that kind whose entities grow ten thousand million times, and one that names a file."""
    entities = _ENTITIES + f'<!ENTITY out SYSTEM "file://{{secret}}"><!ENTITY net SYSTEM "http://127.0.0.1:9/{SECRET}">'
    start = f"<?xml version='1.0'?><!DOCTYPE {kind} [{entities}]>"
    laugh = "&m;&out;&net;"
    bodies = {
        "html": f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{BODY}<p>{laugh}</p></body></html>',
        "rss": f"<rss version='2.0'><channel><item><title>{laugh}</title><description>{laugh} {PARAGRAPHS[0]}"
        "</description></item></channel></rss>",
        "feed": f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>{laugh}</title><content>{PARAGRAPHS[0]} "
        f"{laugh}</content></entry></feed>",
        "svg": f"<svg xmlns='http://www.w3.org/2000/svg'><text>{laugh}</text></svg>",
    }
    return start + bodies[kind]


@pytest.mark.parametrize(("kind", "ending"), [("html", "xhtml"), ("rss", "rss"), ("feed", "atom"), ("svg", "svg")])
def test_entities_are_never_unfolded_and_no_file_is_opened(tmp_path: Path, kind: str, ending: str) -> None:
    secret = tmp_path.parent / f"{tmp_path.name}.secret"
    secret.write_text(SECRET)
    reports, drops = beside_a_good_page(
        tmp_path, f"bomb.{ending}", bomb(kind).replace("{secret}", str(secret)).encode()
    )
    for wording in [report.text for report in reports] + [drop.reason + drop.detail for drop in drops]:
        assert SECRET not in wording.replace(f"/{SECRET}", "")
        assert len(wording) < 20_000


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.html", b"", "empty"),
        ("blank.txt", b" \r\n\t\n", "empty"),
        ("noise.txt", bytes((n * n * 7 + n // 3) % 256 for n in range(5000)), "binary"),
        ("zeros.html", bytes(100_000), "binary"),
        ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture"),
        ("cut.json", json.dumps([{"title": "Ferry", "text": TEXT}]).encode()[:-30], "damaged"),
        ("cut.html.gz", gzip.compress(HTML.encode() * 50)[:-20], ""),
        ("cut.zip", b"PK\x03\x04" + bytes(40), "damaged"),
        ("cut.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Le", ""),
        ("only_tags.html", b"<div><span></span></div>" * 300, ""),
        ("brackets.json", b"[" * 100_000, "damaged"),
        ("objects.json", b'{"a":' * 100_000, "damaged"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    reports, drops = beside_a_good_page(tmp_path, name, content)
    assert not reports
    assert any(reason in drop.reason for drop in drops)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-8-sig"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-5", "utf-16", "x-nonsense", ""])
def test_a_wrongly_declared_encoding_costs_no_letters(tmp_path: Path, encoding: str, declared: str) -> None:
    page = HTML.replace("<head>", f'<head><meta charset="{declared}">' if declared else "<head>")
    if encoding == "cp1252" and declared == "iso-8859-5":
        pytest.skip("a page of one byte a letter that declares another such encoding cannot be told to be wrong")
    (tmp_path / "page.html").write_bytes(page.encode(encoding))
    (report,), _ = read(tmp_path)
    assert PARAGRAPHS[0] in report.text and "“We had feared" in report.text


def test_mixed_encodings_cost_the_odd_letters_only(tmp_path: Path) -> None:
    content = TEXT.encode() + "Ærø, Læsø og Samsø\n".encode("cp1252") + TEXT.replace("Harbour", "Port").encode()
    (tmp_path / "page.txt").write_bytes(content)
    (report,), _ = read(tmp_path)
    assert "“We had feared that" in report.text and "\x00" not in report.text


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("feed.rss", HTML, "text/html"),
        ("feed.json", f"<rss><channel><item><description>{TEXT}</description></item></channel></rss>", "text/plain"),
        ("feed.atom", json.dumps({"items": [{"title": "Harbour", "content_text": TEXT}]}), "text/plain"),
        ("page.html", json.dumps([{"title": "Harbour", "maintext": TEXT}]), "text/plain"),
        ("page.pdf", HTML, "text/html"),
        ("page.zip", HTML, "text/html"),
        ("page.warc", TEXT, "text/plain"),
        ("page.json", TEXT, "text/plain"),
    ],
)
def test_what_a_file_is_is_told_by_its_content(tmp_path: Path, name: str, content: str, media_type: str) -> None:
    (tmp_path / name).write_text(content)
    captures = [record for record in read_captures([str(tmp_path)]) if isinstance(record, Capture)]
    assert [capture.media_type for capture in captures] == [media_type]


def test_a_pdf_called_html_is_no_page_of_html(tmp_path: Path) -> None:
    _, drops = beside_a_good_page(tmp_path, "page.html", b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n")
    assert "PDF" in drops[0].reason


DEEP = {
    "divs": "<div>" * 400_000 + BODY,
    "closed divs": "<div>" * 20_000 + BODY + "</div>" * 20_000,
    "bold": "<p><b>" * 20_000 + BODY,
    "lists": "<ul><li>" * 8_000 + BODY,
    "tables": "<table><tr><td>" * 3_000 + BODY,
    "spans in the text": f"<p>{PARAGRAPHS[0]} " + "<span>" * 100_000 + f"{PARAGRAPHS[1]}</p>{BODY}",
    "brackets": f"<p>{'(' * 100_000}</p>{BODY}",
    "comments": "<!--" * 100_000 + "-->" + BODY,
    "quotation": "<blockquote>" * 20_000 + BODY + "</blockquote>" * 20_000,
    "forms": "<form>" * 20_000 + BODY,
    "anchors": "<a href='x'>" * 20_000 + BODY,
    "svg": "<svg>" * 50_000 + "</svg>" * 50_000 + BODY,
}


@pytest.mark.parametrize("kind", DEEP)
def test_deep_nesting_ends(tmp_path: Path, kind: str) -> None:
    beside_a_good_page(tmp_path, "deep.html", f"<html><body>{DEEP[kind]}</body></html>".encode())


def test_200_000_divs_in_each_other_are_read_or_dropped(tmp_path: Path) -> None:
    beside_a_good_page(tmp_path, "deep.html", f"<html><body>{'<div>' * 200_000}{BODY}</body></html>".encode())


def test_json_in_a_page_that_is_nested_or_odd_costs_its_declarations_only(tmp_path: Path) -> None:
    for number, linked in enumerate(
        (
            '{"@type":"NewsArticle","headline":' + "[" * 900 + '"x"' + "]" * 900 + "}",
            '{"@graph":' * 900 + "{}" + "}" * 900,
            "[" * 100_000,
            '{"@type":["NewsArticle",{"a":1}],"headline":{"@value":3},"author":[[[{"name":[1]}]]],"datePublished":1e999}',
            '{"@type":"NewsArticle","author":{"name":{"name":{"name":5}}},"publisher":[null],"articleBody":{}}',
            '{"@type":"NewsArticle","datePublished":"' + "9" * 50_000 + '","headline":"\\u0000\\ud800"}',
        )
    ):
        page = HTML.replace("</head>", f'<script type="application/ld+json">{linked}</script></head>')
        (tmp_path / f"{number}.html").write_text(page)
    reports, drops = read(tmp_path)
    assert len(reports) == 6 and not drops
    assert all(PARAGRAPHS[0] in report.text for report in reports)


def members(folder: Path, entries: Iterator[tuple[str, bytes]] | list[tuple[str, bytes]]) -> Path:
    path = folder / "pages.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def test_no_name_in_an_archive_leads_out_of_it(tmp_path: Path) -> None:
    names = [
        "../../x.txt", "/etc/x.txt", "C:\\x.txt", "..\\..\\x.txt", "a/../../x.txt", "//host/x.txt", "x" * 60_000 + ".t",
        "new\nline.txt", "\x1b[2Jx.txt", "con.txt", "$(id).txt", "\u202etxt.x.txt",
    ]  # fmt: skip
    before = sorted(tmp_path.parent.iterdir())
    reports, drops = read(members(tmp_path, [(name, f"{number} {TEXT}".encode()) for number, name in enumerate(names)]))
    assert len(reports) == len(names) and not drops
    assert sorted(tmp_path.parent.iterdir()) == before
    assert not any(".." in report.origin.split("pages.zip/")[1].split("/") for report in reports)
    assert all(report.origin.isprintable() for report in reports)


def test_ten_thousand_members_are_all_heard_of(tmp_path: Path) -> None:
    path = members(tmp_path, ((f"{number:05}.txt", b"%d pages are short" % number) for number in range(10_000)))
    records = list(read_captures([str(path)]))
    assert len(records) == 10_000


def test_more_members_than_the_limit_are_said_to_be_left_out(tmp_path: Path) -> None:
    path = members(tmp_path, [(f"{number}.txt", f"{number} {TEXT}".encode()) for number in range(20)])
    reports, drops = read(path, config=ReadConfig(max_members=5))
    assert len(reports) == 5
    assert "more than" in drops[0].reason and "pages.zip" in drops[0].capture


def repeat_entry(packed: bytes, count: int) -> bytes:
    """A zip file whose table of contents names its one member many times, so that it unpacks far beyond its size."""
    at = packed.index(b"PK\x01\x02")
    end = packed.index(b"PK\x05\x06")
    entry = packed[at:end]
    table = b"".join(entry[:46] + b"%06d" % number + entry[52:] for number in range(count))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(table), at, 0)
    return packed[:at] + table + tail


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files that are small, or take no place on disk, and would fill any memory; good pages among them."""
    folder = tmp_path_factory.mktemp("bombs")
    (folder / "a_good.txt").write_text(TEXT)
    (folder / "z_good.html").write_text(HTML)
    with (folder / "page_of_200_mb.html").open("wb") as page:
        page.write(b"<html><body><p>" + b"word " * 2_000_000)
        page.truncate(200 * 1024 * 1024)
    (folder / "line_of_50_mb.txt").write_bytes(b"word " * 10_000_000)
    (folder / "line_of_15_mb.txt").write_bytes(b"word " * 3_000_000)
    (folder / "line_of_15_mb.html").write_bytes(b"<p>" + b"word " * 3_000_000)
    (folder / "line_of_15_mb.jsonl").write_bytes(b'{"text": "' + b"word " * 3_000_000 + b'"}')
    (folder / "tags_of_15_mb.html").write_bytes(b"<p>a</p>" * 1_900_000)
    zeros = gzip.compress(bytes(10_000_000), 9)
    (folder / "zeros_of_1_gb.gz").write_bytes(zeros * 100)
    (folder / "words_of_1_gb.txt.gz").write_bytes(gzip.compress(b"word " * 2_000_000, 9) * 100)
    packed = gzip.compress(gzip.compress(gzip.compress(zeros * 40, 9), 9), 9)
    (folder / "packed_again.gz").write_bytes(packed)
    with zipfile.ZipFile(folder / "zeros.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(6):
            archive.writestr(f"{number}.txt", bytes(60_000_000))
    single = folder / ".single.zip"
    with zipfile.ZipFile(single, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("000000", b"word " * 4_000_000)
    (folder / "overlapping.zip").write_bytes(repeat_entry(single.read_bytes(), 5000))
    inner = single.read_bytes()
    for level in range(5):  # each holds ten of those before, as the best known bombs do
        path = folder / f".level{level}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(f"{number}.zip", inner)
        inner = path.read_bytes()
    (folder / "branching.zip").write_bytes(inner)
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: 999999999999\r\n\r\n"
    )
    (folder / "lies.warc").write_bytes(record + b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + HTML.encode())
    (folder / "bomb.warc.gz").write_bytes(gzip.compress(record + bytes(100_000_000), 9) * 10)
    return folder


_PROGRAM = """
import json, resource, sys
from tellings.clean.pages import read_report
from tellings.ingest import read_captures
from tellings.records import Capture, Report
read_captures([sys.argv[1]])
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
for record in read_captures([sys.argv[1]]):
    made = read_report(record) if isinstance(record, Capture) else record
    kind = type(made).__name__
    print(json.dumps([kind, made.origin if isinstance(made, Report) else made.capture, getattr(made, "reason", "")]))
print(json.dumps(["peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, ""]))
"""
_MOST_MEMORY = 1024 * 1024 * 1024


def read_apart(path: Path) -> list[list[str]]:
    """What becomes of the files, read in a process of its own that may take a gibibyte and five minutes at most."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(path), str(_MOST_MEMORY)], capture_output=True, text=True, timeout=300,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_bombs_are_dropped_in_bounded_memory_and_the_good_pages_read(bombs: Path) -> None:
    rows = read_apart(bombs)
    good = [Path(origin).name for kind, origin, _ in rows if kind == "Report" and "_good" in origin]
    assert good == ["a_good.txt", "z_good.html"]
    for file in bombs.iterdir():
        if not file.name.startswith("."):
            named = [row for row in rows[:-1] if file.name.removesuffix(".gz") in row[1] or "a.example" in row[1]]
            assert named, f"nothing is heard of {file.name}"
    assert all(reason for kind, _, reason in rows if kind == "Drop")
    assert sum(kind == "Report" for kind, _, _ in rows) <= 3
