"""Run the benches and hold their figures against the floors pinned in `bench/floors/*.toml`.

usage: python bench/floors.py [--benchmarks DIR] [--gold DIR] [--all] [NAME ...]

A floor file has `command` (a list; {benchmarks} and {gold} are replaced), `quick` (false: only with --all), and a table
`[floor]` of figures that the `key=value` pairs in the last line of the command's output must reach, or `[ceiling]` for
figures that must not be passed. A floor is lowered only by a commit that says why.
"""

import argparse
import os
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def parse_figures(line: str) -> dict[str, float]:
    """The key=value pairs of a bench's last line whose value is a number."""
    figures = {}
    for piece in line.split():
        key, _, value = piece.partition("=")
        try:
            figures[key] = float(value)
        except ValueError:
            continue
    return figures


def find_shortfalls(bench: dict[str, Any], figures: dict[str, float]) -> list[str]:
    """What does not reach its floor or passes its ceiling, in words; empty when all is well."""
    short = []
    for key, floor in bench.get("floor", {}).items():
        if figures.get(key, float("-inf")) < floor:
            short.append(f"{key} is {figures.get(key, 'missing')}, its floor {floor}")
    for key, ceiling in bench.get("ceiling", {}).items():
        if figures.get(key, float("inf")) > ceiling:
            short.append(f"{key} is {figures.get(key, 'missing')}, its ceiling {ceiling}")
    return short


def run_bench(path: Path, places: dict[str, str]) -> list[str]:
    """Run one bench and print its last line; what falls short."""
    bench = tomllib.loads(path.read_text(encoding="utf-8"))
    command = [piece.format(**places) for piece in bench["command"]]
    if command[0] == "python":
        command[0] = sys.executable
    begun = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent, env={**os.environ, "NO_COLOR": "1"})
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        print(f"{path.stem}: failed with exit status {done.returncode}\n{done.stderr[-2000:]}")
        return [f"exit status {done.returncode}"]
    print(f"{lines[-1]}  ({time.monotonic() - begun:.0f} s)", flush=True)
    return find_shortfalls(bench, parse_figures(lines[-1]))


def main() -> int:
    """Exit status 0 when every floor holds, else 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--benchmarks", default="../shared/benchmarks")
    parser.add_argument("--gold", default="../shared/gold")
    parser.add_argument("--all", action="store_true", help="the slow ones too")
    parser.add_argument("names", nargs="*", help="only these")
    options = parser.parse_args()
    places = {"benchmarks": options.benchmarks, "gold": options.gold}
    failed = False
    for path in sorted((HERE / "floors").glob("*.toml")):
        bench = tomllib.loads(path.read_text(encoding="utf-8"))
        if (options.names and path.stem not in options.names) or (not bench.get("quick", True) and not options.all):
            continue
        needed = [place for piece in bench["command"] for key, place in places.items() if f"{{{key}}}" in piece]
        if any(not Path(place).is_dir() for place in needed):
            print(f"{path.stem}: left out, there is no {' or '.join(needed)}")
            continue
        for shortfall in run_bench(path, places):
            failed = True
            print(f"  BELOW: {shortfall}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
