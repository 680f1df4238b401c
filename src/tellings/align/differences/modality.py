"""Two claims in, whether what one reports as done is only planned or possible in the other."""

from tellings.align.differences.difference import Difference
from tellings.align.differences.polarity import _verb_span
from tellings.align.sides import Side

_DONE = frozenset({"happened", "ongoing"})
_AHEAD = frozenset({"planned"})


def compare(left: Side, right: Side) -> Difference | None:
    """The same verb, done here and to come there."""
    if left.claim.verb != right.claim.verb or left.claim.polarity != right.claim.polarity:
        return None
    sides = {left.claim.factuality, right.claim.factuality}
    if not (sides & _DONE and sides & _AHEAD):
        return None
    return Difference("modality", "update", True, _verb_span(left), _verb_span(right), left.claim.verb)
