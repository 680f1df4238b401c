"""Vectors rank a rewording above another subject, and do not depend on their company."""

from collections.abc import Sequence

import numpy as np
import pytest

from tellings.linking.vectors import embed, embed_cached, states
from tellings.linking.vectors.states import SIZE, PieceStates, forget, read_ahead, read_states
from tellings.linking.vectors.words import embed_words


def test_a_rewording_is_nearer_than_another_subject() -> None:
    left, near, far = embed(
        ["The ministry refused the permit.", "The permit was turned down by the ministry.", "Rain is due on Friday."]
    )
    assert left @ near > left @ far + 0.3


def test_company_and_order_change_nothing() -> None:
    sentences = [f"Boat number {n} left the harbour " + "slowly " * (n % 7) for n in range(40)]
    forget()
    together = embed(sentences)
    alone = []
    for sentence in sentences:
        forget()
        alone.append(embed([sentence])[0])
    assert np.allclose(together, alone, atol=1e-6)
    assert np.array_equal(embed_cached(sentences[::-1]), together[::-1])


def test_what_was_read_last_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "KEPT", 3)
    forget()
    first = read_states(["one", "two", "three", "two"])
    assert first[1] is first[3]
    again = read_states(["four", "one"])
    assert again[1] is first[0]
    assert read_states(["two"])[0] is not first[1]  # gave way to the fourth


def test_what_is_read_ahead_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of parts that cannot be kept beside those before them nothing is read."""
    monkeypatch.setattr(states, "KEPT", 3)
    read: list[str] = []
    plain = states._read

    def note(wordings: Sequence[str]) -> list[PieceStates]:
        read.extend(wordings)
        return plain(wordings)

    monkeypatch.setattr(states, "_read", note)
    forget()
    read_ahead([["one boat", "two boats"], ["a pier", "a quay", "a mole"], ["a buoy", "one boat"]])
    assert read == ["one boat", "two boats", "a buoy"]
    read_states(["a buoy", "one boat", "two boats"])
    assert len(read) == 3
    forget()


def test_shapes_and_lengths() -> None:
    assert embed([]).shape == (0, SIZE)
    vectors = embed(["", "word"])
    assert vectors.shape == (2, SIZE)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


def test_sentence_and_words_take_one_reading() -> None:
    wording = "The clerk of the harbour kept the second key."
    forget()
    (read,) = read_states([wording])
    (rows,) = embed_words([(wording, [(0, 3), (4, 9), (10, 12)])])
    assert rows.shape == (3, SIZE)
    assert read_states([wording])[0] is read


def test_odd_wordings_are_read() -> None:
    assert np.array_equal(embed(["half \ud83d letter"]), embed(["half ? letter"]))
    assert embed_words([("", []), ("\ud83d x", [(0, 1), (2, 3)])])[1].shape == (2, SIZE)
    long = embed_words([("word " * 300, [(5 * n, 5 * n + 4) for n in range(300)])])[0]
    assert np.linalg.norm(long[:120], axis=1).min() > 0.9
    assert not long[200:].any()
