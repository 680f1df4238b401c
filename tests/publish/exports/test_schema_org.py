import json
from typing import Any

import rdflib
from hypothesis import HealthCheck, given, settings

from tellings.publish.exports import make_export
from tellings.records import Dating, Tables
from tests.publish import conftest as halmar
from tests.publish.exports.loading import ANY, runs, texts, with_wording

Fields = dict[str, Any]
_ANYTHING = {"@type", "@id", "name", "sameAs", "url"}
_WORK = _ANYTHING | {"text", "author", "creditText", "isPartOf", "about", "inLanguage"}
# What schema.org has for each type, of which the export uses no more.
ALLOWED: dict[str, set[str]] = {
    "NewsArticle": _WORK | {"headline", "publisher", "datePublished", "dateModified", "dateline", "articleSection",
                            "isBasedOn", "citation", "mentions", "articleBody"},
    "Claim": _WORK | {"appearance", "firstAppearance"},
    "Question": _WORK,
    "CreativeWork": _WORK,
    "Person": _ANYTHING,
    "Organization": _ANYTHING,
    "Country": _ANYTHING,
    "Place": _ANYTHING | {"geo", "containedInPlace"},
    "GeoCoordinates": _ANYTHING | {"latitude", "longitude"},
}  # fmt: skip


def read(tables: Tables) -> list[Fields]:
    document = json.loads(make_export(tables, "schema-org").text)
    assert document["@context"] == "https://schema.org"
    graph: list[Fields] = document["@graph"]
    return graph


def check(thing: Any) -> None:
    if isinstance(thing, list):
        for each in thing:
            check(each)
    elif isinstance(thing, dict):
        if [*thing] != ["@id"]:
            assert thing.keys() <= ALLOWED[thing["@type"]], thing
        for value in thing.values():
            check(value)


def of(graph: list[Fields], kind: str) -> list[Fields]:
    return [thing for thing in graph if thing["@type"] == kind]


def test_types_and_properties_are_those_of_the_vocabulary() -> None:
    for tables in runs():
        graph = read(tables)
        check(graph)
        assert len({thing["@id"] for thing in graph}) == len(graph)


def test_nothing_is_rated() -> None:
    for tables in runs():
        text = make_export(tables, "schema-org").text
        assert not any(word in text for word in ("ClaimReview", "Rating", "reviewRating", "claimReviewed"))


def test_a_difference_is_a_question_about_a_claim_for_each_value() -> None:
    graph = read(runs()[1])
    question = next(thing for thing in of(graph, "Question") if thing["@id"] == "urn:tellings:f-number")
    assert question["name"] == "How many wardens were asked for?"
    claims = {thing["@id"]: thing for thing in of(graph, "Claim")}
    forty, sixty, dozens = (claims[link["@id"]] for link in question["about"])
    assert [words["isPartOf"]["@id"] for words in forty["appearance"]] == ["urn:tellings:r0", "urn:tellings:r1"]
    assert sixty["text"] == "up to 60 wardens had been asked for"
    assert sixty["author"] == {"@type": "Person", "name": "Tomas Eketorp"}
    assert "author" not in forty  # a mayor by that name and title is none of the names
    assert dozens["firstAppearance"]["text"].startswith("The council wants dozens")


def test_what_reports_agree_on_is_one_claim_with_its_words() -> None:
    graph = read(runs()[1])
    refused = next(thing for thing in of(graph, "Claim") if thing["@id"] == "urn:tellings:f-refused")
    assert refused["text"] == "The Lake Authority refused Halmar's request"
    assert len(refused["appearance"]) == 4
    assert refused["firstAppearance"]["isPartOf"] == {"@id": "urn:tellings:r0"}
    everything = texts()
    for claim in of(graph, "Claim"):
        for words in claim["appearance"]:
            assert words["text"] in everything[words["isPartOf"]["@id"].removeprefix("urn:tellings:")]


def test_the_first_appearance_is_left_open_where_a_report_is_undated() -> None:
    tables = halmar.build_tables()
    assert all("firstAppearance" in claim for claim in of(read(tables), "Claim"))
    tables.replace(
        Dating, [each for each in tables.of(Dating) if each.report != "r1"] + [Dating("d", "r1", None, False, "")]
    )
    claims = {claim["@id"]: claim for claim in of(read(tables), "Claim")}
    assert "firstAppearance" not in claims["urn:tellings:f-refused"]  # one of its reports is undated
    assert "firstAppearance" in claims["urn:tellings:f-only-4"]


def test_articles_say_what_they_are_based_on_and_when_they_appeared() -> None:
    articles = {each["@id"]: each for each in of(read(runs()[1]), "NewsArticle")}
    assert articles["urn:tellings:r1"]["isBasedOn"] == [{"@id": "urn:tellings:r0"}]
    assert "isBasedOn" not in articles["urn:tellings:r0"]
    assert articles["urn:tellings:r3"]["creditText"] == "Per Lindqvist" and "author" not in articles["urn:tellings:r3"]
    assert articles["urn:tellings:r3"]["datePublished"] == "2031-03-06"
    assert "datePublished" not in articles["urn:tellings:r2"]  # three days are no day
    wire = next(each for each in read(runs()[0]) if each["@id"] == "urn:tellings:wire")
    assert wire["datePublished"] == "2031-05-05T19:30:00Z"
    assert wire["articleBody"].startswith("Rebels killed") and wire["headline"] == "Bomb at Velden market"


def test_rdflib_reads_it() -> None:
    schema = rdflib.Namespace("https://schema.org/")
    for tables in runs():
        document = json.loads(make_export(tables, "schema-org").text) | {"@context": {"@vocab": str(schema)}}
        graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
        claims = set(graph.subjects(rdflib.RDF.type, schema.Claim))
        assert {str(claim) for claim in claims} == {thing["@id"] for thing in of(read(tables), "Claim")}
        for claim in claims:
            for words in graph.objects(claim, schema.appearance):
                article = graph.value(words, schema.isPartOf)
                assert (article, rdflib.RDF.type, schema.NewsArticle) in graph


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wording=ANY)
def test_any_wording_is_read_back(wording: str) -> None:
    check(read(with_wording(wording)))
