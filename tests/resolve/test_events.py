"""Mentions of one happening are linked, others are not: own events, built by hand."""

from tellings.linking.groups import build_groups
from tellings.records import Argument, Entity, Event, Interval, Precision, Report, Span, Story, make_id
from tellings.resolve.events import STAGE, link_events
from tellings.stage import Group


def side(report: str, name: str, chain: str | None = None, country: str | None = None) -> Argument:
    return Argument(Span(report, 0, 4), name, chain, country)


def event(
    report: str,
    start: int,
    kind: str,
    lemma: str,
    actor: Argument | None,
    recipient: Argument | None = None,
    day: str | None = None,
) -> Event:
    when = Interval(day, day, Precision.DAY) if day else None
    span = Span(report, start, start + 20)
    head = Span(report, start, start + 5)
    return Event(
        make_id("event", report, start, kind), span, head, "plover", kind, None, (), None, lemma, actor, recipient,
        when, None, "happened", "positive",
    )  # fmt: skip


def groups_of(events: list[Event], entities: list[Entity]) -> list[set[str]]:
    judgements = link_events(events, entities, "story-1")
    links = [(judgement.left, judgement.right) for judgement in judgements]
    return [set(group) for group in build_groups([e.id for e in events], links)]


def test_one_refusal_told_in_two_reports_is_one() -> None:
    entity = Entity("e1", "story-1", "Harbour Mission", "organisation", ("HM",), (), (), ("a-hm", "b-hm"))
    first = event("a", 10, "REJECT", "decline", side("a", "Harbour Mission", "a-hm"), side("a", "Norland", None, "NO"))
    second = event("b", 40, "REJECT", "refusal", side("b", "HM", "b-hm"), side("b", "Norland", None, "NO"))
    assert groups_of([first, second], [entity]) == [{first.id, second.id}]


def test_other_day_and_other_side_stay_apart() -> None:
    army, rebels = side("a", "army", None), side("a", "rebels", None)
    one = event("a", 10, "ASSAULT", "attack", army, rebels, "2024-03-01")
    other_day = event("b", 10, "ASSAULT", "attack", army, rebels, "2024-03-09")
    other_side = event("b", 50, "ASSAULT", "attack", rebels, army, "2024-03-01")
    other_type = event("b", 90, "CONSULT", "meet", army, rebels, "2024-03-01")
    assert len(groups_of([one, other_day, other_side, other_type], [])) == 4


def test_nothing_in_common_but_the_type_is_not_enough() -> None:
    assert len(groups_of([event("a", 0, "PROTEST", "march", None), event("b", 0, "PROTEST", "march", None)], [])) == 2


def test_stage_gives_one_result_and_links_grow_with_mentions_not_pairs() -> None:
    reports = [Report(f"r{n}", "c", "o", None, None, None, None, "en", "x" * 60) for n in range(30)]
    events = [event(r.id, 0, "REJECT", "refuse", side(r.id, "Senate"), side(r.id, "Mayor")) for r in reports]
    story = Story("story-1", tuple(report.id for report in reports))
    group = Group(story.id, {Story: [story], Report: reports, Event: events})
    once, again = list(STAGE.run(group)), list(STAGE.run(group))
    assert once == again
    assert len(once) == len(reports) - 1
    assert all(judgement.relation == "same_event" and judgement.scope == story.id for judgement in once)
