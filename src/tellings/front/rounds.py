"""Feeds and what is known of them in, one round: whoever is due is asked, and the articles that came are handed out.

All decisions are made in one thread, errand by errand; only the asking itself is done in others (`ingest.lanes`).
"""

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

import msgspec

from tellings.errors import PathError
from tellings.front.sites import Sites
from tellings.front.tidings import ArticleTold, FeedTold, Tell
from tellings.ingest.config import ReadConfig
from tellings.ingest.feeds import Entry, Feed, NoFeedError, name_address, parse_feed
from tellings.ingest.formats import open_received
from tellings.ingest.from_addresses import (
    Answer,
    PrivateError,
    RefusedError,
    ask_address,
    check_address,
    hide_login,
    make_received,
)
from tellings.ingest.lanes import Clock, Errand, Lanes, find_host, find_site
from tellings.ingest.politeness import (
    HOUR,
    Manners,
    build_conditions,
    choose_delay,
    choose_interval,
    find_validators,
    is_due,
    parse_age,
    parse_retry_after,
)
from tellings.ingest.received import make_drop
from tellings.ingest.robots import MOST_BYTES
from tellings.ingest.sniff import parse_media_type
from tellings.records import Capture, Drop
from tellings.store.watched import ArticleRow, FeedRow, Watched

_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf")
_PASSING = {404, 408, 425, 500, 502, 504}  # an article may be listed before all servers of its site have it
_BUSY = {429, 503}
_FOR_GOOD = {301, 308}
_TROUBLES = 3  # requests to one host that fail in a row, after which it is left alone for the round
_AGAIN = HOUR  # no article is asked again sooner, whatever its feed says
_CARRIED = 1000  # entries that carry their text, of one feed in one round
_ALL_HOPS = 3  # failures after which a feed that moved is looked for where it was


@dataclass(frozen=True, slots=True)
class Taken:
    """An article as it came, with what is to be noted once it is in the store."""

    row: ArticleRow
    records: tuple[Capture | Drop, ...]
    also: str = ""  # the key of the address that it was led to


