"""Differences: what misleads is told from what is merely coarser, slot by slot."""

import pytest
from tests.align.stories import read_group
from tests.reports import make_report

from tellings.align.differences import COMPARISONS, LEAST, compare_sides
from tellings.align.differences.difference import Difference
from tellings.align.sides import Side
from tellings.align.table import read_sides


def sides_of(*texts: str) -> list[Side]:
    return read_sides(read_group([make_report(text, name=f"{n}.txt") for n, text in enumerate(texts)]))


def differences(left: str, right: str) -> list[tuple[str, bool, str, str]]:
    sides = sides_of(left, right)
    first = sides[0].report
    texts = {side.report: side.passage for side in sides}
    found: dict[tuple[str, bool, str, str], None] = {}
    for a in [side for side in sides if side.report == first]:
        for b in [side for side in sides if side.report != first]:
            for difference in compare_sides(a, b, 1.0):
                found[_row(difference, texts)] = None
    return list(found)


def _row(difference: Difference, texts: dict[str, str]) -> tuple[str, bool, str, str]:
    left, right = difference.left, difference.right
    return (
        difference.slot,
        difference.misleads,
        texts[left.report][left.start : left.end],
        texts[right.report][right.start : right.end],
    )


def test_two_numbers_of_one_thing_mislead() -> None:
    found = differences("Rescuers saved 31 passengers.", "Rescuers saved 44 passengers.")
    assert ("number", True, "31", "44") in found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Rescuers saved up to 300 passengers.", "Rescuers saved 300 passengers."),
        ("Rescuers saved dozens of passengers.", "Rescuers saved 84 passengers."),
        ("Rescuers saved nearly 200 passengers.", "Rescuers saved some 197 passengers."),
        ("Rescuers saved at least 60 passengers.", "Rescuers saved 84 passengers."),
    ],
)
def test_a_coarser_number_does_not_mislead(left: str, right: str) -> None:
    assert not [row for row in differences(left, right) if row[0] == "number" and row[1]]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Rescuers saved 31 passengers.", "Rescuers saved 44 goats."),
        ("The blast killed 12 people.", "The blast injured 30 people."),
        ("The blast wounded 12 people at 9 a.m.", "The blast wounded 12 people at 10 a.m."),
    ],
)
def test_numbers_of_other_things_are_not_compared(left: str, right: str) -> None:
    assert not [row for row in differences(left, right) if row[0] == "number"]


def test_one_against_several() -> None:
    found = differences(
        "Crowds gathered after the arrest of a former harbour pilot.",
        "Crowds gathered after the arrest of several harbour pilots.",
    )
    assert [row[2:] for row in found if row[0] == "number" and row[1]] == [("a former harbour pilot", "several")]


def test_a_negation_turned_round_misleads() -> None:
    found = differences(
        "Brandt blamed the firm for not warning the harbour.", "Brandt blamed the firm for warning the harbour."
    )
    assert ("polarity", True, "not warning", "warning") in found


def test_half_of_all_against_half_of_some() -> None:
    found = differences(
        "Half of the population rejects the treaty.", "Half of the Danish population rejects the treaty."
    )
    assert [row[:2] for row in found if row[0] == "number"] == [("number", True)]


def test_one_word_changed_in_a_quotation() -> None:
    found = differences(
        "“The firm must answer for this wreck in court,” she said.",
        "“The firm must answer for this delay in court,” she said.",
    )
    assert ("wording", True, "wreck", "delay") in found


def test_an_adverb_changed_in_a_quotation_is_left() -> None:
    found = differences(
        "“We deeply regret the loss of the ship,” she said.", "“We much regret the loss of the ship,” she said."
    )
    assert not [row for row in found if row[0] == "wording"]


def test_before_against_after() -> None:
    found = differences("The crew left the ship after the storm.", "The crew left the ship before the storm.")
    assert [row[:2] for row in found if row[0] == "date"] == [("date", True)]


def test_other_grounds_for_one_arrest() -> None:
    found = differences(
        "Crowds protested the arrest of Holt on charges of smuggling amber.",
        "Crowds protested the arrest of Holt on charges of poisoning wells.",
    )
    assert [row[:2] for row in found if row[0] == "cause"] == [("cause", True)]


def test_planned_against_under_way() -> None:
    found = differences("The board will investigate the collapse.", "The board is investigating the collapse.")
    assert [row[:2] for row in found if row[0] == "modality"] == [("modality", True)]


def test_equal_claims_differ_in_nothing() -> None:
    text = "Rescuers saved 31 passengers after the storm on Tuesday."
    assert differences(text, text) == []


def test_in_all_against_at_each() -> None:
    found = differences(
        "The union asked for up to 60 guards in all for the quarries.",
        "The union asked for up to 60 guards at each of the quarries.",
    )
    assert [row[:2] for row in found if row[0] == "number"] == [("number", True)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The permit covered a maximum of 80 guests.", "The permit covered no more than 80 guests."),
        ("No fewer than 31 guests left.", "At least 31 guests left."),
        ("The team finished 9-3.", "The team finished 59-35-1."),
        ("A family of five was rescued.", "The family of three was rescued."),
    ],
)
def test_bounds_results_and_sizes_are_no_contradiction(left: str, right: str) -> None:
    assert not [row for row in differences(left, right) if row[0] == "number" and row[1]]


