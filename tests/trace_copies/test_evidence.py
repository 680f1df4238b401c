"""Two readings beside each other: what is weighed several times is weighed each time as if for the first."""

import pytest

from tellings.annotate.parse import parse_report
from tellings.trace_copies.evidence import PLAIN, Meeting
from tellings.trace_copies.reading import Reading, build_reading
from tests.reports import make_report

FIRST = """The ferry Oduya ran aground on the Sallow Reef off Kettleby at 4 a.m. on Friday with 212 people on board.

Nine passengers were treated for hypothermia after two hours in open lifeboats, the harbour clinic said.

Captain Ines Varga, 51, had steered the Oduya along the coast for eleven years without an incident."""

SECOND = """With 212 people aboard, the vessel Oduya hit the Sallow Reef near Kettleby early on Friday.

Two hours in lifeboats that were open left nine of the passengers with hypothermia, the clinic at the harbour said.

A brass band played in the market square of Dorrin."""


def read(text: str) -> Reading:
    report = make_report(text, name=text[:20])
    return build_reading(report, parse_report(report))


@pytest.mark.parametrize("other", [SECOND, FIRST.split("\n\n")[0], FIRST.upper()])
def test_a_pair_is_weighed_the_same_whatever_was_weighed_before(other: str) -> None:
    ways = [{"embed": False, "brief": True}, {"embed": False, "slack": 0.2}, {}]
    left, right = read(FIRST), read(other)
    meeting = Meeting(left, right)
    once = [meeting.weigh(**way) for way in ways]  # type: ignore[arg-type]
    assert [meeting.weigh(**way) for way in reversed(ways)] == once[::-1]  # type: ignore[arg-type]
    assert [Meeting(left, right).weigh(**way) for way in ways] == once  # type: ignore[arg-type]


def test_sentences_are_left_aside_where_the_words_leave_no_doubt() -> None:
    copy = Meeting(read(FIRST), read(f"{FIRST}\n\nThe harbour stayed shut."))
    assert copy.cover >= PLAIN
    assert not copy.weigh(brief=True, embed=False).parallels
    assert copy.weigh(embed=False).parallels


def test_retold_sentences_meet_and_others_do_not() -> None:
    evidence = Meeting(read(FIRST), read(SECOND)).weigh()
    assert {(parallel.left, parallel.right) for parallel in evidence.parallels} >= {(0, 0), (1, 1)}
    assert all(parallel.right != 2 for parallel in evidence.parallels)


def test_runs_are_the_longest_at_their_place_and_no_word_stands_in_two() -> None:
    right = "On board, the coastguard said. Later the ferry Oduya ran aground on the Sallow Reef off Kettleby again."
    evidence = Meeting(read(FIRST), read(right)).weigh(embed=False)
    (run,) = evidence.runs
    words = read(FIRST).folded[run.left : run.left + run.length]
    assert " ".join(words) == "the ferry oduya ran aground on the sallow reef off kettleby"
