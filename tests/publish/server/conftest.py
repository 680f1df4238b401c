"""A small store put in through the writer, without reading anything, and the app that shows it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from tellings.errors import StoreBusyError
from tellings.ingest.judgements import Ruling
from tellings.publish.contract import build_stories
from tellings.publish.server.app import build_app
from tellings.publish.server.config import ServeConfig
from tellings.publish.server.site import Judging
from tellings.publish.summaries import build_summary
from tellings.records import (
    Account,
    Case,
    CaseElement,
    Drop,
    Entity,
    Finding,
    Interval,
    Judgement,
    Mention,
    Place,
    Precision,
    Report,
    Sentence,
    Span,
    Story,
    Tables,
    Witness,
)
from tellings.store.rows import Part
from tellings.store.view import View
from tellings.store.writer import Writer

ADDED = "2031-03-09T08:00:00.000000Z"


@dataclass(frozen=True)
class Written:
    """A report to be put in: its title, two sentences, who is named, where it happened."""

    key: str
    title: str
    sentences: tuple[str, str]
    outlet: str = "Lake Post"
    day: str = "2031-03-04"
    named: str = "Ilse Grendahl"
    place: str = "Halmar"
    country: str = "NO"
    byline: str | None = None
    url: str | None = None
    language: str = "en"

    @property
    def text(self) -> str:
        return "\n".join((self.title, *self.sentences))

    def span(self, number: int) -> Span:
        words = (self.title, *self.sentences)[number]
        start = self.text.index(words)
        return Span(f"report-{self.key}", start, start + len(words))


def build_tables(reports: Sequence[Written]) -> Tables:
    """One story of the reports: the second sentences differ, the first ones agree, the first report asks for something
    that nobody decides."""
    story = Story(f"story-{reports[0].key}", tuple(f"report-{report.key}" for report in reports))
    tables = Tables([story])
    for report in reports:
        report_id = f"report-{report.key}"
        day = Interval(report.day, report.day, Precision.DAY)
        tables.add([
            Report(report_id, f"capture-{report.key}", f"pages/{report.key}.html", report.outlet, report.title,
                   report.byline, day, report.language, report.text, url=report.url),
            *(Sentence(f"sentence-{report_id}-{n}", report.span(n), n, n, n == 0, ()) for n in range(3)),
            Mention(f"mention-{report_id}", report.span(1), "person", "name", f"chain-{report_id}", report.named),
            Place(f"place-{report_id}", report.span(1), report.place, None, 60.8, 11.1, report.country, None, None),
        ])  # fmt: skip
    first = f"report-{reports[0].key}"
    for status, number in (("differ", 2), ("agree", 1)) if len(reports) > 1 else (("single", 1),):
        witnesses = tuple(
            Witness(f"claim-{r.key}-{number}", r.span(number), r.sentences[number - 1].split()[0], None)
            for r in reports
        )
        tables.add([
            Finding(f"finding-{story.id}-{status}", story.id, status, "number" if status == "differ" else None,
                    "contradiction" if status == "differ" else None, reports[0].sentences[number - 1], len(reports),
                    witnesses, question="How many wardens came?" if status == "differ" else "")
        ])  # fmt: skip
    for one, other in pairwise(reports):
        sides = (f"report-{one.key}", f"report-{other.key}")
        tables.add([
            Judgement(f"judgement-{story.id}-{one.key}", *sides, "same_story", True, 0.4, "share rare words",
                      "same_story"),
            Judgement(f"judgement-copy-{one.key}", *sides, "copy_of", False, 0.1, "nothing in common", "trace_copies"),
        ])  # fmt: skip
    tables.add([
        Entity(f"entity-{story.id}", story.id, reports[0].named, "person", (), (),
               tuple(report.span(1) for report in reports), (f"chain-{first}",)),
        Account(f"account-{story.id}", story.id, reports[0].title, None, (),
                tuple((f"report-{report.key}",) for report in reports), None, ()),
    ])  # fmt: skip
    if len(reports) > 1:
        tables.add([
            Case(f"case-{story.id}", story.id, "Halmar", "the Lake Authority", "to send wardens", (), (), None, None,
                 None, (), (), (CaseElement("request", reports[0].span(1), reports[0].sentences[0]),))
        ])  # fmt: skip
    return tables


def put(writer: Writer, tables: Tables, *, drop: Drop | None = None) -> None:
    """As `tellings add` lays a told story down."""
    (story,) = tables.of(Story)
    changes = []
    for report in tables.of(Report):
        parts = [Part(Report, f"r:{report.id}", [report])]
        if drop:
            parts.append(Part(Drop, f"r:{report.id}", [drop]))
        changes += writer.rows.write(0, report.id, b"", parts)
    writer.lists.note(changes, added=ADDED)
    writer.rows.write(1, story.id, b"", [Part(Story, f"s:{story.id}", [story])])
    (told,) = build_stories(tables)
    writer.lists.put(build_summary(told), updated=ADDED)


WARDENS = (
    Written("a1", "Town asks for wardens", ("Halmar wants wardens at its locks.", "Forty wardens are needed now."),
            url="https://lake.example/a1"),
    Written("a2", "Wardens asked for", ("Halmar asks that wardens come.", "Sixty wardens are needed there."),
            "Inland Post"),
)  # fmt: skip
BAKERY = Written("b1", "Bakery calls bread back", ("Rye bread was called back.", "Nine shops had sold it."),
                 day="2031-05-01", named="Golden Oven", place="Porsund", country="SE")  # fmt: skip


@dataclass
class Kept:
    """What was judged in the browser, instead of a store's own judging."""

    rulings: list[Ruling] = field(default_factory=list)
    undone: list[tuple[int, str, str]] = field(default_factory=list)
    busy: bool = False

    def judge(self, ruling: Ruling) -> int:
        if self.busy:
            raise StoreBusyError("the store is being written by process 7: wait until it is done")
        self.rulings.append(ruling)
        return 2

    def undo(self, number: int, by: str, reason: str) -> int:
        self.undone.append((number, by, reason))
        return 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two stories and one page that was left out."""
    folder = tmp_path_factory.mktemp("store") / "news"
    with Writer(folder) as writer:
        writer.set_meta("tellings", "0.1")
        with writer.batch(ADDED):
            put(writer, build_tables(WARDENS), drop=Drop("drop-1", "pages/x.html", "clean", "too short", "3 words"))
            put(writer, build_tables([BAKERY]))
    return folder


Visit = Callable[..., TestClient]


@pytest.fixture
def kept() -> Kept:
    return Kept()


@contextmanager
def open_clients() -> Iterator[Callable[[ASGIApp], TestClient]]:
    """Opens apps in clients, all of which are closed at the end."""
    opened = []

    def open_client(app: ASGIApp) -> TestClient:
        client = TestClient(
            app, base_url="http://127.0.0.1:8765", follow_redirects=False, raise_server_exceptions=False
        )
        client.__enter__()
        opened.append(client)
        return client

    yield open_client
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def visit(folder: Path, kept: Kept) -> Iterator[Visit]:
    """Opens the app in a client, with another configuration where that is given."""
    with open_clients() as open_client:

        def open_it(
            store: Path = folder, *, judging: bool = True, seconds: float = 20.0, **config: object
        ) -> TestClient:
            app = build_app(
                View(store),
                ServeConfig(**config),  # type: ignore[arg-type]
                judging_by=Judging(kept.judge, kept.undo) if judging else None,
                seconds=seconds,
            )
            return open_client(app)

        yield open_it
