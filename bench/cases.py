"""Short stories with what a careful reader finds of their requests in, how well their cases are told out.

usage: python bench/cases.py FOLDER [--gold GOLD_FOLDER] [--only tune|check] [--show] [--keep FILE]

FOLDER holds one `.toml` a story: its reports, and `[[case]]` tables (none where nobody asks for anything formally).
`fold = "check"` marks those that nobody looks at while rules are made. GOLD_FOLDER: stories as `gold.json`.
Figures: case, requester, addressee, asked, kind, decision, state, basis, condition: share of the expected ones that are
told; element: share of the expected elements; right: share of the shown elements that are expected (or may be shown);
false: cases shown that no careful reader finds. --keep: what was read is kept in the file and read again from there.
"""

import argparse
import json
import pickle
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.align import read_tables
from bench.gold_stories import GoldStory, locate, read_story
from tellings.assemble.cases import build_cases
from tellings.assemble.story_index import StoryIndex
from tellings.records import KINDS, Case, CaseElement, Report, Story, Tables, day, make_id
from tellings.stage import Group

Json = dict[str, Any]
KEYS = ("requester", "addressee", "asked")
_SMALL = frozenset({"the", "for", "and", "that", "from", "with"})


@dataclass
class CaseStory:
    """A story with its expected cases, whose elements have the report's id."""

    name: str
    fold: str
    reports: tuple[Report, ...]
    cases: list[Json]
    may: list[Json] = field(default_factory=list)
    exact: bool = True  # whether every field of the expected cases is held against what is told


@dataclass
class Tally:
    """Expectations met and all of them, by kind; what went wrong, in words."""

    met: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    of: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: list[str] = field(default_factory=list)

    def note(self, kind: str, holds: bool, what: str) -> None:
        """Count one expectation."""
        self.met[kind] += holds
        self.of[kind] += 1
        if not holds:
            self.wrong.append(f"{kind}: {what}")

    def render(self) -> str:
        """Shares of what was met, then the counts of false cases and of stories."""
        shares = [f"{kind}={self.met[kind] / self.of[kind]:.3f}" for kind in self.of if kind not in ("false", "story")]
        return " ".join(
            [*shares, f"false={self.of['false']}", f"cases={self.of['case']}", f"elements={self.of['element']}"]
        )


def read_own(path: Path) -> CaseStory:
    """The story of one `.toml`."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    reports = {entry["name"]: _build_report(path.stem, entry) for entry in table["report"]}
    cases = [*table.get("case", []), *table.get("case_may", [])]
    for case in cases:
        for element in [*case.get("elements", []), *case.get("also", [])]:
            report = reports[element["report"]]
            if element["text"] not in report.text:
                raise SystemExit(f"{path.name}: {element['report']} has no {element['text']!r}")
            element["report"] = report.id
    own = table.get("case", [])
    return CaseStory(path.stem, table.get("fold", "tune"), tuple(reports.values()), own, table.get("case_may", []))


def _build_report(story: str, entry: Json) -> Report:
    whole = f"{entry['title']}\n\n{entry['text'].strip()}"
    name = f"{story}-{entry['name']}.txt"
    return Report(
        make_id("report", name, whole), make_id("capture", name, whole), name, None, entry["title"], None,
        day(entry["date"]), "en", whole,
    )  # fmt: skip


def read_gold(folder: Path) -> CaseStory:
    """A story of the careful readings; an element is there the sentence that the reader named."""
    story = read_story(folder)
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    sentences = {}
    for path in sorted(folder.glob("r*.sents.tsv")):
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
        sentences.update({row[0]: row[-1] for row in rows if len(row) > 1})
    cases: list[Json] = []
    may: list[Json] = []
    for case in gold["cases"]:
        texts = {report.id: report.text for report in story.reports}
        elements = []
        for member in case["members"]:
            places = locate(sentences[member["sent"]], texts[member["report"]])
            if places:
                words = texts[member["report"]][places[0][0] : places[0][1]]
                elements.append({"role": member["role"], "report": member["report"], "text": words})
        kept = {"requester": case["requester"], "addressee": case["addressee"], "asked": case["asked"]}
        (may if "comment" in case["asked"] else cases).append({**kept, "elements": elements})
    return CaseStory(story.name, "gold", story.reports, cases, may, exact=False)


def read_index(story: CaseStory) -> StoryIndex:
    """The story as the account's stage gets it."""
    tables = read_tables(GoldStory(story.name, story.reports, (), frozenset()))
    return build_index(tables)


def build_index(tables: Tables) -> StoryIndex:
    (story,) = tables.of(Story)
    kept: dict[type, tuple[Any, ...]] = {kind: tables.of(kind) for kind in KINDS}
    return StoryIndex(Group(story.id, kept))


def check_story(story: CaseStory, told: Sequence[Case], tally: Tally, *, show: bool = False) -> None:
    """Hold the cases that are told against the expected ones."""
    texts = {report.id: report.text for report in story.reports}
    left = list(told)
    for expected in story.cases:
        case = max((c for c in left if _is_about(c, expected)), key=lambda c: len(c.elements), default=None)
        tally.note("case", case is not None, f"{story.name}: {expected['requester']}: {expected['asked']}")
        if case is None:
            for element in expected["elements"]:
                tally.note("element", False, f"{story.name}: {element['role']}: {element['text'][:90]}")
            continue
        left.remove(case)
        _check_case(story, expected, case, texts, tally)
    for case in left:
        if not any(_is_about(case, may) for may in story.may):
            tally.note("false", False, f"{story.name}: {case.requester} | {case.addressee} | {case.asked}")
    if show:
        for case in told:
            print(render_case(story.name, case, texts))


