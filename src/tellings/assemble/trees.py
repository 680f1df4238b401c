"""A parsed sentence and a token of it in; the stretch of words that hangs on the token, and parts of it, out."""

from collections.abc import Iterable, Iterator

from tellings.linking.factuality import children_of
from tellings.records import Sentence, Span

_CUT_OFF = frozenset({"relcl", "advcl", "punct", "appos", "parataxis"})


def find_subtree(sentence: Sentence, index: int, *, without: Iterable[str] = ()) -> list[int]:
    """Indices of the token and of all that hangs on it, in order; branches by a relation in `without` are left out."""
    skip = frozenset(without)
    found, todo = [], [index]
    while todo:
        here = todo.pop()
        found.append(here)
        todo += [child for child in children_of(sentence)[here] if sentence.tokens[child].dep not in skip]
    return sorted(found)


def build_span(sentence: Sentence, indices: Iterable[int]) -> Span:
    """From the first to the last of the tokens."""
    ordered = sorted(indices)
    first, last = sentence.tokens[ordered[0]], sentence.tokens[ordered[-1]]
    return Span(sentence.report, first.start, last.end)


def phrase_span(sentence: Sentence, index: int, *, short: bool = False) -> Span:
    """The phrase of the token; short: without relative clauses, appositions and the like."""
    indices = find_subtree(sentence, index, without=_CUT_OFF if short else ())
    return build_span(sentence, _unbroken(indices, index))


def children_by(sentence: Sentence, index: int, *relations: str) -> Iterator[int]:
    """The children that hang on the token by one of the relations."""
    for child in children_of(sentence)[index]:
        if sentence.tokens[child].dep in relations:
            yield child


def objects_of_prepositions(sentence: Sentence, index: int, words: Iterable[str]) -> Iterator[int]:
    """Heads of the phrases that hang on the token by one of the prepositions; "by" takes passive agents too."""
    wanted = frozenset(words)
    for child in children_by(sentence, index, "prep", "agent", "dative"):
        if sentence.tokens[child].lemma in wanted:
            yield from children_by(sentence, child, "pobj", "pcomp")


def _unbroken(indices: list[int], index: int) -> list[int]:
    """The run of neighbouring indices around `index`, so that a span holds no words from elsewhere."""
    at = indices.index(index)
    first = last = at
    while first > 0 and indices[first - 1] == indices[first] - 1:
        first -= 1
    while last + 1 < len(indices) and indices[last + 1] == indices[last] + 1:
        last += 1
    return indices[first : last + 1]
