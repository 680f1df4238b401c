"""Identities: unnamed in one report, named in another."""

from datetime import date

from tests.align.stories import differing


def test_a_name_that_came_later() -> None:
    found = differing(
        ("A driver ran into a fruit stall in Nome. The driver has not been identified.", date(2024, 5, 14)),
        ("The driver, Peter Larsson, ran into a fruit stall in Nome.", date(2024, 5, 16)),
    )
    assert ("person", {"has not been identified", "Peter Larsson"}) in found


def test_where_two_are_named_nobody_is_matched() -> None:
    found = differing(
        ("Two gunmen fled. One suspect has not been identified.", date(2024, 5, 14)),
        ("The suspect Peter Larsson fled. The suspect Jonas Berg surrendered.", date(2024, 5, 16)),
    )
    assert not [slot for slot, _ in found if slot == "person"]
