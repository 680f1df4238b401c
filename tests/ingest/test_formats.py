"""The page of formats says just what there is a reader for, and each of its commands reads a file of that format."""

import gzip
import io
import json
import re
import shlex
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from tests.ingest.made_pdf import lines_at, make_pdf

from tellings.cli import build_config, build_parser, main
from tellings.ingest import read_captures
from tellings.ingest.formats import READERS
from tellings.ingest.sniff import parse_media_type
from tellings.records import Capture

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
ROWS = re.findall(
    r"^\| `([^`]+)` \| ([^|]+) \| `tellings (account [^`]+)` \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
)
TITLE = "Lighthouse keeps its keeper"
LINES = [
    "The island council of Sandrey has kept the last keeper of its lighthouse,",
    "who will stay until the end of next year, its chairwoman said on Tuesday.",
    "Four of the nine members voted against it because of what it costs.",
]
TEXT = " ".join(LINES)
HTML = f"<!doctype html><html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{TEXT}</p></body></html>"
MAIL = f"From: Sandrey Post <post@sandrey.example>\r\nSubject: {TITLE}\r\nMIME-Version: 1.0\r\n"
ARTICLE = {"title": TITLE, "maintext": TEXT, "url": "https://sandrey.example/1"}


def make_warc() -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{HTML}"
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://sandrey.example/1\r\nContent-Length: "
    return gzip.compress(f"{head}{len(answer.encode())}\r\n\r\n{answer}\r\n\r\n".encode())


def make_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("page.html", HTML)
    return packed.getvalue()


def make_parquet(place: Path) -> bytes:
    duckdb.execute(f"COPY (SELECT '{TITLE}' AS top, '{TEXT}' AS words) TO '{place}' (FORMAT parquet)")
    return place.read_bytes()


def make_feed(kind: str) -> bytes:
    if kind == "rss":
        return (
            f"<rss version='2.0'><channel><title>Post</title><item><title>{TITLE}</title>"
            f"<description>{TEXT}</description></item></channel></rss>"
        ).encode()
    return (
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title>"
        f"<entry><title>{TITLE}</title><content>{TEXT}</content></entry></feed>"
    ).encode()


# By the file name in the page's example: a small file of that format, made without its reader.
MADE: dict[str, Callable[[Path], bytes]] = {
    "page.txt": lambda _: f"{TITLE}\n\n{TEXT}\n".encode(),
    "page.md": lambda _: f"# {TITLE}\n\n{TEXT}\n".encode(),
    "page.html": lambda _: HTML.encode(),
    "page.xhtml": lambda _: (
        f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{TEXT}</p></body></html>'
    ).encode(),
    "page.pdf": lambda _: make_pdf([[(60, 60, 20, TITLE), *lines_at(60, 100, LINES)]]),
    "articles.json": lambda _: json.dumps([ARTICLE]).encode(),
    "feed.json": lambda _: json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": [{"id": "1", "content_text": TEXT}]}
    ).encode(),
    "item.json": lambda _: json.dumps(
        {"uri": "urn:x:1", "versioncreated": "2024-05-07T10:00:00Z", "headline": TITLE, "body_text": TEXT}
    ).encode(),
    "rows.json": lambda _: json.dumps([{"doc": {"head": TITLE, "body": TEXT}}]).encode(),
    "articles.jsonl": lambda _: f"{json.dumps(ARTICLE)}\n{json.dumps(ARTICLE)}\n".encode(),
    "rows.csv": lambda _: f'top,words\n"{TITLE}","{TEXT}"\n'.encode(),
    "rows.tsv": lambda _: f"top\twords\n{TITLE}\t{TEXT}\n".encode(),
    "rows.parquet": make_parquet,
    "letter.eml": lambda _: f"{MAIL}Content-Type: text/html\r\n\r\n{HTML}".encode(),
    "page.mhtml": lambda _: (
        f'{MAIL}Content-Type: multipart/related; boundary="x"\r\n\r\n'
        f"--x\r\nContent-Type: text/html\r\n\r\n{HTML}\r\n--x--\r\n"
    ).encode(),
    "feed.rss": lambda _: make_feed("rss"),
    "feed.atom": lambda _: make_feed("atom"),
    "pages.zip": lambda _: make_zip(),
    "page.html.gz": lambda _: gzip.compress(HTML.encode()),
    "crawl.warc.gz": lambda _: make_warc(),
}


def test_every_format_is_on_the_page_and_no_other() -> None:
    assert sorted({media_type for media_type, _, _ in ROWS}) == sorted(READERS)


@pytest.mark.parametrize(("media_type", "what", "command"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
def test_the_command_of_the_page_reads_a_file_of_the_format(
    media_type: str, what: str, command: str, tmp_path: Path
) -> None:
    options = build_parser().parse_args(shlex.split(command))
    (name,) = options.inputs
    content = MADE[name](tmp_path / name)
    (tmp_path / name).write_bytes(content)
    records = list(read_captures([str(tmp_path / name)], config=build_config(options)))
    captures = [record for record in records if isinstance(record, Capture)]
    assert captures and len(captures) == len(records), records
    assert all("last keeper of its lighthouse" in " ".join(capture.content.decode().split()) for capture in captures)
    told = parse_media_type(content, name=name)
    assert told == media_type or (media_type, told) == ("application/warc", "application/gzip")


# Formats whose content says what they are, under a name that says something else.
NAMELESS = sorted(set(MADE) - {"page.md", "page.txt", "rows.tsv", "rows.csv", "articles.jsonl"})


@pytest.mark.parametrize("name", NAMELESS)
def test_the_content_counts_not_the_name(name: str, tmp_path: Path) -> None:
    content = MADE[name](tmp_path / "made")
    assert parse_media_type(content, name="notes.txt") == parse_media_type(content, name=name)
    (tmp_path / "made.txt").write_bytes(content)
    options = build_parser().parse_args(["account", "x", "--field", "text=words", "--field", "text=doc.body"])
    config = build_config(options) if "rows" in name else build_config(build_parser().parse_args(["account", "x"]))
    records = list(read_captures([str(tmp_path / "made.txt")], config=config))
    assert [type(record) for record in records] == [Capture]


def test_a_table_is_told_through_the_front_door(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rows.csv").write_bytes(MADE["rows.csv"](tmp_path))
    target = tmp_path / "account.json"
    wrong = main(["account", str(tmp_path / "rows.csv"), "--field", "text=wrods", "-o", str(target)])
    assert wrong == 1 and "it has top, words" in capsys.readouterr().err
    command = [
        "account",
        str(tmp_path / "rows.csv"),
        "--field",
        "text=words",
        "--field",
        "title=top",
        "-o",
        str(target),
    ]
    assert main(command) == 0
    (story,) = json.loads(target.read_text(encoding="utf-8"))["stories"]
    assert story["reports"][0]["title"] == TITLE and TEXT in " ".join(story["reports"][0]["text"].split())


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("words", "write it as NAME=COLUMN"),
        ("words=text", "text=words"),
        ("body=words", "is none of text, html"),
        ("text=", "name the column"),
    ],
)
def test_a_wrong_field_is_said_before_anything_is_read(
    given: str, says: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["account", str(tmp_path), "--field", given]) == 2
    assert says in capsys.readouterr().err
