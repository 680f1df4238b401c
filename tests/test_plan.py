"""The plan fits together, and every kind of record that is stored is written by a stage."""

from tellings.plan import PLAN
from tellings.records import KINDS, Capture
from tellings.stage import check_plan


def test_the_plan_fits_together() -> None:
    check_plan(PLAN)


def test_every_kind_of_record_has_a_writer() -> None:
    written = {kind for stage in PLAN for kind in stage.writes}
    assert written == set(KINDS) - {Capture}


def test_stages_are_named_after_what_they_do() -> None:
    names = [stage.name for stage in PLAN]
    assert names == sorted(set(names), key=names.index)
    assert all(name.isidentifier() and name.islower() for name in names)
