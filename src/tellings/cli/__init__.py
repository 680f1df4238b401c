"""The command line: `tellings COMMAND …`. Exit status 0 done, 1 nothing usable, 2 wrong call, 3 a fault of tellings."""

import argparse
import os
import sys
from collections.abc import Sequence

from tellings import __version__
from tellings.cli import account, judging, keeping, serving, showing, watching
from tellings.cli.output import let_go_of_pipe
from tellings.cli.reading import build_config
from tellings.errors import CallError, EngineError, NothingUsableError
from tellings.text.plain import show_plain

__all__ = ["build_config", "build_parser", "main"]
_COMMANDS = (account, keeping, watching, showing, judging, serving)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    options = build_parser().parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: processes share the cores, threads only wait
    try:
        status: int = options.run(options)
        return status
    except NothingUsableError as error:
        print(f"tellings: {error}", file=sys.stderr)
        return 1
    except (CallError, EngineError) as error:
        print(f"tellings: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("tellings: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader closed the pipe, as `head` does
        let_go_of_pipe()
        return 0
    except Exception as error:
        if "TELLINGS_TRACEBACK" in os.environ:
            raise
        what = show_plain(str(error))[:300]
        print(
            f"tellings: a fault of its own, {type(error).__name__}: {what}\n"
            "Please report it, with what the same call says when TELLINGS_TRACEBACK=1 is set.",
            file=sys.stderr,
        )
        return 3


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tellings",
        description="Many news reports of one event in, one sourced, checkable account out.",
    )
    parser.add_argument("--version", action="version", version=f"tellings {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in _COMMANDS:
        module.add_commands(commands)
    return parser
