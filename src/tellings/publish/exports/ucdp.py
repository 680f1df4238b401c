"""A run's tables in, a CSV in the shape of UCDP's Georeferenced Event Dataset out: its 49 columns, one row a happening.

Only lethal violence: a report ties a number of dead to it, and whoever is told to have done it is a state or an armed
group. low, best, high are the lowest, best supported and highest figure of the reports; number_of_sources counts
independent lines. Ids of UCDP's own registers (conflicts, dyads, sides) are empty.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from math import floor

from tellings.publish.exports.codes import codes_of, name_of
from tellings.publish.exports.happenings import Naming, Told
from tellings.publish.exports.layout import Layout, build_sheet, iterate_rows
from tellings.publish.exports.sheet import Row, Sheet, plain, render_csv, stream_csv
from tellings.publish.exports.sides import Side
from tellings.publish.exports.sites import COUNTRY, DISTRICT, PROVINCE, TOWN, Site
from tellings.publish.exports.times import ucdp_precision, year_of
from tellings.publish.exports.tolls import Range
from tellings.publish.exports.words import outlet_of
from tellings.records import Tables

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high",
    "low", "gwnoa", "gwnob",
)  # fmt: skip
NOT_VIOLENT, NO_DEATHS, NOT_ORGANISED = "no violence", "no deaths told", "by no state or armed group"
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
_WHERE = {TOWN: 1, DISTRICT: 3, PROVINCE: 4, COUNTRY: 6}
_CELL, _ACROSS = 0.5, 720  # degrees of a PRIO-GRID cell, and cells around the globe


def stream_ucdp(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """The lines of the CSV, with a header; what has no row is counted."""
    return stream_csv(COLUMNS, iterate_rows(runs, LAYOUT, left_out))


def build_ucdp(tables: Tables) -> Sheet:
    """The table, with the number of happenings left out and why."""
    return build_sheet(tables, LAYOUT)


def render_ucdp(tables: Tables) -> str:
    """The table as CSV text, with a header."""
    return render_csv(build_ucdp(tables))


def _make(told: Told, number: int) -> list[Row] | str:
    return _find_reason(told) or [_build_row(told, told.ranges["dead"], number)]


LAYOUT = Layout(COLUMNS, lambda _: _make)


def _find_reason(told: Told) -> str:
    """Why it is none of UCDP's events, or ""."""
    if told.event.type != "ASSAULT":
        return NOT_VIOLENT
    if "dead" not in told.ranges or told.ranges["dead"].best < 1:
        return NO_DEATHS
    return NOT_ORGANISED if told.actor and told.actor.stands == "civilian" else ""


def _build_row(told: Told, dead: Range, number: int) -> Row:
    kind = _find_type(told.actor, told.recipient)
    if kind == ONE_SIDED and told.mutual:
        kind = None  # who fights back is no civilian
    sides = [told.actor, told.recipient]
    if kind == STATE_BASED and told.recipient and told.actor and told.actor.stands != "state":
        sides.reverse()  # the state is side A
    names = [side.name if side else None for side in sides]
    if kind == ONE_SIDED:
        names[1] = "Civilians"
    when = told.when
    country = told.site.place.country if told.site else None
    codes = codes_of(country)
    known = bool(when and when.start and when.end and ucdp_precision(when))
    return {
        "id": number,
        "relid": told.id,
        "year": year_of(when),
        "type_of_violence": kind,
        "dyad_name": " - ".join(name for name in names if name) if all(names) else None,
        "side_a": names[0],
        "side_b": names[1],
        "number_of_sources": told.counts.lines,
        **_build_sources(told),
        **_build_place(told.site),
        "country": name_of(country),
        "country_id": codes.gw if codes else None,
        "region": codes.ucdp if codes else None,
        "event_clarity": 1 if ucdp_precision(when) == 1 else None,
        "date_prec": ucdp_precision(when),
        "date_start": when.start[:10] if known and when and when.start else None,
        "date_end": when.end[:10] if known and when and when.end else None,
        _column_of_deaths(told, sides): dead.best,
        "best": dead.best,
        "high": dead.high,
        "low": dead.low,
        "gwnoa": _gw(sides[0]),
        "gwnob": _gw(sides[1]) if kind != ONE_SIDED else None,
    }


