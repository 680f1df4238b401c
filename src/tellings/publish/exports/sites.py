"""Where a happening's events say it was in; the one place that they mean, with its level in the gazetteer, out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tellings.publish.exports.choosing import most_told
from tellings.records import Event, Place

COUNTRY, PROVINCE, DISTRICT, TOWN, UNKNOWN = "country", "province", "district", "town", ""
_FINEST = (TOWN, DISTRICT, PROVINCE, COUNTRY, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Site:
    """A place as named and as the gazetteer has it. level: town, district, province, country, or "" for a name that
    was not resolved; others: names of places that other reports give and that do not fit it."""

    place: Place
    level: str
    others: tuple[str, ...] = ()

    @property
    def resolved(self) -> bool:
        return self.place.geonames_id is not None


def level_of(place: Place) -> str:
    """How much ground its name covers."""
    return level_of_feature(place.feature) if place.geonames_id is not None else UNKNOWN


def level_of_feature(code: str | None) -> str:
    """How much ground a place covers, by the gazetteer's code of what it is."""
    feature = code or ""
    if feature.startswith("PCL"):
        return COUNTRY
    if feature.startswith("ADM"):
        return PROVINCE if feature.startswith("ADM1") else DISTRICT
    return TOWN if feature.startswith("PPL") else UNKNOWN


def find_site(events: Sequence[Event], places: Mapping[str, Sequence[Place]]) -> Site | None:
    """Of the places that the events name: of the country that most reports mean, the finest that most of them name."""
    named = [(event.report, place) for event in events if (place := _find_place(event, places.get(event.report, ())))]
    if not named:
        return None
    resolved = [(report, place) for report, place in named if place.geonames_id is not None]
    if not resolved:
        return Site(named[0][1], UNKNOWN)
    country = most_told((report, place.country) for report, place in resolved)
    inside = [(report, place) for report, place in resolved if place.country == country]
    finest = min((level_of(place) for _, place in inside), key=_FINEST.index)
    number = most_told((report, place.geonames_id) for report, place in inside if level_of(place) == finest)
    place = next(place for _, place in inside if place.geonames_id == number)
    others = [other.name for _, other in resolved if _is_elsewhere(other, place)]
    return Site(place, finest, tuple(dict.fromkeys(others)))


def _find_place(event: Event, places: Sequence[Place]) -> Place | None:
    """The record of the place that the event names: the one of that name nearest to the word that names the event."""
    if not event.place:
        return None
    of_name = [place for place in places if place.name == event.place]
    return min(of_name, key=lambda place: abs(place.span.start - event.head.start), default=None)


def _is_elsewhere(other: Place, place: Place) -> bool:
    """Whether the other cannot hold it: another country, another province, another town of one level."""
    if other.country != place.country:
        return True
    if level_of(other) == COUNTRY or level_of(place) == COUNTRY:
        return False
    if other.admin1 and place.admin1 and other.admin1 != place.admin1:
        return True
    return level_of(other) == level_of(place) and other.geonames_id != place.geonames_id
