"""Stages are cut as they say, and a plan that does not fit is refused with the reason."""

from collections.abc import Iterable
from typing import Any

import pytest

from tellings.errors import PlanError
from tellings.records import Drop, Judgement, Mention, Profile, Report, Sentence, Span, Story
from tellings.stage import Cut, Group, Stage, check_plan, cut_groups
from tests.reports import make_report


def run_nothing(group: Group) -> Iterable[Any]:
    return ()


def make_stage(name: str, reads: tuple[type, ...], writes: tuple[type, ...], cut: Cut, key: str = "") -> Stage:
    return Stage(name, reads, writes, cut, run_nothing, key)


READ = make_stage("read", (Report,), (Sentence,), Cut.EACH)
GROUP = make_stage("group", (Report,), (Story,), Cut.WHOLE)
TELL = make_stage("tell", (Report, Sentence, Judgement), (Drop,), Cut.BY_KEY, "story")


def sentence_of(report: Report) -> Sentence:
    return Sentence(f"sentence-{report.id}", Span(report.id, 0, 4), 0, 0, False, ())


def test_a_stage_that_reads_what_nobody_writes_is_refused() -> None:
    with pytest.raises(PlanError, match="'tell' reads Judgement"):
        check_plan([READ, GROUP, TELL], given=[Report])


def test_cut_by_story_needs_stories() -> None:
    with pytest.raises(PlanError, match="no stage before it writes Story"):
        check_plan([READ, make_stage("early", (Sentence,), (), Cut.BY_KEY, "story")], given=[Report])


def test_double_names_and_stray_keys_are_refused() -> None:
    with pytest.raises(PlanError, match="two stages are named 'read'"):
        check_plan([READ, READ], given=[Report])
    with pytest.raises(PlanError, match="a key goes with BY_KEY only"):
        check_plan([make_stage("odd", (Report,), (), Cut.EACH, "story")], given=[Report])


def test_each_gives_a_group_to_every_report_even_without_readings() -> None:
    one, two = make_report("one two", name="1"), make_report("three four", name="2")
    stage = make_stage("each", (Report, Sentence), (), Cut.EACH)
    groups = {group.key: group for group in cut_groups(stage, {Report: [one, two], Sentence: [sentence_of(one)]})}
    assert set(groups) == {one.id, two.id}
    assert groups[one.id].one(Report) is one
    assert len(groups[one.id].of(Sentence)) == 1
    assert len(groups[two.id].of(Sentence)) == 0


def test_by_story_follows_reports_into_their_story() -> None:
    one, two, three = (make_report("some words", name=str(n)) for n in range(3))
    stories = [Story("story-a", (one.id, two.id)), Story("story-b", (three.id,))]
    judged = Judgement("j", one.id, two.id, "copy_of", True, 1.0, "same words", "trace_copies")
    records: dict[type, list[Any]] = {
        Report: [one, two, three], Story: stories, Sentence: [sentence_of(three)], Judgement: [judged],
    }  # fmt: skip
    groups = {group.key: group for group in cut_groups(TELL, records)}
    assert {report.id for report in groups["story-a"].of(Report)} == {one.id, two.id}
    assert groups["story-a"].of(Judgement) == [judged]
    assert [sentence.report for sentence in groups["story-b"].of(Sentence)] == [three.id]


def test_what_stories_come_about_by_is_in_none() -> None:
    left, right = make_report("one", name="1"), make_report("two", name="2")
    judged = [
        Judgement(f"judgement-{n}", left.id, right.id, relation, True, 1.0, "", "x", scope=scope)
        for n, (relation, scope) in enumerate(
            [("same_story", ""), ("related_story", ""), ("copy_of", ""), ("copy_of", "story-1"), ("copy_of", "story-2")]
        )
    ]
    (group,) = cut_groups(TELL, {Story: [Story("story-1", (left.id, right.id))], Report: [left], Judgement: judged[:4]})
    assert group.of(Judgement) == judged[2:4]
    (every,) = cut_groups(make_stage("all", (Judgement,), (), Cut.WHOLE), {Judgement: judged})
    assert every.of(Judgement) == judged


def test_by_key_puts_a_record_under_each_of_its_keys() -> None:
    profiles = [Profile(name, name, (), (), None, None, keys) for name, keys in [("a", ("x", "y")), ("b", ("y",))]]
    stage = make_stage("pairs", (Profile,), (Judgement,), Cut.BY_KEY, "keys")
    found = {
        group.key: [profile.id for profile in group.of(Profile)] for group in cut_groups(stage, {Profile: profiles})
    }
    assert found == {"x": ["a"], "y": ["a", "b"]}


def test_one_refuses_none_and_many() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        Group("k", {}).one(Mention)
