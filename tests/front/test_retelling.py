"""A store told anew: by another version, and with everything that people hold."""

from pathlib import Path

import pytest
from bench.cheap_plan import invent_captures

from tellings.errors import StoreError
from tellings.front import evaluating
from tellings.front.judging import judge
from tellings.front.retelling import retell
from tellings.ingest.judgements import Ruling
from tellings.records import Drop
from tests.front.stores import COURSE, fill, open_view

CAPTURES = invent_captures(12, seed=3)


def test_another_version_says_what_to_do_and_tells_the_same_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    fill(store, [Drop("drop-1", "a.bin", "ingest", "it is binary"), *CAPTURES[:6]], added="2031-04-01")
    fill(store, CAPTURES[6:], added="2031-04-02")
    with open_view(store) as view:
        story = next(iter(view.stories(several=True)))
        left, right = (report["id"] for report in view.account(story.id)["stories"][0]["reports"][:2])
    judge(store, [Ruling(1, left, right, "same_story", False, "Ana")], judged="2031-04-03", course=COURSE)
    (store / "tellings.store.feeds").write_text("feeds")
    with open_view(store) as view:
        before, lists = list(view.tables().rows()), (view.judgements().rows, view.drops().rows)
        stamps = {row.report.id: row.added for row in view.reports()}
    monkeypatch.setattr(evaluating, "__version__", "9.9.9")
    with pytest.raises(StoreError, match=r"was told by tellings 0\.1\.0, this is tellings 9\.9\.9: .*`tellings retell"):
        fill(store, CAPTURES, added="2031-04-04")
    assert retell(store, course=COURSE).new == len(CAPTURES)
    with open_view(store) as view:
        assert list(view.tables().rows()) == before
        assert (view.judgements().rows, view.drops().rows) == lists
        assert {row.report.id: row.added for row in view.reports()} == stamps
        assert view.find_story(story.id)
    assert (store / "tellings.store.feeds").read_text() == "feeds"
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
    fill(store, CAPTURES, added="2031-04-05")


def test_what_is_no_store_is_not_made_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        retell(tmp_path / "nowhere", course=COURSE)
    assert not list(tmp_path.iterdir())


def test_one_that_was_stopped_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    fill(store, CAPTURES[:6], added="2031-04-01")
    fill(store, CAPTURES[6:], added="2031-04-02")
    with open_view(store) as view:
        before = list(view.tables().rows())
    fill(tmp_path / "store.retold", CAPTURES[:4], added="2031-04-01")
    retell(store, course=COURSE)
    with open_view(store) as view:
        assert list(view.tables().rows()) == before
