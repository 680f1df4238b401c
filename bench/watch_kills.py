"""A watch killed again and again at random moments while it reads feeds from a server on this machine.

usage: watch_kills.py [--kills N] [--articles N] [--seed N]

A process watches one feed of N articles and is sent SIGKILL at a random moment; another goes on where it stopped, until
all is in the store; then a new store is begun, until there were N kills. After each kill SQLite finds the store and
what is known of feeds sound, no article is in the store twice, and none is noted as taken that is not there. Last line:

    watch_kills kills=… rounds=… inside=… lost=… twice=… broken=… asked_again=…

inside: kills after something was fetched and before all was in the store; lost: articles that were noted as taken and
not there; asked_again: articles fetched more than once, for each one that was to be fetched.
"""

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tellings.store.layout import FILE as STORE
from tellings.store.watched import FILE as STATE

_SLOW = 0.02  # seconds that the server takes for a page, so that a watch is under way for a while
_BATCH = 7


@dataclass(slots=True)
class Counts:
    kills: int = 0
    rounds: int = 0
    inside: int = 0
    lost: int = 0
    twice: int = 0
    broken: int = 0
    articles: int = 0
    requests: int = 0


class Site(ThreadingHTTPServer):
    """One feed and its articles, each page of its own words."""

    daemon_threads = True

    def __init__(self, articles: int) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.articles = articles
        self.asked: Counter[str] = Counter()
        self.base = f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Readers are killed in the middle."""


class Page(BaseHTTPRequestHandler):
    server: Site

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        if self.path == "/feed":
            entries = "".join(f"<item><link>/{n}</link></item>" for n in range(self.server.articles))
            body, status = f"<rss><channel>{entries}</channel></rss>", 200
        elif self.path == "/robots.txt":
            body, status = "", 404
        else:
            time.sleep(_SLOW)
            body, status = f"<html><body><p>Ferry number {self.path[1:]} left Norholm at noon.</p></body></html>", 200
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())


def watch(store: str, feed: str) -> None:
    """What the killed process does: the loop without the reading, which bench/kills.py tries."""
    from tellings.front import watching
    from tellings.front.evaluating import Course
    from tellings.ingest import ReadConfig
    from tellings.ingest.politeness import Manners

    watching.BATCH = _BATCH
    config = watching.WatchConfig(manners=Manners(pause=0, most=40), read=ReadConfig(allow_private=True))
    watching.watch(store, [feed], config=config, course=Course(()))


def kill_until_done(site: Site, store: Path, counts: Counts, most: int, chance: random.Random) -> None:
    held = 0
    while counts.kills < most and held < site.articles:
        before = sum(site.asked.values())
        command = [sys.executable, __file__, "--watch", str(store), f"{site.base}/feed"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE)
        while process.poll() is None and sum(site.asked.values()) == before:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.5))
        process.kill()
        said = process.communicate()[1]
        counts.kills += 1
        counts.broken += b"Traceback" in said
        held = look(store, counts)
        counts.inside += sum(site.asked.values()) > before and held < site.articles
    if held == site.articles:
        counts.articles += site.articles
        counts.requests += sum(number for path, number in site.asked.items() if path[1:].isdigit())


def look(store: Path, counts: Counts) -> int:
    """Articles in the store; what is wrong is counted."""
    held: list[str] = []
    noted: list[str] = []
    for file, query, found in (
        (store / STORE, "SELECT origin FROM capture", held),
        (store / STATE, "SELECT address FROM article WHERE NOT waits", noted),
    ):
        if not file.exists() or not file.stat().st_size:
            continue
        connection = sqlite3.connect(file)
        counts.broken += connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            found += [row[0] for row in connection.execute(query)]
        connection.close()
    counts.twice += len(held) - len(set(held))
    counts.lost += len(set(noted) - set(held))
    return len(set(held))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--watch", nargs=2, metavar=("STORE", "FEED"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.watch:
        watch(*options.watch)
        return
    counts, chance = Counts(), random.Random(options.seed)
    while counts.kills < options.kills:
        site = Site(options.articles)
        threading.Thread(target=site.serve_forever, args=(0.02,), daemon=True).start()
        with tempfile.TemporaryDirectory() as folder:
            kill_until_done(site, Path(folder) / "store", counts, options.kills, chance)
        counts.rounds += 1
        site.shutdown()
        site.server_close()
        print(f"{counts.kills} kills, {counts.rounds} stores", file=sys.stderr)
    again = (counts.requests - counts.articles) / counts.articles if counts.articles else 0.0
    print(
        f"watch_kills kills={counts.kills} rounds={counts.rounds} inside={counts.inside} lost={counts.lost} "
        f"twice={counts.twice} broken={counts.broken} asked_again={again:.2f}"
    )


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
