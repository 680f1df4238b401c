import json
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, given, settings
from pyarrow import json as arrow_json  # type: ignore[import-untyped]

from tellings.publish.contract import build_contract
from tellings.publish.exports import make_export, write_export
from tellings.publish.exports.flat_tables import SCHEMA
from tests.publish.conftest import build_tables
from tests.publish.exports.loading import ANY, runs, texts, with_wording


def fetch(query: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


def test_every_line_says_its_table_and_has_all_its_columns() -> None:
    made = make_export(runs()[1], "jsonl")
    rows = [json.loads(line) for line in made.text.splitlines()]
    assert made.left_out == {}
    assert {row["table"] for row in rows} >= {"stories", "reports", "lines", "links", "entities", "places", "quotes",
                                             "findings", "claims", "cases", "timeline", "drops"}  # fmt: skip
    for row in rows:
        assert [*row] == ["table", *SCHEMA[row["table"]]]


def test_the_tables_hold_what_the_account_holds() -> None:
    contract = build_contract(build_tables(), version="0")
    rows = [json.loads(line) for line in make_export(build_tables(), "jsonl").text.splitlines()]
    story = contract["stories"][0]

    def of(table: str) -> list[dict[str, object]]:
        return [row for row in rows if row["table"] == table and row.get("story", story["id"]) == story["id"]]

    for table in ("reports", "entities", "places", "quotes", "events", "findings", "cases", "timeline", "moments"):
        assert len(of(table)) == len(story[table]), table
    assert [row["gist"] for row in of("findings")] == [finding["gist"] for finding in story["findings"]]
    assert len(of("claims")) == sum(len(finding["claims"]) for finding in story["findings"])
    assert [row["capture"] for row in of("drops")] == [drop["capture"] for drop in contract["dropped"]]
    assert of("cases")[0]["decided_first"] == "2031-03-04"
    assert [row["state"] for row in of("cases")] == [case["state"] for case in story["cases"]]
    assert [len(row["states"]) for row in of("cases")] == [len(case["states"]) for case in story["cases"]]  # type: ignore[arg-type]
    assert of("timeline")[0]["first"] == "1998-01-01" and of("timeline")[0]["precision"] == "year"


def test_the_words_are_those_at_the_place() -> None:
    for tables in runs():
        for line in make_export(tables, "jsonl").text.splitlines():
            row = json.loads(line)
            if "start_at" in row:
                assert row["words"] == texts()[row["report"]][row["start_at"] : row["end_at"]] != ""


def test_duckdb_and_arrow_load_a_file_for_each_table(tmp_path: Path) -> None:
    write_export(runs(), "jsonl-tables", tmp_path / "day")
    assert {path.stem for path in (tmp_path / "day").iterdir()} == {*SCHEMA}
    for table, columns in SCHEMA.items():
        path = tmp_path / "day" / f"{table}.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines()
        typed = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
        assert len(fetch(f"FROM read_json('{path}', columns = {{{typed}}})")) == len(lines)
        if lines:
            assert arrow_json.read_json(path).column_names == [*columns]
    claims = fetch(
        f"SELECT DISTINCT value FROM '{tmp_path}/day/findings.jsonl' JOIN '{tmp_path}/day/claims.jsonl' USING (finding)"
        " WHERE slot = 'number' AND status = 'differ' AND line = 'B'"
    )
    assert {value for (value,) in claims} == {"up to 60 wardens", "Three lock-keepers", "two men"}


def test_what_else_lies_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("ours", encoding="utf-8")
    write_export(runs(), "jsonl-tables", tmp_path)
    write_export(runs(), "jsonl-tables", tmp_path)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "ours"
    assert len([*tmp_path.iterdir()]) == len(SCHEMA) + 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wording=ANY)
def test_any_wording_is_one_line(wording: str) -> None:
    text = make_export(with_wording(wording), "jsonl").text
    assert text.splitlines() == text.split("\n")[:-1]
    rows = [json.loads(line) for line in text.encode("utf-8").split(b"\n")[:-1]]
    (row,) = (row for row in rows if row["table"] == "reports" and row["report"] == "own")
    assert len(row["text"]) == 3 * len(wording) + len("\n\n said so. ")
