"""Vectors rank a rewording above another subject, and do not depend on their company."""

import numpy as np

from tellings.linking.vectors import SIZE, embed


def test_a_rewording_is_nearer_than_another_subject() -> None:
    left, near, far = embed(
        ["The ministry refused the permit.", "The permit was turned down by the ministry.", "Rain is due on Friday."]
    )
    assert left @ near > left @ far + 0.3


def test_batch_and_order_change_little() -> None:
    sentences = [f"Boat number {n} left the harbour " + "slowly " * n for n in range(20)]
    together = embed(sentences)
    alone = np.vstack([embed([sentence]) for sentence in sentences])
    assert (together * alone).sum(axis=1).min() > 0.98


def test_shapes_and_lengths() -> None:
    assert embed([]).shape == (0, SIZE)
    vectors = embed(["", "word"])
    assert vectors.shape == (2, SIZE)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
