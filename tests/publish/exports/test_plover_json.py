import json
from dataclasses import replace
from typing import Any

import msgspec

from tellings.publish.exports.plover_json import render_plover_json
from tellings.records import Dating, Tables
from tests.publish.exports.conftest import KILLING, OTHERS, build_tables

FIELDS = (
    "id has_event date time enddate endtime actor recipient event event_loc event_text quad_code event_scale mode"
    " context size link text text_info cite_info coder coded_date coded_time comment"
).split()
ENTITY = "code sector entity_text identifier_id identifier_text religion ethnicity office gender age".split()
LOCATION = (
    "extracted_place resolved_place geonameid lat lon city district province country country_code feature_class"
    " feature_code resolution"
).split()


class Record(msgspec.Struct):
    """What a loader holds it to: the required fields, typed."""

    id: str
    date: str
    actor: list[dict[str, Any]]
    event: list[str]
    mode: list[str]
    recipient: list[dict[str, Any]]


def read(tables: Tables) -> list[dict[str, Any]]:
    return [json.loads(line) for line in render_plover_json(tables).splitlines()]


def one(tables: Tables, lemma: str) -> dict[str, Any]:
    return next(record for record in read(tables) if lemma in record["event_text"])


def test_every_record_has_every_field_in_one_order(tables: Tables) -> None:
    for record in read(tables):
        assert list(record) == FIELDS
        assert all(list(side) == ENTITY for side in record["actor"] + record["recipient"])
        assert record["event_loc"] is None or list(record["event_loc"]) == LOCATION
        assert record["id"] and record["event"]


def test_typed_loaders_read_each_line(tables: Tables) -> None:
    records = [msgspec.json.decode(line, type=Record) for line in render_plover_json(tables).encode().splitlines()]
    assert len({record.id for record in records}) == len(records) == 5


def test_the_happening_is_told_whole(tables: Tables) -> None:
    record = one(tables, "killed")
    assert (record["event"], record["mode"], record["quad_code"]) == (["ASSAULT"], ["explosives"], 4)
    assert (record["date"], record["time"], record["enddate"]) == ("2031-05-05", None, None)
    actor = record["actor"][0]
    assert (actor["code"], actor["sector"], actor["identifier_id"]) == ("SDN", "REB", "Q1")
    assert (actor["entity_text"], actor["identifier_text"]) == ("Rebels", "Kordofan Rebels")
    place = record["event_loc"]
    assert (place["city"], place["country_code"], place["geonameid"], place["resolution"]) == (
        "Velden",
        "SDN",
        379001,
        1,
    )
    assert record["size"] == {"dead": 12, "injured": None, "arrested": None}
    assert record["text"].startswith("Rebels killed 12")
    assert record["cite_info"]["publication"] == "Sahel Wire"
    assert "Dead: 12 (Sahel Wire)" in record["comment"] and "14 (Lake Post)" in record["comment"]


def test_what_did_not_happen_says_so_in_its_mode(tables: Tables) -> None:
    modes = [record["mode"] for record in read(tables)]
    assert sorted(map(tuple, modes)) == [("arrest",), ("explosives",), ("future",), ("negated",), ("negated",)]


def test_an_undated_happening_has_its_first_reports_day_and_says_so(tables: Tables) -> None:
    record = one(tables, "arrested")
    assert record["date"] == "2031-05-05" and record["time"] is None
    assert "No report dates it" in record["comment"]
    undated = build_tables(Dating("d-wire", "wire", None, False, "nothing"))
    assert one(undated, "arrested")["date"] == ""


def test_a_mutual_event_has_both_sides_as_actors() -> None:
    other = KILLING["own"].recipient
    record = one(build_tables(replace(OTHERS[0], mutual=True, recipient=other)), "arrested")
    assert [side["identifier_text"] for side in record["actor"]] == ["Police", "people"]
    assert record["recipient"] == []
