"""Points of a story in, those that belong on one map out.

A country named in passing, an ocean away, would shrink the place where the story happens to a dot.
"""

from collections.abc import Sequence

from tellings.publish.outlines import MapPoint

_LITTLE = 0.15  # of all namings: a point that is named less often may be left out
_SHRINKS = 0.6  # and is, when the rest then fits into so much of the stretch, or less


def keep_near(points: Sequence[MapPoint]) -> list[MapPoint]:
    """The points without those far off that are seldom named, farthest first."""
    kept = list(points)
    total = sum(point.weight for point in kept)
    while len(kept) > 2:
        ranked = [(_stretch([other for other in kept if other is not point]), point) for point in kept]
        smallest, farthest = min(ranked, key=lambda pair: (pair[0], pair[1].weight))
        if farthest.weight > _LITTLE * total or smallest > _SHRINKS * _stretch(kept):
            break
        kept.remove(farthest)
    return kept


def _stretch(points: Sequence[MapPoint]) -> float:
    """Degrees that the points span, at least those of a small country."""
    wide = max(point.lon for point in points) - min(point.lon for point in points)
    high = max(point.lat for point in points) - min(point.lat for point in points)
    return max(wide, high, 3.0)
