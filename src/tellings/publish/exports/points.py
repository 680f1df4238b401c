"""A place of the account in, its point in GeoJSON out, where it is one."""

from collections.abc import Mapping
from typing import Any

from tellings.publish.exports.sites import DISTRICT, PROVINCE, TOWN, level_of_feature

POINTED = frozenset({TOWN, DISTRICT, PROVINCE})  # levels of which a point says where they are
_DIGITS = 6  # of a degree: ten centimetres, more than any gazetteer knows (RFC 7946, 11.2)


def build_point(place: Mapping[str, Any]) -> dict[str, Any] | None:
    """Longitude, then latitude. None for a country, a region or a continent as a whole: a point in its middle would
    look like a place; and for what the gazetteer does not have."""
    return show_point(place["lat"], place["lon"]) if level_of_feature(place["feature"]) in POINTED else None


def show_point(lat: float | None, lon: float | None) -> dict[str, Any] | None:
    """The point; None where it is not known, or is none on this globe."""
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return {"type": "Point", "coordinates": [round(lon, _DIGITS), round(lat, _DIGITS)]}
