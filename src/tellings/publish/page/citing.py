"""A story of the contract in; tags of its reports, chips and numbered notes for its claims out.

Whatever the page says is cited through one desk, so that each place in a report has one number, one note on paper and
one underlined place in the report's full text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tellings.publish.dates import render_interval
from tellings.publish.page.marked_text import Mark
from tellings.publish.page.wording import Piece, build_excerpt
from tellings.publish.words_for import call_report, count_behind

Json = Mapping[str, Any]
COLOURS = 8  # colours of the style sheet; further lines share them and are told apart by letter
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ku ps sd ug ur yi".split())
_MOST_CHIPS = 5  # reports of one line named beside a statement; more are counted


@dataclass(frozen=True, slots=True)
class Tag:
    """How a report is called on the page."""

    report: str
    key: str
    letter: str
    colour: int
    name: str
    short: str
    when: str
    language: str
    order: tuple[str, int]

    @property
    def direction(self) -> str:
        return _direct(self.language)


@lru_cache(maxsize=256)
def _direct(language: str) -> str:
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "auto"


@dataclass(frozen=True, slots=True)
class Chip:
    """A report named as source: where its words stand, and the numbers of its notes on paper."""

    tag: Tag
    href: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LineChips:
    """The chips of one independent line; `more` reports are counted, not named."""

    letter: str
    colour: int
    chips: tuple[Chip, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a report within their sentence, with the way to the place where they stand."""

    tag: Tag
    href: str
    pieces: Sequence[Piece]
    speaker: str | None
    number: int


@dataclass(slots=True, eq=False)  # one for each place: told apart without comparing what is in them
class _Cited:
    """A place that is cited: its number in the page's addresses, its note on paper (0 for none), its look, its uses."""

    href: str
    number: int
    look: str
    note: int = 0
    back: dict[str, tuple[str, str, str]] = field(default_factory=dict)


_LOOKS = ("named", "shown", "single", "folded", "cited", "agree", "differ")
_RANKS = {look: rank for rank, look in enumerate(_LOOKS)}  # the highest that a place is cited for is its look
_NOTED = frozenset(
    {"cited", "agree", "differ"}
)  # the others' words stand on the page, or are folded away, so paper needs no note


