"""Accounts for the tests of formats that are made story by story: two invented ones, and any text in every place."""

from dataclasses import replace

from hypothesis import strategies as st

from tellings.publish.exports import make_export
from tellings.records import Entity, Place, Quote, Report, Span, Tables
from tests.publish import conftest as halmar
from tests.publish.exports.conftest import KILLING, VELDEN, build_reports, build_tables

ANY = st.text(st.characters(), min_size=1, max_size=30)  # breaks, surrogates, zero bytes and all


def runs() -> list[Tables]:
    """The clash at Velden and the locks of Halmar."""
    return [build_tables(), halmar.build_tables()]


def texts() -> dict[str, str]:
    """Report -> text."""
    return {report.id: report.text for tables in runs() for report in tables.of(Report)}


def with_wording(wording: str) -> Tables:
    """The clash, with the wording for every name, address and place that a page may give, and in a report's text."""
    text = f"{wording}\n\n{wording} said so. {wording}"
    span = Span("own", len(wording) + 2, 2 * len(wording) + 2)
    report = replace(
        build_reports()[2], text=text, outlet=wording, title=wording, byline=wording, url=wording, origin=wording,
        dateline=wording, section=wording, credits=(wording,), captions=(wording,),
    )  # fmt: skip
    event = replace(KILLING["own"], span=span, head=span, place=wording, says=wording, actor=None, recipient=None)
    place = Place("p-any", span, wording, 77, -1.5, 2.5, "SD", wording, "PPL")
    entity = Entity("e-any", "s", wording, "person", (wording,), (("wikidata", wording),), (span,), ())
    unknown = replace(VELDEN, id="p-velden", name=wording, geonames_id=None, lat=None, lon=None)
    quote = Quote("q-any", span, "direct", None, span, wording, None)
    return build_tables(report, event, place, entity, unknown, quote)


def render_export(tables: Tables, name: str) -> str:
    """The text of the file alone."""
    return make_export(tables, name).text


def count_left_out(tables: Tables, name: str) -> dict[str, int]:
    """How much that format has no place for, by the reason."""
    return make_export(tables, name).left_out
