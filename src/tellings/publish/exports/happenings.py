"""A run's tables in; each happening out, once, with all reports that tell of it, its sides, time, place and figures.

Events that same_event judgements join are one happening. It counts as happened where a report tells it so; others may
expect, ask for or deny it. One that none tells as happened is historical, future, hypothetical or negated.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tellings.linking.groups import build_groups
from tellings.publish.counting import Tally, find_same_events
from tellings.publish.exports.sides import Cast, Side, find_sides
from tellings.publish.exports.sites import Site, find_site
from tellings.publish.exports.times import choose_interval
from tellings.publish.exports.tolls import Figure, Range, build_range, by_report, find_figures
from tellings.records import (
    Account,
    Dating,
    Event,
    Interval,
    Judgement,
    Place,
    Quantity,
    Report,
    Sentence,
    Span,
    Story,
    Tables,
    make_id,
)

HAPPENED = "happened"
_REALITY = {
    "happened": HAPPENED, "ongoing": HAPPENED, "background": "historical", "planned": "future", "refused": "negated",
    "denied": "negated", "threatened": "hypothetical", "asked": "hypothetical", "possible": "hypothetical",
    "conditional": "hypothetical",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Naming:
    """An event's word in a report. sentence: that it stands in."""

    event: Event
    report: Report
    published: Interval | None
    sentence: Sentence | None
    line: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Who tells of a happening: namings are words, articles count versions of one once, sources are publishers."""

    namings: int
    articles: int
    sources: int
    lines: int


@dataclass(frozen=True, slots=True)
class Told:
    """One happening. reality: happened, historical, future, hypothetical or negated. namings: those that tell it so,
    first published first; otherwise: how many words tell it another way. when: the time told best; other_times: times
    told that do not fit it. figures: by kind (dead, injured, arrested) and report."""

    id: str
    story: str
    reality: str
    event: Event
    contexts: tuple[str, ...]
    namings: tuple[Naming, ...]
    otherwise: tuple[tuple[str, int], ...]
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    when: Interval | None
    other_times: tuple[Interval, ...]
    site: Site | None
    figures: dict[str, dict[str, Figure]]
    ranges: dict[str, Range]
    counts: Counts

    @property
    def first(self) -> Naming:
        return self.namings[0]

    @property
    def actor(self) -> Side | None:
        return self.actors[0] if self.actors else None

    @property
    def recipient(self) -> Side | None:
        return self.recipients[0] if self.recipients else None

    @property
    def mutual(self) -> bool:
        """Whether a report tells that each side did it to the other: "clashed with"."""
        return any(naming.event.mutual for naming in self.namings)

    def reports(self) -> tuple[Naming, ...]:
        """Its first naming in each report."""
        return tuple({naming.report.id: naming for naming in reversed(self.namings)}.values())[::-1]


def reality_of(event: Event) -> str:
    """How real the event is told to be. A happening that is told not to have been is negated."""
    found = _REALITY.get(event.factuality, "hypothetical")
    return "negated" if event.polarity == "negative" and found in (HAPPENED, "historical") else found


def find_happenings(tables: Tables) -> list[Told]:
    """Every happening of the run, by story, first published first."""
    shelf = _Shelf(tables)
    events = [event for event in tables.of(Event) if event.report in shelf.reports]
    links = find_same_events(tables.of(Judgement))
    groups = build_groups([event.id for event in events], [*links, *_find_pairs(events)])
    by_id = {event.id: event for event in events}
    told = [shelf.build([by_id[number] for number in group]) for group in groups]
    return sorted(told, key=lambda each: (each.story, _naming_order(each.first), each.id))


def _find_pairs(events: Sequence[Event]) -> list[tuple[str, str]]:
    """Events of one word: a compound actor or recipient is coded once for each of its members."""
    first: dict[tuple[Span, str], str] = {}
    return [(first.setdefault((event.head, event.type), event.id), event.id) for event in events]


def find_happened(tables: Tables) -> tuple[list[Told], Counter[str]]:
    """The happenings that a report tells to have happened, and how many of the others there are, by what they are."""
    told = find_happenings(tables)
    return [each for each in told if each.reality == HAPPENED], Counter(
        each.reality for each in told if each.reality != HAPPENED
    )


def number_ids(told: Sequence[Told], taken: set[int]) -> dict[str, int]:
    """A number of up to 15 digits for each id, by its hash: the same in every export; no two in one file share one.
    taken: those that the file has already; these are added."""
    numbers: dict[str, int] = {}
    for each in sorted(told, key=lambda each: each.id):
        turn = 0
        while (number := _hash(each.id, turn)) in taken:
            turn += 1
        taken.add(number)
        numbers[each.id] = number
    return numbers


def _hash(number: str, turn: int) -> int:
    digits = make_id("", number, turn).removeprefix("-") if turn else number.rpartition("-")[2]
    return int(digits, 16) % 10**15


def _naming_order(naming: Naming) -> tuple[str, str, int, str]:
    published = naming.published.rank() if naming.published else "9999"
    return (published, naming.report.id, naming.event.head.start, naming.event.id)


class _Shelf:
    """The tables, cut by report and by story once."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.reports = {report.id: report for report in tables.of(Report)}
        self.dates = {dating.report: dating.published for dating in tables.of(Dating)}
        self.places = _by_report(tables.of(Place))
        self.sentences = _by_report(tables.of(Sentence))
        self.stories = {story.id: story for story in tables.of(Story)}
        self.story_of = {report: story.id for story in tables.of(Story) for report in story.reports}
        self._tallies: dict[tuple[str, ...], Tally] = {}
        self.cast = Cast(tables)
        self.figures = find_figures(tables.of(Event), _by_report(tables.of(Quantity)), self.sentences)

    @cached_property
    def lines(self) -> dict[str, int]:
        """Report -> its independent line; the same number in two stories says nothing."""
        lines = [line for account in self.tables.of(Account) for line in account.lines]
        found = {report: number for number, line in enumerate(lines) for report in line}
        alone = sorted(self.reports.keys() - found.keys())
        return found | {report: len(lines) + number for number, report in enumerate(alone)}

    def tally(self, report: str) -> Tally:
        """The tally of the report's story, or of a report that is in none."""
        story = self.stories.get(self.story_of.get(report, ""))
        reports = story.reports if story else (report,)
        if reports not in self._tallies:
            by_line: dict[int, list[str]] = defaultdict(list)
            for each in reports:
                by_line[self.lines[each]].append(each)
            self._tallies[reports] = Tally([self.reports[each] for each in reports], list(by_line.values()))
        return self._tallies[reports]

    def build(self, events: Sequence[Event]) -> Told:
        namings = sorted(map(self._name, events), key=_naming_order)
        count = Counter(reality_of(naming.event) for naming in namings)
        reality = HAPPENED if count[HAPPENED] else count.most_common(1)[0][0]
        telling = [naming for naming in namings if reality_of(naming.event) == reality]
        event = _choose_event(telling)
        coded = [naming.event for naming in telling]
        actors, recipients = find_sides(coded, self.cast)
        when, other_times = choose_interval((each.report, each.when) for each in coded)
        found = [figure for each in coded for figure in self.figures.get(each.id, ())]
        figures = {kind: by_report(found, kind) for kind in ("dead", "injured", "arrested")}
        ranges = {kind: build_range(each, self.lines) for kind, each in figures.items()}
        return Told(
            id=make_id("happening", namings[0].event.id),
            story=self.story_of.get(namings[0].report.id, ""),
            reality=reality,
            event=event,
            contexts=_choose_contexts(event, coded),
            namings=tuple(telling),
            otherwise=tuple(sorted((kind, number) for kind, number in count.items() if kind != reality)),
            actors=actors,
            recipients=recipients,
            when=when,
            other_times=other_times,
            site=find_site(coded, self.places),
            figures={kind: each for kind, each in figures.items() if each},
            ranges={kind: each for kind, each in ranges.items() if each},
            counts=self._count(telling),
        )

    def _name(self, event: Event) -> Naming:
        report = self.reports[event.report]
        sentence = next((s for s in self.sentences.get(report.id, ()) if s.span.holds(event.head)), None)
        published = self.dates.get(report.id, report.published)
        return Naming(event, report, published, sentence, self.lines[report.id])

    def _count(self, namings: Sequence[Naming]) -> Counts:
        reports = list(dict.fromkeys(naming.report.id for naming in namings))
        heads: set[Span] = {naming.event.head for naming in namings}
        articles = sources = 0
        for those in _by_story(reports, self.story_of).values():
            number = self.tally(those[0]).count(those)
            articles += number["articles"]
            sources += number["publishers"] + number["unnamed_publishers"]
        return Counts(len(heads), articles, sources, len({self.lines[report] for report in reports}))


