"""Sentences with their words in, a vector for each word as it stands in its sentence out.

One pass of the model over a sentence gives the states of all its word pieces; the states under a word are averaged.
A clause's vector is then a mean over its words, at no further cost, and two clauses can be laid side by side word by
word.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tellings.linking.vectors import _BATCH, SIZE, _load

Words = Sequence[tuple[int, int]]  # start and end of each word within its sentence


def embed_words(sentences: Sequence[tuple[str, Words]]) -> list[NDArray[np.float32]]:
    """For each (sentence, its words) an array (words, 384) of unit rows; zero rows beyond 128 pieces."""
    tokenizer, session = _load()
    wanted = {put.name for put in session.get_inputs()}
    out: list[NDArray[np.float32]] = [np.zeros((len(words), SIZE), dtype=np.float32) for _, words in sentences]
    order = sorted((n for n in range(len(sentences)) if sentences[n][1]), key=lambda n: len(sentences[n][0]))
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        encoded = tokenizer.encode_batch([sentences[n][0] for n in batch])
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        feed = {
            "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        states = session.run(None, {name: value for name, value in feed.items() if name in wanted})[0]
        for row, n in enumerate(batch):
            out[n] = _pool(states[row], encoded[row].offsets, sentences[n][1])
    return out


def _pool(states: NDArray[np.float32], offsets: Sequence[tuple[int, int]], words: Words) -> NDArray[np.float32]:
    """The mean of the states under each word, as unit rows. Pieces and words both run from left to right."""
    sums = np.zeros((len(words), states.shape[1]), dtype=np.float32)
    at = 0
    for piece, (start, end) in enumerate(offsets):
        if end <= start:
            continue
        while at < len(words) and words[at][1] <= start:
            at += 1
        if at < len(words) and words[at][0] < end:
            sums[at] += states[piece]
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    unit: NDArray[np.float32] = sums / np.maximum(norms, 1e-9)
    return unit
