"""Careful readings of stories in, the weights of the alignment's scorer out.

usage: python bench/train_align.py GOLD_FOLDER [--write]

A pair of claims of different reports is positive where a careful reader put clauses that the two meet on one line.
Stories weigh by the square root of their positive pairs, so that one long story does not set the weights. Prints the
average precision on each story when trained on the others; --write trains on all and writes `weights.json`.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from bench.gold_stories import GoldStory, hits, read_stories
from tellings.align.table import read_sides
from tellings.align.pairs import SIGNALS, find_candidates, measure_pairs
from tellings.align.score import Weights, normalise, score_pairs
from tellings.records import KINDS, Story, Tables
from tellings.stage import Group

WEIGHTS = Path(__file__).resolve().parent.parent / "src" / "tellings" / "align" / "weights.json"
STRENGTH = 0.3  # inverse of the penalty; .1 to 1 change the mean average precision by less than .005
Rows = tuple[NDArray[np.float32], NDArray[np.bool_]]


def measure_story(story: GoldStory, tables: Tables) -> Rows:
    """The signals of all candidate pairs of a story, and whether a careful reader put them together."""
    (told,) = tables.of(Story)
    sides = read_sides(Group(told.id, {kind: tables.of(kind) for kind in KINDS}))
    pairs = find_candidates(sides)
    met = [{a for a, _ in hits(story, side.report, (side.claim.span.start, side.claim.span.end))} for side in sides]
    return measure_pairs(sides, pairs), np.array([bool(met[a] & met[b]) for a, b in pairs])


def fit(stories: Sequence[Rows]) -> Weights:
    """A logistic regression over the rows of the stories."""
    scale = Weights(
        np.mean([x.mean(axis=0) for x, _ in stories], axis=0, dtype=np.float32),
        np.mean([x.std(axis=0) for x, _ in stories], axis=0, dtype=np.float32),
        np.zeros(len(SIGNALS), dtype=np.float32),
        0.0,
    )
    rows = np.vstack([normalise(x, scale) for x, _ in stories])
    labels = np.concatenate([y for _, y in stories])
    weight = np.concatenate([np.full(len(y), 1 / np.sqrt(max(1, y.sum()))) for _, y in stories])
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(rows, labels, sample_weight=weight / weight.mean())
    return Weights(scale.mean, scale.scale, model.coef_[0].astype(np.float32), float(model.intercept_[0]))


def train_without(stories: Sequence[GoldStory], tables: Sequence[Tables]) -> Iterator[Weights]:
    """For each story the weights that all the others give."""
    measured = [measure_story(story, table) for story, table in zip(stories, tables, strict=True)]
    for n in range(len(measured)):
        yield fit(measured[:n] + measured[n + 1 :])


def write_weights(weights: Weights) -> None:
    """Write the weights, one line a signal."""
    columns = (weights.mean, weights.scale, weights.weight)
    rows = [
        json.dumps(
            {
                "signal": signal,
                **{k: round(float(c[n]), 5) for k, c in zip(("mean", "scale", "weight"), columns, strict=True)},
            }
        )
        for n, signal in enumerate(SIGNALS)
    ]
    lines = ",\n  ".join(rows)
    WEIGHTS.write_text(f'{{"signals": [\n  {lines}\n ],\n "bias": {weights.bias:.5f}}}\n', encoding="utf-8")


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
