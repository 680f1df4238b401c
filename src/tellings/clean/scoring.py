"""Blocks in, for each the probability that it is main text out."""

import math
from collections.abc import Sequence

from tellings.clean.blocks import Block
from tellings.clean.furniture import parse_kind
from tellings.text.words import STOP_WORDS, words_of


def score_blocks(blocks: Sequence[Block]) -> list[float]:
    """One probability a block, from its own shape and that of its neighbours."""
    own = [_score_one(block) for block in blocks]
    scores = []
    for i, value in enumerate(own):
        around = own[max(0, i - 2) : i] + own[i + 1 : i + 3]
        scores.append(1 / (1 + math.exp(-(value + 0.4 * sum(around) / max(1, len(around))))))
    return scores


def _score_one(block: Block) -> float:
    words = words_of(block.text)
    if not words:
        return -3.0
    value = min(len(words), 40) / 10 - 1.5
    stops = sum(word in STOP_WORDS for word in words) / len(words)
    value += 6 * (stops - 0.25) if len(words) > 5 else -1.0
    ending = block.text.rstrip("\"'”’»)]")[-1:]
    value += 1.5 if ending in ".!?:" else -1.0
    if block.text.endswith(("...", "…")):
        value -= 3.0
    if parse_kind(block.text):
        value -= 4.0
    return value - (1.5 if block.bullet else 0.0) - 3 * block.link_share
