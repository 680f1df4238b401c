"""The front door: reports one at a time, bytes let go, and a word where nothing can be read."""

import gc
from pathlib import Path
from typing import Any

import pytest
import spacy

from tellings import front
from tellings.annotate import parse
from tellings.clean.pages import STAGE as CLEAN
from tellings.engines.local import run_plan
from tellings.errors import CallError, NothingUsableError, PathError
from tellings.front import read_reports
from tellings.ingest import read_captures
from tellings.ingest.judgements import Ruling
from tellings.plan import PLAN
from tellings.records import Account, Capture, Drop, Report, Sentence, Story
from tests.ingest.crawls import packed, record

SENTENCES = (
    "The harbour of Eastmouth opened again on Monday after nine weeks of repairs to its sea wall, the port said. "
    "The first ferry to Norholm left at six in the morning with some eighty people and a dozen lorries on board. "
    "Petra Holub, who runs the port, thanked the crews and said that the wall would now stand for thirty years. "
)


def page(number: int) -> bytes:
    body = "".join(f"<p>{SENTENCES}This is the report of day {number}.</p>" for _ in range(2))
    markup = f"<!doctype html><html><head><title>Harbour opens, day {number}</title></head><body>{body}</body></html>"
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + markup.encode()


@pytest.fixture
def crawl(tmp_path: Path) -> str:
    records = [record(str(number), page(number)) for number in range(5)]
    records.insert(2, record("x", b"-", length=99))
    (tmp_path / "a.warc.gz").write_bytes(packed(records))
    return str(tmp_path / "a.warc.gz")


def test_reports_come_one_by_one_with_what_was_left_out(crawl: str) -> None:
    seen: list[tuple[str, int, int]] = []
    records = list(read_reports([crawl], progress=lambda stage, done, of: seen.append((stage, done, of))))
    assert [isinstance(record, Report) for record in records] == [True, True, False, True, True, True]
    assert [record.url for record in records if isinstance(record, Report)] == [
        f"https://courier.example/{number}" for number in range(5)
    ]
    assert "this record is damaged" in next(record.reason for record in records if isinstance(record, Drop))
    assert seen == [("clean", number, 0) for number in range(5)]


def test_a_wrong_call_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(PathError):
        read_reports([str(tmp_path / "nowhere.txt")])


def count_held() -> int:
    """Captures in this process that hold the bytes of a page of the test."""
    gc.collect()
    return sum(isinstance(found, Capture) and b"Eastmouth" in found.content for found in gc.get_objects())


def test_no_page_is_held_once_its_report_is_made(crawl: str) -> None:
    held = [count_held() for found in read_reports([crawl]) if isinstance(found, Report)]
    assert len(held) == 5
    assert max(held) <= 2  # the page itself, and the one that a generator on the way has in hand
    tables = run_plan([CLEAN], read_captures([crawl]))
    assert [capture.content for capture in tables.of(Capture)] == [b""] * 5
    assert count_held() == 0


def test_nothing_to_read_is_told_with_the_reasons(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(bytes(99))
    with pytest.raises(NothingUsableError, match=r"(?s)a\.txt: it is empty.*b\.txt: it is binary"):
        front.tell([str(tmp_path)])


TELLS = {
    "one.txt": "Ferry port opens\n\n3 May 2031\n\nThe port of Eastmouth opened on Monday after repairs to its sea "
    "wall, said Petra Holub. Some eighty people sailed to Norholm at six.\n\nThe wall will stand for thirty years.\n",
    "two.txt": "Eastmouth ferries sail\n\n4 May 2031\n\nFerries sail from Eastmouth to Norholm once more. About ninety "
    "people were on board the first, the port said on Tuesday.\n\nPetra Holub thanked the crews of the wall.\n",
}


@pytest.fixture
def told(tmp_path: Path) -> list[str]:
    """Two reports, and a file that parts them."""
    for name, text in TELLS.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "mine.csv").write_text(
        "left,right,relation,verdict,by,reason\none.txt,two.txt,same_story,no,Edna Fell,two days\n"
        "one.txt,nowhere.txt,copy_of,yes,Edna Fell,\n"
    )
    return [str(tmp_path / name) for name in TELLS]


def test_a_judgement_is_given_as_a_file_or_as_rulings(told: list[str], tmp_path: Path) -> None:
    plain = front.tell(told, workers=1, strict=True)
    assert [len(story.reports) for story in plain.of(Story)] == [2]
    parted = front.tell(told, workers=1, strict=True, judgements=str(tmp_path / "mine.csv"))
    assert [len(story.reports) for story in parted.of(Story)] == [1, 1]
    assert ["nowhere.txt" in drop.reason for drop in parted.of(Drop)] == [True]
    assert parted.of(Report) == plain.of(Report)
    among = front.tell([str(tmp_path)], workers=1, strict=True, judgements=str(tmp_path / "mine.csv"))
    assert [drop.stage for drop in among.of(Drop)] == ["judgements"], "the file of judgements is no page"
    ruling = Ruling(1, "one.txt", "two.txt", "copy_of", True, "Edna Fell")
    linked = front.tell(told, workers=1, strict=True, judgements=[ruling])
    assert [account.lines for account in linked.of(Account)] == [(linked.of(Story)[0].reports,)]


def test_a_judgement_holds_on_a_cluster_as_in_process(told: list[str], tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="the extra `ray` is not installed")
    mine = str(tmp_path / "mine.csv")
    here = front.tell(told, workers=1, strict=True, judgements=mine)
    there = front.tell(told, engine="ray", strict=True, judgements=mine)
    assert list(there.rows()) == list(here.rows())


def test_stages_after_the_reading_need_nothing_that_may_be_missing() -> None:
    read = 1 + max(number for number, stage in enumerate(PLAN) if Report in stage.writes)
    before = {kind for stage in PLAN[:read] for kind in stage.writes} - {Report, Drop}
    made = {kind for stage in PLAN[read:] for kind in stage.writes}
    assert not {kind for stage in PLAN[read:] for kind in stage.reads} & (before - made)


def test_a_pipeline_that_is_not_installed_is_a_wrong_call(crawl: str) -> None:
    with pytest.raises(CallError, match=r"no spaCy pipeline 'en_core_web_none' can be loaded"):
        front.tell([crawl], model="en_core_web_none")


def test_the_plan_is_run_with_the_pipeline_that_is_named(tmp_path: Path) -> None:
    named = spacy.load(parse.MODEL)
    ruler: Any = named.get_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "eastmouth"}]], {"POS": "VERB"})
    named.to_disk(tmp_path / "pipeline")
    (tmp_path / "a.txt").write_text(SENTENCES)
    tables = front.tell([str(tmp_path / "a.txt")], workers=1, strict=True, model=str(tmp_path / "pipeline"))
    found = [token.pos for sentence in tables.of(Sentence) for token in sentence.tokens if token.text == "Eastmouth"]
    assert found == ["VERB"]
