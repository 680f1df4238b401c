"""Readings of stories in, the weights of the alignment's scorer out.

usage: python bench/train_align.py GOLD_FOLDER [--own STORIES_FOLDER] [--write]

A pair of claims of different reports is positive where a careful reader put clauses that the two meet on one line.
Stories weigh by the square root of their positive pairs, so that one long story does not set the weights. --own: the
stories of `own_readings.py` are trained on too, each at OWN of the weight. Prints the average precision on each careful
reading when trained on the others; --write trains on all and writes `weights.json`.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from bench.gold_stories import GoldStory, hits, read_stories
from bench.own_readings import read_own_stories
from tellings.align.echoes import Echoes
from tellings.align.pairs import SIGNALS, find_pairs, measure_pairs
from tellings.align.score import Numbers, Weights, normalise, score_pairs
from tellings.align.table import read_sides
from tellings.records import KINDS, Story, Tables
from tellings.stage import Group

WEIGHTS = Path(__file__).resolve().parent.parent / "src" / "tellings" / "align" / "weights.json"
NETWORKS, UNITS, PENALTY, PASSES, BATCH, STEP = 12, 12, 0.7, 6, 256, 2e-3
OWN = 0.7  # with a PENALTY of 3: F1 .639 without them, .655 at .3, .649 at .5, .655 at .7, .645 at 1
Rows = tuple[NDArray[np.float32], NDArray[np.bool_]]


def measure_story(story: GoldStory, tables: Tables) -> Rows:
    """The signals of all candidate pairs of a story, and whether a careful reader put them together."""
    (told,) = tables.of(Story)
    sides = read_sides(Group(told.id, {kind: tables.of(kind) for kind in KINDS}))
    echoes = Echoes(sides)
    pairs = find_pairs(sides, echoes)
    met = [{a for a, _ in hits(story, side.report, (side.claim.span.start, side.claim.span.end))} for side in sides]
    return measure_pairs(sides, pairs, echoes=echoes), np.array([bool(met[a] & met[b]) for a, b in pairs])


def measure_own(folder: Path | None) -> list[Rows]:
    """The stories that were read for this project, measured; none where no folder is given."""
    from bench.align import read_tables

    return [measure_story(story, read_tables(story)) for story in read_own_stories(folder)] if folder else []


def fit(stories: Sequence[Rows], own: Sequence[Rows] = (), *, seed: int = 0) -> Weights:
    """Small networks over the rows of the stories, each from another start and with other draws."""
    told = [*stories, *own]
    scale = Weights(
        np.mean([x.mean(axis=0) for x, _ in told], axis=0, dtype=np.float32),
        np.mean([x.std(axis=0) for x, _ in told], axis=0, dtype=np.float32),
        (),
    )
    rows = np.vstack([normalise(x, scale) for x, _ in told])
    labels = np.concatenate([y for _, y in told]).astype(np.float32)
    shares = [1.0] * len(stories) + [OWN] * len(own)
    weight = np.concatenate(
        [np.full(len(y), share / np.sqrt(max(1, y.sum()))) for share, (_, y) in zip(shares, told, strict=True)]
    )
    hidden, biases, out, last = fit_networks(rows, labels, np.cumsum(weight / weight.sum()), seed)
    networks = zip(hidden, biases[:, 0], out[:, :, 0], last[:, 0, 0].tolist(), strict=True)
    return Weights(scale.mean, scale.scale, tuple(networks))


def fit_networks(rows: Numbers, labels: Numbers, reach: NDArray[np.float64], seed: int) -> list[Numbers]:
    """All networks at once, one layer of units each, by Adam; a row is drawn as often as its part of `reach`, the
    running sum of the weights, says. The passes are few on purpose, as a later one fits these stories only."""
    draw = np.random.default_rng(seed)
    wide, narrow = np.sqrt(6 / (rows.shape[1] + UNITS)), np.sqrt(6 / (UNITS + 1))
    shapes = [(wide, (NETWORKS, rows.shape[1], UNITS)), (wide, (NETWORKS, 1, UNITS)), (narrow, (NETWORKS, UNITS, 1))]
    parts: list[Numbers] = [draw.uniform(-edge, edge, shape).astype(np.float32) for edge, shape in shapes]
    parts.append(np.zeros((NETWORKS, 1, 1), dtype=np.float32))
    mean, spread = [np.zeros_like(part) for part in parts], [np.zeros_like(part) for part in parts]
    for t in range(1, len(rows) * PASSES // BATCH + 1):
        drawn = np.searchsorted(reach, draw.random((NETWORKS, BATCH), dtype=np.float32)).clip(0, len(rows) - 1)
        for k, slope in enumerate(_find_slopes(parts, rows[drawn], labels[drawn][..., None])):
            mean[k] += 0.1 * (slope - mean[k])
            spread[k] += 0.001 * (slope * slope - spread[k])
            rate = STEP * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            parts[k] -= (rate * mean[k] / (np.sqrt(spread[k]) + 1e-8)).astype(np.float32)
    return parts


def _find_slopes(parts: Sequence[Numbers], x: Numbers, y: Numbers) -> list[Numbers]:
    """How the loss changes with each part: logistic loss, and a penalty on the weights."""
    hidden, biases, out, last = parts
    before = x @ hidden + biases
    active = np.maximum(before, 0)
    missed = (1 / (1 + np.exp(-(active @ out + last))) - y) / BATCH
    back = (missed @ out.transpose(0, 2, 1)) * (before > 0)
    return [
        x.transpose(0, 2, 1) @ back + PENALTY / BATCH * hidden,
        back.sum(axis=1, keepdims=True),
        active.transpose(0, 2, 1) @ missed + PENALTY / BATCH * out,
        missed.sum(axis=1, keepdims=True),
    ]


def train_without(
    stories: Sequence[GoldStory], tables: Sequence[Tables], own: Sequence[Rows], *, seed: int = 0
) -> Iterator[Weights]:
    """For each story the weights that all the others give."""
    measured = [measure_story(story, table) for story, table in zip(stories, tables, strict=True)]
    for n in range(len(measured)):
        yield fit(measured[:n] + measured[n + 1 :], own, seed=seed)


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


def main() -> int:
    """Print how well unseen stories are ranked; write the weights of all."""
    from bench.align import read_tables

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--own", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    stories = list(read_stories(options.gold))
    measured = [measure_story(story, read_tables(story)) for story in stories]
    own = measure_own(options.own)
    precisions = []
    for n, (story, (rows, labels)) in enumerate(zip(stories, measured, strict=True)):
        weights = fit(measured[:n] + measured[n + 1 :], own)
        precisions.append(average_precision_score(labels, score_pairs(rows, weights)))
        print(f"{story.name[:40]:40} {precisions[-1]:.3f}")
    if options.write:
        write_weights(fit(measured, own))
    print(f"bench-train-align stories={len(stories) + len(own)} average_precision={np.mean(precisions):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
