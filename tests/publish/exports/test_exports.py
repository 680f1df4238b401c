import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings.errors import CallError, PathError
from tellings.publish.exports import (
    FORMATS,
    choose_format,
    list_exports,
    make_export,
    stream_export,
    write_export,
)
from tellings.records import KINDS, Tables
from tests.publish import conftest as halmar
from tests.publish.exports.conftest import KILLING, VELDEN, build_reports, build_tables
from tests.publish.exports.loading import count_left_out, render_export

WIDTHS = {"polecat": 40, "gdelt-events": 61, "gdelt-mentions": 16, "acled": 31, "ucdp": 49}
ANY = st.text(st.characters(), min_size=1, max_size=20)


def cells(text: str, name: str) -> list[list[str]]:
    mark = "," if name in ("acled", "ucdp") else "\t"
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))


def test_every_export_renders_and_says_what_it_is(tables: Tables) -> None:
    names = [export.name for export in list_exports()]
    assert len(set(names)) == len(names) == 13
    endings = [ending for each in FORMATS.values() for ending in each.endings]
    assert len(set(endings)) == len(endings) and all(ending.startswith(".") for ending in endings)
    assert {*FORMATS} == {*names, "html", "md", "json", "jsonl-tables", "parquet"}
    for export in FORMATS.values():
        assert 10 < len(export.about) < 80
        assert export.folder or render_export(tables, export.name)
    assert count_left_out(tables, "polecat") == {"future": 1, "negated": 2}
    assert count_left_out(tables, "plover-json") == {}


def test_the_text_and_what_is_left_out_are_made_at_once(tables: Tables) -> None:
    for export in list_exports():
        made = make_export(tables, export.name)
        assert made.text == render_export(tables, export.name)
        assert made.left_out == count_left_out(tables, export.name)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("day.plover.jsonl", "plover-json"), ("day.jsonl", "jsonl"), ("DAY.EXPORT.CSV", "gdelt-events"),
        ("out/day.ftm.json", "ftm"), ("day.json", "json"), ("day.ninjs.json", "ninjs"),
        ("day.anno.jsonld", "annotations"),
        ("day.schema.jsonld", "schema-org"), ("day.prov.ttl", "prov"), ("a.GeoJSON", "geojson"), ("a.htm", "html"),
        ("a.markdown", "md"), ("a.csv", None), ("a", None),
    ],
)  # fmt: skip
def test_the_ending_says_the_format(path: str, name: str | None) -> None:
    found = choose_format(path)
    assert (found.name if found else None) == name


def test_a_folder_is_no_text(tables: Tables) -> None:
    with pytest.raises(CallError, match="folder"):
        render_export(tables, "parquet")


def test_several_runs_make_one_file(tables: Tables) -> None:
    other = halmar.build_tables()
    for export in list_exports():
        left_out: Counter[str] = Counter()
        text = "".join(stream_export(iter([tables, other]), export.name, left_out))
        first, second = make_export(tables, export.name), make_export(other, export.name)
        assert left_out == Counter(first.left_out) + Counter(second.left_out)
        if export.name in ("annotations", "schema-org", "geojson"):
            assert len(members(text)) == len(members(first.text)) + len(members(second.text))
        else:  # a header is there once
            assert set(text.splitlines()) == set(first.text.splitlines()) | set(second.text.splitlines())
            assert len(text) <= len(first.text) + len(second.text)


def members(text: str) -> list[Any]:
    document = json.loads(text)
    return next(value for value in document.values() if isinstance(value, list))


def test_files_are_written_whole_or_not_at_all(tables: Tables, tmp_path: Path) -> None:
    target = tmp_path / "day.polecat.tsv"
    assert write_export([tables], "polecat", target) == {"future": 1, "negated": 2}
    assert target.read_text(encoding="utf-8") == render_export(tables, "polecat")

    def broken() -> Iterator[Tables]:
        yield tables
        raise OSError("the disk is gone")

    for name, place in (("polecat", target), ("parquet", tmp_path / "tables"), ("jsonl-tables", tmp_path / "tables")):
        with pytest.raises(OSError, match="gone"):
            write_export(broken(), name, place)
    assert [*tmp_path.iterdir()] == [target]
    assert target.read_text(encoding="utf-8") == render_export(tables, "polecat")
    with pytest.raises(PathError, match="folder"):
        write_export([tables], "parquet", target)


def test_an_unknown_export_names_those_there_are(tables: Tables) -> None:
    with pytest.raises(CallError, match="gdelt-mentions"):
        render_export(tables, "gdlet")


def test_a_run_without_events_gives_headers_only() -> None:
    for export in list_exports():
        text = render_export(Tables(), export.name)
        if export.name in ("annotations", "schema-org", "geojson"):
            assert members(text) == []
        elif export.name == "prov":
            assert "tellings" in text
        else:
            assert len(cells(text, export.name)) == (export.name in ("polecat", "acled", "ucdp"))


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
    for form in ("plover-json", "ftm", "jsonl", "ninjs"):
        for line in render_export(tables, form).splitlines():
            assert isinstance(json.loads(line), dict)
    for form in ("annotations", "schema-org", "geojson"):
        assert members(render_export(tables, form)) or form == "geojson"
    for form in (each.name for each in list_exports()):
        assert isinstance(render_export(tables, form).encode("utf-8"), bytes)
