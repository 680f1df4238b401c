import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings.publish.exports import make_export
from tellings.publish.exports.points import show_point
from tellings.records import Span, Tables
from tests.publish import conftest as halmar
from tests.publish.exports.conftest import VELDEN, build_tables
from tests.publish.exports.loading import ANY, runs, with_wording

Fields = dict[str, Any]


def read(tables: Tables) -> list[Fields]:
    collection = json.loads(make_export(tables, "geojson").text)
    assert collection.keys() == {"type", "features"} and collection["type"] == "FeatureCollection"
    features: list[Fields] = collection["features"]
    return features


def of(features: list[Fields], what: str) -> list[Fields]:
    return [feature["properties"] for feature in features if feature["properties"]["what"] == what]


def check(features: list[Fields]) -> None:
    """RFC 7946: members, types, longitude before latitude, both on the globe; ids are not given twice."""
    assert len({feature["id"] for feature in features}) == len(features)
    for feature in features:
        assert feature.keys() == {"type", "id", "geometry", "properties"} and feature["type"] == "Feature"
        geometry = feature["geometry"]
        assert geometry.keys() == {"type", "coordinates"}
        spots = geometry["coordinates"] if geometry["type"] == "MultiPoint" else [geometry["coordinates"]]
        assert geometry["type"] in ("Point", "MultiPoint")
        for lon, lat in spots:
            assert -180 <= lon <= 180 and -90 <= lat <= 90
        assert feature["properties"]["precision"]


def test_features_are_as_the_standard_asks() -> None:
    for tables in runs():
        check(read(tables))


def test_longitude_comes_first(tables: Tables) -> None:
    features = read(tables)
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [30.5, 13.25]}
    (place,) = of(features, "place")
    assert (place["name"], place["precision"], place["country"], place["reports"]) == ("Velden", "town", "SD", 2)


def test_a_happening_is_one_feature_with_its_counts(tables: Tables) -> None:
    (killing,) = of(read(tables), "happening")
    assert (killing["type"], killing["mode"], killing["told_as"]) == ("ASSAULT", "explosives", "happened")
    assert (killing["articles"], killing["independent_lines"]) == (3, 2)
    assert (killing["first"], killing["time_precision"], killing["precision"]) == ("2031-05-05", "day", "town")
    assert killing["sources"] == ["Sahel Wire", 'Nile; "Gazette"', "Lake Post"]
    assert killing["urls"] == ["https://www.sahelwire.example/a?b=1"]


def test_a_finding_is_at_the_places_that_its_claims_name() -> None:
    tables = halmar.build_tables()
    span = halmar.at("r4", "Halmar expects")
    tables.add([replace(halmar.PLACES[0], id="p-own", span=Span("r4", span.start, span.start + len("Halmar")))])
    found = of(read(tables), "finding")
    expected = next(each for each in found if each["name"] == "Halmar expects a refusal of its request")
    assert (expected["places"], expected["precision"], expected["status"]) == (["Halmar"], ["town"], "single")
    assert all(each["places"] for each in found)


def test_what_has_no_point_is_counted() -> None:
    left_out = make_export(runs()[1], "geojson").left_out
    assert left_out["places without a point"] == 1
    assert left_out["findings that name no place with a point"] > 5


@pytest.mark.parametrize("feature", ["PCLI", "CONT", "RGN", None])
def test_a_country_or_region_is_no_point(feature: str | None) -> None:
    country = replace(VELDEN, feature=feature)
    made = make_export(build_tables(country, replace(country, id="p-velden2")), "geojson")
    assert json.loads(made.text)["features"] == []
    assert made.left_out == {"places without a point": 1, "happenings without a point": 5}


def test_a_name_for_a_government_is_no_place() -> None:
    people = replace(VELDEN, literal=False)
    made = make_export(build_tables(people, replace(people, id="p-velden2")), "geojson")
    assert not of(json.loads(made.text)["features"], "place")
    assert made.left_out["places named only for their government or people"] == 1


@pytest.mark.parametrize("spot", [(91.0, 0.0), (0.0, 180.5), (float("nan"), 0.0), (None, 0.0)])
def test_what_is_not_on_the_globe_is_no_point(spot: tuple[float | None, float | None]) -> None:
    assert show_point(*spot) is None


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_points_stay_where_they_are(lat: float, lon: float) -> None:
    point = show_point(lat, lon)
    assert point is not None
    assert abs(point["coordinates"][0] - lon) < 1e-6 and abs(point["coordinates"][1] - lat) < 1e-6


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wording=ANY)
def test_any_wording_is_read_back(wording: str) -> None:
    check(read(with_wording(wording)))
