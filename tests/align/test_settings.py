"""Where a deed was done and who did it: one deed in two towns, by two people; what is near, within or another deed."""

from datetime import date

import pytest
from tests.align.stories import differing

MAY = date(2024, 5, 14)


def test_one_arrest_in_two_towns() -> None:
    found = differing(
        ("Police arrested Marta Olsen in Lyon on Monday after a short chase.", MAY),
        ("Police arrested Marta Olsen in Marseille on Monday after a chase.", MAY),
    )
    assert found == [("place", {"Lyon", "Marseille"})]


@pytest.mark.parametrize(
    "other",
    [
        "Police arrested Marta Olsen in Villeurbanne on Monday after a chase.",
        "Police arrested Marta Olsen in France on Monday after a chase.",
        "Police arrested Jens Holt in Marseille on Monday after a chase.",
        "Police had arrested Marta Olsen in Marseille in March 2019 after a chase.",
        "Police will arrest anyone in Marseille who helped Marta Olsen, a minister said.",
    ],
)
def test_settings_of_no_one_deed(other: str) -> None:
    found = differing(("Police arrested Marta Olsen in Lyon on Monday after a short chase.", MAY), (other, MAY))
    assert not [slot for slot, _ in found if slot == "place"]


def test_one_shot_by_two() -> None:
    found = differing(
        ("The mayor of Brell was shot by Jens Holt on Monday during the market.", MAY),
        ("The mayor of Brell was shot by Peter Larsson on Monday during the market.", MAY),
    )
    assert [slot for slot, _ in found] == ["person"]


@pytest.mark.parametrize(
    "other",
    [
        "The mayor of Brell was shot by Holt on Monday during the market.",
        "The clerk of Brell was shot by Peter Larsson on Monday during the market.",
        "The mayor of Brell was shot by a fishmonger on Monday during the market.",
        "The mayor of Brell was shot by Jens Holt and Peter Larsson on Monday during the market.",
    ],
)
def test_doers_of_no_one_deed(other: str) -> None:
    left = "The mayor of Brell was shot by Jens Holt on Monday during the market."
    assert not [slot for slot, _ in differing((left, MAY), (other, MAY)) if slot in ("person", "organisation")]
