"""What the reading says for and against two claims: days, rare words, and nothing where nothing was read."""

import numpy as np
import pytest
from tests.align.stories import read_group
from tests.reports import make_report

from tellings.align import grounds
from tellings.align.grounds import GROUNDS, _compare_days, measure_grounds
from tellings.align.table import read_sides

MAY = ("2031-05-01", "2031-05-31")
SECOND = ("2031-05-02", "2031-05-02")
JUNE = ("2031-06-04", "2031-06-04")


def test_days_that_are_one_that_could_be_and_that_cannot() -> None:
    assert _compare_days((SECOND,), (SECOND,)) == (1.0, 1.0, 0.0)
    assert _compare_days((MAY,), (SECOND,)) == (0.0, 1.0, 0.0)
    assert _compare_days((MAY,), (JUNE,)) == (0.0, 0.0, 1.0)
    assert _compare_days((), (JUNE,)) == (0.0, 0.0, 0.0)


def test_shared_rare_words_count() -> None:
    texts = (
        "The tannery in Orvel burned down. Two welders are missing since the blaze.",
        "Fire destroyed the tannery of Orvel. Since the blaze two welders have been missing. Voters go home.",
    )
    sides = read_sides(read_group([make_report(text, name=f"{n}.txt") for n, text in enumerate(texts)]))
    place = {side.text.split()[0]: n for n, side in enumerate(sides)}
    left, right = np.array([place["The"]] * 2), np.array([place["Fire"], place["Voters"]])
    near, far = (dict(zip(GROUNDS, row, strict=True)) for row in measure_grounds(sides, left, right).tolist())
    assert near["rarity"] > far["rarity"] == 0


def test_a_sentence_that_is_not_there_is_near_to_nothing() -> None:
    texts = ("A barge sank off Orvel.", "A barge went down off Orvel. Divers searched the harbour all night.")
    sides = read_sides(read_group([make_report(text, name=f"{n}.txt") for n, text in enumerate(texts)]))
    told = {side.text.split()[0] + str(side.report == sides[0].report): n for n, side in enumerate(sides)}
    barge, other, divers = told["ATrue"], told["AFalse"], told["DiversFalse"]
    pairs = np.array([(barge, other), (barge, divers)]).T
    by_signal = dict(zip(GROUNDS, measure_grounds(sides, *pairs).T.tolist(), strict=True))
    # the first report has one sentence: nothing stands beside it, so only the other one's neighbours are laid to it
    assert by_signal["neighbour_low"] == [min(0.0, high) for high in by_signal["neighbour_high"]]
    barges = float(sides[barge].meaning.whole @ sides[other].meaning.whole)
    asides = float(sides[barge].meaning.whole @ sides[divers].meaning.whole)
    assert np.allclose(by_signal["neighbour_high"], [max(0.0, asides), max(0.0, barges)], atol=1e-6)


def test_what_is_told_everywhere_is_the_same_where_two_wordings_are_compared_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    barge = "A barge sank off Orvel. Divers searched the harbour all night."
    texts = (barge, "A barge went down off Orvel. The mayor resigned.", barge, f"{barge} A barge sank off Orvel.")
    sides = read_sides(read_group([make_report(text, name=f"{n}.txt") for n, text in enumerate(texts)]))
    each = grounds._nearest(sides)
    monkeypatch.setattr(grounds, "_MANY", 0)
    monkeypatch.setattr(grounds, "_CHUNK", 3)
    assert np.allclose(grounds._nearest(sides), each, atol=1e-6)
    assert max(each) > min(each) > 0
