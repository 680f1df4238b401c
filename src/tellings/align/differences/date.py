"""Two claims in, whether they date the same happening to times that shut each other out."""

from tellings.align.differences.difference import Difference
from tellings.align.sides import Side
from tellings.records import Interval, Moment

LEAST = 0.5
_FINE = frozenset({"minute", "hour", "part_of_day", "day", "week", "month", "year"})


def compare(left: Side, right: Side) -> Difference | None:
    """The one dated moment of each side, where the two do not overlap; precision where one holds the other."""
    mine, other = _dated(left), _dated(right)
    if mine is None or other is None:
        return None
    a, b = mine.interval, other.interval
    if a is None or b is None or a == b:
        return None
    if _shuts_out(a, b):
        if left.claim.verb != right.claim.verb:
            return None
        return Difference("date", "contradiction", True, mine.span, other.span, left.claim.verb)
    return Difference("date", "precision", False, mine.span, other.span, left.claim.verb)


def _dated(side: Side) -> Moment | None:
    own = [moment for moment in side.moments if moment.interval and moment.kind in ("date", "time")]
    return own[0] if len(own) == 1 else None


def _shuts_out(a: Interval, b: Interval) -> bool:
    return a.precision in _FINE and b.precision in _FINE and not a.overlaps(b, slack_days=1)
