"""A store of invented reports, served and asked: how long each kind of page takes, at the 95th percentile.

usage: serve.py [--reports N] [--requests N] [--clients N] [--workers N] [--seed N] [--store FOLDER]

The reports are those of `bench/stream`; what the store tells of them is invented too (`invention/telling.py`) and put
in through the store's own writer, so that lists, search and accounts are as large as real ones, and no parser has to
read 100,000 texts. Beyond the first 2,000 reports their stories are copied row by row, with other ids, days and, four
in five, other names: the lists are as long as they say, but words are met as often as in fifty copies of 2,000 texts,
which makes searches for rare words longer than they would be.

`tellings serve` is then started as its users start it, in a process of its own, and asked over kept-alive connections
by so many clients at once, each asking again as soon as it is answered. Every address is asked once, so that nothing
comes out of the server's memory of pages. Before each kind a few others of it are asked, untimed. Half of the requests
come one after the other (`…_alone_p95_ms`), to see also how much processor time the server spends on each, which other
programmes on the machine change little (`…_cpu_p95_ms`). The other half is timed by the clock, which they change much.
Processor time and memory are those of all processes of the server together; memory (`memory_mb`, at the end) is what
they hold for themselves, and their part of what they share, without pages of the store in the system's own cache.

Kinds: `stories` lists by every filter; `search` words and phrases of the reports; `story` pages of stories as the lists
have them; `large` the same of stories with five reports or more; `report`; `lists` entities, cases, drops, judgements;
`api` the same questions as JSON. `--store` keeps the store, or uses the one that is kept there. Last line:

    serve reports=… stories=… made_s=… stories_p95_ms=… story_p95_ms=… … …_cpu_p95_ms=… memory_mb=…
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import msgspec

from bench.invention.setting import Sample
from bench.invention.stream import invent_reports
from bench.invention.telling import COUNTRIES, TYPES, Page, invent_account
from tellings.publish.contract import build_stories
from tellings.publish.summaries import build_summary
from tellings.records import Dating, Drop, Mention, Report, Story
from tellings.store.rows import Part
from tellings.store.writer import Writer

AT_ONCE = 500  # stories of one batch of the writer
WARM = 12  # untimed requests before each kind
LARGE = 5  # reports of a large story
_ADDED = "2026-11-22T08:00:00.000000Z"
_WORD = re.compile(r"[A-Za-z]{4,}")


STEP = 1_000_000  # between the numbers of a story and of its copy
COPIES = (
    "INSERT INTO story SELECT number + :by, id || :copy, headline || ' ' || :copy, date(first, :days), "
    "date(last, :days), reports, publishers, lines, differ, agree, single, cases, open_cases, updated, places, actors, "
    "outside FROM story WHERE number < 1000000",
    "INSERT INTO account SELECT number + :by, digest, contract FROM account WHERE number < 1000000",
    "INSERT INTO facet SELECT kind, iif(kind = 'event_type', value, name(value)), story + :by, "
    "iif(kind = 'event_type', name, name(name)) FROM facet WHERE story < 1000000",
    "INSERT INTO facet_count SELECT kind, value, min(name), count(*) FROM facet WHERE story BETWEEN :by AND "
    ":by + 999999 GROUP BY kind, value ON CONFLICT DO UPDATE SET stories = stories + excluded.stories",
    "INSERT INTO entity SELECT story + :by, id || :copy, name(value), name(name), kind, country, mentions FROM entity "
    "WHERE story < 1000000",
    "INSERT INTO entity_count SELECT value, kind, min(name), min(country), count(*), sum(mentions) FROM entity WHERE "
    "story BETWEEN :by AND :by + 999999 GROUP BY value, kind ON CONFLICT DO UPDATE SET stories = stories + "
    "excluded.stories, mentions = mentions + excluded.mentions",
    "INSERT INTO request SELECT id || :copy, story + :by, requester, addressee, asked, decision, decided, decided_by, "
    "reports, date(last, :days), kind, state FROM request WHERE story < 1000000",
    "INSERT INTO dropped SELECT id || '_' || :copy, capture, stage, reason, detail, same_as, added FROM dropped WHERE "
    "id NOT LIKE '%/_%' ESCAPE '/'",
    "INSERT INTO report SELECT id || '_' || :copy, capture || :copy, origin || :copy, url, outlet, title, "
    "date(first, :days), date(last, :days), zone, language, added FROM report WHERE id NOT LIKE '%/_%' "
    "ESCAPE '/'",
    "INSERT INTO member SELECT report || '_' || :copy, story || :copy FROM member WHERE report NOT LIKE '%/_%' "
    "ESCAPE '/'",
    "INSERT INTO chunk (kind, home, stage, key, digest, rows) SELECT kind, home || '_' || :copy, stage, "
    "key || '_' || :copy, digest, rows FROM chunk WHERE home LIKE 'r:%' AND home NOT LIKE '%/_%' ESCAPE '/'",
    "INSERT INTO words SELECT number + :by, headline || ' ' || :copy, text || ' edition' || :copy FROM words WHERE "
    "number < 1000000",
    "INSERT INTO found (rowid, headline, text) SELECT number, headline, text FROM words WHERE number BETWEEN :by AND "
    ":by + 999999",
)


class Piles:
    """Reports by story, packed until their story is told."""

    def __init__(self) -> None:
        self._piles: dict[str, list[bytes]] = {}
        self._decode = msgspec.msgpack.Decoder(tuple[Report, list[tuple[int, int]], tuple[Mention, ...], str]).decode

    def lay(self, sample: Sample) -> None:
        """Onto the pile of its story."""
        places = [(sentence.span.start, sentence.span.end) for sentence in sample.sentences]
        packed = msgspec.msgpack.encode((sample.report, places, sample.mentions, sample.known.line))
        self._piles.setdefault(sample.known.story, []).append(zlib.compress(packed, 1))

    def __iter__(self) -> Iterator[list[Page]]:
        for pile in self._piles.values():
            yield [Page(*self._decode(zlib.decompress(packed))) for packed in pile]


def make_store(folder: Path, *, reports: int, seed: int, distinct: int = 2_000) -> None:
    """Told stories of so many invented reports, of which so many are distinct."""
    piles = Piles()
    for sample in invent_reports(seed, min(reports, distinct)):
        piles.lay(sample)
    random = Random(seed)
    waiting = iter(piles)
    with Writer(folder) as writer:
        writer.set_meta("tellings", "0")
        while some := list(islice(waiting, AT_ONCE)):
            with writer.batch(_ADDED):
                for pages in some:
                    tell_story(writer, pages, random)
        with writer.batch(_ADDED):
            for copy in range(1, round(reports / distinct)):
                copy_stories(writer, copy)
        writer.connection.execute("ANALYZE")


def copy_stories(writer: Writer, copy: int) -> None:
    """Every story of the beginning once more, under other ids and, four in five, with other names."""

    def rename(name: str) -> str:
        return f"{name} {copy}" if zlib.crc32(name.lower().encode()) % 5 else name

    writer.connection.create_function("name", 1, rename)
    for query in COPIES:
        writer.connection.execute(query, {"copy": f"{copy:x}", "by": copy * STEP, "days": f"+{copy % 300} days"})


def tell_story(writer: Writer, pages: Sequence[Page], random: Random) -> None:
    """One story, as the writer lays it down."""
    tables = invent_account(pages, random)
    (story,) = tables.of(Story)
    (told,) = build_stories(tables)
    changes = []
    for report in tables.of(Report):
        drop = [
            Part(Drop, f"r:{report.id}", [Drop(f"drop-{report.id}", report.origin, "read", "too short", "3 words")])
        ]
        parts = [Part(Report, f"r:{report.id}", [report]), *(drop if random.random() < 0.02 else ())]
        changes += writer.rows.write(0, report.id, b"", parts)
    writer.lists.note([change for change in changes if change.kind is not Dating], added=_ADDED)
    writer.rows.write(1, story.id, b"", [Part(Story, f"s:{story.id}", [story])])
    writer.lists.put(build_summary(told), updated=_ADDED)


def list_processes(server: int) -> list[int]:
    """The server and the processes that it started."""
    try:
        started = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    except OSError:  # it has just ended
        return []
    return [server, *(process for child in started for process in list_processes(int(child)))]


def read_processor(processes: Sequence[int]) -> float:
    """Milliseconds of processor time that all threads of the processes have had."""
    taken = 0
    for thread in (thread for process in processes for thread in Path(f"/proc/{process}/task").iterdir()):
        try:
            taken += int((thread / "schedstat").read_text(encoding="ascii").split()[0])
        except OSError:  # a thread that has just ended
            continue
    return taken / 1e6


def read_memory(processes: Sequence[int]) -> float:
    """Megabytes that the processes hold: their own, and of what several processes share their part."""
    taken = 0
    for process in processes:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        found = re.search(r"^Pss_Anon: +(\d+) kB$", told, re.MULTILINE)
        taken += int(found[1]) if found else 0
    return taken / 1e3


def ask_one_by_one(port: int, paths: Sequence[str], processes: Sequence[int]) -> tuple[list[float], list[float]]:
    """Milliseconds of each answer, by the clock and of processor time that the server spent on it."""
    taken, spent = [], []
    for path in paths:
        before = read_processor(processes)
        taken += asyncio.run(ask(port, [path], 1))
        spent.append(read_processor(processes) - before)
    return taken, spent


async def ask(port: int, paths: Sequence[str], clients: int) -> list[float]:
    """Milliseconds of each answer. Raises ValueError for one that is not 200."""
    waiting, taken = iter(paths), []

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for path in waiting:
            begun = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head)
            if not head.startswith(b"HTTP/1.1 200") or length is None:
                raise ValueError(f"{path}: {head[:60]!r}")
            await reader.readexactly(int(length[1]))
            taken.append(1000 * (time.perf_counter() - begun))
        writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    return taken


class Asker:
    """Addresses of every kind, made of what the store holds; each is made once."""

    def __init__(self, port: int, random: Random, size: int) -> None:
        self._port, self._random, self._size = port, random, size
        self.total = self._fetch("/api/stories?limit=1")["total"]
        self._stories = self._page("/api/stories")
        self._large = self._page("/api/stories", several="yes", order="reports")
        self._reports = [row["report"] for row in self._page("/api/reports")]
        self._facets = {
            kind: [facet["name"] for facet in self._fetch(f"/api/facets/{kind}?limit=200")]
            for kind in ("place", "actor")
        }
        self._words = [_WORD.findall(report["text"]) for report in self._reports]

    def _fetch(self, path: str) -> Any:
        return asyncio.run(fetch(self._port, path))

    def _page(self, path: str, **query: str) -> list[Any]:
        """Rows from all over a list."""
        total = self._fetch(f"{path}?{urlencode({**query, 'limit': 1})}")["total"]
        rows: list[Any] = []
        for _ in range(self._size // 20 + 1):
            start = self._random.randrange(max(1, min(total, 100_000) - 40))
            rows += self._fetch(f"{path}?{urlencode({**query, 'limit': 40, 'offset': start})}")["rows"]
        return rows

    def story(self) -> str:
        return f"/stories/{self._random.choice(self._stories)['id']}"

    def large(self) -> str:
        enough = [story for story in self._large if LARGE <= story["reports"] <= 40] or self._large
        return f"/stories/{self._random.choice(enough)['id']}"

    def report(self) -> str:
        return f"/reports/{self._random.choice(self._reports)['id']}"

    def _filter(self) -> dict[str, str]:
        draw = self._random
        day = f"2031-{draw.randrange(1, 4):02}-{draw.randrange(1, 29):02}"
        return draw.choice(
            [
                {"place": draw.choice(self._facets["place"])}, {"actor": draw.choice(self._facets["actor"])},
                {"event_type": draw.choice(TYPES)}, {"since": day}, {"until": day}, {"differs": "yes"},
                {"open_case": "yes"}, {"several": "yes"}, {"order": draw.choice(["oldest", "reports", "updated"])},
                {"event_type": draw.choice(TYPES), "differs": "yes"}, {"place": draw.choice(COUNTRIES), "since": day},
            ]
        )  # fmt: skip

    def stories(self) -> str:
        return "/?" + urlencode({**self._filter(), "page": self._random.choice([1, 1, 1, 2, 3, 20])})

    def _phrase(self) -> str:
        words = self._random.choice([words for words in self._words if len(words) > 3])
        at = self._random.randrange(len(words) - 2)
        some = [words[at], f"{words[at]} {words[at + 1]}", f'"{words[at]}" {words[at + 2]}', f"{words[at][:5]}*"]
        chosen: str = self._random.choice(some)
        return chosen

    def search(self) -> str:
        return "/?" + urlencode({"text": self._phrase()} | (self._filter() if self._random.random() < 0.3 else {}))

    def lists(self) -> str:
        draw = self._random
        return draw.choice(
            [
                f"/entities?page={draw.randrange(1, 40)}", f"/entities?{urlencode({'text': self._phrase()[:3]})}",
                f"/cases?page={draw.randrange(1, 9)}", f"/cases?{urlencode({'text': self._phrase(), 'open': 'yes'})}",
                f"/drops?page={draw.randrange(1, 9)}", "/judgements",
            ]
        )  # fmt: skip

    def api(self) -> str:
        draw = self._random
        return draw.choice(
            [
                "/api/stories?" + urlencode({**self._filter(), "offset": draw.randrange(200)}),
                "/api/stories?" + urlencode({"text": self._phrase()}),
                "/api" + self.story(), "/api" + self.report(), f"/api/entities?offset={draw.randrange(2000)}",
                f"/api/cases?offset={draw.randrange(100)}", f"/api/reports?offset={draw.randrange(5000)}",
            ]
        )  # fmt: skip


async def fetch(port: int, path: str) -> Any:
    """One JSON answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    return json.loads(answer.partition(b"\r\n\r\n")[2])


