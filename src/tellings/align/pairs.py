"""Two sides in, what speaks for and against their being the same assertion out: one row of signals a pair."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tellings.align.grounds import GROUNDS, Grounds
from tellings.align.sides import Side, Vectors

SIGNALS = (
    "cosine", "sentence_cosine", "laid_low", "laid_high", "lemmas", "lemmas_within", "rare_shared", "names_shared",
    "names_apart", "numbers_shared", "numbers_apart", "verb_same", "head_cosine", "subject_cosine", "object_cosine",
    "run", "run_share", "length_low", "length_ratio", "place_apart", "polarity_same", "nominal", "unmatched",
    "best_left", "best_right", "lead_left", "lead_right", "sentence_best", *GROUNDS,
)  # fmt: skip
_NEAR = 0.8  # similarity of spellings from which two names are one, as in transliterations
_CHUNK = 512
_PAIRS = 150_000  # pairs looked at in a story, about: beyond it each claim meets fewer neighbours


def measure_pair(left: Side, right: Side) -> list[float]:
    """The signals of a pair that need nothing but the two; the ranks among other pairs are added by `measure_pairs`."""
    table = left.vectors @ right.vectors.T
    there, back = table.max(axis=1), table.max(axis=0)
    laid_left = float((there * left.weights).sum() / left.weights.sum())
    laid_right = float((back * right.weights).sum() / right.weights.sum())
    weight = dict(zip(left.lemmas, left.weights.tolist(), strict=True))
    weight.update(zip(right.lemmas, right.weights.tolist(), strict=True))
    mine, other = set(left.lemmas), set(right.lemmas)
    shared = sum(weight[lemma] for lemma in mine & other)
    own, theirs = sum(weight[x] for x in mine), sum(weight[x] for x in other)
    names = _shared_names(left.names, right.names)
    run = _longest_run(left.folded, right.folded)
    short, long = sorted((len(left.folded), len(right.folded)))
    lower = left if laid_left < laid_right else right
    laid = there if lower is left else back
    return [
        float(left.vector @ right.vector),
        float(left.meaning.whole @ right.meaning.whole),
        min(laid_left, laid_right),
        max(laid_left, laid_right),
        shared / max(own + theirs - shared, 1e-6),
        shared / max(min(own, theirs), 1e-6),
        max((weight[lemma] for lemma in mine & other), default=0.0),
        float(min(names, 4)),
        float(bool(left.names and right.names and not names)),
        float(len(left.numbers & right.numbers)),
        float(bool(left.numbers and right.numbers and not left.numbers & right.numbers)),
        float(left.claim.verb == right.claim.verb),
        float(left.meaning.head @ right.meaning.head),
        _cosine(left.meaning.subject, right.meaning.subject),
        _cosine(left.meaning.object, right.meaning.object),
        float(min(run, 12)),
        run / max(short, 1),
        float(min(short, 30)),
        short / max(long, 1),
        abs(left.place - right.place),
        float(left.claim.polarity == right.claim.polarity),
        float((left.clause.kind == "verb") + (right.clause.kind == "verb")),
        float(((1 - laid) * lower.weights).max()),
    ]


def measure_pairs(sides: Sequence[Side], pairs: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """One row of SIGNALS for each pair of indices into `sides`."""
    if not pairs:
        return np.zeros((0, len(SIGNALS)), dtype=np.float32)
    rows = np.array([measure_pair(sides[a], sides[b]) for a, b in pairs], dtype=np.float32)
    near = rows[:, SIGNALS.index("laid_low")] + 0.5 * rows[:, SIGNALS.index("lemmas")]
    grounds = Grounds(sides)
    read = np.array([grounds.measure(a, b) for a, b in pairs], dtype=np.float32)
    return np.hstack([rows, _rank(sides, pairs, near), read]).astype(np.float32)


def _rank(sides: Sequence[Side], pairs: Sequence[tuple[int, int]], near: Vectors) -> Vectors:
    """For both sides of each pair: how far it falls short of that side's best in the other's report, and its lead
    over the next; and how far the pair falls short of the best between the two sentences."""
    best: dict[tuple[int, str], list[float]] = {}
    between: dict[tuple[str, str], float] = {}
    for (a, b), score in zip(pairs, near.tolist(), strict=True):
        for one, report in ((a, sides[b].report), (b, sides[a].report)):
            best.setdefault((one, report), []).append(score)
        both = (sides[a].claim.sentence, sides[b].claim.sentence)
        between[both] = max(between.get(both, -1.0), score)
    for scores in best.values():
        scores.sort(reverse=True)
    out = np.zeros((len(pairs), 5), dtype=np.float32)
    for n, ((a, b), score) in enumerate(zip(pairs, near.tolist(), strict=True)):
        left, right = best[a, sides[b].report], best[b, sides[a].report]
        out[n] = (
            score - left[0], score - right[0], score - (left[1] if len(left) > 1 else 0.0),
            score - (right[1] if len(right) > 1 else 0.0),
            score - between[sides[a].claim.sentence, sides[b].claim.sentence],
        )  # fmt: skip
    return out


def find_candidates(sides: Sequence[Side], *, least: float = 0.15, most: int = 12) -> list[tuple[int, int]]:
    """Pairs of sides of different reports worth a look: near in meaning.

    Each side meets its nearest neighbours: four times `most` of them, down to `most` in a story of many claims."""
    if len({side.report for side in sides}) < 2:
        return []
    vectors = np.stack([side.vector for side in sides])
    reports = np.array([side.report for side in sides])
    chosen: set[tuple[int, int]] = set()
    budget = max(most, min(most * 4, _PAIRS // len(sides)))
    for start in range(0, len(sides), _CHUNK):
        cosines = vectors[start : start + _CHUNK] @ vectors.T
        for row, line in enumerate(cosines):
            a = start + row
            line[reports == reports[a]] = -1.0
            for b in np.flatnonzero(line >= least)[np.argsort(-line[line >= least], kind="stable")][:budget].tolist():
                chosen.add((min(a, b), max(a, b)))
    return sorted(chosen)


def _cosine(left: Vectors | None, right: Vectors | None) -> float:
    return 0.0 if left is None or right is None else float(left @ right)


def _shared_names(left: frozenset[str], right: frozenset[str]) -> int:
    same = left & right
    rest = right - same
    return len(same) + sum(any(is_name_near(name, other) for other in rest) for name in left - same)


@lru_cache(maxsize=65536)
def is_name_near(left: str, right: str) -> bool:
    """Whether two folded names may be spellings of one: "shterpce", "strpce"."""
    if left[:1] != right[:1] or min(len(left), len(right)) < 4:
        return False
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= _NEAR


def _longest_run(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    """Length of the longest run of words that stands in both."""
    best, before = 0, [0] * (len(right) + 1)
    for word in left:
        now = [0] * (len(right) + 1)
        for n, other in enumerate(right):
            if word == other:
                now[n + 1] = before[n] + 1
        best = max(best, *now)
        before = now
    return best
