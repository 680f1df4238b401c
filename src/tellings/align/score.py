"""Pairs of sides in, how likely each pair is one assertion out, with the reason in words.

A few small networks of one hidden layer over the signals of `pairs.py`, averaged, read from `weights.json` beside this
module as plain numbers. `bench/train_align.py` writes it and says how it does on stories it has not seen.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tellings.align.pairs import SIGNALS

Numbers = NDArray[np.float32]
_FARTHEST = 4.0  # spreads from the mean: what lies beyond says no more
_LEAN = 500  # pairs of a story that weigh as much as what all other stories say of the scale


@dataclass(frozen=True, slots=True)
class Weights:
    """mean, scale: of each signal over all stories; networks: for each the weights of its hidden units (signals,
    units), their biases, the weights of what they give, and the last bias."""

    mean: Numbers
    scale: Numbers
    networks: tuple[tuple[Numbers, Numbers, Numbers, float], ...]


@lru_cache(maxsize=1)
def read_weights() -> Weights:
    """The weights of the package. Raises ValueError where they do not fit the signals that are measured."""
    table = json.loads((files(__package__) / "weights.json").read_text(encoding="utf-8"))
    if [row["signal"] for row in table["signals"]] != list(SIGNALS):
        raise ValueError("weights.json does not fit the signals of pairs.py: run bench/train_align.py")
    mean, scale = (_read_numbers([row[key] for row in table["signals"]]) for key in ("mean", "scale"))
    networks = tuple(
        (
            _read_numbers(made["hidden"]).T,
            _read_numbers(made["biases"]),
            _read_numbers(made["out"]),
            float(made["bias"]),
        )
        for made in table["networks"]
    )
    return Weights(mean, scale, networks)


def _read_numbers(numbers: Sequence[object]) -> Numbers:
    return np.array(numbers, dtype=np.float32)


def score_pairs(rows: Numbers, weights: Weights | None = None) -> Numbers:
    """For each row of signals the likelihood, 0 to 1, that the two claims assert the same thing."""
    how = weights or read_weights()
    return score_normalised(normalise(rows, how), how)


def score_normalised(rows: Numbers, weights: Weights) -> Numbers:
    """As `score_pairs`, for rows as `normalise` gives them."""
    total = np.zeros(len(rows), dtype=np.float32)
    for hidden, biases, out, bias in weights.networks:
        last = np.maximum(rows @ hidden + biases, 0.0) @ out + bias
        total += 1.0 / (1.0 + np.exp(-np.clip(last, -30, 30)))
    mean: Numbers = (total / max(1, len(weights.networks))).astype(np.float32)
    return mean


def normalise(rows: Numbers, weights: Weights) -> Numbers:
    """The rows on the scale of their own story: how alike its claims are at all differs from story to story.

    Measured on stories left out: average precision .542 on one scale for all, .556 with each story's own.
    A story of few pairs leans on the mean and scale of all stories.
    """
    if not len(rows):
        return rows
    own = len(rows) / (len(rows) + _LEAN)
    mean = own * rows.mean(axis=0) + (1 - own) * weights.mean
    scale = own * rows.std(axis=0) + (1 - own) * weights.scale
    scaled: Numbers = ((rows - mean) / np.maximum(scale, 1e-6)).astype(np.float32)
    return np.clip(scaled, -_FARTHEST, _FARTHEST)


def explain_pair(row: Sequence[float], weights: Weights | None = None) -> str:
    """The three signals without which the pair would lose most (a row as `normalise` gives it), in words."""
    how = weights or read_weights()
    rows = np.tile(np.asarray(row, dtype=np.float32), (len(SIGNALS) + 1, 1))
    rows[np.arange(len(SIGNALS)), np.arange(len(SIGNALS))] = 0.0
    scores = score_normalised(rows, how)
    lost = scores[-1] - scores[:-1]
    loudest = [n for n in np.argsort(-lost, kind="stable")[:3].tolist() if lost[n] > 0]
    return ", ".join(SIGNALS[n].replace("_", " ") for n in loudest) or "no signal stands out"
