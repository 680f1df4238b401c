import csv
import io
from dataclasses import replace

import duckdb
import pytest

from tellings.publish.exports.ucdp import (
    COLUMNS,
    NO_DEATHS,
    NOT_ORGANISED,
    NOT_VIOLENT,
    build_ucdp,
    grid_cell,
    render_ucdp,
)
from tellings.records import Account, Interval, Precision, Quantity, Tables
from tests.publish.exports.conftest import KILLING, VELDEN, arg, at, build_tables

TOLD_ORDER = (
    "id type_of_violence conflict_name dyad_name side_a side_b number_of_sources source_article source_office"
    " source_date source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 latitude"
    " longitude geom_wkt event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown"
    " best high low"
).split()


def read(tables: Tables) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_ucdp(tables))))


def with_sides(first: str | None, second: str | None, *, homes: tuple[str | None, str | None] = (None, None)) -> Tables:
    """The killing with other sides: their sectors, and the countries that they are of."""
    changed = []
    for key, told in KILLING.items():
        words = "Fighters" if key == "own" else "Rebels", "14 people" if key == "own" else "12 civilians"
        sides = [
            arg(key, word, name=f"side {number}", sector=sector, sectors=(sector,), country=home) if sector else None
            for number, (word, sector, home) in enumerate(zip(words, (first, second), homes, strict=True))
        ]
        changed.append(replace(told, actor=sides[0], recipient=sides[1]))
    return build_tables(*changed)


