"""Two claims in, whether one denies what the other asserts out: the same deed done here and not done there."""

from tellings.align.differences.difference import Difference
from tellings.align.sides import Side
from tellings.records import Span

LEAST = 0.5
_NEAR_VERB = 0.6  # cosine of the heads from which two verbs are taken for one deed
_LAID = 0.75  # share of the shorter clause's words that must be found in the other


def compare(left: Side, right: Side) -> Difference | None:
    """Polarity turned round over one deed, its other words the same."""
    if left.claim.polarity == right.claim.polarity:
        return None
    if left.claim.verb != right.claim.verb and float(left.head @ right.head) < _NEAR_VERB:
        return None
    shared = left.vectors @ right.vectors.T
    if min(float(shared.max(axis=1).mean()), float(shared.max(axis=0).mean())) < _LAID:
        return None
    return Difference("polarity", "contradiction", True, _verb_span(left), _verb_span(right), left.claim.verb)


def _verb_span(side: Side) -> Span:
    """The verb with its negation and auxiliaries."""
    tokens = side.clause.sentence.tokens
    head = side.clause.head
    near = [
        n
        for n in range(max(0, head - 4), head)
        if tokens[n].head == head and tokens[n].dep in ("neg", "aux", "auxpass")
    ]
    return Span(side.report, tokens[min([*near, head])].start, tokens[head].end)
