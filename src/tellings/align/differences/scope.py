"""Two claims in, whether one number is of the whole here and of each part there out: "400 in all" / "400 at each"."""

from tellings.align.counts import Count
from tellings.align.differences.difference import Difference
from tellings.align.sides import Side, once_a_side
from tellings.records import Span

LEAST = 0.25
_EACH = frozenset({"each", "apiece", "per"})
_WHOLE = frozenset({"all", "total", "altogether", "combined", "overall", "between", "together", "whole"})
_SPREADING = frozenset({"spread", "split", "divide", "share", "distribute", "scatter"})
_NEAR = 10  # words behind the number within which it is said of what it is a number


def compare(left: Side, right: Side) -> Difference | None:
    """One number, told of every part by one and of the whole by the other."""
    for a in left.counts:
        for b in right.counts:
            if a.value != b.value or a.value < 2 or a.measure or b.measure:
                continue
            spans = _each_behind(left, a), _each_behind(right, b)
            if (spans[0] is None) == (spans[1] is None):
                continue
            wholes = _whole_behind(left, a), _whole_behind(right, b)
            mine, other = spans[0] or wholes[0], spans[1] or wholes[1]
            if mine is not None and other is not None:
                return Difference("number", "scope", True, mine, other, a.noun or b.noun, "In all, or for each?")
    return None


def _each_behind(side: Side, count: Count) -> Span | None:
    return _behind(side, count, _EACH, frozenset())


def _whole_behind(side: Side, count: Count) -> Span | None:
    return _behind(side, count, _WHOLE, _SPREADING)


@once_a_side
def _behind(side: Side, count: Count, words: frozenset[str], lemmas: frozenset[str]) -> Span | None:
    """From the number to the word that says of what it is; None where none does."""
    tree, tokens = side.clause.tree, side.clause.tree.tokens
    first = next((n for n, token in enumerate(tokens) if token.end > count.span.start), len(tokens))
    end = min(first + _NEAR + 2, side.clause.last + 1)
    for n in range(first + 1, end):
        if tree.words[n] in words or tree.lemmas[n] in lemmas:
            follows = n + 1 < end and tokens[n + 1].text.lower() == "of"
            return Span(side.report, count.span.start, tokens[min(n + 3, end - 1) if follows else n].end)
    return None
