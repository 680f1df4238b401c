import csv
import io
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tellings.publish.exports.gdelt import (
    EVENT_COLUMNS,
    MENTION_COLUMNS,
    NO_CODE,
    build_gdelt_events,
    render_gdelt_events,
    render_gdelt_mentions,
)
from tellings.records import Interval, Precision, Tables
from tests.publish.exports.conftest import KILLING, OTHERS, VELDEN, arg, build_tables

NUMBERS = {"GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "IsRootEvent", "QuadClass", "NumMentions", "NumSources",
           "NumArticles", "Actor1Geo_Type", "Actor2Geo_Type", "ActionGeo_Type", "DATEADDED", "EventTimeDate",
           "MentionTimeDate", "MentionType", "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset",
           "InRawText", "Confidence", "MentionDocLen"}  # fmt: skip
FLOATS = {"FractionDate", "GoldsteinScale", "AvgTone", "MentionDocTone"} | {
    f"{who}Geo_{axis}" for who in ("Actor1", "Actor2", "Action") for axis in ("Lat", "Long")
}


def read(tables: Tables) -> list[dict[str, str]]:
    lines = csv.reader(io.StringIO(render_gdelt_events(tables)), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [dict(zip(EVENT_COLUMNS, line, strict=True)) for line in lines]


def read_mentions(tables: Tables) -> list[dict[str, str]]:
    lines = csv.reader(io.StringIO(render_gdelt_mentions(tables)), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [dict(zip(MENTION_COLUMNS, line, strict=True)) for line in lines]


def load(text: str, columns: tuple[str, ...], path: Path) -> list[dict[str, object]]:
    path.write_text(text, encoding="utf-8")
    types = {name: "BIGINT" if name in NUMBERS else "DOUBLE" if name in FLOATS else "VARCHAR" for name in columns}
    found = duckdb.read_csv(str(path), sep="\t", header=False, quotechar="", columns=types)
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def test_columns_are_theirs() -> None:
    assert (len(EVENT_COLUMNS), len(MENTION_COLUMNS)) == (61, 16)
    assert EVENT_COLUMNS[5:8] == ("Actor1Code", "Actor1Name", "Actor1CountryCode")
    assert EVENT_COLUMNS[25:31] == (
        "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    )  # fmt: skip
    assert EVENT_COLUMNS[51:] == (
        "ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_ADM1Code", "ActionGeo_ADM2Code",
        "ActionGeo_Lat", "ActionGeo_Long", "ActionGeo_FeatureID", "DATEADDED", "SOURCEURL",
    )  # fmt: skip


def test_duckdb_loads_events_with_their_types(tables: Tables, tmp_path: Path) -> None:
    rows = load(render_gdelt_events(tables), EVENT_COLUMNS, tmp_path / "a.export.CSV")
    assert len(rows) == 2
    row = next(row for row in rows if row["EventRootCode"] == "18")
    assert (row["SQLDATE"], row["MonthYear"], row["Year"], row["FractionDate"]) == (20310505, 203105, 2031, 2031.3425)
    assert (row["EventCode"], row["EventBaseCode"], row["QuadClass"], row["GoldsteinScale"]) == ("183", "183", 4, -10.0)
    assert (row["NumMentions"], row["NumSources"], row["NumArticles"]) == (3, 3, 3)
    assert (row["Actor1Code"], row["Actor1Name"], row["Actor1CountryCode"]) == ("SDNREB", "KORDOFAN REBELS", "SDN")
    assert (row["Actor1Type1Code"], row["Actor2Code"], row["Actor2Name"]) == ("REB", "CVL", "CIVILIANS")
    assert (row["ActionGeo_Type"], row["ActionGeo_FullName"]) == (4, "Velden, Kordofan, Sudan")
    assert (row["ActionGeo_CountryCode"], row["ActionGeo_Lat"], row["ActionGeo_Long"]) == ("SU", 13.25, 30.5)
    assert row["DATEADDED"] == 20310505193000  # half past nine in the evening, two hours before UTC
    assert row["SOURCEURL"] == "https://www.sahelwire.example/a?b=1"
    assert row["IsRootEvent"] == 1
    assert row["AvgTone"] is row["Actor1Geo_Type"] is row["Actor1EthnicCode"] is row["ActionGeo_ADM1Code"] is None


def test_duckdb_loads_mentions_and_joins_them_to_events(tables: Tables, tmp_path: Path) -> None:
    events = load(render_gdelt_events(tables), EVENT_COLUMNS, tmp_path / "a.export.CSV")
    mentions = load(render_gdelt_mentions(tables), MENTION_COLUMNS, tmp_path / "a.mentions.CSV")
    assert {row["GLOBALEVENTID"] for row in mentions} == {row["GLOBALEVENTID"] for row in events}
    for event in events:
        mine = [row for row in mentions if row["GLOBALEVENTID"] == event["GLOBALEVENTID"]]
        assert len(mine) == event["NumMentions"]
        assert len({row["MentionIdentifier"] for row in mine}) == event["NumArticles"]


def test_mentions_say_where_the_words_are(tables: Tables) -> None:
    wire, copy, own = read_mentions(tables)[:3]
    text = KILLING["wire"]
    assert int(wire["ActionCharOffset"]) == text.head.start and int(wire["Actor2CharOffset"]) == text.head.end + 1
    assert (wire["MentionType"], wire["MentionSourceName"]) == ("1", "sahelwire.example")
    assert (copy["MentionType"], copy["MentionSourceName"]) == ("2", "Nile; 'Gazette'")
    assert (wire["MentionTimeDate"], own["MentionTimeDate"]) == ("20310505193000", "")
    assert own["EventTimeDate"] == "20310505193000"
    assert own["Extras"] == "published=2031-05-06"
    assert (wire["SentenceID"], wire["InRawText"], wire["Confidence"]) == ("2", "1", "")


@pytest.mark.parametrize(
    ("when", "day", "month", "year"),
    [
        (Interval("2031-05-04", "2031-05-05", Precision.RANGE), "", "203105", "2031"),
        (Interval("2030-11-01", "2030-12-31", Precision.RANGE), "", "", "2030"),
        (Interval("2030-11-01", "2031-01-31", Precision.RANGE), "", "", ""),
        (Interval(None, "2031-05-31", Precision.DAY), "", "", ""),
        (Interval("2031-12-31T23:00", "2031-12-31T23:00", Precision.MINUTE), "20311231", "203112", "2031"),
    ],
)
def test_a_date_is_given_as_far_as_it_is_known(when: Interval, day: str, month: str, year: str) -> None:
    row = next(r for r in read(build_tables(replace(OTHERS[0], when=when))) if r["EventRootCode"] == "17")
    assert (row["SQLDATE"], row["MonthYear"], row["Year"]) == (day, month, year)
    assert row["FractionDate"] == ("2031.9890" if day else "")


@pytest.mark.parametrize(
    ("feature", "country", "admin1", "kind", "fips", "adm1", "name"),
    [
        ("PCLI", "SD", None, "1", "SU", "SU", "Sudan"),
        ("ADM1", "SD", "Velden", "5", "SU", "", "Velden, Sudan"),
        ("ADM1", "US", "Texas", "2", "US", "USTX", "Velden, United States"),
        ("PPL", "US", "Texas", "3", "US", "USTX", "Velden, Texas, United States"),
        ("PPLC", "XK", None, "4", "KV", "", "Velden, Kosovo"),
    ],
)
def test_places_have_gdelts_kinds(
    feature: str, country: str, admin1: str | None, kind: str, fips: str, adm1: str, name: str
) -> None:
    place = replace(VELDEN, feature=feature, country=country, admin1=admin1)
    again = replace(place, id="p-velden2", span=replace(place.span, report="copy"))
    row = next(r for r in read(build_tables(place, again)) if r["EventRootCode"] == "18")
    assert (row["ActionGeo_Type"], row["ActionGeo_CountryCode"]) == (kind, fips)
    assert (row["ActionGeo_ADM1Code"], row["ActionGeo_FullName"]) == (adm1, name)
    assert row["ActionGeo_FeatureID"] == ("SU" if kind == "1" else "")


def test_an_unresolved_place_has_no_cells() -> None:
    place = replace(VELDEN, geonames_id=None, lat=None, lon=None, country=None, admin1=None, feature=None)
    row = next(r for r in read(build_tables(place, replace(place, id="p-velden2"))) if r["EventRootCode"] == "18")
    assert not any(row[name] for name in EVENT_COLUMNS if name.startswith("ActionGeo"))


def test_bodies_have_their_group_codes() -> None:
    actor = arg("wire", "Police", name="NATO", sector="IGO", sectors=("IGO", "MIL"))
    row = next(r for r in read(build_tables(replace(OTHERS[0], actor=actor))) if r["EventRootCode"] == "17")
    assert (row["Actor1Code"], row["Actor1KnownGroupCode"], row["Actor1CountryCode"]) == ("IGONATMIL", "NAT", "")
    assert (row["Actor1Type1Code"], row["Actor1Type2Code"], row["Actor1Type3Code"]) == ("IGO", "MIL", "")


def test_what_has_no_code_or_did_not_happen_is_left_out_and_counted() -> None:
    sheet = build_gdelt_events(build_tables(replace(OTHERS[0], type="UNHEARD")))
    assert len(sheet.rows) == 1
    assert sheet.left_out == {"future": 1, "negated": 2, NO_CODE: 1}


def test_the_header_is_given_when_asked_for(tables: Tables) -> None:
    assert render_gdelt_events(tables, header=True).split("\n")[0].split("\t") == list(EVENT_COLUMNS)
    assert render_gdelt_mentions(tables, header=True).split("\n")[0].split("\t") == list(MENTION_COLUMNS)
