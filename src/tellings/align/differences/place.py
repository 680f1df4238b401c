"""Two claims in, whether they set one deed in two places out: arrested in one town, arrested in another."""

from tellings.align.differences.agent import find_named, is_one_deed
from tellings.align.differences.difference import Difference
from tellings.align.occasions import is_of_other_time, is_set_apart
from tellings.align.sides import Side
from tellings.align.surroundings import is_country, may_meet
from tellings.records import Place

LEAST = 0.5
_LAID = 0.7
_WHERE = frozenset({"in", "at", "near", "outside"})


def compare(left: Side, right: Side) -> Difference | None:
    """The one place that hangs on each side's verb, where neither lies in or near the other."""
    if not is_one_deed(left, right):
        return None
    mine, other = find_setting(left), find_setting(right)
    if mine is None or other is None or may_meet(mine, other) or (is_country(mine) != is_country(other)):
        return None
    if not _is_of_one(left, right) or is_of_other_time(left, right) or is_set_apart(left, right):
        return None
    if any(may_meet(mine, place) for place in right.places) or any(may_meet(other, place) for place in left.places):
        return None  # one of them names both
    if not left.is_laid(right, least=_LAID, both=False):
        return None
    return Difference("place", "contradiction", True, mine.span, other.span, left.claim.verb)


def _is_of_one(left: Side, right: Side) -> bool:
    """Whether the one to whom it is done, or who does it where it is done to nobody, is named and one and the same."""
    mine, other = _find_patient(left), _find_patient(right)
    return mine is not None and other is not None and mine == other


def _find_patient(side: Side) -> str | None:
    tokens, head = side.clause.sentence.tokens, side.clause.head
    object_ = next((n for n, t in enumerate(tokens) if t.head == head and t.dep == "dobj"), side.clause.subject)
    named = None if object_ is None else find_named(side, object_)
    return named[0].id if named else None


def find_setting(side: Side) -> Place | None:
    """The resolved place that a preposition ties to the head of the clause, where there is just one."""
    tokens, head = side.clause.sentence.tokens, side.clause.head
    found = []
    for place in side.places:
        if place.geonames_id is None or place.lat is None or not place.country:
            continue
        inside = [n for n, token in enumerate(tokens) if place.span.start <= token.start < place.span.end]
        for n in inside:
            above = tokens[n].head
            if above not in inside and tokens[above].lemma in _WHERE and tokens[above].head == head:
                found.append(place)
    return found[0] if len(found) == 1 else None
