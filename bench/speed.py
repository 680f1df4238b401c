"""Seconds and memory of the whole command on a folder of reports, from a cold start and warm.

usage: speed.py [FOLDER] [--repeat N] [--stages]

Each run is a process of its own that reads the folder and writes a page. Cold: the cache folder is empty, so that the
gazetteer's index is built; warm: it is there. Of `repeat` runs the least is taken. `cold` and `warm` are seconds on the
clock, start of the interpreter included; `work` is the processor time of a warm run and `spacy` how often bare spaCy,
loaded already, could have parsed the same text in it: a figure that does not change with the machine. `--stages` lists
the seconds of each stage. Last line:

    speed cold=… warm=… rss_mb=… (the largest of all) work=… spacy=…
"""

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_RUN = """
import json, sys, time
begun = time.perf_counter()
import tellings
from tellings.front import tell
from tellings.publish.contract import build_contract
from tellings.publish.formats import render
marks = [("imports", begun), ("ingest", time.perf_counter())]
def mark(stage, done, of):
    if marks[-1][0] != stage:
        marks.append((stage, time.perf_counter()))
tables = tell([sys.argv[1]], progress=mark)
marks.append(("contract", time.perf_counter()))
contract = build_contract(tables, version=tellings.__version__)
marks.append(("page", time.perf_counter()))
page = render(contract, "html")
marks.append(("", time.perf_counter()))
stages = {name: after - at for (name, at), (_, after) in zip(marks, marks[1:])}
json.dump(stages, open(sys.argv[2], "w"))
"""
_BARE = """
import json, sys, time
from tellings.annotate.parse import cut_paragraphs, load_model
from tellings.plan import PLAN
from tellings.records import Report
from tellings.engines.local import run_plan
from tellings.ingest import read_captures
reports = run_plan(PLAN[:2], read_captures([sys.argv[1]])).of(Report)
pieces = [piece for report in reports for _, piece in cut_paragraphs(report.text)]
model = load_model()
list(model.pipe(pieces[:3]))
begun = time.process_time()
words = sum(len(doc) for doc in model.pipe(pieces))
json.dump({"seconds": time.process_time() - begun, "words": words}, open(sys.argv[2], "w"))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took, and what it wrote down."""

    clock: float
    work: float
    rss_mb: float
    figures: dict[str, float]


def start(code: str, folder: Path, cache: Path, *more: str) -> Run:
    """Run the code on the folder in a process of its own, which is given `more`. Raises RuntimeError when it fails."""
    out = cache / "figures.json"
    env = {**os.environ, "TELLINGS_CACHE": str(cache), "XDG_CACHE_HOME": str(cache), "TMPDIR": str(cache)}
    begun = time.perf_counter()
    script = cache / "run.py"  # workers start it anew, so it has to be a file
    script.write_text(code, encoding="utf-8")
    command = [sys.executable, str(script), str(folder), str(out), *more]
    process = os.posix_spawn(sys.executable, command, {**env, "HOME": str(cache), "OMP_NUM_THREADS": "1"})
    _, status, used = os.wait4(process, 0)
    clock = time.perf_counter() - begun
    if status:
        raise RuntimeError(f"the run on {folder} ended with status {os.waitstatus_to_exitcode(status)}")
    return Run(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, json.loads(out.read_text()))


def measure(folder: Path, repeat: int) -> tuple[list[Run], list[Run], dict[str, float]]:
    """Cold runs, warm runs, and bare spaCy's figures."""
    cold, warm, bare = [], [], []
    for _ in range(repeat):
        with tempfile.TemporaryDirectory() as cache:
            cold.append(start(_RUN, folder, Path(cache)))
            warm.append(start(_RUN, folder, Path(cache)))
            bare.append(start(_BARE, folder, Path(cache)))
    return cold, warm, min((run.figures for run in bare), key=lambda figures: figures["seconds"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent.parent / "examples")
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--stages", action="store_true")
    options = parser.parse_args()
    cold, warm, bare = measure(options.folder.resolve(), options.repeat)
    if options.stages:
        for stage in warm[0].figures:
            least = [min(run.figures[stage] for run in runs) for runs in (cold, warm)]
            print(f"{stage:14} cold {least[0]:6.2f} s   warm {least[1]:6.2f} s")
    work = min(run.work for run in warm)
    print(f"{bare['words']:.0f} words, bare spaCy {bare['seconds']:.2f} s")
    print(
        f"speed cold={min(run.clock for run in cold):.1f} warm={min(run.clock for run in warm):.1f} "
        f"rss_mb={max(run.rss_mb for run in [*cold, *warm]):.0f} work={work:.1f} spacy={work / bare['seconds']:.1f}"
    )


if __name__ == "__main__":
    main()
