"""Who copied whom against labelled pairs: copy, derived and shared_agency as one class, events left out in turn.

usage: lineage.py FOLDER [--train] [--wrong]

FOLDER holds `dev.jsonl` (pairs) and `texts.jsonl`. The weights of [wording] in trace_copies/weights.toml are fitted
anew for each event on the pairs of all others; the [retelling] weights are as they stand. `shipped_f1` is that of the
weights as they stand, which have seen these pairs; `words_f1` is left out in turn again, with sentences compared by
their words alone. The table tells, for each label, how many pairs are given which relation by the weights as they
stand, and how many are held to be dependent, events left out in turn. `--train` prints weights fitted on all; `--wrong`
lists mistakes.
"""

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tellings.annotate.parse import parse_report
from tellings.records import Report
from tellings.trace_copies.evidence import Evidence, Meeting
from tellings.trace_copies.lineage import judge_pair
from tellings.trace_copies.reading import Reading, build_reading
from tellings.trace_copies.score import THRESHOLD, load_weights, score_evidence

DEPENDENT = ("copy", "derived", "shared_agency")
RELATIONS = (*DEPENDENT, "quotes_other", "independent")
LEAST = math.log(THRESHOLD / (1 - THRESHOLD))
STRENGTH = 1.0  # inverse of the penalty on weights: .3 to 3 give F1 .92 to .93


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair with its evidence."""

    label: str
    event: str
    note: str
    relation: str
    evidence: Evidence
    plain: Evidence  # without embeddings


def read_pairs(folder: Path) -> list[Pair]:
    """The labelled pairs, their texts read by the house."""
    texts = {}
    for line in (folder / "texts.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        texts[row["set"], row["id"]] = row["text"].strip()
    readings: dict[tuple[str, str], Reading] = {}
    pairs = []
    for line in (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sides = [(row[side]["set"], row[side]["id"]) for side in ("left", "right")]
        for side in sides:
            if side not in readings:
                readings[side] = _read_text("/".join(side), texts[side])
        left, right = readings[sides[0]], readings[sides[1]]
        meeting = Meeting(left, right)
        evidence, plain = meeting.weigh(), meeting.weigh(embed=False)
        relation = judge_pair(left, right, scope="").detail
        pairs.append(Pair(row["label"], row["left"]["event"], row["evidence"], relation, evidence, plain))
    return pairs


def _read_text(name: str, text: str) -> Reading:
    first, _, rest = text.partition("\n")
    title = first if rest and len(first) < 200 else None
    text = f"{title}\n\n{rest}" if title else text
    report = Report(
        id=name,
        capture=name,
        origin=name,
        outlet=None,
        title=title,
        byline=None,
        published=None,
        language="en",
        text=text,
    )
    return build_reading(report, parse_report(report))


def fit_weights(figures: NDArray[np.float64], labels: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Logistic regression with every weight at or above 0: more in common never speaks against dependence."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    mean, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-9
    scaled, sign = (figures - mean) / spread, np.where(labels, 1.0, -1.0)

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (scaled @ weights[1:] + weights[0])
        pull = -sign / (1.0 + np.exp(margin))
        penalty = weights[1:] / STRENGTH
        total = float(np.logaddexp(0.0, -margin).sum() + weights[1:] @ penalty / 2)
        return total, np.concatenate([[pull.sum()], scaled.T @ pull + penalty])

    bounds = [(None, None), *[(0.0, None)] * figures.shape[1]]
    found = minimize(cost, np.zeros(figures.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    weights = found[1:] / spread
    return weights, float(found[0] - weights @ mean)


def predict_left_out(pairs: Sequence[Pair], names: Sequence[str]) -> list[bool]:
    """For each pair whether it is dependent, by weights fitted on the pairs of all other events."""
    figures = np.array([[pair.evidence.figure(name) for name in names] for pair in pairs])
    labels = np.array([pair.label in DEPENDENT for pair in pairs])
    events = np.array([pair.event for pair in pairs])
    retelling = load_weights()["retelling"]
    said = [False] * len(pairs)
    for event in sorted(set(events)):
        weights, offset = fit_weights(figures[events != event], labels[events != event])
        for place, pair in enumerate(pairs):
            if pair.event == event:
                wording = float(figures[place] @ weights + offset)
                said[place] = max(wording, _weigh(pair.evidence, retelling)) >= LEAST
    return said


def _weigh(evidence: Evidence, weights: Mapping[str, float]) -> float:
    return weights["offset"] + sum(
        evidence.figure(name) * weight for name, weight in weights.items() if name != "offset"
    )


def score_f1(pairs: Sequence[Pair], said: Sequence[bool]) -> float:
    """F1 of the dependent class."""
    right = sum(yes and pair.label in DEPENDENT for pair, yes in zip(pairs, said, strict=True))
    return 2 * right / max(1, sum(said) + sum(pair.label in DEPENDENT for pair in pairs))


def print_confusion(pairs: Sequence[Pair], said: Sequence[bool]) -> None:
    """Each label with the relations that its pairs are given, and how many are held to be dependent."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    dependent: Counter[str] = Counter()
    for pair, yes in zip(pairs, said, strict=True):
        table[pair.label][pair.relation] += 1
        dependent[pair.label] += yes
    print(f"{'label':14}" + "".join(f"{relation:>14}" for relation in RELATIONS) + f"{'left out: dep.':>16}")
    for label, counts in sorted(table.items()):
        told = "".join(f"{counts[relation]:14}" for relation in RELATIONS)
        print(f"{label:14}{told}{dependent[label]:10} of {counts.total()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    pairs = read_pairs(options.folder)
    names = [name for name in load_weights()["wording"] if name != "offset"]
    if options.train:
        figures = np.array([[pair.evidence.figure(name) for name in names] for pair in pairs])
        weights, offset = fit_weights(figures, np.array([pair.label in DEPENDENT for pair in pairs]))
        print(f"offset = {offset:.3f}")
        for name, weight in zip(names, weights, strict=True):
            print(f"{name} = {weight:.3f}")
    said = predict_left_out(pairs, names)
    if options.wrong:
        for pair, yes in zip(pairs, said, strict=True):
            if yes != (pair.label in DEPENDENT):
                print(f"{pair.label:14} {pair.event}: {score_evidence(pair.evidence)}  [{pair.note}]")
    print_confusion(pairs, said)
    shipped = [score_evidence(pair.evidence)[0] >= THRESHOLD for pair in pairs]
    alarms = sum(yes for pair, yes in zip(pairs, said, strict=True) if pair.label == "quotes_only")
    missed = sum(not yes for pair, yes in zip(pairs, said, strict=True) if pair.label == "derived")
    counts = Counter(pair.label for pair in pairs)
    plain = [replace(pair, evidence=pair.plain) for pair in pairs]
    words_f1 = score_f1(pairs, predict_left_out(plain, names))
    print(
        f"lineage pairs={len(pairs)} f1={score_f1(pairs, said):.3f} "
        f"quotes_only_alarms={alarms / counts['quotes_only']:.3f} "
        f"derived_missed={missed / counts['derived']:.3f} shipped_f1={score_f1(pairs, shipped):.3f} "
        f"words_f1={words_f1:.3f}"
    )


if __name__ == "__main__":
    main()
