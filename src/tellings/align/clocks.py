"""A story's claims in, where its reports set one deed to two minutes of the clock out, however they word it.

`differences/clock.py` lays clause beside clause; here the verb alone decides, where each report has one time for it:
"the alarm was received at 6:12" / "rescuers received a call around 6:25".
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from tellings.align.clauses import read_words
from tellings.align.differences.clock import OPEN, words_around
from tellings.align.differences.date import LIGHT, find_dated
from tellings.align.disputes import Dispute
from tellings.align.ledger import Entry, Ledger, find_opposed
from tellings.align.occasions import is_apart
from tellings.align.sides import Side
from tellings.records import Moment, Precision
from tellings.text.folding import fold

_EXACT, _ROUGH, _ROUND = 1.5, 5.0, 15.0  # minutes on either side: as told, "around 6:25", "around half past six"
_ABOUT = frozenset({"about", "around", "approximately", "roughly", "nearly", "almost", "some", "circa"})
_MOST = 90  # minutes: what lies farther apart is another stage of the same day
_HAPPENS = frozenset({"happen", "occur", "unfold"})


def find_clocks(sides: Sequence[Side]) -> list[Dispute]:
    """The disputes over times of the clock."""
    ledger = Ledger(_is_apart, slot="date", farthest=_MOST, by_distance=True, period=60.0)
    return find_opposed(sides, _read_times(sides), ledger)


def _is_apart(left: Side, right: Side) -> bool:
    return is_apart(left, right) or left.claim.polarity != right.claim.polarity


def _read_times(sides: Sequence[Side]) -> Iterator[Entry]:
    for n, side in enumerate(sides):
        verb = fold(side.claim.verb)
        if side.clause.kind != "verb" or verb in LIGHT or verb in read_words("says.txt") or side.quoted:
            continue  # what witnesses say that they heard, each of them heard
        moment = find_dated(side)
        if moment is None or moment.interval is None or moment.interval.precision is not Precision.MINUTE:
            continue
        if not moment.interval.start or side.claim.factuality != "happened":
            continue
        at = datetime.fromisoformat(moment.interval.start)
        minute = at.hour * 60 + at.minute
        spread = _spread(side, moment, minute)
        if spread is not None:
            key = "happen" if verb in _HAPPENS else verb
            yield Entry(("clock", key), minute - spread, minute + spread, moment.span, n, "At what time?")


def _spread(side: Side, moment: Moment, minute: int) -> float | None:
    """How many minutes the time may be off: the rounder it is, the more; None where only one end is told."""
    near = words_around(side, moment)
    if near & OPEN:
        return None
    if near & _ABOUT:
        return _ROUGH if minute % 15 else _ROUND
    return _EXACT
