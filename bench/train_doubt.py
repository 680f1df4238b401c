"""Learn which coded events a reader would call right, from events that a person judged.

    python bench/train_doubt.py [--write] [--least CHANCE] [--without NAME]

`events_judged.tsv` has a line for each judged event: 1 where type and factuality were right, the sample and the report
(numbers), and its signs as `code_events.doubt` names them: no word of any report. Trees are small (two questions each)
and many. Each report is scored by trees that saw none of its events; printed are, for several shares of events kept,
how many of these were right. With `--without NAME` trees learn from the other samples and score that one alone.
`--write` puts trees of all samples into the package.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tellings.code_events.doubt import Tree

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "tellings" / "code_events" / "doubt.json"
TREES, DEPTH, RATE, SHARE, LEAF = 80, 2, 0.08, 0.7, 8
LEAST_SEEN = 6  # events that must show a sign
FOLDS = 10
KEPT = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)


@dataclass(frozen=True)
class Judged:
    """One judged event."""

    right: bool
    sample: str
    report: str
    signs: dict[str, float]


def read_judged() -> list[Judged]:
    """The lines of `events_judged.tsv`."""
    found = []
    for line in (HERE / "events_judged.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            right, sample, report, signs = line.split("\t")
            pairs = (pair.rsplit("=", 1) for pair in signs.split(";"))
            found.append(Judged(right == "1", sample, report, {name: float(value) for name, value in pairs}))
    return found


def name_signs(judged: Sequence[Judged]) -> list[str]:
    """Signs that enough events show."""
    seen: dict[str, int] = {}
    for one in judged:
        for name, value in one.signs.items():
            seen[name] = seen.get(name, 0) + (value != 0)
    return sorted(name for name, count in seen.items() if count >= LEAST_SEEN)


def to_rows(judged: Sequence[Judged], names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[one.signs.get(name, 0.0) for name in names] for one in judged])


def fit(rows: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[float, list[Tree]]:
    """What the trees start from, and the trees."""
    from sklearn.ensemble import GradientBoostingClassifier

    model = GradientBoostingClassifier(
        n_estimators=TREES, max_depth=DEPTH, learning_rate=RATE, subsample=SHARE, min_samples_leaf=LEAF, random_state=0
    )
    model.fit(rows, right)
    start = float(np.log(right.mean() / (1 - right.mean())))
    return start, [_read_tree(tree.tree_, 0) for tree in model.estimators_[:, 0]]


def _read_tree(tree: object, node: int) -> Tree:
    left, right = tree.children_left[node], tree.children_right[node]  # type: ignore[attr-defined]
    if left == right:
        return round(RATE * float(tree.value[node][0][0]), 4)  # type: ignore[attr-defined]
    sign, limit = int(tree.feature[node]), round(float(tree.threshold[node]), 4)  # type: ignore[attr-defined]
    return [sign, limit, _read_tree(tree, left), _read_tree(tree, right)]


def score(rows: NDArray[np.float64], start: float, trees: Sequence[Tree]) -> NDArray[np.float64]:
    from tellings.code_events.doubt import Forest, walk_trees

    scores: NDArray[np.float64] = 1 / (1 + np.exp(-(start + walk_trees(Forest(trees), rows))))
    return scores


def leave_out(judged: Sequence[Judged], rows: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Each event's chance by trees that saw no event of its report."""
    reports = {report: place % FOLDS for place, report in enumerate(sorted({one.report for one in judged}))}
    parts = np.array([reports[one.report] for one in judged])
    found = np.zeros(len(judged))
    for part in range(FOLDS):
        start, trees = fit(rows[parts != part], right[parts != part])
        found[parts == part] = score(rows[parts == part], start, trees)
    return found


def show(chances: NDArray[np.float64], right: NDArray[np.bool_]) -> str:
    order = np.argsort(-chances, kind="stable")
    lines = []
    for share in KEPT:
        kept = order[: max(1, round(share * len(order)))]
        print(f"kept {share:.1f}: right {100 * right[kept].mean():.1f} %, chance at least {chances[kept].min():.3f}")
        lines.append(f"at_{round(100 * share)}={100 * right[kept].mean():.1f}")
    return " ".join(lines)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--least", type=float, default=0.7)
    parser.add_argument("--without", default="")
    options = parser.parse_args(arguments)
    judged = read_judged()
    names = name_signs(judged)
    rows, right = to_rows(judged, names), np.array([one.right for one in judged])
    if options.without:
        held = np.array([one.sample == options.without for one in judged])
        chances, right_held = score(rows[held], *fit(rows[~held], right[~held])), right[held]
        kept = chances >= options.least
        print(f"at {options.least}: kept {kept.sum()} of {len(kept)}, right {100 * right_held[kept].mean():.1f} %")
        line = show(chances, right_held)
    else:
        line = show(leave_out(judged, rows, right), right)
    if options.write:
        start, trees = fit(rows, right)
        raw = {"signs": names, "start": round(start, 4), "least": options.least, "trees": trees}
        text = json.dumps(raw, ensure_ascii=False).replace('"trees": [', '"trees": [\n').replace("]]], [", "]]],\n[")
        TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"train_doubt judged={len(judged)} signs={len(names)} {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