def _by_report(records: Iterable[Any]) -> dict[str, list[Any]]:
    cut: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        cut[record.report].append(record)
    return cut


def _by_story(reports: Iterable[str], story_of: dict[str, str]) -> dict[str, list[str]]:
    cut: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        cut[story_of.get(report, report)].append(report)
    return cut


def _choose_event(namings: Sequence[Naming]) -> Event:
    """The event whose type, then mode, most reports tell, of those the first told."""
    kinds: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    types: dict[str, set[str]] = defaultdict(set)
    for naming in namings:
        kinds[naming.event.type, naming.event.mode].add(naming.report.id)
        types[naming.event.type].add(naming.report.id)
    chosen = max(types, key=lambda kind: len(types[kind]))
    modes = [kind for kind in kinds if kind[0] == chosen]
    best = max(modes, key=lambda kind: (kind[1] is not None, len(kinds[kind])))
    return next(naming.event for naming in namings if (naming.event.type, naming.event.mode) == best)


def _choose_contexts(event: Event, events: Sequence[Event]) -> tuple[str, ...]:
    """The contexts that at least half of the tellings of that type have."""
    same = [each for each in events if each.type == event.type]
    count = Counter(context for each in same for context in dict.fromkeys(each.contexts))
    return tuple(context for context in count if 2 * count[context] >= len(same))
