"""Zip files: members one by one, hostile ones named, nothing written where a path would lead."""

import gzip
import io
import json
import struct
import sys
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ingest.crawls import packed, pages

from tellings.ingest import ReadConfig, read_captures
from tellings.records import Capture, Drop

TEXT = b"Harbour opens again\n\nThe harbour of Eastmouth opened again on Monday after repairs to its sea wall.\n"
SMALL = ReadConfig(max_bytes=100_000, max_archive_bytes=1_000_000)


def pack(members: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that come twice
        with zipfile.ZipFile(buffer, "w", method) as archive:
            for name, content in members:
                archive.writestr(zipfile.ZipInfo(name) if "\\" in name else name, content, compress_type=method)
    return buffer.getvalue()


def read(tmp_path: Path, content: bytes, config: ReadConfig = SMALL) -> tuple[list[str], dict[str, str]]:
    """The names of the pages inside the archive, and the reasons of the drops by theirs."""
    file = tmp_path / "a.zip"
    file.write_bytes(content)
    records = list(read_captures([str(file)], config=config))
    here = f"{file.as_posix()}/"
    names = [record.origin.removeprefix(here) for record in records if isinstance(record, Capture)]
    return names, {r.capture.removeprefix(here): r.reason for r in records if isinstance(r, Drop)}


def test_paths_in_it_lead_nowhere(tmp_path: Path) -> None:
    names = [
        "../../up.txt",
        "/root.txt",
        "a/../../b.txt",
        "..\\..\\back.txt",
        "C:\\win.txt",
        "//net/share.txt",
        "ok/./c.txt",
    ]
    content = pack([(name, TEXT + name.encode()) for name in names])
    found, drops = read(tmp_path, content)
    assert sorted(found) == sorted(
        ["up.txt", "root.txt", "a/b.txt", "back.txt", "C:/win.txt", "net/share.txt", "ok/c.txt"]
    )
    assert not drops
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_zero_byte_in_a_name(tmp_path: Path) -> None:
    content = pack([("a-b.txt", TEXT)]).replace(b"a-b.txt", b"a\0b.txt")
    names, drops = read(tmp_path, content)
    assert len(names) + len(drops) == 1


def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    names, drops = read(tmp_path, pack([("a.txt", TEXT), ("a.txt", TEXT + b"And more.")]))
    assert (names, drops) == (["a.txt", "a.txt"], {})


def test_a_locked_member_is_named(tmp_path: Path) -> None:
    content = bytearray(pack([("a.txt", TEXT), ("b.txt", TEXT + b"More.")]))
    content[6] |= 1  # in the member's own head
    content[content.index(b"PK\x01\x02") + 8] |= 1  # in the table of contents
    names, drops = read(tmp_path, bytes(content))
    assert names == ["b.txt"]
    assert drops == {"a.txt": "it is locked with a password"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_cannot_be_bounded_is_not_undone(tmp_path: Path, method: int) -> None:
    names, drops = read(tmp_path, pack([("a.txt", TEXT)], method))
    assert not names
    assert "packed in a way that is not read" in drops["a.txt"]


@pytest.mark.parametrize(("size", "read_anyway"), [(3, []), (5_000_000, ["a.txt"])])
def test_sizes_that_lie(tmp_path: Path, size: int, read_anyway: list[str]) -> None:
    content = bytearray(pack([("a.txt", TEXT), ("b.txt", TEXT + b"More.")]))
    at = content.index(b"PK\x01\x02") + 24  # the size unpacked, in the table of contents
    content[at : at + 4] = struct.pack("<I", size)
    names, drops = read(tmp_path, bytes(content))
    assert names == [*read_anyway, "b.txt"]  # too small a size hides the rest, which the check sum tells
    assert drops == ({} if read_anyway else {"a.txt": "it is damaged inside its zip file"})


def test_a_damaged_member_costs_itself(tmp_path: Path) -> None:
    content = bytearray(pack([("a.txt", TEXT), ("b.txt", TEXT + b"More.")]))
    content[45] ^= 0xFF
    names, drops = read(tmp_path, bytes(content))
    assert names == ["b.txt"]
    assert list(drops) == ["a.txt"]


def test_a_bomb_of_many_members_is_left(tmp_path: Path) -> None:
    content = pack([(f"{n:03}.txt", b"a" * 90_000) for n in range(400)])
    names, drops = read(tmp_path, content)
    assert len(names) < 120
    assert list(drops.values())[-1] == "it unpacks to more than 100 times its size; the rest was not read"


def test_members_that_lie_on_top_of_each_other(tmp_path: Path) -> None:
    """As in the bomb of this kind: every entry of the table of contents points to one piece of packed bytes."""
    one = pack([("a.txt", b"a" * 90_000)])
    at = one.index(b"PK\x01\x02")
    entry, end = one[at : one.index(b"PK\x05\x06")], bytearray(one[one.index(b"PK\x05\x06") :])
    end[8:16] = struct.pack("<HHI", 3000, 3000, len(entry) * 3000)
    _, drops = read(tmp_path, one[:at] + entry * 3000 + end)
    assert list(drops.values()) == ["it is a damaged zip file: its members lie on top of each other"]


def test_nesting_is_bounded(tmp_path: Path) -> None:
    content = pack([("a.txt", TEXT)])
    for level in range(6):
        content = pack([(f"{level}.zip", content), (f"{level}b.zip", content)])
    _, drops = read(tmp_path, content)
    assert set(drops.values()) == {"archives are nested too deeply"}
    assert len(drops) == 8


def test_a_bomb_in_a_bomb_counts_against_the_outermost(tmp_path: Path) -> None:
    inner = pack([(f"{n}.txt", b"a" * 90_000) for n in range(100)])
    names, drops = read(tmp_path, pack([(f"{n}.zip", inner) for n in range(50)]))
    assert len(names) < 120
    assert any("it unpacks to more than 100 times its size" in reason for reason in drops.values())


def test_a_table_of_contents_of_any_declared_size_is_not_held(tmp_path: Path) -> None:
    content = bytearray(pack([("a.txt", TEXT)]))
    end = content.index(b"PK\x05\x06")
    content[end + 12 : end + 16] = struct.pack("<I", 0xFFFFFFF0)
    names, drops = read(tmp_path, bytes(content))
    assert not names
    assert len(drops) == 1


def test_zip64(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        member.write(TEXT)
    assert read(tmp_path, buffer.getvalue())[0] == ["a.txt"]


def test_members_may_be_packed_again(tmp_path: Path) -> None:
    inner = pack([("deep.txt", TEXT)])
    content = pack([("a.zip", inner), ("b.txt.gz", gzip.compress(TEXT + b"B.")), ("c.warc.gz", packed(pages(3)))])
    names, drops = read(tmp_path, content)
    assert names[:2] == ["a.zip/deep.txt", "b.txt.gz"]
    assert len(names) == 5
    assert not drops


def test_of_a_wacz_only_its_crawl_archives_are_read(tmp_path: Path) -> None:
    listed = json.dumps({"id": "1", "url": "https://courier.example/0", "title": "Ferry"})
    content = pack(
        [
            ("archive/data.warc.gz", packed(pages(3))),
            ("datapackage.json", b'{"profile": "data-package", "resources": []}'),
            ("indexes/index.cdx.gz", gzip.compress(b"example,courier)/0 20240503080000 {}\n")),
            ("logs/crawl.log", b"2024-05-03T08:00:00Z began\n"),
            ("pages/pages.jsonl", f'{{"format": "json-pages-1.0"}}\n{listed}\n'.encode()),
        ],
        zipfile.ZIP_STORED,
    )
    names, drops = read(tmp_path, content)
    assert names == [f"https://courier.example/{number}" for number in range(3)]
    assert not drops


def test_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(pack([("a.txt", TEXT), ("b.txt", TEXT + b"B.")]))))
    assert [r.origin for r in read_captures(["-"]) if isinstance(r, Capture)] == [
        "standard input/a.txt", "standard input/b.txt",
    ]  # fmt: skip


def test_what_has_to_be_copied_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(pack([("a.txt", TEXT)]))))
    (drop,) = read_captures(["-"], config=ReadConfig(max_spool_bytes=100))
    assert isinstance(drop, Drop)
    assert "larger than the limit" in drop.reason


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 400))
def test_any_damage_is_survived(changes: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(pack([("a.txt", TEXT), ("b/c.txt", TEXT * 3), ("d.txt.gz", gzip.compress(TEXT))]))
    for at, value in changes:
        content[at % len(content)] = value
    stream = io.TextIOWrapper(io.BytesIO(bytes(content[: len(content) - cut]) or b"-"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", stream)
        assert list(read_captures(["-"], config=SMALL))
