"""Two reports, or words of two reports, in; what is shown beside the form that judges them out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tellings.errors import CallError, StoreError, UnknownError
from tellings.publish.dates import render_interval
from tellings.publish.page.wording import Piece, build_excerpt
from tellings.publish.server.stories import find_story
from tellings.publish.words_for import rate_likeness, rate_lineage, tell_ruling
from tellings.records import Report
from tellings.store.pages import ReportRow
from tellings.store.view import View

Json = Mapping[str, Any]
_PLACE = re.compile(r"(?P<report>.+):(?P<start>\d{1,9})-(?P<end>\d{1,9})")
_OPENING = 700  # letters of a report that are shown to judge it by
_MOST_OTHERS = 40  # claims of a finding that can be chosen instead

OF_REPORTS = {  # what can be held of two reports: relation, verdict and the words for it
    "same_story yes": "They tell of one story",
    "same_story no": "They tell of different stories",
    "copy_of yes": "They rest on one text: they are one line",
    "copy_of no": "They do not rest on one text: they are two lines",
}
OF_WORDS = {
    "differs yes": "This is a difference",
    "differs no": "This is no difference",
    "same_claim yes": "They make the same claim",
    "same_claim no": "They do not make the same claim",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two. words: what of it is judged, in its sentence; none where the report as a whole is."""

    name: str  # as a judgement names it
    report: Report
    story: str
    headline: str
    outlet: str
    when: str
    opening: Sequence[str]
    words: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Other:
    """Another claim of the same finding: its words, and the way to judge it instead of one of the two."""

    outlet: str
    words: str
    instead_left: str
    instead_right: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The two, what can be held of them, what holds now, and what else the finding has."""

    left: Side
    right: Side
    choices: Mapping[str, str]
    found: Sequence[str]
    question: str = ""
    others: Sequence[Other] = ()


def build_pair(view: View, query: Mapping[str, str]) -> Pair:
    """query: `left` and `right`, as a judgement names them, or `story` and `finding`, whose first two values are taken.
    Raises UnknownError or CallError."""
    story, finding = query.get("story", ""), query.get("finding", "")
    named = (query.get("left", "").strip(), query.get("right", "").strip())
    if not finding:
        if not all(named):
            raise CallError("Two reports are judged: name one as left and one as right.")
        left, right = (build_side(view, name) for name in named)
        if left.report.id == right.report.id:
            raise CallError("Both sides are one report: a judgement is on two.")
        if bool(left.words) != bool(right.words):
            raise CallError("One side is a report, the other words of one: judge two reports, or words of two.")
        return Pair(left, right, OF_WORDS if left.words else OF_REPORTS, _tell_found(view, left, right))
    return _build_from_finding(view, find_story(view, story), finding, named)


@dataclass(frozen=True, slots=True)
class Named:
    """One side of a judgement in a list: who reports it, which words are meant ("" for the whole), where it is told."""

    report: str
    called: str
    words: str
    story: str
    headline: str


def name_side(view: View, name: str) -> Named:
    """As people call it; by its id where the report is not there any more."""
    place = _PLACE.fullmatch(name)
    report = place["report"] if place else name
    try:
        row = view.report(report)
    except StoreError:
        raise
    except CallError:
        return Named("", name, "", "", "")
    words = row.report.text[int(place["start"]) : int(place["end"])] if place else row.report.title or ""
    called = row.report.outlet or row.report.origin.rsplit("/", 1)[-1]
    return Named(report, called, " ".join(words.split()), row.story, row.headline)


def build_side(view: View, name: str) -> Side:
    """name: a report's id, or with a place in it (`report-…:12-40`). Raises UnknownError."""
    place = _PLACE.fullmatch(name)
    row = _find_report(view, place["report"] if place else name)
    words: Sequence[Piece] = ()
    if place:
        start, end = int(place["start"]), int(place["end"])
        if not start < end <= len(row.report.text):
            raise UnknownError(f"The report has no place {start} to {end}.")
        words = build_excerpt(row.report.text, (start, end), ())
    published = row.report.published
    when = render_interval(published.start, published.end, str(published.precision), short=True) if published else ""
    opening = row.report.text[:_OPENING].rsplit(" ", 1)[0] if len(row.report.text) > _OPENING else row.report.text
    return Side(
        name=name,
        report=row.report,
        story=row.story,
        headline=row.headline,
        outlet=row.report.outlet or row.report.origin,
        when=when,
        opening=[line for line in opening.split("\n") if line.strip()],
        words=words,
    )


