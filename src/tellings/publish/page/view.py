"""A story of the contract in, what the templates set out: sections with their words, chips and drawings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

from tellings.publish.dates import render_interval
from tellings.publish.outlines import MapPoint, render_map
from tellings.publish.page.citing import COLOURS, Chip, Desk, Excerpt, LineChips, Tag
from tellings.publish.page.family_tree import Link, build_links, draw_family_tree
from tellings.publish.page.map_points import keep_near
from tellings.publish.page.marked_text import render_marked
from tellings.publish.page.quotations import Speaker, build_speakers
from tellings.publish.page.timeline import Entry, draw_timeline
from tellings.publish.page.wording import Piece, clip_around, mark_changes, mark_differing, split_voices
from tellings.publish.words_for import ENTITIES, ROLES
from tellings.text.folding import fold
from tellings.text.numbers import NUMBER, parse_number
from tellings.text.words import words_of

Json = Mapping[str, Any]
FURNITURE_WORDS = {"ad": "advertisement", "related": "related headlines", "share": "share buttons"}
_FIRST_SINGLES = 6  # what only one report says: so many in sight, the rest folded
_LONG_VALUE = 160
_NUMBER = re.compile(rf"\b{NUMBER}\b")
_PLAIN_SLOTS = frozenset({"number", "date", "place", "person", "organisation"})  # the value speaks for itself
_AROUND_VALUE = 6  # words on each side of a value in its clause
_FIRST_AGREED, _FIRST_PARTS, _MOST_WORDINGS = 12, 3, 12  # in sight; the rest is folded
_OWN = 5  # words in a row at which a question or gist of ours is set, in that run, as the report's


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the account: whose words, and on what it stands."""

    pieces: Sequence[Piece]
    chips: Sequence[LineChips]


@dataclass(frozen=True, slots=True)
class Value:
    """One of the things that they say: worded, with the lines behind it."""

    pieces: Sequence[Piece]
    clause: Sequence[Piece]  # the value within its clause, where it says little by itself
    lines: int
    chips: Sequence[LineChips]
    corrupted: bool
    language: str
    direction: str
    names: Sequence[tuple[Tag, bool]]  # whom to name in few words, and whether the letter alone says it


