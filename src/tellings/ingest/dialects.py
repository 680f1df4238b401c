"""The first bytes of a table in, how it is written out: its encoding, the sign between its cells, whether quotes are
doubled or escaped. RFC 4180 leaves it open, and programmes differ."""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.ingest.fields import has_body
from tellings.text.decoding import find_by_look, find_wide

SEEN = 65_536  # bytes from which the dialect is told
STATED = re.compile(r"\A\ufeff?sep=(.)\r?\n", re.I)  # a first line that spreadsheets write and read
STRAY = "tellings.stray"  # how letters that do not fit the encoding are decoded
_LONGEST_HEADER = 4096
_ORDER_MARKS = b"\xef\xbb\xbf\xff\xfe"
_MARKS = ",\t;|"
_TRIED = 200  # rows
_LONG_NAME = 80  # letters of a column's name, at most
_SENTENCE_END = re.compile(r"[.!?]\s*$")


@dataclass(frozen=True, slots=True)
class Dialect:
    """The sign between cells, and whether a backslash takes the meaning from the sign after it."""

    mark: str
    escaped: bool = False

    def parse(self, lines: Iterator[str], *, strict: bool = False) -> Iterator[list[str]]:
        """Rows of cells; Python's own reader, which raises on odd quotes only where told to be strict."""
        escape = "\\" if self.escaped else None
        return csv.reader(
            lines, delimiter=self.mark, escapechar=escape, doublequote=not self.escaped, strict=strict
        )  # fmt: skip


def find_encoding(sample: bytes) -> str:
    """The encoding of the sample's letters; single letters that do not fit it are read as Windows' Latin."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if sample.startswith(mark):
            return encoding
    if wide := find_wide(sample):
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
        return "utf-8"
    except UnicodeDecodeError:
        lossy = sample.decode("utf-8", "replace")
        if lossy.count("\ufffd") * 100 <= len(lossy):
            return "utf-8"
        return find_by_look(sample) or "utf-8"


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    """An error handler of decoding: the bytes that do not fit, as Windows' Latin has them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(STRAY, _read_stray)


def find_dialect(sample: str) -> Dialect | None:
    """How the rows of the sample are written, None where they are no rows: the sign by which most rows, by their
    number of cells, are like the first. Whether a backslash before a quote is a letter or takes its meaning away shows
    by the rows as well, and by which of the two readings finds every quote where a quote may stand."""
    if stated := STATED.match(sample):
        return Dialect(stated.group(1))
    readings = (False, True) if '\\"' in sample else (False,)
    best, most = None, (0.0, False, 0, False)
    for mark in _MARKS:
        for escaped in readings:
            dialect = Dialect(mark, escaped)
            rows = sample_rows(sample, dialect)
            if len(rows) > 1 and (width := len(rows[0])) > 1:
                like = sum(len(row) == width for row in rows[1:]) / (len(rows) - 1)
                rank = (like, _is_clean(sample, dialect), width, escaped and '""' not in sample)
                if rank > most:
                    best, most = dialect, rank
    return best if most[0] >= 0.5 else None


def _is_clean(sample: str, dialect: Dialect) -> bool:
    """Whether every quote stands where one may; the end of the sample may lie within a cell."""
    rows = dialect.parse(iter(sample.splitlines(keepends=True)), strict=True)
    try:
        for number, _ in enumerate(rows):
            if number > _TRIED:
                break
    except csv.Error as error:
        return "unexpected end" in str(error) and _is_cut(sample)
    return True


def _is_cut(sample: str) -> bool:
    """Whether the sample may end before the table does."""
    return len(sample) >= SEEN // 4  # letters of four bytes


def sample_rows(sample: str, dialect: Dialect) -> list[list[str]]:
    """The rows that are whole in the sample."""
    csv.field_size_limit(max(csv.field_size_limit(), SEEN))
    rows: list[list[str]] = []
    try:
        for cells in dialect.parse(iter(sample.splitlines(keepends=True))):
            if cells:
                rows.append(cells)
            if len(rows) > _TRIED:
                return rows
    except csv.Error:
        pass
    return rows[:-1] if _is_cut(sample) and len(rows) > 1 else rows


def is_header(cells: Sequence[str]) -> bool:
    """Whether these are names of columns: short, no sentences, no two alike, with letters."""
    named = [cell.strip() for cell in cells if cell.strip()]
    return (
        bool(named)
        and len(set(named)) == len(named)
        and all(len(cell) <= _LONG_NAME and not _SENTENCE_END.search(cell) for cell in named)
        and any(any(map(str.isalpha, cell)) for cell in named)
    )


def is_table(content: bytes, *, names: Sequence[str] = ()) -> bool:
    """Whether the bytes, whatever they are called, are a table of articles: a row of names, one of which is among
    `names` or usual for text, and rows of as many cells below it. Running text does not begin so."""
    first = content[:_LONGEST_HEADER].partition(b"\n")[0].replace(b"\x00", b"").lstrip(_ORDER_MARKS)
    if first[:1] in (b"<", b"{", b"[") or not _names_body(first.decode("latin-1"), names):
        return False
    sample = content[:SEEN].decode(find_encoding(content[:SEEN]), STRAY)
    dialect = find_dialect(sample)
    if dialect is None:
        return False
    rows = sample_rows(STATED.sub("", sample), dialect)
    if len(rows) < 2 or len(rows[0]) < 2 or not is_header(rows[0]):
        return False
    like = sum(len(row) == len(rows[0]) for row in rows[1:]) / (len(rows) - 1)
    named = has_body(rows[0]) or any(name.strip() in names for name in rows[0])
    return named and like >= 0.8 and all(len(name.split()) <= 4 for name in rows[0])


def _names_body(line: str, names: Sequence[str]) -> bool:
    """A quick look at the first line, as every page passes here: whether it could name a column of text."""
    if STATED.match(f"{line}\n"):
        return True
    return any(
        has_body(cells) or not set(names).isdisjoint(cells)
        for mark in _MARKS
        if len(cells := [cell.strip(' "\r') for cell in line.split(mark)]) > 1
    )
