"""Pairs of sides in, how likely each pair is one assertion out, with the reason in words.

A logistic regression over the signals of `pairs.py`, read from `weights.json` beside this module: one line a signal
with its mean, scale and weight. `bench/train_align.py` writes it and says how it does on stories it has not seen.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tellings.align.pairs import SIGNALS

_LEAN = 500  # pairs of a story that weigh as much as what all other stories say of the scale


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: (signal - mean) / scale, times weight, summed, plus bias."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    weight: NDArray[np.float32]
    bias: float


@lru_cache(maxsize=1)
def read_weights() -> Weights:
    """The weights of the package. Raises ValueError where they do not fit the signals that are measured."""
    table = json.loads((files(__package__) / "weights.json").read_text(encoding="utf-8"))
    if [row["signal"] for row in table["signals"]] != list(SIGNALS):
        raise ValueError("weights.json does not fit the signals of pairs.py: run bench/train_align.py")
    columns = [
        np.array([row[key] for row in table["signals"]], dtype=np.float32) for key in ("mean", "scale", "weight")
    ]
    return Weights(columns[0], columns[1], columns[2], float(table["bias"]))


def score_pairs(rows: NDArray[np.float32], weights: Weights | None = None) -> NDArray[np.float32]:
    """For each row of signals the likelihood, 0 to 1, that the two claims assert the same thing."""
    how = weights or read_weights()
    total = normalise(rows, how) @ how.weight + how.bias
    likely = 1.0 / (1.0 + np.exp(-np.clip(total, -30, 30)))
    out: NDArray[np.float32] = likely.astype(np.float32)
    return out


def normalise(rows: NDArray[np.float32], weights: Weights) -> NDArray[np.float32]:
    """The rows on the scale of their own story: how alike its claims are at all differs from story to story.

    Measured on stories left out: average precision .542 on one scale for all, .556 with each story's own.
    A story of few pairs leans on the mean and scale of all stories.
    """
    if not len(rows):
        return rows
    own = len(rows) / (len(rows) + _LEAN)
    mean = own * rows.mean(axis=0) + (1 - own) * weights.mean
    scale = own * rows.std(axis=0) + (1 - own) * weights.scale
    scaled: NDArray[np.float32] = ((rows - mean) / np.maximum(scale, 1e-6)).astype(np.float32)
    return scaled


def explain_pair(row: Sequence[float], weights: Weights | None = None) -> str:
    """The three signals that speak loudest for the pair (a row as `normalise` gives it), in words for a person."""
    how = weights or read_weights()
    parts = np.asarray(row, dtype=np.float32) * how.weight
    loudest = [n for n in np.argsort(-parts, kind="stable")[:3].tolist() if parts[n] > 0]
    return ", ".join(SIGNALS[n].replace("_", " ") for n in loudest) or "no signal stands out"