@dataclass(frozen=True, slots=True)
class Comparison:
    """A finding of several reports: the question, the values, all wordings in context."""

    id: str
    number: int
    question: Sequence[Piece]
    kind: str
    slot: str
    values: Sequence[Value]
    chips: Sequence[LineChips]
    lines: int
    excerpts: Sequence[Excerpt]
    corrupted: Tag | None
    doubtful: bool
    reports: str


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
class Step:
    """One role of a case with the words that fill it."""

    role: str
    first: Sequence[tuple[Excerpt, str]]  # the words, the date
    rest: Sequence[tuple[Excerpt, str]]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A request as it went."""

    requester: str
    addressee: str
    asked: str
    outcome: str
    steps: Sequence[Step]


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
class Named:
    """Somebody, something or some place that is named: under which names, as what, by whom."""

    name: str
    also: Sequence[str]
    roles: Sequence[str]
    chips: Sequence[LineChips]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """Two reports side by side: how they are linked, why, the passages they share."""

    id: str
    link: Link
    left: Tag
    right: Tag
    reason: str
    passages: Sequence[tuple[Sequence[Piece], Sequence[Piece], str, str]]


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
    why_lines: str
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
    speakers: Sequence[Speaker]
    notes: Sequence[Excerpt]
    texts: Sequence[FullText]
    cut_claims: Sequence[str]


def build_story(story: Json, key: str) -> StoryView:
    """The view of one story; ids in the page begin with the key."""
    desk = Desk(story, key)
    by_status = {
        status: [finding for finding in story["findings"] if finding["status"] == status]
        for status in ("differ", "agree", "single")
    }
    headline_claim = story.get("headline_claim")
    summary = [_sentence(sentence, desk) for sentence in story["summary"]]
    headline_chips = desk.chips([headline_claim]) if headline_claim else []
    differences = [_comparison(f, n, "differ", desk) for n, f in enumerate(by_status["differ"], 1)]
    agreed_first = sorted(by_status["agree"], key=lambda finding: -finding["independent_lines"])
    agreed = [_comparison(f, n, "agree", desk) for n, f in enumerate(agreed_first, 1)]
    cases = [_case(case, n, desk) for n, case in enumerate(story["cases"], 1)]
    happened = [_happened(entry, n, desk) for n, entry in enumerate(story["timeline"], 1)]
    singles = _singles(by_status["single"], desk)
    links = build_links(story["lineage"]["links"], desk.tags, key)
    shared = [
        _shared(link, entry, n, desk)
        for n, (link, entry) in enumerate(zip(links, story["lineage"]["links"], strict=True), 1)
    ]
    tags = list(desk.tags.values())
    people = _people(story, desk)
    places = _places(story, desk)
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
        why_lines=_why_lines(story),
        summary=summary,
        differences=differences,
        agreed=agreed[:_FIRST_AGREED],
        agreed_rest=agreed[_FIRST_AGREED:],
        singles=singles,
        cases=cases,
        timeline=happened,
        timeline_drawings=_timeline_drawings(story, happened, desk),
        places=places,
        map=_map(story, desk),
        people=people,
        trees=[draw_family_tree(tags, links, narrow=narrow) for narrow in (False, True)],
        shared=shared,
        speakers=speakers,
        notes=notes,
        texts=texts,
        cut_claims=cut_claims,
    )


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


def _why_lines(story: Json) -> str:
    counts = story["counts"]
    if counts["reports"] == counts["independent_lines"]:
        return ""
    reasons = dict.fromkeys(
        link["reason"] for link in story["lineage"]["links"] if link["relation"] != "quotes_other" and link["reason"]
    )
    return "; ".join(list(reasons)[:2])


def _sentence(sentence: Json, desk: Desk) -> Sentence:
    wordings = [desk.words(claim) for claim in sentence["claims"]]
    return Sentence(split_voices(sentence["text"], wordings), desk.chips(sentence["claims"]))


def _comparison(finding: Json, number: int, status: str, desk: Desk) -> Comparison:
    claims = finding["claims"]
    anchor = f"{desk.key}-{status[0]}{number}"
    label = ("D" if status == "differ" else "A") + str(number)
    back = (label, f"#{anchor}", "Where they differ" if status == "differ" else "Agreed")
    chips = desk.chips(claims, status, back)
    question = finding.get("question") or finding["gist"]
    corrupted = desk.tags.get(finding.get("corrupted") or "")
    values = _values(finding, status, desk)
    return Comparison(
        id=anchor,
        number=number,
        question=split_voices(question, [desk.words(claim) for claim in claims], least=_OWN),
        kind=finding["difference"] or "difference",
        slot=finding["slot"] or "",
        values=values,
        chips=chips,
        lines=desk.lines_behind(claims),
        excerpts=[desk.excerpt(claim, status) for claim in _distinct(claims)[:_MOST_WORDINGS]],
        corrupted=corrupted,
        doubtful=bool(finding.get("doubtful")),
        reports=" ".join(dict.fromkeys(desk.tags[claim["report"]].key for claim in claims)),
    )


def _distinct(claims: Iterable[Json]) -> list[Json]:
    return list({(claim["report"], claim["start"], claim["end"]): claim for claim in claims}.values())


def _values(finding: Json, status: str, desk: Desk) -> list[Value]:
    """The values with the claims behind each: most lines first. None where an agreement names none or only one."""
    groups: dict[str, list[Json]] = {}
    valued = len({claim["value"] for claim in finding["claims"] if claim.get("value")})
    for claim in finding["claims"]:  # a claim without a value stands among the wordings, where others have theirs
        worded = claim.get("value") or (desk.words(claim) if status == "differ" and valued < 2 else None)
        if worded:
            groups.setdefault(_same_value(worded, finding["slot"] if status == "differ" else None), []).append(claim)
    if status == "agree" and len(groups) < 2:
        return []
    alone = [letter for group in groups.values() for letter in {desk.tags[claim["report"]].letter for claim in group}]
    wordings = {key: _worded(group[0], desk) for key, group in groups.items()}
    built = []
    for key, group in groups.items():
        others = [wording for other, wording in wordings.items() if other != key]
        tag = desk.tags[group[0]["report"]]
        chips = desk.chips(group, status)
        built.append(
            Value(
                pieces=mark_differing(wordings[key], others),
                clause=_clause(group[0], wordings[key], finding["slot"], desk),
                lines=desk.lines_behind(group),
                chips=chips,
                corrupted=all(claim["report"] == finding.get("corrupted") for claim in group),
                language=tag.language,
                direction=tag.direction,
                names=[(line.chips[0].tag, alone.count(line.letter) == 1) for line in chips],
            )
        )
    return sorted(built, key=lambda value: (value.corrupted, -value.lines))


def _clause(claim: Json, worded: str, slot: str | None, desk: Desk) -> list[Piece]:
    """The value within its clause, cut to some words around it; nothing where it speaks for itself."""
    words = desk.words(claim)
    place = words.find(worded)
    if place < 0 or words == worded or (slot in _PLAIN_SLOTS and len(worded.split()) > 1):
        return []
    return clip_around(words, (place, place + len(worded)), _AROUND_VALUE)


def _same_value(worded: str, slot: str | None) -> str:
    """What two wordings of one value share: the numbers where the difference is one of number, else all words."""
    if slot == "number":
        numbers = [parse_number(found.group()) for found in _NUMBER.finditer(fold(worded))]
        if numbers:
            return "/".join(map(str, numbers))
    return " ".join(words_of(worded)) or worded


def _worded(claim: Json, desk: Desk) -> str:
    words = " ".join((claim.get("value") or desk.words(claim)).split())
    return words if len(words) <= _LONG_VALUE else words[: _LONG_VALUE - 1].rsplit(" ", 1)[0] + " …"


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


def _case(case: Json, number: int, desk: Desk) -> CaseView:
    steps = []
    for role, title in ROLES.items():
        claims = [claim for claim in case["claims"] if claim["role"] == role]
        if claims:
            parts = [_part(claim, number, desk) for claim in _spread(_distinct(claims))]
            steps.append(Step(title, parts[:_FIRST_PARTS], parts[_FIRST_PARTS:]))
    decided = case.get("decided")
    when = render_interval(decided["from"], decided["to"]) if decided else ""
    by = case.get("decided_by") or ""
    by = f"by {by}" if by and fold(by) not in fold(case["decision"] or "") else ""
    outcome = ", ".join(part for part in (case["decision"], by, when) if part)
    return CaseView(
        case["requester"],
        case["addressee"],
        _asked(case["asked"]),
        outcome or "open, as far as these reports go",
        steps,
    )


def _spread(claims: Sequence[Json]) -> list[Json]:
    """The first claim of each report before second ones, so that few of them show many reports."""
    turns: dict[str, int] = {}
    ranked = []
    for claim in claims:
        turns[claim["report"]] = turns.get(claim["report"], 0) + 1
        ranked.append((turns[claim["report"]], len(ranked), claim))
    return [claim for *_, claim in sorted(ranked, key=lambda row: row[:2])]


def _asked(asked: str) -> str:
    return asked if asked.startswith(("to ", "for ", "that ")) else f": {asked}"


def _part(claim: Json, number: int, desk: Desk) -> tuple[Excerpt, str]:
    desk.cite(claim, "single", (f"R{number}", f"#{desk.key}-case{number}", "The request"))
    excerpt = desk.excerpt(claim, "single")
    words = desk.words(claim)
    when = render_interval(claim.get("from"), claim.get("to"), claim.get("precision"), short=True)
    short = Excerpt(excerpt.tag, excerpt.href, [(words, "")], excerpt.speaker, excerpt.number)
    return short, "" if when == "undated" else when


def _happened(entry: Json, number: int, desk: Desk) -> Happened:
    reported = entry.get("reported")
    return Happened(
        id=f"{desk.key}-t{number}",
        number=number,
        when=render_interval(entry["from"], entry["to"], entry["precision"], short=True),
        pieces=split_voices(entry["gist"], [desk.words(claim) for claim in entry["claims"]], least=_OWN),
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


def _people(story: Json, desk: Desk) -> list[tuple[str, Sequence[Named]]]:
    shelves: list[tuple[str, Sequence[Named]]] = []
    for kind, title in ENTITIES.items():
        entities = [entity for entity in story["entities"] if entity["kind"] == kind]
        entities.sort(key=lambda entity: (-desk.lines_behind(entity["mentions"]), -len(entity["mentions"])))
        if entities:
            shelves.append((title, [_named(entity, desk) for entity in entities]))
    return shelves


def _named(entity: Json, desk: Desk) -> Named:
    also = [alias for alias in entity["aliases"] if alias != entity["name"]]
    return Named(
        entity["name"], also, entity.get("roles") or [], desk.chips(_first_of_each(entity["mentions"]), "named")
    )


def _first_of_each(mentions: Sequence[Json]) -> list[Json]:
    return [
        next(group)
        for _, group in groupby(sorted(mentions, key=lambda m: (m["report"], m["start"])), key=lambda m: m["report"])
    ]


def _places(story: Json, desk: Desk) -> list[Named]:
    return [
        Named(
            place["name"],
            [],
            [],
            desk.chips(_first_of_each(place["mentions"]), "named"),
            ", ".join(part for part in (place["admin1"], place["country"]) if part)
            if place["geonames_id"]
            else "not found in the gazetteer",
        )
        for place in story["places"]
    ]


def _map(story: Json, desk: Desk) -> Markup:
    """The map of the places that were found in the gazetteer; its marks say which lines name them."""
    points = [
        MapPoint(place["name"], place["lat"], place["lon"], len(place["mentions"]), _namers(place, desk))
        for place in story["places"]
        if place["lat"] is not None and place["lon"] is not None
    ]
    return Markup(render_map(keep_near(points)))  # its labels are escaped where it is drawn


def _namers(place: Json, desk: Desk) -> tuple[str, ...]:
    return tuple(sorted({_whole_name(desk.tags[mention["report"]]) for mention in place["mentions"]}))


def _whole_name(tag: Tag) -> str:
    return f"{tag.letter} {tag.name}"


def _shared(link: Link, entry: Json, number: int, desk: Desk) -> Shared:
    left = [claim for claim in entry["evidence"] if claim["report"] == link.earlier]
    right = [claim for claim in entry["evidence"] if claim["report"] == link.later]
    return Shared(
        id=f"{desk.key}-link{number}",
        link=link,
        left=desk.tags[link.earlier],
        right=desk.tags[link.later],
        reason=entry["reason"],
        passages=[_passage(one, other, desk) for one, other in _pair(left, right, desk)],
    )


def _pair(left: Sequence[Json], right: Sequence[Json], desk: Desk) -> list[tuple[Json | None, Json | None]]:
    """Each passage of the one beside that of the other which shares most words with it, in order of the left."""
    free = list(right)
    pairs: list[tuple[Json | None, Json | None]] = []
    for claim in sorted(left, key=lambda claim: claim["start"]):
        words = set(words_of(desk.words(claim)))
        best = max(free, key=lambda other: len(words & set(words_of(desk.words(other)))), default=None)
        if best is not None:
            free.remove(best)
        pairs.append((claim, best))
    return pairs + [(None, claim) for claim in free]


def _passage(one: Json | None, other: Json | None, desk: Desk) -> tuple[Sequence[Piece], Sequence[Piece], str, str]:
    left, right = (desk.words(claim) if claim else "" for claim in (one, other))
    hrefs = [desk.href(claim, "shown") if claim else "" for claim in (one, other)]
    marked = mark_changes(left, right) if left and right else ([(left, "")], [(right, "")])
    return marked[0], marked[1], hrefs[0], hrefs[1]


def _full_texts(story: Json, desk: Desk) -> tuple[list[FullText], list[str]]:
    texts, cut_claims = [], []
    for report in story["reports"]:
        paragraphs, cut = render_marked(report["text"], desk.marks(report["id"]), title=report["title"])
        cut_claims += sorted(cut)
        furniture: dict[str, list[str]] = {}
        for piece in report["furniture"]:
            furniture.setdefault(FURNITURE_WORDS.get(piece["kind"], piece["kind"].replace("_", " ")), []).append(
                piece["text"]
            )
        dating = report.get("dating") or {}
        texts.append(
            FullText(
                tag=desk.tags[report["id"]],
                report=report,
                file=report["capture"].rsplit("/", 1)[-1],
                paragraphs=paragraphs,
                words=len(report["text"].split()),
                dating=("inferred: " if dating.get("inferred") else "") + (dating.get("reason") or ""),
                link=_safe_address(report.get("url")) or _safe_address(report["capture"]),
                furniture=list(furniture.items()),
            )
        )
    return texts, cut_claims


def _safe_address(address: str | None) -> str | None:
    return address if address and address.lower().startswith(("https://", "http://")) else None
