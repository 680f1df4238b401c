import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from followthemoney import model
from hypothesis import HealthCheck, given, settings

from tellings.publish.exports import make_export, stream_export
from tellings.publish.exports.codes import read_rows
from tellings.records import Tables
from tellings.text.countries import country_of
from tests.publish.exports.conftest import KILLING, arg, build_tables
from tests.publish.exports.loading import ANY, runs, with_wording

Fields = dict[str, Any]


def read(tables: Tables) -> list[Fields]:
    return [json.loads(line) for line in make_export(tables, "ftm").text.splitlines()]


def of(entities: list[Fields], schema: str) -> list[Fields]:
    return [entity["properties"] for entity in entities if entity["schema"] == schema]


def check(entities: list[Fields]) -> None:
    """Every entity as the model wants it: known properties, values in the form that cleaning them gives, what must be
    there, and links to what is in the file and of the kind that is asked for."""
    kinds = {entity["id"]: model[entity["schema"]] for entity in entities}
    assert len(kinds) == len(entities)
    for entity in entities:
        schema = model[entity["schema"]]
        schema.validate({"properties": entity["properties"]})
        assert model.get_proxy(entity, cleaned=False).to_dict()["properties"].keys() == entity["properties"].keys()
        assert {*schema.required} <= entity["properties"].keys()
        for name, values in entity["properties"].items():
            prop = schema.get(name)
            assert prop is not None and values and len(set(values)) == len(values)
            for value in values:
                if prop.type.name == "entity":
                    assert prop.range is not None and kinds[value].is_a(prop.range), (name, value)
                elif prop.type.name == "address":  # whose marks it sets anew
                    assert prop.type.clean(value), (name, value)
                else:
                    assert prop.type.clean(value) == value, (name, value)


def test_the_model_knows_every_entity() -> None:
    for tables in runs():
        check(read(tables))


def test_reports_are_articles(tables: Tables) -> None:
    articles = of(read(tables), "Article")
    assert [each["title"] for each in articles] == [["Bomb at Velden market"], ["Velden market hit"], ["Fourteen dead"]]
    assert articles[0]["publishedAt"] == ["2031-05-05T19:30:00"]  # 21:30 at +02:00: the model's times are UTC
    assert articles[1]["publishedAt"] == ["2031-05-06"]
    assert articles[0]["language"] == ["eng"] and articles[0]["publisher"] == ["Sahel Wire"]
    assert articles[0]["sourceUrl"] == ["https://www.sahelwire.example/a?b=1"]


def test_a_happening_is_one_event_with_its_articles_and_sides(tables: Tables) -> None:
    entities = read(tables)
    made = make_export(tables, "ftm")
    killing, arrest = of(entities, "Event")
    assert len(killing["proof"]) == 3 and killing["involved"] == ["e-rebels"]
    assert killing["date"] == ["2031-05-05"] and killing["location"] == ["Velden"]
    assert killing["addressEntity"] == ["geonames-379001"] and killing["country"] == ["sd"]
    assert killing["keywords"] == ["ASSAULT", "explosives"]
    assert "date" not in arrest and "location" not in arrest
    assert made.left_out == {"future": 1, "negated": 2}


def test_the_one_named_is_mentioned_in_the_words_of_each_report(tables: Tables) -> None:
    entities = read(tables)
    assert of(entities, "Organization")[0]["name"] == ["Kordofan Rebels"]
    assert of(entities, "Mention") == [
        {"detectedSchema": ["Organization"], "document": ["wire"], "name": ["Rebels"], "resolved": ["e-rebels"]}
    ]


def test_an_organisation_that_acts_for_the_state_is_a_public_body() -> None:
    changed = []
    for key, told in KILLING.items():
        words = "Fighters" if key == "own" else "Rebels"
        actor = arg(key, words, sector="MIL", sectors=("MIL",), chain="c-rebels" if key == "wire" else None)
        changed.append(replace(told, actor=actor))
    entities = read(build_tables(*changed))
    check(entities)
    assert of(entities, "PublicBody")[0]["name"] == ["Kordofan Rebels"] and not of(entities, "Organization")


def test_links_have_the_later_report_as_subject() -> None:
    links = of(read(runs()[1]), "UnknownLink")
    assert [(link["subject"], link["object"], link["role"]) for link in links] == [
        (["r1"], ["r0"], ["copy of"]),
        (["r2"], ["r0"], ["rewritten from"]),
    ]
    assert "status" not in links[0]  # r0 was a day before
    assert links[1]["status"]  # r2 is dated to three days around it


def test_a_place_of_two_runs_is_there_once() -> None:
    text = "".join(stream_export([build_tables(), build_tables()], "ftm", Counter()))
    addresses = [json.loads(line)["id"] for line in text.splitlines() if '"schema": "Address"' in line]
    assert addresses == ["geonames-379001"]


def test_countries_and_languages_are_known_to_the_model() -> None:
    country, language = model["Thing"].get("country"), model["Article"].get("language")
    assert country is not None and language is not None
    for row in [*read_rows("countries.tsv")][1:]:
        found = country_of(row[0])
        assert found is None or country.type.clean(row[0].lower()) == row[0].lower()
    assert all(language.type.clean(long) == long for _, long in read_rows("ftm_languages.tsv"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wording=ANY)
def test_the_model_knows_every_entity_of_any_wording(wording: str) -> None:
    check(read(with_wording(wording)))


@pytest.mark.parametrize(
    "wording", ["javascript:alert(1)", "https://", "http://a b", "ftp://x.example/y", "//x.example"]
)
def test_what_is_no_address_is_left_away(wording: str) -> None:
    assert all(each.get("sourceUrl") != [wording] for each in of(read(with_wording(wording)), "Article"))
