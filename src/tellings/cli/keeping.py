"""`tellings add STORE PATH…`: read what is new into a store; `tellings drops STORE`: what was left out of it."""

import argparse
import sys
from typing import TYPE_CHECKING

from tellings.cli.listing import add_pages, print_rows, say_more
from tellings.cli.reading import add_reading, build_config
from tellings.errors import CallError
from tellings.text.plain import show_plain

if TYPE_CHECKING:
    from tellings.front.keeping import Added

_ADDING = """examples:
  tellings add news/ saved-pages/            makes the store news/ where there is none, and tells its stories
  tellings add news/ today.warc.gz           adds what is new; stories that it changes are told anew
  tellings add news/ https://example.org/a   from the web
  tellings add news/ pages/ --engine ray://10.0.0.5:6379    read on a cluster; docs/cluster.md

What is there already is passed over. What was finished is kept whenever it is stopped; the same call goes on from
there. docs/store.md tells more."""


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands and their options."""
    add = commands.add_parser(
        "add",
        help="read reports into a store that grows, and tell the stories that they change",
        description="Read reports into a store, join them to its stories and tell those anew that changed.",
        epilog=_ADDING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add.add_argument("store", metavar="STORE", help="the store's folder; it is made where there is none")
    add.add_argument("inputs", nargs="+", metavar="PATH|URL", help="files, folders, addresses, or - for standard input")
    add.add_argument("--added", metavar="MOMENT", help="note this as the time of adding (default: now)")
    _add_engine(add)
    add_reading(add)
    add.set_defaults(run=_add)
    retold = commands.add_parser(
        "retell",
        help="read everything in a store again, after a change of version or pipeline",
        description="Read everything that a store was given again, as it was received, and tell all its stories anew.",
    )
    retold.add_argument("store", metavar="STORE")
    _add_engine(retold)
    retold.add_argument("--model", metavar="NAME|FOLDER", help="the spaCy pipeline (default: the packaged small one)")
    retold.set_defaults(run=_add)
    drops = commands.add_parser("drops", help="list what a store left out, with stage and reason")
    drops.add_argument("store", metavar="STORE")
    add_pages(drops)
    drops.set_defaults(run=_drops)


def _add_engine(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--engine",
        default="local",
        metavar="ENGINE",
        help="where pages are read: local (processes of this machine, the default), ray (a Ray cluster that is started "
        "on this machine and stopped), ray://HOST:PORT (one that runs; ray://auto: the one this machine is part of). "
        "The store is written by this process, with the same records. docs/cluster.md",
    )
    command.add_argument(
        "--workers",
        type=int,
        default=0,
        metavar="N",
        help="processes that read closely (default: as many as there are cores, of the cluster where there is one)",
    )


def _add(options: argparse.Namespace) -> int:
    from tellings.engines.workers import open_readers
    from tellings.front.evaluating import Course, load_plan
    from tellings.front.keeping import add
    from tellings.front.retelling import retell
    from tellings.progress import ProgressLine

    progress = ProgressLine()
    if options.workers < 0:
        raise CallError(f"--workers {options.workers}: give a number of processes, or 0 for as many as there are cores")
    plan, model = load_plan(options.model), options.model or ""
    readers = open_readers(options.engine, workers=options.workers, model=model)
    course = Course(plan, progress=progress, readers=readers, model=model)
    try:
        if options.command == "retell":
            came = retell(options.store, course=course)
        else:
            came = add(options.store, options.inputs, added=options.added, config=build_config(options), course=course)
    finally:
        progress.close()
        if readers:
            readers.close()
    print(_tell(came), file=sys.stderr)
    return 0 if came.new or came.known else 1


def _tell(came: "Added") -> str:
    parts = [f"{came.new} new", f"{came.known} there already"]
    parts += [f"{came.dropped} left out (tellings drops tells why)"] if came.dropped else []
    parts += [f"{came.retold} {'story' if came.retold == 1 else 'stories'} told anew"]
    return ", ".join(parts)


def _drops(options: argparse.Namespace) -> int:
    from tellings.front import open_store

    with open_store(options.store) as view:
        page = view.drops(offset=options.offset, limit=options.limit)
    print_rows(page, as_json=options.json, line=lambda drop: f"{drop.capture}: {drop.stage}: {show_plain(drop.reason)}")
    return say_more(page)
