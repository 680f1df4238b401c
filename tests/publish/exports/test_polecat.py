import csv
import io
from dataclasses import replace

import duckdb

from tellings.publish.exports.polecat import COLUMNS, build_polecat, render_polecat
from tellings.records import Interval, Precision, Tables
from tests.publish.exports.conftest import KILLING, OTHERS, build_tables


def read(tables: Tables) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_polecat(tables)), delimiter="\t"))


def test_it_has_the_forty_columns() -> None:
    assert len(COLUMNS) == 40
    assert COLUMNS[:6] == ("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code")
    assert COLUMNS[14] == "Wikipedia Actor ID" and COLUMNS[23] == "Placename" and COLUMNS[-1] == "Version"


def test_the_cells_mean_what_they_say(tables: Tables) -> None:
    row = next(row for row in read(tables) if row["Event Type"] == "ASSAULT")
    assert row["Event Date"] == "2031-05-05" and row["Publication Date"] == "2031-05-05"
    assert (row["Event Mode"], row["Intensity"], row["Quad Code"]) == ("explosives", "-9.5", "MATERIAL CONFLICT")
    assert (row["Actor Name"], row["Actor Country"], row["Actor COW"]) == ("Kordofan Rebels", "SDN", "625")
    assert (row["Actor Name Raw"], row["Primary Actor Sector"]) == ("Rebels", "REB")
    assert (row["Recipient Name"], row["Recipient Name Raw"], row["Recipient Country"]) == (
        "civilians",
        "12 civilians",
        "",
    )
    assert (row["City"], row["District"], row["Province"], row["Country"]) == ("Velden", "", "Kordofan", "SDN")
    assert (row["Latitude"], row["GeoNames ID"], row["Feature Type"]) == ("13.25", "379001", "PPL")
    assert row["Source"] == "Sahel Wire; Nile, 'Gazette'; Lake Post"
    assert row["Story Organizations"] == "Kordofan Rebels"
    assert row["Wikipedia Actor ID"] == row["Wikipedia Recipient ID"] == ""


def test_what_is_not_known_is_empty(tables: Tables) -> None:
    row = next(row for row in read(tables) if row["Event Type"] == "COERCE")
    assert row["Event Date"] == row["Latitude"] == row["Country"] == row["Actor Country"] == ""
    assert row["Recipient Title"] == "party leader"


def test_a_week_is_no_day() -> None:
    week = Interval("2031-05-05", "2031-05-11", Precision.WEEK)
    row = next(r for r in read(build_tables(replace(OTHERS[0], when=week))) if r["Event Type"] == "COERCE")
    assert row["Event Date"] == ""


def test_only_what_happened_is_there_and_the_rest_is_counted(tables: Tables) -> None:
    sheet = build_polecat(tables)
    assert [row["Event Type"] for row in sheet.rows] == ["ASSAULT", "COERCE"]
    assert sheet.left_out == {"future": 1, "negated": 2}


def test_duckdb_loads_it(tables: Tables, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "events.tsv"
    path.write_text(render_polecat(tables), encoding="utf-8")
    rows = duckdb.read_csv(str(path), sep="\t", header=True, all_varchar=True)
    assert tuple(rows.columns) == COLUMNS
    assert len(rows.fetchall()) == 2


def test_an_event_nobody_did_has_empty_actor_cells() -> None:
    row = next(
        r
        for r in read(build_tables(*(replace(e, actor=None) for e in KILLING.values())))
        if r["Event Type"] == "ASSAULT"
    )
    assert row["Actor Name"] == row["Actor COW"] == row["Actor Name Raw"] == ""
    assert row["Recipient Name"] == "civilians"
