"""Candidate pairs: near in meaning, of different reports, and far fewer than all pairs where a story is large."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from tellings.align.pairs import find_candidates
from tellings.align.sides import Side

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
            sides.append(SimpleNamespace(report=f"report{n}", vector=vector))
    return cast(list[Side], sides)


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
