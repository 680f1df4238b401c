"""Mentions of one happening are linked, others are not: own events, built by hand."""

import random
import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.linking.groups import build_groups
from tellings.records import Argument, Entity, Event, Interval, Judgement, Precision, Report, Span, Story, make_id
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


def test_like_words_join_where_the_sides_are_the_same_and_equal_words_do_not_where_they_differ() -> None:
    army, village = side("a", "army"), side("a", "village")
    first = event("a", 10, "ASSAULT", "attack", army, village, "2024-03-01")
    again = event("b", 10, "ASSAULT", "raid", army, village, "2024-03-01")
    elsewhere = event("b", 60, "ASSAULT", "attack", side("b", "navy"), side("b", "harbour"), "2024-03-01")
    assert sorted(map(len, groups_of([first, again, elsewhere], []))) == [1, 2]


def test_two_days_in_one_report_are_two_raids_and_the_night_between_two_days_may_be_one_in_two() -> None:
    army, village = side("a", "army"), side("a", "village")
    monday, tuesday = (event("a", 40 * n, "ASSAULT", "raid", army, village, f"2024-03-0{n}") for n in (4, 5))
    told_on_tuesday = event("b", 10, "ASSAULT", "raid", side("b", "army"), side("b", "village"), "2024-03-05")
    assert len(groups_of([monday, tuesday], [])) == 2
    assert {tuesday.id, told_on_tuesday.id} in groups_of([monday, tuesday, told_on_tuesday], [])
    assert len(groups_of([monday, told_on_tuesday], [])) == 1


def test_who_met_whom_is_one_meeting_whichever_is_named_first() -> None:
    one = event("a", 10, "CONSULT", "meet", side("a", "Ada Holm"), side("a", "Bo Lind"), "2024-03-01")
    other = event("b", 10, "CONSULT", "meeting", side("b", "Bo Lind"), side("b", "Ada Holm"), "2024-03-01")
    mutual = [replace(each, mutual=True) for each in (one, other)]
    assert len(groups_of(mutual, [])) == 1
    assert len(groups_of([one, other], [])) == 2


def test_reports_weeks_apart_do_not_join_what_neither_dates() -> None:
    reports = [
        Report(name, "c", "o", None, None, None, Interval(day, day, Precision.DAY), "en", "x" * 60)
        for name, day in (("a", "2024-03-01"), ("b", "2024-03-02"), ("c", "2024-06-01"))
    ]
    events = [event(r.id, 0, "REJECT", "refuse", side(r.id, "Senate")) for r in reports]
    story = Story("story-1", tuple(report.id for report in reports))
    judged = list(STAGE.run(Group(story.id, {Story: [story], Report: reports, Event: events})))
    assert [(each.left, each.right) for each in judged] == [(events[0].id, events[1].id)]


def test_a_person_outranks_the_stage() -> None:
    senate, mayor = side("a", "Senate"), side("a", "Mayor")
    one, other = (event(name, 0, "REJECT", "refuse", senate, mayor) for name in "ab")
    third = event("c", 0, "CONSULT", "meet", side("c", "Ada Holm"))
    reports = [Report(name, "c", "o", None, None, None, None, "en", "x" * 60) for name in "abc"]
    story = Story("story-1", ("a", "b", "c"))

    def said(left: Event, right: Event, verdict: bool) -> Judgement:
        return Judgement("j" + right.id, left.id, right.id, "same_event", verdict, 1.0, "read", "Mia", scope=story.id)

    given_by_hand = [said(one, other, False), said(one, third, True)]
    group = Group(story.id, {Story: [story], Report: reports, Event: [one, other, third], Judgement: given_by_hand})
    judged = list(STAGE.run(group))
    assert {frozenset((each.left, each.right)) for each in judged} == {frozenset((one.id, third.id))}


NAMES = ["Senate", "Mayor", "Harbour Mission", "Norland", "army"]
EVENTS = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.sampled_from(["refuse", "refusal", "decline", "attack", "raid", "meet"]),
        st.sampled_from(NAMES),
        st.sampled_from([*NAMES, None]),
        st.sampled_from(["2024-03-01", "2024-03-02", "2024-05-09", None]),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(EVENTS, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_reports(rows: list[tuple[str, ...]], chance: random.Random) -> None:
    events = [
        event(report, 30 * place, "REJECT", lemma, side(report, actor), side(report, whom) if whom else None, day)
        for place, (report, lemma, actor, whom, day) in enumerate(rows)
    ]
    mixed = list(events)
    chance.shuffle(mixed)
    once, again = link_events(events, [], "s"), link_events(mixed, [], "s")
    assert once == again
    for group in groups_of(events, []):
        days = [each.when for each in events if each.id in group and each.when]
        assert all(one.overlaps(other, slack_days=1) for one in days for other in days)


def test_two_hundred_reports_are_linked_in_bounded_time() -> None:
    words = ["attack", "raid", "meet", "refuse", "accuse", "march", "arrest", "seize", "warn", "deploy"]
    events = [
        event(f"r{n:03}", 40 * m, "ASSAULT", words[m % 10], side("r", f"side {(n * m) % 60}"), side("r", f"to {m % 7}"))
        for n in range(200)
        for m in range(25)
    ]
    begun = time.process_time()
    judged = link_events(events, [], "s")
    assert time.process_time() - begun < 20
    assert len({each.right for each in judged}) == len(judged)


def test_a_toll_that_differs_parts_no_happening() -> None:
    army = side("a", "army")
    first = event("a", 10, "ASSAULT", "kill", army, side("a", "12 civilians"), "2024-03-01")
    second = event("b", 10, "ASSAULT", "kill", army, side("b", "at least ten civilians"), "2024-03-01")
    assert groups_of([first, second], []) == [{first.id, second.id}]
