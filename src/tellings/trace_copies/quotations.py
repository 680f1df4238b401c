"""Two readings in, the quotations that both cut at the same place out.

The same words in quotation marks are public and prove nothing. But a quotation that begins and ends at the same words
and differs in between was reworded by somebody who had the other text, or one source of both, before him.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tellings.records import Span
from tellings.trace_copies.reading import Reading

SHORTEST = 8  # words of a quotation that is looked at
OPENING, CLOSING = 2, 3  # words that must be the same at both ends
LIKE = 0.4  # share of words in common that a reworded quotation keeps
SAME = 0.9  # share from which it is the same quotation, taken down by two with a slip of the pen or the ear


@dataclass(frozen=True, slots=True)
class Cut:
    """One quotation in both reports, cut at the same words; `reworded` where it differs in between
    by more than a slip."""

    left: Span
    right: Span
    reworded: bool


def find_same_cuts(left: Reading, right: Reading) -> list[Cut]:
    """Each quotation of the left report with the first of the right that is cut like it."""
    if not (left.quotations and right.quotations):
        return []
    theirs: dict[tuple[str, ...], list[tuple[Span, list[str]]]] = {}
    for span, words in _find_quotations(right):
        theirs.setdefault(_ends(words), []).append((span, words))
    cuts = []
    for span, words in _find_quotations(left):
        for other, other_words in theirs.get(_ends(words), ()):
            share = _share(words, other_words)
            if share >= LIKE:
                cuts.append(Cut(span, other, reworded=share < SAME))
                break
    return cuts


def _find_quotations(reading: Reading) -> Iterator[tuple[Span, list[str]]]:
    for span in reading.quotations:
        words = reading.words_between(span.start, span.end)
        if len(words) >= SHORTEST:
            yield span, words


def _ends(words: list[str]) -> tuple[str, ...]:
    return (*words[:OPENING], *words[-CLOSING:])


def _share(left: list[str], right: list[str]) -> float:
    ours, theirs = set(left), set(right)
    return len(ours & theirs) / len(ours | theirs)
