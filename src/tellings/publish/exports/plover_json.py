"""A run's tables in, PLOVER JSON lines out: one record for each happening, on one line, all fields in one order.

Field names are those of the PLOVER manual. What is not known is null; `id`, `date`, `actor` and `event` are required
and always there. Happenings that no report tells as happened have `historical`, `future`, `hypothetical` or `negated`
in `mode`. An undated happening has the day of its first report, and `comment` says so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from tellings import __version__
from tellings.publish.exports.as_json import show_json
from tellings.publish.exports.codes import iso3_of, name_of
from tellings.publish.exports.happenings import HAPPENED, Told, find_happenings
from tellings.publish.exports.sheet import plain
from tellings.publish.exports.sides import Side
from tellings.publish.exports.sites import COUNTRY, DISTRICT, PROVINCE, TOWN, Site
from tellings.publish.exports.times import clock_of
from tellings.publish.exports.words import (
    join,
    say_count,
    say_differences,
    say_figures,
    say_otherwise,
    say_speakers,
    wording_of,
)
from tellings.records import Interval, Tables

Fields = dict[str, Any]
_RESOLUTION = {TOWN: 1, DISTRICT: 2, PROVINCE: 3, COUNTRY: 4}  # 5: a name that was not resolved


def stream_plover_json(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """One JSON object a line; nothing is left out."""
    for tables in runs:
        for told in find_happenings(tables):
            yield show_json(_build_record(told)) + "\n"


def render_plover_json(tables: Tables) -> str:
    """The lines of one run."""
    return "".join(stream_plover_json([tables], Counter()))


def _build_record(told: Told) -> Fields:
    event, first = told.event, told.first
    when, dated = told.when, told.when is not None
    if when is None:
        when = next((n.published for n in told.namings if n.published and n.published.start), None)
    actors = (*told.actors, *told.recipients) if told.mutual else told.actors
    return {
        "id": told.id,
        "has_event": True,
        "date": when.start[:10] if when and when.start else "",
        "time": clock_of(when.start, when.zone) if when and dated else None,
        "enddate": _end(when) if dated else None,
        "endtime": clock_of(when.end, when.zone) if when and dated and when.end != when.start else None,
        "actor": [_build_entity(side) for side in actors],
        "recipient": [] if told.mutual else [_build_entity(side) for side in told.recipients],
        "event": [event.type],
        "event_loc": _build_location(told.site),
        "event_text": [_words(told, event.head.start, event.head.end)],
        "quad_code": event.quad,
        "event_scale": event.intensity,
        "mode": [*filter(None, (event.mode,)), *([told.reality] if told.reality != HAPPENED else [])],
        "context": list(told.contexts),
        "size": {kind: _lowest(told, kind) for kind in ("dead", "injured", "arrested")},
        "link": told.story or None,
        "text": wording_of(told),
        "text_info": _build_text_info(told),
        "cite_info": _build_cite_info(told),
        "coder": f"tellings {__version__}",
        "coded_date": None,
        "coded_time": None,
        "comment": _comment(told, dated=dated, by=first.event.by),
    }  # fmt: skip


def _lowest(told: Told, kind: str) -> int | None:
    return told.ranges[kind].low if kind in told.ranges else None


def _end(when: Interval | None) -> str | None:
    """The last day, where it is another than the first."""
    if when is None or when.end is None:
        return None
    return when.end[:10] if when.end[:10] != (when.start or "")[:10] else None


def _words(told: Told, start: int, end: int) -> str:
    report = next(naming.report for naming in told.namings if naming.report.id == told.event.report)
    return plain(report.text[start:end])


def _build_entity(side: Side) -> Fields:
    known = dict(side.identifiers)
    wikidata = known.get("wikidata")
    return {
        "code": side.iso3 or side.body,
        "sector": side.sector,
        "entity_text": plain(side.raw),
        "identifier_id": wikidata,
        "identifier_text": plain(side.name),
        "religion": None,
        "ethnicity": None,
        "office": plain(side.role) if side.role else None,
        "gender": None,
        "age": None,
    }


def _build_location(site: Site | None) -> Fields | None:
    if site is None:
        return None
    place, level = site.place, site.level
    return {
        "extracted_place": plain(place.name),
        "resolved_place": plain(place.name) if site.resolved else None,
        "geonameid": place.geonames_id,
        "lat": place.lat,
        "lon": place.lon,
        "city": plain(place.name) if level == TOWN else None,
        "district": plain(place.name) if level == DISTRICT else None,
        "province": plain(place.admin1) if place.admin1 else None,
        "country": name_of(place.country),
        "country_code": iso3_of(place.country),
        "feature_class": _feature_class(place.feature),
        "feature_code": place.feature,
        "resolution": _RESOLUTION.get(level, 5),
    }


def _feature_class(feature: str | None) -> str | None:
    """GeoNames' class of a feature code: A for countries and their parts, P for towns."""
    if feature is None:
        return None
    return "P" if feature.startswith("PPL") else "A" if feature.startswith(("ADM", "PCL")) else None


def _build_text_info(told: Told) -> Fields:
    sentence = told.first.sentence
    span = sentence.span if sentence else told.first.event.span
    return {"sequence": sentence.index if sentence else None, "start": span.start, "end": span.end, "text_story": None}


def _build_cite_info(told: Told) -> Fields:
    report = told.first.report
    return {
        "corpus": None,
        "citation": report.id,
        "url": plain(report.url) if report.url else None,
        "title": plain(report.title) if report.title else None,
        "language": report.language,
        "publication": plain(report.outlet) if report.outlet else None,
        "license": None,
        "copyright": None,
        "coder": f"tellings {__version__}",
        "codebook": "PLOVER",
        "version": __version__,
    }


def _comment(told: Told, *, dated: bool, by: str) -> str:
    return join(
        say_count(told),
        "" if dated else "No report dates it: the date is that of the first report.",
        say_otherwise(told),
        say_speakers(told),
        say_figures(told, "dead", "Dead"),
        say_figures(told, "injured", "Injured"),
        say_figures(told, "arrested", "Arrested"),
        say_differences(told),
        "" if by == "lexicon" else "Coded by meaning, not by a frame of the lexicon.",
    )
