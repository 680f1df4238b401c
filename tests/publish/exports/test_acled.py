import csv
import io
from dataclasses import replace

import duckdb
import pytest

from tellings.publish.exports.acled import COLUMNS, NO_KIND, build_acled, render_acled
from tellings.publish.exports.codes import read_rows
from tellings.records import Event, Interval, Precision, Tables
from tests.publish.exports.conftest import KILLING, OTHERS, VELDEN, arg, build_tables, event

EVENT_TYPES = {
    "Battles", "Protests", "Riots", "Explosions/Remote violence", "Violence against civilians",
    "Strategic developments",
}  # fmt: skip


def read(tables: Tables) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_acled(tables))))


def coded(kind: str, mode: str | None, sector: str | None, lemma: str = "attack") -> Event:
    """The arrest's word, coded as something else."""
    recipient = arg("wire", "Ann Tode", sector=sector, sectors=(sector,)) if sector else None
    return replace(OTHERS[0], type=kind, mode=mode, recipient=recipient, lemma=lemma, contexts=())


def kind_of(one: Event) -> tuple[str, str] | None:
    row = next((row for row in read(build_tables(one)) if row["notes"].startswith("Sahel Wire: Police")), None)
    return (row["event_type"], row["sub_event_type"]) if row else None


def test_columns_are_theirs(tables: Tables, tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert len(COLUMNS) == 31
    path = tmp_path / "acled.csv"
    path.write_text(render_acled(tables), encoding="utf-8")
    loaded = duckdb.read_csv(str(path), header=True, all_varchar=True)
    assert tuple(loaded.columns) == COLUMNS
    assert {row[5] for row in loaded.fetchall()} <= EVENT_TYPES
    assert {row[5] for row in read_rows("acled_kinds.tsv")} <= EVENT_TYPES


def test_the_cells_mean_what_they_say(tables: Tables) -> None:
    row = next(row for row in read(tables) if row["event_type"] == "Explosions/Remote violence")
    assert row["event_id_cnty"].startswith("SDN") and row["event_id_cnty"][3:].isdigit()
    assert (row["event_date"], row["year"], row["time_precision"]) == ("2031-05-05", "2031", "1")
    assert row["disorder_type"] == "Political violence"
    assert row["sub_event_type"] == "Remote explosive/landmine/IED"
    assert (row["actor1"], row["inter1"]) == ("Kordofan Rebels", "Rebel group")
    assert (row["actor2"], row["inter2"], row["interaction"]) == ("civilians", "Civilians", "Rebel group-Civilians")
    assert row["civilian_targeting"] == "Civilian targeting"
    assert (row["iso"], row["region"], row["country"], row["admin1"]) == ("729", "Northern Africa", "Sudan", "Kordofan")
    assert (row["location"], row["latitude"], row["geo_precision"]) == ("Velden", "13.25", "1")
    assert row["source"] == 'Sahel Wire; Nile, "Gazette"; Lake Post'
    assert row["source_scale"] == row["timestamp"] == row["tags"] == ""


def test_fatalities_are_the_lowest_figure_and_the_note_says_so(tables: Tables) -> None:
    row = next(row for row in read(tables) if row["fatalities"])
    assert row["fatalities"] == "12"
    assert "Fatalities: the lowest of these figures." in row["notes"]
    assert "14 (Lake Post)" in row["notes"] and "2 independent lines" in row["notes"]


def test_silence_about_deaths_is_no_zero(tables: Tables) -> None:
    assert next(row for row in read(tables) if row["sub_event_type"] == "Arrests")["fatalities"] == ""


@pytest.mark.parametrize(
    ("one", "wanted"),
    [
        (coded("ASSAULT", None, "CVL"), ("Violence against civilians", "Attack")),
        (coded("ASSAULT", None, "REB"), ("Battles", "Armed clash")),
        (coded("ASSAULT", "firearms", None), None),
        (coded("ASSAULT", None, "IGO"), None),
        (coded("ASSAULT", "abduct", "MED"), ("Violence against civilians", "Abduction/forced disappearance")),
        (coded("ASSAULT", "sexual", "CVL"), ("Violence against civilians", "Sexual violence")),
        (coded("ASSAULT", "heavy-weapons", None, "shell"),
         ("Explosions/Remote violence", "Shelling/artillery/missile attack")),
        (coded("ASSAULT", "heavy-weapons", None, "airstrike"), ("Explosions/Remote violence", "Air/drone strike")),
        (coded("ASSAULT", "heavy-weapons", None, "pound"), ("Explosions/Remote violence", "")),
        (coded("ASSAULT", "suicide-attack", None), ("Explosions/Remote violence", "Suicide bomb")),
        (coded("PROTEST", "demo", None, "march"), ("Protests", "")),
        (coded("PROTEST", "riot", None, "riot"), ("Riots", "Violent demonstration")),
        (coded("PROTEST", "hunger", None), None),
        (coded("PROTEST", "boycott", None), None),
        (coded("COERCE", "arrest", "PTY"), ("Strategic developments", "Arrests")),
        (coded("COERCE", "arrest", "CVL"), None),
        (coded("RETREAT", "ceasefire", None), ("Strategic developments", "Agreement")),
        (coded("CONSULT", "visit", "GOV"), None),
        (coded("THREATEN", "violence", "CVL"), None),
    ],
)  # fmt: skip
def test_only_kinds_that_acled_has(one: Event, wanted: tuple[str, str] | None) -> None:
    assert kind_of(one) == wanted


def test_civilians_are_attacked_one_sidedly_and_not_by_civilians() -> None:
    attack = coded("ASSAULT", None, "CVL")
    student = arg("wire", "Police", name="students", sector="EDU", sectors=("EDU",))
    assert kind_of(replace(attack, mutual=True)) is None
    assert kind_of(replace(attack, actor=student)) is None
    assert kind_of(replace(attack, actor=None)) == ("Violence against civilians", "Attack")
    fight = coded("ASSAULT", None, "COP")
    assert kind_of(replace(fight, mutual=True)) == ("Battles", "Armed clash")
    assert kind_of(replace(fight, mutual=True, actor=student)) is None


def test_what_is_left_out_is_counted() -> None:
    sheet = build_acled(build_tables(coded("AID", None, "CVL")))
    assert sheet.left_out == {"future": 1, "negated": 2, NO_KIND: 1}


@pytest.mark.parametrize(
    ("when", "date", "precision"),
    [
        (Interval("2031-05-01", "2031-05-07", Precision.WEEK), "2031-05-01", "2"),
        (Interval("2031-05-01", "2031-05-31", Precision.MONTH), "2031-05-01", "3"),
        (Interval("2031-01-01", "2031-12-31", Precision.YEAR), "", ""),
        (Interval(None, "2031-12-31", Precision.DAY), "", ""),
        (None, "", ""),
    ],
)
def test_time_precision(when: Interval | None, date: str, precision: str) -> None:
    row = next(r for r in read(build_tables(replace(OTHERS[0], when=when))) if r["sub_event_type"] == "Arrests")
    assert (row["event_date"], row["time_precision"]) == (date, precision)


@pytest.mark.parametrize(
    ("feature", "precision", "location", "admin2"),
    [("PPLC", "1", "Velden", ""), ("ADM2", "2", "Velden", "Velden"), ("ADM1", "3", "Velden", ""), ("PCLI", "", "", "")],
)
def test_place_precision_and_no_point_for_a_country(feature: str, precision: str, location: str, admin2: str) -> None:
    place = replace(VELDEN, feature=feature)
    row = next(r for r in read(build_tables(place, replace(place, id="p-velden2"))) if r["country"])
    assert (row["geo_precision"], row["location"], row["admin2"]) == (precision, location, admin2)
    assert row["country"] == "Sudan" and bool(row["latitude"]) == bool(location)


def test_forces_of_another_state_are_external() -> None:
    actor = arg("wire", "Rebels", name="army", sector="MIL", sectors=("MIL",), country="TD")
    row = next(r for r in read(build_tables(*(replace(e, actor=actor) for e in KILLING.values()))) if r["fatalities"])
    assert row["inter1"] == "External/Other forces"


def test_crowds_are_protesters_and_alone_where_no_other_side_is_told() -> None:
    march = event("wire", "Police arrested Ann Tode on Tuesday", "arrested", "PROTEST", mode="demo",
                  actor=arg("wire", "Police", name="students", sector="EDU", sectors=("EDU",)))  # fmt: skip
    row = next(r for r in read(build_tables(replace(march, id=OTHERS[0].id))) if r["event_type"] == "Protests")
    assert (row["inter1"], row["interaction"], row["disorder_type"]) == (
        "Protesters",
        "Protesters only",
        "Demonstrations",
    )
