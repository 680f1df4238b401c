"""Lines that stand in the same places become one; those that share little stay apart."""

from tests.align.stories import read_group
from tests.reports import make_report

from tellings.align.joining import join_lines
from tellings.align.sides import Side
from tellings.align.table import read_sides


def _sides() -> list[Side]:
    texts = ("The tannery burned down.", "Fire destroyed the tannery.", "Flames ate the tannery. A clerk resigned.")
    return read_sides(read_group([make_report(text, name=f"{n}.txt") for n, text in enumerate(texts)]))


def test_a_line_brings_its_other_claim_where_it_fits() -> None:
    sides = _sides()
    scores = {(0, 1): 0.9, (1, 2): 0.6, (0, 2): 0.5}
    assert join_lines(sides, scores, [[0, 1], [1, 2]]) == [[0, 1, 2]]


def test_a_claim_that_does_not_fit_keeps_its_line() -> None:
    sides = _sides()
    scores = {(0, 1): 0.9, (1, 2): 0.6, (0, 2): 0.0}
    assert join_lines(sides, scores, [[0, 1], [1, 2]]) == [[0, 1], [1, 2]]


def test_a_weak_pair_is_not_told() -> None:
    assert join_lines(_sides(), {(0, 3): 0.36}, [[0, 3]]) == []


def test_a_stranger_leaves_its_line() -> None:
    sides = _sides()
    scores = {(0, 1): 0.9, (0, 2): 0.8, (1, 2): 0.8, (0, 3): 0.2, (1, 3): 0.2}
    assert join_lines(sides, scores, [[0, 1, 2, 3]]) == [[0, 1, 2]]
