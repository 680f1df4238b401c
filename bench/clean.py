"""Speed and memory of `clean` beside trafilatura, newspaper4k and justext; and memory over a long crawl archive.

    python bench/clean.py FOLDER [--pages N]

FOLDER holds the Article Extraction Benchmark (ground-truth.json, html/). Its pages are read as HTML and, stripped to
one line a block, as plain text, by each tool in a process of its own: pages a second of processor time, imports aside,
and the most memory the process ever held. The other tools read no plain text; they are given it as one `<p>` a line.
Then a crawl archive of N short pages, written for this bench, is read with `read_reports` in one process: `growth` is
the most memory held at its end, over the most held after 1,000 pages.
"""

import argparse
import gzip
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

TOOLS = ("clean", "trafilatura", "newspaper", "justext")
FEW = 1000
_WARM = 5

_WHO = (
    "harbour council,ferry company,school board,mayor of Eastmouth,union of dockers,weather office,river authority"
).split(",")
_DID = "said that,announced on Monday that,warned again that,denied that,told reporters that,confirmed that".split(",")
_WHAT = (
    "the northern pier would open after nine weeks,the evening boats to Norholm would sail again,prices for tickets "
    "would rise by four crowns,the bridge over the Lenn needed a new deck,no more than eighty people could be carried "
    "at once,the old lighthouse had been sold to a museum,the strike would end before the weekend"
).split(",")


def read_clean(kind: str) -> Callable[[bytes], object]:
    """The whole stage: bytes in, report out."""
    from tellings.clean.pages import read_report
    from tellings.ingest.received import Received, make_capture

    media_type = "text/html" if kind == "html" else "text/plain"
    return lambda content: read_report(make_capture(Received("page", content), media_type))


def read_trafilatura(kind: str) -> Callable[[bytes], object]:
    """Bare trafilatura."""
    import trafilatura

    return lambda content: trafilatura.extract(_as_markup(content, kind))


def read_newspaper(kind: str) -> Callable[[bytes], object]:
    """newspaper4k, without its word counts."""
    import newspaper

    def read(content: bytes) -> object:
        article = newspaper.Article("https://example.org/page", fetch_images=False)
        article.download(input_html=_as_markup(content, kind))
        article.parse()
        return article.text

    return read


def read_justext(kind: str) -> Callable[[bytes], object]:
    """justext, told that the page is English."""
    import justext

    stop_words = justext.get_stoplist("English")
    return lambda content: justext.justext(_as_markup(content, kind), stop_words)


def _as_markup(content: bytes, kind: str) -> str:
    text = content.decode("utf-8", "replace")
    if kind == "html":
        return text
    return (
        "<html><body>" + "".join(f"<p>{line.replace('<', '&lt;')}</p>" for line in text.splitlines()) + "</body></html>"
    )


def work_tool(tool: str, kind: str, folder: Path) -> dict[str, float]:
    """In a process of its own: every page of the folder through one tool."""
    read = {"clean": read_clean, "trafilatura": read_trafilatura, "newspaper": read_newspaper, "justext": read_justext}
    reader = read[tool](kind)
    files = sorted(folder.glob(f"*.{kind}"))
    for file in files[:_WARM]:
        reader(file.read_bytes())
    failed, seconds = 0, 0.0
    for file in files:
        content = file.read_bytes()
        begun = time.process_time()
        try:
            reader(content)
        except Exception:  # of another tool, on a page that it cannot read: counted
            failed += 1
        seconds += time.process_time() - begun
    return {"pages_a_second": len(files) / seconds, "rss_mb": _most_memory(), "failed": failed}


def work_crawl(file: Path) -> dict[str, float]:
    """In a process of its own: the reports of one crawl archive, none kept."""
    from tellings.front import read_reports
    from tellings.records import Report

    few, reports, begun = 0.0, 0, time.process_time()
    for record in read_reports([str(file)]):
        reports += isinstance(record, Report)
        if reports == FEW and not few:
            few = _most_memory()
    seconds = time.process_time() - begun
    return {"reports": reports, "few_mb": few, "all_mb": _most_memory(), "pages_a_second": reports / seconds}


