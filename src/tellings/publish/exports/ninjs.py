"""Runs of tables in, IPTC ninjs 3.1 out: a story a line, an item of type composite that carries its reports.

The reports are associated items of type text, forecasts of the timeline items of type event. A time is given where it
is known to the minute with its zone, as the standard asks; a day alone stands in the editorial note.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tellings import __version__
from tellings.publish.dates import render_interval
from tellings.publish.exports.accounts import Told, call_report, iterate_stories, name_urn, show_url
from tellings.publish.exports.as_json import drop_empty, show_json
from tellings.publish.exports.descent import DEPENDS, in_utc, iterate_descents
from tellings.publish.exports.points import build_point
from tellings.records import Tables, make_id

Fields = dict[str, Any]
STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}
_PLAIN = "text/plain"


def stream_ninjs(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """The stories, one item a line; of one story alone the file is one item. Nothing is left out."""
    for told in iterate_stories(runs):
        yield show_json(_build_story(told)) + "\n"


def _build_story(told: Told) -> Fields:
    story = told.story
    languages = {report["language"] for report in told.reports.values()}
    summary = " ".join(sentence["text"] for sentence in story["summary"])
    forecasts = [each for each in story["timeline"] if each["kind"] == "forecast" and (each["from"] or each["to"])]
    return drop_empty(
        {
            "standard": STANDARD,
            "uri": name_urn(story["id"]),
            "type": "composite",
            "language": languages.pop() if len(languages) == 1 and "und" not in languages else None,
            "title": story["headline"],
            "headlines": [{"value": story["headline"], "contentType": _PLAIN}],
            "descriptions": [{"role": "summary", "contentType": _PLAIN, "value": summary}] if summary else [],
            "edNote": _note(story["counts"]),
            "people": _build_named(told, "person"),
            "organisations": _build_named(told, "organisation"),
            "places": [_build_place(place) for place in story["places"] if place["literal"]],
            "associations": [
                *(_build_report(told, report) for report in told.reports.values()),
                *(_build_forecast(story["id"], each) for each in forecasts),
            ],
        }
    )


def _note(counts: Mapping[str, int]) -> str:
    return (
        f"Put together by tellings {__version__} from {counts['reports']} reports: {counts['articles']} articles, "
        f"{counts['publishers'] + counts['unnamed_publishers']} publishers, {counts['independent_lines']} independent "
        "lines. It tells what they say and not whether it holds."
    )


def _build_named(told: Told, kind: str) -> list[Fields]:
    return [
        {"name": entity["name"], "rel": "mentioned", "uri": name_urn(entity["id"])}
        for entity in told.story["entities"]
        if entity["kind"] == kind
    ]


def _build_place(place: Mapping[str, Any]) -> Fields:
    number = place["geonames_id"]
    uri = f"https://sws.geonames.org/{number}/" if number else None
    return drop_empty({"name": place["name"], "rel": "mentioned", "uri": uri, "geoJSON": build_point(place)})


def _build_report(told: Told, report: Mapping[str, Any]) -> Fields:
    url = show_url(report["url"])
    moment = in_utc(report["published"])
    return drop_empty(
        {
            "name": call_report(report),
            "rel": "report",
            "uri": name_urn(report["id"]),
            "type": "text",
            "contentCreated": moment,
            "language": report["language"] if report["language"] != "und" else None,
            "title": report["title"],
            "headlines": [{"value": report["title"], "contentType": _PLAIN}] if report["title"] else [],
            "by": report["byline"],
            "located": report["dateline"],
            "bodies": [{"role": "main", "contentType": _PLAIN, "value": told.body(report)}],
            "infoSources": [
                *([{"name": report["outlet"], "role": "publisher"}] if report["outlet"] else []),
                *({"name": name, "role": "credited"} for name in report["credits"]),
            ],
            "subjects": [{"name": report["section"], "rel": "section"}] if report["section"] else [],
            "renditions": [{"name": "web", "href": url}] if url else [],
            "altIds": [{"role": "capture", "value": report["capture"]}],
            "edNote": _say_report(told, report, dated=moment is not None),
        }
    )


def _say_report(told: Told, report: Mapping[str, Any], *, dated: bool) -> str:
    """What has no field of its own: a day without clock, and whom the report has its text from."""
    when, said = report["published"], []
    if when and not dated:
        said.append(f"Published {render_interval(when['start'], when['end'], when['precision'], when['zone'])}.")
    for link in iterate_descents(told):
        if link.later == report["id"] and link.directed:
            other = call_report(told.reports[link.source])
            said.append(f"{DEPENDS.get(link.relation, link.relation).capitalize()} {other}.")
    return " ".join(said)


def _build_forecast(story: str, happening: Mapping[str, Any]) -> Fields:
    first, last = happening["from"], happening["to"]
    dates = {"expectedStartDate": _cut(first), "expectedEndDate": _cut(last) if last != first else None}
    return {
        "name": happening["gist"],
        "rel": "forecast",
        "uri": name_urn(make_id("forecast", story, happening["gist"], first, last)),
        "type": "event",
        "title": happening["gist"],
        "eventDetails": {"dates": drop_empty(dates)},
    }


def _cut(moment: str | None) -> str | None:
    """The day: the standard's clock times need seconds, which nobody told."""
    return moment[:10] if moment else None
