"""Runs of tables in, GeoJSON (RFC 7946) out: a feature for each place, happening and finding that has a point.

A happening is where its reports say; a finding is at the places that its claims name. How precisely a place is known
(`town`, `district`, `province`) is a property. What has no point is left out and counted; so are countries and regions
as a whole, as a point in their middle would look like a place.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tellings.publish.exports.accounts import Told, iterate_stories, name_urn, show_url
from tellings.publish.exports.as_json import drop_empty, stream_document
from tellings.publish.exports.happenings import Told as Happening
from tellings.publish.exports.happenings import find_happenings
from tellings.publish.exports.points import POINTED, build_point, show_point
from tellings.publish.exports.sheet import plain
from tellings.publish.exports.sites import level_of_feature
from tellings.publish.exports.words import name_of_report, wording_of
from tellings.records import Tables, make_id

Fields = dict[str, Any]
NO_PLACE = "places named only for their government or people"
NO_POINT = {"place": "places without a point", "happening": "happenings without a point",
            "finding": "findings that name no place with a point"}  # fmt: skip


def stream_geojson(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """A FeatureCollection, a feature a line; what has no point is counted."""
    yield from stream_document({"type": "FeatureCollection"}, "features", _build_features(runs, left_out))


def _build_features(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[Fields]:
    for tables in runs:
        happenings: dict[str, list[Happening]] = defaultdict(list)
        for happening in find_happenings(tables):
            happenings[happening.story].append(happening)
        for told in iterate_stories([tables]):
            features = [
                *(_build_place(told, place) for place in told.story["places"] if place["literal"]),
                *(_build_happening(each) for each in happenings[told.story["id"]]),
                *(_build_finding(told, finding) for finding in told.story["findings"]),
            ]
            if not_there := sum(not place["literal"] for place in told.story["places"]):
                left_out[NO_PLACE] += not_there
            for feature in features:
                if feature["geometry"] is None:
                    left_out[NO_POINT[feature["properties"]["what"]]] += 1
                else:
                    yield feature


def _feature(id: str, geometry: Fields | None, properties: Fields) -> Fields:
    return {"type": "Feature", "id": name_urn(id), "geometry": geometry, "properties": drop_empty(properties)}


def _build_place(told: Told, place: Mapping[str, Any]) -> Fields:
    reports = dict.fromkeys(mention["report"] for mention in place["mentions"])
    return _feature(
        make_id("place", told.story["id"], place["geonames_id"], place["name"]),
        build_point(place),
        {
            "what": "place",
            "story": told.story["id"],
            "name": place["name"],
            **_describe(place),
            "mentions": len(place["mentions"]),
            "reports": len(reports),
        },
    )


def _describe(place: Mapping[str, Any]) -> Fields:
    level = level_of_feature(place["feature"])
    return {
        "precision": level or None,
        "geonames_id": place["geonames_id"],
        "feature": place["feature"],
        "admin1": place["admin1"],
        "country": place["country"],
    }


def _build_happening(told: Happening) -> Fields:
    place = told.site.place if told.site else None
    known = place is not None and told.site is not None and told.site.level in POINTED
    when = told.when
    return _feature(
        told.id,
        show_point(place.lat, place.lon) if place and known else None,
        {
            "what": "happening",
            "story": told.story,
            "name": plain(wording_of(told)),
            "type": told.event.type,
            "mode": told.event.mode,
            "told_as": told.reality,
            "actor": plain(told.actor.name) if told.actor else None,
            "recipient": plain(told.recipient.name) if told.recipient else None,
            "first": when.start if when else None,
            "last": when.end if when else None,
            "time_precision": str(when.precision) if when else None,
            "place": plain(place.name) if place else None,
            "precision": told.site.level if told.site else None,
            "geonames_id": place.geonames_id if place else None,
            "country": place.country if place else None,
            "articles": told.counts.articles,
            "independent_lines": told.counts.lines,
            "sources": list(dict.fromkeys(name_of_report(naming.report) for naming in told.reports())),
            "urls": [url for naming in told.reports() if (url := show_url(naming.report.url))],
        },
    )  # fmt: skip


def _build_finding(told: Told, finding: Mapping[str, Any]) -> Fields:
    named = [place for place in told.story["places"] if place["literal"] and _names(finding, place)]
    points = [(place, point) for place in named if (point := build_point(place))]
    spots = [point["coordinates"] for _, point in points]
    geometry = {"type": "MultiPoint", "coordinates": spots} if len(spots) > 1 else (points[0][1] if points else None)
    values = dict.fromkeys(claim["value"] for claim in finding["claims"] if claim["value"])
    return _feature(
        finding["id"],
        geometry,
        {
            "what": "finding",
            "story": told.story["id"],
            "name": finding["gist"],
            "status": finding["status"],
            "slot": finding["slot"],
            "difference": finding["difference"],
            "question": finding["question"],
            "values": list(values) if finding["status"] == "differ" else [],
            "places": [place["name"] for place, _ in points],
            "precision": list(dict.fromkeys(level_of_feature(place["feature"]) for place, _ in points)),
            "independent_lines": finding["independent_lines"],
        },
    )


def _names(finding: Mapping[str, Any], place: Mapping[str, Any]) -> bool:
    """Whether a claim of the finding names the place."""
    return any(
        mention["report"] == claim["report"] and claim["start"] <= mention["start"] and mention["end"] <= claim["end"]
        for mention in place["mentions"]
        for claim in finding["claims"]
    )
