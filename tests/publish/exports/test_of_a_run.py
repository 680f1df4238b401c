"""The exports of a whole run over pages of our own."""

import csv
import io
from pathlib import Path

import pytest

from tellings.front import tell
from tellings.publish.exports import list_exports
from tellings.publish.exports.gdelt import EVENT_COLUMNS, MENTION_COLUMNS
from tellings.records import Event, Report, Tables
from tests.publish.exports.loading import render_export
from tests.publish.exports.pages import PAGES


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder: Path = tmp_path_factory.mktemp("pages")
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tell([str(folder)])


def rows_of(run: Tables, name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    lines = csv.reader(io.StringIO(render_export(run, name)), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [dict(zip(columns, line, strict=True)) for line in lines]


def test_the_attack_is_one_row_of_two_reports(run: Tables) -> None:
    (row,) = csv.DictReader(io.StringIO(render_export(run, "ucdp")))
    assert (row["type_of_violence"], row["side_a"], row["country"]) == ("1", "soldiers", "Mali")
    assert (row["deaths_a"], row["low"], row["best"], row["high"]) == ("9", "9", "9", "9")
    assert row["number_of_sources"] == "2"
    assert row["date_start"] == row["date_end"] == "2031-06-02"
    assert row["source_date"] == "2031-06-03;2031-06-04"


def test_offsets_lead_to_the_words(run: Tables) -> None:
    reports = {report.origin: report for report in run.of(Report)}
    heads = {(event.report, event.head.start): event.head for event in run.of(Event)}
    mentions = rows_of(run, "gdelt-mentions", MENTION_COLUMNS)
    assert mentions
    for mention in mentions:
        report = reports[mention["MentionIdentifier"]]
        head = heads[report.id, int(mention["ActionCharOffset"])]
        assert head.of(report).isalpha()
        assert int(mention["MentionDocLen"]) == len(report.text)


def test_each_mention_is_of_an_event_in_the_table(run: Tables) -> None:
    events = {row["GLOBALEVENTID"]: row for row in rows_of(run, "gdelt-events", EVENT_COLUMNS)}
    mentions = rows_of(run, "gdelt-mentions", MENTION_COLUMNS)
    assert {mention["GLOBALEVENTID"] for mention in mentions} == events.keys()
    assert all(row["EventCode"].startswith(row["EventRootCode"]) for row in events.values())


def test_every_export_is_the_same_when_made_again(run: Tables) -> None:
    for export in list_exports():
        assert render_export(run, export.name) == render_export(run, export.name)
