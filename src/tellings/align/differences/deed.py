"""Two claims in, whether they tell one deed as two that do not fit together out: punched / slapped, bought / sold."""

from functools import lru_cache
from importlib.resources import files

from tellings.align.differences.difference import Difference
from tellings.align.differences.polarity import is_asserted, verb_span
from tellings.align.occasions import is_apart
from tellings.align.sides import Side
from tellings.text.folding import fold

LEAST = 0.35
_NEAR = 0.6  # cosine of the parts from which they are taken for one


@lru_cache(maxsize=1)
def read_exclusions() -> dict[str, frozenset[int]]:
    """For each verb the sets that it stands in."""
    lines = files("tellings.align.differences").joinpath("exclusions.txt").read_text(encoding="utf-8").splitlines()
    sets: dict[str, set[int]] = {}
    for number, line in enumerate(line for line in lines if line and not line.startswith("#")):
        for verb in line.split():
            sets.setdefault(verb, set()).add(number)
    return {verb: frozenset(numbers) for verb, numbers in sets.items()}


def compare(left: Side, right: Side) -> Difference | None:
    """Two verbs of one set, over the same parts, where neither report uses the other's verb anywhere."""
    mine, other = fold(left.claim.verb), fold(right.claim.verb)
    sets = read_exclusions()
    if mine == other or not sets.get(mine, frozenset()) & sets.get(other, frozenset()):
        return None
    if left.clause.kind != "verb" or right.clause.kind != "verb" or left.claim.polarity != right.claim.polarity:
        return None
    if mine in right.deeds or other in left.deeds or not (is_asserted(left) and is_asserted(right)):
        return None
    if not _shares_parts(left, right) or is_apart(left, right):
        return None
    return Difference("action", "contradiction", True, verb_span(left), verb_span(right), "", "What was done?")


def _shares_parts(left: Side, right: Side) -> bool:
    """Whether both name an object, or both have none, and the subject and object of both are alike."""
    mine, other = left.meaning, right.meaning
    if (mine.object is None) != (other.object is None) or mine.subject is None or other.subject is None:
        return False
    pairs = [(mine.subject, other.subject)]
    if mine.object is not None and other.object is not None:
        pairs.append((mine.object, other.object))
    return all(float(a @ b) >= _NEAR for a, b in pairs)
