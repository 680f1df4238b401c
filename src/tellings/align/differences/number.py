"""Two claims in, whether they count the same thing differently out."""

from collections.abc import Sequence
from datetime import timedelta

from tellings.align.differences.casualties import Casualty, ask_count, find_casualty
from tellings.align.differences.counts import Count, find_counts
from tellings.align.differences.difference import Difference
from tellings.align.sides import Side
from tellings.records import Moment
from tellings.text.folding import fold

_LONG_AGO = timedelta(days=60)
_NEAR_VERB = 0.6  # cosine in context from which two verbs are taken for one deed
# Nouns that count people without saying which: a toll is told with any of them.
LEAST = 0.4
_PEOPLE = frozenset({"", "people", "person", "victim", "man", "woman", "civilian", "resident", "other"})


def compare(left: Side, right: Side) -> Difference | None:
    """The first pair of counts of one thing that cannot both be right, else one that differs in precision only."""
    coarser = None
    mine, other = find_counts(left.clause), find_counts(right.clause)
    for a in mine:
        for b in other:
            if not _is_same_thing(left, a, right, b) or _has_fellow(left, mine, a, right, other, b):
                continue
            about = a.noun or b.noun
            if not a.fits(b):
                casualty = _casualty(left, a) or _casualty(right, b)
                asks = ask_count(casualty) if casualty else ""
                return Difference("number", "contradiction", True, a.span, b.span, about, asks)
            if (a.low, a.high) != (b.low, b.high):
                coarser = coarser or Difference("number", "precision", False, a.span, b.span, about)
    return coarser


def _has_fellow(left: Side, mine: list[Count], a: Count, right: Side, other: list[Count], b: Count) -> bool:
    """Whether one of the two has a better partner: a number that is in both claims is not what they differ in."""
    if a.low == b.low and a.high == b.high:
        return False
    return any((x.low, x.high) == (b.low, b.high) for x in mine) or any(
        (y.low, y.high) == (a.low, a.high) for y in other
    )


def _is_same_thing(left: Side, a: Count, right: Side, b: Count) -> bool:
    """One noun under one verb, or people told of in other words; a count of nothing named is of the verb's people."""
    if a.measure or b.measure:
        return False  # prices, shares and distances: too many of them in one clause to say which is which
    people = a.noun in _PEOPLE and b.noun in _PEOPLE
    casualties = [casualty for casualty in (_casualty(left, a), _casualty(right, b)) if casualty]
    if len({casualty.kind for casualty in casualties}) > 1 or any(casualty.part for casualty in casualties):
        return False  # the dead are not the missing, and some of the dead are not all
    if (a.noun != b.noun and not people) or a.part != b.part or _is_of_other_time(left, right):
        return False
    if people and a.value == b.value:
        return True  # the same figure with another bound: "51", "more than 51"
    if a.limits and b.limits and not a.limits & b.limits:
        return False  # "42 injured people", "Chinese tourists": other people
    if a.governor is None or b.governor is None:
        return a.governor == b.governor and bool(a.noun) and left.claim.verb == right.claim.verb and left.is_laid(right)
    verb, other = left.clause.sentence.tokens[a.governor], right.clause.sentence.tokens[b.governor]
    if fold(verb.lemma) == fold(other.lemma):
        return True
    near = float(left.rows[a.governor] @ right.rows[b.governor]) >= _NEAR_VERB
    return near and not (a.article or b.article)


def _casualty(side: Side, count: Count) -> Casualty | None:
    return find_casualty(side.clause.sentence, count.span)


def _dates_of(side: Side) -> Sequence[Moment]:
    """The dates of the clause itself, else those of its sentence."""
    return [m for m in side.moments if m.kind in ("date", "time") and m.interval] or side.dates


def _is_near(side: Side, moment: Moment) -> bool:
    """Whether the moment lies in the days around the report's own."""
    last = moment.interval.last_day() if moment.interval else None
    return side.day is not None and last is not None and abs(last - side.day) <= _LONG_AGO / 2


def _is_of_other_time(left: Side, right: Side) -> bool:
    """Whether the sentences speak of times that shut each other out: last year's toll is not this week's.

    A sentence without a date speaks of the days before its report."""
    for side, other in ((left, right), (right, left)):
        ends = [moment.interval.last_day() for moment in _dates_of(side) if moment.interval]
        now = not _dates_of(other) or any(_is_near(other, moment) for moment in _dates_of(other))
        if now and side.day and ends and all(end and end < side.day - _LONG_AGO for end in ends):
            return True
    return not any(
        a.interval.overlaps(b.interval, slack_days=7)
        for a in left.dates
        for b in right.dates
        if a.interval and b.interval
    ) and bool(left.dates and right.dates)
