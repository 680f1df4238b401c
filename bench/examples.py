"""Tell the example stories and hold the account against what a careful reader found in them.

usage: python bench/examples.py [FOLDER]       (default: examples)

FOLDER holds one folder a story, each with its pages and `expected.toml` (see examples/README.md), and `unrelated/`,
pages that must stay out. All pages are told in one run. Prints what is missed, then one line: for each kind of
expectation the share that was found.
"""

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tellings import __version__
from tellings.front import tell
from tellings.publish.contract import build_contract

Json = dict[str, Any]
PAGES = ("*.txt", "*.html")


@dataclass
class Tally:
    """Expectations met and missed, by kind."""

    met: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    missed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, kind: str, holds: bool, what: str) -> None:
        """Count one expectation."""
        self.met[kind] += holds
        if not holds:
            self.missed[kind].append(what)

    def share(self, kind: str) -> float:
        """Met of all, between 0 and 1."""
        whole = self.met[kind] + len(self.missed[kind])
        return self.met[kind] / whole if whole else 1.0

    def kinds(self) -> list[str]:
        """Every kind met or missed, by name."""
        return sorted({*self.met, *self.missed})


def find_pages(folder: Path) -> list[Path]:
    """The pages of every story and the unrelated ones, in order."""
    return sorted(page for pattern in PAGES for page in folder.glob(f"*/{pattern}"))


def check_examples(folder: Path, contract: Json) -> Tally:
    """Hold the contract against every `expected.toml` under the folder."""
    tally = Tally()
    for path in sorted(folder.glob("*/expected.toml")):
        expected = tomllib.loads(path.read_text(encoding="utf-8"))
        check_story(path.parent.name, expected, contract, tally)
    related = {page.name for path in folder.glob("*/expected.toml") for page in path.parent.iterdir()}
    for story in contract["stories"]:
        names = {file_of(report) for report in story["reports"]}
        strangers = {name for name in names if name not in related}
        tally.note("apart", not strangers or len(names) == 1, f"unrelated pages in one story: {sorted(names)}")
    return tally


def check_story(name: str, expected: Json, contract: Json, tally: Tally) -> None:
    """Hold one story against what was expected of it."""
    files = {report["file"] for report in expected["report"]}
    holding = [s for s in contract["stories"] if any(file_of(r) in files and _in(name, r) for r in s["reports"])]
    tally.note("one_story", len(holding) == 1, f"{name}: in {len(holding)} stories")
    story = max(holding, key=lambda story: len(story["reports"]))
    reading = Reading(story)
    for report in expected["report"]:
        check_report(f"{name}/{report['file']}", report, reading, tally)
    _check_lines(name, expected, reading, tally)
    _check_findings(name, expected, reading, tally)
    _check_versions(name, expected, reading, contract, tally)
    for case in expected.get("case", []):
        _check_case(name, case, reading, tally)
    _check_names(name, expected, reading, tally)
    _check_quotations(name, expected, reading, tally)
    for page in expected.get("furniture", []):
        text = reading.text(page["file"]) or _text_of(name, page["file"], contract)
        for phrase in page["cut"]:
            tally.note("cut", flat(phrase) not in flat(text), f"{name}/{page['file']}: left in: {phrase}")
        for phrase in page["keep"]:
            tally.note("keep", flat(phrase) in flat(text), f"{name}/{page['file']}: lost: {phrase}")


class Reading:
    """One story of the contract, with look-ups by file name and wording."""

    def __init__(self, story: Json) -> None:
        self.story = story
        self.reports = {file_of(report): report for report in story["reports"]}
        self.file = {report["id"]: file_of(report) for report in story["reports"]}

    def text(self, file: str) -> str:
        """The report's text, empty when the report is not in the story."""
        return str(self.reports[file]["text"]) if file in self.reports else ""

    def words(self, at: Json) -> str:
        """The wording at a place."""
        return self.text(self.file[at["report"]])[at["start"] : at["end"]]

    def tells(self, at: Json, file: str, wording: str) -> bool:
        """Whether the place lies in the file and shares at least half of the shorter wording with this one."""
        if self.file.get(at["report"]) != file:
            return False
        start = self.text(file).find(wording)
        shared = min(at["end"], start + len(wording)) - max(at["start"], start)
        return start >= 0 and shared >= 0.5 * min(at["end"] - at["start"], len(wording))


def check_report(name: str, expected: Json, reading: Reading, tally: Tally) -> None:
    """Title, outlet, byline and date of one report."""
    report = reading.reports.get(expected["file"])
    tally.note("in_story", report is not None, f"{name}: not in the story")
    if report is None:
        return
    for key in ("title", "outlet", "byline"):
        if key in expected:
            tally.note(key, report[key] == expected[key], f"{name}: {key} {report[key]!r}, not {expected[key]!r}")
    start, end = report["published"]["start"] or "", report["published"]["end"] or ""
    if expected["published"] == "undated":
        low, high = expected["inferred"]
        holds = start[:10] <= low and high <= end[:10] and report["published"].get("inferred", True)
        tally.note("inferred", holds, f"{name}: inferred {start} to {end}, not around {low} to {high}")
    else:
        holds = start[: len(expected["published"])] == expected["published"] and end[:10] == expected["published"][:10]
        tally.note("published", holds, f"{name}: published {start}, not {expected['published']}")


