"""Two claims in, the one word that they exchange out, where all their other words are the same.

Reports retell each other's sentences. Where a sentence comes back word for word with another name or number in it, no
alignment of slots is needed to see that they differ: the words around it say that it is the same place.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

from tellings.align.differences.difference import Difference
from tellings.align.occasions import is_of_other_time
from tellings.align.pairs import is_name_near
from tellings.align.sides import Side, list_words, once_a_side
from tellings.align.surroundings import may_meet
from tellings.records import Place, Quantity, Span, Token
from tellings.text.folding import fold

LEAST = 0.5
_KEPT, _KEPT_NAMED = 8, 6  # words that stay; fewer where a name is among them
_SHARE = 0.75
_ADDED = 3  # words that only one of them has besides
_SLOTS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "DATE": "date"}
_WEEK = 5  # days between two reports from which "on Monday" may be another Monday


def compare(left: Side, right: Side) -> Difference | None:
    """A name for a name, or a number for a number, in one and the same sentence."""
    a, b = left.folded, right.folded
    if min(len(a), len(b)) < _KEPT_NAMED or a == b:
        return None
    words, others = _spell(left), _spell(right)
    shared = len(words & others)
    kept = shared + min(len(a) - len(words), len(b) - len(others))  # at most: a word that recurs is kept twice
    if shared < _SHARE * min(len(words), len(others)) - 1 or kept < max(_KEPT_NAMED, _SHARE * min(len(a), len(b))):
        return None
    if is_of_other_time(left, right):
        return None
    mine, other = list_words(left), list_words(right)
    changed = _find_change(mine, other, SequenceMatcher(None, a, b, autojunk=False))
    if changed is None or _is_inside_name(left, changed[0]):
        return None
    return _compare_numbers(left, right, *changed) or _compare_names(left, right, *changed)


@once_a_side
def _spell(side: Side) -> frozenset[str]:
    return frozenset(side.folded)


def _find_change(
    mine: Sequence[Token], other: Sequence[Token], matcher: "SequenceMatcher[str]"
) -> tuple[Sequence[Token], Sequence[Token]] | None:
    """The only stretch that is exchanged, where enough stays as it is."""
    codes = matcher.get_opcodes()
    kept = [token for tag, a, a_end, _, _ in codes if tag == "equal" for token in mine[a:a_end]]
    named = any(token.pos == "PROPN" for token in kept)
    if len(kept) < (_KEPT_NAMED if named else _KEPT) or len(kept) < _SHARE * min(len(mine), len(other)):
        return None
    exchanged = [code for code in codes if code[0] == "replace"]
    added = sum(a_end - a + b_end - b for tag, a, a_end, b, b_end in codes if tag in ("insert", "delete"))
    if len(exchanged) != 1 or added > _ADDED:
        return None
    _, a, a_end, b, b_end = exchanged[0]
    return mine[a:a_end], other[b:b_end]


def _is_inside_name(side: Side, changed: Sequence[Token]) -> bool:
    """Whether the words around are of the same name: another form of it, no other name."""
    if not changed:
        return False
    tokens = side.clause.sentence.tokens
    inside = [n for n, token in enumerate(tokens) if changed[0].start <= token.start < changed[-1].end]
    kinds = {token.kind for token in changed}
    beside = [tokens[n] for n in (inside[0] - 1, inside[-1] + 1) if 0 <= n < len(tokens)]
    return "DATE" not in kinds and any(token.pos == "PROPN" and token.kind in kinds for token in beside)


def _compare_numbers(left: Side, right: Side, mine: Sequence[Token], other: Sequence[Token]) -> Difference | None:
    a, b = _number_in(left, mine), _number_in(right, other)
    if a is None or b is None or a.unit != b.unit or a.low is None or b.low is None:
        return None
    slack = 0.1 if "about" in (a.bound, b.bound) else 0.02 if a.unit else 0.0
    open_ = "at_least" in (a.bound, b.bound) or "at_most" in (a.bound, b.bound)
    if open_ or abs(a.low - b.low) <= slack * max(a.low, b.low) or _overlap(a, b):
        return None
    return Difference("number", "contradiction", True, a.span, b.span, "", "Which number is it?")


def _overlap(a: Quantity, b: Quantity) -> bool:
    highs = (a.low if a.high is None else a.high, b.low if b.high is None else b.high)
    return bool(a.low is not None and b.low is not None and a.low <= (highs[1] or 0) and b.low <= (highs[0] or 0))


def _number_in(side: Side, tokens: Sequence[Token]) -> Quantity | None:
    """The quantity whose figure the exchanged words are, and nothing else."""
    if not tokens or not all(token.pos == "NUM" or token.kind in ("MONEY", "PERCENT", "QUANTITY") for token in tokens):
        return None
    over = [q for q in side.quantities if any(q.span.start < t.end and t.start < q.span.end for t in tokens)]
    return over[0] if len(over) == 1 else None


def _compare_names(left: Side, right: Side, mine: Sequence[Token], other: Sequence[Token]) -> Difference | None:
    kinds = {token.kind for token in (*mine, *other)}
    slots = {_SLOTS.get(kind, "") for kind in kinds}
    if len(slots) != 1 or "" in slots or not all(token.pos == "PROPN" for token in (*mine, *other)):
        return None
    (slot,) = slots
    names, others = ([fold(token.text) for token in tokens] for tokens in (mine, other))
    near = slot != "date" and any(is_name_near(x, y) for x in names for y in others)
    if near or set(names) & set(others):
        return None
    spans = Span(left.report, mine[0].start, mine[-1].end), Span(right.report, other[0].start, other[-1].end)
    if _is_one(left, spans[0], right, spans[1]) or (slot == "date" and not _is_one_week(left, right)):
        return None
    return Difference(slot, "contradiction", True, *spans, "")


def _is_one(left: Side, a: Span, right: Side, b: Span) -> bool:
    """Whether both words name one entity, or places of which one may be the other or lie in it."""
    mine = {entity.id for span, entity in left.naming if span.overlap(a)}
    other = {entity.id for span, entity in right.naming if span.overlap(b)}
    if mine & other:
        return True
    places, others = _places(left, a), _places(right, b)
    return any(may_meet(x, y) for x in places for y in others)


def _places(side: Side, span: Span) -> list[Place]:
    return [place for place in side.places if place.span.overlap(span)]


def _is_one_week(left: Side, right: Side) -> bool:
    return left.day is None or right.day is None or abs((left.day - right.day).days) < _WEEK
