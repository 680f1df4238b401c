"""What readers ask of a store."""

import threading
import time
from pathlib import Path

import pytest
from bench.cheap_plan import invent_captures

from tellings.errors import CallError, StoreSlowError
from tellings.store import View
from tellings.store.choosing import match_words
from tellings.store.summary import Counts, NamedEntity, Request, Summary, Value
from tellings.store.writer import Writer
from tests.front.stores import fill


def summary(number: int, **more: object) -> Summary:
    options: dict[str, object] = {
        "id": f"story-{number:04}",
        "headline": f"Flood in Abrel, day {number}",
        "first": f"2031-03-{number:02}",
        "last": f"2031-03-{number:02}T18:00",
        "counts": Counts(reports=number, publishers=1, lines=1, differ=number % 2, agree=0, single=1),
        "places": ("Abrel",),
        "actors": ("Berit Holm",),
        "values": (Value("place", "abrel", "Abrel"), Value("place", "NO", "NO"), Value("event_type", "AID", "AID")),
        "entities": (NamedEntity("entity-1", "berit holm", "Berit Holm", "person", "NO", 2),),
        "requests": (),
        "text": "The river rose over the old mill on Monday.",
        "contract": b'{"outside":[],"related":[]}',
        "nearest": 0.0,
    }
    return Summary(**{**options, **more})  # type: ignore[arg-type]


@pytest.fixture
def view(tmp_path: Path) -> View:
    asked = Request("villagers", "the county", "to open the weir", None, None, None, 1)
    done = Request("the mill", "the bank", "to lend it money", "granted", "2031-03-02", "the bank", 2,
                   kind="application", state="granted")  # fmt: skip
    with Writer(tmp_path / "store") as writer, writer.batch("2031-04-01"):
        for number in range(1, 6):
            writer.lists.put(summary(number), updated=f"2031-04-0{6 - number}")
        writer.lists.put(summary(1, headline="Told anew", requests=(asked, done)), updated="2031-04-07")
        writer.lists.put(
            summary(7, values=(Value("actor", "ole", "Ole"),), text="Løvås mølle burned."), updated="2031-04-01"
        )
        writer.lists.remove("story-0005")
    return View(tmp_path / "store")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [7, 4, 3, 2, 1]),
        ({"order": "oldest"}, [1, 2, 3, 4, 7]),
        ({"order": "updated"}, [1, 2, 3, 4, 7]),
        ({"order": "reports"}, [7, 4, 3, 2, 1]),
        ({"place": "ABREL"}, [4, 3, 2, 1]),
        ({"place": "no", "differs": True}, [3, 1]),
        ({"actor": "Ole"}, [7]),
        ({"event_type": "aid", "several": False}, [1]),
        ({"open_case": True}, [1]),
        ({"open_case": False, "several": True}, [7, 4, 3, 2]),
        ({"since": "2031-03-03", "until": "2031-03-04"}, [4, 3]),
        ({"text": "old mill"}, [4, 3, 2, 1]),
        ({"text": '"mill old"'}, []),
        ({"text": "løvas moll*"}, [7]),
        ({"text": "anew"}, [1]),
        ({"text": '" OR NEAR( * - ^ :'}, []),
        ({"offset": 3, "limit": 1}, [2]),
    ],
)
def test_stories_are_chosen_and_ordered(view: View, asked: dict[str, object], found: list[int]) -> None:
    page = view.stories(**asked)  # type: ignore[arg-type]
    assert [int(story.id[-4:]) for story in page] == found
    if "limit" not in asked:
        assert page.total == len(found)


def test_lists_over_all_stories_follow_what_is_told(view: View) -> None:
    assert [(row.requester, row.decision) for row in view.cases()] == [("villagers", None), ("the mill", "granted")]
    assert view.cases(open=True).total == view.cases(open=False).total == 1
    assert view.cases(text="river").total == 2
    assert [(row.kind, row.state) for row in view.cases(kind="application")] == [("application", "granted")]
    assert [row.requester for row in view.cases(state="filed")] == ["villagers"]
    assert view.cases(kind="application", state="filed").total == 0
    (entity,) = view.entities()
    assert (entity.name, entity.stories, entity.mentions) == ("Berit Holm", 5, 10)
    assert view.entities(text="ber", kind="person", country="no").total == 1
    assert view.entities(text="holm").total == 0
    assert [(facet.name, facet.stories) for facet in view.facets("place")] == [("NO", 4), ("Abrel", 4)]
    assert view.facets("place", text="ab")[0].value == "abrel"