def _check_lines(name: str, expected: Json, reading: Reading, tally: Tally) -> None:
    lines = [{reading.file[report] for report in line} for line in reading.story["lineage"]["lines"]]
    for line in expected.get("line", []):
        tally.note("line", set(line["files"]) in lines, f"{name}: no line {line['files']}")
    links = reading.story["lineage"]["links"]
    for pair in expected.get("pair", []):
        both = {pair["left"], pair["right"]}
        said = [link["relation"] for link in links if {reading.file[link["left"]], reading.file[link["right"]]} == both]
        tally.note("pair", said == [pair["relation"]], f"{name}: {sorted(both)} {said}, not {pair['relation']}")


def _check_versions(name: str, expected: Json, reading: Reading, contract: Json, tally: Tally) -> None:
    """Which page is a later version of which, what changed, what was met again, what belongs to another story."""
    files = {report["id"]: file_of(report) for report in reading.story["reports"]}
    told = {files[revision["report"]]: revision for revision in reading.story["changes"]}
    wanted = {version["file"]: version for version in expected.get("version", [])}
    for file in sorted({*told, *wanted}):
        revision, version = told.get(file), wanted.get(file)
        earlier = files.get(reading.reports[file]["supersedes"]) if file in reading.reports else None
        right = revision is not None and version is not None and earlier == version["earlier"]
        ordered = right and revision is not None and version is not None and revision["ordered"] == version["ordered"]
        tally.note("version", ordered, f"{name}: {file} is a later version of {earlier}")
        if revision is not None and version is not None:
            _check_changes(f"{name}/{file}", version["changes"], revision["changes"], reading, tally)
    dropped = {Path(drop["capture"]).name: files.get(drop["same_as"]) for drop in contract["dropped"]}
    for again in expected.get("again", []):
        same = dropped.get(again["file"])
        tally.note("again", same == again["same_as"], f"{name}: {again['file']} is the same page as {same}")
    for page in expected.get("elsewhere", []):
        text = _text_of(name, page["file"], contract)
        tally.note("elsewhere", bool(text) and page["file"] not in reading.reports, f"{name}: {page['file']} not apart")


def _check_changes(name: str, wanted: list[Json], told: list[Json], reading: Reading, tally: Tally) -> None:
    """Each change with its kind and the words before and after; what is told and was not expected counts against."""
    kinds = {change["kind"] for change in wanted}
    for change in wanted:
        found = any(_is_change(change, entry, reading) for entry in told)
        tally.note("change", found, f"{name}: not told: {change}")
    for entry in told:
        right = entry["kind"] in kinds and any(_is_change(change, entry, reading) for change in wanted)
        words = [reading.words(place) for place in (entry["before"], entry["after"]) if place]
        tally.note("change_right", right, f"{name}: told and not expected: {entry['kind']} {words}")


def _is_change(change: Json, entry: Json, reading: Reading) -> bool:
    sides = [(change.get(side), entry[side]) for side in ("before", "after")]
    return change["kind"] == entry["kind"] and all(
        bool(wording) == bool(place) and (not wording or flat(wording) in flat(reading.words(place)))
        for wording, place in sides
    )


def _text_of(name: str, file: str, contract: Json) -> str:
    """The text of a page of the folder in whatever story it is."""
    reports = [report for story in contract["stories"] for report in story["reports"]]
    return next((str(report["text"]) for report in reports if file_of(report) == file and _in(name, report)), "")


def _check_findings(name: str, expected: Json, reading: Reading, tally: Tally) -> None:
    findings = reading.story["findings"]
    differing = [finding["claims"] for finding in findings if finding["status"] == "differ"]
    together = [finding["claims"] for finding in findings if finding["status"] != "single"]
    matched: set[int] = set()
    for difference in expected.get("difference", []):
        values = difference["values"]
        shown = {n for n, claims in enumerate(differing) if _shows(reading, claims, values)}
        matched |= shown
        tally.note("differ", bool(shown), f"{name}: difference not shown: {difference['gist']}")
    for number, claims in enumerate(differing):
        told = " | ".join(f"{claim['value'] or '-'}" for claim in claims)
        tally.note("differ_right", number in matched, f"{name}: shown and not expected: {told}")
    for agreement in expected.get("agreement", []):
        clauses = agreement["clauses"]
        best = max((_count(reading, claims, clauses) for claims in together), default=0)
        tally.note("agree", best >= 2, f"{name}: not brought together: {agreement['gist']}")
    for single in expected.get("single", []):
        claims = [c for finding in findings if finding["status"] == "single" for c in finding["claims"]]
        found = any(reading.tells(claim, single["file"], single["text"]) for claim in claims)
        tally.note("single", found, f"{name}: not told as said by one only: {single['text']}")
    for happening in expected.get("timeline", []):
        entries = reading.story["timeline"]
        days = {((entry["from"] or "")[:10], (entry["to"] or "")[:10]) for entry in entries}
        tally.note("timeline", (happening["from"], happening["to"]) in days, f"{name}: no entry {happening['gist']}")


