"""Speed and memory of the whole: from captures to told stories, reports a second, beside bare spaCy on the same text.

usage: whole.py [FILE.jsonl] [--reports N] [--workers N] [--seed N] [--store] [--stages]

The reports are invented ones (`bench/invention`, with copies, rewritings and versions as they come in a stream), or
the first N of a file with one report a line, as `bench/stories.py` reads them. `--store`: they are added to a new store
(what `tellings add` does, in one process), else told at once, up to findings, cases and accounts as records (what
`tellings account` does, but for the page, which reads the words too). The run is a process of its own, its start and
its models included; the index of places, which is made once on a machine, is there. Bare spaCy is the same model over
the same paragraphs in one `nlp.pipe`, once loaded.
`words_ratio`: words for each second of processor time, ours to bare spaCy's: it does not ask how many cores there are;
`clock_ratio`: the same by the clock, all our processes beside its one. `per_s` and `per_s_400`: reports a second by the
clock, and of reports of 400 words at that rate of words. `rss_mb`: the process and its workers at their largest,
together. `--stages`: where the time goes.
Last line:

    whole reports=… words=… per_s=… per_s_400=… words_ratio=… clock_ratio=… rss_mb=… stories=…
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.invention.stream import invent_reports
from bench.speed import Run, start

_RUN = """
import json, resource, sys, time
if __name__ == "__main__":
    workers, store = int(sys.argv[3]), sys.argv[4]
    from tellings.records import Account, Case, Finding, Happening, Report, Story
    marks = [("start", time.perf_counter())]
    def mark(stage, done, of):
        if marks[-1][0] != stage:
            marks.append((stage, time.perf_counter()))
    if store:
        from tellings.front import add, open_store
        add(store, [sys.argv[1]])
        with open_store(store) as view:
            counts = view.counts()
        reports, stories = counts["reports"], counts["stories"]
    else:
        from tellings.front import tell
        tables = tell([sys.argv[1]], workers=workers, progress=mark)
        marks.append(("read", time.perf_counter()))
        for kind in (Account, Case, Finding, Happening):  # what was told is read; words and sentences stay as sent
            tables.of(kind)
        reports, stories = len(tables.of(Report)), len(tables.of(Story))
    marks.append(("", time.perf_counter()))
    own, theirs = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    stages = {}
    for (name, at), (_, after) in zip(marks, marks[1:]):
        stages[name] = stages.get(name, 0.0) + after - at
    figures = {"reports": reports, "stories": stories, "own_mb": own, "child_mb": theirs}
    json.dump(figures | {"stage " + name: seconds for name, seconds in stages.items()}, open(sys.argv[2], "w"))
"""
_BARE = """
import json, sys, time
from tellings.annotate.parse import MODEL, cut_paragraphs, load_words
from tellings.text.folding import fold_accents
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
pieces = [fold_accents(piece) for text in texts for _, piece in cut_paragraphs(text)]
model = load_words(MODEL).model
list(model.pipe(pieces[:50]))
begun = time.process_time()
for doc in model.pipe(pieces):
    pass
json.dump({"seconds": time.process_time() - begun, "words": sum(len(text.split()) for text in texts)},
          open(sys.argv[2], "w"))
"""
_READY = """
import json, sys
from tellings.annotate.places import STAGE
STAGE.ready()
json.dump({}, open(sys.argv[2], "w"))
"""
_WORDS = 400  # of a report as they are counted


def read_lines(path: Path | None, seed: int, reports: int) -> Iterator[dict[str, str | None]]:
    """The reports as lines that any reader of JSON Lines takes."""
    if path is None:
        for sample in invent_reports(seed, reports):
            report = sample.report
            when = report.published.start if report.published else None
            body = report.text.removeprefix(f"{report.title}\n\n") if report.title else report.text
            yield {"id": report.id, "outlet": report.outlet, "title": report.title, "date": when, "text": body}
    else:
        with path.open(encoding="utf-8") as lines:
            for row in map(json.loads, islice(lines, reports)):
                yield {key: row.get(key) for key in ("id", "outlet", "title", "date", "text")}


def measure(lines: Iterator[dict[str, str | None]], workers: int, *, store: bool) -> tuple[Run, Run]:
    """The run of the whole, and of bare spaCy."""
    with tempfile.TemporaryDirectory() as cache:
        folder = Path(cache)
        path = folder / "reports.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        bare = start(_BARE, path, folder)
        where = str(folder / "store") if store else ""
        start(_READY, path, folder)
        return start(_RUN, path, folder, str(workers), where), bare


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--reports", type=int, default=2_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", action="store_true")
    parser.add_argument("--stages", action="store_true")
    options = parser.parse_args()
    whole, bare = measure(read_lines(options.file, options.seed, options.reports), options.workers, store=options.store)
    told = whole.figures
    if options.stages:
        for name, seconds in sorted(told.items(), key=lambda one: -one[1]):
            if name.startswith("stage "):
                print(f"{name[6:]:14} {seconds:7.1f} s  {seconds / whole.clock:6.1%}")
    words = bare.figures["words"]
    processes = options.workers if options.workers > 1 else 0
    print(
        f"whole reports={told['reports']:.0f} words={words:.0f} per_s={told['reports'] / whole.clock:.1f} "
        f"per_s_400={words / _WORDS / whole.clock:.1f} words_ratio={bare.figures['seconds'] / whole.work:.3f} "
        f"clock_ratio={bare.figures['seconds'] / whole.clock:.3f} "
        f"rss_mb={told['own_mb'] + processes * told['child_mb']:.0f} stories={told['stories']:.0f}"
    )


if __name__ == "__main__":
    main()
