"""Runs of tables in, the account as flat tables out: rows by the name of their table, each with every column of it.

The tables are those of docs/account.md, with the story's id in front. Columns have names that SQL leaves free: `first`
and `last` for the ends of a time, `start_at` and `end_at` for characters of a report's text. The unknown is None.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from tellings.publish.contract import build_drops
from tellings.publish.exports.accounts import Told, iterate_stories
from tellings.records import Tables

Row = dict[str, Any]
_TEXT, _LIST, _NUMBER, _WHOLE, _FLAG = "VARCHAR", "VARCHAR[]", "DOUBLE", "BIGINT", "BOOLEAN"
_PLACE = "STRUCT(report VARCHAR, start_at BIGINT, end_at BIGINT, words VARCHAR)"
_WHEN = {"first": _TEXT, "last": _TEXT, "precision": _TEXT}
_AT = {"report": _TEXT, "start_at": _WHOLE, "end_at": _WHOLE, "words": _TEXT}
_COUNTS = {"articles": _WHOLE, "publishers": _WHOLE, "unnamed_publishers": _WHOLE, "independent_lines": _WHOLE}
_LINK = {"left_report": _TEXT, "right_report": _TEXT, "relation": _TEXT, "score": _NUMBER, "reason": _TEXT}
_CASE_CLAIM = f"{_PLACE[:-1]}, role VARCHAR, gist VARCHAR, speaker VARCHAR, first VARCHAR, last VARCHAR)"
_CASE_STATE = (
    "STRUCT(state VARCHAR, first VARCHAR, last VARCHAR, reported_first VARCHAR, reported_last VARCHAR, "
    f"claims {_PLACE}[])"
)

# Every table with its columns, and their types as DuckDB and Parquet have them.
SCHEMA: dict[str, dict[str, str]] = {
    "stories": {"story": _TEXT, "headline": _TEXT, **_WHEN, "places": _LIST, "reports": _WHOLE, **_COUNTS,
                "not_compared": _WHOLE},
    "summaries": {"story": _TEXT, "number": _WHOLE, "sentence": _TEXT, "findings": _LIST, "claims": f"{_PLACE}[]"},
    "reports": {"story": _TEXT, "report": _TEXT, "capture": _TEXT, "outlet": _TEXT, "publisher": _TEXT, "title": _TEXT,
                "byline": _TEXT, "section": _TEXT, "url": _TEXT, "dateline": _TEXT, **_WHEN, "zone": _TEXT,
                "date_inferred": _FLAG, "date_reason": _TEXT, "modified": _TEXT, "language": _TEXT, "compared": _FLAG,
                "line": _TEXT, "supersedes": _TEXT, "met_again": _LIST, "credits": _LIST, "disclaimers": _LIST,
                "captions": _LIST, "text": _TEXT},
    "lines": {"story": _TEXT, "line": _TEXT, "reports": _LIST},
    "links": {"story": _TEXT, **_LINK, "by": _TEXT, "evidence": f"{_PLACE}[]"},
    "publishers": {"story": _TEXT, "publisher": _TEXT, "outlets": _LIST, "reports": _LIST, "reason": _TEXT},
    "judgements": {"story": _TEXT, "left_report": _TEXT, "right_report": _TEXT, "relation": _TEXT, "verdict": _FLAG,
                   "by": _TEXT, "reason": _TEXT, "overrules": _FLAG, "outcome": _TEXT},
    "changes": {"story": _TEXT, "report": _TEXT, "earlier": _TEXT, "ordered": _FLAG, "kind": _TEXT, "before": _PLACE,
                "after": _PLACE},
    "entities": {"story": _TEXT, "entity": _TEXT, "name": _TEXT, "kind": _TEXT, "aliases": _LIST, "roles": _LIST,
                 "country": _TEXT, "identifiers": "STRUCT(scheme VARCHAR, value VARCHAR)[]", "mentions": f"{_PLACE}[]"},
    "places": {"story": _TEXT, "name": _TEXT, "geonames_id": _WHOLE, "lat": _NUMBER, "lon": _NUMBER, "country": _TEXT,
               "admin1": _TEXT, "feature": _TEXT, "literal": _FLAG, "mentions": f"{_PLACE}[]"},
    "moments": {"story": _TEXT, **_AT, **_WHEN, "kind": _TEXT, "value": _TEXT},
    "quantities": {"story": _TEXT, **_AT, "low": _NUMBER, "high": _NUMBER, "unit": _TEXT, "counted": _TEXT,
                   "bound": _TEXT},
    "quotes": {"story": _TEXT, **_AT, "kind": _TEXT, "speaker": _TEXT, "speaker_entity": _TEXT},
    "events": {"story": _TEXT, "event": _TEXT, "happening": _TEXT, **_AT, "scheme": _TEXT, "type": _TEXT,
               "mode": _TEXT, "contexts": _LIST, "quad": _WHOLE, "intensity": _NUMBER, "mutual": _FLAG, "by": _TEXT,
               "actor": _TEXT, "actor_country": _TEXT, "actor_sectors": _LIST, "recipient": _TEXT,
               "recipient_country": _TEXT, "recipient_sectors": _LIST, **_WHEN, "place": _TEXT, "factuality": _TEXT,
               "polarity": _TEXT, "says": _TEXT},
    "findings": {"story": _TEXT, "finding": _TEXT, "status": _TEXT, "kind": _TEXT, "slot": _TEXT, "difference": _TEXT,
                 "gist": _TEXT, "question": _TEXT, "weight": _NUMBER, "doubtful": _FLAG, "corrupted": _TEXT, **_COUNTS},
    "claims": {"story": _TEXT, "finding": _TEXT, **_AT, "value": _TEXT, "speaker": _TEXT, "line": _TEXT},
    "cases": {"story": _TEXT, "number": _WHOLE, "kind": _TEXT, "state": _TEXT, "requester": _TEXT, "addressee": _TEXT,
              "asked": _TEXT, "basis": _LIST, "conditions": _LIST, "decision": _TEXT, "decided_first": _TEXT,
              "decided_last": _TEXT, "decided_by": _TEXT, "reasons": _LIST, "reactions": _LIST,
              "claims": f"{_CASE_CLAIM}[]", "states": f"{_CASE_STATE}[]"},
    "timeline": {"story": _TEXT, "number": _WHOLE, **_WHEN, "gist": _TEXT, "kind": _TEXT, "reported_first": _TEXT,
                 "reported_last": _TEXT, "findings": _LIST, "claims": f"{_PLACE}[]"},
    "drops": {"capture": _TEXT, "stage": _TEXT, "reason": _TEXT, "detail": _TEXT, "same_as": _TEXT},
}  # fmt: skip
_NAMES = {"from": "first", "to": "last", "start": "start_at", "end": "end_at", "of": "counted", "text": "sentence"}


def iterate_rows(runs: Iterable[Tables]) -> Iterator[tuple[str, Row]]:
    """(table, row) of every story of every run, then of what was left out of the run."""
    for tables in runs:
        for told in iterate_stories([tables]):
            for name, build in _BUILD.items():
                for row in build(told):
                    yield name, _fill(name, {"story": told.story["id"], **row})
        for drop in build_drops(tables):
            yield "drops", _fill("drops", drop)


def iterate_table(runs: Iterable[Tables], name: str) -> Iterator[Row]:
    """The rows of one table, of every story of every run. Raises KeyError for a table that there is none of."""
    for tables in runs:
        if name == "drops":
            yield from (_fill(name, drop) for drop in build_drops(tables))
        else:
            for told in iterate_stories([tables]):
                yield from (_fill(name, {"story": told.story["id"], **row}) for row in _BUILD[name](told))


def _fill(table: str, row: Mapping[str, Any]) -> Row:
    return {column: row.get(column) for column in SCHEMA[table]}


def _rename(fields: Mapping[str, Any]) -> Row:
    return {_NAMES.get(key, key): value for key, value in fields.items()}


def _when(interval: Mapping[str, Any] | None) -> Row:
    """A stretch of time that has keys of its own."""
    when = interval or {}
    return {"first": when.get("start"), "last": when.get("end"), "precision": when.get("precision")}


def _place(told: Told, place: Mapping[str, Any]) -> Row:
    return {"report": place["report"], "start_at": place["start"], "end_at": place["end"], "words": told.words(place)}


def _places(told: Told, places: Iterable[Mapping[str, Any]]) -> list[Row]:
    return [_place(told, place) for place in places]


def _build_stories(told: Told) -> list[Row]:
    story = told.story
    return [{"headline": story["headline"], **_when(story["when"]), "places": story["where"], **story["counts"]}]


def _build_summaries(told: Told) -> list[Row]:
    return [
        {**_rename(each), "number": number, "claims": _places(told, each["claims"])}
        for number, each in enumerate(told.story["summary"], start=1)
    ]


def _build_reports(told: Told) -> list[Row]:
    return [
        {
            **report,
            "report": report["id"],
            "publisher": told.publishers.get(report["id"]),
            **_when(report["published"]),
            "zone": (report["published"] or {}).get("zone"),
            "date_inferred": report["dating"]["inferred"],
            "date_reason": report["dating"]["reason"],
            "modified": (report["modified"] or {}).get("start"),
        }
        for report in told.reports.values()
    ]


def _build_lines(told: Told) -> list[Row]:
    lineage = told.story["lineage"]
    return [
        {"line": letter, "reports": line} for letter, line in zip(lineage["letters"], lineage["lines"], strict=True)
    ]


def _pair(fields: Mapping[str, Any]) -> Row:
    return {**fields, "left_report": fields["left"], "right_report": fields["right"]}


def _build_links(told: Told) -> list[Row]:
    links = told.story["lineage"]["links"]
    return [{**_pair(link), "evidence": _places(told, link["evidence"])} for link in links]


def _build_publishers(told: Told) -> list[Row]:
    return [{**each, "publisher": each["name"]} for each in told.story["publishers"]]


def _build_judgements(told: Told) -> list[Row]:
    return [_pair(each) for each in told.story["judgements"]]


def _build_changes(told: Told) -> list[Row]:
    return [
        {
            **revision,
            "kind": change["kind"],
            "before": _place(told, change["before"]) if change["before"] else None,
            "after": _place(told, change["after"]) if change["after"] else None,
        }
        for revision in told.story["changes"]
        for change in revision["changes"]
    ]


def _build_entities(told: Told) -> list[Row]:
    return [
        {
            **entity,
            "entity": entity["id"],
            "identifiers": [{"scheme": key, "value": value} for key, value in entity["identifiers"].items()],
            "mentions": _places(told, entity["mentions"]),
        }
        for entity in told.story["entities"]
    ]


def _build_places(told: Told) -> list[Row]:
    return [{**place, "mentions": _places(told, place["mentions"])} for place in told.story["places"]]


def _build_read(kind: str) -> Callable[[Told], list[Row]]:
    """What stands at one place of a report: moments, quantities, quotes, events."""
    return lambda told: [{**_rename(each), "words": told.words(each)} for each in told.story[kind]]


def _build_events(told: Told) -> list[Row]:
    return [{**_rename(each), "event": each["id"], "words": told.words(each)} for each in told.story["events"]]


def _build_findings(told: Told) -> list[Row]:
    return [{**finding, "finding": finding["id"], **finding["counts"]} for finding in told.story["findings"]]


def _build_claims(told: Told) -> list[Row]:
    return [
        {
            **_place(told, claim),
            "finding": finding["id"],
            "value": claim["value"],
            "speaker": claim["speaker"],
            "line": told.reports[claim["report"]]["line"],
        }
        for finding in told.story["findings"]
        for claim in finding["claims"]
    ]


def _build_cases(told: Told) -> list[Row]:
    return [
        {
            **case,
            "number": number,
            "decided_first": (case["decided"] or {}).get("from"),
            "decided_last": (case["decided"] or {}).get("to"),
            "claims": [_case_claim(told, claim) for claim in case["claims"]],
            "states": [_case_state(told, turn) for turn in case["states"]],
        }
        for number, case in enumerate(told.story["cases"], start=1)
    ]


def _case_claim(told: Told, claim: Mapping[str, Any]) -> Row:
    said = {key: claim[key] for key in ("role", "gist", "speaker")}
    return {**_place(told, claim), **said, "first": claim["from"], "last": claim["to"]}


def _case_state(told: Told, turn: Mapping[str, Any]) -> Row:
    return {
        "state": turn["state"],
        "first": turn["from"],
        "last": turn["to"],
        "reported_first": (turn["reported"] or {}).get("start"),
        "reported_last": (turn["reported"] or {}).get("end"),
        "claims": _places(told, turn["claims"]),
    }


def _build_timeline(told: Told) -> list[Row]:
    return [
        {
            **_rename(each),
            "number": number,
            "reported_first": (each["reported"] or {}).get("start"),
            "reported_last": (each["reported"] or {}).get("end"),
            "claims": _places(told, each["claims"]),
        }
        for number, each in enumerate(told.story["timeline"], start=1)
    ]


_BUILD: dict[str, Callable[[Told], Sequence[Row]]] = {
    "stories": _build_stories,
    "summaries": _build_summaries,
    "reports": _build_reports,
    "lines": _build_lines,
    "links": _build_links,
    "publishers": _build_publishers,
    "judgements": _build_judgements,
    "changes": _build_changes,
    "entities": _build_entities,
    "places": _build_places,
    "moments": _build_read("moments"),
    "quantities": _build_read("quantities"),
    "quotes": _build_read("quotes"),
    "events": _build_events,
    "findings": _build_findings,
    "claims": _build_claims,
    "cases": _build_cases,
    "timeline": _build_timeline,
}
