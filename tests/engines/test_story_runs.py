"""Stories told beside this process: the same rows, each story through all of its stages at once."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from tellings.engines.hands import Processes
from tellings.engines.local import run_plan
from tellings.engines.story_runs import cut_story_run, run_stories, run_stories_here, tell_stories
from tellings.engines.workers import run_spread
from tellings.plan import PLAN
from tellings.records import Dating, Drop, Judgement, Quote, Report, Sentence, Story, Tables
from tellings.stage import Cut, Group, Stage
from tests.engines.test_workers import QUOTES, REPORTS, WHERE, WORDS
from tests.reports import make_report


def count_datings(group: Group) -> Iterable[Judgement]:
    """What the stage before made of the story: how many datings there are, and in which process this was asked."""
    first, last = group.of(Report)[0], group.of(Report)[-1]
    places = {dating.reason for dating in group.of(Dating)} | {str(os.getpid())}
    score = len(group.of(Dating)) + len(places) / 10
    return [
        Judgement(f"judgement-{group.key}", first.id, last.id, "copy_of", True, score, "", "count", scope=group.key)
    ]


COUNT = Stage("count", (Story, Report, Dating), (Judgement,), Cut.BY_KEY, count_datings, key="story")
OTHER = make_report("another page", name="other")
STORIES = [Story(f"story-{n}", (REPORTS[n].id, REPORTS[n + 4].id)) for n in range(4)]
PLAN_OF_STORIES = (WORDS, QUOTES, WHERE, COUNT)
RECORDS = [*REPORTS, OTHER, *STORIES, Story("story-bad", (OTHER.id,))]


def test_two_processes_tell_what_one_does() -> None:
    alone = run_plan(PLAN_OF_STORIES, RECORDS)
    spread = run_plan(PLAN_OF_STORIES, RECORDS, workers=2)
    for kind in (Sentence, Quote, Judgement):
        assert spread.of(kind) == alone.of(kind)
    assert [(row.id, row.report) for row in spread.of(Dating)] == [(row.id, row.report) for row in alone.of(Dating)]
    assert str(os.getpid()) not in {row.reason for row in spread.of(Dating)}
    assert [drop.reason for drop in spread.of(Drop)] == [drop.reason for drop in alone.of(Drop)]
    assert len(spread.of(Drop)) == 1


def test_a_story_goes_through_its_stages_in_one_process() -> None:
    spread = run_plan(PLAN_OF_STORIES, RECORDS, workers=2)
    told = {judgement.scope: judgement.score for judgement in spread.of(Judgement)}
    assert told == {"story-bad": 0.1} | {
        f"story-{n}": 2.1 for n in range(4)
    }  # two datings, made where they are counted


def test_what_nobody_here_asked_for_is_handed_on_as_it_came() -> None:
    spread = run_plan(PLAN_OF_STORIES, RECORDS, workers=2)
    found = spread.find_unread(Sentence)
    assert found is not None and set(found) == {report.id for report in [*REPORTS, OTHER]}
    assert spread.find_unread(Judgement) is not None
    assert spread.of(Sentence) == run_plan(PLAN_OF_STORIES, RECORDS).of(Sentence)


def test_half_a_character_in_one_report_opens_nothing() -> None:
    """Its records are handed on as they are, those of the others packed."""
    broken = make_report("\ud83d page", name="broken")
    records = [*RECORDS, broken, Story("story-broken", (broken.id, *STORIES[0].reports))]
    records.remove(STORIES[0])
    alone, spread = run_plan(PLAN_OF_STORIES, records), run_plan(PLAN_OF_STORIES, records, workers=2)
    found = spread.find_unread(Sentence)
    assert found is not None and broken.id in found
    for kind in (Sentence, Quote, Judgement):
        assert spread.of(kind) == alone.of(kind)


def test_what_stories_gave_is_given_to_stages_on_stories_after_them() -> None:
    """Which is unread too, but by its story."""
    tables = Tables(RECORDS)
    with_hands = Processes(2)
    try:
        tables.add(run_spread([WORDS, QUOTES], tables.of(Report), hands=with_hands))
        tables.add(run_stories([WHERE], tables, hands=with_hands))
        told = Tables([*RECORDS, *run_stories([COUNT], tables, hands=with_hands)])
    finally:
        with_hands.close()
    assert {j.scope: int(j.score) for j in told.of(Judgement)} == {f"story-{n}": 2 for n in range(4)} | {"story-bad": 0}


def test_strict_raises_what_a_stage_raised() -> None:
    with pytest.raises(ValueError, match="no such day"):
        run_plan(PLAN_OF_STORIES, RECORDS, workers=2, strict=True)


def test_progress_counts_the_reports_of_stories_largest_first() -> None:
    seen: list[tuple[str, int, int]] = []
    hands = Processes(2)
    tables = Tables(RECORDS)
    run_stories([WHERE], tables, hands=hands, progress=lambda name, done, of: seen.append((name, done, of)))
    hands.close()
    assert seen == [("where", done, 9) for done in (0, 2, 4, 6, 8)]


def test_the_end_of_the_plan_is_told_story_by_story() -> None:
    names = [stage.name for stage in PLAN]
    tables = Tables(RECORDS)
    tail = names.index("trace_copies")
    assert cut_story_run(PLAN[tail:], tables) == len(names) - tail
    assert cut_story_run(PLAN[names.index("same_story") :], tables) == 0


def test_a_report_of_two_stories_or_of_none_is_told_stage_by_stage() -> None:
    assert cut_story_run([WHERE], Tables([*RECORDS, Story("story-again", (OTHER.id,))])) == 0
    assert cut_story_run([WHERE], Tables([*REPORTS, OTHER, *STORIES])) == 0
    assert cut_story_run([WHERE], Tables(RECORDS)) == 1


def test_a_stage_sees_what_those_before_it_made_of_the_story() -> None:
    stories = [[*pair, Story(f"story-{pair[0].id}", (pair[0].id, pair[1].id))] for pair in pairwise(REPORTS[:3])]
    for made in tell_stories([WORDS, QUOTES, WHERE, COUNT], stories):
        assert [type(record) for record in made] == [Sentence, Sentence, Quote, Quote, Dating, Dating, Judgement]


def test_a_stage_is_shown_some_stories_together_and_run_on_each() -> None:
    seen: list[str | list[str]] = []

    def look(groups: Sequence[Group]) -> None:
        seen.append([group.key for group in groups])

    def count(group: Group) -> Iterable[Judgement]:
        seen.append(group.key)
        return count_datings(group)

    plan = [WORDS, QUOTES, WHERE, replace(COUNT, run=count, together=look)]
    alone = run_plan(plan, RECORDS)
    keys = [f"story-{n}" for n in range(4)] + ["story-bad"]
    assert seen == [keys, *keys]
    assert alone.of(Judgement) == run_plan(PLAN_OF_STORIES, RECORDS).of(Judgement)


def test_stories_are_told_here_a_few_at_a_time_largest_first() -> None:
    """Each goes through all stages before the next few are begun."""
    small = [make_report(f"page number {n}", name=f"small {n}") for n in range(45)]
    records = [*RECORDS, *small, *(Story(f"story-small-{n:02}", (report.id,)) for n, report in enumerate(small))]
    told: list[tuple[str, int, int]] = []
    seen: list[str] = []

    def note(group: Group) -> Iterable[Judgement]:
        seen.append(group.key)
        return count_datings(group)

    tables = Tables(records)
    stages = [WORDS, QUOTES, WHERE, replace(COUNT, run=note)]
    made = run_stories_here(stages, tables, progress=lambda name, done, of: told.append((name, done, of)))
    assert told == [("count", 0, 54), ("count", 40, 54)]
    large, ones = [f"story-{n}" for n in range(4)], ["story-bad", *(f"story-small-{n:02}" for n in range(45))]
    assert seen == [*large, *ones]
    told_of = {judgement.scope: int(judgement.score) for judgement in Tables(made).of(Judgement)}
    assert told_of == dict.fromkeys(large, 2) | dict.fromkeys(ones, 1) | {"story-bad": 0}
