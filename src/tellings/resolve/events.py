"""A story's Events in, Judgements same_event out: mentions of one happening, within a report and across reports.

Each event is read with its sentence (`events_read`), compared by word, sides, time, place and numbers (`events_score`)
and joined with those it fits (`events_group`). There is one judgement for each mention but the first of a happening,
not one for each pair; so happenings can be counted. A judgement by a person outranks these.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tellings.linking.groups import settle
from tellings.records import (
    Dating,
    Entity,
    Event,
    Interval,
    Judgement,
    Mention,
    Moment,
    Place,
    Report,
    Sentence,
    Story,
    make_id,
)
from tellings.resolve.events_group import Link, Said, group_occurrences, link_group
from tellings.resolve.events_read import Reading, build_coded, build_readings, key_chains
from tellings.stage import Cut, Group, Stage

BY = "events"
_KEY = re.compile(r"(?<![^ ])([@~#])([^\s,]+)")


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read around the events of a story: the sentences of each report, mentions, when each report was
    published, and what a person judged of pairs of events. Without them what the events themselves hold is compared."""

    sentences: Mapping[str, Sequence[Reading]] = field(default_factory=dict)
    mentions: Sequence[Mention] = ()
    dates: Mapping[str, Interval | None] = field(default_factory=dict)
    said: Said = field(default_factory=dict)


NOT_READ = Readings()


def link_events(
    events: Sequence[Event],
    entities: Sequence[Entity],
    scope: str,
    reading: Readings = NOT_READ,
) -> list[Judgement]:
    """One judgement for each event that tells of a happening another event told of."""
    names = key_chains(entities, reading.mentions)
    shown = {entity.id: entity.name for entity in entities}
    occurrences = [
        build_coded(event, _find_reading(event, reading.sentences), names, reading.dates.get(event.report))
        for event in events
    ]
    return [
        _build_judgement(link, shown, scope)
        for group in group_occurrences(occurrences, reading.said)
        for link in link_group(group)
    ]


def _find_reading(event: Event, readings: Mapping[str, Sequence[Reading]]) -> Reading | None:
    """The sentence that holds the event's word; those of a report stand in order."""
    held = readings.get(event.report, ())
    place = bisect_right(held, event.head.start, key=lambda reading: reading.sentence.span.start) - 1
    return held[place] if place >= 0 and held[place].sentence.span.holds(event.head) else None


def _build_judgement(link: Link, shown: Mapping[str, str], scope: str) -> Judgement:
    return Judgement(
        id=make_id("judgement", BY, link.left.id, link.right.id),
        left=link.left.id,
        right=link.right.id,
        relation="same_event",
        verdict=True,
        score=round(link.score, 3),
        reason=_KEY.sub(lambda found: _show(found, shown), link.reason),
        by=BY,
        evidence=(link.left.span, link.right.span),
        scope=scope,
    )


def _show(found: re.Match[str], shown: Mapping[str, str]) -> str:
    """What a key in a reason stands for: the entity's name, the state, or somebody whom no name is known of."""
    sign, key = found.groups()
    if sign == "@":
        return shown.get(key, "of one name")
    return f"of state {key}" if sign == "#" else "as described"


def _run(group: Group) -> Iterable[Judgement]:
    dates: dict[str, Interval | None] = {dating.report: dating.published for dating in group.of(Dating)}
    dates |= {report.id: report.published for report in group.of(Report) if report.published}
    entities = group.of(Entity)
    sentences = build_readings(
        group.of(Sentence), group.of(Mention), group.of(Moment), group.of(Place), entities, dates
    )
    judged = [judgement for judgement in group.of(Judgement) if judgement.relation == "same_event"]
    said = {pair: held.verdict for pair, held in settle(judged, stages=frozenset((BY,))).items() if held.by != BY}
    readings = Readings(sentences, group.of(Mention), dates, said)
    for story in group.of(Story):
        within = set(story.reports)
        events = [event for event in group.of(Event) if event.report in within]
        yield from link_events(events, [each for each in entities if each.story == story.id], story.id, readings)


STAGE = Stage(
    "events",
    reads=(Story, Report, Dating, Sentence, Mention, Moment, Place, Event, Entity, Judgement),
    writes=(Judgement,),
    cut=Cut.BY_KEY,
    run=_run,
    key="story",
)
