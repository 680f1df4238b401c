"""A run's tables in, a CSV in the shape of ACLED's out: 31 columns, one row for each happening of the kinds ACLED has.

What a kind needs is in `acled_kinds.tsv`; where nothing tells who was attacked, none is chosen. Fatalities are the
lowest figure that a report ties to the happening, and empty where none is told: no zero stands for silence.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from tellings.publish.exports.codes import codes_of, iso3_of, name_of, read_rows, sector_codes
from tellings.publish.exports.happenings import Told
from tellings.publish.exports.layout import Layout, build_sheet, iterate_rows
from tellings.publish.exports.sheet import Cell, Row, Sheet, render_csv, stream_csv
from tellings.publish.exports.sides import Side
from tellings.publish.exports.sites import COUNTRY, DISTRICT, PROVINCE, TOWN, Site
from tellings.publish.exports.times import acled_precision, year_of
from tellings.publish.exports.words import (
    join,
    outlets_of,
    quote,
    say_count,
    say_differences,
    say_figures,
    say_otherwise,
    say_speakers,
)
from tellings.records import Tables

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
NO_KIND = "none of ACLED's kinds, or nothing tells which"
_PRECISION = {TOWN: 1, DISTRICT: 2, PROVINCE: 3}
_CROWD = {"Protests": "Protesters", "Riots": "Rioters"}
_VIOLENCE = "Political violence"
_STATE, _EXTERNAL = "State forces", "External/Other forces"


def stream_acled(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """The lines of the CSV, with a header; what has no row is counted."""
    return stream_csv(COLUMNS, iterate_rows(runs, LAYOUT, left_out))


def build_acled(tables: Tables) -> Sheet:
    """The table, with the number of happenings left out and why."""
    return build_sheet(tables, LAYOUT)


def render_acled(tables: Tables) -> str:
    """The table as CSV text, with a header."""
    return render_csv(build_acled(tables))


def _make(told: Told, number: int) -> list[Row] | str:
    kind = _find_kind(told)
    return [_build_row(told, kind, number)] if kind else NO_KIND


LAYOUT = Layout(COLUMNS, lambda _: _make)


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in read_rows("acled_kinds.tsv"))


def _find_kind(told: Told) -> tuple[str, str, str] | None:
    """Disorder type, event type and sub-event type: of the first row of the table that fits."""
    for kind, mode, recipient, words, *found in _kinds():
        if kind != told.event.type or (mode != "*" and mode != (told.event.mode or "-")):
            continue
        if not _fits(told, recipient):
            continue
        if words == "*" or set(words.split()) & {naming.event.lemma for naming in told.namings}:
            return found[0], found[1], found[2]
    return None


def _fits(told: Told, wanted: str) -> bool:
    """Whether it was done to somebody of that kind. Civilians are attacked by others than civilians, and one-sidedly:
    a brawl is none of ACLED's kinds, and whether a mob did it is not told."""
    side = told.recipient
    if wanted == "any":
        return True
    codes = sector_codes(side.sector if side else None)
    if wanted == "political":
        return codes.weight == "political" or bool(side and side.role)
    if wanted == "armed":
        return codes.arms == "armed" and not (told.mutual and _is_unarmed(told.actor))
    return codes.arms == "unarmed" and not told.mutual and not (told.actor and told.actor.stands == "civilian")


def _is_unarmed(side: Side | None) -> bool:
    return sector_codes(side.sector if side else None).arms == "unarmed"


def _build_row(told: Told, kind: tuple[str, str, str], number: int) -> Row:
    disorder, event_type, sub_event = kind
    country = told.site.place.country if told.site else None
    codes = codes_of(country)
    when = told.when
    first, second = _kind_of_actor(told.actor, country), _kind_of_actor(told.recipient, country)
    first = _CROWD.get(event_type, first)
    if event_type == "Violence against civilians":
        second = "Civilians"
    return {
        "event_id_cnty": f"{iso3_of(country) or ''}{number}",
        "event_date": when.start[:10] if when and when.start and acled_precision(when) else None,
        "year": year_of(when),
        "time_precision": acled_precision(when),
        "disorder_type": disorder,
        "event_type": event_type,
        "sub_event_type": sub_event or None,
        "actor1": told.actor.name if told.actor else None,
        "assoc_actor_1": _join_names(told.actors[1:]),
        "inter1": first,
        "actor2": told.recipient.name if told.recipient else None,
        "assoc_actor_2": _join_names(told.recipients[1:]),
        "inter2": second,
        "interaction": _interaction(first, second, told),
        "civilian_targeting": "Civilian targeting" if disorder == _VIOLENCE and second == "Civilians" else None,
        "iso": codes.number if codes else None,
        "region": codes.acled if codes else None,
        "country": name_of(country),
        **_build_place(told.site),
        "source": "; ".join(name.replace(";", ",") for name in outlets_of(told)),
        "notes": _notes(told),
        "fatalities": told.ranges["dead"].low if "dead" in told.ranges else None,
    }  # fmt: skip


def _kind_of_actor(side: Side | None, country: str | None) -> str | None:
    """ACLED's kind of an actor; forces of a state that is not the one it happened in are others' forces."""
    if side is None:
        return None
    kind = sector_codes(side.sector).acled or (_STATE if side.is_country else None)
    return _EXTERNAL if kind == _STATE and side.iso2 and country and side.iso2 != country else kind


def _interaction(first: str | None, second: str | None, told: Told) -> str | None:
    """Who meets whom, of what kind; nothing where one of them is there and its kind is not known."""
    if first and second:
        return f"{first}-{second}"
    return f"{first} only" if first and told.recipient is None else None


def _join_names(sides: tuple[Side, ...]) -> str | None:
    return "; ".join(side.name.replace(";", ",") for side in sides) or None


def _build_place(site: Site | None) -> dict[str, Cell]:
    """Nothing of a country as a whole but its name: a point in its middle would look like a place."""
    if site is None or site.level == COUNTRY:
        return {}
    place = site.place
    return {
        "admin1": place.admin1 or (place.name if site.level == PROVINCE else None),
        "admin2": place.name if site.level == DISTRICT else None,
        "location": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": _PRECISION.get(site.level),
    }


def _notes(told: Told) -> str:
    several = len(told.figures.get("dead", {})) > 1
    return join(
        quote(told),
        say_count(told),
        say_speakers(told),
        say_figures(told, "dead", "Dead"),
        "Fatalities: the lowest of these figures." if several else "",
        say_figures(told, "injured", "Injured"),
        say_figures(told, "arrested", "Arrested"),
        say_otherwise(told),
        say_differences(told),
    )