def test_a_quotation_put_in_other_words_as_a_whole_has_no_altered_word() -> None:
    found = differences(
        "“The firm was punished for the slowness of its old pumps in the harbour,” she said.",
        "“The firm was fined for the sluggishness of its old pumps in the harbour,” she said.",
    )
    assert not [row for row in found if row[0] == "wording"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The ranger did not hear a shot but heard a cry.", "The ranger heard a shot."),
        ("I do not think the mayor knew the plan.", "I think the mayor did not know the plan."),
        ("The clerk had to pay the fine by May.", "The clerk did not have to pay the fine until May."),
        ("Divers are trying to find the wreck.", "Divers have not found the wreck."),
    ],
)
def test_what_is_not_asserted_is_not_denied(left: str, right: str) -> None:
    assert not [row for row in differences(left, right) if row[0] == "polarity"]


def test_deeds_that_exclude_each_other() -> None:
    found = differences("The guard punched the driver.", "The guard slapped the driver.")
    assert [row[2:] for row in found if row[0] == "action"] == [("punched", "slapped")]
    both = differences("The guard punched the driver.", "The guard slapped the driver. Then he punched him.")
    assert not [row for row in both if row[0] == "action"]


def test_two_charges_in_one_word_may_be_one() -> None:
    found = differences("Holt was arrested on suspicion of DUI.", "Holt was arrested on suspicion of drunken driving.")
    assert not [row for row in found if row[0] == "cause"]


RETOLD = {
    "another name": (
        "The drawings were found by the archivist Clara Weiss in a cellar under the old mint.",
        "The drawings were found by the archivist Petra Lindqvist in a cellar under the old mint.",
        ("person", "Clara Weiss", "Petra Lindqvist"),
    ),
    "another weekday": (
        "The harbour pilots will vote on Tuesday on whether to accept the offer of the shipping line.",
        "The harbour pilots will vote on Thursday on whether to accept the offer of the shipping line.",
        ("date", "Tuesday", "Thursday"),
    ),
}


@pytest.mark.parametrize("name", RETOLD)
def test_one_name_exchanged_in_a_sentence_retold(name: str) -> None:
    left, right, (slot, value, other) = RETOLD[name]
    assert (slot, True, value, other) in differences(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The prize went to Clara Weiss of Lund.", "The prize went to Petra Lindqvist of Lund."),
        (
            "The drawings were found by Clara Weiss in a cellar under the old mint.",
            "The drawings were found by Weiss in a cellar under the old mint.",
        ),
        (
            "Weiss scored 12 points and caught 8 passes in the first half against Lund.",
            "Holt scored 10 points and caught 3 passes in the first half against Lund.",
        ),
    ],
)
def test_names_in_other_sentences_are_no_exchange(left: str, right: str) -> None:
    assert not [row for row in differences(left, right) if row[0] in ("person", "organisation", "place")]


@pytest.mark.parametrize(
    "denial",
    [
        "The ministry refused to publish the minutes of the harbour board.",
        "The ministry failed to publish the minutes of the harbour board.",
        "The ministry has yet to publish the minutes of the harbour board.",
        "The ministry has not published the minutes of the harbour board.",
    ],
)
def test_a_deed_withheld_here_and_done_there(denial: str) -> None:
    found = differences(denial, "The ministry published the minutes of the harbour board on Monday.")
    assert [row[3] for row in found if row[0] == "polarity"] == ["published"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The ministry did not refuse to publish the minutes.", "The ministry published the minutes."),
        ("The ministry may fail to publish the minutes.", "The ministry published the minutes."),
        ("The ministry refused to publish the minutes.", "The ministry will publish the minutes."),
        ("The ministry refused to publish the minutes.", "The ministry published the budget."),
        ("The ministry refused to let the pilots in.", "The ministry has refused the pilots."),
        ("The driver failed to stop at the barrier.", "The engine stopped at noon."),
    ],
)
def test_what_was_not_withheld(left: str, right: str) -> None:
    assert not [row for row in differences(left, right) if row[0] == "polarity"]


def test_words_that_recur_count_among_those_that_stay() -> None:
    text = "The ferry of the firm and the tug of the port left the quay of the port of {}."
    assert ("place", True, "Velden", "Orvel") in differences(text.format("Velden"), text.format("Orvel"))


def test_two_claims_that_hardly_fit_are_not_compared() -> None:
    (left,), (right,) = sides_of("Rescuers saved 31 passengers."), sides_of("Rescuers saved 44 passengers.")
    assert compare_sides(left, right, 1.0)
    assert compare_sides(left, right, LEAST) == []
    assert all(least >= LEAST for _, least in COMPARISONS)
