"""Paths, folders, archives and exports in; captures and drops out, with nothing lost without a word."""

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from tellings.errors import CallError, PathError
from tellings.ingest import ReadConfig, read_captures
from tellings.records import Capture, Drop

TEXT = "Harbour opens again\n\nThe harbour of Eastmouth opened again on Monday after repairs to its sea wall.\n"
HTML = "<!doctype html><html><body><p>The ferry to Norholm sails again.</p></body></html>"


def read(*inputs: Path | str, config: ReadConfig | None = None) -> tuple[list[Capture], list[Drop]]:
    records = list(read_captures([str(entry) for entry in inputs], config=config or ReadConfig()))
    return [r for r in records if isinstance(r, Capture)], [r for r in records if isinstance(r, Drop)]


def pack(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_folder_is_read_in_order_and_hidden_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "a.html").write_text(HTML)
    (tmp_path / ".hidden.txt").write_text(TEXT)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "c.txt").write_text(TEXT)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "d.md").write_text("# Harbour\n\n---\n\n" + TEXT)
    captures, drops = read(tmp_path)
    assert [Path(c.origin).name for c in captures] == ["a.html", "b.txt", "d.md"]
    assert [c.media_type for c in captures] == ["text/html", "text/plain", "text/markdown"]
    assert [Path(drop.capture).name for drop in drops] == [".git", ".hidden.txt"], "a hidden folder is named once"
    assert {drop.reason for drop in drops} == {"it is hidden, and not read with its folder"}


def test_a_hidden_file_that_is_asked_for_is_read(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text(TEXT)
    captures, drops = read(tmp_path / ".hidden.txt")
    assert [Path(c.origin).name for c in captures] == [".hidden.txt"]
    assert drops == []


def test_a_missing_path_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(PathError, match=r"nowhere\.txt.*check the spelling"):
        read_captures([str(tmp_path / "nowhere.txt")])
    with pytest.raises(CallError):
        read_captures([])
    with pytest.raises(CallError):
        read_captures("one string")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        (bytes(range(256)) * 8, "binary"),
    ],
)
def test_what_holds_no_text_is_dropped_and_the_rest_read(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "bad.txt").write_bytes(content)
    (tmp_path / "good.txt").write_text(TEXT)
    captures, drops = read(tmp_path)
    assert [Path(c.origin).name for c in captures] == ["good.txt"]
    assert reason in drops[0].reason and drops[0].capture.endswith("bad.txt")


def test_a_file_over_the_limit_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("word " * 1000)
    captures, drops = read(tmp_path, config=ReadConfig(max_bytes=1000))
    assert not captures and "larger than 1000 bytes" in drops[0].reason


def test_ids_do_not_depend_on_the_folder(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT)
    (tmp_path / "two" / "b.txt").write_text(TEXT)
    first, _ = read(tmp_path / "one")
    second, _ = read(tmp_path / "two")
    assert first[0].id == second[0].id != second[1].id
    both, _ = read(tmp_path)
    assert len(both) == 2  # the same file name and bytes are one capture; another name is another


def test_zip_members_are_read_and_lead_nowhere(tmp_path: Path) -> None:
    inner = pack({"deep.txt": TEXT.encode()})
    archive = pack(
        {"../../escape.txt": TEXT.encode(), "a/b.html": HTML.encode(), "inner.zip": inner, "__MACOSX/x": b"x"}
    )
    (tmp_path / "pages.zip").write_bytes(archive)
    captures, drops = read(tmp_path / "pages.zip")
    names = [c.origin.removeprefix((tmp_path / "pages.zip").as_posix()) for c in captures]
    assert names == ["/escape.txt", "/a/b.html", "/inner.zip/deep.txt"] and not drops
    assert not (tmp_path.parent / "escape.txt").exists()


def test_archives_are_bounded(tmp_path: Path) -> None:
    bomb = pack({"zeros.txt": b"0" * 3_000_000})
    (tmp_path / "bomb.zip").write_bytes(bomb)
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"0" * 3_000_000))
    nested = bomb
    for _ in range(4):
        nested = pack({"again.zip": nested})
    (tmp_path / "nested.zip").write_bytes(nested)
    (tmp_path / "broken.zip").write_bytes(bomb[:60])
    captures, drops = read(tmp_path, config=ReadConfig(max_bytes=100_000))
    assert not captures
    assert {"nested too deeply" in d.reason for d in drops} == {True, False}
    assert len(drops) == 4