def _shows(reading: Reading, claims: Iterable[Json], values: list[Json]) -> bool:
    """Whether the claims hold two of the values, from their own files."""
    held = {
        value["value"]
        for value in values
        for claim in claims
        if reading.file[claim["report"]] == value["file"] and flat(value["value"]) in flat(_around(reading, claim))
    }
    return len(held) > 1


def _around(reading: Reading, claim: Json) -> str:
    return f"{claim['value'] or ''} {reading.words(claim)}"


def _count(reading: Reading, claims: Iterable[Json], clauses: Iterable[Json]) -> int:
    claims = list(claims)
    return len({c["file"] for c in clauses if any(reading.tells(claim, c["file"], c["text"]) for claim in claims)})


def _check_case(name: str, expected: Json, reading: Reading, tally: Tally) -> None:
    cases = reading.story["cases"]
    told = [case for case in cases if _alike(case["requester"], expected["requester"])]
    tally.note("case", bool(told), f"{name}: no case of {expected['requester']}: {[c['requester'] for c in cases]}")
    case = max(told, key=lambda case: len(case["claims"]), default=None)
    if case is None:
        return
    said = flat(" ".join([case["asked"], *case["basis"], *case["conditions"]]))
    tally.note("asked", _alike(case["asked"], expected["asked"]), f"{name}: asked {case['asked']!r}")
    for basis in expected.get("basis", []):
        tally.note("basis", flat(basis) in said, f"{name}: basis {case['basis']} without {basis!r}")
    for condition in expected.get("conditions", []):
        tally.note(
            "condition", flat(condition) in said, f"{name}: conditions {case['conditions']} without {condition!r}"
        )
    verdict = (case["decision"] or "open").split()[0]
    tally.note("decision", verdict == expected["decision"].split()[0], f"{name}: {verdict}, not {expected['decision']}")
    for element in expected.get("elements", []):
        found = any(
            claim["role"] == element["role"] and reading.tells(claim, element["file"], element["text"])
            for claim in case["claims"]
        )
        tally.note("element", found, f"{name}: {element['role']} not found: {element['text']}")


def _check_names(name: str, expected: Json, reading: Reading, tally: Tally) -> None:
    entities = [{entity["name"], *entity["aliases"]} for entity in reading.story["entities"]]
    for entity in expected.get("entity", []):
        one = any(all(any(flat(n) in flat(alias) for alias in names) for n in entity["names"]) for names in entities)
        tally.note("entity", one, f"{name}: not one entity: {entity['names']}")
    for place in expected.get("place", []):
        found = any(p["name"] == place["name"] and p["country"] == place["country"] for p in reading.story["places"])
        tally.note("place", found, f"{name}: place {place['name']} is not in {place['country']}")


def _check_quotations(name: str, expected: Json, reading: Reading, tally: Tally) -> None:
    for quotation in expected.get("quotation", []):
        said = [
            quote["speaker"]
            for quote in reading.story["quotes"]
            if reading.tells(quote, quotation["file"], quotation["text"])
        ]
        right = any(speaker and _alike(speaker, quotation["speaker"]) for speaker in said)
        tally.note("quotation", right, f"{name}: {quotation['speaker']}'s words given to {said}: {quotation['text']}")


def _alike(said: str, expected: str) -> bool:
    """Whether two names or phrases share half of the content words of the shorter."""
    a, b = (set(re.findall(r"\w{3,}|\d+", text.lower())) - {"the", "for", "and"} for text in (said, expected))
    return bool(a and b) and len(a & b) >= 0.5 * min(len(a), len(b))


def _in(name: str, report: Json) -> bool:
    return name in Path(report["capture"]).parts


def file_of(report: Json) -> str:
    """The file name of a report."""
    return Path(report["capture"]).name


def flat(text: str) -> str:
    """Without white space, in lower case, plain quotation marks."""
    return re.sub(r"\s+", "", text.lower().replace("’", "'").replace("“", '"').replace("”", '"'))


def read_contract(folder: Path) -> Json:
    """Every page under the folder told in one run."""
    return build_contract(tell([str(page) for page in find_pages(folder)], strict=True), version=__version__)


def render_tally(tally: Tally) -> Iterator[str]:
    """What is missed, then the line of figures."""
    for kind in tally.kinds():
        yield from (f"{kind}: {what}" for what in tally.missed[kind])
    yield "examples " + " ".join(f"{kind}={tally.share(kind):.3f}" for kind in tally.kinds())


if __name__ == "__main__":
    where = Path(sys.argv[1] if len(sys.argv) > 1 else "examples")
    print("\n".join(render_tally(check_examples(where, read_contract(where)))))
