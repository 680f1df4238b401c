"""Two claims in, whether one puts a deed after what the other puts it before or within out."""

from tellings.align.differences.difference import Difference
from tellings.align.sides import Side, once_a_side
from tellings.records import Span
from tellings.text.folding import fold

LEAST = 0.5
_ORDER = {
    "after": "after", "following": "after", "since": "after", "before": "before", "ahead": "before", "until": "before",
    "during": "within", "in": "within", "amid": "within", "within": "within", "throughout": "within",
}  # fmt: skip


def compare(left: Side, right: Side) -> Difference | None:
    """The same verb, set in another order to the same thing."""
    for verb, noun, order, span in _placings(left):
        for other_verb, other_noun, other_order, other_span in _placings(right):
            if (verb, noun) == (other_verb, other_noun) and order != other_order:
                return Difference("date", "contradiction", True, span, other_span, verb)
    return None


@once_a_side
def _placings(side: Side) -> list[tuple[str, str, str, Span]]:
    """(verb, noun, order, span) for each preposition of time under a verb; through "in which" to the noun meant."""
    tokens = side.clause.sentence.tokens
    found = []
    for n in range(side.clause.first, side.clause.last + 1):
        token = tokens[n]
        order = _ORDER.get(fold(token.text))
        verb = token.head
        if order is None or token.dep != "prep" or tokens[verb].pos != "VERB":
            continue
        nouns = [k for k, t in enumerate(tokens) if t.head == n and t.dep == "pobj"]
        if not nouns:
            continue
        noun = nouns[0]
        if fold(token.text) == "in" and tokens[noun].lemma != "which":
            continue  # "injured in the accident": where and how, seldom when
        if tokens[noun].lemma == "which" and tokens[verb].dep == "relcl":
            noun = tokens[verb].head
        if order == "within" and tokens[noun].pos == "PROPN":
            continue  # "in Geneva" is no time
        first, last = sorted((n, noun))
        last = verb if noun < n else last
        span = Span(side.report, tokens[first].start, tokens[last].end)
        found.append((fold(tokens[verb].lemma), fold(tokens[noun].lemma), order, span))
    return found
