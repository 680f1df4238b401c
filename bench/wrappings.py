"""A page in, the bytes of a file of each format that holds it out: what the mutated pages are made from."""

import csv
import gzip
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bench.main_pages import read_pages, strip_page

ADDRESS = "https://courier.example/page"
_TITLE = re.compile(r"<title[^>]*>([^<]{1,300})", re.I)
_DAY, _STAMP = "2024-05-03", "2024-05-03T08:00:00Z"
_PDF_LINE, _PDF_LINES = 90, 60  # letters in a line, lines on a page


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its markup and as text in two strippings (with the lines of its blocks, with blank lines as well)."""

    name: str
    title: str
    markup: str
    lines: str
    paragraphs: str


def build_page(name: str, markup: str) -> Page:
    """The page of this markup."""
    found = _TITLE.search(markup)
    return Page(
        name,
        found.group(1).strip() if found else name,
        markup,
        strip_page(markup, blank_lines=False),
        strip_page(markup, blank_lines=True),
    )


def read_sources(folder: Path, examples: Path) -> list[Page]:
    """The pages of the benchmark folder and of our own examples, by name."""
    pages = [build_page(page.name, page.markup) for page in read_pages(folder)] if folder.is_dir() else []
    for path in sorted(examples.glob("*/*.*")):
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            pages.append(build_page(path.stem, content))
        elif path.suffix == ".txt":
            paragraphs = "".join(f"<p>{escape(line)}</p>\n" for line in content.split("\n") if line.strip())
            pages.append(build_page(path.stem, f"<html><body>{paragraphs}</body></html>"))
    return pages


def _text(page: Page) -> bytes:
    return _bytes(page.lines)


def _spaced(page: Page) -> bytes:
    return _bytes(page.paragraphs)


def _markdown(page: Page) -> bytes:
    return _bytes(f"# {page.title}\n\n---\n\n{page.paragraphs}\n\n[more]({ADDRESS})\n")


def _html(page: Page) -> bytes:
    return _bytes(page.markup)


def _xhtml(page: Page) -> bytes:
    paragraphs = "".join(f"<p>{_xml(line)}</p>\n" for line in page.lines.split("\n"))
    return _bytes(
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f"<title>{_xml(page.title)}</title></head><body>{paragraphs}</body></html>"
    )


def _mhtml(page: Page) -> bytes:
    return _bytes(
        f"From: <Saved>\r\nSnapshot-Content-Location: {ADDRESS}\r\nSubject: page\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----b"\r\n\r\n------b\r\n'
        f"Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\nContent-Location: {ADDRESS}\r\n\r\n"
        f"{page.markup}\r\n------b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        "iVBORw0KGgo=\r\n------b--\r\n"
    )


def _mail(page: Page) -> bytes:
    return _bytes(
        "From: Eastmouth Courier <news@courier.example>\r\nTo: reader@example.org\r\nSubject: Today\r\n"
        "Date: Fri, 03 May 2024 08:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"{page.paragraphs}\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page.markup}\r\n--b--\r\n"
    )


def _article(page: Page) -> dict[str, object]:
    return {
        "title": page.title, "maintext": page.lines, "url": ADDRESS, "date_publish": _STAMP, "authors": ["A. Writer"],
        "language": "en", "source_domain": "courier.example",
    }  # fmt: skip


def _json(page: Page) -> bytes:
    return _bytes(json.dumps([_article(page), {"headline": page.title, "content_html": page.markup}]))


def _json_lines(page: Page) -> bytes:
    return _bytes("\n".join(json.dumps(_article(page) | {"url": f"{ADDRESS}/{n}"}) for n in range(2)))


def _json_feed(page: Page) -> bytes:
    entry = {"id": "1", "url": ADDRESS, "title": page.title, "content_html": page.markup, "date_published": _STAMP}
    return _bytes(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": [entry]}))


def _ninjs(page: Page) -> bytes:
    story = {
        "uri": ADDRESS, "type": "text", "versioncreated": _STAMP, "headline": page.title, "byline": "A. Writer",
        "body_text": page.lines, "language": "en", "located": "Eastmouth",
    }  # fmt: skip
    return _bytes(json.dumps(story))


_COLUMNS = ("url", "title", "text", "published", "author")


def _rows(page: Page) -> list[tuple[str, ...]]:
    return [(f"{ADDRESS}/{number}", page.title, page.lines, _STAMP, "A. Writer") for number in range(2)]


def _table(page: Page) -> bytes:
    table = io.StringIO()
    csv.writer(table).writerows([_COLUMNS, *_rows(page)])
    return _bytes(table.getvalue())


def _tabs(page: Page) -> bytes:
    rows = (("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row)) for row in [_COLUMNS, *_rows(page)])
    return _bytes("\n".join(rows) + "\n")


def _parquet(page: Page) -> bytes:
    import duckdb

    rows = [[cell.encode("utf-8", "replace").decode() for cell in row] for row in _rows(page)]
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:") as database:
        path = Path(folder) / "table.parquet"
        database.execute(f"CREATE TABLE pages ({', '.join(f'{name} VARCHAR' for name in _COLUMNS)})")
        database.executemany(f"INSERT INTO pages VALUES ({', '.join('?' * len(_COLUMNS))})", rows)
        database.execute(f"COPY pages TO '{path}' (FORMAT parquet, COMPRESSION uncompressed)")
        return path.read_bytes()


def _rss(page: Page) -> bytes:
    return _bytes(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title><item>'
        f"<title>{_xml(page.title)}</title><link>{ADDRESS}</link><pubDate>Fri, 03 May 2024 08:00:00 +0000</pubDate>"
        f"<description>{_xml(page.markup)}</description></item></channel></rss>"
    )


def _atom(page: Page) -> bytes:
    return _bytes(
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><entry>'
        f'<title>{_xml(page.title)}</title><link href="{ADDRESS}"/><updated>{_STAMP}</updated>'
        f'<content type="text">{_xml(page.lines)}</content></entry></feed>'
    )


def _pdf(page: Page) -> bytes:
    """A PDF as simple programs write it: a standard font, a line of text an operator."""
    lines = [line[at : at + _PDF_LINE] for line in page.lines.split("\n") for at in range(0, len(line), _PDF_LINE)]
    sheets = [lines[at : at + _PDF_LINES] for at in range(0, len(lines), _PDF_LINES)][:20] or [[]]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(sheets)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        _bytes(f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, sheet in enumerate(sheets):
        shown = b"BT /F1 10 Tf 40 800 Td 12 TL\n" + b"".join(b"(%s) Tj T*\n" % _pdf_string(line) for line in sheet)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%sET\nendstream" % (len(shown) + 2, shown))
    return _pdf_file(objects)


def _pdf_file(objects: list[bytes]) -> bytes:
    file, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return bytes(file) + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(file))
    )


def _pdf_string(line: str) -> bytes:
    return re.sub(rb"([()\\])", rb"\\\1", line.encode("cp1252", "replace"))


def _zip(page: Page) -> bytes:
    return pack_zip({"a/page.html": _html(page), "b/page.txt": _text(page), "c.jsonl": _json_lines(page)})


def pack_zip(members: dict[str, bytes]) -> bytes:
    """A zip file of these members; the time in it is always the same."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _gzip(page: Page) -> bytes:
    return gzip.compress(_html(page), 1, mtime=0)