KINDS = ("stories", "search", "story", "large", "report", "lists", "api")


def make_paths(make: Callable[[], str], number: int, asked: set[str]) -> list[str]:
    """So many addresses that were not asked before, or as many as there are."""
    paths: list[str] = []
    for _ in range(20 * number):
        path = make()
        if path not in asked and len(paths) < number:
            asked.add(path)
            paths.append(path)
    return paths


def percentile(taken: Sequence[float], share: float) -> float:
    return sorted(taken)[min(len(taken) - 1, int(share * len(taken)))]


def measure(folder: Path, *, requests: int, clients: int, workers: int | None, seed: int) -> dict[str, float]:
    """Start the server, ask, stop it."""
    start = "import sys; from tellings.cli import main; sys.exit(main(sys.argv[1:]))"
    call = [
        sys.executable,
        "-c",
        start,
        "serve",
        str(folder),
        "--port",
        "0",
        *(["--workers", str(workers)] if workers else []),
    ]
    server = subprocess.Popen(call, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        assert server.stderr is not None
        line = server.stderr.readline()
        found = re.search(r":(\d+)/", line)
        if found is None:
            raise SystemExit(f"the server did not start: {line}{server.stderr.read()}")
        return measure_kinds(server.pid, int(found[1]), requests=requests, clients=clients, seed=seed)
    finally:
        server.terminate()
        server.wait()


def measure_kinds(server: int, port: int, *, requests: int, clients: int, seed: int) -> dict[str, float]:
    """Milliseconds by kind. server: the number of the process that was started."""
    asker = Asker(port, Random(seed), requests)
    processes = list_processes(server)
    figures: dict[str, float] = {"stories": asker.total}
    asked: set[str] = set()
    for kind in KINDS:
        paths = make_paths(getattr(asker, kind), requests + WARM, asked)
        warm, half = min(WARM, len(paths) // 4), len(paths) // 2
        asyncio.run(ask(port, paths[:warm], 1))
        alone, spent = ask_one_by_one(port, paths[warm:half], processes)
        taken = asyncio.run(ask(port, paths[half:], clients))
        for name, share in (("p50", 0.5), ("p95", 0.95)):
            figures[f"{kind}_{name}_ms"] = percentile(taken, share)
            figures[f"{kind}_alone_{name}_ms"] = percentile(alone, share)
            figures[f"{kind}_cpu_{name}_ms"] = percentile(spent, share)
        told = "  ".join(f"p{100 * share:.0f} {percentile(taken, share):7.1f}" for share in (0.5, 0.95, 0.99))
        print(
            f"{kind:8} {len(paths):5} asked  {told} ms by the clock, {clients} clients;  one alone p50 "
            f"{percentile(alone, 0.5):6.1f}  p95 {percentile(alone, 0.95):6.1f};  processor time of the server p50 "
            f"{percentile(spent, 0.5):6.1f}  p95 {percentile(spent, 0.95):6.1f} ms",
            flush=True,
        )
    figures["memory_mb"] = read_memory(processes)
    print(f"{len(processes)} processes, {figures['memory_mb']:.0f} MB")
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=2_000)
    parser.add_argument("--requests", type=int, default=200, help="of each kind")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--workers", type=int, help="processes of the server; as many as it starts by itself")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.store or Path(scratch) / "store"
        begun = time.perf_counter()
        if not (folder / "tellings.store").exists():
            make_store(folder, reports=options.reports, seed=options.seed)
        made = time.perf_counter() - begun
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        print(f"store of {options.reports} reports: {size:.0f} MB, made in {made:.0f} s", flush=True)
        figures = measure(
            folder, requests=options.requests, clients=options.clients, workers=options.workers, seed=options.seed
        )
    told = " ".join(f"{name}={value:.1f}" for name, value in figures.items() if name != "stories")
    print(
        f"serve reports={options.reports} stories={figures['stories']:.0f} made_s={made:.0f} store_mb={size:.0f} {told}"
    )


if __name__ == "__main__":
    main()
