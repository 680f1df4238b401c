"""What the reading says for and against two claims: days, rare words, and nothing where nothing was read."""

from tests.align.stories import read_group
from tests.reports import make_report

from tellings.align.grounds import GROUNDS, Grounds, _compare_days
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
    grounds = Grounds(sides)
    near = dict(zip(GROUNDS, grounds.measure(place["The"], place["Fire"]), strict=True))
    far = dict(zip(GROUNDS, grounds.measure(place["The"], place["Voters"]), strict=True))
    assert near["rarity"] > far["rarity"] == 0


def test_no_sides() -> None:
    assert Grounds([]).own == []