class Round:
    """One round. `run` hands out what was fetched; what is noted of feeds is noted at once, of articles by the caller,
    after the store has them."""

    def __init__(
        self,
        state: Watched,
        manners: Manners,
        config: ReadConfig,
        *,
        clock: Clock,
        stop: threading.Event,
        chance: Callable[[], float],
        tell: Tell,
        entries_only: bool = False,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._state, self._manners, self._config = state, manners, config
        self._clock, self._stop, self._chance, self._tell = clock, stop, chance, tell
        self._entries_only = entries_only
        self._lanes = Lanes(self._ask, clock, stop, pause=manners.pause, at_once=manners.at_once)
        self._out: deque[Taken] = deque()
        self._begun = clock.now()
        self._feeds: dict[str, FeedRow] = {}
        self._open: set[str] = set()  # feeds that were not heard yet
        self._took_rest = False
        self._articles: dict[str, ArticleRow] = {}
        self._sites = Sites(state, manners.agent, clock.now, self._slow_down)
        self._parked: dict[str, list[Errand]] = {}
        self._started: Counter[str] = Counter()
        self._troubles: Counter[str] = Counter()

    def run(self, addresses: Iterable[str], *, due: bool = False) -> Iterator[Taken]:
        """Ask the feeds that are due, or all as if they were, then what they and earlier rounds name."""
        listed = list(addresses)
        self._state.listen(listed)
        for address in listed:
            row = self._state.feed(address)
            if due or is_due(row.due, self._begun):
                self._feeds[address] = row
                conditions = build_conditions(row.etag, row.modified)
                self._open.add(address)
                self._submit(Errand("feed", address, row.moved or address, tuple(conditions.items())))
        self._take_rest()
        yield from self._hand_out()
        for errand, outcome in self._lanes:
            self._hear(errand, outcome)
            self._take_rest()
            yield from self._hand_out()

    def _take_rest(self) -> None:
        """Once all feeds are heard, so that what is new comes before what has waited."""
        if not self._open and not self._took_rest:
            self._took_rest = True
            self._take_waiting()

    def _hand_out(self) -> Iterator[Taken]:
        while self._out:
            yield self._out.popleft()

    # Asking

    def _ask(self, errand: Errand) -> Answer:
        fields = {"user-agent": self._manners.agent, **dict(errand.fields)}
        if errand.kind == "robots":
            config = replace(self._config, max_bytes=MOST_BYTES)
            return ask_address(errand.address, config, fields=fields | {"accept-encoding": "identity"}, cut=True)
        return ask_address(errand.address, self._config, fields=fields)

    def _submit(self, errand: Errand) -> None:
        """Have it asked, if the site lets us; else it is settled here."""
        site = find_site(errand.address)
        held = self._sites.held_until(site)
        try:
            check_address(errand.address, self._config)
        except PathError as error:
            self._hear_refused(errand, PrivateError(str(error)))
            return
        if held is not None:
            self._put_off(errand, held, f"{find_host(errand.address)} wants to be left alone until then")
        elif errand.kind == "robots" or self._may_ask(errand, site):
            self._lanes.put(errand, first=errand.kind != "article")

    def _may_ask(self, errand: Errand, site: str) -> bool:
        if not self._sites.knows(site):
            self._parked.setdefault(site, []).append(errand)
            if len(self._parked[site]) == 1:
                self._submit(Errand("robots", site, f"{site}/robots.txt"))
            return False
        rules = self._sites.rules(site)
        if rules is None:
            again = self._sites.closed_until(site)
            self._put_off(errand, again, f"{site}/robots.txt could not be had, so the site is taken to be closed")
        elif not rules.allow(errand.address):
            self._fail(errand, f"{site}/robots.txt forbids it", passing=errand.kind == "feed")
        else:
            return True
        return False

    def _slow_down(self, site: str, delay: float) -> None:
        self._lanes.slow_down(find_host(site), delay)

    # Hearing

    def _hear(self, errand: Errand, outcome: Answer | RefusedError) -> None:
        host = find_host(errand.address)
        if isinstance(outcome, RefusedError):
            self._note_trouble(host, outcome.passing)
            self._hear_refused(errand, outcome)
        elif outcome.leads_to is not None:
            self._follow(errand, outcome)
        elif outcome.status in _BUSY:
            self._hold(errand, outcome)
        else:
            self._note_trouble(host, outcome.status >= 500)
            {"robots": self._hear_robots, "feed": self._hear_feed, "article": self._hear_article}[errand.kind](
                errand, outcome
            )

    def _hear_refused(self, errand: Errand, refused: RefusedError) -> None:
        if errand.kind == "robots" and isinstance(refused, PrivateError):
            self._sites.close(errand.key)
            for waiting in self._parked.pop(errand.key, ()):
                self._fail(waiting, str(refused), passing=False)
        elif errand.kind == "robots":
            self._keep_robots(errand.key, None if refused.passing else b"")
        else:
            self._fail(errand, str(refused), passing=refused.passing or errand.kind == "feed")

    def _follow(self, errand: Errand, answer: Answer) -> None:
        """One step on; the site that it leads to is asked as any other."""
        there = answer.leads_to or ""
        if errand.hops >= self._config.max_redirects:
            refused = RefusedError(f"it redirects more than {self._config.max_redirects} times")
        elif find_site(there).split("://")[0] not in ("http", "https") or not find_host(there):
            refused = RefusedError(f"it leads to {hide_login(there)!r}, which is no http(s) address")
        else:
            if errand.kind == "article" and self._is_known(errand.key, there):
                self._settle(errand, also="")
                self.counts["unchanged"] += 1
                return
            permanent = errand.permanent and answer.status in _FOR_GOOD
            self._submit(replace(errand, address=there, hops=errand.hops + 1, permanent=permanent))
            return
        self._hear_refused(errand, refused)

    def _is_known(self, key: str, address: str) -> bool:
        named = name_address(address)
        row = self._state.article(named) if named != key else None
        return row is not None and not row.waits

    def _hold(self, errand: Errand, answer: Answer) -> None:
        """The site has enough of us: all that was to be asked of it waits."""
        now = self._clock.now()
        failures = self._row_failures(errand)
        wait = parse_retry_after(answer.fields.get("retry-after"), now)
        until = now + (choose_delay(failures + 1, self._manners, self._chance()) if wait is None else wait)
        self._sites.hold(find_site(errand.address), until)
        asked = "asked for its robots.txt, " if errand.kind == "robots" else ""
        reason = f"{asked}the server answered {answer.said}"
        for waiting in (errand, *self._lanes.clear(find_host(errand.address))):
            self._put_off(waiting, until, reason)

    def _row_failures(self, errand: Errand) -> int:
        if errand.kind == "feed":
            return self._feeds[errand.key].failures
        return self._articles[errand.key].tries if errand.kind == "article" else 0

    def _note_trouble(self, host: str, trouble: bool) -> None:
        """A host that fails again and again is left alone for this round."""
        self._troubles[host] = self._troubles[host] + 1 if trouble else 0
        if self._troubles[host] >= _TROUBLES:
            until = self._clock.now() + self._manners.every
            for waiting in self._lanes.clear(host):
                self._put_off(waiting, until, f"{host} failed {_TROUBLES} times in a row")

    # robots.txt

    def _hear_robots(self, errand: Errand, answer: Answer) -> None:
        """RFC 9309, 2.3.1: what cannot be found allows all, what cannot be had nothing."""
        if answer.status in (200, 203):
            self._keep_robots(errand.key, answer.content)
        elif 400 <= answer.status < 500 and answer.status not in _BUSY:
            self._keep_robots(errand.key, b"")
        else:
            self._keep_robots(errand.key, None)

    def _keep_robots(self, site: str, content: bytes | None) -> None:
        self._sites.keep(site, content)
        for errand in self._parked.pop(site, ()):
            self._submit(errand)

    # Feeds

    def _hear_feed(self, errand: Errand, answer: Answer) -> None:
        row = self._feeds[errand.key]
        if answer.status == 304:
            self._keep_feed(errand, answer, row, None)
            return
        if answer.status not in (200, 203):
            self._fail(errand, f"the server answered {answer.said}", passing=True)
            return
        digest = sha256(answer.content).hexdigest()
        if digest == row.digest:
            self._keep_feed(errand, answer, row, None)
            return
        try:
            feed = parse_feed(make_received(answer, answer.address), self._config, entries_only=self._entries_only)
        except NoFeedError as error:
            self._fail(errand, str(error), passing=True)
            return
        except Exception as error:  # a feed that a library chokes on costs itself
            self._fail(errand, f"it cannot be read: {type(error).__name__}: {error}", passing=True)
            return
        named = max(feed.intervals, default=0.0)
        self._keep_feed(errand, answer, replace(row, digest=digest, title=feed.title, named=named), feed)
        self._take_waiting(feed=errand.key)

    def _keep_feed(self, errand: Errand, answer: Answer, row: FeedRow, feed: Feed | None) -> None:
        """The feed and its entries are noted together, so that none is lost between the two."""
        now = self._clock.now()
        interval = choose_interval([row.named, parse_age(answer.fields, now) or 0.0], self._manners)
        etag, modified = find_validators(answer.fields)
        if answer.status == 304:
            etag, modified = etag or row.etag, modified or row.modified
        moved = errand.address if errand.hops and errand.permanent else row.moved
        row = replace(row, etag=etag, modified=modified, moved=moved, due=now + interval, failures=0, reason="")
        with self._state.batch():
            self._state.put_feed(row)
            new = self._queue(errand.key, feed.entries, now) if feed else 0
        self._open.discard(errand.key)
        status = "new" if new else "unchanged"
        self.counts[f"feeds {status}"] += 1
        gone = errand.address if errand.hops and errand.permanent else ""
        entries, left_out = (len(feed.entries), feed.left_out) if feed else (0, 0)
        self._tell(FeedTold(hide_login(errand.key), status, entries, new, left_out, next=row.due, moved=gone))

    def _queue(self, feed: str, entries: Iterable[Entry], now: float) -> int:
        """Note the entries that are new, and those that say that they changed; how many."""
        rows = []
        for entry in entries:
            origin = entry.capture.origin if isinstance(entry.capture, Capture) else ""
            key = name_address(entry.address) if entry.address else origin
            known = self._state.article(key) if key else None
            if not key or (known and not _is_changed(known, entry, now)):
                continue
            fresh = ArticleRow(
                key=key,
                address=entry.address or origin,
                host="" if entry.capture else find_host(entry.address or ""),
                feed=feed,
                stamp=entry.stamp,
                hints=msgspec.msgpack.encode(entry.hints),
                carried=msgspec.msgpack.encode(entry.capture) if isinstance(entry.capture, Capture) else None,
                waits=1,
                found=now,
                due=now,
            )
            rows.append(fresh)
            if known:
                rows[-1] = replace(fresh, etag=known.etag, modified=known.modified, asked=known.asked)
        self._state.put_articles(rows)
        return len(rows)

    # Articles

    def _take_waiting(self, feed: str | None = None) -> None:
        """Ask for what waits, so many of each host in a round."""
        most = self._manners.most
        for row in self._state.waiting(self._clock.now(), most=_CARRIED if self._entries_only else most, feed=feed):
            if row.key in self._articles:
                continue
            if not row.host:
                self._articles[row.key] = row
                taken = replace(row, waits=0, carried=None, hints=None, asked=self._clock.now())
                self._out.append(Taken(taken, _open_carried(row)))
                self.counts["fetched"] += 1
            elif self._started[row.host] < most:
                self._articles[row.key] = row
                self._started[row.host] += 1
                conditions = build_conditions(row.etag, row.modified)
                self._submit(Errand("article", row.key, row.address, tuple(conditions.items())))

    def _hear_article(self, errand: Errand, answer: Answer) -> None:
        row = self._articles[errand.key]
        if answer.status == 304:
            self.counts["unchanged"] += 1
            self._settle(errand, also="")
            return
        if answer.status not in (200, 203):
            passing = answer.status in _PASSING or answer.status > 504
            self._fail(errand, f"the server answered {answer.said}", passing=passing)
            return
        etag, modified = find_validators(answer.fields)
        self._articles[errand.key] = replace(row, etag=etag, modified=modified)
        self.counts["fetched"] += 1
        also = name_address(answer.address) if errand.hops else ""
        self._settle(errand, self._read(row, answer), also=also)

    def _read(self, row: ArticleRow, answer: Answer) -> tuple[Capture | Drop, ...]:
        """The page, with the title and date that the feed gives for what the page itself does not say."""
        received = make_received(answer, hide_login(row.address))
        media_type = parse_media_type(received.content, name=received.name, declared=received.declared)
        if media_type not in _PAGES and received.content.strip():
            return (make_drop(received.origin, f"it is {media_type}, no page of an article"),)
        known = {name for name, _ in received.hints}
        told = tuple(hint for hint in _decode_hints(row.hints) if hint[0] not in known)
        try:
            return tuple(open_received(replace(received, hints=received.hints + told), self._config))
        except Exception as error:  # as above
            return (make_drop(received.origin, f"it cannot be read: {type(error).__name__}: {error}"),)

    def _settle(self, errand: Errand, records: tuple[Capture | Drop, ...] = (), *, also: str) -> None:
        row = replace(self._articles[errand.key], waits=0, carried=None, hints=None, asked=self._clock.now())
        self._out.append(Taken(row, records, also))

    # What did not come

    def _fail(self, errand: Errand, reason: str, *, passing: bool) -> None:
        now = self._clock.now()
        failures = self._row_failures(errand) + 1
        again = now + choose_delay(failures, self._manners, self._chance())
        if errand.kind == "feed":
            self._put_off(errand, again, reason)
        elif passing and failures < self._manners.tries:
            self._keep_article(errand, again, failures)
            self._tell_article(errand, reason, again)
        else:
            if passing:
                reason = f"{reason}; {failures} tries"
            self._settle(errand, (make_drop(hide_login(self._articles[errand.key].address), reason),), also="")
            self._tell_article(errand, reason, None)

    def _put_off(self, errand: Errand, until: float, reason: str) -> None:
        """To be asked then. An article is not blamed for its host; a feed counts it as a failure."""
        if errand.kind == "robots":
            self._sites.close(errand.key)
            for waiting in self._parked.pop(errand.key, ()):
                self._put_off(waiting, until, reason)
        elif errand.kind == "article":
            self._keep_article(errand, until, self._articles[errand.key].tries)
            self.counts["put off"] += 1
        else:
            row = self._feeds[errand.key]
            self._open.discard(errand.key)
            failures = row.failures + 1
            moved = row.moved if failures < _ALL_HOPS else None
            row = replace(row, due=until, failures=failures, reason=reason[:500], moved=moved)
            with self._state.batch():
                self._state.put_feed(row)
            self.counts["feeds failed"] += 1
            self._tell(FeedTold(hide_login(errand.key), "failed", reason=reason, next=until))

    def _keep_article(self, errand: Errand, due: float, tries: int) -> None:
        row = replace(self._articles[errand.key], due=due, tries=tries)
        self._articles[errand.key] = row
        with self._state.batch():
            self._state.put_articles([row])

    def _tell_article(self, errand: Errand, reason: str, again: float | None) -> None:
        self.counts["failed"] += 1
        self._tell(ArticleTold(hide_login(self._articles[errand.key].address), reason, again))


def _is_changed(known: ArticleRow, entry: Entry, now: float) -> bool:
    """Whether the entry says that the article changed since it was taken; asked no more than once an hour."""
    if known.waits or not entry.stamp or known.stamp == entry.stamp:
        return False
    return entry.capture is not None or known.asked is None or abs(now - known.asked) >= _AGAIN


def _open_carried(row: ArticleRow) -> tuple[Capture | Drop, ...]:
    if row.carried is None:
        return (make_drop(row.address, "this entry of the feed carries no text"),)
    return (msgspec.msgpack.decode(row.carried, type=Capture),)


def _decode_hints(hints: bytes | None) -> tuple[tuple[str, str], ...]:
    return msgspec.msgpack.decode(hints, type=tuple[tuple[str, str], ...]) if hints else ()
