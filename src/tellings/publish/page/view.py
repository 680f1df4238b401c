"""A story of the contract in, what the templates set out: sections with their words, chips and drawings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from tellings.publish.dates import render_interval
from tellings.publish.languages import is_read, tell_unread, tell_unread_many
from tellings.publish.page.belonging import (
    Belonging,
    Related,
    Ruled,
    build_outside,
    build_related,
    build_rulings,
    build_together,
    tell_publishers,
)
from tellings.publish.page.cases import CaseView, build_case
from tellings.publish.page.citing import COLOURS, Chip, Desk, Excerpt, LineChips, Tag
from tellings.publish.page.comparing import OWN, Comparison, build_comparison
from tellings.publish.page.descent import Shared, build_shared
from tellings.publish.page.family_tree import build_links, choose_links, draw_family_tree
from tellings.publish.page.marked_text import render_marked
from tellings.publish.page.naming import Named, build_map, build_people, build_places
from tellings.publish.page.quotations import Speaker, build_speakers
from tellings.publish.page.revising import Revised, build_revisions
from tellings.publish.page.timeline import Entry, draw_timeline
from tellings.publish.page.wording import Piece, split_voices
from tellings.text.folding import fold
from tellings.text.words import content_words, count_words

Json = Mapping[str, Any]
FURNITURE_WORDS = {"ad": "advertisement", "related": "related headlines", "share": "share buttons"}
_FIRST_SINGLES = 6  # what only one report says: so many in sight, the rest folded
_MOST_PAIRS = 60  # linked pairs that are set out side by side
_FIRST_APART = 6  # pairs held to be independent that are shown side by side
_FIRST_AGREED = 12  # agreements in sight, the rest folded
_WITHIN = 0.8  # share of the content words of a gist that one before it holds, from which it says no more
_TOLD_ALREADY = 0.6  # share of a line's claims that lines before it show, from which it is folded


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the account: whose words, and on what it stands."""

    pieces: Sequence[Piece]
    chips: Sequence[LineChips]

    @property
    def reports(self) -> int:
        return sum(len(line.chips) + line.more for line in self.chips)


