"""Places in, which of them may be one, and where a story happens, out."""

import math
from collections.abc import Iterable, Sequence

from tellings.records import Place

_NEAR, _DEGREE = 60.0, 111.2  # km: a town and its surroundings; km in a degree


def may_meet(a: Place, b: Place) -> bool:
    """Whether two places are one, near each other, or the one in the other; so is one that nothing is known of."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None or not a.country or not b.country:
        return True
    if a.country != b.country:
        return False
    if is_country(a) or is_country(b):
        return True
    region = a.admin1 == b.admin1 and "ADM1" in (a.feature, b.feature)
    wide = math.cos(math.radians((a.lat + b.lat) / 2))
    return region or math.hypot(a.lat - b.lat, (a.lon - b.lon) * wide) * _DEGREE <= _NEAR


def is_country(place: Place) -> bool:
    """Whether the place is a whole country."""
    return (place.feature or "").startswith("PCL")


def find_focus(places: Iterable[Place], reports: int) -> list[Place]:
    """The places, countries aside, that half of the reports name: where the story happens. [] where nothing shows."""
    named: dict[int, set[str]] = {}
    first: dict[int, Place] = {}
    for place in places:
        if place.literal and place.geonames_id is not None and place.lat is not None and not is_country(place):
            named.setdefault(place.geonames_id, set()).add(place.report)
            first.setdefault(place.geonames_id, place)
    return [first[key] for key in sorted(named) if 2 * len(named[key]) >= max(reports, 2)]


def is_away(places: Sequence[Place], focus: Sequence[Place]) -> bool:
    """Whether all of the places lie away from where the story happens."""
    return bool(places and focus) and not any(may_meet(place, seat) for place in places for seat in focus)
