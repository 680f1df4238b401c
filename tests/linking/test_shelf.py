"""What one process has read of a wording another one finds, whole or not at all."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.linking.vectors import embed, states
from tellings.linking.vectors.shelf import Shelf, find_shelf
from tellings.stage import SHARED

SIZE = 4


@given(st.text(max_size=8), st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=5))
def test_what_was_put_is_taken(
    tmp_path_factory: pytest.TempPathFactory, wording: str, edges: list[tuple[int, int]]
) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("shelf"), SIZE)
    made = np.random.default_rng(len(edges)).random((len(edges), SIZE), dtype=np.float32)
    assert shelf.take(wording) is None
    shelf.put(wording, made, tuple(edges))
    found = shelf.take(wording)
    assert found is not None
    assert np.array_equal(found[0], made) and found[1] == tuple(edges)
    assert shelf.take(wording + "!") is None


def test_what_is_not_whole_is_not_there(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, SIZE)
    shelf.put("a ferry", np.ones((2, SIZE), dtype=np.float32), ((0, 1), (2, 7)))
    (path,) = tmp_path.iterdir()
    row = path.read_bytes()
    for broken in (b"", b"\x01", row[:-1], row + b"\0", b"\xff\xff\xff\xff" + row[4:], b"\x03" + row[1:]):
        path.write_bytes(broken)
        assert shelf.take("a ferry") is None


def test_what_was_put_first_makes_way(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, SIZE, room=110)
    for wording in ("one", "two", "three"):  # 52 bytes each
        shelf.put(wording, np.ones((2, SIZE), dtype=np.float32), ((0, 1), (1, 2)))
    assert [shelf.take(wording) is not None for wording in ("one", "two", "three")] == [False, True, True]
    shelf.put("long", np.ones((9, SIZE), dtype=np.float32), ((0, 1),) * 9)
    assert shelf.take("long") is None, "more than there will ever be room for"
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 110


def test_a_folder_that_is_gone_keeps_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "gone", SIZE)
    shelf.put("one", np.ones((1, SIZE), dtype=np.float32), ((0, 1),))
    assert shelf.take("one") is None
    (tmp_path / "gone").mkdir()
    shelf.put("one", np.ones((1, SIZE), dtype=np.float32), ((0, 1),))
    assert not list((tmp_path / "gone").iterdir())


def test_what_will_be_asked_for_again_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = ["The ferry left the port.", "Nobody was on the reef."]
    states.forget()
    plain = embed(sentences)
    assert find_shelf(states.SIZE) is None
    monkeypatch.setenv(SHARED, str(tmp_path))
    states.forget()
    assert np.array_equal(embed(sentences[:1], again=True), plain[:1])
    embed(sentences[1:])
    assert len(list(tmp_path.iterdir())) == 1
    states.forget()
    asked: list[str] = []
    read = states._read

    def note(wordings: list[str]) -> list[states.PieceStates]:
        asked.extend(wordings)
        return read(wordings)

    monkeypatch.setattr(states, "_read", note)
    assert np.array_equal(embed(sentences), plain)
    assert asked == sentences[1:]
    states.forget()
