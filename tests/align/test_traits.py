"""Traits: one person's age, one ship's flag, one earthquake's strength, as the reports give them."""

from datetime import date

from tests.align.stories import differing

MAY = date(2024, 5, 14)


def test_two_ages_of_one_person() -> None:
    found = differing(
        ("Police arrested Marta Olsen, 31, on Monday. She was taken to court.", MAY),
        ("The 34-year-old Marta Olsen was arrested on Monday.", MAY),
    )
    assert ("number", {"31", "34-year-old"}) in found or ("number", {"31", "34"}) in found


def test_ages_of_two_people_are_no_difference() -> None:
    found = differing(
        ("Police arrested Marta Olsen, 31, on Monday.", MAY),
        ("Police arrested Jens Holt, 34, on Monday.", MAY),
    )
    assert found == []


def test_a_report_at_odds_with_itself() -> None:
    text = "The Panama-flagged Aurelia ran aground on Monday. The Aurelia is registered in Malta, the owner said."
    found = differing((text, MAY), ("The freighter Aurelia ran aground on Monday.", MAY))
    assert ("place", {"Panama", "Malta"}) in found


def test_where_a_ship_was_registered_before_is_left() -> None:
    text = "The Panama-flagged Aurelia ran aground on Monday. The Aurelia was registered in Malta until 2019."
    assert differing((text, MAY), ("The freighter Aurelia ran aground on Monday.", MAY)) == []


def test_an_earthquake_has_one_strength() -> None:
    found = differing(
        ("An earthquake of magnitude 6.1 shook Tarsia on Monday.", MAY),
        ("A magnitude 5.8 earthquake shook Tarsia on Monday.", MAY),
    )
    assert ("number", {"6.1", "5.8"}) in found


def test_ages_in_a_list_of_one_family_are_not_one_persons() -> None:
    text = "Killed were Marta Olsen, 50, and her sons, Ole Olsen, 13, and Per Olsen, 15, of Varn."
    found = differing((text, MAY), ("Marta Olsen, 50, was a doctor in Varn.", MAY))
    assert [values for slot, values in found if slot == "number"] == []