def _find_type(actor: Side | None, recipient: Side | None) -> int | None:
    """1 state-based, 2 between groups, 3 against civilians; None where the sides do not tell."""
    stands = (actor.stands if actor else "", recipient.stands if recipient else "")
    if stands in (("state", "group"), ("group", "state")):
        return STATE_BASED
    if stands == ("state", "state") and actor and recipient and actor.iso2 and recipient.iso2 != actor.iso2:
        return STATE_BASED if recipient.iso2 else None
    if stands == ("group", "group"):
        return NON_STATE
    return ONE_SIDED if stands[0] in ("state", "group") and stands[1] == "civilian" else None


def _column_of_deaths(told: Told, sides: list[Side | None]) -> str:
    """Whose dead the best figure counts: the recipient's, where the words that say who is counted are the recipient's
    in every report; else nothing tells."""
    figures = [figure for figure in told.figures["dead"].values() if figure.low == told.ranges["dead"].best]
    recipients = [n.event.recipient.span for n in told.namings if n.event.recipient]
    named = all(
        any(span.overlap(other) for span in (*figure.spans, *figure.counted) for other in recipients)
        for figure in figures
    )
    if not named or told.recipient is None:
        return "deaths_unknown"
    if told.recipient.stands == "civilian":
        return "deaths_civilians"
    if not told.recipient.stands:
        return "deaths_unknown"
    return "deaths_a" if sides[0] is told.recipient else "deaths_b"


def _gw(side: Side | None) -> int | None:
    return side.gw if side and side.stands == "state" else None


def _build_sources(told: Told) -> Row:
    """The reports, parts of each in one order in every cell, apart by ";"."""
    namings = told.reports()
    offices = [_part(outlet_of(told, naming.report.id)) for naming in namings]
    dates, headlines = [_day(naming) for naming in namings], [_part(naming.report.title or "") for naming in namings]
    originals = dict.fromkeys(_part(naming.event.says) for naming in told.namings if naming.event.says)
    return {
        "source_article": ";".join(f'"{",".join(parts)}"' for parts in zip(offices, dates, headlines, strict=True)),
        "source_office": ";".join(offices),
        "source_date": ";".join(dates),
        "source_headline": ";".join(headlines),
        "source_original": ";".join(originals) or None,
    }


def _part(text: str) -> str:
    return plain(text).replace(";", ",").replace('"', "'")


def _day(naming: Naming) -> str:
    return naming.published.start[:10] if naming.published and naming.published.start else ""


def _build_place(site: Site | None) -> Row:
    if site is None:
        return {}
    place = site.place
    pinned = place.lat is not None and place.lon is not None
    return {
        "where_prec": _WHERE.get(site.level),
        "where_coordinates": place.name,
        "adm_1": place.admin1 or (place.name if site.level == PROVINCE else None),
        "adm_2": place.name if site.level == DISTRICT else None,
        "latitude": place.lat,
        "longitude": place.lon,
        "geom_wkt": f"POINT ({place.lon} {place.lat})" if pinned else None,
        "priogrid_gid": grid_cell(place.lat, place.lon) if place.lat is not None and place.lon is not None else None,
    }


def grid_cell(lat: float, lon: float) -> int:
    """The number of the PRIO-GRID cell: half degrees from the south-west corner of the map, row by row, from 1."""
    row = min(floor((lat + 90) / _CELL), 359)
    column = min(floor((lon + 180) / _CELL), _ACROSS - 1)
    return row * _ACROSS + column + 1
