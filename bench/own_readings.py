"""A folder of public stories in, those that were read for this project out: which clauses say the same.

`bench/readings.tsv` holds the readings, made by one reader after the pattern of the careful ones; no word of any report
stands there, only where in its text each clause begins and ends. The texts lie in the benchmarks' `stories` folder
(`news_cluster.jsonl`, `ecbplus_1_35.jsonl`); no story is among the careful readings. They are further stories to train
the alignment's scorer on, and, for a scorer trained on the careful readings alone, stories that it has not seen.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from bench.gold_stories import Assertion, GoldStory, Member
from tellings.records import Interval, Precision, Report

READINGS = Path(__file__).with_name("readings.tsv")


def read_own_stories(folder: Path) -> Iterator[GoldStory]:
    """Every story of the readings, by name."""
    lines = [line for line in READINGS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = [line.split("\t") for line in lines]
    sets = {source: _read_set(folder / f"{source}.jsonl") for source in sorted({row[1] for row in rows})}
    for name, found in groupby(rows, key=lambda row: row[0]):
        members = list(found)
        reports = {row[4]: build_report(sets[row[1]][row[4]]) for row in sorted(members, key=lambda row: row[4])}
        told = [list(own) for _, own in groupby(members, key=lambda row: row[2])]
        yield GoldStory(name, tuple(reports.values()), tuple(_build_assertion(own) for own in told), frozenset())


def _read_set(path: Path) -> dict[str, dict[str, str]]:
    return {entry["id"]: entry for entry in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def build_report(entry: dict[str, str]) -> Report:
    """The report of an entry. ECB+ states neither outlet nor day, and its title is a sentence of the text."""
    dated = "date" in entry
    text = f"{entry['title']}\n\n{entry['text']}" if dated else entry["text"]
    day = entry["date"][:10] if dated else None
    blank = Report(entry["id"], entry["id"], "", None, None, None, None, "en", text)
    published = Interval(day, day, Precision.DAY) if day else None
    outlet = entry.get("outlet", entry["id"])
    return replace(
        blank, origin=entry["id"], outlet=outlet, title=entry["title"] if dated else None, published=published
    )


def _build_assertion(rows: list[list[str]]) -> Assertion:
    members = tuple(Member(row[4], ((int(row[5]), int(row[6])),), None) for row in rows)
    return Assertion(rows[0][3], "agree", None, None, False, members)
