"""Candidate pairs: near in meaning, of different reports, and far fewer than all pairs where a story is large. Signals:
what two claims share, how well their words are laid beside one another, which other pairs they stand back behind."""

from itertools import combinations
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.align.stories import read_group
from tests.reports import make_report

from tellings.align.pairs import SIGNALS, Runs, find_candidates, find_run, measure_pairs
from tellings.align.sides import Side
from tellings.align.table import read_sides

CLAIMS = 60  # of one report


def invent_sides(reports: int) -> list[Side]:
    """The claims of a story that all reports tell: each of forty matters in words of the report's own, and asides."""
    draw = np.random.default_rng(5)
    matters = draw.normal(size=(40, 32))
    sides: list[Any] = []
    for n in range(reports):
        for k in range(CLAIMS):
            told = matters[k] if k < len(matters) else draw.normal(size=32)
            vector = told + 0.5 * draw.normal(size=32)
            vector = (vector / np.linalg.norm(vector)).astype(np.float32)
            sides.append(invent_side(f"report{n}", f"{n} {k}", vector))
    return cast(list[Side], sides)


def invent_side(report: str, wording: str, vector: Any) -> Any:
    """A side with as much as candidates are chosen by."""
    clause = SimpleNamespace(sentence=SimpleNamespace(tokens=()), head=0, subject=None, object=None)
    return SimpleNamespace(report=report, passage=wording, words=(), lemmas=(), clause=clause, vector=vector)


def choose_plainly(sides: list[Side], least: float, most: int) -> list[tuple[int, int]]:
    """The pairs of every side with those of other reports that are nearest to it, the first of those as near."""
    chosen = set()
    for a, side in enumerate(sides):
        near = [(-float(side.vector @ other.vector), b) for b, other in enumerate(sides) if other.report != side.report]
        near = sorted(pair for pair in near if -pair[0] >= least)[: 4 * most]
        chosen |= {(min(a, b), max(a, b)) for _, b in near}
    return sorted(chosen)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), min_size=1, max_size=60),
    st.integers(1, 4),
)
def test_candidates_of_copies_are_those_that_each_finds_alone(told: list[tuple[int, int]], most: int) -> None:
    vectors = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.5, 0], [0.5, 0, 0.5]] * 2, dtype=np.float32)
    sides = [invent_side(f"report{n}", str(wording), vectors[wording]) for n, wording in told]
    assert find_candidates(sides, least=0.25, most=most) == (
        choose_plainly(sides, 0.25, most) if len({n for n, _ in told}) > 1 else []
    )


def test_the_work_of_a_large_story_grows_far_slower_than_its_pairs() -> None:
    small, large = invent_sides(50), invent_sides(200)
    few, many = len(find_candidates(small)), len(find_candidates(large))
    every = (len(large) / len(small)) ** 2  # how often more pairs of claims there are
    assert every == 16
    assert many < every / 8 * few
    assert many < 15 * len(large)  # a dozen neighbours each, or so; all pairs would be 12,000 each
    assert few > 15 * len(small)  # in a small story each claim is laid beside many


def test_what_is_nearest_is_kept_in_a_large_story() -> None:
    sides = invent_sides(200)
    told = [n % CLAIMS for n in range(len(sides))]
    pairs = find_candidates(sides)
    assert all(sides[a].report != sides[b].report for a, b in pairs)
    both = [(a, b) for a, b in pairs if max(told[a], told[b]) < 40]
    assert sum(told[a] == told[b] for a, b in both) > 0.95 * len(both)
    met = {n for pair in pairs for n in pair}
    assert len(met) == len(sides)


TEXTS = (
    "Two dockers died at the Velden yard on Monday, the harbour master Ilse Brand said. Cranes stood still for hours.",
    "On Monday 2 dockers were killed at the yard of Velden, said Ilse Brand. Nine others are being treated in Orvel.",
    "The Velden yard was closed. Union leader Tom Achter demanded an inquiry.",
)


def _read_sides() -> list[Side]:
    return read_sides(read_group([make_report(text, name=f"{n}.txt") for n, text in enumerate(TEXTS)]))


def test_a_pair_gives_the_same_alone_and_among_others() -> None:
    sides = _read_sides()
    pairs = [(a, b) for a, b in combinations(range(len(sides)), 2) if sides[a].report != sides[b].report]
    together = measure_pairs(sides, pairs)
    ranks = {name for name in SIGNALS if name.startswith(("best_", "lead_")) or name == "sentence_best"}
    own = [n for n, name in enumerate(SIGNALS) if name not in ranks]
    for pair, row in zip(pairs, together, strict=True):
        assert np.allclose(measure_pairs(sides, [pair])[0, own], row[own], atol=1e-5)


def test_signals_of_the_wording_are_those_of_the_two_claims() -> None:
    sides = _read_sides()
    pairs = [(a, b) for a, b in combinations(range(len(sides)), 2) if sides[a].report != sides[b].report]
    for (a, b), row in zip(pairs, measure_pairs(sides, pairs).tolist(), strict=True):
        left, right = sides[a], sides[b]
        signal = dict(zip(SIGNALS, row, strict=True))
        weight = dict(zip(left.lemmas + right.lemmas, [*left.weights.tolist(), *right.weights.tolist()], strict=True))
        mine, other = set(left.lemmas), set(right.lemmas)
        assert np.isclose(signal["rare_shared"], max((weight[lemma] for lemma in mine & other), default=0.0))
        joined = sum(weight[lemma] for lemma in mine | other)
        assert np.isclose(signal["lemmas"], sum(weight[lemma] for lemma in mine & other) / joined, atol=1e-5)
        table = left.vectors @ right.vectors.T
        laid = [
            float((table.max(axis=axis) * side.weights).sum() / side.weights.sum())
            for axis, side in ((1, left), (0, right))
        ]
        assert np.allclose([signal["laid_low"], signal["laid_high"]], sorted(laid), atol=1e-5)
        low, axis = (left, 1) if laid[0] < laid[1] else (right, 0)
        assert np.isclose(signal["unmatched"], float(((1 - table.max(axis=axis)) * low.weights).max()), atol=1e-5)
        assert signal["names_shared"] == min(4, len(left.names & right.names))
        assert signal["numbers_shared"] == len(left.numbers & right.numbers)


def test_ranks_say_how_far_a_pair_stands_behind_the_best() -> None:
    sides = _read_sides()
    first = [n for n, side in enumerate(sides) if side.report == sides[0].report]
    others = [n for n, side in enumerate(sides) if side.report == sides[-1].report]
    pairs = sorted((min(a, b), max(a, b)) for a in first for b in others)
    rows = measure_pairs(sides, pairs)
    near = rows[:, SIGNALS.index("laid_low")] + 0.5 * rows[:, SIGNALS.index("lemmas")]
    for n, (a, b) in enumerate(pairs):
        for one, best, lead in ((a, "best_left", "lead_left"), (b, "best_right", "lead_right")):
            among = sorted((near[m] for m, pair in enumerate(pairs) if one in pair), reverse=True)
            assert np.isclose(rows[n, SIGNALS.index(best)], near[n] - among[0], atol=1e-5)
            assert np.isclose(rows[n, SIGNALS.index(lead)], near[n] - (among[1] if among[1:] else 0.0), atol=1e-5)


@given(st.text("abc", max_size=9), st.text("abc", max_size=9))
def test_the_longest_run_is_found(left: str, right: str) -> None:
    runs = [left[a:b] for a in range(len(left) + 1) for b in range(a, len(left) + 1)]
    assert find_run(Runs(left), Runs(right)) == max(len(run) for run in runs if run in right)
