"""Files that are no reports by their kind are known by why they were left out; what may be missed is not among them."""

from pathlib import Path

import pytest

from tellings.ingest import read_captures
from tellings.ingest.aside import count_kinds, find_kind
from tellings.records import Drop

TEXT = (
    "The ferry Oduya ran aground off Kettleby on Friday, and forty passengers were brought ashore by lifeboats.\n" * 3
)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("expected.toml", b'status = "agree"\n', "a settings file"),
        ("style.css", b"p { color: red }\n", "a style sheet"),
        ("run.sh", b"#!/bin/sh\necho done\n", "source code"),
        ("crest.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        ("kept.db", b"SQLite format 3\x00" + bytes(90), "a database"),
        (".notes.txt", TEXT.encode(), "hidden"),
        ("README", b"How to read this folder.\n", "a README"),
        ("values.csv", b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n1,2,3\n4,5,6\n", None),
        ("empty.txt", b"", None),
        ("noise.bin", bytes(range(256)) * 8, None),
        ("old.doc", b"\xd0\xcf\x11\xe0" + bytes(90), None),
    ],
)
def test_kinds(tmp_path: Path, name: str, content: bytes, kind: str | None) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "story.txt").write_text(TEXT)
    (drop,) = [record for record in read_captures([str(tmp_path)]) if isinstance(record, Drop)]
    assert drop.capture.endswith(name)
    assert find_kind(drop.stage, drop.reason) == kind


def test_what_a_later_stage_left_out_is_never_passed_over() -> None:
    assert find_kind("clean", "it is a settings file, not a report") is None


def test_counts_most_first() -> None:
    assert count_kinds(["a picture", "hidden", "a picture"]) == "2 pictures, 1 hidden file or folder"
    assert count_kinds({"source code": 2}) == "2 files of source code"
    assert count_kinds([]) == ""
