"""A story's records in; its Cases, Happenings and Account out."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from tellings.assemble.cases import build_cases
from tellings.assemble.story_index import StoryIndex
from tellings.assemble.telling import build_summary
from tellings.assemble.timeline import build_timeline
from tellings.linking.lines import build_lines
from tellings.linking.vectors import embed_cached
from tellings.records import (
    Account,
    Case,
    Claim,
    Dating,
    Entity,
    Event,
    Finding,
    Happening,
    Interval,
    Judgement,
    Mention,
    Moment,
    Place,
    Precision,
    Quote,
    Report,
    Sentence,
    Span,
    Story,
    make_id,
)
from tellings.stage import Cut, Group, Stage
from tellings.text.countries import parse_demonym


def build_account(
    index: StoryIndex, group: Group, cases: Sequence[Case], timeline: Sequence[Happening], findings: Sequence[Finding]
) -> Account:
    """The account of the story that the index holds."""
    headline, span = find_headline(index)
    return Account(
        id=make_id("account", index.story.id),
        story=index.story.id,
        headline=headline,
        headline_span=span,
        summary=build_summary(index, findings, group.of(Claim), cases),
        lines=build_lines(index.reports, group.of(Judgement)),
        when=find_decided(index, cases) or find_when(index, timeline),
        where=find_where(index, group.of(Place)),
    )


def find_headline(index: StoryIndex) -> tuple[str, Span | None]:
    """The title that lies nearest to all titles of the story; one in capitals throughout only for want of another."""
    titled = [report for report in index.reports.values() if report.title]
    titled = [report for report in titled if report.id not in index.superseded] or titled
    titled = [report for report in titled if report.language == "en"] or titled  # the language of the account
    if not titled:
        report = next(iter(index.reports.values()))
        first = next((s for s in index.sentences.get(report.id, ())), None)
        return (index.words(first.span), first.span) if first else (report.origin, None)
    titles = [report.title or "" for report in titled]
    best = _choose_title(titles) if len(set(titles)) > 1 else 0
    report, title = titled[best], titles[best]
    start = report.text.find(title)
    return title, Span(report.id, start, start + len(title)) if start >= 0 else None


def _choose_title(titles: Sequence[str]) -> int:
    vectors = embed_cached(titles)
    nearness = vectors @ np.mean(vectors, axis=0)
    shouted = [title.isupper() for title in titles]
    return max(range(len(titles)), key=lambda n: (not shouted[n], round(float(nearness[n]), 4), -n))


def find_decided(index: StoryIndex, cases: Sequence[Case]) -> Interval | None:
    """The day of the decision, in a story of which half of the reports tell one."""
    for case in cases:
        told = {element.span.report for element in case.elements if element.role == "decision"}
        if case.decided and 2 * len(told) >= len(index.reports):
            return case.decided
    return None


def find_when(index: StoryIndex, timeline: Sequence[Happening]) -> Interval | None:
    """The days of the story's own happenings that most reports tell of (two at least), else when it was published."""
    days = [h for h in timeline if h.kind == "story" and h.when.start and h.when.start[:10] == (h.when.end or "")[:10]]
    voices = [len({span.report for span in happening.spans}) for happening in days]
    most = max(voices, default=0)
    told = [happening.when for happening, heard in zip(days, voices, strict=True) if heard == most]
    published = [interval for report in index.reports if (interval := index.published(report))]
    narrow = [interval for interval in published if (interval.start or "")[:10] == (interval.end or "")[:10]]
    known = told if most > 1 else narrow or published
    starts, ends = sorted(i.start for i in known if i.start), sorted(i.end for i in known if i.end)
    if not starts or not ends:
        return None
    first, last = starts[0][:10], ends[-1][:10]
    return Interval(first, last, Precision.DAY if first == last else Precision.RANGE)


def find_where(index: StoryIndex, places: Iterable[Place]) -> tuple[str, ...]:
    """The one or two places that most reports name as places; names of a people ("Kenyan") do not count."""
    reports: dict[str, set[str]] = {}
    count: Counter[str] = Counter()
    for place in places:
        if place.literal and place.geonames_id is not None and not parse_demonym(place.name):
            name = index.place_name(place)
            reports.setdefault(name, set()).add(place.report)
            count[name] += 1
    ranked = sorted(reports, key=lambda name: (-len(reports[name]), -count[name], name))
    return tuple(name for name in ranked[:2] if 2 * len(reports[name]) >= len(index.reports))


def _run(group: Group) -> Iterable[Case | Happening | Account]:
    index = StoryIndex(group)
    findings = sorted(group.of(Finding), key=lambda finding: (-finding.weight, finding.id))
    cases = build_cases(index)
    timeline = build_timeline(index, findings, group.of(Claim))
    yield from cases
    yield from timeline
    yield build_account(index, group, cases, timeline, findings)


STAGE = Stage(
    "account",
    reads=(
        Story, Report, Sentence, Mention, Moment, Place, Quote, Dating, Event, Entity, Judgement, Claim, Finding,
    ),
    writes=(Case, Happening, Account),
    cut=Cut.BY_KEY,
    run=_run,
    key="story",
)  # fmt: skip
