"""`tellings watch STORE FEEDS`: feeds read round after round, what is new in them added to the store."""

import argparse
import dataclasses
import json
import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tellings.cli.listing import add_json
from tellings.cli.reading import build_config
from tellings.errors import CallError
from tellings.text.plain import show_plain

if TYPE_CHECKING:
    from tellings.front.tidings import RoundTold, Told
    from tellings.front.watching import WatchConfig
    from tellings.progress import ProgressLine

_EXAMPLES = """examples:
  tellings watch news/ feeds.opml                 until Ctrl-C; feeds are looked at as often as they ask for
  tellings watch news/ feeds.txt --once           one round, for cron
  tellings watch news/ lists/ --every 15m         all lists in a folder; 15 minutes where a feed names no interval
  tellings watch news/ https://example.org/feed   one feed, by its address
  tellings watch news/ feeds.txt --entries-only   the text that the feeds carry; no page is fetched
  tellings watch news/ feeds.txt --json           what happened as JSON on standard output, an object a line

feeds.txt holds an address a line; what follows a # is a remark. Lists may be changed meanwhile.
Whenever it is stopped, it goes on from there. docs/watch.md tells what is asked of servers, and how often.

exit status: 0 done or stopped, 1 no feed could be read (--once), 2 wrong call, 3 a fault of tellings itself"""
_LISTED = 20  # articles of one round that could not be had, line by line; the round's own line has their number
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command and its options."""
    watch = commands.add_parser(
        "watch",
        help="read feeds again and again, and add what is new to a store",
        description="Watch RSS, Atom and JSON feeds: fetch what is new in them, add it to the store, tell its stories.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    watch.add_argument("store", metavar="STORE", help="the store's folder; it is made where there is none")
    watch.add_argument(
        "feeds", nargs="+", metavar="FEEDS", help="OPML, a file with an address a line, a folder of these, an address"
    )
    watch.add_argument("--once", action="store_true", help="one round, then stop")
    watch.add_argument("--now", action="store_true", help="ask every feed in the first round, due or not")
    watch.add_argument(
        "--entries-only", action="store_true", help="take the text that the feeds carry, fetch no article pages"
    )
    watch.add_argument(
        "--every", default="30m", metavar="TIME", help="between two looks at a feed that names no interval (30m)"
    )
    watch.add_argument("--pause", default="5s", metavar="TIME", help="between two requests to one host (5s)")
    watch.add_argument("--connections", type=int, default=8, metavar="N", help="requests at a time, in all (8)")
    watch.add_argument("--most", type=int, default=60, metavar="N", help="articles of one host in one round (60)")
    watch.add_argument("--timeout", default="30s", metavar="TIME", help="for one request, to its last byte (30s)")
    watch.add_argument("--agent", metavar="TEXT", help="what servers are told who asks; say how to reach you")
    watch.add_argument("--allow-private", action="store_true", help="also addresses on this machine or network")
    watch.add_argument("--max-mb", type=int, default=20, metavar="N", help="largest feed or page, in MB (20)")
    watch.add_argument("--model", metavar="NAME|FOLDER", help="the spaCy pipeline that parses English")
    add_json(watch)
    watch.set_defaults(run=_watch, field=[])


def _watch(options: argparse.Namespace) -> int:
    config = _build_watching(options)
    # Loaded only now: help and a wrong call are answered at once.
    from tellings.front.evaluating import Course, load_plan
    from tellings.front.watching import watch
    from tellings.progress import ProgressLine

    progress = ProgressLine()
    course = Course(load_plan(options.model), progress=progress)
    teller = _Teller(progress, as_json=options.json)
    with _stopped_by_signals() as stop:
        try:
            watch(options.store, options.feeds, config=config, tell=teller, course=course, stop=stop)
        finally:
            progress.close()
    return 1 if options.once and teller.failed and not teller.read else 0


def _build_watching(options: argparse.Namespace) -> "WatchConfig":
    from tellings.front.watching import WatchConfig
    from tellings.ingest.politeness import AGENT, Manners

    every = parse_time(options.every, "--every")
    usual = Manners()
    manners = Manners(
        every=every,
        soonest=min(every, usual.soonest),
        latest=max(every, usual.latest),
        longest=max(every, usual.longest),
        pause=parse_time(options.pause, "--pause"),
        at_once=options.connections,
        most=options.most,
        agent=AGENT if options.agent is None else options.agent,
    )
    read = dataclasses.replace(build_config(options), timeout=parse_time(options.timeout, "--timeout"))
    return WatchConfig(
        manners=manners, read=read, once=options.once, now=options.now, entries_only=options.entries_only
    )


def parse_time(wording: str, option: str) -> float:
    """Seconds of `90s`, `30m`, `2h`, `1d`. Raises CallError."""
    found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,6})?)\s*([smhd])", wording.strip().lower())
    if not found:
        raise CallError(f"{option} {wording}: write a number with its unit: 90s, 30m, 2h or 1d")
    return float(found[1]) * _UNITS[found[2]]


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """Ctrl-C, or the system ending us, ends the round and lets what was fetched be added; the second time at once."""
    stop = threading.Event()

    def end(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        print("stopping: what was fetched is added; Ctrl-C again stops at once", file=sys.stderr)

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Teller:
    """Says what happened: to a person on standard error, to programmes on standard output."""

    def __init__(self, progress: "ProgressLine", *, as_json: bool) -> None:
        self._progress, self._as_json = progress, as_json
        self.read = self.failed = self._articles = 0

    def __call__(self, told: "Told") -> None:
        from tellings.front.tidings import ArticleTold, FeedTold, RoundTold

        if isinstance(told, FeedTold):
            self.failed += told.status == "failed"
            self.read += told.status != "failed"
        self._articles = 0 if isinstance(told, RoundTold) else self._articles + isinstance(told, ArticleTold)
        if not isinstance(told, ArticleTold) or self._articles <= _LISTED:
            self._progress.close()
            print(show_plain(say(told)), file=sys.stderr, flush=True)
        if self._as_json:
            print(json.dumps(build_row(told), ensure_ascii=True), flush=True)


def say(told: "Told") -> str:
    """A line for a person."""
    from tellings.front.tidings import ArticleTold, FeedTold, Notice

    if isinstance(told, Notice):
        return told.text
    if isinstance(told, ArticleTold):
        if told.next is None:
            return f"left out: {told.address}: {told.reason}"
        return f"not had yet: {told.address}: {told.reason}; tried again {_show_time(told.next)}"
    if isinstance(told, FeedTold):
        if told.status == "failed":
            return f"{told.feed}: failed: {told.reason}; tried again {_show_time(told.next)}"
        found = f"{told.new} new of {_count(told.entries, 'entry', 'entries')}" if told.new else "unchanged"
        lost = f", {_count(told.left_out, 'entry', 'entries')} without an address" if told.left_out else ""
        moved = f", moved for good to {told.moved}" if told.moved else ""
        return f"{told.feed}: {found}{lost}{moved}; next {_show_time(told.next)}"
    return _say_round(told)


def _say_round(told: "RoundTold") -> str:
    asked = told.feeds_new + told.feeds_unchanged + told.feeds_failed
    named = (
        (told.feeds_new, "new"),
        (told.feeds_unchanged, "unchanged"),
        (told.feeds_failed, "failed"),
    )
    kinds = ", ".join(f"{number} {kind}" for number, kind in named if number)
    feeds = _count(told.feeds, "feed", "feeds")
    parts = [f"{asked} of {feeds} asked ({kinds})" if asked else f"of {feeds} none is due"]
    parts.append(f"{_count(told.fetched, 'article', 'articles')} taken")
    counts = ((told.unchanged, "unchanged"), (told.failed, "not had"), (told.put_off, "put off"))
    parts += [f"{number} {kind}" for number, kind in counts if number]
    added = told.added
    parts.append(f"{added.new} new in the store, {_count(added.retold, 'story', 'stories')} told anew")
    parts += [f"{added.dropped} left out (tellings drops tells why)"] if added.dropped else []
    parts += [f"{told.waiting} wait"] if told.waiting else []
    parts += [f"next {_show_time(told.next)}"] if told.next is not None else []
    return f"round {told.round}: {'; '.join(parts)}"


def build_row(told: "Told") -> dict[str, object]:
    """The same for programmes; times are ISO 8601 in UTC."""
    row: dict[str, object] = {"kind": type(told).__name__.removesuffix("Told").lower()}
    for name, value in dataclasses.asdict(told).items():
        if name == "next":
            row[name] = None if value is None else _moment(value).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        else:
            row[name] = value
    return row


def _show_time(seconds: float) -> str:
    moment, now = _moment(seconds), datetime.now(UTC).astimezone()
    return f"{moment:%H:%M}" if moment.date() == now.date() else f"{moment:%Y-%m-%d %H:%M}"


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(min(max(seconds, 0.0), 4e9), UTC).astimezone()


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
