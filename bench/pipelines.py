"""What another spaCy pipeline gains: benches of reading closely, run again with each pipeline that is named.

usage: pipelines.py BENCHMARKS --model NAME|FOLDER [--model …] [--bench NAME …]

BENCHMARKS is the folder that the floors call {benchmarks}. The packaged small pipeline is always run first. Prints the
last line of each bench under each pipeline, then a table; last line:

    pipelines NAME.FIGURE=… (the last pipeline's figure less the small one's) …
"""

import argparse
import functools
import os
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.floors import parse_figures
from tellings.annotate import parse

HERE = Path(__file__).parent
RUN = "run"  # how a child of this programme is called: run MODEL SCRIPT ARGUMENT …
BENCHES = ("entities", "places", "quotes", "factuality", "stories_news")


def run_under(model: str, script: str, arguments: list[str]) -> None:
    """Run a bench in this process with that pipeline in the place of the small one."""
    parse.STAGE = parse.build_stage(model)
    parse.parse_report = functools.partial(parse.parse_report, model=model)
    sys.argv = [script, *arguments]
    runpy.run_path(script, run_name="__main__")


def read_line(model: str, name: str, benchmarks: Path) -> str:
    """The last line of the bench of that floor, under that pipeline. Raises SystemExit where it fails."""
    floor = tomllib.loads((HERE / "floors" / f"{name}.toml").read_text(encoding="utf-8"))
    _, script, *arguments = [piece.format(benchmarks=benchmarks, gold="") for piece in floor["command"]]
    done = subprocess.run(
        [sys.executable, __file__, RUN, model, script, *arguments],
        capture_output=True,
        text=True,
        cwd=HERE.parent,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    if done.returncode or not done.stdout.strip():
        sys.exit(f"{name} with {model}: failed with exit status {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout.strip().splitlines()[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", action="append", required=True)
    parser.add_argument("--bench", nargs="+", default=BENCHES)
    options = parser.parse_args()
    gains = []
    for name in options.bench:
        lines = [read_line(model, name, options.folder.resolve()) for model in (parse.MODEL, *options.model)]
        for model, line in zip((parse.MODEL, *options.model), lines, strict=True):
            print(f"{Path(model).name:24} {line}", flush=True)
        small, large = parse_figures(lines[0]), parse_figures(lines[-1])
        floor = tomllib.loads((HERE / "floors" / f"{name}.toml").read_text(encoding="utf-8"))
        gains += [f"{name}.{key}={large[key] - small[key]:+.3f}" for key in floor["floor"] if key in large]
    print("pipelines " + " ".join(gains))


if __name__ == "__main__":
    if sys.argv[1:2] == [RUN]:
        run_under(sys.argv[2], sys.argv[3], sys.argv[4:])
    else:
        main()
