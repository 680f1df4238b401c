"""A run's tables in, GDELT 2.0 Events and Mentions out: 61 and 16 columns apart by tabs, without header as theirs.

One row of Events for each happening, one of Mentions for each word that tells it. Codes are CAMEO's, by PLOVER's own
conversion table; countries of places are FIPS 10-4, of actors CAMEO's. Tone is not measured and stays empty, as do
ethnic and religious codes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from tellings.publish.exports.codes import (
    cameo_of,
    codes_of,
    goldstein_of,
    name_of,
    quad_of,
    sector_codes,
    state_code,
)
from tellings.publish.exports.happenings import Naming, Told
from tellings.publish.exports.layout import Layout, build_sheet, iterate_rows
from tellings.publish.exports.sheet import Row, Sheet, plain, render_tsv, stream_tsv
from tellings.publish.exports.sides import Side
from tellings.publish.exports.sites import COUNTRY, DISTRICT, PROVINCE, TOWN, level_of
from tellings.publish.exports.times import day_of, fraction_of, month_of, stamp_of, year_of
from tellings.publish.exports.words import name_of_report
from tellings.records import Argument, Interval, Place, Tables
from tellings.text.hosts import find_host

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
EVENT_COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *(f"Actor1{name}" for name in _ACTOR),
    *(f"Actor2{name}" for name in _ACTOR), "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
    "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone", *(f"Actor1Geo_{name}" for name in _GEO),
    *(f"Actor2Geo_{name}" for name in _GEO), *(f"ActionGeo_{name}" for name in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTION_COLUMNS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
NO_CODE = "no CAMEO code"
_COUNTRY, _US_STATE, _US_CITY, _CITY, _STATE = 1, 2, 3, 4, 5  # Geo_Type
_WEB, _CITATION = 1, 2  # MentionType
_TYPES = 3  # role codes of an actor


def stream_gdelt_events(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """The lines of the table of events, without header; what has no row is counted."""
    return stream_tsv(EVENT_COLUMNS, iterate_rows(runs, EVENTS, left_out), header=False)


def stream_gdelt_mentions(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """The lines of the table of mentions, without header; what has no row is counted."""
    return stream_tsv(MENTION_COLUMNS, iterate_rows(runs, MENTIONS, left_out), header=False)


def build_gdelt_events(tables: Tables) -> Sheet:
    """The table of events, with the number of happenings left out and why."""
    return build_sheet(tables, EVENTS)


def build_gdelt_mentions(tables: Tables) -> Sheet:
    """The table of mentions of the same happenings, under the same numbers."""
    return build_sheet(tables, MENTIONS)


def render_gdelt_events(tables: Tables, *, header: bool = False) -> str:
    """The table of events as tab-separated text."""
    return render_tsv(build_gdelt_events(tables), header=header)


def render_gdelt_mentions(tables: Tables, *, header: bool = False) -> str:
    """The table of mentions as tab-separated text."""
    return render_tsv(build_gdelt_mentions(tables), header=header)


def _make_event(told: Told, number: int) -> list[Row] | str:
    code = _code_of(told)
    return [_build_event(told, code, number)] if code else NO_CODE


def _make_mentions(told: Told, number: int) -> list[Row] | str:
    """One for each word that tells it."""
    if _code_of(told) is None:
        return NO_CODE
    words = {naming.event.head: naming for naming in reversed(told.namings)}
    return [_build_mention(told, naming, number) for naming in reversed(words.values())]


EVENTS = Layout(EVENT_COLUMNS, lambda _: _make_event)
MENTIONS = Layout(MENTION_COLUMNS, lambda _: _make_mentions)


def _code_of(told: Told) -> str | None:
    return cameo_of(told.event.type, told.event.mode, told.contexts)


def _build_event(told: Told, code: str, number: int) -> Row:
    day = day_of(told.when)
    place = told.site.place if told.site else None
    return {
        "GLOBALEVENTID": number,
        "SQLDATE": day.replace("-", "") if day else None,
        "MonthYear": month_of(told.when),
        "Year": year_of(told.when),
        "FractionDate": fraction_of(told.when),
        **_build_actor("Actor1", told.actor),
        **_build_actor("Actor2", told.recipient),
        "IsRootEvent": int(any(_leads(naming) for naming in told.namings)),
        "EventCode": code,
        "EventBaseCode": code[:3] if len(code) > 2 else code,
        "EventRootCode": code[:2],
        "QuadClass": quad_of(code),
        "GoldsteinScale": goldstein_of(code),
        "NumMentions": told.counts.namings,
        "NumSources": told.counts.sources,
        "NumArticles": told.counts.articles,
        **_build_geo("Actor1Geo", told.actor.place if told.actor else None),
        **_build_geo("Actor2Geo", told.recipient.place if told.recipient else None),
        **_build_geo("ActionGeo", place),
        "DATEADDED": stamp_of(told.first.published),
        "SOURCEURL": _identify(told.first),
    }


def _leads(naming: Naming) -> bool:
    """Whether it is told in the headline or the first paragraph after it."""
    sentence, report = naming.sentence, naming.report
    if sentence is None:
        return False
    return sentence.title or "\n" not in report.text[report.body_start : sentence.span.start].strip()


def _build_actor(who: str, side: Side | None) -> Row:
    if side is None:
        return {}
    codes = codes_of(side.iso2)
    country = codes.cameo if codes else None
    roles = [code for sector in side.sectors if (code := sector_codes(sector).cameo)]
    if side.body and "IGO" not in roles:
        roles.insert(0, "IGO")
    types = list(dict.fromkeys(roles))[:_TYPES]
    parts = [*([country] if country else []), *types[:1], *([side.body] if side.body else []), *types[1:]]
    return {
        f"{who}Code": "".join(parts) or None,
        f"{who}Name": side.name.upper(),
        f"{who}CountryCode": country,
        f"{who}KnownGroupCode": side.body,
        **{f"{who}Type{place}Code": code for place, code in enumerate(types, start=1)},
    }


def _build_geo(where: str, place: Place | None) -> Row:
    """The cells of a place; none for one that was not resolved. Codes of provinces are known of the United States."""
    codes = codes_of(place.country) if place else None
    kind = _geo_type(place) if place else None
    if place is None or codes is None or kind is None:
        return {}
    state = state_code(place.admin1) if place.country == "US" else None
    names = [place.name, place.admin1, name_of(place.country)]
    if kind == _COUNTRY:
        names = [name_of(place.country)]
    elif level_of(place) == PROVINCE:
        names = [place.name, name_of(place.country)]
    return {
        f"{where}_Type": kind,
        f"{where}_FullName": ", ".join(dict.fromkeys(plain(name) for name in names if name)),
        f"{where}_CountryCode": codes.fips,
        f"{where}_ADM1Code": codes.fips if kind == _COUNTRY else f"US{state}" if state else None,
        f"{where}_Lat": place.lat,
        f"{where}_Long": place.lon,
        f"{where}_FeatureID": codes.fips if kind == _COUNTRY else None,
    }


def _geo_type(place: Place) -> int | None:
    level, american = level_of(place), place.country == "US"
    if level == COUNTRY:
        return _COUNTRY
    if level == PROVINCE:
        return _US_STATE if american else _STATE
    return (_US_CITY if american else _CITY) if level in (TOWN, DISTRICT) else None


def _build_mention(told: Told, naming: Naming, number: int) -> Row:
    event, report = naming.event, naming.report
    return {
        "GLOBALEVENTID": number,
        "EventTimeDate": stamp_of(told.first.published),
        "MentionTimeDate": stamp_of(naming.published),
        "MentionType": _WEB if report.url else _CITATION,
        "MentionSourceName": _source(naming),
        "MentionIdentifier": _identify(naming),
        "SentenceID": naming.sentence.index + 1 if naming.sentence else None,
        "Actor1CharOffset": _offset(event.actor),
        "Actor2CharOffset": _offset(event.recipient),
        "ActionCharOffset": event.head.start,
        "InRawText": 1,
        "MentionDocLen": len(report.text),
        "Extras": _show_published(naming.published),
    }


def _offset(argument: Argument | None) -> int | None:
    return argument.span.start if argument else None


def _source(naming: Naming) -> str:
    """The registered name of its host, as theirs; the outlet where there is no address."""
    report = naming.report
    return find_host(report.url) or name_of_report(report)


def _identify(naming: Naming) -> str:
    """The address; for what came from a file, as theirs for what is not of the web, a citation: the file's name."""
    return naming.report.url or naming.report.origin


def _show_published(published: Interval | None) -> str | None:
    """When the report appeared, as far as it is known: the columns of time hold only what is known to the minute."""
    if published is None or not published.start:
        return None
    end = f"/{published.end}" if published.end and published.end != published.start else ""
    return f"published={published.start}{end}{published.zone or ''}"
