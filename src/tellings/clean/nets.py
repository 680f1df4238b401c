"""A table of numbers in, for each row how far several small neural nets favour it out: layers kept as plain arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_FARTHEST = 4.0  # spreads from the mean; what lies beyond tells no more

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Nets:
    """Nets of one hidden layer over the same columns. middle, spread: what makes the columns alike; first, second: the
    weights into and out of the hidden layers, one net after the other; offsets likewise."""

    middle: Weights
    spread: Weights
    first: Weights  # nets, columns, units
    first_offset: Weights  # nets, units
    second: Weights  # nets, units
    second_offset: Weights  # nets

    def score(self, table: NDArray[np.float32]) -> NDArray[np.float64]:
        """The mean of the nets' log-odds for each row."""
        alike = level(table, self.middle, self.spread)
        total = np.zeros(len(table))
        for first, offset, second, last in zip(
            self.first, self.first_offset, self.second, self.second_offset, strict=True
        ):
            total += np.maximum(alike @ first + offset, 0) @ second + last
        return total / len(self.first)


def level(table: NDArray[np.float32], middle: Weights, spread: Weights) -> NDArray[np.float32]:
    """The table with every column around 0 and of like size."""
    even: NDArray[np.float32] = np.clip((table - middle) / spread, -_FARTHEST, _FARTHEST)
    return even.astype(np.float32)
