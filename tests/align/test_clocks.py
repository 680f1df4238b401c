"""Times of the clock: one deed, whatever words stand around its verb; whole hours apart may be another zone."""

from datetime import date

import pytest
from tests.align.stories import differing

MAY = date(2024, 5, 14)


def test_one_call_received_at_two_times() -> None:
    found = differing(
        ("The dam gave way on Monday. The first alarm was received at 6:12 a.m. by the fire service.", MAY),
        ("The dam gave way on Monday. Rescuers received a call around 6:25 a.m.", MAY),
    )
    assert [slot for slot, _ in found] == ["date"]


@pytest.mark.parametrize(
    "other",
    [
        "Rescuers received a call at 6:14 a.m.",
        "Rescuers received a call shortly after 6 a.m.",
        "Rescuers received a call around 6 a.m.",
        "“We received a call at 6:40 a.m.,” a farmer said.",
        "Rescuers received a call at 7:12 a.m.",
        "The mayor received a visitor at 9:40 p.m.",
    ],
)
def test_times_of_no_one_deed(other: str) -> None:
    found = differing(
        ("The dam gave way on Monday. The first alarm was received at 6:12 a.m. by the fire service.", MAY),
        ("The dam gave way on Monday. " + other, MAY),
    )
    assert found == []
