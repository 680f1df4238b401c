"""Two claims in, whether one fraction is taken of two different wholes out: "half of the residents" / "half of the
Greek residents"."""

from tellings.align.clauses import is_content
from tellings.align.differences.difference import Difference
from tellings.align.sides import Side, once_a_side
from tellings.records import Span, Token
from tellings.text.folding import fold

LEAST = 0.25
_FRACTIONS = frozenset("half third quarter fifth tenth majority minority most two-thirds".split())


def compare(left: Side, right: Side) -> Difference | None:
    """The same fraction of wholes that have one name and other limits."""
    for a in _fractions(left):
        for b in _fractions(right):
            if a[0] == b[0] and a[1] == b[1] and bool(a[2]) != bool(b[2]):
                return Difference("number", "scope", True, a[3], b[3], a[1])
    return None


@once_a_side
def _fractions(side: Side) -> list[tuple[str, str, frozenset[str], Span]]:
    """(fraction, lemma of the whole, what limits the whole, span)."""
    if _FRACTIONS.isdisjoint(side.folded):
        return []
    tokens, words = side.clause.sentence.tokens, side.clause.tree.words
    found = []
    for n in range(side.clause.first, side.clause.last + 1):
        word = words[n]
        if word not in _FRACTIONS:
            continue
        whole = _whole_of(tokens, n)
        if whole is not None and whole <= side.clause.last:
            limits = frozenset(fold(t.lemma) for k, t in enumerate(tokens) if _limits(tokens, k, whole) and k != n)
            first = min(n, whole)
            found.append(
                (word, fold(tokens[whole].lemma), limits, Span(side.report, tokens[first].start, tokens[whole].end))
            )
    return found


def _limits(tokens: tuple[Token, ...], n: int, whole: int) -> bool:
    token = tokens[n]
    named = token.text[:1].isupper()  # a people or a place: "alleged" or "young" limits too, but too often nothing
    return token.head == whole and token.dep in ("amod", "compound", "nmod") and named and is_content(token)


def _whole_of(tokens: tuple[Token, ...], n: int) -> int | None:
    for k in range(n + 1, min(len(tokens), n + 9)):
        if tokens[k].dep == "pobj" and tokens[tokens[k].head].lemma == "of" and tokens[tokens[k].head].head == n:
            return k
    return None