def _most_memory() -> float:
    """MB this process held at most. Where the kernel keeps it: what a parent held before is not counted."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_crawl(file: Path, count: int) -> None:
    """A packed crawl archive of short pages, each with other words, and with it the noise that crawls hold."""
    rng = random.Random(count)
    with file.open("wb") as opened:
        for number in range(count):
            markup = _write_page(rng, number)
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + markup.encode()
            for kind, block in (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", answer)):
                address = f"https://courier{number % 50}.example/{number}"
                head = (
                    f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
                    f"WARC-Date: 2024-05-03T08:00:00Z\r\nContent-Length: {len(block)}\r\n\r\n"
                )
                opened.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 1))


def _write_page(rng: random.Random, number: int) -> str:
    menu = "".join(f'<li><a href="/{word}">{word.title()}</a></li>' for word in ("news", "sport", "weather", "contact"))
    paragraphs = "".join(f"<p>{' '.join(_write_sentence(rng) for _ in range(3))}</p>" for _ in range(4))
    title = f"{rng.choice(_WHO).capitalize()} speaks of day {number}"
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body><ul>{menu}</ul>"
        f"<article><h1>{title}</h1><time>3 May 2024</time>{paragraphs}</article>"
        "<footer>All rights reserved</footer></body></html>"
    )


def _write_sentence(rng: random.Random) -> str:
    return f"The {rng.choice(_WHO)} {rng.choice(_DID)} {rng.choice(_WHAT)}, for the {rng.randrange(10**6)}th time."


def strip_pages(source: Path, folder: Path) -> None:
    """The benchmark's pages as files, HTML and plain text."""
    from bench.main_pages import read_pages, strip_page

    for page in read_pages(source):
        (folder / f"{page.name}.html").write_text(page.markup, encoding="utf-8")
        (folder / f"{page.name}.text").write_text(strip_page(page.markup, blank_lines=False), encoding="utf-8")


def start(*arguments: str) -> dict[str, float]:
    """One piece of work in a process of its own. Raises CalledProcessError when it fails."""
    command = [sys.executable, "-W", "ignore", __file__, *arguments]
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=env)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure_tools(folder: Path) -> Iterator[str]:
    """Figures of every tool as it is done; lines are printed on the way."""
    for kind in ("html", "text"):
        found = {tool: start("--tool", tool, "--kind", kind, str(folder)) for tool in TOOLS}
        for tool, figures in found.items():
            print(
                f"{kind:<5} {tool:<12} {figures['pages_a_second']:7.1f} pages a second  {figures['rss_mb']:6.0f} MB"
                f"  failed on {figures['failed']:.0f}",
                flush=True,
            )
        own = found.pop("clean")
        yield f"{kind}_pps={own['pages_a_second']:.1f} {kind}_rss_mb={own['rss_mb']:.0f}"
        for tool, figures in found.items():
            yield f"{kind}_speed_{tool}={own['pages_a_second'] / figures['pages_a_second']:.2f}"
            yield f"{kind}_rss_{tool}={own['rss_mb'] / figures['rss_mb']:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--tool", choices=TOOLS, help=argparse.SUPPRESS)
    parser.add_argument("--kind", choices=("html", "text"), help=argparse.SUPPRESS)
    parser.add_argument("--crawl", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.pages < 2 * FEW:
        parser.error(f"--pages {args.pages}: growth is measured from {FEW} pages on, so give {2 * FEW} at least")
    if args.tool:
        print(json.dumps(work_tool(args.tool, args.kind, args.folder)))
        return
    if args.crawl:
        print(json.dumps(work_crawl(args.folder)))
        return
    with tempfile.TemporaryDirectory() as place:
        strip_pages(args.folder, Path(place))
        parts = list(measure_tools(Path(place)))
        crawl = Path(place) / "crawl.warc.gz"
        write_crawl(crawl, args.pages)
        size = crawl.stat().st_size / 2**20
        figures = start("--crawl", str(crawl))
    print(
        f"crawl of {args.pages} pages, {size:.1f} MB: {figures['reports']:.0f} reports, "
        f"{figures['pages_a_second']:.1f} a second; "
        f"{figures['few_mb']:.0f} MB after {FEW}, {figures['all_mb']:.0f} MB at the end"
    )
    growth = figures["all_mb"] / figures["few_mb"]
    parts += [f"crawl_pages={figures['reports']:.0f} crawl_mb={figures['all_mb']:.0f} growth={growth:.3f}"]
    print(f"clean {' '.join(parts)}")


if __name__ == "__main__":
    main()