def build_record(address: str, content: bytes, *, kind: str = "response", length: int | None = None) -> bytes:
    """One record of a crawl archive; `length`: the length it declares, if not its own."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + content if kind == "response" else content
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {_STAMP}\r\n"
    size = len(block) if length is None else length
    return _bytes(f"{head}Content-Length: {size}\r\n\r\n") + block + b"\r\n\r\n"


def _records(page: Page) -> list[bytes]:
    return [
        build_record("urn:x", b"software: none", kind="warcinfo"),
        build_record(f"{ADDRESS}/1", _html(page)),
        build_record(f"{ADDRESS}/2", _xhtml(page)),
    ]


def _warc(page: Page) -> bytes:
    return b"".join(_records(page))


def _packed_warc(page: Page) -> bytes:
    return b"".join(gzip.compress(record, 1, mtime=0) for record in _records(page))


def _wacz(page: Page) -> bytes:
    listed = json.dumps({"format": "json-pages-1.0"}) + "\n" + json.dumps({"url": ADDRESS, "ts": _STAMP})
    return pack_zip(
        {
            "datapackage.json": _bytes(json.dumps({"profile": "data-package", "wacz_version": "1.1.1"})),
            "archive/data.warc.gz": _packed_warc(page),
            "pages/pages.jsonl": _bytes(listed),
        }
    )


def _bytes(text: str) -> bytes:
    """Bytes that were no UTF-8 before come back as they were (they are kept as lone surrogates meanwhile)."""
    return text.encode("utf-8", "surrogateescape")


def _xml(text: str) -> str:
    return escape(re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text))


# By the ending of the file name that goes with it.
WRAPPINGS: dict[str, Callable[[Page], bytes]] = {
    "txt": _text, "text": _spaced, "md": _markdown, "html": _html, "xhtml": _xhtml, "mhtml": _mhtml, "eml": _mail,
    "json": _json, "jsonl": _json_lines, "csv": _table, "tsv": _tabs, "parquet": _parquet, "pdf": _pdf,
    "rss": _rss, "atom": _atom, "feed.json": _json_feed, "ninjs.json": _ninjs, "zip": _zip, "html.gz": _gzip,
    "warc": _warc, "warc.gz": _packed_warc, "wacz": _wacz,
}  # fmt: skip
