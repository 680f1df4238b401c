"""Two claims in, whether they date the same happening to times that shut each other out."""

from tellings.align.clauses import read_words
from tellings.align.differences.difference import Difference
from tellings.align.sides import Side
from tellings.records import Moment
from tellings.text.folding import fold

LEAST = 0.5
_LAID = 0.75
# Verbs that many happenings share: two dates of "make" or "say" are dates of two deeds.
LIGHT = frozenset("be have do make take give get go come hold see begin start become include show".split())
_RECENT, _LONG_AGO = 31, 366  # days before the report
_SLACK = 1  # days: time zones, and nights that belong to two days
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_CLOCK = frozenset({"minute", "hour"})
_FINE = frozenset({"minute", "hour", "part_of_day", "day", "week", "month", "year"})


def compare(left: Side, right: Side) -> Difference | None:
    """The one moment that dates each side's verb, where the two do not overlap; precision where one holds the other."""
    if not left.moments or not right.moments:
        return None
    if left.clause.kind != "verb" or right.clause.kind != "verb":
        return None  # one "celebration" is not another
    mine, other = find_dated(left), find_dated(right)
    if mine is None or other is None or mine.interval is None or other.interval is None:
        return None
    a, b = mine.interval, other.interval
    words, others = _words_of(left, mine), _words_of(right, other)
    if not (left.dated or mine.anchor == "absolute") or not (right.dated or other.anchor == "absolute"):
        return None  # "today" in a report that nobody dated
    if (a.precision in _CLOCK) != (b.precision in _CLOCK) or (
        left.entities and right.entities and not _meet(left, right)
    ):
        return None
    if a == b or words == others or "text" in (mine.anchor, other.anchor):
        return None  # one that is reckoned from another time, "a day earlier", or
    if _WEEKDAYS & set(words.split()) & set(others.split()):
        return None  # "on Monday" and "on Monday": the reports date from other weeks, or one is dated by guess
    if not a.overlaps(b, slack_days=_SLACK):
        if left.claim.verb != right.claim.verb or a.precision not in _FINE or b.precision not in _FINE:
            return None
        if (
            left.claim.verb in LIGHT
            or left.claim.verb in read_words("says.txt")
            or not left.is_laid(right, least=_LAID, both=False)
            or _is_long_before(left, mine, right, other)
        ):
            return None
        return Difference("date", "contradiction", True, mine.span, other.span, left.claim.verb)
    return Difference("date", "precision", False, mine.span, other.span, left.claim.verb)


def _meet(left: Side, right: Side) -> bool:
    """Whether the clauses name one and the same, or nearly all the words of one's names are in the other's."""
    names, others = ({name.replace(".", "") for name in side.names} for side in (left, right))
    return bool(left.entities & right.entities) or 2 * len(names & others) > min(len(names), len(others))


def _is_long_before(left: Side, mine: Moment, right: Side, other: Moment) -> bool:
    """Whether one lies in the days around its report and the other over a year before: two happenings of one kind."""
    ages = [
        (side.day - day).days
        for side, moment in ((left, mine), (right, other))
        if side.day and moment.interval and (day := moment.interval.last_day())
    ]
    return len(ages) == 2 and min(ages) <= _RECENT and max(ages) > _LONG_AGO


def _words_of(side: Side, moment: Moment) -> str:
    start = side.clause.sentence.span.start
    return fold(side.passage[moment.span.start - start : moment.span.end - start])


def find_dated(side: Side) -> Moment | None:
    """The moment that hangs on the head of the clause itself, where there is just one; None where none does."""
    own = [m for m in side.moments if m.interval and m.kind in ("date", "time") and _hangs_on_head(side, m)]
    return own[0] if len(own) == 1 else None


def _hangs_on_head(side: Side, moment: Moment) -> bool:
    tokens = side.clause.sentence.tokens
    inside = [n for n, token in enumerate(tokens) if moment.span.start <= token.start < moment.span.end]
    for n in inside:
        above = tokens[n].head
        if above in inside:
            continue
        if inside[-1] + 1 < len(tokens) and tokens[inside[-1] + 1].lemma in ("or", "to", "-", "–"):
            return False  # the first of two: "2017 or 2018"
        if tokens[above].pos == "ADP":
            above = tokens[above].head
        return above == side.clause.head
    return False
