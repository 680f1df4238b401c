"""Two claims in, whether they set one deed to two times of the clock out."""

from datetime import datetime

from tellings.align.clauses import read_words
from tellings.align.differences.date import LIGHT, find_dated
from tellings.align.differences.difference import Difference
from tellings.align.occasions import is_elsewhere
from tellings.align.sides import Side
from tellings.records import Moment, Precision
from tellings.text.folding import fold

LEAST = 0.4  # what lies below tells of other deeds of the same hour
_LAID = 0.5
OPEN = frozenset({"after", "before", "by", "until", "till", "since", "from", "between"})
_FEWEST, _MOST = 5, 6 * 60  # minutes: what lies closer is rounded, what lies farther apart is another part of the day


def compare(left: Side, right: Side) -> Difference | None:
    """The same telling verb, at the minute that each gives: "the alarm was raised at 7:10" / "at 7:25"."""
    if not left.moments or not right.moments:
        return None
    verb = left.claim.verb
    if verb != right.claim.verb or verb in LIGHT or verb in read_words("says.txt") or is_elsewhere(left, right):
        return None
    mine, other = find_dated(left), find_dated(right)
    if mine is None or other is None or not left.is_laid(right, least=_LAID, both=False):
        return None
    if OPEN & {*words_around(left, mine), *words_around(right, other)}:
        return None  # "shortly after six" is no other time than 6:10
    times = _minute_of(mine), _minute_of(other)
    if times[0] is None or times[1] is None or not _FEWEST <= abs(times[0] - times[1]) <= _MOST:
        return None
    return Difference("date", "contradiction", True, mine.span, other.span, verb, "At what time?")


def words_around(side: Side, moment: Moment) -> set[str]:
    """The words of the time, and the two before it."""
    tokens = side.clause.sentence.tokens
    first = next((n for n, token in enumerate(tokens) if token.end > moment.span.start), 0)
    inside = [token for token in tokens[first:] if token.start < moment.span.end]
    return {fold(token.text) for token in (*tokens[max(0, first - 2) : first], *inside)}


def _minute_of(moment: Moment) -> int | None:
    """Minutes since midnight."""
    interval = moment.interval
    if interval is None or interval.precision is not Precision.MINUTE or not interval.start:
        return None
    at = datetime.fromisoformat(interval.start)
    return at.hour * 60 + at.minute
