"""A store as known at a moment, by two clocks; and what changed between two moments."""

from pathlib import Path

import pytest
from bench.cheap_plan import CHEAP_PLAN, invent_captures, make_page

from tellings.engines.local import run_plan
from tellings.errors import CallError
from tellings.front.changing import compare_stories, find_turns
from tellings.front.judging import judge, undo
from tellings.ingest.judgements import Ruling
from tellings.records import Report
from tests.front.stores import COURSE, fill, open_view

CAPTURES = invent_captures(24, seed=7)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight captures on each of three days."""
    folder = tmp_path_factory.mktemp("past") / "store"
    for number in range(3):
        fill(folder, CAPTURES[8 * number : 8 * number + 8], added=f"2031-04-0{number + 1}T12:00")
    return folder


@pytest.mark.parametrize(
    ("moment", "known"),
    [("2031-03-31", 0), ("2031-04-01T11:59", 0), ("2031-04-01", 8), ("2031-04-02T12:00", 16), ("2031-04-09", 24)],
)
def test_as_added_by_then(store: Path, moment: str, known: int) -> None:
    with open_view(store) as view, view.as_of(moment) as past:
        assert list(past.tables().rows()) == list(run_plan(CHEAP_PLAN, CAPTURES[:known], strict=True).rows())
        assert past.counts()["captures"] == known
        folder = past.path
        assert folder.exists()
    assert not folder.exists(), "the copy is gone when the view is closed"


def test_as_published_by_then(store: Path) -> None:
    with open_view(store) as view, view.as_of("2031-03-10", clock="published") as past:
        days = [report.published.end for report in past.records(Report) if report.published]
        assert days
        assert max(filter(None, days)) <= "2031-03-10"
        everything = [report for report in view.records(Report) if report.published and report.published.end]
        assert len(days) == sum(
            (report.published.end or "") <= "2031-03-10" for report in everything if report.published
        )


def test_wrong_moments_and_clocks(store: Path) -> None:
    with open_view(store) as view:
        with pytest.raises(CallError, match="'Tuesday' is no moment"):
            view.as_of("Tuesday")
        with pytest.raises(CallError, match="clock='received': choose one of added, published"):
            view.as_of("2031-04-01", clock="received")


def test_an_account_as_of_then_has_the_reports_of_then(store: Path) -> None:
    with open_view(store) as view:
        story = next(row for row in view.stories(several=True))
        with view.as_of("2031-04-01") as past:
            there = {report for report, _ in past.seats()}
        members = {report["id"] for report in view.account(story.id)["stories"][0]["reports"]}
        if members & there:
            then = view.account(story.id, "2031-04-01")["stories"][0]
            assert {report["id"] for report in then["reports"]} <= there


def test_judgements_are_as_of_then_too(tmp_path: Path) -> None:
    fill(tmp_path / "store", CAPTURES, added="2031-04-01")
    with open_view(tmp_path / "store") as view:
        story = next(row for row in view.stories(several=True))
        left, right = (report["id"] for report in view.account(story.id)["stories"][0]["reports"][:2])
        no = [Ruling(1, left, right, "same_story", False, "Ana", "two things")]
        before = list(view.tables().rows())
        assert judge(tmp_path / "store", no, judged="2031-04-02", course=COURSE).numbers == (1,)
        assert view.find_story(left) != view.find_story(right)
        with view.as_of("2031-04-01") as past:
            assert list(past.tables().rows()) == before
        undo(tmp_path / "store", 1, by="Bo", judged="2031-04-03", course=COURSE)
        assert list(view.tables().rows()) == before
        with view.as_of("2031-04-02") as past:
            assert past.find_story(left) != past.find_story(right)


def test_new_reports_are_told_as_new(store: Path) -> None:
    with open_view(store) as view, view.as_of("2031-04-02") as past:
        turns = list(find_turns(past, view))
        added = len(view.captures()) - len(past.captures())
        assert sum(turn.kind == "new" and turn.what == "report" for turn in turns) == added
        assert list(find_turns(view, view)) == []


def told(*findings: dict[str, object], text: str = "Twelve died. Rain fell. Forty were hurt.") -> dict[str, object]:
    report = {"id": "report-1", "outlet": "Post", "title": "T", "capture": "a.txt", "text": text}
    return {"id": "s", "headline": "H", "reports": [report], "findings": findings, "cases": [], "changes": []}


def finding(start: int, end: int, **more: object) -> dict[str, object]:
    claims = [{"report": "report-1", "start": start, "end": end, "value": more.pop("value", None)}]
    plain = {"status": "single", "slot": None, "difference": None, "gist": "g", "independent_lines": 1}
    return {**plain, "claims": claims, **more}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ([], [finding(0, 12)], "new"),
        ([finding(0, 12)], [], "withdrawn"),
        ([finding(0, 12)], [finding(0, 12)], None),
        ([finding(0, 12, status="agree")], [finding(0, 12, status="differ")], "corrected"),
        ([finding(0, 12)], [finding(0, 12, status="agree", independent_lines=2)], "raised"),
        (
            [finding(0, 12, slot="number", value="12")],
            [finding(0, 12, slot="number", value="1,200")],
            "raised",
        ),
        ([finding(0, 12, value="Monday")], [finding(0, 12, value="Tuesday")], "corrected"),
    ],
)
def test_how_a_finding_changed(
    before: list[dict[str, object]], after: list[dict[str, object]], kind: str | None
) -> None:
    turns = list(compare_stories([told(*before)], told(*after), {}))
    assert [turn.kind for turn in turns] == ([kind] if kind else [])


def test_words_that_moved_are_the_same_words() -> None:
    later = told(text="NEWS. Twelve died. Rain fell.")
    later["reports"] = [{**report, "id": "report-2"} for report in later["reports"]]  # type: ignore[attr-defined]
    later["findings"] = [{**finding(0, 12), "claims": [{"report": "report-2", "start": 6, "end": 18, "value": None}]}]
    same_page = {"report-1": "capture-1", "report-2": "capture-1"}
    assert list(compare_stories([told(finding(0, 12))], later, same_page)) == []


def test_an_empty_store_has_no_past(tmp_path: Path) -> None:
    fill(tmp_path / "store", [], added="2031-04-01")
    with open_view(tmp_path / "store") as view, view.as_of("2031-04-01") as past:
        assert list(find_turns(past, view)) == []


def test_a_page_without_a_date_counts_from_when_it_was_added(tmp_path: Path) -> None:
    text = CAPTURES[0].content.decode().split("\n\n")
    page = make_page("\n\n".join(line for line in text if not line.startswith("Posted")), "undated.txt")
    fill(tmp_path / "store", [page], added="2031-04-01T12:00")
    with open_view(tmp_path / "store") as view:
        for moment, known in (("2031-03-31", 0), ("2031-04-01", 1)):
            with view.as_of(moment, clock="published") as past:
                assert past.counts()["captures"] == known
