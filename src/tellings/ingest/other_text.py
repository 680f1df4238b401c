"""Plain text in, what else it is than a page (settings, a table, source code …) out, or None: by its lines, then by
its name. Only plain text is asked: what is HTML, JSON, mail or a feed is known by its content already."""

import csv
import io
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from tellings.text.decoding import decode
from tellings.text.lists import read_rows

_SEEN = 65_536  # bytes looked at
_FEWEST_LINES = 5
_LONG = 40  # words in a line that no programmer leaves unbroken
_LINE = 300  # letters looked at of a line's begin and end
_PROSE_ENDINGS = frozenset({"", ".md", ".markdown", ".txt", ".text", ".rst"})

_SECTION = re.compile(r"\s*\[\[?[\w.\- \"']+\]\]?\s*(?:[#;].*)?$")
_SETTING = re.compile(r"\s*[A-Za-z_][\w.-]*\s*=(?!=)\s*\S")
_STAMP = re.compile(
    r"\W{0,2}\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?\w{3} +\d{1,2} \d\d:\d\d:\d\d\b|\S+ \S+ \S+ \[\d\d/\w{3}/\d{4}:"
)
_CUE = re.compile(r"\s*(?:\d+:)?\d+:\d\d[.,]\d{3} --> ")
_CODE_END = re.compile(
    r"[{};]\s*$|^\s*[)\]}]+[,;:]?\s*$|\)\s*(?:->.{1,60})?:\s*$|^\s*(?:else|try|finally):\s*$|\w\([^()]*\),?\s*$"
)
_CODE_BEGIN = re.compile(
    r"\s*(?:(?:async )?def \w+\(|class \w+[:({ ]|import [\w.{*]+(?:$|[; ,])|from [\w.]+ import\b|#include\b"
    r"|@\w+[\w.]*(?:\(|$)"
    r"|(?:public|private|protected|static|const|let|var|func|fn|function|package|using)\s+[\w<>*&\[\]]+\s*[\w(=;{:]"
    r"|[\w.\[\]]+(?:: [\w.\[\], |\"]+)? [:+|-]?= \S|return\b.{0,60}[\w)\]}];?$"
    r"|(?:el)?if .{1,90}:$|for \w+.{1,80} in .{1,80}:$|//|/\*|#!)"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def find_other_kind(content: bytes, *, name: str) -> str | None:
    """What the text is, in words that follow "it is", where it is no page; None for what may be a report."""
    text = decode(content[:_SEEN]) or ""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(content) > _SEEN:
        lines = lines[:-1]
    return _kind_by_lines(lines) or _kind_by_name(name)


def _kind_by_lines(lines: Sequence[str]) -> str | None:
    if lines and lines[0].startswith("#!/"):
        return "source code"
    if len(lines) < _FEWEST_LINES:
        return None
    if _share(lines, _CUE) > 0.15:
        return "a subtitle file"
    if _share(lines, _STAMP) > 0.7:
        return "a log"
    settings = _share(lines, _SETTING)
    if settings > 0.6 or (settings > 0.25 and any(map(_SECTION.match, lines))):
        return "a settings file"
    if _is_table(lines):
        return "a table of values"
    if sum(len(_WORD.findall(line)) >= _LONG for line in lines) >= 2:
        return None  # running text with a style sheet or script left in it: its cleaning is not for here
    code = sum(bool(_CODE_END.search(line[-_LINE:]) or _CODE_BEGIN.match(line[:_LINE])) for line in lines)
    return "source code" if code > 0.45 * len(lines) else None


def _share(lines: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.match(line)) for line in lines) / len(lines)


def _is_table(lines: Sequence[str]) -> bool:
    """Whether nearly every row has the same number of cells, three or more, and the cells are short."""
    for mark in "\t,;|":
        rows = [row for row in _read_rows(lines, mark) if row]
        widths = [len(row) for row in rows]
        if len(rows) < _FEWEST_LINES or max(widths) < 3:
            continue
        width = max(set(widths), key=widths.count)
        if width >= 3 and widths.count(width) >= 0.9 * len(widths) and _has_short_cells(rows):
            return True
    return False


def _read_rows(lines: Sequence[str], mark: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO("\n".join(lines)), delimiter=mark))
    except csv.Error:
        return []


def _has_short_cells(rows: Sequence[Sequence[str]]) -> bool:
    """Prose that is cut by commas has cells of several words throughout; a table has cells of one word or number."""
    cells = [cell for row in rows for cell in row]
    return sum(len(_WORD.findall(cell)) <= 1 for cell in cells) >= 0.4 * len(cells)


def _kind_by_name(name: str) -> str | None:
    path = PurePosixPath(name.lower())
    names = _read_names()
    if path.suffix in names:
        return names[path.suffix]
    return names.get(path.stem) if path.suffix in _PROSE_ENDINGS else None


@lru_cache(maxsize=1)
def _read_names() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows(__package__, "names.tsv")}
