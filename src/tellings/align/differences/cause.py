"""Two claims in, whether they give one deed different grounds out: charges, accusations, suspicions, causes."""

from tellings.align.clauses import is_content
from tellings.align.differences.difference import Difference
from tellings.align.sides import Side
from tellings.records import Span
from tellings.text.folding import fold

LEAST = 0.3
_GROUNDS = frozenset("charge accusation suspicion allegation count".split())
_STEM = 6  # letters that words of one root share: conspir|acy, conspir|ing
_FEWEST = 2  # content words that tell grounds apart: a bare word has too many names (an abbreviation, a euphemism)
_APART = 0.55  # cosine of the words that name the grounds, below which they are taken for different grounds


def compare(left: Side, right: Side) -> Difference | None:
    """The same deed on grounds that have no word in common."""
    for deed, words, span in _grounds(left):
        for other_deed, other_words, other_span in _grounds(right):
            if deed != other_deed:
                continue
            tokens, others = left.clause.sentence.tokens, right.clause.sentence.tokens
            mine = {_stem(tokens[n].lemma) for n in words}
            if mine & {_stem(others[n].lemma) for n in other_words} or min(len(words), len(other_words)) < _FEWEST:
                continue
            if _cosine(left, words, right, other_words) < _APART:
                return Difference("cause", "contradiction", True, span, other_span, deed)
    return None


def _stem(lemma: str) -> str:
    return fold(lemma)[:_STEM]


def _grounds(side: Side) -> list[tuple[str, tuple[int, ...], Span]]:
    """(the deed, the words of its grounds, their span): "arrested on charges of theft"."""
    tokens = side.clause.sentence.tokens
    found = []
    for n in range(side.clause.first, side.clause.last + 1):
        if tokens[n].lemma not in _GROUNDS or tokens[n].dep != "pobj":
            continue
        preposition = tokens[n].head
        governor = tokens[preposition].head
        words = [k for k in range(n + 1, side.clause.last + 1) if _is_under(side, k, n)]
        words = words[1:] if words and tokens[words[0]].pos == "ADP" else words
        content = tuple(k for k in words if is_content(tokens[k]))
        deeds = [k for k in (governor, *_above(side, governor)) if tokens[k].pos in ("VERB", "NOUN")]
        if content:
            span = Span(side.report, tokens[words[0]].start, tokens[words[-1]].end)
            found += [(fold(tokens[k].lemma), content, span) for k in deeds[:3]]
    return found


def _above(side: Side, n: int) -> list[int]:
    tokens = side.clause.sentence.tokens
    path: list[int] = []
    while tokens[n].head != n and len(path) < 12:
        n = tokens[n].head
        path.append(n)
    return path


def _is_under(side: Side, n: int, top: int) -> bool:
    return top in _above(side, n)


def _cosine(left: Side, mine: tuple[int, ...], right: Side, other: tuple[int, ...]) -> float:
    place = {n: k for k, n in enumerate(left.words)}
    there = {n: k for k, n in enumerate(right.words)}
    a = [place[n] for n in mine if n in place]
    b = [there[n] for n in other if n in there]
    if not a or not b:
        return 1.0
    return float((left.vectors[a] @ right.vectors[b].T).max(axis=1).mean())
