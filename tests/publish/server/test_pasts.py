"""The store in the browser as known at a moment: told once, kept, let go; every link keeps to the moment."""

import html
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bench.cheap_plan import CHEAP_PLAN, invent_captures
from starlette.testclient import TestClient

from tellings.errors import StoreError
from tellings.front.evaluating import Course
from tellings.front.judging import judge
from tellings.front.looking_back import tell_as_of
from tellings.ingest.judgements import Ruling
from tellings.publish.server import pasts
from tellings.publish.server.app import build_app
from tellings.publish.server.config import ServeConfig
from tellings.publish.server.pasts import PastTeller
from tellings.publish.server.site import Judging
from tellings.publish.server.then import build_then
from tellings.store.view import View
from tests.front.stores import COURSE, fill, open_view
from tests.publish.server.conftest import open_clients

CAPTURES = invent_captures(24, seed=7)
EARLY, LATE = "2031-04-01T13:00", "2031-04-03T13:00"
_LINK = re.compile(r'(?:href|action)="(/[^"]*)"')


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve captures on each of two days, and a judgement on the third."""
    folder = tmp_path_factory.mktemp("past") / "news"
    for number in range(2):
        fill(folder, CAPTURES[12 * number : 12 * number + 12], added=f"2031-04-0{number + 1}T12:00")
    with open_view(folder) as view:
        story = next(row for row in view.stories(several=True))
        left, right = (report["id"] for report in view.account(story.id)["stories"][0]["reports"][:2])
    held = [Ruling(1, left, right, "same_story", False, "Ana", "two things")]
    judge(folder, held, judged="2031-04-03T12:00", course=COURSE)
    return folder


def tell_past(view: View, moment: str, clock: str, progress: pasts.Progress) -> View:
    return tell_as_of(view, moment, clock, course=Course(CHEAP_PLAN, progress=progress, strict=True))


Visit = Callable[..., TestClient]


@pytest.fixture
def visit(store: Path) -> Iterator[Visit]:
    with open_clients() as open_client:

        def open_it(past_by: PastTeller | None = tell_past, *, seconds: float = 20.0) -> TestClient:
            judging = Judging(lambda ruling: 0, lambda number, by, reason: 0)
            app = build_app(View(store), ServeConfig(), judging_by=judging, past_by=past_by, seconds=seconds)
            return open_client(app)

        yield open_it


def test_lists_and_stories_are_as_known_then(visit: Visit, store: Path) -> None:
    client = visit()
    with open_view(store) as view, view.as_of(EARLY) as past:
        asked = client.get("/api/stories", params={"as_of": EARLY, "limit": 200}).json()
        assert [row["id"] for row in asked["rows"]] == [row.id for row in past.stories(limit=200)]
        assert asked["total"] < client.get("/api/stories").json()["total"]
        story = past.stories(several=True, limit=1).rows[0]
        told = client.get(f"/api/stories/{story.id}", params={"as_of": EARLY}).json()
        assert told == past.account(story.id)
        counts = client.get("/api/counts", params={"as_of": EARLY}).json()
        assert counts == past.counts() != client.get("/api/counts").json()
        assert client.get("/api/cases", params={"as_of": EARLY}).json()["total"] == past.cases().total
        page = client.get(f"/stories/{story.id}", params={"as_of": EARLY}).text
        assert len(re.findall(r'<article class="report"', page)) == story.reports
    assert client.get("/api/judgements", params={"as_of": EARLY}).json()["total"] == 0
    assert client.get("/api/judgements", params={"as_of": LATE}).json()["total"] == 1


def test_the_other_clock(visit: Visit, store: Path) -> None:
    client = visit()
    with open_view(store) as view, view.as_of("2031-03-10", clock="published") as past:
        asked = client.get("/api/stories?as_of=2031-03-10&clock=published&limit=200").json()
        assert [row["id"] for row in asked["rows"]] == [row.id for row in past.stories(limit=200)]
    page = client.get("/?as_of=2031-03-10&clock=published").text
    assert "the end of 10 March 2031 UTC" in page
    assert "what had surely been published by then" in page


def test_every_link_of_the_past_keeps_to_it(visit: Visit) -> None:
    client = visit()
    seen: set[str] = set()
    waiting = [f"/?as_of={EARLY}&order=reports"]
    while waiting and len(seen) < 60:
        path = waiting.pop(0)
        answer = client.get(path)
        assert answer.status_code == 200, path
        seen.add(path)
        if path.startswith("/api/"):
            continue
        assert "As known at 1 April 2031, 13:00 UTC" in html.unescape(answer.text), path
        assert "/judge?" not in answer.text
        page = re.sub(r'<a href="[^"]*">As known now</a>', "", answer.text)
        page = re.sub(r"<form.*?</form>", "", page, flags=re.DOTALL)
        for link in map(html.unescape, _LINK.findall(page)):
            if not link.startswith(("/assets/", "/api/openapi.json")):
                assert re.search(r"[?&]as_of=2031-04-01T13%3A00(&|#|$)", link), (path, link)
                bare = link.partition("#")[0]
                waiting += [bare] if bare not in seen and bare not in waiting else []
    kinds = {path.split("/")[1].partition("?")[0] for path in seen}
    assert kinds >= {"", "stories", "reports", "cases", "entities", "drops", "judgements", "interface", "api"}


def test_forms_of_the_past_ask_of_the_same_moment(visit: Visit) -> None:
    client = visit()
    for path in ("/", "/cases", "/entities"):
        page = client.get(path, params={"as_of": EARLY, "text": "storm"}).text
        search = page[page.index("<search>") : page.index("</search>")]
        assert f'name="as_of" value="{EARLY}"' in search
        other = page[page.index('<section class="then') :].partition("</section>")[0]
        assert 'name="text" value="storm"' in other, "another moment is asked of the same list"
        assert f'href="{path}?text=storm">As known now' in other
    assert "As known at another moment" in client.get("/").text


def test_after_the_last_batch_the_past_is_the_present(visit: Visit) -> None:
    def never(*_: object) -> View:
        raise AssertionError("nothing has to be told")

    page = visit(never).get("/?as_of=2031-05-01")
    assert page.status_code == 200
    assert "the end of 1 May 2031" in page.text


def test_a_past_is_told_once_for_all_moments_between_two_batches(visit: Visit, store: Path) -> None:
    told: list[str] = []

    def count(view: View, moment: str, clock: str, progress: pasts.Progress) -> View:
        told.append(moment)
        return tell_past(view, moment, clock, progress)

    client = visit(count)
    for moment in (EARLY, "2031-04-01", "2031-04-02T11:59:59", "2031-04-01T15:00+02:00", "2031-04-01T15:00 02:00"):
        assert client.get("/", params={"as_of": moment}).status_code == 200
    assert len(told) == 1
    assert client.get("/api/counts", params={"as_of": "2031-03-01"}).json()["reports"] == 0
    assert len(told) == 2


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as_of=Tuesday", "as_of: 'Tuesday' is no moment"),
        ("as_of=2031-13-01", "write 2023-01-05 or 2023-01-05T12:00"),
        ("as_of=9999-12-31T23:59-10:00", "too far off"),
        ("as_of=" + "9" * 300, "300 letters long"),
        (f"as_of={EARLY}&clock=received", "choose one of added, published"),
        ("clock=received", "choose one of added, published"),
        ("as_of=%00%E2%80%AE1", "is no moment"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/stories/s", "/reports/r", "/cases", "/judgements", "/interface"])
def test_what_is_no_moment_is_said(visit: Visit, path: str, query: str, words: str) -> None:
    page = visit().get(f"{path}?{query}")
    assert page.status_code == 400
    assert words in html.unescape(page.text)


def test_the_interface_refuses_likewise_and_describes_it(visit: Visit) -> None:
    client = visit()
    assert "is no moment" in client.get("/api/stories?as_of=Tuesday").json()["error"]
    refused = client.get("/api/counts?clock=received")
    assert refused.status_code == 400
    assert "clock" in refused.json()["error"]
    for path, methods in client.get("/api/openapi.json").json()["paths"].items():
        names = {each["name"] for each in methods["get"]["parameters"]}
        assert names >= {"as_of", "clock"}, path


def test_what_was_not_known_then_is_not_there(visit: Visit, store: Path) -> None:
    client = visit()
    with open_view(store) as view, view.as_of(EARLY) as past:
        late = next(report for report in view.captures() if report not in past.captures())
    assert client.get(f"/reports/{late}").status_code == 200
    page = client.get(f"/reports/{late}", params={"as_of": EARLY})
    assert page.status_code == 404
    assert "Not known then" in page.text
    assert f'href="/reports/{late}">As known now' in page.text


def test_an_id_of_now_leads_to_the_story_of_then(visit: Visit, store: Path) -> None:
    client = visit()
    with open_view(store) as view, view.as_of(EARLY) as past:
        ids = {row.id for row in past.stories(limit=200)}
        moved = [row.id for row in view.stories(limit=200) if row.id not in ids and _find(past, row.id)]
        for story in moved:
            answer = client.get(f"/stories/{story}", params={"as_of": EARLY})
            assert answer.status_code == 307
            assert answer.headers["location"] == f"/stories/{_find(past, story)}?as_of=2031-04-01T13%3A00"


def _find(past: View, story: str) -> str:
    try:
        return past.find_story(story)
    except Exception:
        return ""


def test_who_asks_for_a_past_that_takes_long_is_told_to_come_again(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tellings.publish.server.reading.PAST_WAIT", 0.02)
    go_on = threading.Event()

    def wait(view: View, moment: str, clock: str, progress: pasts.Progress) -> View:
        progress("same_story", 3, 40)
        go_on.wait(20)
        return tell_past(view, moment, clock, progress)

    client = visit(wait)
    first = client.get("/", params={"as_of": EARLY})
    assert first.status_code == 503
    assert first.headers["retry-after"]
    assert "being told as it was known then (same_story, 3 of 40)" in first.text
    assert "Load it again" in first.text
    assert client.get("/").status_code == 200, "the present is not kept waiting"
    go_on.set()
    for _ in range(20):
        again = client.get("/", params={"as_of": EARLY})
        if again.status_code == 200:
            break
    assert again.status_code == 200


def test_a_past_that_cannot_be_told_says_why_and_may_be_asked_again(visit: Visit) -> None:
    tried: list[str] = []

    def fail_once(view: View, moment: str, clock: str, progress: pasts.Progress) -> View:
        tried.append(moment)
        if len(tried) == 1:
            raise StoreError("there is no room for a copy of the store")
        return tell_past(view, moment, clock, progress)

    client = visit(fail_once)
    failed = client.get("/", params={"as_of": EARLY})
    assert failed.status_code == 503
    assert "no room for a copy" in failed.text
    assert client.get("/", params={"as_of": EARLY}).status_code == 200


def test_few_pasts_are_kept_and_none_is_left_behind(visit: Visit, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders: list[Path] = []

    def note(view: View, moment: str, clock: str, progress: pasts.Progress) -> View:
        past = tell_past(view, moment, clock, progress)
        folders.append(past.path)
        return past

    client = visit(note)
    for day in range(1, 7):
        assert client.get(f"/?as_of=2031-03-{day:02}&clock=published").status_code == 200
    assert len(folders) == 6
    assert sum(folder.exists() for folder in folders[:-1]) <= pasts.KEPT
    monkeypatch.setattr(pasts, "IDLE_SECONDS", 0.0)
    client.get("/?as_of=2031-03-08&clock=published")
    client.__exit__(None, None, None)
    assert not any(folder.exists() for folder in folders)
    client.__enter__()


def test_a_past_that_takes_too_long_is_given_up(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pasts, "PAST_SECONDS", -1.0)
    answer = visit().get("/", params={"as_of": EARLY})
    assert answer.status_code == 503
    assert "ask for a later moment" in answer.text


def test_a_server_that_does_not_look_back_says_so(visit: Visit) -> None:
    answer = visit(None).get("/", params={"as_of": EARLY})
    assert answer.status_code == 400
    assert "does not look back" in answer.text


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/", "/?as_of=2031-04-01"),
        ("/?", "/?as_of=2031-04-01"),
        ("/cases?page=2", "/cases?page=2&as_of=2031-04-01"),
        ("/stories/s#s1-d1", "/stories/s?as_of=2031-04-01#s1-d1"),
    ],
)
def test_links_keep_to_the_moment(address: str, kept: str) -> None:
    assert build_then("2031-04-01", "").keep(address) == kept
    assert build_then("", "published").keep(address) == address
    assert build_then("2031-04-01", "published").keep("/") == "/?as_of=2031-04-01&clock=published"
