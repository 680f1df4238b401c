"""Two sides in, whether they visibly tell of two occasions out: last year's attack beside this week's, another town.

A story's reports look back, forward and sideways. Numbers, dates and denials of two occasions contradict each other in
nothing. Only what the sentences say counts: other times, other places, a word that sets one occasion apart.
"""

import re
from datetime import timedelta

from tellings.align.pairs import is_name_near
from tellings.align.sides import Side, once_a_side
from tellings.align.surroundings import may_meet
from tellings.records import Interval, Moment
from tellings.text.folding import fold

_LONG_AGO = timedelta(days=60)
_MONTH = 31
_SLACK = 7  # days by which two datings of one occasion may miss each other
# Words of time that lead away from the days before a report, where no date can be reckoned: an undated report.
_AWAY = re.compile(
    r"\b(?:1[5-9]\d\d|20\d\d)\b|\blast (?:year|month|season|century|summer|winter|spring|fall|autumn)\b"
    r"|\b(?:year|month|decade|centur(?:y|ies)|generation)s? (?:ago|earlier|before|later)\b"
    r"|\bin (?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
# Words that set one occasion apart from another of its kind.
_APART = frozenset(
    """another previous previously earlier current currently existing new proposed original similar subsequent separate
    anniversary""".split()
)
_PLAIN = frozenset({"ADJ", "ADV", "DET", "NOUN"})


def is_apart(left: Side, right: Side) -> bool:
    """Whether the two visibly tell of two occasions."""
    return is_of_other_time(left, right) or is_elsewhere(left, right) or is_set_apart(left, right)


def is_of_other_time(left: Side, right: Side) -> bool:
    """Whether the sentences speak of times that shut each other out: last year's toll is not this week's.

    A sentence without a date speaks of the days before its report."""
    if any(_is_now(other) and _is_dated_long_ago(side) for side, other in ((left, right), (right, left))):
        return True
    mine, other_days = _intervals(left.dates), _intervals(right.dates)
    meets = any(a.overlaps(b, slack_days=_SLACK) for a in mine for b in other_days)
    if meets and _is_long_ago(left) and _is_long_ago(right):
        meets = any(_is_fine(a) and _is_fine(b) for a in mine for b in other_days if a.overlaps(b))
    return bool(mine and other_days and not meets) or _is_away(left) != _is_away(right)


@once_a_side
def _is_now(side: Side) -> bool:
    """Whether nothing dates the clause, or something dates it to the days around its report."""
    return not _dates_of(side) or any(_is_near(side, moment) for moment in _dates_of(side))


@once_a_side
def _is_dated_long_ago(side: Side) -> bool:
    """Whether everything that dates the clause lies well before its report."""
    return _lie_long_ago(side, _dates_of(side))


@once_a_side
def _is_long_ago(side: Side) -> bool:
    """Whether everything that the sentence dates lies well before its report."""
    return _lie_long_ago(side, side.dates)


def _lie_long_ago(side: Side, moments: tuple[Moment, ...]) -> bool:
    ends = [interval.last_day() for interval in _intervals(moments)]
    return bool(side.day and ends) and all(side.day and end and end < side.day - _LONG_AGO for end in ends)


def _is_fine(interval: Interval) -> bool:
    """Whether it is a month or less: two looks back at one year may be at two happenings of it."""
    first, last = interval.first_day(), interval.last_day()
    return first is not None and last is not None and (last - first).days <= _MONTH


def _intervals(moments: tuple[Moment, ...]) -> list[Interval]:
    return [moment.interval for moment in moments if moment.interval]


def _dates_of(side: Side) -> tuple[Moment, ...]:
    """The dates of the clause itself, else those of its sentence."""
    return tuple(m for m in side.moments if m.kind in ("date", "time") and m.interval) or side.dates


def _is_near(side: Side, moment: Moment) -> bool:
    """Whether the moment lies in the days around the report's own."""
    last = moment.interval.last_day() if moment.interval else None
    return side.day is not None and last is not None and abs(last - side.day) <= _LONG_AGO / 2


@once_a_side
def _is_away(side: Side) -> frozenset[str]:
    """Words of time in the clause that lead away from the days before the report, where nothing dates it."""
    if side.day is not None or _intervals(side.moments):
        return frozenset()
    return frozenset(_AWAY.findall(fold(side.text)))


def is_elsewhere(left: Side, right: Side) -> bool:
    """Whether the sentences name places none of which is near one of the other's; a sentence without a place tells of
    where the story happens."""
    if left.places and right.places:
        return not any(may_meet(a, b) for a in left.places for b in right.places)
    return left.elsewhere != right.elsewhere


def is_of_others(left: Side, right: Side) -> bool:
    """Whether the clauses are of two people who are named, and share no part of their names."""
    names, others = _person_in(left), _person_in(right)
    if not names or not others or left.subject_entity == right.subject_entity is not None:
        return False
    return not any(x == y or is_name_near(x, y) for x in names for y in others)


@once_a_side
def _person_in(side: Side) -> set[str]:
    """The words of the person's name that is the subject of the clause."""
    tokens, subject = side.clause.sentence.tokens, side.clause.subject
    if subject is None or tokens[subject].kind != "PERSON" or tokens[subject].pos != "PROPN":
        return set()
    name = [subject, *(n for n, t in enumerate(tokens) if t.head == subject and t.dep in ("compound", "flat"))]
    return {fold(tokens[n].text) for n in name if len(tokens[n].text) > 1}


def is_set_apart(left: Side, right: Side) -> bool:
    """Whether one of them has a word that sets its occasion apart."""
    return _words_apart(left) != _words_apart(right)


@once_a_side
def _words_apart(side: Side) -> set[str]:
    """The words that set one occasion apart; "another 20 people" are merely more of them."""
    tokens = side.clause.sentence.tokens
    found = set()
    for n in side.clause.own:
        token = tokens[n]
        more = token.lemma == "another" and n + 1 < len(tokens) and tokens[n + 1].pos == "NUM"
        if token.pos in _PLAIN and token.lemma in _APART and not more:
            found.add(token.lemma)
    return found
