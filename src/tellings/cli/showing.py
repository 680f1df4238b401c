"""`tellings stories`, `show`, `changes` and `export`: what a store holds, now or as known at a moment."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tellings.cli.listing import add_clock, add_json, add_moment, add_pages, print_rows, say_more
from tellings.cli.output import check_output, print_out, write_file
from tellings.errors import CallError, PathError, UnknownError
from tellings.publish.exports import FORMATS as EXPORTS
from tellings.publish.exports import choose_format, find_format, stream_export, write_export
from tellings.publish.formats import FORMATS, render
from tellings.text.plain import show_plain

if TYPE_CHECKING:
    from tellings.front.changing import Turn
    from tellings.store import StoryRow, View

_SIGNS = {"new": "+", "raised": "^", "corrected": "~", "withdrawn": "-"}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands and their options."""
    _add_stories(commands)
    show = commands.add_parser("show", help="write the account of one story of a store")
    show.add_argument("store", metavar="STORE")
    show.add_argument("story", metavar="STORY", help="its id or the beginning of it, or a report of it")
    show.add_argument("-o", "--output", metavar="FILE", help="write here; the ending says the format")
    show.add_argument("-f", "--format", choices=FORMATS, help="the format where FILE does not say it (default: md)")
    add_moment(show)
    show.set_defaults(run=_show)
    changes = commands.add_parser(
        "changes",
        help="list what changed between two moments: new, raised, corrected, withdrawn",
        description="List what changed in a store between two moments: + new, ^ raised, ~ corrected, - withdrawn.",
    )
    changes.add_argument("store", metavar="STORE")
    changes.add_argument("--since", required=True, metavar="MOMENT", help="2023-01-05 (its end) or 2023-01-05T12:00")
    changes.add_argument("--until", metavar="MOMENT", help="default: now")
    add_clock(changes)
    add_json(changes)
    changes.set_defaults(run=_changes)
    export = commands.add_parser("export", help="write a store, or stories of it, for other tools")
    export.add_argument("store", metavar="STORE")
    export.add_argument("-f", "--format", choices=tuple(EXPORTS), help="the format where FILE does not say it")
    export.add_argument("-o", "--output", metavar="FILE", help="write here (default: standard output); a folder for "
                        "parquet and jsonl-tables")  # fmt: skip
    export.add_argument("--story", metavar="STORY", help="this story alone")
    add_moment(export)
    export.set_defaults(run=_export)


