"""What looks like a difference and is none: other happenings, looks back, jokes, denials, numbers of other things."""

from datetime import date

import pytest
from tests.align.stories import differing

MAY = date(2024, 5, 14)

MIXED = {
    "last year's accident of the same kind": (
        "A cable car fell in Varn on Monday and killed 7 passengers. Rescuers brought the bodies down by rope.",
        "The cable car that fell in Varn on Monday was new. In 2019 a cable car fell there and killed 31 passengers.",
    ),
    "two earlier attacks that both look back to": (
        "The market hall in Varn burned on Monday. On 13 November 2023 gunmen killed 130 people in Lorne.",
        "The market hall in Varn burned on Monday. Its owner came from Orsk, where gunmen killed 38 people last year.",
    ),
    "an anniversary": (
        "The dam at Olsk broke on Sunday and killed 12 villagers, the governor said.",
        "The dam at Olsk broke on Sunday. Villagers had met for the anniversary of the flood of 1987, which killed 340 "
        "villagers.",
    ),
    "another town": (
        "In Lyon, 40 demonstrators were arrested on Monday night after windows were smashed.",
        "Windows were smashed in Lyon on Monday night. In Marseille, 95 demonstrators were arrested.",
    ),
    "a follow-up that tells of the next step": (
        "Inspectors closed 4 bakeries in Tarn on Monday.",
        "Inspectors closed 4 bakeries in Tarn on Monday. They had previously closed 19 bakeries.",
    ),
    "numbers of several things in one clause": (
        "The storm tore the roofs off 12 barns, felled 300 trees and cut power to 4,500 homes.",
        "The storm cut power to 4,500 homes, felled 300 trees and tore the roofs off 12 barns and 3 churches.",
    ),
    "a wish beside a denial": (
        "The council has not bought the old mill.",
        "The council is negotiating to buy the old mill.",
    ),
    "a part of the whole": (
        "Police freed 21 of the more than 200 dockers who were taken hostage.",
        "The 21 dockers are in good health. The more than 200 dockers were taken hostage in the harbour.",
    ),
    "a number with its list": (
        "Three clerks, two women and a man, died in the fire.",
        "Two women died in the fire, and a man died in hospital. Three clerks died in all.",
    ),
    "who merely speaks": (
        "Two officials said on Monday that the bridge would open.",
        "One official said on Monday that the bridge would open.",
    ),
    "one quotation, its speaker once named and once described": (
        "“We regret every hour that the ferries stood still,” said Ingrid Vaal.",
        "“We regret every hour that the ferries stood still,” the spokeswoman said.",
    ),
    "two sizes of one thing": (
        "The rocket stands 70 metres tall and measures 12 metres across.",
        "The rocket measures 12 metres across. It stands 70 metres tall.",
    ),
    "one round number": (
        "Over 2 million people were entitled to vote.",
        "Almost all of the 2 million people entitled voted.",
    ),
}


@pytest.mark.parametrize("name", MIXED)
def test_two_happenings_are_no_difference(name: str) -> None:
    left, right = MIXED[name]
    assert differing((left, MAY), (right, MAY)) == []


def test_a_report_that_quotes_a_denial_denies_nothing_itself() -> None:
    found = differing(
        ("Soldiers entered the town of Brell on Monday, residents said. Shops were looted.", MAY),
        ("The ministry dismissed reports that soldiers might have entered the town of Brell.", MAY),
    )
    assert not [slot for slot, _ in found if slot == "polarity"]


def test_a_live_blog_that_counts_upwards_is_no_contradiction_of_itself() -> None:
    blog = (
        "9:10 At least 3 people were killed when the market hall in Orsk collapsed, police say.\n"
        "10:40 The number of dead has risen to 5.\n11:55 Police now say that 9 people were killed."
    )
    found = differing((blog, MAY), ("Nine people were killed when the market hall in Orsk collapsed on Tuesday.", MAY))
    assert all(len(values) < 4 for _, values in found)


def test_satire_beside_a_report_differs_in_nothing_that_both_assert() -> None:
    found = differing(
        ("The mayor of Holm opened the tunnel on Monday.", MAY),
        ("The tunnel, sighed, would rather have stayed closed. Moles demanded a share of the toll.", MAY),
    )
    assert found == []


def test_two_numbers_of_one_march_still_differ() -> None:
    found = differing(
        ("In Graz, 20,000 dockers marched through the centre on Monday.", MAY),
        ("In Graz, 50,000 dockers marched through the centre on Monday.", MAY),
    )
    assert [slot for slot, _ in found] == ["number"]
