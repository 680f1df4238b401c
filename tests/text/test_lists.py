"""Lists of words are read row by row."""

from pathlib import Path

import pytest

from tellings.text.lists import read_rows


def test_remarks_and_empty_lines_are_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "listed"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "names.tsv").write_text("# of where from\none\tzwei #2\n\n\ttwo\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert read_rows("listed", "names.tsv") == [["one", "zwei #2"], ["", "two"]]
