"""Word-for-word copies have one wording; the same words in another sentence have another."""

import numpy as np
from tests.align.stories import read_group
from tests.reports import make_report

from tellings.align.table import read_sides
from tellings.align.wordings import find_wordings

TEXTS = (
    "The tannery burned down. A clerk resigned.",
    "The tannery burned down. A clerk resigned.",
    "The tannery burned down on Monday. A clerk resigned.",
)


def test_copies_have_one_wording_and_all_that_rests_on_it_is_the_same() -> None:
    sides = read_sides(read_group([make_report(text, name=f"{n}.txt") for n, text in enumerate(TEXTS)]))
    wordings = find_wordings(sides)
    assert [side.text for side in sides] == [wordings.first[n].text for n in wordings.own]
    assert wordings.own.tolist() == [0, 1, 0, 1, 2, 1]
    for side, number in zip(sides, wordings.own, strict=True):
        assert np.array_equal(side.vector, wordings.first[number].vector)
        assert np.array_equal(side.weights, wordings.first[number].weights)


def test_pairs_of_one_wording_are_one_pair() -> None:
    sides = read_sides(read_group([make_report(text, name=f"{n}.txt") for n, text in enumerate(TEXTS)]))
    wordings = find_wordings(sides)
    left, right = np.array([0, 0, 2, 1]), np.array([2, 4, 4, 5])
    a, b, back = wordings.pair(left, right)
    assert len(a) == 3
    assert a[back].tolist() == wordings.own[left].tolist()
    assert b[back].tolist() == wordings.own[right].tolist()
