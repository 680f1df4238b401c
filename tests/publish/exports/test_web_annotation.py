import json
from typing import Any

import rdflib
from hypothesis import HealthCheck, given, settings

from tellings.publish.contract import build_contract
from tellings.publish.exports import make_export
from tellings.records import Report, Tables
from tests.publish.exports.loading import ANY, runs, with_wording

Fields = dict[str, Any]
_OA, _AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
# What the names in the export stand for, by the vocabulary of the standard.
CONTEXT: Fields = {
    "oa": _OA, "as": _AS, "id": "@id", "type": "@type", "Annotation": "oa:Annotation",
    "AnnotationPage": "as:OrderedCollectionPage", "items": {"@id": "as:items", "@container": "@list"},
    "SpecificResource": "oa:SpecificResource", "TextualBody": "oa:TextualBody", "Software": "as:Application",
    "Text": "http://purl.org/dc/dcmitype/Text", "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector", "body": "oa:hasBody", "target": "oa:hasTarget",
    "source": {"@id": "oa:hasSource", "@type": "@id"}, "selector": "oa:hasSelector", "exact": "oa:exact",
    "prefix": "oa:prefix", "suffix": "oa:suffix", "start": "oa:start", "end": "oa:end",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value", "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language", "name": "http://xmlns.com/foaf/0.1/name",
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"}, "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "generator": {"@id": "as:generator", "@type": "@id"},
    **{name: f"oa:{name}" for name in ("classifying", "commenting", "describing", "identifying", "linking", "tagging")},
}  # fmt: skip


def read(tables: Tables) -> list[Fields]:
    page = json.loads(make_export(tables, "annotations").text)
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld" and page["type"] == "AnnotationPage"
    items: list[Fields] = page["items"]
    return items


def check_selectors(tables: Tables) -> None:
    """Position and quotation select the same words of the report's text, and the letters around them stand there."""
    texts = {f"urn:tellings:{report.id}": report.text for report in tables.of(Report)}
    for annotation in read(tables):
        source, selectors = annotation["target"][0]["source"]["id"], annotation["target"][0]["selector"]
        quote, position = selectors
        text = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in texts[source])
        start, end = position["start"], position["end"]
        assert text[start:end] == quote["exact"] and quote["exact"].strip()
        assert text[:start].endswith(quote["prefix"]) and text[end:].startswith(quote["suffix"])
        assert len(quote["prefix"]) == min(32, start) and len(quote["suffix"]) == min(32, len(text) - end)
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_selectors_find_their_words() -> None:
    for tables in runs():
        check_selectors(tables)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wording=ANY)
def test_selectors_find_any_words(wording: str) -> None:
    check_selectors(with_wording(wording))


def test_there_is_one_for_each_claim_quotation_and_event() -> None:
    for tables in runs():
        stories = build_contract(tables, version="0")["stories"]
        told = sum(
            len(story["quotes"]) + len(story["events"]) + sum(len(each["claims"]) for each in story["findings"])
            for story in stories
        )
        annotations = read(tables)
        assert len(annotations) == told == len({each["id"] for each in annotations})


def test_what_is_said_of_the_words() -> None:
    annotations = read(runs()[1])
    sixty = next(each for each in annotations if each["target"][0]["selector"][0]["exact"].startswith("up to 60"))
    said = [(body["purpose"], body.get("value") or body["source"]) for body in sixty["body"]]
    assert said == [
        ("linking", "urn:tellings:f-number"), ("describing", "How many wardens were asked for?"),
        ("identifying", "up to 60 wardens"), ("classifying", "differ"), ("tagging", "number"),
        ("tagging", "contradiction"), ("commenting", "according to Tomas Eketorp"),
    ]  # fmt: skip
    page = sixty["target"][1]
    assert page["source"] == "https://observer.example/locks" and page["selector"]["type"] == "TextQuoteSelector"


def test_rdflib_reads_the_same_annotations() -> None:
    for tables in runs():
        page = json.loads(make_export(tables, "annotations").text) | {"@context": CONTEXT}
        graph = rdflib.Graph().parse(data=json.dumps(page), format="json-ld")
        oa = rdflib.Namespace(_OA)
        found = set(graph.subjects(rdflib.RDF.type, oa.Annotation))
        assert found == {rdflib.URIRef(each["id"]) for each in page["items"]}
        known = {term.split(":")[1] for term in map(str, CONTEXT.values()) if term.startswith("oa:")}
        known |= {value["@id"].split(":")[1] for value in CONTEXT.values() if isinstance(value, dict)}
        for _, verb, term in graph:
            if str(verb).startswith(_OA):
                assert str(verb).removeprefix(_OA) in known
            if verb in (oa.motivatedBy, oa.hasPurpose):
                assert str(term).startswith(_OA)  # a word of the vocabulary, no plain text
        for selector in graph.subjects(rdflib.RDF.type, oa.TextPositionSelector):
            start, end = graph.value(selector, oa.start), graph.value(selector, oa.end)
            assert isinstance(start, rdflib.Literal) and isinstance(end, rdflib.Literal)
            assert start.toPython() < end.toPython()
