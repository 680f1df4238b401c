"""Judging in the browser: by POST, from our own forms only, through the store's one writer."""

import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tellings.ingest.judgements import Ruling
from tellings.records import Report
from tellings.store.rulings import Held, Rulings, Side
from tellings.store.writer import Writer
from tests.publish.server.conftest import WARDENS, Kept, Visit, build_tables

PAIR = "/judge?left=report-a1&right=report-a2"


def read_fields(page: str) -> dict[str, str]:
    """The hidden fields of the form that judges."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def fill(client: TestClient, path: str = PAIR, **fields: str) -> dict[str, str]:
    """The form of the page, filled in."""
    return (
        read_fields(client.get(path).text)
        | {"held": "same_story no", "by": "Ana Writer", "reason": "Two towns"}
        | fields
    )


def test_two_reports_are_judged(visit: Visit, kept: Kept) -> None:
    client = visit()
    answer = client.post("/judgements", data=fill(client), headers={"origin": "http://127.0.0.1:8765"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/judgements?retold=2")
    (ruling,) = kept.rulings
    assert (ruling.left, ruling.right, ruling.relation, ruling.verdict) == (
        "report-a1",
        "report-a2",
        "same_story",
        False,
    )
    assert (ruling.by, ruling.reason) == ("Ana Writer", "Two towns")
    assert "2 stories were told anew" in client.get(answer.headers["location"]).text
    assert 'value="Ana Writer"' in client.get(PAIR).text  # so that nobody has to write a name twice


def test_the_form_shows_both_and_what_was_found(visit: Visit) -> None:
    page = visit().get(PAIR).text
    assert "Forty wardens are needed now." in page and "Sixty wardens are needed there." in page
    assert "share rare words" in page
    assert "nothing in common" in page
    assert "differs yes" not in page


def test_a_difference_is_judged_on_its_words(visit: Visit, kept: Kept) -> None:
    client = visit()
    path = "/judge?story=story-a1&finding=finding-story-a1-differ"
    page = client.get(path).text
    assert "How many wardens came?" in page
    assert "Told as a difference" in page
    assert client.post("/judgements", data=fill(client, path, held="differs no")).status_code == 303
    (ruling,) = kept.rulings
    assert ruling.relation == "differs" and not ruling.verdict
    assert re.fullmatch(r"report-a1:\d+-\d+", ruling.left) and re.fullmatch(r"report-a2:\d+-\d+", ruling.right)


def test_a_get_never_judges(visit: Visit, kept: Kept) -> None:
    client = visit()
    fields = fill(client)
    for path in ("/judgements", "/judge", "/judgements/1/undo"):
        client.get(path, params=fields)
        client.head(path, params=fields)
    assert not kept.rulings and not kept.undone


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:8765", "sec-fetch-site": "cross-site"},
        {"origin": "http://127.0.0.1:8765.evil.example"},
    ],
)  # fmt: skip
def test_forms_of_elsewhere_do_nothing(visit: Visit, kept: Kept, headers: dict[str, str]) -> None:
    client = visit()
    answer = client.post("/judgements", data=fill(client), headers=headers)
    assert answer.status_code == 403
    assert "nothing was done" in answer.text.lower()
    assert not kept.rulings


def test_forms_without_their_seal_do_nothing(visit: Visit, kept: Kept) -> None:
    client = visit()
    fields = fill(client)
    for seal in ("", "0" * 64, fields["seal"][:-1]):
        assert client.post("/judgements", data=fields | {"seal": seal}).status_code == 403
    client.cookies.clear()
    assert client.post("/judgements", data=fields).status_code == 403  # the seal of another browser
    assert not kept.rulings


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"by": " \u202e "}, "Write your name"), ({"held": ""}, "Choose what you hold"),
        ({"held": "same_story"}, "Choose"),
        ({"by": "x" * 81}, "80 at most"), ({"reason": "x" * 501}, "500 at most"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_filled_in_is_lost(
    visit: Visit, kept: Kept, changed: dict[str, str], words: str
) -> None:
    client = visit()
    answer = client.post("/judgements", data=fill(client, reason="Because of the bridge") | changed)
    assert answer.status_code == 400
    assert words in answer.text
    assert "reason" in changed or "Because of the bridge" in answer.text
    assert not kept.rulings


def test_a_store_that_goes_on_being_written_says_so(visit: Visit, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.publish.server.judging.BUSY_SECONDS", 0.3)
    client = visit()
    kept.busy = True
    answer = client.post("/judgements", data=fill(client, reason="Kept for later"))
    assert answer.status_code == 409
    assert "being written by process 7" in answer.text
    assert "Kept for later" in answer.text


def test_a_store_that_is_being_written_is_waited_for(visit: Visit, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([True, True, False])

    def judge(ruling: Ruling) -> int:
        kept.busy = next(looks)
        return Kept.judge(kept, ruling)

    monkeypatch.setattr(kept, "judge", judge)
    client = visit()
    assert client.post("/judgements", data=fill(client)).status_code == 303
    assert len(kept.rulings) == 1


def test_a_judgement_is_taken_back(visit: Visit, kept: Kept) -> None:
    client = visit()
    fields = {"seal": fill(client)["seal"], "by": "Ben Reader", "reason": "They were one"}
    assert client.post("/judgements/3/undo", data=fields).status_code == 303
    assert kept.undone == [(3, "Ben Reader", "They were one")]
    assert client.post("/judgements/3/undo", data=fields | {"by": ""}).status_code == 400
    assert client.post("/judgements/x/undo", data=fields).status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/judge", 400, "name one as left"), ("/judge?left=report-a1&right=report-a1", 400, "one report"),
        ("/judge?left=report-a1&right=none", 404, "no report"),
        ("/judge?left=report-a1:0-5&right=report-a2", 400, "words"),
        ("/judge?left=report-a1:0-99999&right=report-a2:0-5", 404, "no place"),
        ("/judge?story=story-a1&finding=gone", 404, "told anew"), ("/judge?story=none&finding=x", 404, "no story"),
        ("/judge?story=story-b1&finding=finding-story-b1-single", 400, "Only one report"),
    ],
)  # fmt: skip
def test_pairs_that_cannot_be_judged(visit: Visit, path: str, status: int, words: str) -> None:
    answer = visit().get(path)
    assert answer.status_code == status
    assert words in answer.text


def test_a_form_of_another_kind_is_none(visit: Visit, kept: Kept) -> None:
    client = visit()
    fields = fill(client)
    assert client.post("/judgements", json=fields).status_code == 403
    many = "&".join(f"f{n}=1" for n in range(30))
    assert (
        client.post(
            "/judgements", content=many, headers={"content-type": "application/x-www-form-urlencoded"}
        ).status_code
        == 403
    )
    assert not kept.rulings


def test_what_people_hold_is_listed_in_words(visit: Visit, folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    with Writer(copy) as writer, writer.batch("2031-03-10T09:30:00.000000Z"):
        kept, judged = Rulings(writer.connection), "2031-03-10T09:30:00.000000Z"
        words = WARDENS[0].span(2)
        sides = (
            Side("capture-a1", words.of(build_tables(WARDENS).of(Report)[0]), words.start),
            Side("capture-a2", "Sixty", 50),
        )
        number = kept.add(Held(*sides, "differs", False, "Ana <b>Writer</b>", "Two counts", judged=judged))
        kept.add(Held(Side("capture-a1"), Side("capture-gone"), "same_story", True, "Ben", judged=judged))
        kept.undo(number, by="Ben", reason="It is one", judged=judged)
    page = visit(copy).get("/judgements").text
    assert "This is no difference" in page and "Forty wardens are needed now." in page
    assert "Ana &lt;b&gt;Writer&lt;/b&gt;" in page and "10 Mar 2031, 09:30 UTC" in page
    assert "not there any more" in page
    assert 'taken back by <a href="#j3">' in page and 'takes back <a href="#j1">' in page
    assert page.count("Take it back</summary>") == 2  # not the one that is taken back
    assert len(visit(copy).get("/api/judgements").json()["rows"]) == 3
    assert "/judgements#j1" in visit(copy).get("/reports/report-a1").text
