"""A story's readings in, the pairs worth weighing out: all of a small story, of a large one only the nearest.

Near are those that share runs of four words, or pairs of rare words told in one sentence; the fewer others share them,
the nearer. What a great many share says who belongs to the crowd, not who is near whom, so each is then paired with the
next few in order of ids only: a thousand copies of one dispatch still hang together, at the cost of a few pairs each.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations

from tellings.trace_copies.reading import Reading

CROWD = 40  # different reports from which only the nearest pairs are weighed
NEAREST = 12  # others that each report is then weighed against; pairs count for both
RAREST = 6  # words of a sentence, taken two by two
WIDE = 24  # reports up to which all that share something are paired with one another
NEXT = 4  # the next ones that each is paired with beyond
Pair = tuple[int, int]


def choose_pairs(readings: Sequence[Reading]) -> list[tuple[Reading, Reading]]:
    """The pairs, in the order of ids."""
    readings = sorted(readings, key=lambda reading: reading.report.id)
    if len(readings) <= CROWD:
        return list(combinations(readings, 2))
    near: dict[int, list[tuple[float, Pair]]] = defaultdict(list)
    for pair, worth in _rate_pairs(readings).items():
        for place in pair:
            near[place].append((-worth, pair))
    kept = {pair for rated in near.values() for _, pair in sorted(rated)[:NEAREST]}
    return [(readings[left], readings[right]) for left, right in sorted(kept)]


def _rate_pairs(readings: Sequence[Reading]) -> dict[Pair, float]:
    """What each two that share anything have in common, in places of the readings, the smaller first."""
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for place, reading in enumerate(readings):
        for key in {*reading.grams, *_find_details(reading)}:
            holders[key].append(place)
    rates: dict[Pair, float] = defaultdict(float)
    for places in holders.values():
        if len(places) > 1:
            for pair in _pair_up(places):
                rates[pair] += 1.0 / (len(places) - 1)
    return rates


def _pair_up(places: Sequence[int]) -> Iterator[Pair]:
    if len(places) <= WIDE:
        yield from combinations(places, 2)
        return
    for step in range(1, NEXT + 1):
        yield from zip(places, places[step:], strict=False)


def _find_details(reading: Reading) -> set[tuple[str, str]]:
    """Two of the rarest words of one sentence, in alphabetical order."""
    details: set[tuple[str, str]] = set()
    for content in reading.contents:
        rarest = sorted(content, key=lambda word: (-content[word], word))[:RAREST]
        details |= set(combinations(sorted(rarest), 2))
    return details
