import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings.errors import CallError
from tellings.publish.exports import count_left_out, list_exports, render_export
from tellings.records import KINDS, Tables
from tests.publish.exports.conftest import KILLING, VELDEN, build_reports, build_tables

WIDTHS = {"polecat": 40, "gdelt-events": 61, "gdelt-mentions": 16, "acled": 31, "ucdp": 49}
ANY = st.text(st.characters(), min_size=1, max_size=20)


def cells(text: str, name: str) -> list[list[str]]:
    mark = "," if name in ("acled", "ucdp") else "\t"
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))


def test_every_export_renders_and_says_what_it_is(tables: Tables) -> None:
    names = [export.name for export in list_exports()]
    assert len(set(names)) == len(names) == 6
    endings = [ending for export in list_exports() for ending in export.endings]
    assert len(set(endings)) == len(endings) and all(ending.startswith(".") for ending in endings)
    for export in list_exports():
        assert render_export(tables, export.name)
        assert 10 < len(export.about) < 80
    assert count_left_out(tables, "polecat") == {"future": 1, "negated": 2}
    assert count_left_out(tables, "plover-json") == {}


def test_an_unknown_export_names_those_there_are(tables: Tables) -> None:
    with pytest.raises(CallError, match="gdelt-mentions"):
        render_export(tables, "gdlet")


def test_a_run_without_events_gives_headers_only() -> None:
    for export in list_exports():
        rows = cells(render_export(Tables(), export.name), export.name)
        assert len(rows) == (export.name in ("polecat", "acled", "ucdp"))


def test_the_same_records_give_the_same_text_in_whatever_order(tables: Tables) -> None:
    records: list[Any] = []
    for kind in KINDS:
        records += tables.of(kind)
    turned = Tables(reversed(records))
    for export in list_exports():
        assert render_export(turned, export.name) == render_export(tables, export.name)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=ANY, place=ANY, outlet=ANY, speaker=ANY, role=ANY)
def test_no_text_breaks_the_columns(name: str, place: str, outlet: str, speaker: str, role: str) -> None:
    told = KILLING["own"]
    assert told.actor
    one = replace(told, actor=replace(told.actor, name=name, role=role), place=place, says=speaker)
    where = replace(VELDEN, id="p-any", name=place, span=replace(VELDEN.span, report="own"), admin1=role)
    report = replace(build_reports()[2], outlet=outlet, title=name, byline=None)
    tables = build_tables(one, where, report)
    for form, width in WIDTHS.items():
        text = render_export(tables, form)
        text.encode("utf-8")
        assert {len(row) for row in cells(text, form)} == {width}
    assert len(render_export(tables, "plover-json").splitlines()) >= 5
