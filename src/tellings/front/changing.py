"""A store at two moments in, what changed in its stories between them out: new, raised, withdrawn, corrected.

Findings, cases and reports are the same at both moments where they rest on the same words of the same pages. `raised`:
a number went up, or more independent lines stand behind it. `corrected`: it is told otherwise (agreed, now disputed; a
value gone; an article changed by its outlet). `withdrawn`: nothing tells it any more.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tellings.store.view import View
from tellings.text.folding import fold

Contract = Mapping[str, Any]
Words = frozenset[tuple[str, str]]  # captures and the words of them that something rests on
_NUMBER = re.compile(r"\d[\d,.  ]*")


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that changed. kind: new, raised, withdrawn, corrected; what: finding, case, report. before, after: as
    it was and is told, "" where it was not. story: as it is called at the later moment."""

    kind: str
    what: str
    story: str
    headline: str
    before: str
    after: str
    reason: str = ""


def find_turns(past: View, now: View) -> Iterator[Turn]:
    """What changed, story by story."""
    before = dict(past.digests())
    captures = {**past.captures(), **now.captures()}
    told_by = {captures.get(report, report): story for report, story in past.seats()}
    for story, digest in now.digests():
        if before.get(story) == digest:
            continue
        told = now.account(story)["stories"][0]
        pages = {captures.get(report["id"], report["id"]) for report in told["reports"]}
        earlier = sorted({told_by[page] for page in pages if page in told_by})
        held = [past.account(other)["stories"][0] for other in earlier]
        yield from compare_stories(held, told, captures)


def compare_stories(past: Sequence[Contract], now: Contract, captures: Mapping[str, str]) -> Iterator[Turn]:
    """What changed in a story; past: those that its reports were in. captures: the page of each report, by id."""
    here = {captures.get(report["id"], report["id"]) for report in now["reports"]}
    texts = {report["id"]: report["text"] for story in (*past, now) for report in story["reports"]}
    held = [_Told(story, captures, texts) for story in past]
    told = _Told(now, captures, texts)
    yield from _compare_reports([report for story in held for report in story.reports], told)
    findings = [(words, each) for story in held for words, each in story.findings if {page for page, _ in words} & here]
    yield from _compare_findings(findings, told)
    cases = [(words, each) for story in held for words, each in story.cases if {page for page, _ in words} & here]
    yield from _compare_cases(cases, told)


class _Told:
    """A story with the words that each of its findings and cases rests on."""

    def __init__(self, story: Contract, captures: Mapping[str, str], texts: Mapping[str, str]) -> None:
        self.story = story
        self.reports = [(captures.get(report["id"], report["id"]), report) for report in story["reports"]]
        self.findings = [(_words(each["claims"], captures, texts), each) for each in story["findings"]]
        self.cases = [(_words(each["claims"], captures, texts), each) for each in story["cases"]]

    def turn(self, kind: str, what: str, before: str, after: str, reason: str = "") -> Turn:
        """A change in this story."""
        return Turn(kind, what, self.story["id"], self.story["headline"], before, after, reason)


def _words(claims: Iterable[Contract], captures: Mapping[str, str], texts: Mapping[str, str]) -> Words:
    return frozenset(
        (captures.get(claim["report"], claim["report"]), fold(texts[claim["report"]][claim["start"] : claim["end"]]))
        for claim in claims
        if claim["report"] in texts
    )


def _compare_reports(past: Sequence[tuple[str, Contract]], told: _Told) -> Iterator[Turn]:
    known = {page for page, _ in past}
    changed = {change["report"]: change for change in told.story["changes"]}
    for page, report in told.reports:
        if page in known:
            continue
        named = f"{report['outlet'] or report['capture']}: {report['title'] or 'untitled'}"
        if change := changed.get(report["id"]):
            kinds = ", ".join(dict.fromkeys(each["kind"] for each in change["changes"])) or "its wording"
            yield told.turn("corrected", "report", "", named, f"a newer version of the article: {kinds}")
        else:
            yield told.turn("new", "report", "", named)


def _compare_findings(past: Sequence[tuple[Words, Contract]], told: _Told) -> Iterator[Turn]:
    met: set[int] = set()
    for words, finding in told.findings:
        best = max(range(len(past)), key=lambda place: (len(past[place][0] & words), -place), default=None)
        if best is None or not past[best][0] & words:
            yield told.turn("new", "finding", "", _tell_finding(finding))
            continue
        met |= {place for place, (held, _) in enumerate(past) if held & words}
        before = past[best][1]
        kind, reason = _compare_finding(before, finding)
        if kind:
            yield told.turn(kind, "finding", _tell_finding(before), _tell_finding(finding), reason)
    for place, (_, finding) in enumerate(past):
        if place not in met:
            yield told.turn("withdrawn", "finding", _tell_finding(finding), "")


def _compare_finding(before: Contract, after: Contract) -> tuple[str, str]:
    """How it changed, and why it is called so; "" where it did not."""
    old, new = _highest(before), _highest(after)
    if old is not None and new is not None and new > old:
        return "raised", f"the number went from {old:g} to {new:g}"
    if before["status"] == "single" and after["status"] == "agree":
        return "raised", "one report before, others agree now"
    if before["status"] != after["status"] or before["difference"] != after["difference"]:
        return "corrected", f"{_status(before)} before, {_status(after)} now"
    if before["independent_lines"] < after["independent_lines"]:
        return "raised", f"independent lines: {before['independent_lines']} before, {after['independent_lines']} now"
    gone = sorted(_values(before) - _values(after))
    if gone:
        return "corrected", f"no longer told: {', '.join(gone[:3])}"
    return "", ""


def _status(finding: Contract) -> str:
    return " ".join(filter(None, (finding["status"], finding["difference"])))


def _values(finding: Contract) -> set[str]:
    return {claim["value"] for claim in finding["claims"] if claim["value"]}


def _highest(finding: Contract) -> float | None:
    """The highest number among the values, where numbers are what it is about."""
    if finding["slot"] != "number":
        return None
    numbers = []
    for value in _values(finding):
        for figures in _NUMBER.findall(value):
            plain = re.sub(r"[,  ]", "", figures).rstrip(".")
            numbers += [float(plain)] if re.fullmatch(r"\d+(\.\d+)?", plain) else []
    return max(numbers, default=None)


def _compare_cases(past: Sequence[tuple[Words, Contract]], told: _Told) -> Iterator[Turn]:
    met: set[int] = set()
    for words, case in told.cases:
        best = max(range(len(past)), key=lambda place: (len(past[place][0] & words), -place), default=None)
        if best is None or not past[best][0] & words:
            yield told.turn("new", "case", "", _tell_case(case))
            continue
        met |= {place for place, (held, _) in enumerate(past) if held & words}
        before = past[best][1]
        if before["decision"] != case["decision"]:
            yield told.turn("corrected", "case", _tell_case(before), _tell_case(case), "its decision")
    for place, (_, case) in enumerate(past):
        if place not in met:
            yield told.turn("withdrawn", "case", _tell_case(case), "")


def _tell_finding(finding: Contract) -> str:
    values = sorted(_values(finding)) if finding["status"] == "differ" else []
    return f"{finding['gist']} ({' / '.join(values)})" if values else str(finding["gist"])


def _tell_case(case: Contract) -> str:
    return f"{case['requester']} asks {case['addressee']} {case['asked']}: {case['decision'] or 'open'}"
