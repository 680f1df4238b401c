"""Two claims in, whether what one reports as done is only planned or possible in the other."""

from tellings.align.differences.difference import Difference
from tellings.align.differences.polarity import verb_span
from tellings.align.sides import Side, once_a_side
from tellings.text.folding import fold

LEAST = 0.1
_LAID = 0.7
_STEM = 7  # letters that a verb and its noun share: investig|ate, investig|ation
_LIGHT = frozenset("begin start commence continue launch open resume hold conduct carry make take".split())
_DONE = frozenset({"happened", "ongoing"})
_COMING = frozenset({"will", "would", "shall", "'ll", "’ll"})
_BEING = frozenset({"is", "are", "was", "were", "has", "have", "had"})


def compare(left: Side, right: Side) -> Difference | None:
    """One deed, by verb or by noun, under way or done here and to come there, both told by a finite verb.

    Where the report to which it is still to come is the earlier one, time has passed and nobody is misled.
    """
    if left.claim.polarity != right.claim.polarity or "quote" in (left.claim.kind, right.claim.kind):
        return None
    if "planned" not in (left.claim.factuality, right.claim.factuality):
        return None
    times = (_time_of(left), _time_of(right))
    if set(times) != {"done", "ahead"} or not _deeds(left) & _deeds(right):
        return None
    ahead, done = (left, right) if times[0] == "ahead" else (right, left)
    if done.claim.factuality != "ongoing" and not left.is_laid(right, least=_LAID, both=False):
        return None  # done once, and to be done again elsewhere
    passed = ahead.day is not None and done.day is not None and ahead.day < done.day
    deed = min(_deeds(left) & _deeds(right))
    return Difference("modality", "update", not passed, verb_span(left), verb_span(right), deed)


@once_a_side
def _time_of(side: Side) -> str:
    """done, ahead, or nothing that can be told from the verb itself."""
    tokens, head = side.clause.sentence.tokens, side.clause.head
    helpers = {tokens[n].text.lower() for n in range(len(tokens)) if tokens[n].head == head and tokens[n].dep == "aux"}
    if side.clause.kind != "verb" or tokens[head].pos not in ("VERB", "AUX"):
        return ""
    if helpers & _COMING and side.claim.factuality == "planned":
        return "ahead"
    # "requires" says what holds from now on as well as what is done
    finite = tokens[head].tag == "VBD" or bool(helpers & _BEING) or side.claim.factuality == "ongoing"
    return "done" if finite and side.claim.factuality in _DONE else ""


@once_a_side
def _deeds(side: Side) -> set[str]:
    """Stems of what is done: of the verb below, or of the noun where the verb says little."""
    tokens, head = side.clause.sentence.tokens, side.clause.head
    below: set[int] = set()
    if tokens[head].lemma in _LIGHT:
        below |= {n for n in side.words if tokens[n].head == head and tokens[n].dep in ("xcomp", "ccomp")}
        below |= {n for n in (side.clause.subject, side.clause.object) if n is not None}
    else:
        below.add(head)
    return {_stem(tokens[n].lemma) for n in below if len(tokens[n].lemma) >= _STEM}


def _stem(lemma: str) -> str:
    return fold(lemma)[:_STEM]
