"""Careful readings of stories in, the weights of the alignment's scorer out.

usage: python bench/train_align.py GOLD_FOLDER [--write]

A pair of claims of different reports is positive where a careful reader put clauses that the two meet on one line.
Stories weigh by the square root of their positive pairs, so that one long story does not set the weights. Prints the
average precision on each story when trained on the others; --write trains on all and writes `weights.json`.
"""

import json
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import average_precision_score
from sklearn.neural_network import MLPClassifier

from bench.gold_stories import GoldStory, hits, read_stories
from tellings.align.pairs import SIGNALS, find_candidates, measure_pairs
from tellings.align.score import Weights, normalise, score_pairs
from tellings.align.table import read_sides
from tellings.records import KINDS, Story, Tables
from tellings.stage import Group

WEIGHTS = Path(__file__).resolve().parent.parent / "src" / "tellings" / "align" / "weights.json"
NETWORKS, UNITS, PENALTY, PASSES = 8, 12, 3.0, 6
Rows = tuple[NDArray[np.float32], NDArray[np.bool_]]


def measure_story(story: GoldStory, tables: Tables) -> Rows:
    """The signals of all candidate pairs of a story, and whether a careful reader put them together."""
    (told,) = tables.of(Story)
    sides = read_sides(Group(told.id, {kind: tables.of(kind) for kind in KINDS}))
    pairs = find_candidates(sides)
    met = [{a for a, _ in hits(story, side.report, (side.claim.span.start, side.claim.span.end))} for side in sides]
    return measure_pairs(sides, pairs), np.array([bool(met[a] & met[b]) for a, b in pairs])


def fit(stories: Sequence[Rows]) -> Weights:
    """Small networks over the rows of the stories, each from another start."""
    scale = Weights(
        np.mean([x.mean(axis=0) for x, _ in stories], axis=0, dtype=np.float32),
        np.mean([x.std(axis=0) for x, _ in stories], axis=0, dtype=np.float32),
        (),
    )
    rows = np.vstack([normalise(x, scale) for x, _ in stories])
    labels = np.concatenate([y for _, y in stories])
    weight = np.concatenate([np.full(len(y), 1 / np.sqrt(max(1, y.sum()))) for _, y in stories])
    drawn = np.random.default_rng(0).choice(len(labels), len(labels), p=weight / weight.sum())
    return Weights(
        scale.mean, scale.scale, tuple(fit_network(rows[drawn], labels[drawn], start) for start in range(NETWORKS))
    )


def fit_network(
    rows: NDArray[np.float32], labels: NDArray[np.bool_], start: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], float]:
    """One network; its passes over the rows are few on purpose, as a later one fits these stories only."""
    model = MLPClassifier(
        (UNITS,), alpha=PENALTY, learning_rate_init=2e-3, max_iter=PASSES, batch_size=256, random_state=start
    )
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        model.fit(rows, labels)
    hidden, out = (weights.astype(np.float32) for weights in model.coefs_)
    biases, bias = (weights.astype(np.float32) for weights in model.intercepts_)
    return hidden, biases, out[:, 0], float(bias[0])


def train_without(stories: Sequence[GoldStory], tables: Sequence[Tables]) -> Iterator[Weights]:
    """For each story the weights that all the others give."""
    measured = [measure_story(story, table) for story, table in zip(stories, tables, strict=True)]
    for n in range(len(measured)):
        yield fit(measured[:n] + measured[n + 1 :])


def write_weights(weights: Weights) -> None:
    """Write the weights: one line a signal, one line a network."""
    signals = [
        json.dumps({"signal": signal, "mean": round(float(mean), 5), "scale": round(float(scale), 5)})
        for signal, mean, scale in zip(SIGNALS, weights.mean, weights.scale, strict=True)
    ]
    networks = [
        json.dumps({"hidden": _round(hidden.T), "biases": _round(biases), "out": _round(out), "bias": round(bias, 4)})
        for hidden, biases, out, bias in weights.networks
    ]
    parts = {"signals": ",\n  ".join(signals), "networks": ",\n  ".join(networks)}
    lines = ",\n ".join(f'"{name}": [\n  {rows}\n ]' for name, rows in parts.items())
    WEIGHTS.write_text(f"{{{lines}}}\n", encoding="utf-8")


def _round(numbers: NDArray[np.float32]) -> list[Any]:
    rounded: list[Any] = np.round(numbers.astype(np.float64), 4).tolist()
    return rounded


def main(arguments: Sequence[str]) -> int:
    """Print how well unseen stories are ranked; write the weights of all."""
    from bench.align import read_tables

    folders = [argument for argument in arguments if not argument.startswith("--")]
    if len(folders) != 1:
        print(__doc__)
        return 2
    stories = list(read_stories(Path(folders[0])))
    measured = [measure_story(story, read_tables(story)) for story in stories]
    precisions = []
    for n, (story, (rows, labels)) in enumerate(zip(stories, measured, strict=True)):
        weights = fit(measured[:n] + measured[n + 1 :])
        precisions.append(average_precision_score(labels, score_pairs(rows, weights)))
        print(f"{story.name[:40]:40} {precisions[-1]:.3f}")
    if "--write" in arguments:
        write_weights(fit(measured))
    print(f"bench-train-align average_precision={np.mean(precisions):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
