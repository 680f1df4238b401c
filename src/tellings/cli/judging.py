"""`tellings judge STORE …`: what a person holds; it outranks what tellings finds, and is taken back by another row."""

import argparse
import sys
from typing import TYPE_CHECKING

from tellings.cli.listing import add_pages, print_rows, say_more
from tellings.errors import CallError

if TYPE_CHECKING:
    from tellings.store import RulingRow

_RELATIONS = ("same_story", "copy_of", "same_claim", "differs")
_EXAMPLES = """examples:
  tellings judge news/ a.html b.html --relation same_story --verdict no --by "Ana Writer" --reason "two fires"
  tellings judge news/ report-1f…:120-164 report-9c…:80-131 --relation differs --verdict no --by "Ana Writer"
  tellings judge news/ --file mine.csv                  many at once; docs/judgements.md
  tellings judge news/ --list
  tellings judge news/ --undo 3 --by "Ana Writer" --reason "they were one after all"

Reports are named by id, file or address; words of reports as in the claims of an account. No row is ever taken away:
what is undone stays, with who undid it and when."""


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command and its options."""
    judge = commands.add_parser(
        "judge",
        help="overrule what a store holds: one story or not, a copy or not, one claim or not, a difference or not",
        description="Say what you hold of two reports, or of words of two reports. It outranks what tellings finds.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    judge.add_argument("store", metavar="STORE")
    judge.add_argument("sides", nargs="*", metavar="LEFT RIGHT", help="the two that are judged")
    judge.add_argument("--relation", choices=_RELATIONS, help="what they are to each other, or are not")
    judge.add_argument("--verdict", choices=("yes", "no"))
    judge.add_argument("--by", metavar="NAME", help="who judges")
    judge.add_argument("--reason", default="", metavar="WHY", help="it is shown in the account")
    judge.add_argument("--file", metavar="FILE", help="CSV or JSON, as in docs/judgements.md")
    judge.add_argument("--undo", type=int, metavar="NUMBER", help="take that one back")
    judge.add_argument("--list", action="store_true", help="list what people hold, the last first")
    add_pages(judge)
    judge.set_defaults(run=_judge)


def _judge(options: argparse.Namespace) -> int:
    ways = [bool(options.sides), options.file is not None, options.undo is not None, options.list]
    if sum(ways) != 1:
        raise CallError("judge one thing: LEFT RIGHT with --relation, --verdict and --by; or --file, --undo, --list")
    if options.list:
        return _list(options)
    from tellings.front.judging import judge, undo
    from tellings.ingest.judgements import Ruling

    if options.file is not None:
        done = judge(options.store, options.file)
    elif not options.by:
        raise CallError("--by is missing: write the name of whoever judges")
    elif options.undo is not None:
        done = undo(options.store, options.undo, by=options.by, reason=options.reason)
    else:
        if len(options.sides) != 2 or not options.relation or not options.verdict:
            raise CallError("name two sides, --relation and --verdict: tellings judge --help shows how")
        left, right = options.sides
        verdict = options.verdict == "yes"
        done = judge(options.store, [Ruling(1, left, right, options.relation, verdict, options.by, options.reason)])
    stories = f"{done.retold} {'story' if done.retold == 1 else 'stories'} told anew"
    print(f"judgement {', '.join(map(str, done.numbers))}: {stories}", file=sys.stderr)
    return 0


def _list(options: argparse.Namespace) -> int:
    from tellings.front import open_store

    with open_store(options.store) as view:
        page = view.judgements(offset=options.offset, limit=options.limit)
    print_rows(page, as_json=options.json, line=_tell)
    return say_more(page)


def _tell(row: "RulingRow") -> str:
    verdict = "yes" if row.verdict else "no"
    what = f"takes back {row.undoes}" if row.undoes else f"{row.left} {row.right} {row.relation} {verdict}"
    undone = f" (taken back by {row.undone})" if row.undone else ""
    why = f": {row.reason}" if row.reason else ""
    return f"{row.number}  {row.judged[:16]}  {row.by}  {what}{why}{undone}"
