"""Blocks in, for each the probability that it is main text, and the choice that this makes, out.

Weights: `python bench/train_lines.py FOLDER`; measured by `bench/plain_text.py` and `bench/main_text.py`. A second
round of trees that saw what the first thought of the neighbours was tried and won nothing (docs/notes).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tellings.clean.blocks import Block
from tellings.clean.features import build_features, read_lines
from tellings.clean.jury import read_jury
from tellings.text.words import count_words

Scores = NDArray[np.float64]
_MARKUP, _TEXT = "markup", "text"


def score_blocks(blocks: Sequence[Block], language: str) -> Scores:
    """One probability a block."""
    if not blocks:
        return np.zeros(0)
    kind = _MARKUP if any(block.place for block in blocks) else _TEXT
    return read_jury(kind).score(build_features(read_lines(blocks, language)))


# Below: the scorer believes in no block at all, as on short pages in scripts that it has not seen. What the other
# extractor takes is then better than the likeliest block alone.
_NOTHING = 0.15


def choose_blocks(scores: Scores, blocks: Sequence[Block]) -> list[int]:
    """The blocks that make the best expected F1, by words: on a page where nothing is sure, the likeliest are taken
    (against a fixed threshold of one half: .9076 instead of .8939 on text)."""
    if not len(scores):
        return []
    if float(scores.max()) < _NOTHING and (voted := [i for i, block in enumerate(blocks) if (block.vote or 0) > 0.5]):
        return voted
    lengths = np.array([count_words(block.text) + 0.01 for block in blocks])
    order = np.argsort(-scores, kind="stable")
    expected = np.cumsum(scores[order] * lengths[order])
    quality = 2 * expected / (np.cumsum(lengths[order]) + expected[-1] + 1e-9)
    return sorted(int(i) for i in order[: int(np.argmax(quality)) + 1])
