"""A story of the contract in, what a store lists of it out."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tellings.store.summary import Counts, NamedEntity, Request, Summary, Value
from tellings.text.folding import fold

_SHOWN = 5  # places and actors that a list shows
_NAMED = frozenset({"person", "organisation", "group", "law", "event", "work", "product"})
_NEAR = 3  # reports outside that an account shows
_REAL = frozenset({"happened", "ongoing"})


def build_summary(story: Mapping[str, Any]) -> Summary:
    """The summary of one story of `build_contract`."""
    published = [report["published"] for report in story["reports"] if report["published"]]
    status = [finding["status"] for finding in story["findings"]]
    counts = story["counts"]
    actors = [entity for entity in story["entities"] if entity["kind"] in _NAMED]
    actors.sort(key=lambda entity: (-len(entity["mentions"]), entity["name"]))
    near = sorted((link["score"] for link in story["outside"]), reverse=True)
    return Summary(
        id=story["id"],
        headline=story["headline"],
        first=min((p["start"] for p in published if p["start"]), default=None),
        last=max((p["end"] for p in published if p["end"]), default=None),
        counts=Counts(
            reports=counts["reports"],
            publishers=counts["publishers"],
            lines=len(story["lineage"]["lines"]),
            differ=status.count("differ"),
            agree=status.count("agree"),
            single=status.count("single"),
        ),
        places=tuple(dict.fromkeys(place["name"] for place in story["places"]))[:_SHOWN],
        actors=tuple(dict.fromkeys(entity["name"] for entity in actors))[:_SHOWN],
        values=tuple(dict.fromkeys(_find_values(story))),
        entities=tuple(_build_entity(entity) for entity in story["entities"]),
        requests=tuple(_build_request(case) for case in story["cases"]),
        text="\n\n".join(report["text"] for report in story["reports"]),
        contract=json.dumps(story, ensure_ascii=True, separators=(",", ":")).encode(),
        nearest=near[-1] if len(near) >= _NEAR else 0.0,
    )


def _find_values(story: Mapping[str, Any]) -> Iterator[Value]:
    for place in story["places"]:
        yield Value("place", fold(place["name"]), place["name"])
        if place["country"]:
            yield Value("place", place["country"], place["country"])
    for entity in story["entities"]:
        if entity["kind"] in _NAMED:
            for name in (entity["name"], *entity["aliases"]):
                yield Value("actor", fold(name), entity["name"])
    for event in story["events"]:
        if event["factuality"] in _REAL and event["polarity"] == "positive":
            yield Value("event_type", event["type"], event["type"])


def _build_entity(entity: Mapping[str, Any]) -> NamedEntity:
    return NamedEntity(
        entity["id"],
        fold(entity["name"]),
        entity["name"],
        entity["kind"],
        entity["country"],
        len(entity["mentions"]),
    )


def _build_request(case: Mapping[str, Any]) -> Request:
    return Request(
        requester=case["requester"],
        addressee=case["addressee"],
        asked=case["asked"],
        decision=case["decision"],
        decided=case["decided"]["from"] if case["decided"] else None,
        decided_by=case["decided_by"],
        reports=len({claim["report"] for claim in case["claims"]}),
        kind=case["kind"],
        state=case["state"],
    )