def _find_report(view: View, name: str) -> ReportRow:
    try:
        return view.report(name)
    except StoreError:
        raise
    except CallError as error:
        raise UnknownError(f"There is no report {name!r} in this store: its page shows its id.") from error


def _build_from_finding(view: View, story: str, number: str, named: tuple[str, str]) -> Pair:
    """The two sides as named, or else the first claims of the first two reports that say different things."""
    told = view.account(story)["stories"][0]
    finding = next((finding for finding in told["findings"] if finding["id"] == number), None)
    if finding is None:
        raise UnknownError("The story is told anew since, and this finding is gone.")
    if len({claim["report"] for claim in finding["claims"]}) < 2:
        raise CallError("Only one report says this: there is nothing to judge it against.")
    sides = named if all(named) else _choose_two(finding["claims"])
    left, right = (build_side(view, name) for name in sides)
    texts = {report["id"]: report for report in told["reports"]}
    others = [
        _build_other(claim, texts, sides, {"story": story, "finding": number})
        for claim in finding["claims"][:_MOST_OTHERS]
        if _name(claim) not in sides
    ]
    rulings = _tell_found(view, left, right)
    kind = f", {finding['difference']}" if finding["difference"] else ""
    held = {"differ": f"Told as a difference{kind}.", "agree": f"Told as an agreement{kind}."}
    found = [held.get(finding["status"], ""), *rulings]
    question = finding.get("question") or finding["gist"]
    return Pair(left, right, OF_WORDS, [line for line in found if line], question, others)


def _choose_two(claims: Sequence[Json]) -> tuple[str, str]:
    first = claims[0]
    others = [claim for claim in claims if claim["report"] != first["report"]]
    second = next((claim for claim in others if claim.get("value") != first.get("value")), others[0])
    return _name(first), _name(second)


def _name(claim: Json) -> str:
    return f"{claim['report']}:{claim['start']}-{claim['end']}"


def _build_other(claim: Json, texts: Mapping[str, Json], sides: tuple[str, str], asked: Mapping[str, str]) -> Other:
    report, name = texts[claim["report"]], _name(claim)
    one_report = [side.rpartition(":")[0] == claim["report"] for side in sides]
    return Other(
        outlet=report["outlet"] or report["capture"],
        words=" ".join(report["text"][claim["start"] : claim["end"]].split()),
        instead_left="" if one_report[1] else "/judge?" + urlencode({**asked, "left": name, "right": sides[1]}),
        instead_right="" if one_report[0] else "/judge?" + urlencode({**asked, "left": sides[0], "right": name}),
    )


def _tell_found(view: View, left: Side, right: Side) -> list[str]:
    """What holds of the two now, by stages and by people."""
    told = []
    if left.story != right.story:
        told.append("They are told in different stories.")
    elif not left.words:
        told.append("They are told in one story.")
    pair = {left.report.id, right.report.id}
    story = view.account(left.story)["stories"][0]
    if not left.words:
        told += _tell_stages(story, pair)
    for row in view.judgements(report=left.report.id, limit=200):
        if row.undoes is None and row.undone is None and _on(row.left, row.right, left, right):
            told.append(f"{row.by} holds: {row.relation.replace('_', ' ')}, {'yes' if row.verdict else 'no'}.")
    return told


def _tell_stages(story: Json, pair: set[str]) -> list[str]:
    told = []
    for near in (*story["together"], *story["outside"]):
        if {near["report"], near.get("nearest") or near.get("other")} == pair:
            told.append(f"In what they tell of they are {rate_likeness(near['score'])}: {near['reason']}.")
            break
    for link in (*story["lineage"]["links"], *story["lineage"]["apart"]):
        if {link["left"], link["right"]} == pair:
            why = f": {link['reason']}" if link["reason"] else ""
            told.append(f"That they rest on one text is {rate_lineage(link['score'])}{why}.")
            break
    told += [
        tell_ruling(ruling, ruling["left_named"], ruling["right_named"])
        for ruling in story["judgements"]
        if {ruling["left"], ruling["right"]} == pair
    ]
    return told


def _on(one: str, other: str, left: Side, right: Side) -> bool:
    """Whether a judgement is on the same words of both; those on reports are told with the stages' own."""
    return bool(left.words) and {one, other} == {left.name, right.name}
