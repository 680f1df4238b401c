"""Blocks and the body among them in, the block that is the article's headline out."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from tellings.clean.blocks import Block
from tellings.clean.dates import find_date
from tellings.clean.furniture import parse_kind
from tellings.text.folding import fold
from tellings.text.sentences import ends_sentence
from tellings.text.words import content_words, count_words

_MARKS = re.compile(r"[\W_]+")
_REMEMBERED = 400  # letters
_LONGEST = 40  # words in a headline
_STEM = 5  # letters
_RUNNING = 12  # words from which a line is running text
_REACH = 40  # blocks above the body in which it is looked for
_HEADINGS = {"h1": 0.5, "h2": 0.2}


def flat(text: str) -> str:
    """The text by its letters and digits alone, for comparing wordings that differ in case and marks."""
    return _flat(text) if len(text) <= _REMEMBERED else _MARKS.sub("", fold(text))


@lru_cache(maxsize=4096)
def _flat(text: str) -> str:
    """A page's lines are compared by several steps; anew each time, that is a twelfth of its reading."""
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
    first = next((i for i in body if is_running(blocks[i])), body[0])
    themes = Counter(stem for i in body if i >= first for stem in set(_stems(blocks[i].text)))
    best, best_score = None, 0.0
    for i in range(max(0, first - _REACH), min(len(blocks), first + 4)):
        score = _score_headline(blocks, i, first, themes, counts)
        if bare and i == 0 and _heads_text(blocks):
            score += 1.0
        if score > best_score:
            best, best_score = i, score
    return best


def _leads_on(blocks: Sequence[Block], i: int) -> bool:
    """Whether the line stands right above a byline, a date or running text, as headlines do."""
    if i + 1 >= len(blocks):
        return False
    after = blocks[i + 1]
    return parse_kind(after.text) in ("byline", "dateline") or _is_dated(after.text) or is_running(after)


def is_running(block: Block) -> bool:
    """Whether the block is running text: long, and ended as a sentence is."""
    return count_words(block.text) >= _RUNNING and (block.text[-1:] in ":…" or ends_sentence(block.text))


def _stems(text: str) -> list[str]:
    """The first letters of the content words: a headline says "reject" where the text says "rejected"."""
    return [word[:_STEM] for word in content_words(text)]


def _heads_text(blocks: Sequence[Block]) -> bool:
    """Whether the first line stands right above running text, or is said twice."""
    if len(blocks) < 2:
        return False
    return is_running(blocks[1]) or flat(blocks[0].text) in flat(blocks[1].text)


def _is_dated(text: str) -> bool:
    """Whether the line gives a date and little else."""
    found = find_date(text)
    return found is not None and len((text[: found[1]] + text[found[2] :]).split()) <= 4


def _score_headline(
    blocks: Sequence[Block], i: int, first: int, themes: Counter[str], counts: Counter[str]
) -> float:  # fmt: skip
    """How much the block looks like the headline of this body; 0 for not at all."""
    text = blocks[i].text
    words = _stems(text)
    length = count_words(text)
    if not 2 <= length <= _LONGEST or not words or parse_kind(text) or _is_dated(text):
        return 0.0
    shared = sum(themes[word] > (i >= first) for word in words) / len(words)
    often = sum(themes[word] for word in words) / len(words) / max(1, max(themes.values(), default=1))
    score = shared + often + 0.35 * (i < first and _leads_on(blocks, i))
    if score <= 0.4:
        return 0.0
    score += (
        0.3 * (1 < counts[flat(text)] <= 4)
        + _HEADINGS.get(blocks[i].tag, 0.0)
        + 0.2 * (length >= 5)
        - 0.3 * (length <= 3)
    )
    score -= 1.0 * (text[-1] in ".:;,。：；，।۔" or text.endswith("…")) + 0.25 * (length > 25)
    return score - 0.02 * abs(first - i) - 0.3 * (i > first) - 0.2 * blocks[i].bullet
