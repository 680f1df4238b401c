"""Runs of tables in, schema.org's JSON-LD out: a NewsArticle for each report, a Claim for each thing that they say.

Where reports differ there is one Claim for each value, and a Question that is about them all. A Claim has the words in
which each report makes it as its appearances, the first of them where it is known. None is rated: nothing here says
what is true, so there is no ClaimReview, which needs a verdict.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tellings.publish.exports.accounts import Told, iterate_stories, name_urn, show_url
from tellings.publish.exports.as_json import drop_empty, stream_document
from tellings.publish.exports.codes import name_of
from tellings.publish.exports.descent import day_told, in_utc, iterate_descents, rank_of
from tellings.publish.exports.points import build_point
from tellings.records import Tables, make_id
from tellings.text.folding import fold

Fields = dict[str, Any]
_TYPES = {"person": "Person", "organisation": "Organization"}  # of what is named; others have no type that fits
_BASED = frozenset({"copy", "derived", "version"})


def stream_schema_org(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """One JSON-LD document, a thing a line; nothing is left out."""
    yield from stream_document({"@context": "https://schema.org"}, "@graph", _build_things(runs))


def _build_things(runs: Iterable[Tables]) -> Iterator[Fields]:
    for told in iterate_stories(runs):
        types = {fold(each["name"]): _TYPES.get(each["kind"]) for each in told.story["entities"]}
        for report in told.reports.values():
            yield _build_article(told, report)
        for finding in told.story["findings"]:
            yield from _build_claims(told, finding, types)


def _build_article(told: Told, report: Mapping[str, Any]) -> Fields:
    sources = [link for link in iterate_descents(told) if link.later == report["id"] and link.directed]
    language = report["language"] if report["language"] != "und" else None
    # A byline may be a newsroom, or several people: it is a person's where it names one that the story tells of.
    people = {fold(each["name"]) for each in told.story["entities"] if each["kind"] == "person"}
    author = {"@type": "Person", "name": report["byline"]} if fold(report["byline"] or "") in people else None
    return drop_empty(
        {
            "@type": "NewsArticle",
            "@id": name_urn(report["id"]),
            "url": show_url(report["url"]),
            "headline": report["title"],
            "author": author,
            "creditText": report["byline"],
            "publisher": {"@type": "Organization", "name": report["outlet"]} if report["outlet"] else None,
            "datePublished": _date(report["published"]),
            "dateModified": _date(report["modified"]),
            "dateline": report["dateline"],
            "articleSection": report["section"],
            "inLanguage": language,
            "isBasedOn": [_link(link.source) for link in sources if link.relation in _BASED],
            "citation": [_link(link.source) for link in sources if link.relation == "quotes_other"],
            "mentions": _build_mentions(told, report["id"]),
            "articleBody": told.body(report),
        }
    )


def _date(when: Mapping[str, Any] | None) -> str | None:
    """The moment in UTC, else the minute by a clock of unknown zone, else the day; nothing coarser has a form."""
    if moment := in_utc(when):
        return moment
    if when and when["precision"] == "minute" and when["start"] == when["end"]:
        return str(when["start"])
    return day_told(when)


def _link(id: str) -> Fields:
    return {"@id": name_urn(id)}


def _build_mentions(told: Told, report: str) -> list[Fields]:
    """Who and what is named in it, where it has a type that fits."""
    named: list[Fields] = []
    for entity in told.story["entities"]:
        if entity["kind"] in _TYPES and any(mention["report"] == report for mention in entity["mentions"]):
            same = [f"http://www.wikidata.org/entity/{v}" for k, v in entity["identifiers"].items() if k == "wikidata"]
            named.append(drop_empty({"@type": _TYPES[entity["kind"]], "name": entity["name"], "sameAs": same}))
    for place in told.story["places"]:
        if place["literal"] and any(mention["report"] == report for mention in place["mentions"]):
            named.append(_build_place(place))
    return named


def _build_place(place: Mapping[str, Any]) -> Fields:
    country = name_of(place["country"])
    known = build_point(place) is not None  # a country has none
    geo = {"@type": "GeoCoordinates", "latitude": place["lat"], "longitude": place["lon"]} if known else None
    inside = {"@type": "Country", "name": country} if country and country != place["name"] else None
    number = place["geonames_id"]
    same = f"https://sws.geonames.org/{number}/" if number else None
    return drop_empty({"@type": "Place", "name": place["name"], "sameAs": same, "geo": geo, "containedInPlace": inside})


def _build_claims(told: Told, finding: Mapping[str, Any], types: Mapping[str, str | None]) -> Iterator[Fields]:
    """The claims of a finding: one, or where the reports differ one for each value, and the question between them."""
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for claim in finding["claims"]:
        groups[fold(claim["value"] or "") if finding["status"] == "differ" else ""].append(claim)
    apart = finding["status"] == "differ"
    names = [make_id("claim", finding["id"], value) if apart else finding["id"] for value in groups]
    for name, claims in zip(names, groups.values(), strict=True):
        yield _build_claim(told, name, finding, claims, types)
    if apart:
        yield {
            "@type": "Question",
            "@id": name_urn(finding["id"]),
            "name": finding["question"] or finding["gist"],
            "about": [_link(name) for name in names],
        }


def _build_claim(
    told: Told,
    id: str,
    finding: Mapping[str, Any],
    claims: Sequence[Mapping[str, Any]],
    types: Mapping[str, str | None],
) -> Fields:
    speakers = {claim["speaker"] for claim in claims}
    speaker = speakers.pop() if len(speakers) == 1 else None
    kind = types.get(fold(speaker)) if speaker else None
    first = _find_first(told, claims)
    return drop_empty(
        {
            "@type": "Claim",
            "@id": name_urn(id),
            "text": told.words(claims[0]) if finding["status"] == "differ" else finding["gist"],
            "author": {"@type": kind, "name": speaker} if kind else None,
            "firstAppearance": _build_appearance(told, first) if first else None,
            "appearance": [_build_appearance(told, claim) for claim in claims],
        }
    )


def _find_first(told: Told, claims: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The claim that was published first; None where that is not known of all of them."""
    dated = [(told.reports[claim["report"]]["published"], claim) for claim in claims]
    if not all(when and when["start"] for when, _ in dated):
        return None
    return min(dated, key=lambda pair: rank_of(pair[0]))[1]


def _build_appearance(told: Told, claim: Mapping[str, Any]) -> Fields:
    """The words in which a report makes the claim, and whom it has it from."""
    says = f"according to {claim['speaker']}" if claim["speaker"] else None
    words = {"@type": "CreativeWork", "text": told.words(claim), "isPartOf": _link(claim["report"]), "creditText": says}
    return drop_empty(words)
