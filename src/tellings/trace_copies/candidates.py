"""A story's readings in, the pairs worth weighing out: all of a small story, of a large one only the nearest.

Weighing a pair takes 3 ms, so a story of 200 different reports would take a minute and one of 1,000 half an hour. A
copy or a rewriting is always among the nearest by what is counted here, which takes 0.05 ms.
"""

from collections.abc import Sequence
from itertools import combinations

from tellings.trace_copies.passages import share_trigrams
from tellings.trace_copies.reading import Reading

CROWD = 40  # different reports from which only the nearest pairs are weighed
NEAREST = 12  # others that each report is then weighed against; pairs count for both
DETAIL = 10.0  # detail in common that is worth as much as having every run of three words in common


def choose_pairs(readings: Sequence[Reading]) -> list[tuple[Reading, Reading]]:
    """The pairs, in the order of the readings."""
    pairs = list(combinations(range(len(readings)), 2))
    if len(readings) > CROWD:
        near = {pair: _rate(readings[pair[0]], readings[pair[1]]) for pair in pairs}
        kept: set[tuple[int, int]] = set()
        for place in range(len(readings)):
            own = [(min(place, other), max(place, other)) for other in range(len(readings)) if other != place]
            kept |= set(sorted(own, key=lambda pair: (-near[pair], pair))[:NEAREST])
        pairs = sorted(kept)
    return [(readings[left], readings[right]) for left, right in pairs]


def _rate(left: Reading, right: Reading) -> float:
    ours, theirs = left.vocabulary, right.vocabulary
    poorer, richer = sorted((ours, theirs), key=len)
    shared = (word for word in poorer if word in richer)
    detail = sum(ours[word] / max(left.spread[word], right.spread[word]) for word in shared)
    return share_trigrams(left, right) + detail / DETAIL
