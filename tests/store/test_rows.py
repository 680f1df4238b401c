"""Chunks: laid down, found by kind and home or by key, compared, and read however few are held in memory."""

import sqlite3
from dataclasses import replace

import pytest

from tellings.records import Drop, Judgement, Report, Story
from tellings.store import layout, rows
from tellings.store.packing import encode, hash_word, pack, unpack
from tellings.store.rows import GIVEN, PAIR, Part, Rows
from tests.reports import make_report

REPORTS = [make_report(f"Report {number}. " * 40, name=f"{number}.txt") for number in range(30)]


@pytest.fixture
def kept() -> Rows:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(layout._SCHEMA)
    return Rows(connection)


def test_what_is_read_is_what_was_written_however_little_is_held(kept: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_HELD", 600)
    for number, report in enumerate(REPORTS):
        kept.write(0, str(number), None, [Part(Report, f"r:{report.id}", [report])])
    homes = [f"r:{report.id}" for report in REPORTS]
    for _ in range(2):
        read = {record.id: record for record in kept.records([Report], homes)}
        assert read == {report.id: report for report in REPORTS}


def test_only_what_is_other_is_a_change(kept: Rows) -> None:
    one, other = Drop("drop-1", "a", "s", "x"), Drop("drop-2", "b", "s", "x")
    parts = [Part(Drop, "i:drop-1", [one]), Part(Drop, "i:drop-2", [other])]
    assert len(kept.write(0, "k", b"1", parts)) == 2
    assert kept.write(0, "k", b"1", parts) == []
    assert kept.inputs_of(0, "k") == b"1"
    (change,) = kept.write(0, "k", None, parts[:1])
    assert (tuple(change.before), tuple(change.after)) == ((other,), ())
    assert kept.inputs_of(0, "k") is None
    assert list(kept.records([Drop], ["i:drop-1", "i:drop-2"])) == [one]


def test_keys_stages_and_sides_lead_to_chunks(kept: Rows) -> None:
    judgement = Judgement("j", "report-a", "report-b", "copy_of", True, 1.0, "", "Ana")
    kept.write(2, "k", None, [Part(Judgement, "r:report-a", [judgement], keyed=[(4, 77)])])
    assert [chunk.key for chunk in kept.find_keyed(4, 77)] == ["k"]
    assert kept.find_keyed(4, 78) == kept.find([Judgement], ["r:report-a"], 2) == []
    assert len(kept.find_all([Judgement], 3)) == 1
    assert list(kept.judgements_on(["report-b"])) == [judgement]
    kept.write(2, "k", None, [])
    assert not kept.find_keyed(4, 77)
    assert not list(kept.judgements_on(["report-b"]))


def test_reports_move_between_stories(kept: Rows) -> None:
    def tell(*stories: Story) -> None:
        kept.write(1, "", None, [Part(Story, f"s:{story.id}", [story]) for story in stories])

    tell(Story("story-1", ("a", "b")), Story("story-2", ("c",)))
    assert (kept.members("story-1"), kept.stories_of("c")) == (["a", "b"], ["story-2"])
    tell(Story("story-3", ("a", "b", "c")))
    assert (kept.members("story-1"), kept.stories_of("c")) == ([], ["story-3"])


@pytest.mark.parametrize("records", [(), REPORTS[:1], REPORTS])
def test_what_is_packed_is_unpacked(records: list[Report]) -> None:
    rows, digest = encode(records)
    assert unpack(Report, pack(rows)) == tuple(records)
    assert encode(list(records)) == (rows, digest)


def judged(left: str, right: str, score: float) -> Judgement:
    return Judgement(f"{left}-{right}", left, right, "same_story", True, score, "", "same_story")


def scores_of(kept: Rows) -> list[tuple[str, float]]:
    """By the name of the left report, of one letter."""
    names = {hash_word(name): name for name in "abcd"}
    return [(names[left], score) for left, pairs in kept.scores("same_story") for _, score in PAIR.iter_unpack(pairs)]


def test_what_a_group_gains_lies_beside_what_it_had_until_it_is_written_again(kept: Rows) -> None:
    first, second, third = judged("a", "b", 0.5), judged("a", "c", 0.25), judged("a", "d", 0.75)
    kept.write(0, "k", None, [Part(Judgement, "r:a", [first, second])])
    gained, lost = sorted(
        kept.gain(0, "k", [Part(Judgement, "r:a", [third])], [("r:a", first.id)]), key=lambda c: len(c.before)
    )
    assert (tuple(gained.before), tuple(gained.after)) == ((), (third,))
    assert (tuple(lost.before), tuple(lost.after)) == ((first, second), (second,))
    assert sorted(kept.made(0, "k"), key=lambda j: j.id) == [second, third]
    assert list(kept.judgements_on(["b"])) == []
    assert sorted(scores_of(kept)) == [("a", 0.25), ("a", 0.75)]
    kept.write(0, "k", None, [Part(Judgement, "r:a", [first, third])])
    assert sorted(kept.made(0, "k"), key=lambda j: j.id) == [first, third]
    assert kept.gain(0, "k", [], [("r:a", "another")]) == []


def test_scores_are_those_of_stages_that_hold_whatever_the_story(kept: Rows) -> None:
    scoped = replace(judged("a", "b", 0.5), id="scoped", scope="story-1")
    kept.write(GIVEN, "people", None, [Part(Judgement, "r:a", [replace(judged("a", "c", 1.0), by="Ana")])])
    kept.write(0, "k", None, [Part(Judgement, "r:a", [judged("a", "b", 0.5)])])
    kept.write(1, "k", None, [Part(Judgement, "s:story-1", [scoped])])
    assert kept.scores("same_story") == [(hash_word("a"), PAIR.pack(hash_word("b"), 0.5))]
    kept.write(0, "k", None, [])
    assert kept.scores("same_story") == []


def test_a_group_that_was_dropped_is_known(kept: Rows) -> None:
    kept.write(0, "k", None, [Part(Drop, "i:drop-1", [Drop("drop-1", "a", "s", "x")])])
    assert kept.failed(0, "k")
    kept.write(0, "k", None, [Part(Judgement, "r:a", [judged("a", "b", 0.5)])])
    assert not kept.failed(0, "k")
