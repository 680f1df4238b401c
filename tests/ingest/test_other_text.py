"""What lies beside saved pages and is no page is told apart by its lines, then by its name; reports are not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.ingest import ReadConfig, read_captures
from tellings.ingest.other_text import find_other_kind
from tellings.records import Capture, Drop

REPORT = """Harbour opens again

Eastmouth, 3 May 2024 - The harbour opened again on Monday, after repairs to its sea wall, the port office said.

Petrova: We waited for nine weeks.
Holub: It was ten, and nobody told us why.

Tickets: 4, 7 and 12 crowns
Contact = the harbour master
"""
SETTINGS = '# How to run\nname = "pages"\n\n[limits]\nlargest = 20\nfolders = ["a", "b"]\n[more]\ndeep = true\n'
TABLE = "day,place,count\n" + "\n".join(f"2024-05-{day:02d},Eastmouth,{day}" for day in range(1, 20))
CELLS = "\n".join(f'{n},"The harbour, once closed, is open again.",Eastmouth,{n}' for n in range(20))
CODE = """import os


def open_harbour(name):
    if name:
        return os.path.join(name)
    total = 4
    return None
"""
LOG = "\n".join(f"2024-05-01 10:{n:02d}:00 INFO the gate was opened by hand." for n in range(20))
SUBTITLES = "\n\n".join(f"{n}\n00:00:{n:02d},000 --> 00:00:{n + 1:02d},500\nThe harbour is open." for n in range(9))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (SETTINGS, "a settings file"),
        (TABLE, "a table of values"),
        (TABLE.replace(",", "\t"), "a table of values"),
        (CELLS, "a table of values"),
        (CODE, "source code"),
        ("#!/bin/sh\necho harbour\n", "source code"),
        (LOG, "a log"),
        (SUBTITLES, "a subtitle file"),
    ],
)
def test_told_by_its_lines_whatever_its_name(text: str, kind: str) -> None:
    assert find_other_kind(text.encode(), name="page.txt") == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("README.md", "a README"), ("licence", "a licence"), ("notes.YAML", "a settings file"), ("x.py", "source code")],
)
def test_told_by_the_convention_of_its_name(name: str, kind: str) -> None:
    assert find_other_kind(REPORT.encode(), name=name) == kind


@pytest.mark.parametrize(
    "name", ["page.txt", "", "readme-of-the-harbour.txt", "read.me.html", "2024.05.03", "story.md"]
)
def test_a_report_is_none_of_them(name: str) -> None:
    assert find_other_kind(REPORT.encode(), name=name) is None


def test_running_text_with_a_style_sheet_left_in_it_is_no_code() -> None:
    sheet = "\n".join([".box {", "width: 100%;", "}"] * 10)
    prose = " ".join(["the harbour opened again after nine long weeks"] * 8) + "."
    assert find_other_kind(f"{prose}\n{sheet}\n{prose}".encode(), name="a.txt") is None


@given(st.binary(max_size=600), st.text(max_size=12))
def test_any_bytes_are_answered(content: bytes, name: str) -> None:
    assert find_other_kind(content, name=name) is None or find_other_kind(content, name=name)


def test_a_folder_of_pages_gives_the_pages_and_says_what_the_rest_is(tmp_path: Path) -> None:
    beside = {"README.md": REPORT, "run.toml": SETTINGS, "sums.dat": TABLE, "tool": CODE}
    for name, text in {"page.txt": REPORT, **beside}.items():
        (tmp_path / name).write_text(text)
    records = list(read_captures([str(tmp_path)]))
    assert [Path(r.origin).name for r in records if isinstance(r, Capture)] == ["page.txt"]
    drops = {Path(r.capture).name: r.reason for r in records if isinstance(r, Drop)}
    assert drops == {
        "README.md": "it is a README, not a report",
        "run.toml": "it is a settings file, not a report",
        "sums.dat": "it is a table of values, not a report",
        "tool": "it is source code, not a report",
    }


def test_a_book_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_text(REPORT * 10)
    (tmp_path / "book.html").write_text(f"<html><body>{f'<p>{REPORT}</p>' * 10}</body></html>")
    (tmp_path / "page.html").write_text(f"<html><script>{'x;' * 2000}</script><body><p>{REPORT}</p></body></html>")
    first, second, kept = read_captures([str(tmp_path)], config=ReadConfig(max_text_bytes=1024))
    for record in (first, second):
        assert isinstance(record, Drop)
        assert "1 kB of text" in record.reason
    assert isinstance(kept, Capture)


def test_a_tag_of_thousands_of_attributes_is_left_out(tmp_path: Path) -> None:
    many = " ".join(f"a{n}=1" for n in range(9000))
    (tmp_path / "a.html").write_text(f"<html><body><p {many}>{REPORT}</p></body></html>")
    picture = "A" * 200_000
    (tmp_path / "b.html").write_text(f'<html><body><img src="data:image/png;base64,{picture}"><p>{REPORT}</p></html>')
    left, kept = read_captures([str(tmp_path)])
    assert isinstance(left, Drop)
    assert "attributes" in left.reason
    assert isinstance(kept, Capture)
