"""Features of pairs in, chances of each root out: a linear model, fitted anew in each fold by `bench/events.py`.

It is not in the package: the set that it learns from states no licence for what is trained on it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

GRAM_WEIGHT = 3.0  # of word grams beside embeddings; tried 1 to 3
LEAST = 2  # times a gram is seen before it counts


@dataclass(frozen=True)
class Model:
    """vocabulary: grams that count, with their rarity; weights: (roots, features); bias: (roots,)."""

    vocabulary: dict[str, int]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def of_grams(cls, grams: Sequence[list[str]]) -> "Model":
        """A model without weights, with the vocabulary of these lists of grams."""
        seen = Counter(gram for row in grams for gram in set(row))
        kept = sorted(gram for gram, count in seen.items() if count >= LEAST)
        rarity = np.array([np.log((1 + len(grams)) / (1 + seen[gram])) + 1 for gram in kept], dtype=np.float32)
        empty = np.zeros((0, 0), dtype=np.float32)
        return cls({gram: place for place, gram in enumerate(kept)}, rarity, empty, empty[0:0].ravel())

    def with_weights(self, weights: NDArray[np.float64], bias: NDArray[np.float64]) -> "Model":
        """The model with its trained weights."""
        return replace(self, weights=weights.astype(np.float32), bias=bias.astype(np.float32))

    def join(self, rows: NDArray[np.float32], grams: Sequence[list[str]]) -> NDArray[np.float32]:
        """Features with the weighed grams behind them: log counts by rarity, each row of length GRAM_WEIGHT."""
        counts = np.zeros((len(grams), len(self.vocabulary)), dtype=np.float32)
        for row, words in enumerate(grams):
            for gram, count in Counter(words).items():
                if gram in self.vocabulary:
                    counts[row, self.vocabulary[gram]] = 1 + np.log(count)
        counts *= self.rarity
        counts *= GRAM_WEIGHT / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)
        joined: NDArray[np.float32] = np.hstack([rows, counts])
        return joined

    def score(self, rows: NDArray[np.float32], grams: Sequence[list[str]]) -> NDArray[np.float64]:
        """Chances of each root for each row."""
        raw = (self.join(rows, grams) @ self.weights.T + self.bias).astype(np.float64)
        powers: NDArray[np.float64] = np.exp(raw - raw.max(axis=1, keepdims=True))
        chances: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
        return chances
