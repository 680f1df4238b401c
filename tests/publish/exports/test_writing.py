import os
import threading
from pathlib import Path

from tellings.publish.exports.writing import write_text


def test_a_pipe_is_written_through(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")), daemon=True)
    reader.start()
    write_text(["a\n", "b\n"], pipe)
    reader.join(timeout=10)
    assert read == ["a\nb\n"] and pipe.is_fifo() and [*tmp_path.iterdir()] == [pipe]


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "day.csv", tmp_path / "link.csv"
    target.write_text("before", encoding="utf-8")
    link.symlink_to(target)
    write_text(["after"], link)
    assert link.is_symlink() and target.read_text(encoding="utf-8") == "after"


def test_lines_end_as_they_are_given(tmp_path: Path) -> None:
    write_text(["a\r\n", "b\n"], tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == b"a\r\nb\n"
