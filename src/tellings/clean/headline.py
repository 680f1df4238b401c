"""Blocks and their scores in, the block that is the article's headline out."""

from collections.abc import Sequence

from tellings.clean.blocks import Block
from tellings.clean.furniture import parse_kind
from tellings.text.folding import fold
from tellings.text.words import content_words

_LONGEST = 40  # words in a headline
_REACH = 40  # blocks above the body in which it is looked for


def flat(text: str) -> str:
    """The text by its letters and digits alone, for comparing wordings that differ in case and marks."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def find_headline(blocks: Sequence[Block], body: Sequence[int]) -> int | None:
    """The index of the headline, given those of the body's blocks: above the body or its first line; None for none."""
    if not body:
        return None
    counts: dict[str, int] = {}
    for block in blocks:
        counts[flat(block.text)] = counts.get(flat(block.text), 0) + 1
    said = [set(content_words(blocks[i].text)) for i in body]
    vocabulary: dict[str, int] = {}
    for words in said:
        for word in words:
            vocabulary[word] = vocabulary.get(word, 0) + 1
    first = body[0]
    best, best_score = None, 0.0
    for i in range(max(0, first - _REACH), min(len(blocks), first + 4)):
        score = _score_headline(blocks, i, first, vocabulary, counts)
        if score > best_score:
            best, best_score = i, score
    return best


def _score_headline(
    blocks: Sequence[Block], i: int, first: int, vocabulary: dict[str, int], counts: dict[str, int]
) -> float:
    """How much the block looks like the headline of this body; 0 for not at all."""
    text = blocks[i].text
    words = content_words(text)
    length = len(text.split())
    if not 2 <= length <= _LONGEST or not words or parse_kind(text):
        return 0.0
    shared = sum(vocabulary.get(word, 0) > (1 if i >= first else 0) for word in words) / len(words)
    often = sum(vocabulary.get(word, 0) for word in words) / len(words) / max(1, max(vocabulary.values()))
    score = shared + often
    if score <= 0.4:
        return 0.0
    score += 0.3 * (1 < counts[flat(text)] <= 4) + 0.5 * (blocks[i].tag == "h1") + 0.2 * (blocks[i].tag == "h2")
    score += 0.2 * (length >= 5) - 1.0 * (text[-1] in ".:;," or text.endswith("…")) - 0.25 * (length > 25)
    score -= 0.02 * abs(first - i) + (0.3 if i > first else 0.0) + 0.2 * blocks[i].bullet
    return score
