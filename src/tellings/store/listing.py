"""Changes of records and told stories in, the rows that readers list out."""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence

from tellings.records import Dating, Drop, Interval, Report
from tellings.store.rows import Change
from tellings.store.summary import Summary
from tellings.text.folding import fold


class Lists:
    """The lists of a store, within a transaction that somebody else begins and ends."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def note(self, changes: Sequence[Change], *, added: str) -> None:
        """Lay down what reports there are, when they were published, and what was left out."""
        self._note_reports(changes)
        for change in changes:
            if change.kind is Dating:
                self._date(change.after)
            elif change.kind is Drop:
                self._note_drops(change.before, change.after, added)

    def put(self, summary: Summary, *, updated: str) -> None:
        """A story as it is told now, in the place of what was there under its id."""
        number = self._number(summary.id)
        if number is not None:
            self._clear(number)
        counts = summary.counts
        values = (
            number, summary.id, summary.headline, summary.first, summary.last, counts.reports, counts.publishers,
            counts.lines, counts.differ, counts.agree, counts.single, len(summary.requests),
            sum(request.decision is None for request in summary.requests), updated,
            json.dumps(summary.places), json.dumps(summary.actors), summary.nearest,
        )  # fmt: skip
        number = self._run(f"INSERT INTO story VALUES ({', '.join('?' * len(values))})", values).lastrowid
        assert number is not None
        digest = hashlib.blake2b(summary.contract, digest_size=8).hexdigest()
        self._run("INSERT INTO account VALUES (?, ?, ?)", (number, digest, zlib.compress(summary.contract, 6)))
        words = (number, fold(summary.headline), fold(summary.text))
        self._run("INSERT INTO words VALUES (?, ?, ?)", words)
        self._run("INSERT INTO found (rowid, headline, text) VALUES (?, ?, ?)", words)
        self._put_values(number, summary)
        self._put_requests(number, summary)

    def remove(self, story: str) -> None:
        """A story that is no more."""
        if (number := self._number(story)) is not None:
            self._clear(number)

    def is_new(self, drop: Drop) -> bool:
        """Whether that was not left out before."""
        return self._run("SELECT 1 FROM dropped WHERE id = ?", (drop.id,)).fetchone() is None

    def find_drops_after(self, moment: str) -> list[str]:
        """What was left out when it was read, later than that, by id."""
        query = "SELECT id FROM dropped WHERE added > ? AND stage = 'ingest'"
        return [row[0] for row in self._run(query, (moment,)).fetchall()]

    def read_drops(self, stage: str) -> list[tuple[str, Drop]]:
        """What was left out at that stage, with its stamp, by the stamps."""
        query = (
            "SELECT added, id, capture, stage, reason, detail, same_as FROM dropped WHERE stage = ? ORDER BY added, id"
        )
        return [(row[0], Drop(*row[1:])) for row in self._run(query, (stage,)).fetchall()]

    def nearest(self, story: str) -> float:
        """The score from which a report outside would be shown beside it."""
        found = self._run("SELECT outside FROM story WHERE id = ?", (story,)).fetchone()
        return float(found[0]) if found else 0.0

    def _note_reports(self, changes: Sequence[Change]) -> None:
        for change in changes:
            if change.kind is Report:
                for report in change.before:
                    self._run("DELETE FROM report WHERE id = ?", (report.id,))
        for change in changes:
            if change.kind is Report:
                for report in change.after:
                    self._put_report(report)

    def _put_report(self, report: Report) -> None:
        first, last, zone = _ends(report.published)
        self._run(
            "INSERT OR REPLACE INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "coalesce((SELECT added FROM capture WHERE id = ?), ''))",
            (
                report.id, report.capture, report.origin, report.url, report.outlet, report.title, first, last,
                zone, report.language, report.capture,
            ),
        )  # fmt: skip

    def _date(self, datings: Iterable[Dating]) -> None:
        for dating in datings:
            self._run(
                "UPDATE report SET first = ?, last = ?, zone = ? WHERE id = ?",
                (*_ends(dating.published), dating.report),
            )

    def _note_drops(self, before: Iterable[Drop], after: Iterable[Drop], added: str) -> None:
        gone = {drop.id for drop in before} - {drop.id for drop in after}
        for drop_id in gone:
            self._run("DELETE FROM dropped WHERE id = ?", (drop_id,))
        for drop in after:
            self._run(
                "INSERT INTO dropped VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET same_as = "
                "excluded.same_as, detail = excluded.detail",
                (drop.id, drop.capture, drop.stage, drop.reason, drop.detail, drop.same_as, added),
            )

    def _number(self, story: str) -> int | None:
        found = self._run("SELECT number FROM story WHERE id = ?", (story,)).fetchone()
        return int(found[0]) if found else None

    def _put_values(self, number: int, summary: Summary) -> None:
        for value in summary.values:
            added = self._run(
                "INSERT OR IGNORE INTO facet VALUES (?, ?, ?, ?)", (value.kind, value.value, number, value.name)
            ).rowcount
            if added:
                self._run(
                    "INSERT INTO facet_count VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET stories = stories + 1",
                    (value.kind, value.value, value.name),
                )
        for entity in summary.entities:
            added = self._run(
                "INSERT OR IGNORE INTO entity VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, entity.id, entity.value, entity.name, entity.kind, entity.country, entity.mentions),
            ).rowcount
            if added:
                self._run(
                    "INSERT INTO entity_count VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT DO UPDATE SET "
                    "stories = stories + 1, mentions = mentions + excluded.mentions, "
                    "country = coalesce(country, excluded.country)",
                    (entity.value, entity.kind, entity.name, entity.country, entity.mentions),
                )

    def _put_requests(self, number: int, summary: Summary) -> None:
        for place, request in enumerate(summary.requests):
            self._run(
                "INSERT INTO request VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    f"case-{summary.id.removeprefix('story-')}-{place + 1}", number, request.requester,
                    request.addressee, request.asked, request.decision, request.decided, request.decided_by,
                    request.reports, summary.last, request.kind, request.state,
                ),
            )  # fmt: skip

    def _clear(self, number: int) -> None:
        self._run(
            "UPDATE facet_count SET stories = stories - 1 WHERE (kind, value) IN "
            "(SELECT kind, value FROM facet WHERE story = ?)",
            (number,),
        )
        self._run("DELETE FROM facet_count WHERE stories <= 0 AND (kind, value) IN "
                  "(SELECT kind, value FROM facet WHERE story = ?)", (number,))  # fmt: skip
        for value, kind, mentions in self._run(
            "SELECT value, kind, mentions FROM entity WHERE story = ?", (number,)
        ).fetchall():
            self._run(
                "UPDATE entity_count SET stories = stories - 1, mentions = mentions - ? WHERE value = ? AND kind = ?",
                (mentions, value, kind),
            )
            self._run("DELETE FROM entity_count WHERE stories <= 0 AND value = ? AND kind = ?", (value, kind))
        held = self._run("SELECT headline, text FROM words WHERE number = ?", (number,)).fetchone()
        if held:
            self._run("INSERT INTO found (found, rowid, headline, text) VALUES ('delete', ?, ?, ?)", (number, *held))
        for table, column in (
            ("facet", "story"), ("entity", "story"), ("request", "story"),
            ("words", "number"), ("account", "number"), ("story", "number"),
        ):  # fmt: skip
            self._run(f"DELETE FROM {table} WHERE {column} = ?", (number,))

    def _run(self, query: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        return self._connection.execute(query, values)


def _ends(published: Interval | None) -> tuple[str | None, str | None, str | None]:
    return (published.start, published.end, published.zone) if published else (None, None, None)
