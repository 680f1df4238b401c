"""Two quotations of the same words in, whether they are put into two different mouths out."""

from tellings.align.differences.difference import Difference
from tellings.align.pairs import is_name_near
from tellings.align.sides import Side
from tellings.records import Span
from tellings.text.folding import fold

LEAST = 0.6
_WHO = frozenset({"PERSON", "ORG", ""})
_SAME_WORDS = 0.7  # share of words in common from which two quotations are one


def compare(left: Side, right: Side) -> Difference | None:
    """One quotation, two named speakers who share no part of their names."""
    mine, other = left.quote, right.quote
    if mine is None or other is None or mine.speaker is None or other.speaker is None:
        return None
    a, b = set(left.lemmas), set(right.lemmas)
    if "indirect" in (mine.kind, other.kind) or not (left.quoted and right.quoted):
        return None
    if len(a & b) < max(5.0, _SAME_WORDS * min(len(a), len(b))):
        return None
    names, others = _names_in(left, mine.speaker), _names_in(right, other.speaker)
    if not names or not others or any(x == y or is_name_near(x, y) for x in names for y in others):
        return None
    return Difference("attribution", "contradiction", True, mine.speaker, other.speaker, "")


def _names_in(side: Side, span: Span) -> set[str]:
    """The words of the proper names in the speaker's own wording; a pronoun or "the spokesman" may be anybody."""
    tokens = side.clause.sentence.tokens
    inside = [t for t in tokens if span.start <= t.start < span.end and t.pos == "PROPN" and t.kind in _WHO]
    return {fold(token.text) for token in inside if len(token.text) > 2} if len(inside) > 1 else set()
