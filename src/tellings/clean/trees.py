"""A table of numbers in, a probability for each row out: boosted decision trees kept as plain arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Trees:
    """All nodes of all trees, one after the other. feature < 0: a leaf, whose `value` is added up.

    A row goes to `left` where its feature is at most `threshold`, else to the node after `left`.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    value: NDArray[np.float32]
    baseline: float

    def score(self, table: NDArray[np.float32]) -> NDArray[np.float64]:
        """The probability of each row."""
        rows = np.arange(len(table))[:, None]
        node = np.broadcast_to(self.roots, (len(table), len(self.roots))).copy()
        for _ in range(64):
            feature = self.feature[node]
            inner = feature >= 0
            if not inner.any():
                break
            right = table[rows, np.maximum(feature, 0)] > self.threshold[node]
            node = np.where(inner, self.left[node] + right, node)
        raw = self.baseline + self.value[node].sum(axis=1, dtype=np.float64)
        likely: NDArray[np.float64] = 1 / (1 + np.exp(-raw))
        return likely
