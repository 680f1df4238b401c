"""A story's sides in, for each those that stand over some of its words out: clauses that lie in one another."""

from collections import defaultdict
from collections.abc import Sequence

from tellings.align.sides import Side

Overlaps = Sequence[frozenset[int]]


def find_overlaps(sides: Sequence[Side]) -> Overlaps:
    """For each side itself and those whose claims overlap with its own."""
    places: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for n, side in enumerate(sides):
        places[side.report].append((side.claim.span.start, side.claim.span.end, n))
    over = [{n} for n in range(len(sides))]
    for own in places.values():
        open_: list[tuple[int, int]] = []  # what ends behind the place that is reached
        for start, end, n in sorted(own):
            open_ = [(last, m) for last, m in open_ if last > start]
            for _, m in open_:
                over[n].add(m)
                over[m].add(n)
            open_.append((end, n))
    return [frozenset(found) for found in over]
