"""A store and lists of feeds in; round after round, what is new in them is added to the store and told."""

import random
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tellings.errors import CallError, StoreBusyError, StoreError, TellingsError
from tellings.front.evaluating import Course
from tellings.front.keeping import Added, add_records
from tellings.front.rounds import Round, Taken
from tellings.front.tidings import Notice, RoundTold, Tell
from tellings.ingest.config import ReadConfig
from tellings.ingest.from_addresses import hide_login
from tellings.ingest.lanes import Clock, SystemClock
from tellings.ingest.opml import FeedList, find_files, read_feed_list
from tellings.ingest.politeness import Manners, choose_delay, is_due
from tellings.ingest.received import make_drop
from tellings.records import Capture, Drop
from tellings.store.watched import FILE, ArticleRow, Watched
from tellings.store.writer import Writer

BATCH = 200  # articles that are added at once
_BATCH_BYTES = 64 * 1024 * 1024
_BUSY_PAUSE = 5.0  # seconds between two tries of a store that another process writes
_LOOK = 60.0  # the longest sleep: lists may have changed, and the clock been put right
_SHORTEST = 1.0


@dataclass(frozen=True, slots=True)
class WatchConfig:
    """How feeds are watched. once: one round and no more; now: the first round asks every feed, due or not (but not of
    sites that want to be left alone); entries_only: the text that feeds carry, no page is fetched; chance: a number
    from 0 to 1, new each time, by which tries are spread."""

    manners: Manners = field(default_factory=Manners)
    read: ReadConfig = field(default_factory=ReadConfig)
    once: bool = False
    now: bool = False
    entries_only: bool = False
    chance: Callable[[], float] = random.random


_DEFAULT = WatchConfig()


def watch(
    store: str | Path,
    feeds: Sequence[str],
    *,
    config: WatchConfig = _DEFAULT,
    tell: Tell = lambda told: None,
    course: Course | None = None,
    stop: threading.Event | None = None,
    clock: Clock | None = None,
) -> Added:
    """Watch the feeds until told to stop; what was added in all.

    feeds: files of addresses, OPML, folders of these, or addresses. Raises CallError or PathError for a wrong call,
    StoreBusyError where the store is watched already, StoreError where it cannot be written. Set `stop` to end: what
    was fetched is added first.
    """
    found = read_feed_list(feeds)
    _make_store(store, tell)
    stop = stop or threading.Event()
    with Watched(store) as state:
        watcher = _Watcher(Path(store), state, config, tell, course, stop, clock or SystemClock(stop))
        try:
            return watcher.run(feeds, found)
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"the store {store}, or {FILE} in it, which says what was read of feeds, cannot be read ({error}): "
                f"`tellings stories {store}` tells whether it is the store; {FILE} may be deleted"
            ) from error


def _make_store(store: str | Path, tell: Tell) -> None:
    """Made before anything is asked for, and whatever is wrong with it said."""
    try:
        Writer(store).close()
    except StoreBusyError as error:
        tell(Notice(f"{error}; feeds are read meanwhile"))


