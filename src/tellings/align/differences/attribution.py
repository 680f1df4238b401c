"""Two quotations of the same words in, whether they are put into two different mouths out."""

from tellings.align.differences.difference import Difference
from tellings.align.pairs import is_name_near
from tellings.align.sides import Side
from tellings.text.folding import fold
from tellings.text.words import STOP_WORDS

LEAST = 0.6
_SAME_WORDS = 0.7  # share of words in common from which two quotations are one


def compare(left: Side, right: Side) -> Difference | None:
    """One quotation, two named speakers who share no part of their names."""
    mine, other = left.quote, right.quote
    if mine is None or other is None or mine.speaker is None or other.speaker is None:
        return None
    a, b = set(left.lemmas), set(right.lemmas)
    if "indirect" in (mine.kind, other.kind):
        return None
    if not (left.quoted and right.quoted) or len(a & b) < max(5.0, _SAME_WORDS * min(len(a), len(b))):
        return None
    names, others = _name_words(mine.speaker_name), _name_words(other.speaker_name)
    if not names or not others or any(x == y or is_name_near(x, y) for x in names for y in others):
        return None
    return Difference("attribution", "contradiction", True, mine.speaker, other.speaker, "")


def _name_words(name: str | None) -> set[str]:
    """The words of a proper name of two words and more; empty for a description ("the minister")."""
    words = (name or "").split()
    if len(words) < 2 or not all(word[:1].isupper() for word in words if fold(word) not in STOP_WORDS):
        return set()
    return {fold(word) for word in words if len(word) > 2}