class Desk:
    """Where one story's claims are cited. `key` goes before every id of the story in the page."""

    def __init__(self, story: Json, key: str) -> None:
        self.key = key
        self.reports: dict[str, Json] = {report["id"]: report for report in story["reports"]}
        self.line_of = {report: at for at, line in enumerate(story["lineage"]["lines"]) for report in line}
        self.letters: Sequence[str] = story["lineage"]["letters"]
        self.tags = self._build_tags(story)
        ordered = sorted(self.tags.values(), key=lambda tag: tag.order)
        self._ranks = {tag.report: rank for rank, tag in enumerate(ordered)}  # reports by time
        self._publisher_of = {
            report: number for number, publisher in enumerate(story["publishers"]) for report in publisher["reports"]
        }
        self._named = {number for number, publisher in enumerate(story["publishers"]) if publisher["name"]}
        self._cited: dict[str, dict[tuple[int, int], _Cited]] = {}  # by report, by place
        self._places = 0
        self._noted: list[Json] = []
        self._words: dict[tuple[str, int, int], str] = {}
        self._excerpts: dict[tuple[str, int, int, str | None], Sequence[Piece]] = {}

    def _build_tags(self, story: Json) -> dict[str, Tag]:
        shorts: dict[str, int] = {}
        names: dict[str, int] = {}
        tags = {}
        for number, report in enumerate(story["reports"]):
            name = call_report(report, number + 1)
            short = shorten(name)
            names[name] = names.get(name, 0) + 1
            if names[name] > 1:  # else nobody could tell two versions of one article apart
                name = f"{name} ({names[name]})"
            shorts[short] = shorts.get(short, 0) + 1
            if shorts[short] > 1:
                short = f"{short} {shorts[short]}"
            line = self.line_of.get(report["id"], len(self.letters))
            published = report["published"] or {"start": None, "end": None, "precision": None}
            tags[report["id"]] = Tag(
                report=report["id"],
                key=f"{self.key}-r{number + 1}",
                letter=self.letters[line] if line < len(self.letters) else "?",
                colour=line % COLOURS,
                name=name,
                short=short,
                when=render_interval(**published, short=True),
                language=report["language"] or "und",
                order=(published["start"] or published["end"] or "9999", number),
            )
        return tags

    def cite(self, claim: Json, look: str = "cited", back: tuple[str, str, str] | None = None) -> _Cited:
        """The claim's place, marked in its report from now on, with the link back to where it is cited."""
        report, place = claim["report"], (claim["start"], claim["end"])
        of_report = self._cited.setdefault(report, {})
        cited = of_report.get(place)
        if cited is None:
            self._places += 1
            cited = of_report[place] = _Cited(f"#{self.key}-c{self._places}", self._places, look)
        if look in _NOTED and not cited.note:
            self._noted.append({"report": report, "start": place[0], "end": place[1]})
            cited.note = len(self._noted)
        if back:
            cited.back.setdefault(back[1], back)
        if look != cited.look and _RANKS[look] > _RANKS[cited.look]:
            cited.look = look
        return cited

    def href(self, claim: Json, look: str = "cited") -> str:
        """Where the claim stands in the full text."""
        return self.cite(claim, look).href

    def chips(
        self, claims: Iterable[Json], look: str = "cited", back: tuple[str, str, str] | None = None
    ) -> list[LineChips]:
        """One chip for each report among the claims, gathered by line, lines in order of their letters."""
        places: dict[str, list[_Cited]] = {}
        for claim in claims:
            cited = self.cite(claim, look, back)
            held = places.get(claim["report"])
            if held is None:
                places[claim["report"]] = [cited]
            elif cited not in held:
                held.append(cited)
        noted = look in _NOTED
        lines: dict[int, list[Chip]] = {}
        for report in sorted(places, key=self._ranks.__getitem__) if len(places) > 1 else places:
            held, tag = places[report], self.tags[report]
            notes = tuple([cited.note for cited in held if cited.note]) if noted else ()
            lines.setdefault(self.line_of.get(report, len(self.letters)), []).append(Chip(tag, held[0].href, notes))
        return [
            LineChips(chips[0].tag.letter, line % COLOURS, tuple(chips[:_MOST_CHIPS]), max(0, len(chips) - _MOST_CHIPS))
            for line, chips in sorted(lines.items())
        ]

    def lines_behind(self, claims: Iterable[Json]) -> int:
        """How many independent lines the claims come from."""
        return len({self.line_of.get(claim["report"], -1) for claim in claims})

    def count_words(self, claims: Iterable[Json]) -> str:
        """The numbers behind the claims in words: "3 articles, 2 publishers, 1 line"; "" for a single report."""
        reports = {claim["report"] for claim in claims}
        if len(reports) < 2:
            return ""
        articles = {self._first_version(report) for report in reports}
        publishers = {self._publisher_of.get(report, report) for report in reports}
        named = len(publishers & self._named)
        lines = {self.line_of.get(report, -1) for report in reports}
        return count_behind(len(articles), named, len(publishers) - named, len(lines))

    def when_told(self, claims: Iterable[Json]) -> str:
        """When the reports of these claims came out: the first and the last; "" where none is dated."""
        times = [when for claim in claims if (when := self.reports[claim["report"]].get("published"))]
        starts = [when["start"] for when in times if when["start"]]
        ends = [when["end"] for when in times if when["end"]]
        if not starts or not ends:
            return ""
        return f"reported {render_interval(min(starts)[:10], max(ends)[:10], short=True)}"

    def _first_version(self, report: str) -> str:
        seen = {report}
        while (before := self.reports[report].get("supersedes")) in self.reports and before not in seen:
            report = before
            seen.add(report)
        return report

    def words(self, claim: Json) -> str:
        """The claim as worded."""
        place = (claim["report"], claim["start"], claim["end"])
        words = self._words.get(place)
        if words is None:
            text: str = self.reports[place[0]]["text"]
            words = self._words[place] = " ".join(text[place[1] : place[2]].split())
        return words

    def excerpt(self, claim: Json, look: str = "cited") -> Excerpt:
        """The claim in its sentence."""
        cited = self.cite(claim, look)
        return Excerpt(self.tags[claim["report"]], cited.href, self._excerpt(claim), claim.get("speaker"), cited.note)

    def _excerpt(self, claim: Json) -> Sequence[Piece]:
        place = (claim["report"], claim["start"], claim["end"], claim.get("value"))
        pieces = self._excerpts.get(place)
        if pieces is None:
            report = self.reports[place[0]]
            sentences = report.get("sentences") or ()
            pieces = self._excerpts[place] = build_excerpt(report["text"], place[1:3], sentences, place[3])
        return pieces

    def notes(self) -> list[Excerpt]:
        """Every place that needs a note on paper, by number."""
        return [self.excerpt(claim) for claim in list(self._noted)]

    def marks(self, report: str) -> list[Mark]:
        """The claims to underline in the report's text."""
        return [
            Mark(start, end, cited.href[1:], cited.look, tuple(cited.back.values()))
            for (start, end), cited in self._cited.get(report, {}).items()
        ]


def shorten(name: str, most: int = 16) -> str:
    """A name short enough for a chip: without article, ending of an address and last words, long first words cut."""
    words = name.split()
    if len(words) > 1 and words[0].lower() == "the":
        words = words[1:]
    short = " ".join(words)
    if len(words) == 1 and "." in short.strip("."):
        short = short.rsplit(".", 1)[0]
    while len(short) > most and len(words) > 2:
        words = words[:-1] if words[-2].isalnum() else words[:-2]
        short = " ".join(words)
    if len(short) <= most:
        return short
    words = [word if len(word) <= 5 else f"{word[:4]}." for word in words[:-1]] + words[-1:]
    short = " ".join(words)
    return short if len(short) <= most + 2 else short[: most - 1].rstrip() + "…"
