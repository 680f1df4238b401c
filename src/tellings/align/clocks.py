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
from tellings.align.occasions import is_elsewhere, is_set_apart
from tellings.align.sides import Side
from tellings.records import Moment, Precision
from tellings.text.folding import fold

_EXACT, _ROUGH, _ROUND = 1.5, 5.0, 15.0  # minutes on either side: as told, "around 6:25", "around half past six"
_ABOUT = frozenset({"about", "around", "approximately", "roughly", "nearly", "almost", "some", "circa"})
_MOST = 90  # minutes: what lies farther apart is another stage of the same day
_SLACK = 7  # days
_OWN = frozenset({"i", "we", "my", "our", "me", "us"})
_HAPPENS = frozenset({"happen", "occur", "unfold"})


def find_clocks(sides: Sequence[Side]) -> list[Dispute]:
    """The disputes over times of the clock."""
    ledger = Ledger(_is_apart, slot="date", farthest=_MOST, by_distance=True, period=60.0)
    return find_opposed(sides, _read_times(sides), ledger)


def _is_apart(left: Side, right: Side) -> bool:
    """Whether places, words or days set the two apart; a time of the clock has no day of its own."""
    if left.claim.polarity != right.claim.polarity or is_elsewhere(left, right) or is_set_apart(left, right):
        return True
    days = [
        [m.interval for m in side.dates if m.interval and m.interval.precision is not Precision.MINUTE]
        for side in (left, right)
    ]
    return all(days) and not any(a.overlaps(b, slack_days=_SLACK) for a in days[0] for b in days[1])


def _read_times(sides: Sequence[Side]) -> Iterator[Entry]:
    for n, side in enumerate(sides):
        verb = fold(side.claim.verb)
        if side.clause.kind != "verb" or verb in LIGHT or verb in read_words("says.txt") or _OWN & set(side.folded):
            continue  # what witnesses saw and heard, each of them did
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
