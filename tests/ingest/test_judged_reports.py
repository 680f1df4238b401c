import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.ingest.judged_reports import judge_reports
from tellings.ingest.judgements import Ruling
from tellings.records import Drop, Judgement, Report, Span


def report(id: str, origin: str, url: str | None = None) -> Report:
    return Report(id, f"c-{id}", origin, None, None, None, None, "en", "Text.", url=url)


REPORTS = (
    report("report-a", "pages/north/one.html", "https://www.halmar.example/locks/?utm=1#top"),
    report("report-b", "pages/south/one.html"),
    report("report-c", "https://lake.example/Wardens"),
)
AGAIN = (Drop("d", "pages/again.html", "clean", "met again", same_as="report-c"),)


def rule(left: str, right: str, verdict: bool = False, line: int = 2, relation: str = "copy_of") -> Ruling:
    return Ruling(line, left, right, relation, verdict, "Edna", "I was there", file="mine.csv")


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("report-a", "report-a"),
        ("north/one.html", "report-a"),
        ("pages/south/one.html", "report-b"),
        ("halmar.example/locks/?utm=1", "report-a"),
        ("https://lake.example/Wardens", "report-c"),
        ("lake.example/wardens/", "report-c"),
        ("again.html", "report-c"),
    ],
)
def test_reports_are_found_by_what_the_account_calls_them(name: str, id: str) -> None:
    other = "report-b" if id != "report-b" else "report-a"
    (judgement,) = judge_reports([rule(name, other)], REPORTS, AGAIN)
    assert isinstance(judgement, Judgement)
    assert (judgement.left, judgement.right, judgement.by, judgement.verdict) == (id, other, "Edna", False)
    assert judgement.reason == "I was there"


@pytest.mark.parametrize(
    ("ruling", "says"),
    [
        (rule("nowhere.html", "report-a"), "no report here is called nowhere.html: give its id, file or address"),
        (rule("one.html", "report-c"), r"one.html may be any of 2 reports \(pages/north/one.html, pages/south/one"),
        (rule("again.html", "report-c"), "again.html and report-c are one report"),
    ],
)
def test_what_cannot_be_used_says_why_and_takes_nothing_with_it(ruling: Ruling, says: str) -> None:
    judgement, drop = judge_reports([ruling, rule("report-a", "report-b", line=3)], REPORTS, AGAIN)
    assert isinstance(judgement, Judgement)
    assert isinstance(drop, Drop)
    assert drop.capture == "mine.csv, line 2"
    assert re.search(says, drop.reason)


def test_the_later_of_two_lines_that_disagree_holds_and_that_is_told() -> None:
    rulings = [rule("report-a", "report-b", True, 2), rule("report-b", "report-a", False, 7)]
    judgement, drop = judge_reports(rulings, REPORTS)
    assert isinstance(judgement, Judgement)
    assert isinstance(drop, Drop)
    assert not judgement.verdict
    assert "line 7 (Edna) says no to copy_of: the later line holds" in drop.reason
    both = [rule("report-a", "report-b", True), rule("report-a", "report-b", False, relation="same_story")]
    assert len(judge_reports(both, REPORTS)) == 2  # two relations do not disagree


NAMES = st.sampled_from(["report-a", "report-b", "report-c", "one.html", "x", "again.html", "\ud83d", "http://[", ""])


@given(st.lists(st.builds(rule, NAMES, NAMES, st.booleans()), max_size=12))
def test_no_ruling_vanishes(rulings: list[Ruling]) -> None:
    made = judge_reports(rulings, REPORTS, AGAIN)
    pairs = [frozenset((j.left, j.right)) for j in made if isinstance(j, Judgement)]
    assert len(pairs) == len(set(pairs))
    assert bool(made) == bool(rulings)


def test_words_of_two_reports_are_judged() -> None:
    given = rule("north/one.html:0-4", "report-b:1-5", relation="differs")
    (judgement,) = judge_reports([given], REPORTS, AGAIN)
    assert isinstance(judgement, Judgement)
    assert (judgement.left, judgement.right, judgement.relation) == ("report-a", "report-b", "differs")
    assert judgement.evidence == (Span("report-a", 0, 4), Span("report-b", 1, 5))


@pytest.mark.parametrize(
    ("left", "right", "says"),
    [
        ("report-a:0-6", "report-b:0-4", "report-a has no place 0 to 6: its text is 5 characters long"),
        ("report-a:3-3", "report-b:0-4", "report-a has no place 3 to 3"),
        ("report-z:0-4", "report-b:0-4", "no report here is called report-z"),
        ("report-b:0-2", "report-b:2-4", "are one report"),
        ("report-a", "report-b:0-4", "report-a names no words of a report"),
    ],
)
def test_words_that_are_not_there_say_why(left: str, right: str, says: str) -> None:
    (drop,) = judge_reports([rule(left, right, relation="same_claim")], REPORTS, AGAIN)
    assert isinstance(drop, Drop)
    assert says in drop.reason


def test_judgements_on_other_words_of_the_same_reports_stand_side_by_side() -> None:
    one = rule("report-a:0-4", "report-b:0-4", relation="differs")
    other = rule("report-a:1-4", "report-b:0-4", relation="differs")
    made = judge_reports([one, other, rule("report-b:0-4", "report-a:0-4", True, 9, "differs")], REPORTS)
    assert [type(each) for each in made] == [Judgement, Judgement, Drop]
    assert len({each.id for each in made}) == 3
