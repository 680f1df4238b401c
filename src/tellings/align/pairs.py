"""Two sides in, what speaks for and against their being the same assertion out: one row of signals a pair."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

import numpy as np

from tellings.align.columns import (
    Bags,
    Indices,
    Numbers,
    are_one,
    count_up,
    measure_cosines,
    measure_once,
    number_values,
    spread,
)
from tellings.align.echoes import Echoes
from tellings.align.grounds import GROUNDS, measure_grounds
from tellings.align.sides import Side
from tellings.align.wordings import Wordings, find_wordings

SIGNALS = (
    "cosine", "sentence_cosine", "laid_low", "laid_high", "lemmas", "lemmas_within", "rare_shared", "names_shared",
    "names_apart", "numbers_shared", "numbers_apart", "verb_same", "head_cosine", "subject_cosine", "object_cosine",
    "run", "run_share", "length_low", "length_ratio", "place_apart", "polarity_same", "nominal", "unmatched",
    "best_left", "best_right", "lead_left", "lead_right", "sentence_best", *GROUNDS,
)  # fmt: skip
_NEAR = 0.8  # similarity of spellings from which two names are one, as in transliterations
_CHUNK = 512
_PAIRS = 150_000  # pairs looked at in a story, about: beyond it each claim meets fewer neighbours


def find_pairs(sides: Sequence[Side], echoes: Echoes) -> list[tuple[int, int]]:
    """Pairs of claims that are laid beside one another."""
    laid = np.flatnonzero(echoes.laid).tolist()
    return [(laid[a], laid[b]) for a, b in find_candidates([sides[n] for n in laid])]


def measure_pairs(sides: Sequence[Side], pairs: Sequence[tuple[int, int]], *, echoes: Echoes | None = None) -> Numbers:
    """One row of SIGNALS for each pair of indices into `sides`. echoes: where `find_pairs` left some out, which."""
    if not pairs:
        return np.zeros((0, len(SIGNALS)), dtype=np.float32)
    left, right = np.array(pairs, dtype=np.intp).T
    wording = _measure_wording(sides, left, right)
    near = wording[:, SIGNALS.index("laid_low")] + 0.5 * wording[:, SIGNALS.index("lemmas")]
    ranks = _rank(sides, left, right, near, echoes)
    return np.hstack([wording, ranks, measure_grounds(sides, left, right)]).astype(np.float32)


def _measure_wording(sides: Sequence[Side], left: Indices, right: Indices) -> Numbers:
    """The signals of pairs that need nothing but the two."""
    wordings = find_wordings(sides)
    a, b, back = wordings.pair(left, right)
    meanings = [side.meaning for side in wordings.first]
    none = np.zeros(meanings[0].rows.shape[1], dtype=np.float32)
    whole, heads, subjects, objects = (
        np.stack([none if row is None else row for row in rows])
        for rows in zip(*((m.whole, m.head, m.subject, m.object) for m in meanings), strict=True)
    )
    vectors = np.stack([side.vector for side in wordings.first])
    laid, unmatched = _lay(sides, left, right)
    weight_of = {
        lemma: weight for side in sides for lemma, weight in zip(side.lemmas, side.weights.tolist(), strict=True)
    }
    lemmas = Bags([frozenset(side.lemmas) for side in sides], weight_of.__getitem__)
    own, theirs = lemmas.weights[left], lemmas.weights[right]
    shared, rarest = lemmas.share(left, right)
    names = measure_once([side.names for side in sides], left, right, _compare_names)
    numbers = measure_once([side.numbers for side in sides], left, right, _compare_numbers)
    runs = _find_runs([side.folded for side in sides], left, right)
    lengths = np.array([len(side.folded) for side in sides])
    short, long = np.minimum(lengths[left], lengths[right]), np.maximum(lengths[left], lengths[right])
    places = np.array([side.place for side in sides])
    columns = (
        measure_cosines(vectors, a, vectors, b)[back],
        measure_cosines(whole, a, whole, b)[back],
        laid.min(axis=0),
        laid.max(axis=0),
        shared / np.maximum(own + theirs - shared, 1e-6),
        shared / np.maximum(np.minimum(own, theirs), 1e-6),
        rarest,
        names[:, 0],
        names[:, 1],
        numbers[:, 0],
        numbers[:, 1],
        are_one([side.claim.verb for side in sides], left, right),
        measure_cosines(heads, a, heads, b)[back],
        measure_cosines(subjects, a, subjects, b)[back],
        measure_cosines(objects, a, objects, b)[back],
        np.minimum(runs, 12),
        runs / np.maximum(short, 1),
        np.minimum(short, 30),
        short / np.maximum(long, 1),
        np.abs(places[left] - places[right]),
        are_one([side.claim.polarity for side in sides], left, right),
        sum(np.array([side.clause.kind == "verb" for side in sides])[which].astype(float) for which in (left, right)),
        unmatched,
    )
    rows: Numbers = np.column_stack(columns).astype(np.float32)
    return rows


def _lay(sides: Sequence[Side], left: Indices, right: Indices) -> tuple[Numbers, Numbers]:
    """How well the words of the left side of each pair find their like in the right one and the other way round, shape
    (2, pairs), and the weightiest lack of a word on the side that does worse."""
    words = np.concatenate([side.vectors for side in sides])
    weights = np.concatenate([side.weights for side in sides])
    lengths = np.array([len(side.words) for side in sides], dtype=np.intp)
    starts = np.cumsum(lengths) - lengths
    totals = np.add.reduceat(weights, starts)
    order = np.argsort(left, kind="stable")  # by left side, whose words are laid beside those of all that it meets
    mine, others = left[order], right[order]
    ends = np.cumsum(lengths[others])
    begins = ends - lengths[others]
    at, _ = spread(starts[others], lengths[others])
    there_laid, there_lacks = np.zeros((2, len(left)), dtype=np.float32)
    back = np.zeros(len(at), dtype=np.float32)
    cuts = [0, *(np.flatnonzero(np.diff(mine)) + 1).tolist(), len(mine)]
    for first, last in pairwise(cuts):
        a, pairs, run = mine[first], slice(first, last), slice(begins[first], ends[last - 1])
        own = slice(starts[a], starts[a] + lengths[a])
        table = words[own] @ words[at[run]].T
        there = np.maximum.reduceat(table, begins[pairs] - begins[first], axis=1)
        back[run] = table.max(axis=0)
        there_laid[pairs] = weights[own] @ there / totals[a]
        there_lacks[pairs] = ((1 - there) * weights[own, None]).max(axis=0)
    back_laid = np.add.reduceat(back * weights[at], begins) / totals[others]
    back_lacks = np.maximum.reduceat((1 - back) * weights[at], begins)
    laid, lacks = np.zeros((2, len(left)), dtype=np.float32), np.zeros(len(left), dtype=np.float32)
    laid[:, order] = there_laid, back_laid
    lacks[order] = np.where(there_laid < back_laid, there_lacks, back_lacks)
    return laid, lacks


def _find_runs(folded: Sequence[tuple[str, ...]], left: Indices, right: Indices) -> Numbers:
    """Length of the longest run of words that stands in both sides of each pair."""
    letter: dict[str, str] = {}
    spelt: dict[tuple[str, ...], Runs] = {}
    for words in folded:
        if words not in spelt:
            spelt[words] = Runs("".join([letter.setdefault(word, chr(len(letter) + 1)) for word in words]))
    return measure_once(folded, left, right, lambda a, b: find_run(spelt[a], spelt[b]))


class Runs(dict[int, frozenset[str]]):
    """The runs of letters of a string, by length, cut as far as they are asked for."""

    def __init__(self, spelt: str) -> None:
        super().__init__()
        self.spelt = spelt

    def __missing__(self, length: int) -> frozenset[str]:
        starts = range(len(self.spelt) - length + 1)
        self[length] = frozenset([self.spelt[start : start + length] for start in starts])
        return self[length]


def find_run(left: Runs, right: Runs) -> int:
    """Length of the longest string that lies in both."""
    if left.spelt in right.spelt or right.spelt in left.spelt:
        return min(len(left.spelt), len(right.spelt))
    length = 1
    while not left[length].isdisjoint(right[length]):
        length += 1
    return length - 1


def _rank(sides: Sequence[Side], left: Indices, right: Indices, near: Numbers, echoes: Echoes | None) -> Numbers:
    """For both sides of each pair: how far it falls short of that side's best in the other's report, and its lead
    over the next; and how far the pair falls short of the best between the two sentences."""
    reports, _ = number_values([side.report for side in sides])
    sentences, _ = number_values([side.claim.sentence for side in sides])
    claims, others, scores = np.concatenate([left, right]), np.concatenate([right, left]), np.concatenate([near, near])
    owners, met = claims, reports[others]
    if echoes and not echoes.laid.all():
        claim, report, score = echoes.find_missed(claims, others, scores, reports)
        owners, met = np.concatenate([owners, claim]), np.concatenate([met, report])
        scores = np.concatenate([scores, score])
    best, following = (
        found[: len(claims)].reshape(2, -1) for found in _find_best(owners * (reports.max() + 1) + met, scores)
    )
    between, _ = _find_best(sentences[left] * (sentences.max() + 1) + sentences[right], near)
    return np.column_stack([near - best[0], near - best[1], near - following[0], near - following[1], near - between])


def _find_best(owners: Indices, scores: Numbers) -> tuple[Numbers, Numbers]:
    """For each score the best of its owner and the next (0 where it has but one)."""
    order = np.lexsort((-scores, owners))
    _, first, group, count = np.unique(owners[order], return_index=True, return_inverse=True, return_counts=True)
    best = scores[order[first]]
    following = np.where(count > 1, scores[order[np.minimum(first + 1, len(order) - 1)]], np.float32(0))
    out = np.zeros((2, len(scores)), dtype=np.float32)
    out[:, order] = best[group], following[group]
    return out[0], out[1]


def find_candidates(sides: Sequence[Side], *, least: float = 0.15, most: int = 12) -> list[tuple[int, int]]:
    """Pairs of sides of different reports worth a look: near in meaning.

    Each side meets its nearest neighbours: four times `most` of them, down to `most` in a story of many claims."""
    if len({side.report for side in sides}) < 2:
        return []
    wordings = find_wordings(sides)
    reports, _ = number_values([side.report for side in sides])
    budget = max(most, min(most * 4, _PAIRS // len(sides)))
    # Of the nearest as many are its own report's as that has claims, at most.
    begins, near = _find_nearest(wordings, least=least, most=budget + int(np.bincount(reports).max()))
    at, a = spread(begins[wordings.own], np.diff(begins, append=len(near))[wordings.own])
    b = near[at]
    others = reports[a] != reports[b]
    a, b = a[others], b[others]
    close = count_up(a) < budget
    a, b = a[close], b[close]
    codes = np.unique(np.minimum(a, b) * len(sides) + np.maximum(a, b))
    return list(zip((codes // len(sides)).tolist(), (codes % len(sides)).tolist(), strict=True))


def _find_nearest(wordings: Wordings, *, least: float, most: int) -> tuple[Indices, Indices]:
    """The sides that come nearest to each wording, the nearest first and of those as near the first, laid one wording
    after the other, and where those of each begin."""
    vectors = np.stack([side.vector for side in wordings.first])
    order = np.argsort(wordings.own, kind="stable")
    counts = np.bincount(wordings.own)
    begins = np.cumsum(counts) - counts
    counts = np.minimum(counts, most)
    owners, sides = [], []
    for start in range(0, len(vectors), _CHUNK):
        cosines = vectors[start : start + _CHUNK] @ vectors.T
        bar: Numbers | float = least
        if most < len(vectors):
            bar = np.maximum(np.partition(cosines, -most, axis=1)[:, -most, None], least)
        row, wording = np.nonzero(cosines >= bar)
        row, wording, score = _cut_equals(row, wording, cosines[row, wording], counts, most)
        at, of = spread(begins[wording], counts[wording])
        row, side, score = row[of], order[at], score[of]
        ranked = np.lexsort((side, -score, row))
        row, side = row[ranked], side[ranked]
        close = count_up(row) < most
        owners.append(row[close] + start)
        sides.append(side[close])
    return np.searchsorted(np.concatenate(owners), np.arange(len(vectors))), np.concatenate(sides)


def _cut_equals(
    row: Indices, wording: Indices, score: Numbers, counts: Indices, most: int
) -> tuple[Indices, Indices, Numbers]:
    """The wordings of each row, the highest score first, until `most` sides have them; what scores as high as the last
    of these stays too."""
    ranked = np.lexsort((-score, row))
    row, wording, score = row[ranked], wording[ranked], score[ranked]
    before = np.cumsum(counts[wording]) - counts[wording]
    before = before - before[np.arange(len(row)) - count_up(row)]
    level = np.cumsum((np.diff(row, prepend=-1) != 0) | (np.diff(score, prepend=2) != 0))
    kept = before[np.arange(len(row)) - count_up(level)] < most
    return row[kept], wording[kept], score[kept]


def _compare_names(left: frozenset[str], right: frozenset[str]) -> tuple[float, float]:
    """How many names are shared, up to four, and whether both have names and share none."""
    shared = _shared_names(left, right)
    return float(min(shared, 4)), float(bool(left and right and not shared))


def _compare_numbers(left: frozenset[str], right: frozenset[str]) -> tuple[float, float]:
    """How many numbers are shared, and whether both have numbers and share none."""
    return float(len(left & right)), float(bool(left and right and not left & right))


def _shared_names(left: frozenset[str], right: frozenset[str]) -> int:
    if not left or not right:
        return 0
    same = left & right
    rest = right - same
    return len(same) + sum(any(is_name_near(name, other) for other in rest) for name in left - same)


@lru_cache(maxsize=65536)
def is_name_near(left: str, right: str) -> bool:
    """Whether two folded names may be spellings of one: "shterpce", "strpce"."""
    short, long = sorted((len(left), len(right)))
    if left[:1] != right[:1] or short < 4 or 2 * short < _NEAR * (short + long):
        return False
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= _NEAR