def test_columns_are_theirs(tables: Tables, tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert len(COLUMNS) == 49
    assert [name for name in COLUMNS if name in TOLD_ORDER] == TOLD_ORDER
    path = tmp_path / "ged.csv"
    path.write_text(render_ucdp(tables), encoding="utf-8")
    types = dict.fromkeys(COLUMNS, "VARCHAR") | dict.fromkeys(("best", "high", "low", "number_of_sources"), "INTEGER")
    types |= {"id": "BIGINT", "latitude": "DOUBLE", "date_start": "DATE"}
    loaded = duckdb.read_csv(str(path), header=True, columns=types).fetchall()
    assert len(loaded) == 1
    row = dict(zip(COLUMNS, loaded[0], strict=True))
    assert (row["low"], row["best"], row["high"], row["number_of_sources"]) == (12, 12, 14, 2)


def test_the_cells_mean_what_they_say(tables: Tables) -> None:
    (row,) = read(tables)
    assert row["type_of_violence"] == "3" and row["dyad_name"] == "Kordofan Rebels - Civilians"
    assert (row["side_a"], row["side_b"]) == ("Kordofan Rebels", "Civilians")
    assert row["source_office"] == "Sahel Wire;Nile, 'Gazette';Lake Post"
    assert row["source_date"] == "2031-05-05;2031-05-06;2031-05-06"
    assert row["source_article"].split(";")[0] == '"Sahel Wire,2031-05-05,Bomb at Velden market"'
    assert row["source_original"] == "a wire report;a doctor"
    assert (row["where_prec"], row["where_coordinates"], row["adm_1"], row["adm_2"]) == ("1", "Velden", "Kordofan", "")
    assert (row["geom_wkt"], row["priogrid_gid"]) == ("POINT (30.5 13.25)", str(grid_cell(13.25, 30.5)))
    assert (row["country"], row["country_id"], row["region"]) == ("Sudan", "625", "Africa")
    assert (row["date_prec"], row["date_start"], row["date_end"]) == ("1", "2031-05-05", "2031-05-05")
    assert (row["event_clarity"], row["year"]) == ("1", "2031")
    assert (row["deaths_civilians"], row["deaths_a"], row["deaths_unknown"]) == ("12", "", "")
    assert row["gwnoa"] == row["gwnob"] == row["conflict_new_id"] == row["code_status"] == ""


@pytest.mark.parametrize(
    ("first", "second", "homes", "kind", "deaths"),
    [
        ("MIL", "REB", ("SD", None), "1", "deaths_b"),
        ("REB", "MIL", (None, "SD"), "1", "deaths_a"),
        ("MIL", "MIL", ("SD", "TD"), "1", "deaths_b"),
        ("MIL", "COP", ("SD", "SD"), "", "deaths_b"),
        ("REB", "CRM", (None, None), "2", "deaths_b"),
        ("COP", "OPP", ("SD", None), "3", "deaths_civilians"),
        ("REB", None, (None, None), "", "deaths_unknown"),
        (None, "CVL", (None, None), "", "deaths_civilians"),
        ("REB", "IGO", (None, None), "", "deaths_unknown"),
    ],
)
def test_kinds_of_violence_by_the_sides(
    first: str | None, second: str | None, homes: tuple[str | None, str | None], kind: str, deaths: str
) -> None:
    (row,) = read(with_sides(first, second, homes=homes))
    assert row["type_of_violence"] == kind
    assert row[deaths] == row["best"] == "12"


def test_the_state_is_side_a_and_has_its_number() -> None:
    (row,) = read(with_sides("REB", "MIL", homes=("SD", "SD")))
    assert (row["side_a"], row["side_b"], row["gwnoa"], row["gwnob"]) == ("side 1", "side 0", "625", "")


def test_violence_by_no_state_or_group_is_left_out() -> None:
    sheet = build_ucdp(with_sides("CVL", "CVL"))
    assert not sheet.rows and sheet.left_out[NOT_ORGANISED] == 1


def test_what_is_left_out_is_counted(tables: Tables) -> None:
    assert build_ucdp(tables).left_out == {"future": 1, "negated": 2, NOT_VIOLENT: 1}
    without = build_tables()
    without.replace(Quantity, ())
    assert build_ucdp(without).left_out == {"future": 1, "negated": 2, NOT_VIOLENT: 1, NO_DEATHS: 1}


def test_the_best_figure_is_that_of_most_independent_lines() -> None:
    apart = build_tables()
    apart.replace(Account, [replace(apart.of(Account)[0], lines=(("wire",), ("copy",), ("own",)))])
    (row,) = read(apart)
    assert (row["low"], row["best"], row["high"], row["number_of_sources"]) == ("12", "12", "14", "3")
    more = Quantity("q-copy-12", at("copy", "12"), 14, 14, "", "civilians", "exactly", at("copy", "civilians"))
    apart = build_tables(more)
    apart.replace(Account, [replace(apart.of(Account)[0], lines=(("wire",), ("copy",), ("own",)))])
    (row,) = read(apart)
    assert (row["low"], row["best"], row["high"]) == ("12", "14", "14")


def test_bounds_count_for_the_side_that_they_tell() -> None:
    between = Quantity("q-own-14", at("own", "14"), 14, 20, "", "people", "between", at("own", "people"))
    (row,) = read(build_tables(between))
    assert (row["low"], row["best"], row["high"]) == ("12", "12", "20")
    most = Quantity("q-own-14", at("own", "14"), None, 20, "", "people", "at_most", at("own", "people"))
    (row,) = read(build_tables(most))
    assert (row["low"], row["best"]) == ("12", "12")


@pytest.mark.parametrize(
    ("when", "precision", "clarity"),
    [
        (Interval("2031-05-04", "2031-05-06", Precision.RANGE), "2", ""),
        (Interval("2031-05-05", "2031-05-11", Precision.WEEK), "3", ""),
        (Interval("2031-05-01", "2031-05-31", Precision.MONTH), "4", ""),
        (Interval("2031-01-01", "2031-12-31", Precision.YEAR), "5", ""),
        (Interval("2030-01-01", "2039-12-31", Precision.DECADE), "", ""),
    ],
)
def test_date_precision(when: Interval, precision: str, clarity: str) -> None:
    (row,) = read(build_tables(*(replace(told, when=when) for told in KILLING.values())))
    assert (row["date_prec"], row["event_clarity"]) == (precision, clarity)
    assert bool(row["date_start"]) == bool(row["date_end"]) == bool(precision)


@pytest.mark.parametrize(("feature", "precision"), [("PPL", "1"), ("ADM2", "3"), ("ADM1", "4"), ("PCLI", "6")])
def test_place_precision(feature: str, precision: str) -> None:
    place = replace(VELDEN, feature=feature)
    (row,) = read(build_tables(place, replace(place, id="p-velden2")))
    assert row["where_prec"] == precision


def test_grid_cells_count_from_the_south_west() -> None:
    assert grid_cell(-90, -180) == 1
    assert grid_cell(-89.6, -179.4) == 2
    assert grid_cell(-89.4, -180) == 721
    assert grid_cell(90, 180) == 259_200
