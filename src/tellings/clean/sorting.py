"""Blocks in, an article out: which blocks are body, which is the headline, and of what kind the rest is."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.clean.blocks import Block
from tellings.clean.captions import is_caption
from tellings.clean.furniture import parse_kind
from tellings.clean.headline import find_headline, flat
from tellings.clean.imprint import Imprint, read_imprint
from tellings.clean.scoring import score_blocks
from tellings.records import Furniture
from tellings.text.words import content_words

_CLOSES = ("related", "comments", "author box", "legal", "subscription")
_CUT_OFF = re.compile(r"(?:\.\.\.|…)\s*$")


@dataclass(frozen=True, slots=True)
class Sorted:
    """The article of a page: title, body blocks in order, captions among them, and what was cut."""

    title: str | None
    body: tuple[int, ...]
    captions: tuple[int, ...]
    furniture: tuple[Furniture, ...]
    imprint: Imprint


def sort_blocks(blocks: Sequence[Block]) -> Sorted:
    """Tell body from furniture."""
    scores = score_blocks(blocks)
    kept = [i for i, score in enumerate(scores) if score >= 0.5]
    body = _within_article(blocks, kept)
    headline = find_headline(blocks, body)
    if headline is not None:
        body = [i for i in body if i > headline]
        body = _add_standfirst(blocks, headline, body)
    imprint = read_imprint(blocks, headline, body)
    title = blocks[headline].text if headline is not None else None
    own = set(imprint.lines)
    body = [i for i in body if i not in own and not (title and flat(blocks[i].text) == flat(title))]
    captions = _find_captions(blocks, headline, body)
    body = _once(blocks, sorted({*body, *captions}))
    captions = [i for i in captions if i in set(body)]
    cut = [i for i in range(len(blocks)) if i not in set(body) and i != headline]
    furniture = tuple(Furniture(_kind_of(blocks, i, body, title, own), blocks[i].text) for i in cut)
    return Sorted(title, tuple(body), tuple(captions), furniture, imprint)


def _within_article(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """Of the blocks that read like text, those that share their words with the heaviest run of them."""
    if not kept:
        return []
    runs: list[list[int]] = [[kept[0]]]
    for i in kept[1:]:
        if i - runs[-1][-1] > 4 or any(_closes(blocks[j]) for j in range(runs[-1][-1] + 1, i)):
            runs.append([])
        runs[-1].append(i)
    heaviest = max(runs, key=lambda run: sum(len(blocks[i].text) for i in run))
    counts = Counter(word for i in heaviest for word in set(content_words(blocks[i].text)))
    themes = {word for word, count in counts.items() if count >= max(2, len(heaviest) / 4)}
    body = []
    for run in runs:
        words = [word for i in run for word in content_words(blocks[i].text)]
        shared = sum(word in counts for word in words) / max(1, len(words))
        on_theme = len(themes & set(words)) >= max(2, 0.4 * len(themes))
        if run is heaviest or ((shared >= 0.35 or on_theme) and run[0] > heaviest[0]):
            body += run
    return body


def _closes(block: Block) -> bool:
    return parse_kind(block.text) in _CLOSES and len(block.text) < 80


def _add_standfirst(blocks: Sequence[Block], headline: int, body: list[int]) -> list[int]:
    """A sentence between headline and body that speaks of what the headline speaks of."""
    if not body:
        return body
    vocabulary = {word for i in (headline, *body[:6]) for word in content_words(blocks[i].text)}
    added = []
    for i in range(headline + 1, body[0]):
        words = content_words(blocks[i].text)
        sentence = len(words) >= 5 and blocks[i].text[-1:] in '.!?”"' and not _CUT_OFF.search(blocks[i].text)
        if (
            sentence
            and not parse_kind(blocks[i].text)
            and sum(word in vocabulary for word in words) >= len(words) * 0.5
        ):
            added.append(i)
    return added + body


def _find_captions(blocks: Sequence[Block], headline: int | None, body: Sequence[int]) -> list[int]:
    if not body:
        return []
    first = headline if headline is not None else body[0] - 1
    return [i for i in range(first + 1, body[-1] + 1) if is_caption(blocks[i])]


def _once(blocks: Sequence[Block], body: Sequence[int]) -> list[int]:
    """Without lines that come a second time."""
    seen: set[str] = set()
    return [i for i in body if not (flat(blocks[i].text) in seen or seen.add(flat(blocks[i].text)))]  # type: ignore[func-returns-value]


def _kind_of(blocks: Sequence[Block], i: int, body: Sequence[int], title: str | None, own: set[int]) -> str:
    text = blocks[i].text
    if title and flat(text) == flat(title):
        return "doubled headline"
    if kind := parse_kind(text):
        return kind
    if i in own:
        return "dateline"
    if body and body[0] < i < body[-1]:
        return "caption" if is_caption(blocks[i]) else "insert"
    if is_caption(blocks[i]):
        return "caption"
    if body and i < body[0]:
        return "ticker" if len(text.split()) > 8 else "menu"
    return "teaser" if len(text.split()) > 4 else "menu"