@dataclass(frozen=True, slots=True)
class Single:
    """What one report only says, as worded."""

    words: str
    href: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """What only this report says: the weightiest in sight, the rest folded."""

    tag: Tag
    first: Sequence[Single]
    rest: Sequence[Single]


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the list below the timeline."""

    id: str
    number: int
    when: str
    pieces: Sequence[Piece]
    kind: str
    reported: str
    chips: Sequence[LineChips]


@dataclass(frozen=True, slots=True)
class FullText:
    """A report with its claims underlined and what was cut from its page."""

    tag: Tag
    report: Json
    file: str
    paragraphs: Markup
    words: int
    dating: str
    link: str | None
    furniture: Sequence[tuple[str, Sequence[str]]]
    unread: str  # what is said of a report whose language is not read closely
    modified: str  # when the page says that it was last changed
    revised: Revised | None  # what changed since the version before
    later: Tag | None  # the version that took its place
    met_again: Sequence[str]  # files that hold the same page once more


@dataclass(frozen=True, slots=True)
class StoryView:
    """Everything that the page says of one story."""

    key: str
    headline: Sequence[Piece]
    headline_chips: Sequence[LineChips]
    plain_headline: str
    when: str
    where: str
    counts: Json
    tags: Sequence[LineChips]
    why_lines: Sequence[tuple[Tag, Tag, str]]
    summary: Sequence[Sentence]
    differences: Sequence[Comparison]
    agreed: Sequence[Comparison]
    agreed_rest: Sequence[Comparison]
    singles: Sequence[Shelf]
    cases: Sequence[CaseView]
    timeline: Sequence[Happened]
    timeline_drawings: Sequence[Markup]
    places: Sequence[Named]
    map: Markup
    people: Sequence[tuple[str, Sequence[Named]]]
    trees: Sequence[Markup]
    shared: Sequence[Shared]
    shared_more: int  # linked pairs that are not set out
    apart: Sequence[Shared]  # the pairs that came nearest to being linked
    together: Sequence[Belonging]
    outside: Sequence[Belonging]
    related: Sequence[Related]
    rulings: Sequence[Ruled]
    why_publishers: Sequence[str]
    speakers: Sequence[Speaker]
    notes: Sequence[Excerpt]
    texts: Sequence[FullText]
    cut_claims: Sequence[str]
    compared: bool  # two reports in English at least: no other language is read in full
    unread: str  # what is said of its reports that are not


def build_story(story: Json, key: str, anchors: Mapping[str, str] = MappingProxyType({})) -> StoryView:
    """The view of one story; ids in the page begin with the key. anchors: where the page tells the other stories."""
    desk = Desk(story, key)
    by_status = {
        status: [finding for finding in story["findings"] if finding["status"] == status]
        for status in ("differ", "agree", "single")
    }
    headline_claim = story.get("headline_claim")
    summary = [_sentence(sentence, desk) for sentence in story["summary"]]
    headline_chips = desk.chips([headline_claim]) if headline_claim else []
    differences = [build_comparison(f, n, "differ", desk) for n, f in enumerate(by_status["differ"], 1)]
    first, rest = order_agreed(by_status["agree"])
    told_first = min(len(first), _FIRST_AGREED)
    agreed = [
        build_comparison(finding, number, "agree", desk, folded=number > told_first)
        for number, finding in enumerate(first + rest, 1)
    ]
    cases = [build_case(case, n, desk) for n, case in enumerate(story["cases"], 1)]
    happened = [_happened(entry, n, desk) for n, entry in enumerate(story["timeline"], 1)]
    singles = _singles(by_status["single"], desk)
    versions = {(r["earlier"], r["report"]) for r in story.get("changes") or () if r["ordered"]}
    lineage = story["lineage"]
    tags = list(desk.tags.values())
    links = build_links(lineage["links"], desk.tags, key, versions=versions)
    chosen = choose_links(tags, links, most=_MOST_PAIRS)
    links, entries = [links[number] for number in chosen], [lineage["links"][number] for number in chosen]
    shared = [build_shared(link, entry, desk) for link, entry in zip(links, entries, strict=True)]
    near = lineage["apart"][:_FIRST_APART]
    parted = build_links(near, desk.tags, key, anchor="apart")
    apart = [build_shared(link, entry, desk) for link, entry in zip(parted, near, strict=True)]
    people = build_people(story, desk)
    places = build_places(story, desk)
    speakers = build_speakers(story, desk)
    notes = desk.notes()
    texts, cut_claims = _full_texts(story, desk)
    return StoryView(
        key=key,
        headline=_headline(story, desk),
        headline_chips=headline_chips,
        plain_headline=story["headline"],
        when=render_interval(**story["when"], short=True) if story.get("when") else "",
        where=", ".join(story.get("where") or ()),
        counts=story["counts"],
        tags=_legend(story, desk),
        why_lines=_why_lines(story, desk),
        summary=summary,
        differences=differences,
        agreed=agreed[:told_first],
        agreed_rest=agreed[told_first:],
        singles=singles,
        cases=cases,
        timeline=happened,
        timeline_drawings=_timeline_drawings(story, happened, desk),
        places=places,
        map=build_map(story, desk),
        people=people,
        trees=[draw_family_tree(tags, links, narrow=narrow) for narrow in (False, True)],
        shared=shared,
        shared_more=len(lineage["links"]) - len(shared),
        apart=apart,
        together=build_together(story, desk),
        outside=build_outside(story, desk),
        related=build_related(story, anchors),
        rulings=build_rulings(story, desk),
        why_publishers=tell_publishers(story),
        speakers=speakers,
        notes=notes,
        texts=texts,
        cut_claims=cut_claims,
        compared=sum(map(is_read, story["reports"])) > 1,
        unread=tell_unread_many(story["reports"]),
    )


def order_agreed(findings: Sequence[Json]) -> tuple[list[Json], list[Json]]:
    """Most lines first; what says over again, in the same places or words, what one before it says, goes to the end."""
    first: list[Json] = []
    rest: list[Json] = []
    gists: list[frozenset[str]] = []
    shown: dict[str, list[tuple[int, int]]] = {}
    for finding in sorted(findings, key=lambda finding: -finding["independent_lines"]):
        gist = frozenset(content_words(finding["gist"]) or [fold(finding["gist"])])
        within = any(len(gist & other) >= _WITHIN * len(gist) for other in gists)
        if within or _share_shown(finding["claims"], shown) >= _TOLD_ALREADY:
            rest.append(finding)
            continue
        first.append(finding)
        gists.append(gist)
        for claim in finding["claims"]:
            shown.setdefault(claim["report"], []).append((claim["start"], claim["end"]))
    return first, rest


def _share_shown(claims: Sequence[Json], shown: Mapping[str, Sequence[tuple[int, int]]]) -> float:
    """The part of the claims most of whose words stand in lines that are shown already."""
    told = 0
    for claim in claims:
        long = claim["end"] - claim["start"]
        covered = (min(claim["end"], end) - max(claim["start"], start) for start, end in shown.get(claim["report"], ()))
        told += any(2 * shared > long for shared in covered)
    return told / max(1, len(claims))


def _headline(story: Json, desk: Desk) -> list[Piece]:
    """The headline as said where it is a report's, else with the words in it that are a report's."""
    claim = story.get("headline_claim")
    if claim and fold(desk.words(claim)) == fold(" ".join(story["headline"].split())):
        return [(story["headline"], "said")]
    return split_voices(
        story["headline"], [desk.words(claim)] if claim else [r["title"] or "" for r in story["reports"]]
    )


def _legend(story: Json, desk: Desk) -> list[LineChips]:
    """All reports by line, each leading to its full text."""
    legend = []
    for at, line in enumerate(story["lineage"]["lines"]):
        tags = sorted((desk.tags[report] for report in line if report in desk.tags), key=lambda tag: tag.order)
        if tags:
            chips = tuple(Chip(tag, f"#{tag.key}", ()) for tag in tags)
            legend.append(LineChips(tags[0].letter, at % COLOURS, chips[:8], max(0, len(chips) - 8)))
    return legend


def _why_lines(story: Json, desk: Desk) -> list[tuple[Tag, Tag, str]]:
    """For each line of several reports the two most surely dependent ones, and why they are held to be so."""
    best: dict[str, Json] = {}
    for link in story["lineage"]["links"]:
        left, right = desk.tags[link["left"]], desk.tags[link["right"]]
        held = best.get(left.letter)
        if left.letter == right.letter and link["relation"] != "quotes_other" and link["reason"]:
            best[left.letter] = link if held is None or link["score"] > held["score"] else held
    return [(desk.tags[link["left"]], desk.tags[link["right"]], link["reason"]) for link in best.values()][:3]


def _sentence(sentence: Json, desk: Desk) -> Sentence:
    pieces = [piece for part in sentence.get("parts") or () for piece in _part_pieces(part, desk)]
    wordings = [desk.words(claim) for claim in sentence["claims"]]
    return Sentence(pieces or split_voices(sentence["text"], wordings), desk.chips(sentence["claims"]))


def _part_pieces(part: Json, desk: Desk) -> list[Piece]:
    """A part of a sentence: words of a report, words of ours, or the letters of the reports that give a value."""
    if part["who"] != "reports":
        return [(part["text"], "said" if part["who"] == "report" else "")]
    tags = [desk.tags[report] for report in part["text"].split() if report in desk.tags]
    lines = {tag.letter: tag.colour for tag in sorted(tags, key=lambda tag: tag.order)}
    return [piece for letter, colour in lines.items() for piece in ((" ", ""), (letter, f"line{colour}"))]


def _singles(findings: Sequence[Json], desk: Desk) -> list[Shelf]:
    shelves: dict[str, list[Single]] = {}
    for finding in findings:
        for claim in finding["claims"][:1]:
            single = Single(desk.words(claim), desk.href(claim, "single"), claim.get("speaker"))
            shelves.setdefault(claim["report"], []).append(single)
    return [
        Shelf(tag, shelves[report][:_FIRST_SINGLES], shelves[report][_FIRST_SINGLES:])
        for report, tag in sorted(desk.tags.items(), key=lambda pair: pair[1].order)
        if report in shelves
    ]


def _happened(entry: Json, number: int, desk: Desk) -> Happened:
    reported = entry.get("reported")
    return Happened(
        id=f"{desk.key}-t{number}",
        number=number,
        when=render_interval(entry["from"], entry["to"], entry["precision"], short=True),
        pieces=split_voices(entry["gist"], [desk.words(claim) for claim in entry["claims"]], least=OWN),
        kind=entry.get("kind") or "story",
        reported=render_interval(**reported, short=True) if reported else "",
        chips=desk.chips(entry["claims"]),
    )


def _timeline_drawings(story: Json, happened: Sequence[Happened], desk: Desk) -> list[Markup]:
    entries = []
    for entry, line in zip(story["timeline"], happened, strict=True):
        colour = line.chips[0].colour if len(line.chips) == 1 else None
        entries.append(
            Entry(
                line.number,
                entry["from"],
                entry["to"],
                entry["precision"] or "",
                line.kind,
                colour,
                f"{line.when}: {entry['gist']}",
                f"#{line.id}",
            )
        )
    reported = [
        entry["reported"]["start"]
        for entry in story["timeline"]
        if entry.get("reported") and entry["reported"]["start"]
    ]
    return [draw_timeline(entries, reported, width=width) for width in (860.0, 330.0)]


def _full_texts(story: Json, desk: Desk) -> tuple[list[FullText], list[str]]:
    revisions = build_revisions(story, desk)
    told = [build_full_text(report, desk, revisions) for report in story["reports"]]
    return [text for text, _ in told], [claim for _, cut_claims in told for claim in cut_claims]


def build_full_text(report: Json, desk: Desk, revisions: Mapping[str, Revised]) -> tuple[FullText, list[str]]:
    """A report with what the desk has cited of it marked, and which of the marks stand in several pieces. revisions: of
    reports of the story, by the later one."""
    paragraphs, cut = render_marked(report["text"], desk.marks(report["id"]), title=report["title"])
    furniture: dict[str, list[str]] = {}
    for piece in report["furniture"]:
        kind = FURNITURE_WORDS.get(piece["kind"], piece["kind"].replace("_", " "))
        furniture.setdefault(kind, []).append(piece["text"])
    dating = report.get("dating") or {}
    inferred = "inferred: " if dating.get("inferred") and report.get("published") else ""
    later = (desk.tags[after] for after, revised in revisions.items() if revised.earlier.report == report["id"])
    text = FullText(
        tag=desk.tags[report["id"]],
        report=report,
        file=report["capture"].rsplit("/", 1)[-1],
        paragraphs=paragraphs,
        words=count_words(report["text"]),
        dating=inferred + (dating.get("reason") or ""),
        link=_safe_address(report.get("url")) or _safe_address(report["capture"]),
        furniture=list(furniture.items()),
        unread=tell_unread(report),
        modified=_when_changed(report),
        revised=revisions.get(report["id"]),
        later=next(later, None),
        met_again=[capture.rsplit("/", 1)[-1] for capture in report.get("met_again") or ()],
    )
    return text, sorted(cut)


def _when_changed(report: Json) -> str:
    """When the page says that it was last changed; "" where that is when it was published."""
    modified = report.get("modified")
    if not modified or modified["start"] == (report["published"] or {}).get("start"):
        return ""
    return f"changed {render_interval(**modified, short=True)}"


def _safe_address(address: str | None) -> str | None:
    return address if address and address.lower().startswith(("https://", "http://")) else None
