"""Blocks and the body among them in, the block that is the article's headline out."""

import re
from collections import Counter
from collections.abc import Sequence

from tellings.clean.blocks import Block
from tellings.clean.furniture import parse_kind
from tellings.text.folding import fold
from tellings.text.words import content_words

_MARKS = re.compile(r"[\W_]+")
_LONGEST = 40  # words in a headline
_REACH = 40  # blocks above the body in which it is looked for
_HEADINGS = {"h1": 0.5, "h2": 0.2}


def flat(text: str) -> str:
    """The text by its letters and digits alone, for comparing wordings that differ in case and marks."""
    return _MARKS.sub("", fold(text))


def match_title(blocks: Sequence[Block], body: Sequence[int], titles: Sequence[str]) -> int | None:
    """The block that shows what the page declares as its title: a heading first, then the last one above the body."""
    wanted = [flat(title) for title in titles]
    first = body[0] if body else len(blocks)
    found = []
    for i, block in enumerate(blocks[: first + 3]):
        shown = flat(block.text)
        if len(shown) >= 8 and any(
            shown == title or (len(shown) >= 20 and title.startswith(shown)) for title in wanted
        ):
            found.append((block.tag == "h1", block.tag in ("h2", "h3"), i))
    return max(found)[2] if found else None


def find_headline(blocks: Sequence[Block], body: Sequence[int], *, bare: bool = False) -> int | None:
    """The index of the headline, above the body or its first line; None for none. On a bare page the first line is
    likelier than elsewhere, where it may be anything."""
    if not body:
        return None
    counts = Counter(flat(block.text) for block in blocks)
    themes = Counter(word for i in body for word in set(content_words(blocks[i].text)))
    first = body[0]
    best, best_score = None, 0.0
    for i in range(max(0, first - _REACH), min(len(blocks), first + 4)):
        score = _score_headline(blocks, i, first, themes, counts)
        if bare and i == 0 and len(blocks) > 1 and (blocks[1].blanks or blocks[0].text[-1] not in ".:;,"):
            score += 1.0
        if score > best_score:
            best, best_score = i, score
    return best


def _score_headline(
    blocks: Sequence[Block], i: int, first: int, themes: Counter[str], counts: Counter[str]
) -> float:  # fmt: skip
    """How much the block looks like the headline of this body; 0 for not at all."""
    text = blocks[i].text
    words = content_words(text)
    length = len(text.split())
    if not 2 <= length <= _LONGEST or not words or parse_kind(text):
        return 0.0
    shared = sum(themes[word] > (i >= first) for word in words) / len(words)
    often = sum(themes[word] for word in words) / len(words) / max(1, max(themes.values(), default=1))
    score = shared + often
    if score <= 0.4:
        return 0.0
    score += 0.3 * (1 < counts[flat(text)] <= 4) + _HEADINGS.get(blocks[i].tag, 0.0) + 0.2 * (length >= 5)
    score -= 1.0 * (text[-1] in ".:;," or text.endswith("…")) + 0.25 * (length > 25)
    return score - 0.02 * abs(first - i) - 0.3 * (i > first) - 0.2 * blocks[i].bullet
