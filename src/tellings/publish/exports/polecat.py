"""A run's tables in, POLECAT's table of events out: 40 columns apart by tabs, a header, one row for each happening.

Several values of a cell are apart by "; ". Countries are ISO alpha-3 codes. Wikipedia ids are empty: we look up none.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from tellings import __version__
from tellings.publish.exports.codes import QUADS, iso3_of
from tellings.publish.exports.happenings import Told
from tellings.publish.exports.layout import Layout, Make, build_sheet, iterate_rows
from tellings.publish.exports.sheet import Cell, Row, Sheet, render_tsv, stream_tsv
from tellings.publish.exports.sides import Side
from tellings.publish.exports.sites import DISTRICT, TOWN, Site
from tellings.publish.exports.times import day_of
from tellings.publish.exports.words import outlets_of
from tellings.records import Entity, Tables

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip


def stream_polecat(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """The lines of the table, with a header; what no report tells as happened is counted."""
    return stream_tsv(COLUMNS, iterate_rows(runs, LAYOUT, left_out))


def build_polecat(tables: Tables) -> Sheet:
    """The table, with the number of happenings left out: those that no report tells as happened."""
    return build_sheet(tables, LAYOUT)


def render_polecat(tables: Tables) -> str:
    """The table as tab-separated text."""
    return render_tsv(build_polecat(tables))


def _prepare(tables: Tables) -> Make:
    named = _names_of(tables.of(Entity))
    return lambda told, _: [_build_row(told, named)]


LAYOUT = Layout(COLUMNS, _prepare)


def _names_of(entities: Iterable[Entity]) -> dict[tuple[str, str], list[str]]:
    """(story, kind) -> names of its entities, those mentioned most first."""
    named: dict[tuple[str, str], list[str]] = {}
    for entity in sorted(entities, key=lambda entity: (-len(entity.mentions), entity.name)):
        named.setdefault((entity.story, entity.kind), []).append(entity.name)
    return named


def _build_row(told: Told, named: dict[tuple[str, str], list[str]]) -> Row:
    event, published = told.event, told.first.published
    return {
        "Event ID": told.id,
        "Event Date": day_of(told.when),
        "Event Type": event.type,
        "Event Mode": event.mode,
        "Intensity": event.intensity,
        "Quad Code": QUADS[event.quad - 1] if event.quad else None,
        "Contexts": list_of(told.contexts),
        **_build_side("Actor", told.actors),
        **_build_side("Recipient", told.recipients),
        **_build_place(told.site),
        "Source": list_of(outlets_of(told)),
        "Publication Date": published.start[:10] if published and published.start else None,
        "Story People": list_of(named.get((told.story, "person"), ())),
        "Story Organizations": list_of(named.get((told.story, "organisation"), ())),
        "Story Locations": list_of(named.get((told.story, "place"), ())),
        "Language": told.first.report.language,
        "Version": f"tellings {__version__}",
    }


def _build_side(who: str, sides: tuple[Side, ...]) -> Row:
    """The cells of the actor or of the recipient; of several, each cell has the values of all."""
    return {
        f"{who} Name": list_of(side.name for side in sides),
        f"{who} Country": list_of(dict.fromkeys(side.iso3 for side in sides)),
        f"{who} COW": list_of(dict.fromkeys(str(side.cow) for side in sides if side.cow)),
        f"Primary {who} Sector": sides[0].sector if sides else None,
        f"{who} Sectors": list_of(dict.fromkeys(sector for side in sides for sector in side.sectors)),
        f"{who} Title": list_of(side.role for side in sides),
        f"{who} Name Raw": list_of(side.raw for side in sides),
    }


def _build_place(site: Site | None) -> dict[str, Cell]:
    if site is None:
        return {}
    place, level = site.place, site.level
    return {
        "Placename": place.name if site.resolved else None,
        "City": place.name if level == TOWN else None,
        "District": place.name if level == DISTRICT else None,
        "Province": place.admin1,
        "Country": iso3_of(place.country),
        "Latitude": place.lat,
        "Longitude": place.lon,
        "GeoNames ID": place.geonames_id,
        "Raw Placename": place.name,
        "Feature Type": place.feature,
    }


def list_of(values: Iterable[str | None]) -> str:
    """The values in one cell; a semicolon within one becomes a comma."""
    return "; ".join(value.replace(";", ",") for value in values if value)
