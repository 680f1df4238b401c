"""A text in, what it speaks of out: its words that are no function words, weighed by how rare they are in general."""

from collections.abc import Mapping

from tellings.linking.rarity import rarity
from tellings.text.words import content_words


def weigh_words(text: str) -> dict[str, float]:
    """Each word with its weight."""
    return {word: rarity(word) ** 2 for word in set(content_words(text))}


def share_words(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """Weight of the words that both have, as a share of the poorer one's."""
    shared = sum(weight for word, weight in left.items() if word in right)
    return shared / max(1e-6, min(sum(left.values()), sum(right.values())))
