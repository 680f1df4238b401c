"""Gists come from clauses that stand on their own, from headlines and rewrites only where nothing else is there."""

from tests.align.stories import read_group
from tests.reports import make_report

from tellings.align.clarity import choose_clearest, is_whole
from tellings.align.sides import Side
from tellings.align.table import read_sides


def _sides(*texts: str) -> list[Side]:
    return read_sides(read_group([make_report(text, name=f"{n}.txt") for n, text in enumerate(texts)]))


def test_a_whole_clause_before_a_piece_of_one() -> None:
    sides = _sides("Sparks from a grinder set the barn on fire, killing nine calves of the Voss family.")
    whole = {side.text.split()[0]: is_whole(side) for side in sides}
    assert whole["Sparks"]
    assert not whole["killing"]


def test_another_report_than_the_one_that_changed_its_source() -> None:
    sides = _sides("Sparks set the barn on fire at dawn.", "Sparks set the barn on fire at dusk.")
    corrupted = frozenset({sides[0].report})
    assert {side.report for side in choose_clearest(sides, corrupted=corrupted)} == {sides[-1].report}


def test_a_piece_where_there_is_nothing_else() -> None:
    sides = [side for side in _sides("He met Ida Voss, a former judge of the court.") if side.clause.kind != "verb"]
    assert choose_clearest(sides) == sides
