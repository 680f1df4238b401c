"""`tellings add STORE PATH…`: read what is new into a store; `tellings drops STORE`: what was left out of it."""

import argparse
import sys
from typing import TYPE_CHECKING

from tellings.cli.engines import add_engine, check_engine
from tellings.cli.listing import add_pages, print_rows, say_more
from tellings.cli.reading import add_reading, build_config
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
_RUNS = "pages are read and stories compared; the store is written by this process, with the same records"
_WORKERS = "processes that read closely (default: as many as there are cores, of the cluster where there is one)"


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
    add_engine(add, runs=_RUNS, workers=_WORKERS)
    add_reading(add)
    add.set_defaults(run=_add)
    retold = commands.add_parser(
        "retell",
        help="read everything in a store again, after a change of version or pipeline",
        description="Read everything that a store was given again, as it was received, and tell all its stories anew.",
    )
    retold.add_argument("store", metavar="STORE")
    add_engine(retold, runs=_RUNS, workers=_WORKERS)
    retold.add_argument("--model", metavar="NAME|FOLDER", help="the spaCy pipeline (default: the packaged small one)")
    retold.set_defaults(run=_add)
    drops = commands.add_parser("drops", help="list what a store left out, with stage and reason")
    drops.add_argument("store", metavar="STORE")
    add_pages(drops)
    drops.set_defaults(run=_drops)


def _add(options: argparse.Namespace) -> int:
    from tellings.engines.workers import open_readers
    from tellings.front.evaluating import Course, load_plan
    from tellings.front.keeping import add
    from tellings.front.retelling import retell
    from tellings.progress import ProgressLine

    progress = ProgressLine()
    check_engine(options)
    plan, model = load_plan(options.model), options.model or ""
    readers = open_readers(options.engine, workers=options.workers, model=model, shared=options.shared)
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
    from tellings.ingest.aside import count_kinds

    parts = [f"{came.new} new", f"{came.known} there already"]
    parts += [f"{came.dropped} left out (tellings drops tells why)"] if came.dropped else []
    parts += [f"{came.retold} {'story' if came.retold == 1 else 'stories'} told anew"]
    aside = f"; passed over as no reports: {count_kinds(came.aside)} (tellings drops names each)" if came.aside else ""
    return ", ".join(parts) + aside


def _drops(options: argparse.Namespace) -> int:
    from tellings.front import open_store

    with open_store(options.store) as view:
        page = view.drops(offset=options.offset, limit=options.limit)
    print_rows(page, as_json=options.json, line=lambda drop: f"{drop.capture}: {drop.stage}: {show_plain(drop.reason)}")
    return say_more(page)
