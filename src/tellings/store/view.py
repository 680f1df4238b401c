"""An open store in, what readers ask of it out: lists, accounts, reports. It never writes, and never sees half a batch.

Lists are answered from rows that the writer laid down, so that they take milliseconds however large the store is; an
account is read as it was told.
"""

import json
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from tellings.errors import CallError, StoreError, StoreSlowError, UnknownError
from tellings.records import KINDS, Drop, Report, Tables
from tellings.store import layout
from tellings.store.choosing import Choice, choose, match_words
from tellings.store.packing import unpack
from tellings.store.pages import CaseRow, DropRow, EntityRow, Facet, Page, ReportRow, RulingRow, StoryRow
from tellings.store.rulings import find_capture, list_rulings
from tellings.text.folding import fold

Contract = dict[str, Any]
R = TypeVar("R")
Teller = Callable[["View", str, str], "View"]  # a view, a moment and a clock: the same store as known then
CLOCKS = ("added", "published")  # what counts as known: what had been added by then, or what had been published
MOST = 1_000  # rows of one page
_STEPS = 200_000  # of SQLite's machine, some milliseconds, between two looks at the time
_LETTERS = 4  # of an id that may stand for it
_ORDERS = {
    "newest": "last DESC, number",
    "oldest": "first IS NULL, first, number",
    "updated": "updated DESC, number",
    "reports": "reports DESC, number",
}
_STORY = (
    "id, headline, first, last, reports, publishers, lines, differ, agree, single, cases, open_cases, updated, "
    "places, actors"
)