def _check_case(story: CaseStory, expected: Json, case: Case, texts: dict[str, str], tally: Tally) -> None:
    for key in KEYS:
        wanted = [expected[key], *expected.get(f"{key}s", [])]
        said = getattr(case, key)
        tally.note(key, any(alike(said, words) for words in wanted), f"{story.name}: {said!r}, not {expected[key]!r}")
    if story.exact:
        _check_outcome(story, expected, case, tally)
    for element in expected["elements"]:
        found = any(_tells(shown, element, texts) for shown in case.elements)
        tally.note("element", found, f"{story.name}: {element['role']}: {element['text'][:90]}")
    allowed = [*expected["elements"], *expected.get("also", [])]
    for shown in case.elements:
        right = any(_tells(shown, element, texts) for element in allowed)
        tally.note("right", right, f"{story.name}: {shown.role}: {shown.gist[:100]}")


def _check_outcome(story: CaseStory, expected: Json, case: Case, tally: Tally) -> None:
    said = flat(" ".join([case.asked, *case.basis, *case.conditions]))
    for kind, wanted in (("basis", expected.get("basis", [])), ("condition", expected.get("conditions", []))):
        for words in wanted:
            told = case.basis if kind == "basis" else case.conditions
            tally.note(kind, flat(words) in said, f"{story.name}: {told} without {words!r}")
    verdicts = [expected.get("decision", "open"), *expected.get("decisions", [])]
    verdict = (case.decision or "open").split(" by ")[0]
    if verdict in ("withdrawn", "ignored") and verdicts == ["open"]:
        verdicts = [expected["state"]]
    tally.note("decision", verdict in verdicts, f"{story.name}: {verdict}, not {verdicts[0]}")
    kind, state = getattr(case, "kind", ""), getattr(case, "state", "")
    tally.note("kind", kind == expected["kind"], f"{story.name}: {kind}, not {expected['kind']}")
    tally.note("state", state == expected["state"], f"{story.name}: {state}, not {expected['state']}")
    passed = [step.state for step in getattr(case, "states", ())]
    tally.note("states", set(passed) == set(expected["states"]), f"{story.name}: {passed}, not {expected['states']}")


def _is_about(case: Case, expected: Json) -> bool:
    """Whether the case told is the expected one: who asks (or who is asked) and what is asked are alike."""
    parties = any(
        alike(getattr(case, key), words)
        for key in ("requester", "addressee")
        for words in (expected.get(key, ""), *expected.get(f"{key}s", []))
    )
    return parties and any(alike(case.asked, words) for words in (expected["asked"], *expected.get("askeds", [])))


def _tells(shown: CaseElement, element: Json, texts: dict[str, str]) -> bool:
    if shown.role != element["role"] or shown.span.report != element["report"]:
        return False
    start = texts[element["report"]].find(element["text"])
    shared = min(shown.span.end, start + len(element["text"])) - max(shown.span.start, start)
    return start >= 0 and shared >= 0.5 * min(shown.span.end - shown.span.start, len(element["text"]))


def alike(said: str, expected: str) -> bool:
    """Whether two names or phrases share half of the content words of the shorter."""
    a, b = (set(re.findall(r"\w{3,}|\d+", text.lower())) - _SMALL for text in (said, expected))
    return bool(a and b) and len(a & b) >= 0.5 * min(len(a), len(b))


def flat(text: str) -> str:
    """Without white space, in lower case, plain quotation marks."""
    return re.sub(r"\s+", "", text.lower().replace("’", "'").replace("“", '"').replace("”", '"'))


def render_case(name: str, case: Case, texts: dict[str, str]) -> str:
    """The case as plain lines."""
    held = list(texts)
    head = f"== {name}: {case.requester} -> {case.addressee}: {case.asked} | {case.decision} {case.decided_by}"
    kind = f"   {getattr(case, 'kind', '')} {[s.state for s in getattr(case, 'states', ())]}"
    rest = f"   basis {case.basis} conditions {case.conditions}"
    lines = [f"   {e.role} r{held.index(e.span.report)} {e.gist[:160]}" for e in case.elements]
    return "\n".join([head, kind, rest, *lines])


def read_stories(folder: Path, gold: Path | None) -> Iterator[CaseStory]:
    """The stories of both folders, by name."""
    for path in sorted(folder.glob("*.toml")):
        yield read_own(path)
    for path in sorted(gold.glob("*/gold.json")) if gold else ():
        yield read_gold(path.parent)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description="How well cases are told.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--only")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    tally = Tally()
    kept: dict[str, Tables] = {}
    if options.keep and options.keep.exists():
        kept = pickle.loads(options.keep.read_bytes())
    for story in read_stories(options.folder, options.gold):
        if options.only and story.fold not in options.only.split(","):
            continue
        key = make_id("read", story.name, *[report.text for report in story.reports])
        if key not in kept:
            kept[key] = read_tables(GoldStory(story.name, story.reports, (), frozenset()))
        check_story(story, build_cases(build_index(kept[key])), tally, show=options.show)
    if options.keep:
        options.keep.write_bytes(pickle.dumps(kept))
    print("\n".join(tally.wrong))
    print(f"cases {tally.render()}")


if __name__ == "__main__":
    main(sys.argv[1:])
