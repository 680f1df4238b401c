"""Two claims in, whether what one reports as done is only planned or possible in the other."""

from tellings.align.differences.difference import Difference
from tellings.align.differences.polarity import _verb_span
from tellings.align.sides import Side
from tellings.text.folding import fold

LEAST = 0.35
_STEM = 7  # letters that a verb and its noun share: investig|ate, investig|ation
_DONE = frozenset({"happened", "ongoing"})
_AHEAD = frozenset({"planned"})


def compare(left: Side, right: Side) -> Difference | None:
    """One deed, by verb or by noun, under way or done here and to come there."""
    if left.claim.polarity != right.claim.polarity or {left.claim.kind, right.claim.kind} & {"quote"}:
        return None
    sides = {left.claim.factuality, right.claim.factuality}
    if not (sides & _DONE and sides & _AHEAD):
        return None
    shared = _deeds(left) & _deeds(right)
    return Difference("modality", "update", True, _verb_span(left), _verb_span(right), min(shared)) if shared else None


def _deeds(side: Side) -> set[str]:
    """Stems of the head, its subject, object and the verb below it: "investigate", "begin an investigation"."""
    tokens = side.clause.sentence.tokens
    near = {side.clause.head, side.clause.subject, side.clause.object}
    near |= {n for n in side.words if tokens[n].head == side.clause.head and tokens[n].dep in ("xcomp", "ccomp")}
    return {_stem(tokens[n].lemma) for n in near if n is not None and len(tokens[n].lemma) >= _STEM}


def _stem(lemma: str) -> str:
    return fold(lemma)[:_STEM]