class _Watcher:
    def __init__(
        self,
        store: Path,
        state: Watched,
        config: WatchConfig,
        tell: Tell,
        course: Course | None,
        stop: threading.Event,
        clock: Clock,
    ) -> None:
        self._store, self._state, self._config, self._tell = store, state, config, tell
        self._course, self._stop, self._clock = course, stop, clock
        self._pending: list[Taken] = []
        self._weight = 0
        self._added = Added()

    def run(self, inputs: Sequence[str], found: FeedList) -> Added:
        whole, number = Added(), 0
        self._say_slips(found)
        stamps = _stamp_files(inputs)
        while not self._stop.is_set():
            number += 1
            whole += self._run_round(number, found)
            if self._config.once:
                break
            while not self._stop.is_set():
                self._clock.sleep(min(max(self._next(found) - self._clock.now(), _SHORTEST), _LOOK))
                found, stamps = self._read_again(inputs, found, stamps)
                self._state.listen(found.addresses)
                if is_due(self._next(found), self._clock.now()):
                    break
        return whole

    def _run_round(self, number: int, found: FeedList) -> Added:
        config, self._added = self._config, Added()
        this = Round(
            self._state,
            config.manners,
            config.read,
            clock=self._clock,
            stop=self._stop,
            chance=config.chance,
            tell=self._tell,
            entries_only=config.entries_only,
        )
        for taken in this.run(found.addresses, due=config.now and number == 1):
            self._pending.append(taken)
            self._weight += sum(len(record.content) for record in taken.records if isinstance(record, Capture))
            if len(self._pending) >= BATCH or self._weight >= _BATCH_BYTES:
                self._flush()
        self._flush()
        self._tell(self._sum_up(number, found, this.counts))
        return self._added

    def _sum_up(self, number: int, found: FeedList, counts: Counter[str]) -> RoundTold:
        return RoundTold(
            round=number,
            feeds=len(found.addresses),
            feeds_new=counts["feeds new"],
            feeds_unchanged=counts["feeds unchanged"],
            feeds_failed=counts["feeds failed"],
            fetched=counts["fetched"],
            unchanged=counts["unchanged"],
            failed=counts["failed"],
            put_off=counts["put off"],
            waiting=self._state.count_waiting(),
            added=self._added,
            next=None if self._stop.is_set() else self._next(found),
        )

    def _next(self, found: FeedList) -> float:
        """When something is to be asked."""
        times = [self._state.feed(address).due for address in found.addresses]
        article = self._state.next_article()
        return min(times if article is None else [*times, article])

    def _flush(self) -> None:
        """First the store, then the note that it has them: killed between the two, they are fetched once more, and the
        store knows what it has."""
        pending, self._pending, self._weight = self._pending, [], 0
        if not pending:
            return
        done = self._add_all(pending)
        with self._state.batch():
            for taken in done:
                self._state.put_articles([taken.row, *self._also(taken)])

    def _add_all(self, pending: Sequence[Taken]) -> list[Taken]:
        """Those that are in the store. If one of them breaks something, the others are added without it, and it is
        tried again as if it could not be had; if each of several does, it is not they that are at fault."""
        try:
            return self._add_taken(pending)
        except Exception as error:
            if _is_store(error):
                raise
            done: list[Taken] = []
            failed: list[tuple[Taken, Exception]] = []
            for taken in pending:
                try:
                    done += self._add_taken([taken])
                except Exception as other:
                    if _is_store(other):
                        raise
                    failed.append((taken, other))
            if len(failed) == len(pending) > 1:
                raise
            for taken, why in failed:
                self._blame(taken, why)
            return done

    def _add_taken(self, pending: Sequence[Taken]) -> list[Taken]:
        records = [record for taken in pending for record in taken.records]
        return list(pending) if not records or self._add(records) else []

    def _blame(self, taken: Taken, error: Exception) -> None:
        manners, now = self._config.manners, self._clock.now()
        row = self._state.article(taken.row.key) or taken.row
        tries = row.tries + 1
        due = now + choose_delay(tries, manners, self._config.chance())
        given_up = tries >= manners.tries
        with self._state.batch():
            self._state.put_articles([replace(row, tries=tries, due=due, waits=int(not given_up))])
        address, why = hide_login(taken.row.address), f"{type(error).__name__}: {error}"
        what = "given up" if given_up else "to be tried again"
        self._tell(Notice(f"{address} could not be added, {what}: {why}"))
        if given_up:
            self._add([make_drop(address, f"it could not be added: {why}")])

    def _also(self, taken: Taken) -> list[ArticleRow]:
        """The address that an article was led to is known from now on, too."""
        if not taken.also or taken.also == taken.row.key or self._state.article(taken.also):
            return []
        row = taken.row
        return [ArticleRow(taken.also, taken.also, row.host, row.feed, "", None, None, 0, row.found, row.due)]

    def _add(self, records: Sequence[Capture | Drop]) -> bool:
        """Whether they are in the store: it is waited for, unless it is time to stop."""
        waited = False
        while True:
            try:
                with Writer(self._store) as writer:
                    self._added += add_records(writer, records, course=self._course, batch=len(records))
                return True
            except StoreBusyError as error:
                if self._stop.is_set():
                    self._tell(Notice(f"{error}; what was fetched last is fetched again next time"))
                    return False
                if not waited:
                    self._tell(Notice(f"waiting: {error}"))
                waited = True
                self._clock.sleep(_BUSY_PAUSE)

    def _read_again(self, inputs: Sequence[str], found: FeedList, stamps: object) -> tuple[FeedList, object]:
        """The list as it is now, if it changed; one that cannot be read any more is said once, and the old one used."""
        now = _stamp_files(inputs)
        if now == stamps:
            return found, stamps
        try:
            fresh = read_feed_list(inputs)
        except CallError as error:
            self._tell(Notice(f"the list of feeds stays as it was: {error}"))
            return found, now
        came, gone = set(fresh.addresses) - set(found.addresses), set(found.addresses) - set(fresh.addresses)
        self._tell(Notice(f"the list of feeds changed: {len(came)} came, {len(gone)} went"))
        self._say_slips(fresh)
        return fresh, now

    def _say_slips(self, found: FeedList) -> None:
        for slip in found.slips[:10]:
            self._tell(Notice(f"passed over: {slip}"))
        if len(found.slips) > 10:
            self._tell(Notice(f"passed over: {len(found.slips) - 10} more"))


def _is_store(error: Exception) -> bool:
    """Whether the store is at fault, and not what is added."""
    return isinstance(error, TellingsError | sqlite3.Error)


def _stamp_files(inputs: Sequence[str]) -> object:
    """Changes where one of the lists did."""
    try:
        return [(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in find_files(inputs)]
    except (OSError, CallError):
        return None