class View:
    """A store, to be read by any number of threads and processes while another writes it.

    path: the store's folder. teller: tells it as known at a moment (`tellings.open_store` gives one); without it
    `as_of` raises CallError. Raises StoreError for what is no store.
    """

    def __init__(
        self, path: str | Path, *, teller: Teller | None = None, at_close: Callable[[], None] | None = None
    ) -> None:
        self.path = Path(path)
        self._at_close = at_close
        self._teller = teller
        self._here = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._open()

    def __enter__(self) -> "View":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; the view is of no use after that."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
        if self._at_close:
            self._at_close()
            self._at_close = None

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """What this thread asks meanwhile is given up after so many seconds. Raises StoreSlowError then."""
        self._here.until = monotonic() + seconds
        try:
            yield
        finally:
            self._here.until = None

    def copy_to(self, folder: Path) -> None:
        """The last whole state of the store, in another folder."""
        with closing(sqlite3.connect(folder / layout.FILE)) as target:
            self._open().backup(target)

    def generation(self) -> int:
        """A number that grows with whatever is written: as long as it stays, every answer stays."""
        return int(self._one("SELECT coalesce((SELECT value FROM meta WHERE key = 'generation'), 0)"))

    def batches(self, until: str) -> tuple[int, int]:
        """The numbers of the last batch that was added by then, 0 for none, and of the last of all. until: as the store
        writes moments."""
        query = "SELECT coalesce(max(number) FILTER (WHERE added <= ?), 0), coalesce(max(number), 0) FROM batch"
        then, last = self._rows(query, (until,))[0]
        return int(then), int(last)

    def counts(self) -> dict[str, int]:
        """How many captures, reports, stories, cases, dropped there are."""
        named = {"captures": "capture", "reports": "report", "stories": "story", "cases": "request", "drops": "dropped"}
        return {name: int(self._one(f"SELECT count(*) FROM {table}")) for name, table in named.items()}

    def stories(
        self,
        *,
        place: str | None = None,
        actor: str | None = None,
        event_type: str | None = None,
        since: str | None = None,
        until: str | None = None,
        differs: bool | None = None,
        open_case: bool | None = None,
        text: str | None = None,
        several: bool | None = None,
        order: str = "newest",
        offset: int = 0,
        limit: int = 50,
    ) -> Page[StoryRow]:
        """Stories that answer to all that is asked.

        place, actor: a name, in any case and with or without accents, or a value of `facets`; place takes a country's
        two letters too. since, until: days between which a report of the story was published. differs, open_case,
        several: whether there is a difference, an undecided case, more than one report. text: words that all stand in
        its reports; `"in quotes"` beside one another, `word*` for beginnings. order: newest, oldest, updated, reports.
        Raises CallError for an order or a page that cannot be.
        """
        if order not in _ORDERS:
            raise CallError(f"order={order!r}: choose one of {', '.join(_ORDERS)}")
        chosen = choose(
            facets={"place": place, "actor": actor, "event_type": event_type},
            since=since, until=until, differs=differs, open_case=open_case, text=text, several=several,
        )  # fmt: skip
        return self._page(_STORY, "story", chosen, _ORDERS[order], _build_story, offset, limit)

    def find_story(self, name: str) -> str:
        """The id that a story goes by now: of a story by its id, an id that it had before a report joined it, the
        beginning of one (four letters at least), or a report of it. Raises CallError where there is none, or several.
        """
        with self._reading() as reader:
            return _find_story(reader, name)

    def account(self, story: str, as_of: str | None = None, *, clock: str = "added") -> Contract:
        """One story as docs/account.md describes it: the whole contract, with this story in `stories`.

        story: as in `find_story`. as_of: as known at that moment (`2023-01-05`, `2023-01-05T12:00`), by the clock
        `added` or `published`; this runs stages anew and may take seconds. Raises CallError.
        """
        if as_of is not None:
            with self.as_of(as_of, clock=clock) as past:
                return past.account(story)
        with self._reading() as reader:
            _, told = self.story(story)
            version = reader.execute("SELECT value FROM meta WHERE key = 'tellings'").fetchone()
            return {"tellings": version[0] if version else "", "stories": [told], "dropped": []}

    def story(self, story: str) -> tuple[str, Contract]:
        """One story of the account, and a mark that stays as long as all that it tells does. Raises CallError."""
        with self._reading() as reader:
            found = _find_story(reader, story)
            digest, packed = reader.execute(
                "SELECT digest, contract FROM account JOIN story USING (number) WHERE id = ?", (found,)
            ).fetchone()
            told: Contract = json.loads(zlib.decompress(packed))
            _name_neighbours(reader, told)
        return f"{digest} {json.dumps([told['outside'], told['related']])}", told

    def as_of(self, moment: str, *, clock: str = "added") -> "View":
        """The store as known at a moment, to be closed by whoever asked. Raises CallError."""
        if self._teller is None:
            raise CallError("this view cannot look back: open the store with tellings.open_store")
        return self._teller(self, moment, clock)

    def report(self, id: str) -> ReportRow:
        """One report with its text. Raises CallError where there is none of that id."""
        with self._reading() as reader:
            row = reader.execute(_REPORTS + " WHERE report.id = ?", (id,)).fetchone()
            if row is None:
                raise UnknownError(f"there is no report {id!r} in {self.path}")
            return _build_report(reader, row)

    def reports(
        self,
        *,
        story: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> Page[ReportRow]:
        """Reports with their text, newest first. outlet: as the reports name it; since, until: when published."""
        _check_page(offset, limit)
        chosen = Choice()
        with self._reading() as reader:
            if story is not None:
                chosen.ask("id IN (SELECT report FROM member WHERE story = ?)", _find_story(reader, story))
            for condition, value in (("outlet = ?", outlet), ("last >= ?", since), ("first <= ?", _end_of(until))):
                if value is not None:
                    chosen.ask(condition, value)
            where, values = chosen.where(), chosen.values
            total = reader.execute(f"SELECT count(*) FROM report{where}", values).fetchone()[0]
            page = f"SELECT id, added, last FROM report{where} ORDER BY last DESC, id LIMIT ? OFFSET ?"
            rows = reader.execute(
                _REPORTS.replace("FROM report", f"FROM ({page}) report") + " ORDER BY report.last DESC, report.id",
                [*values, limit, offset],
            ).fetchall()
            return Page([_build_report(reader, row) for row in rows], total, offset, limit)

    def entities(
        self,
        *,
        text: str | None = None,
        kind: str | None = None,
        country: str | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> Page[EntityRow]:
        """Who and what is named, over all stories, in most stories first. text: how the name begins."""
        folded = fold(text) if text else None
        chosen = Choice()
        if folded:
            chosen.ask("value >= ? AND value < ?", folded, folded + "\U0010ffff")
        if kind is not None:
            chosen.ask("kind = ?", kind)
        if country is not None:
            chosen.ask("country = ?", country.upper())
        columns = "name, kind, country, stories, mentions"
        return self._page(
            columns, "entity_count", chosen, "stories DESC, value, kind", lambda row: EntityRow(*row), offset, limit
        )

    def cases(
        self,
        *,
        open: bool | None = None,
        kind: str | None = None,
        state: str | None = None,
        text: str | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> Page[CaseRow]:
        """Requests and demands over all stories, newest story first. open: whether none decided them. kind, state: as
        of a `Case`. text: words of the story's reports."""
        chosen = Choice()
        for column, value in (("request.kind", kind), ("request.state", state)):
            if value:
                chosen.ask(f"{column} = ?", value)
        if open is not None:
            chosen.ask(f"decision IS {'' if open else 'NOT '}NULL")
        if text:
            chosen.ask("request.story IN (SELECT rowid FROM found WHERE found MATCH ?)", match_words(text))
        columns = (
            "request.id, story.id, story.headline, requester, addressee, asked, decision, decided, decided_by, "
            "request.reports, request.last, request.kind, request.state"
        )
        table = "request JOIN story ON story.number = request.story"
        order = "request.last DESC, request.id"
        return self._page(columns, table, chosen, order, lambda row: CaseRow(*row), offset, limit)

    def drops(self, *, offset: int = 0, limit: int = 50) -> Page[DropRow]:
        """What was left out, with stage and reason, last added first."""
        columns = "id, capture, stage, reason, detail, same_as, added"
        return self._page(columns, "dropped", Choice(), "added DESC, id", lambda row: DropRow(*row), offset, limit)

    def judgements(self, *, report: str | None = None, offset: int = 0, limit: int = 50) -> Page[RulingRow]:
        """What people hold, last said first; nothing is ever taken away: `undone` names the row that took one back."""
        _check_page(offset, limit)
        with self._reading() as reader:
            where, values = "", []
            if report is not None:
                where, capture = (
                    " WHERE ? IN (left, right) OR left LIKE ? OR right LIKE ?",
                    find_capture(reader, report)[1],
                )
                values = [capture, f"{capture}:%", f"{capture}:%"]
            total = reader.execute(f"SELECT count(*) FROM ruling{where}", values).fetchone()[0]
            rows = reader.execute(
                f"SELECT * FROM ruling{where} ORDER BY number DESC LIMIT ? OFFSET ?", [*values, limit, offset]
            ).fetchall()
            return Page(list(list_rulings(reader, rows)), total, offset, limit)

    def facets(self, kind: str, *, text: str | None = None, limit: int = 50) -> list[Facet]:
        """Values that stories can be chosen by, those of most stories first. kind: place, actor or event_type."""
        folded = fold(text) if text else ""
        rows = self._rows(
            "SELECT value, name, stories FROM facet_count WHERE kind = ? AND value >= ? AND value < ? "
            "ORDER BY stories DESC, value LIMIT ?",
            (kind, folded, folded + "\U0010ffff", limit),
        )
        return [Facet(*row) for row in rows]

    def records(self, kind: type[R], *, story: str | None = None) -> Iterator[R]:
        """Every record of a kind, in no order, one batch of the writer's; of one story where that is named."""
        with self._reading() as reader:
            yield from _read_records(reader, kind, _homes(reader, story) if story else None)

    def tables(self, *, story: str | None = None) -> Tables:
        """All records as one run over all captures would give them; of one story where that is named."""
        with self._reading() as reader:
            homes = _homes(reader, story) if story else None
            tables = Tables()
            for kind in KINDS:
                tables.add(_read_records(reader, kind, homes))
            return tables

    def runs(self, *, story: str | None = None) -> Iterator[Tables]:
        """The records of one story after the other, those of most reports first, then of what was left out; or of one
        story alone."""
        if story is not None:
            yield self.tables(story=story)
            return
        with self._reading() as reader:
            stories = reader.execute("SELECT id FROM story ORDER BY reports DESC, first IS NULL, first, id").fetchall()
            for (told,) in stories:
                yield self.tables(story=told)
            again = (drop for drop in _read_records(reader, Drop, None) if not drop.same_as)
            yield Tables(again)

    def contract(self) -> Contract:
        """The whole account, of every story, as `build_contract` gives it."""
        with self._reading() as reader:
            stories = reader.execute("SELECT id FROM story ORDER BY reports DESC, first IS NULL, first, id").fetchall()
            told = [self.account(story)["stories"][0] for (story,) in stories]
            columns = ("capture", "stage", "reason", "detail", "same_as")
            drops = f"SELECT {', '.join(columns)} FROM dropped ORDER BY capture, stage, reason"
            dropped = [dict(zip(columns, drop, strict=True)) for drop in reader.execute(drops)]
            version = reader.execute("SELECT value FROM meta WHERE key = 'tellings'").fetchone()
            return {"tellings": version[0] if version else "", "stories": told, "dropped": dropped}

    def digests(self) -> Iterator[tuple[str, str]]:
        """Every story with a digest of its account."""
        yield from self._rows("SELECT id, digest FROM story JOIN account USING (number) ORDER BY number")

    def captures(self) -> dict[str, str]:
        """The capture of each report."""
        return dict(self._rows("SELECT id, capture FROM report"))

    def seats(self) -> list[tuple[str, str]]:
        """Every report with the story that it is in."""
        return self._rows("SELECT report, story FROM member")

    def _page(
        self,
        columns: str,
        table: str,
        chosen: Choice,
        order: str,
        build: Callable[[Sequence[Any]], R],
        offset: int,
        limit: int,
    ) -> Page[R]:
        _check_page(offset, limit)
        with self._reading() as reader:
            where, values = chosen.where(), chosen.values
            total = reader.execute(f"SELECT count(*) FROM {table}{where}", values).fetchone()[0]
            rows = reader.execute(
                f"SELECT {columns} FROM {table}{where} ORDER BY {order} LIMIT ? OFFSET ?", [*values, limit, offset]
            ).fetchall()
        return Page([build(row) for row in rows], total, offset, limit)

    def _one(self, query: str) -> Any:
        return self._rows(query)[0][0]

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._reading() as reader:
            return reader.execute(query, values).fetchall()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of this thread's that sees one whole state from begin to end."""
        reader = self._open()
        if reader.in_transaction:
            yield reader
            return
        try:
            reader.execute("BEGIN")
            yield reader
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                raise StoreSlowError(_SLOW) from error
            raise StoreError(f"the store {self.path} cannot be read: {error}") from error
        finally:
            if reader.in_transaction:
                reader.execute("ROLLBACK")

    def _open(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if connection is None:
            connection = layout.open_read(self.path)
            connection.set_progress_handler(self._is_late, _STEPS)
            self._here.connection = connection
            with self._lock:
                self._all.append(connection)
        return connection

    def _is_late(self) -> bool:
        until = getattr(self._here, "until", None)
        return until is not None and monotonic() > until


_SLOW = (
    "this takes too long to find: ask for less, with rarer or longer words, one name or place instead of several, a "
    "shorter span of days"
)
_REPORTS = (
    "SELECT report.id, report.added, member.story, story.headline FROM report "
    "JOIN member ON member.report = report.id JOIN story ON story.id = member.story"
)


def _check_page(offset: int, limit: int) -> None:
    if offset < 0 or not 0 < limit <= MOST:
        raise CallError(f"offset={offset}, limit={limit}: an offset is 0 or more, a limit 1 to {MOST}")


def _end_of(moment: str | None) -> str | None:
    """Of a day its last minute, so that what was published on it counts."""
    return f"{moment}T99" if moment and len(moment) <= len("2023-01-08") else moment


def _build_story(row: Sequence[Any]) -> StoryRow:
    *plain, places, actors = row
    return StoryRow(*(*plain, tuple(json.loads(places)), tuple(json.loads(actors))))


def _build_report(reader: sqlite3.Connection, row: Sequence[Any]) -> ReportRow:
    report_id, added, story, headline = row
    report = next(_read_records(reader, Report, [f"r:{report_id}"]))
    return ReportRow(report, story, headline, added)


def _find_story(reader: sqlite3.Connection, name: str) -> str:
    """The present id of the story that the name means."""
    if reader.execute("SELECT 1 FROM story WHERE id = ?", (name,)).fetchone():
        return name
    before = reader.execute("SELECT reports FROM formerly WHERE story = ?", (name,)).fetchone()
    if now := _find_seat(reader, json.loads(before[0]) if before else [name]):
        return now
    bare = name.removeprefix("story-")
    if len(bare) >= _LETTERS:
        start = f"story-{bare}"
        ids = reader.execute(
            "SELECT id FROM story WHERE id >= ? AND id < ? LIMIT 4", (start, start + "\U0010ffff")
        ).fetchall()
        if len(ids) == 1:
            return str(ids[0][0])
        if ids:
            raise CallError(f"{name!r} may be {', '.join(found for (found,) in ids)}: give more letters")
        before = reader.execute(
            "SELECT reports FROM formerly WHERE story >= ? AND story < ? LIMIT 2", (start, start + "\U0010ffff")
        ).fetchall()
        if len(before) == 1 and (now := _find_seat(reader, json.loads(before[0][0]))):
            return now
    raise UnknownError(f"there is no story {name!r} here: `tellings stories` lists them")


def _find_seat(reader: sqlite3.Connection, reports: Sequence[str]) -> str | None:
    """The story that the first of these that is there is in now."""
    for report in reports:
        if now := reader.execute("SELECT story FROM member WHERE report = ?", (report,)).fetchone():
            return str(now[0])
    return None


def _name_neighbours(reader: sqlite3.Connection, told: Contract) -> None:
    """Other stories that the account names, as they are called now; those that are there no more are left out."""
    for link in told["outside"]:
        link["story"] = (
            reader.execute("SELECT story FROM member WHERE report = ?", (link["other"],)).fetchone() or [None]
        )[0]
    told["outside"] = [link for link in told["outside"] if link["story"] and link["story"] != told["id"]]
    kept = []
    for link in told["related"]:
        now = reader.execute("SELECT headline FROM story WHERE id = ?", (link["story"],)).fetchone()
        if now:
            kept.append({**link, "headline": now[0]})
    told["related"] = kept


def _homes(reader: sqlite3.Connection, story: str) -> list[str]:
    found = _find_story(reader, story)
    reports = reader.execute("SELECT report FROM member WHERE story = ?", (found,)).fetchall()
    return [f"s:{found}", *(f"r:{report}" for (report,) in reports)]


def _read_records(reader: sqlite3.Connection, kind: type[R], homes: Sequence[str] | None) -> Iterator[R]:
    """The records of a kind, those of earlier stages first."""
    number = KINDS.index(kind)
    if homes is None:
        packed = reader.execute("SELECT rows FROM chunk WHERE kind = ? ORDER BY stage, key", (number,))
        for (rows,) in packed:
            yield from unpack(kind, rows)
        return
    for home in homes:
        packed = reader.execute(
            "SELECT rows FROM chunk WHERE kind = ? AND home = ? ORDER BY stage, key", (number, home)
        )
        for (rows,) in packed.fetchall():
            yield from unpack(kind, rows)
