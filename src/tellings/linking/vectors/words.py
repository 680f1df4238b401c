"""Sentences with their words in, a vector for each word as it stands in its sentence out.

One pass of the model over a sentence gives the states of all its word pieces; the states under a word are averaged.
A clause's vector is then a mean over its words, at no further cost, and two clauses can be laid side by side word by
word.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tellings.linking.vectors.states import PieceStates, stream_states

Words = Sequence[tuple[int, int]]  # start and end of each word within its sentence


def embed_words(sentences: Sequence[tuple[str, Words]]) -> list[NDArray[np.float32]]:
    """For each (sentence, its words) an array (words, 384) of unit rows; zero rows beyond 128 pieces."""
    read = stream_states([wording for wording, _ in sentences])
    return [_pool(states, words) for states, (_, words) in zip(read, sentences, strict=True)]


def _pool(read: PieceStates, words: Words) -> NDArray[np.float32]:
    """The mean of the states under each word, as unit rows. Pieces and words both run from left to right."""
    sums = np.zeros((len(words), read.states.shape[1]), dtype=np.float32)
    at = 0
    for piece, (start, end) in enumerate(read.offsets):
        if end <= start:
            continue
        while at < len(words) and words[at][1] <= start:
            at += 1
        if at < len(words) and words[at][0] < end:
            sums[at] += read.states[piece]
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    unit: NDArray[np.float32] = sums / np.maximum(norms, 1e-9)
    return unit
