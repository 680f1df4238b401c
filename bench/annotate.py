"""Speed of reading closely: words a second of the annotate stages together, beside bare spaCy, on one core.

usage: annotate.py FILE.jsonl [--limit N] [--repeat N] [--stages] [--workers N]

One report a line, as `bench/stories.py` reads them. Bare spaCy is the same model over the same paragraphs in one
`nlp.pipe`, its results thrown away. The second figure is of a stream whose second half copies the reports of the
first, word for word. Both are timed in one process, by turns, a few reports each, so that what else the machine does
falls on both alike; of `repeat` processes the processor time is summed. `--stages` lists the seconds of each stage.
Last line:

    annotate words=… ratio=… (ours to bare) copies=… (ratio on the stream of copies) rss_mb=…

With `--workers 2` the line ends in two_cores=… (wall time of one process to that of two, once they have loaded their
models) and two_cores_cold=… (their start counted too). Ask for it with 300 reports or more on a machine that does
nothing else.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.stories import read_reports
from tellings.annotate import mentions, moments, parse, places, quantities, quotes
from tellings.annotate.gazetteer import load_gazetteer
from tellings.engines.groups import run_group
from tellings.engines.local import run_plan
from tellings.records import KINDS, Dating, Report, Tables
from tellings.stage import Stage, cut_groups
from tellings.text.folding import fold_accents

TURN = 5  # reports that each side reads before it is the other's turn
STAGES = (parse.STAGE, mentions.STAGE, places.STAGE, quantities.STAGE, quotes.STAGE, moments.STAGE)


def copy_stream(reports: Sequence[Report]) -> list[Report]:
    """The first half of the reports, each with a copy that comes later: as many reports as were given."""
    half = reports[: (len(reports) + 1) // 2]
    copies = [replace(report, id=report.id + "-copy", outlet="copier.example") for report in half]
    return [*half, *copies]


def count_seconds(work: Callable[[], object]) -> float:
    """Processor seconds of this process: other work on the machine is not counted."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def read_bare(reports: Iterable[Report]) -> int:
    """The paragraphs through the model and nothing else; the words."""
    pieces = [fold_accents(piece) for report in reports for _, piece in parse.cut_paragraphs(report.text)]
    return sum(len(doc) for doc in parse.load_words(parse.MODEL).model.pipe(pieces))


def date_reports(reports: Iterable[Report]) -> list[Dating]:
    """What the dating stage would say of reports that carry their date."""
    return [Dating(f"dating-{report.id}", report.id, report.published, False, "given") for report in reports]


def measure_once(path: Path, limit: int) -> dict[str, Any]:
    """Seconds of bare spaCy and of the stages, on the reports and on the stream of copies."""
    reports = read_reports(path)[0][:limit]
    parse.load_words(parse.MODEL)
    load_gazetteer()
    run_plan(STAGES, [*reports[:2], *date_reports(reports[:2])], strict=True)  # word lists are loaded
    read_bare(reports)  # the model's vocabulary grows with each new word: neither side is to pay for the other
    found: dict[str, Any] = {"words": sum(len(report.text.split()) for report in reports)}
    for name, stream in (("", reports), ("copies_", copy_stream(reports))):
        parse.forget()
        found[name + "bare"] = found[name + "ours"] = 0.0
        for start in range(0, len(stream), TURN):
            few = stream[start : start + TURN]
            found[name + "bare"] += count_seconds(partial(read_bare, few))
            given = [*few, *date_reports(few)]
            found[name + "ours"] += count_seconds(partial(run_plan, STAGES, given, strict=True))
    parse.forget()
    tables = Tables([*reports, *date_reports(reports)])
    for stage in STAGES:
        found["stage " + stage.name] = count_seconds(partial(run_stage, stage, tables))
    found["rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def measure_spread(path: Path, limit: int, workers: int) -> tuple[float, float]:
    """How many times faster the stages that read reports alone are in so many processes: at work, and with their start.

    The start is what a few reports take beyond the reading of them.
    """
    reports, stages = read_reports(path)[0][:limit], [stage for stage in STAGES if Dating not in stage.reads]
    few = reports[: 8 * workers]
    run_plan(stages, reports[:2], strict=True)  # models and word lists are loaded in this process
    parse.forget()
    alone = count_wall(partial(run_plan, stages, reports, strict=True))
    parse.forget()
    alone_few = count_wall(partial(run_plan, stages, few, strict=True))
    start = count_wall(partial(run_plan, stages, few, workers=workers, strict=True)) - alone_few / workers
    spread = count_wall(partial(run_plan, stages, reports, workers=workers, strict=True))
    print(f"{len(reports)} reports: alone {alone:.1f} s, in {workers} processes {spread:.1f} s, start {start:.1f} s")
    return alone / (spread - start), alone / spread


def count_wall(work: Callable[[], object]) -> float:
    """Seconds on the clock."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def run_stage(stage: Stage, tables: Tables) -> None:
    """What the local engine does for one stage."""
    groups = cut_groups(stage, {kind: tables.of(kind) for kind in KINDS})
    tables.add([record for group in groups for record in run_group(stage, group, strict=True)])


def main() -> None:
    """Run the processes and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int, default=80)
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        print(json.dumps(measure_once(options.file, options.limit)))
        return
    command = [sys.executable, __file__, str(options.file), "--limit", str(options.limit), "--once"]
    one_core = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True, env=one_core).stdout)
        for _ in range(options.repeat)
    ]
    total = {key: sum(run[key] for run in runs) for key in runs[0]}
    if options.stages:
        for key, seconds in total.items():
            if key.startswith("stage "):
                print(f"{key[6:]:12} {seconds:6.2f} s, {seconds / total['bare']:.3f} of bare spaCy")
    spread = ""
    if options.workers > 1:
        warm, cold = measure_spread(options.file, options.limit, options.workers)
        spread = f" two_cores={warm:.2f} two_cores_cold={cold:.2f}"
    memory = max(run["rss_mb"] for run in runs)
    words, read = runs[0]["words"], total["words"]
    print(f"bare spaCy {read / total['bare']:.0f} words/s, annotate {read / total['ours']:.0f} words/s")
    print(
        f"annotate words={words:.0f} ratio={total['bare'] / total['ours']:.3f} "
        f"copies={total['copies_bare'] / total['copies_ours']:.3f} rss_mb={memory:.0f}{spread}"
    )


if __name__ == "__main__":
    main()
