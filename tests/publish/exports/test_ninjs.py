import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tellings.front import read_reports
from tellings.publish.exports import make_export, write_export
from tellings.records import Report, Tables
from tests.publish.exports.conftest import VELDEN, build_tables
from tests.publish.exports.loading import ANY, runs, with_wording
from tests.publish.exports.ninjs_rules import check_item

Fields = dict[str, Any]


def read(tables: Tables) -> list[Fields]:
    return [json.loads(line) for line in make_export(tables, "ninjs").text.splitlines()]


def test_every_item_is_as_the_standard_asks() -> None:
    for tables in runs():
        for item in read(tables):
            assert check_item(item)


def test_the_rules_find_what_is_wrong() -> None:
    item = read(runs()[0])[0]
    for wrong in (
        {"uri": "no address"}, {"type": "story"}, {"contentCreated": "2031-05-05"}, {"slug": "a"},
        {"headlines": [{"role": "main"}]}, {"associations": [{"uri": "urn:a"}]},
    ):  # fmt: skip
        with pytest.raises(AssertionError):
            check_item(item | wrong)


def test_a_story_carries_its_reports() -> None:
    (story,) = read(runs()[0])
    assert story["type"] == "composite" and story["standard"]["version"] == "3.1"
    assert "3 articles, 3 publishers, 2 independent lines" in story["edNote"]
    wire, copy, own = story["associations"]
    assert {each["rel"] for each in story["associations"]} == {"report"}
    assert wire["contentCreated"] == "2031-05-05T19:30:00Z" and "contentCreated" not in own
    assert own["edNote"] == "Published 6 May 2031."
    assert wire["renditions"] == [{"name": "web", "href": "https://www.sahelwire.example/a?b=1"}]
    assert copy["infoSources"] == [{"name": 'Nile; "Gazette"', "role": "publisher"}]
    assert wire["bodies"][0]["value"].startswith("Rebels killed")


def test_forecasts_are_events_and_the_rest_is_not() -> None:
    story = read(runs()[1])[0]
    (forecast,) = (each for each in story["associations"] if each["type"] == "event")
    assert forecast["title"] == "A review of the treaty is due"
    assert forecast["eventDetails"] == {"dates": {"expectedStartDate": "2031-05-01", "expectedEndDate": "2031-05-31"}}
    courier = next(each for each in story["associations"] if each["uri"] == "urn:tellings:r1")
    assert "Copy of Northern Wire." in courier["edNote"]


def test_a_country_has_no_point() -> None:
    country = replace(VELDEN, feature="PCLI")
    (story,) = read(build_tables(country, replace(country, id="p-velden2")))
    assert story["places"][0]["uri"] == "https://sws.geonames.org/379001/" and "geoJSON" not in story["places"][0]
    (story,) = read(runs()[0])
    assert story["places"][0]["geoJSON"] == {"type": "Point", "coordinates": [30.5, 13.25]}


def test_the_reader_of_ninjs_reads_the_reports_back(tmp_path: Path) -> None:
    for number, tables in enumerate(runs()):
        path = tmp_path / f"{number}.ninjs.json"
        write_export([tables], "ninjs", path)
        assert [record for record in read_reports([str(path)]) if isinstance(record, Report)] == []  # it is our own
        path.write_text(path.read_text(encoding="utf-8").replace("urn:tellings:", "urn:newsroom:"), encoding="utf-8")
        back = [report for report in read_reports([str(path)]) if isinstance(report, Report)]
        told = {" ".join(report.text.split()) for report in tables.of(Report)}
        long = {text for text in told if len(text.split()) > 28}  # a shorter text is no report to the reader
        assert {" ".join(report.text.split()) for report in back} == long != set()
        wire = [report for report in back if report.title == "Bomb at Velden market"]
        assert all(report.published and report.published.start == "2031-05-05T19:30" for report in wire)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wording=ANY)
def test_any_wording_is_as_the_standard_asks(wording: str) -> None:
    for item in read(with_wording(wording)):
        assert check_item(item)
