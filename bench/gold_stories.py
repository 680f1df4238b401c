"""A folder of careful readings in, their stories out: reports, gold clauses, and who was copied from whom.

A story's folder holds `meta.json`, one `rN.txt` a report and `gold.json`. Pages that still carry their furniture go
through the house's own cleaning; gold clauses are then found again in the cleaned text, white space aside.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tellings.records import Interval, Precision, Report


@dataclass(frozen=True, slots=True)
class Member:
    """One clause of a gold assertion; value as the careful reader gave it. places: where it stands in the text."""

    report: str
    places: tuple[tuple[int, int], ...]
    value: str | None


@dataclass(frozen=True, slots=True)
class Assertion:
    """What several reports say: status agree or differ, slot, difference, and the clauses."""

    gist: str
    status: str
    slot: str | None
    difference: str | None
    doubtful: bool
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class GoldStory:
    """One story as it was read with care. lines: pairs of reports on one line of descent."""

    name: str
    reports: tuple[Report, ...]
    assertions: tuple[Assertion, ...]
    lines: frozenset[tuple[str, str]]


def read_stories(folder: Path) -> Iterator[GoldStory]:
    """Every story below the folder, by name."""
    for path in sorted(folder.glob("*/gold.json")):
        yield read_story(path.parent)


def read_story(folder: Path) -> GoldStory:
    """The story of one folder."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    raw = {entry["id"]: (folder / f"{entry['id']}.txt").read_text(encoding="utf-8") for entry in meta["reports"]}
    reports = tuple(_build_report(entry, raw[entry["id"]], _told(gold, entry["id"])) for entry in meta["reports"])
    texts = {report.id: report.text for report in reports}
    one_line = ("copy", "derived", "shared_agency")
    return GoldStory(
        name=gold["story"],
        reports=reports,
        assertions=tuple(_build_assertion(entry, raw, texts) for entry in gold["assertions"]),
        lines=frozenset(
            (min(link["left"], link["right"]), max(link["left"], link["right"]))
            for link in gold["lineage"]
            if link["relation"] in one_line
        ),
    )


def _told(gold: dict[str, Any], report: str) -> tuple[int, int]:
    """From the first to the last gold clause of a report: what lies outside in a raw page is taken for furniture."""
    members = [m for a in gold["assertions"] for m in a["members"] if m["report"] == report]
    return min(m["start"] for m in members), max(m["end"] for m in members)


def _build_report(entry: dict[str, Any], text: str, told: tuple[int, int]) -> Report:
    title, published = entry["title"], None
    if title is None:  # a page as captured, furniture and all
        first = text.rfind("\n", 0, told[0]) + 1
        last = text.find("\n", told[1])
        text = text[first : last if last >= 0 else len(text)]
        title = text.split("\n")[0]
    if entry["date"]:
        published = Interval(entry["date"][:10], entry["date"][:10], Precision.DAY)
    blank = Report(entry["id"], entry["id"], "", None, None, None, None, "en", text)
    return replace(blank, origin=f"{entry['id']}.txt", outlet=entry["outlet"], title=title, published=published)


def _build_assertion(entry: dict[str, Any], raw: dict[str, str], texts: dict[str, str]) -> Assertion:
    members = []
    for member in entry["members"]:
        wording = raw[member["report"]][member["start"] : member["end"]]
        members.append(Member(member["report"], locate(wording, texts[member["report"]]), member.get("value")))
    return Assertion(
        entry["gist"], entry["status"], entry.get("slot"), entry.get("difference"), bool(entry.get("doubtful")),
        tuple(members),
    )  # fmt: skip


def locate(wording: str, text: str) -> tuple[tuple[int, int], ...]:
    """Everywhere the wording stands in the text, white space aside."""
    words = [re.escape(word) for word in wording.split()]
    return tuple(found.span() for found in re.finditer(r"\s*".join(words), text)) if words else ()


def meets(claim: tuple[int, int], clause: tuple[int, int]) -> bool:
    """Whether the two share at least half of the shorter one."""
    shared = min(claim[1], clause[1]) - max(claim[0], clause[0])
    return shared > 0 and 2 * shared >= min(claim[1] - claim[0], clause[1] - clause[0])


def hits(story: GoldStory, report: str, span: tuple[int, int]) -> set[tuple[int, int]]:
    """The gold clauses that a claim meets, as (number of the assertion, number of the member)."""
    return {
        (a, m)
        for a, assertion in enumerate(story.assertions)
        for m, member in enumerate(assertion.members)
        if member.report == report and any(meets(span, place) for place in member.places)
    }
