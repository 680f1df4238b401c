"""Where a command's stages run: the options of `tellings account`, `add` and `retell` that say so, and what to say."""

import argparse
import sys

from tellings.engines import check_alone, parse_engine
from tellings.errors import CallError
from tellings.text.plain import show_plain

_SHOWN = 5


def add_engine(command: argparse.ArgumentParser, *, runs: str, workers: str) -> None:
    """--engine, --shared and --workers. runs: what is run there; workers: how many where nobody says."""
    command.add_argument(
        "--engine",
        default="local",
        metavar="ENGINE",
        help=f"where {runs}: local (this machine, the default), ray (a Ray cluster that is started on this machine "
        "and stopped), ray://HOST:PORT (one that runs; ray://auto: the one this machine is part of). docs/cluster.md",
    )
    command.add_argument(
        "--shared",
        metavar="FOLDER",
        help="with --engine ray: a folder that all machines have at this path; what goes between them lies there as "
        "Parquet files until the command ends (default: it goes through Ray)",
    )
    command.add_argument("--workers", type=int, default=0, metavar="N", help=workers)


def check_engine(options: argparse.Namespace) -> None:
    """Raise CallError or PathError for options that name nothing; say what earlier runs left in the shared folder."""
    if options.workers < 0:
        raise CallError(f"--workers {options.workers}: give a number of processes, or 0 for as many as there are cores")
    name, _ = parse_engine(options.engine)
    if name == "local":
        check_alone(options.engine, options.shared)
    if options.shared is None:
        return
    from tellings.engines.shared import list_left

    left = list_left(options.shared)
    for each in left[:_SHOWN]:
        begun = f", begun {each.begun} on {each.host}" if each.begun else ""
        told = f"left over in the shared folder: {each.path} ({each.size / 1e6:.1f} MB{begun})"
        print(show_plain(f"{told}: delete it if no such run is under way"), file=sys.stderr)
    if len(left) > _SHOWN:
        print(f"left over in the shared folder: {len(left) - _SHOWN} more", file=sys.stderr)
