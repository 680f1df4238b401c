"""Runs of tables in, W3C Web Annotations out: one JSON-LD page with an annotation for each claim of a finding, each
quotation and each coded event.

The target is the words in a report: by what they are, with the letters before and after (TextQuoteSelector), and by
where they stand (TextPositionSelector). Positions count characters of the report's text as the account has it, so they
stand on that text; on the page that it came from, which has menus and markup, the words alone are stated.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tellings import __version__
from tellings.publish.exports.accounts import Told, iterate_stories, name_urn, show_url
from tellings.publish.exports.as_json import drop_empty, stream_document
from tellings.records import Tables, make_id

Fields = dict[str, Any]
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # letters before and after, as common annotation tools keep them
NO_WORDS = "without words"


def stream_annotations(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """An AnnotationPage, one annotation a line."""
    head = {"@context": _CONTEXT, "type": "AnnotationPage"}
    yield from stream_document(head, "items", _build_annotations(runs, left_out))


def _build_annotations(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[Fields]:
    for told in iterate_stories(runs):
        made: set[str] = set()
        for kind, place, bodies in _find_annotated(told):
            says = (place.get("value"), place.get("speaker"))
            name = make_id("annotation", told.story["id"], kind, place["report"], place["start"], place["end"], *says)
            if not told.words(place).strip():
                left_out[NO_WORDS] += 1
            elif name not in made:
                made.add(name)
                yield _build_annotation(told, name, place, bodies)


def _find_annotated(told: Told) -> Iterator[tuple[str, Mapping[str, Any], list[Fields]]]:
    """What it is part of, where it stands, and what is said of it."""
    for finding in told.story["findings"]:
        for claim in finding["claims"]:
            yield finding["id"], claim, _say_claim(finding, claim)
    for quote in told.story["quotes"]:
        yield "quote", quote, _say_quote(quote)
    for event in told.story["events"]:
        yield event["id"], event, _say_event(event)


def _build_annotation(told: Told, name: str, place: Mapping[str, Any], bodies: list[Fields]) -> Fields:
    return {
        "id": name_urn(name),
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"id": name_urn("software"), "type": "Software", "name": f"tellings {__version__}"},
        "body": bodies,
        "target": _build_targets(told, place),
    }


def _build_targets(told: Told, place: Mapping[str, Any]) -> list[Fields]:
    report = told.reports[place["report"]]
    text, start, end = report["text"], place["start"], place["end"]
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    language = report["language"] if report["language"] != "und" else None
    source = {"id": name_urn(report["id"]), "type": "Text", "format": "text/plain", "language": language}
    targets: list[Fields] = [
        {"type": "SpecificResource", "source": drop_empty(source), "selector": [quote, position]},
    ]
    if url := show_url(report["url"]):
        targets.append({"type": "SpecificResource", "source": url, "selector": quote})
    return targets


def _text(value: str | None, purpose: str) -> list[Fields]:
    """A body of ours; none for nothing."""
    return [{"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}] if value else []


def _link(id: str) -> Fields:
    return {"type": "SpecificResource", "source": name_urn(id), "purpose": "linking"}


def _say_claim(finding: Mapping[str, Any], claim: Mapping[str, Any]) -> list[Fields]:
    difference = finding["difference"] if finding["status"] == "differ" else None
    return [
        _link(finding["id"]),
        *_text(finding["question"] or finding["gist"], "describing"),
        *_text(claim["value"], "identifying"),
        *_text(finding["status"], "classifying"),
        *_text(finding["slot"], "tagging"),
        *_text(difference, "tagging"),
        *_text(claim["speaker"] and f"according to {claim['speaker']}", "commenting"),
    ]


def _say_quote(quote: Mapping[str, Any]) -> list[Fields]:
    speaker = [_link(quote["speaker_entity"])] if quote["speaker_entity"] else []
    return [*speaker, *_text(f"{quote['kind']} speech", "classifying"), *_text(quote["speaker"], "identifying")]


def _say_event(event: Mapping[str, Any]) -> list[Fields]:
    told = event["factuality"] if event["polarity"] == "positive" else f"not {event['factuality']}"
    return [
        _link(event["happening"]),
        *_text(f"{event['scheme']}: {event['type']}", "classifying"),
        *_text(event["mode"], "tagging"),
        *_text(told, "tagging"),
        *_text(event["says"] and f"according to {event['says']}", "commenting"),
    ]