@pytest.mark.parametrize("asked", [{"order": "loudest"}, {"offset": -1}, {"limit": 0}, {"limit": 100_000}])
def test_pages_that_cannot_be(view: View, asked: dict[str, object]) -> None:
    with pytest.raises(CallError, match=r"choose one of|a limit 1 to"):
        view.stories(**asked)  # type: ignore[arg-type]


def test_the_same_view_is_read_by_many_threads_while_it_is_written(tmp_path: Path) -> None:
    captures = invent_captures(12, seed=4)
    fill(tmp_path / "store", captures[:4], added="2031-04-01")
    faults: list[object] = []
    with View(tmp_path / "store") as view:

        def read() -> None:
            for _ in range(20):
                held = sum(story.reports for story in view.stories(limit=1000))
                if held > 12 or view.reports().total > 12:
                    faults.append(held)

        threads = [threading.Thread(target=read) for _ in range(3)]
        for thread in threads:
            thread.start()
        fill(tmp_path / "store", captures, added="2031-04-02", batch=2)
        for thread in threads:
            thread.join()
        assert not faults
        story = view.reports().rows[0]
        assert [row.report.id for row in view.reports(story=story.story)].count(story.report.id) == 1
        assert view.report(story.report.id) == story
        assert view.reports(since="2031-03-01", until="2031-03-31").total == view.reports().total
        assert view.reports(outlet="Nobody's Post").total == 0
        with pytest.raises(CallError, match="there is no report 'report-x'"):
            view.report("report-x")
        with pytest.raises(CallError, match="cannot look back"):
            view.as_of("2031-04-01")


@pytest.mark.parametrize(
    ("text", "asked"),
    [("a b", '"a" "b"'), ('say "a b" c*', '"say" "a b" "c"*'), ("***", '""'), ('"', '""'), ("x:y -z", '"x:y" "-z"')],
)
def test_words_are_no_operators(text: str, asked: str) -> None:
    assert match_words(text) == asked


ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def test_a_question_that_takes_too_long_is_given_up_and_the_next_is_answered(view: View) -> None:
    begun = time.monotonic()
    with view.within(0.2), pytest.raises(StoreSlowError, match="ask for less"):
        view._rows(ENDLESS)
    assert time.monotonic() - begun < 10
    assert len(view.stories()) == 5
    with view.within(5.0):
        assert len(view.stories()) == 5


def test_each_thread_has_its_own_time(view: View) -> None:
    found: list[int] = []

    def ask() -> None:
        found.append(len(view.stories()))

    with view.within(0.0):
        other = threading.Thread(target=ask)
        other.start()
        other.join()
        with pytest.raises(StoreSlowError):
            view._rows(ENDLESS)
    assert found == [5]


def test_batches_by_a_moment(view: View) -> None:
    assert view.batches("2031-03-31T23:59:59.999999Z") == (0, 1)
    assert view.batches("2031-04-02T00:00:00.000000Z") == (1, 1)


def test_the_beginning_of_an_id_that_a_story_had_before_leads_on(tmp_path: Path) -> None:
    fill(tmp_path / "store", invent_captures(6, seed=3), added="2031-04-01")
    with View(tmp_path / "store") as view:
        report, story = view.seats()[0]
        before = "story-0ld0ld0ld0ld0ld0"
        with Writer(tmp_path / "store") as writer, writer.batch("2031-04-02"):
            writer.connection.execute("INSERT INTO formerly VALUES (?, ?)", (before, f'["gone", "{report}"]'))
        for name in (before, before[:12], "0ld0ld"):
            assert view.find_story(name) == story
        with pytest.raises(CallError, match="there is no story"):
            view.find_story("0ldest")