def _add_stories(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    stories = commands.add_parser("stories", help="list the stories of a store")
    stories.add_argument("store", metavar="STORE")
    stories.add_argument("--place", metavar="NAME", help="that name this place, or this country by its two letters")
    stories.add_argument("--actor", metavar="NAME", help="that name this person, organisation or group")
    stories.add_argument("--event", metavar="TYPE", help="with an event of this type of PLOVER, as PROTEST")
    stories.add_argument("--since", metavar="DAY", help="with a report published on it or later")
    stories.add_argument("--until", metavar="DAY", help="with a report published on it or before")
    stories.add_argument("--differs", action=argparse.BooleanOptionalAction, help="where reports differ, or do not")
    stories.add_argument("--open-case", action=argparse.BooleanOptionalAction, help="with an undecided request")
    stories.add_argument("--several", action=argparse.BooleanOptionalAction, help="with more than one report")
    stories.add_argument("--text", metavar="WORDS", help='whose reports hold these words; "in quotes" side by side')
    stories.add_argument("--order", choices=("newest", "oldest", "updated", "reports"), default="newest")
    add_pages(stories)
    add_moment(stories)
    stories.set_defaults(run=_stories)


@contextmanager
def _open(options: argparse.Namespace) -> Iterator["View"]:
    """The store, as known at the moment that the call names."""
    from tellings.front import open_store

    with open_store(options.store) as view:
        if options.as_of is None:
            yield view
            return
        with view.as_of(options.as_of, clock=options.clock) as past:
            try:
                yield past
            except UnknownError as error:
                raise CallError(f"as known at {options.as_of}, {error} with the same --as-of") from error


def _stories(options: argparse.Namespace) -> int:
    with _open(options) as view:
        page = view.stories(
            place=options.place, actor=options.actor, event_type=options.event, since=options.since,
            until=options.until, differs=options.differs, open_case=options.open_case, several=options.several,
            text=options.text, order=options.order, offset=options.offset, limit=options.limit,
        )  # fmt: skip
    print_rows(page, as_json=options.json, line=_tell_story)
    return say_more(page)


def _tell_story(story: "StoryRow") -> str:
    counts = [f"{story.reports} report{'s' * (story.reports != 1)}"]
    counts += [f"{story.lines} independent lines"] if story.lines > 1 else []
    counts += [f"{story.differ} difference{'s' * (story.differ != 1)}"] if story.differ else []
    counts += [f"{story.open_cases} open case{'s' * (story.open_cases != 1)}"] if story.open_cases else []
    when = (story.last or story.first or "undated")[:10]
    return f"{story.id}  {when:10}  {story.headline} ({', '.join(counts)})"


def _show(options: argparse.Namespace) -> int:
    target = check_output(options.output, [])
    form = _choose(options, FORMATS)
    with _open(options) as view:
        text = render(view.account(options.story), form)
    return _write(text, target)


def _changes(options: argparse.Namespace) -> int:
    from tellings.front import open_store
    from tellings.front.changing import find_turns

    with open_store(options.store) as view, view.as_of(options.since, clock=options.clock) as past:
        if options.until is None:
            turns = list(find_turns(past, view))
        else:
            with view.as_of(options.until, clock=options.clock) as now:
                turns = list(find_turns(past, now))
    if options.json:
        print_rows(turns, as_json=True, line=str)
        return 0
    held = ""
    for turn in turns:
        if turn.story != held:
            held = turn.story
            print(show_plain(f"{turn.headline} ({turn.story})"))
        print(show_plain(_tell_turn(turn)))
    if not turns:
        print("nothing changed", file=sys.stderr)
    return 0


def _tell_turn(turn: "Turn") -> str:
    words = " → ".join(dict.fromkeys(filter(None, (turn.before, turn.after))))
    return f"  {_SIGNS[turn.kind]} {turn.what}: {words}" + (f" [{turn.reason}]" if turn.reason else "")


def _export(options: argparse.Namespace) -> int:
    form = _choose(options, tuple(EXPORTS))
    folder = find_format(form).folder
    if folder and options.output in (None, "-"):
        raise CallError(f"{form} is a folder of files: name one with -o FOLDER")
    target = Path(options.output) if folder else check_output(options.output, [])
    with _open(options) as view:
        if form in FORMATS:
            contract = view.account(options.story) if options.story else view.contract()
            return _write(render(contract, form), target)
        runs = view.runs(story=options.story)
        if target is None:
            left_out: Counter[str] = Counter()
            print_out("".join(stream_export(runs, form, left_out)))
        else:
            try:
                left_out = Counter(write_export(runs, form, target))
            except OSError as error:
                raise PathError(f"-o {target} could not be written: {error.strerror or error}") from error
            print(target)
    if left_out:
        told = "; ".join(f"{number} {reason}" for reason, number in sorted(left_out.items()))
        print(f"{form}: without a row: {show_plain(told)}", file=sys.stderr)
    return 0


def _choose(options: argparse.Namespace, allowed: tuple[str, ...]) -> str:
    """The format: as named, else by the ending of the file."""
    if options.format:
        return str(options.format)
    if options.output in (None, "-"):
        if "md" in allowed and allowed == FORMATS:
            return "md"
        raise CallError(f"--format is missing: choose one of {', '.join(allowed)}")
    found = choose_format(options.output)
    if found is None or found.name not in allowed:
        raise CallError(f"-o {options.output}: its ending says no format: add --format, one of {', '.join(allowed)}")
    return found.name


def _write(text: str, target: Path | None) -> int:
    if target is None:
        print_out(text)
    else:
        write_file(target, text)
        print(target)
    return 0
