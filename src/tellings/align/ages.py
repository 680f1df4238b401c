"""A story's claims in, where its reports give another age to the one child or adult whom they do not name out.

Traits of somebody named are compared by entity (`traits.py`). A boy who fell into a pit is "the boy", "the child", "the
six-year-old" or has a name that only one report gives: he is taken for one where each report tells the age of a single
child early on, and the ages lie close together.
"""

from collections.abc import Iterator, Sequence

from tellings.align.disputes import Dispute
from tellings.align.ledger import Entry, Ledger, find_opposed, find_shortest
from tellings.align.occasions import is_of_other_time
from tellings.align.sides import Side
from tellings.records import Quantity
from tellings.text.folding import fold

_BOYS = frozenset({"boy", "son", "schoolboy"})
_GIRLS = frozenset({"girl", "daughter", "schoolgirl"})
_CHILDREN = frozenset("child kid toddler tot infant baby youngster pupil youth teenager teen student minor".split())
_ADULT = 18
_CLOSE = 3  # years: what lies farther apart is another person
_EARLY = 0.5  # the share of a report within which whoever it is about is introduced


def find_ages(sides: Sequence[Side]) -> list[Dispute]:
    """The dispute over the age of the story's one child, if it has one."""
    entries = list(_read_ages(sides))
    sexes = {entry.key[1] for entry in entries} - {""}
    if len(sexes) > 1:
        return []  # a boy and a girl: "the child" may be either
    merged = [
        Entry(("age", "child"), e.low, e.high, e.span, e.side, f"How old is the {min(sexes, default='child')}?")
        for e in entries
    ]
    close = [(a, b) for n, a in enumerate(merged) for b in merged[n + 1 :] if abs(a.low - b.low) > _CLOSE]
    return [] if close else find_opposed(sides, merged, Ledger(is_of_other_time))


def _read_ages(sides: Sequence[Side]) -> Iterator[Entry]:
    for side, find in find_shortest(sides):
        if side.place > _EARLY:
            continue
        for quantity in side.amounts:
            sex = _sex_of(side, quantity)
            place = find(quantity.span)
            if sex is not None and place is not None and quantity.low is not None:
                yield Entry(("age", sex), quantity.low, quantity.low, quantity.span, place, "")


def _sex_of(side: Side, quantity: Quantity) -> str | None:
    """boy, girl or "" where the number is the age of a child of that kind; else None."""
    aged = quantity.unit == "year" and quantity.low == quantity.high and quantity.bound == "exactly"
    if not aged or quantity.low is None or not 0 < quantity.low < _ADULT:
        return None
    noun = fold(quantity.of).split()[-1:] or [""]
    if noun[0] in _BOYS | _GIRLS:
        return "boy" if noun[0] in _BOYS else "girl"
    if noun[0] in _CHILDREN:
        return ""
    start = side.clause.sentence.span.start
    wording = fold(side.passage[quantity.span.start - start : quantity.span.end - start])
    return "" if not noun[0] and wording.endswith("-old") else None  # "the six-year-old"