def test_gzip_is_opened(tmp_path: Path) -> None:
    (tmp_path / "page.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    captures, _ = read(tmp_path)
    assert captures[0].origin.endswith("page.txt.gz") and captures[0].content == TEXT.encode()


def test_exports_become_one_capture_an_article(tmp_path: Path) -> None:
    rows = [
        {"title": "One", "maintext": TEXT, "authors": ["A. Writer", "B. Writer"], "date_publish": "2024-05-03"},
        {"headline": "Two", "content_html": HTML, "url": "https://example.org/two"},
        {"nothing": 1},
    ]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n{broken\n")
    captures, drops = read(tmp_path / "rows.json")
    assert [c.media_type for c in captures] == ["text/plain", "text/html"] and len(drops) == 1
    assert dict(captures[0].hints)["byline"] == "A. Writer, B. Writer"
    assert dict(captures[1].hints)["url"] == "https://example.org/two"
    captures, drops = read(tmp_path / "rows.jsonl")
    assert len(captures) == 2 and [d.reason for d in drops][-1] == "this line is damaged JSON"


def test_mail_and_saved_pages_give_their_readable_part(tmp_path: Path) -> None:
    mail = (
        "From: Eastmouth Courier <news@courier.example>\r\nSubject: Ferry sails\r\nMIME-Version: 1.0\r\n"
        "Date: Fri, 3 May 2024 08:00:00 +0000\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n"
        f"--x\r\nContent-Type: text/plain\r\n\r\n{TEXT}\r\n"
        f"--x\r\nContent-Type: text/html; charset=nonsense\r\n\r\n{HTML}\r\n--x--\r\n"
    )
    (tmp_path / "letter.eml").write_bytes(mail.encode())
    captures, _ = read(tmp_path)
    assert captures[0].media_type == "text/html" and b"Norholm" in captures[0].content
    assert dict(captures[0].hints)["outlet"] == "Eastmouth Courier"


def test_feeds_give_their_entries_and_resolve_no_entities(tmp_path: Path) -> None:
    feed = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss version="2.0"><channel>'
        "<title>Courier</title><item><title>Ferry</title><link>https://courier.example/1</link>"
        "<description><![CDATA[<p>The ferry sails.</p>]]></description></item>"
        "<item><title>&x;</title></item></channel></rss>"
    )
    (tmp_path / "feed.xml").write_text(feed)
    captures, drops = read(tmp_path)
    assert dict(captures[0].hints) | {"charset": ""} == {
        "charset": "", "title": "Ferry", "url": "https://courier.example/1", "outlet": "Courier",
    }  # fmt: skip
    assert len(drops) == 1 and "no text" in drops[0].reason


def test_crawl_archives_give_their_pages(tmp_path: Path) -> None:
    def record(kind: str, body: bytes) -> bytes:
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://courier.example/1\r\n"
        return (
            f"{head}WARC-Date: 2024-05-03T08:00:00Z\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
            + b"\r\n\r\n"
        )

    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + HTML.encode()
    records = [
        record("warcinfo", b"software: x"),
        record("response", answer),
        record("response", b"HTTP/1.1 404 No\r\n\r\n-"),
    ]
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    (tmp_path / "b.warc.gz").write_bytes(b"".join(map(gzip.compress, records)))
    for name in ("a.warc", "b.warc.gz"):
        captures, _ = read(tmp_path / name)
        assert [(c.origin, c.media_type, c.fetched) for c in captures] == [
            ("https://courier.example/1", "text/html", "2024-05-03T08:00:00Z")
        ]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x",
        "http://localhost:80/",
        "http://10.1.2.3/",
        "http://[::1]/",
        "http://169.254.1.1/",
        "http://",
    ],
)
def test_private_addresses_are_refused(address: str) -> None:
    with pytest.raises(PathError):
        read_captures([address])


def test_unreadable_files_are_dropped(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    _, drops = read(tmp_path)
    assert "no regular file" in drops[0].reason


def test_a_link_to_a_file_of_the_folder_is_not_a_second_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").symlink_to("a.txt")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "nowhere.txt").symlink_to("gone.txt")
    captures, drops = read(tmp_path)
    assert [Path(c.origin).name for c in captures] == ["a.txt"]
    reasons = {Path(drop.capture).name: drop.reason for drop in drops}
    assert reasons["b.txt"].startswith("it is a link to ")
    assert "no such file" in reasons["nowhere.txt"]


def test_an_office_document_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(pack({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}))
    captures, (drop,) = read(tmp_path)
    assert captures == []
    assert "Office document" in drop.reason
