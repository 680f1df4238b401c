"""What a stage that looks at all records sees of a store: what came before it, and only what is other than it was."""

import sqlite3

import pytest

from tellings.engines.parcels import Packed, keep, wrap
from tellings.engines.sight import StoreSight, TablesSight
from tellings.records import Judgement, Story, Tables
from tellings.store import layout
from tellings.store.rows import GIVEN, Change, Part, Rows


@pytest.fixture
def rows() -> Rows:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(layout._SCHEMA)
    return Rows(connection)


def judged(left: str, right: str, score: float = 0.5, *, by: str = "same_story") -> Judgement:
    return Judgement(f"{left}-{right}-{by}", left, right, "same_story", True, score, "", by)


def test_records_of_stages_before_it_and_what_people_hold(rows: Rows) -> None:
    said, weighed, later = judged("a", "b", by="Ana"), judged("a", "c"), judged("a", "d", by="later")
    for stage, judgement in ((GIVEN, said), (0, weighed), (1, later)):
        rows.write(stage, "", None, [Part(Judgement, "r:a", [judgement])])
    sight = StoreSight(rows, 1, [])
    assert list(sight.every(Judgement)) == [said, weighed]
    assert list(sight.given(Judgement)) == [said]
    assert list(sight.judged("same_story", [("a", "c"), ("a", "b"), ("a", "d")])) == [weighed]
    assert list(sight.judged("same_story", [("c", "a")])) == [], "the left side first"
    assert list(sight.judged("copy_of", [("a", "c")])) == []
    assert list(sight.made()) == [later]


def test_scores_come_as_places_and_of_reports_that_are_asked_for_alone(rows: Rows) -> None:
    rows.write(0, "", None, [Part(Judgement, "r:a", [judged("a", "b", 0.5), judged("a", "gone", 0.9)])])
    left, right, scores = StoreSight(rows, 1, []).scores("same_story", ["c", "b", "a"])
    assert (left.tolist(), right.tolist(), scores.tolist()) == ([2], [1], [0.5])
    assert [len(column) for column in StoreSight(rows, 1, []).scores("same_story", [])] == [0, 0, 0]


def test_changed_is_what_is_new_or_gone_or_other(rows: Rows) -> None:
    same, gone, new = judged("a", "b"), judged("a", "c"), judged("a", "d")
    was, now = judged("a", "e", 0.1), judged("a", "e", 0.2)
    changes = [
        Change(Judgement, "r:a", 0, (same, gone, was), (judged("a", "b"), new, now)),
        Change(Story, "s:story-1", 0, (), (Story("story-1", ("a",)),)),
        Change(Judgement, "r:a", 1, (), (judged("a", "f"),)),
    ]
    told = list(StoreSight(rows, 1, changes).changed(Judgement))
    assert sorted(told, key=lambda j: (j.id, j.score)) == [gone, new, was, now]


@pytest.mark.parametrize("score", [0.5, 1], ids=["packed", "as they are"])
def test_judgements_are_seen_in_tables_without_being_read(score: float) -> None:
    made = [judged("a", "b", score), judged("a", "gone", score), judged("b", "c", score)]
    other = [Judgement("judgement-x", "b", "a", "copy_of", True, 0.5, "", "lineage")]
    story = Story("story-1", ("a", "b"))
    sent = [*keep(None, wrap(made)), *keep(None, wrap(other))]
    tables = Tables([story, *sent])
    sight = TablesSight(tables, sent)
    assert [isinstance(some.sent, Packed) for some in sent] == [score == 0.5, True]
    left, right, scores = sight.scores("same_story", ["c", "b", "a"])
    assert (left.tolist(), right.tolist(), scores.tolist()) == ([2, 1], [1, 0], [score, score])
    assert [len(column) for column in sight.scores("same_story", [])] == [0, 0, 0]
    assert list(sight.judged("same_story", [("b", "c"), ("a", "gone"), ("b", "a")])) == made[1:]
    assert list(sight.judged("copy_of", [("b", "c"), ("b", "a")])) == other
    assert list(sight.judged("same_story", [("c", "b")])) == []
    assert list(sight.every(Story)) == [story]
    assert [list(sight.given(Judgement)), list(sight.changed(Judgement)), list(sight.made())] == [[], [], []]
    assert tables.find_unread(Judgement) == {None: sent}
