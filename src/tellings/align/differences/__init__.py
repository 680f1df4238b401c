"""Two claims about the same thing in, how their values differ out: one file for each kind of slot.

Each file has one function `compare(left, right) -> Difference | None`; the order of COMPARISONS is the order in which a
reader wants to hear of them. Only what would mislead a reader who has one of the two reports is `differ`.
"""

from collections.abc import Callable

from tellings.align.differences import date, modality, number, polarity, wording
from tellings.align.differences.difference import Difference
from tellings.align.sides import Side

COMPARISONS: tuple[Callable[[Side, Side], Difference | None], ...] = (
    polarity.compare,
    number.compare,
    wording.compare,
    date.compare,
    modality.compare,
)


def compare_sides(left: Side, right: Side) -> list[Difference]:
    """Every way in which the two claims differ."""
    return [found for compare in COMPARISONS if (found := compare(left, right))]
