"""`tellings account PATH|URL… -o FILE`: read, tell and write in one run."""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tellings import __version__
from tellings.cli.engines import add_engine, check_engine
from tellings.cli.output import check_output, let_go_of_pipe, print_out, write_file
from tellings.cli.reading import add_reading, build_config
from tellings.errors import CallError, PathError
from tellings.publish.exports import list_exports, make_export
from tellings.publish.formats import FORMATS
from tellings.publish.languages import name_language
from tellings.text.plain import show_plain

if TYPE_CHECKING:
    from tellings.publish.contract import Contract

_EXAMPLES = """examples:
  tellings account saved-pages/ -o account.html      a folder of saved pages, one page to read
  tellings account a.html b.txt -o account.json      the same as data; every key is in docs/account.md
  tellings account https://example.org/story         from the web, as Markdown on standard output
  cat page.txt | tellings account - -f json          one page from standard input
  tellings account saved-pages/ -o day.polecat.tsv   coded events, one happening a row; docs/exports.md
  tellings account rows.csv --field text=body        a table, an article a row, its text in the column body
  tellings account all.json --field text=doc.text    JSON; a dot leads into nested fields
  tellings account pages/ --judgements mine.csv      what you hold of two reports outranks what tellings finds

Most exports need no --field: the usual names are known. Every format with an example is in docs/formats.md.

What cannot be read is left out with a reason, on standard error and in the account; the rest is told.
English reports are compared; reports in other languages are shown as they are.

exit status: 0 done, 1 nothing usable was found, 2 wrong call, 3 a fault of tellings itself"""
_EXPORTS = {export.name: export for export in list_exports()}
_LISTED = 10
_ROWS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl"}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command and its options."""
    account = commands.add_parser(
        "account",
        help="read reports and tell what they say, who says it and where they differ",
        description="Read reports and write one account of each story in them.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    account.add_argument(
        "inputs", nargs="+", metavar="PATH|URL", help="files, folders, addresses, or - for standard input"
    )
    account.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write here; the ending says the format: .html .md .json for the account; for coded events "
        + ", ".join(f"{export.endings[0]} ({export.about})" for export in _EXPORTS.values()),
    )
    account.add_argument(
        "-f",
        "--format",
        choices=(*FORMATS, *_EXPORTS),
        help="the format where FILE does not say it (default: md)",
    )
    add_engine(
        account,
        runs="all is read and compared",
        workers="processes that read and compare (default: as many as pay for the number of reports; all processors of "
        "a cluster)",
    )
    account.add_argument(
        "--judgements",
        metavar="FILE",
        help="what people hold of reports and of their words (CSV: left,right,relation,verdict,by,reason; or JSON); it "
        "outranks what tellings finds. docs/judgements.md shows how",
    )
    account.add_argument(
        "--export-judgements",
        metavar="FILE",
        help="write every judgement on two reports here, people's first (.csv or .jsonl): to read, to change, to give "
        "back with --judgements",
    )
    add_reading(account)
    account.set_defaults(run=_account)


def _account(options: argparse.Namespace) -> int:
    target = check_output(options.output, options.inputs)
    judged = _check_export(options, target)
    form = _choose_format(options.output, options.format)
    check_engine(options)
    # Loaded only now: help, the version and a wrong call are answered at once.
    from tellings.front import tell
    from tellings.progress import ProgressLine
    from tellings.publish.contract import build_contract, build_outline
    from tellings.publish.formats import render
    from tellings.publish.judgement_rows import render_judgements

    config = build_config(options)
    progress = ProgressLine()
    try:
        tables = tell(
            options.inputs,
            engine=options.engine,
            shared=options.shared,
            workers=options.workers,
            config=config,
            progress=progress,
            model=options.model,
            judgements=options.judgements or (),
        )
    finally:
        progress.close()
    left_out: Mapping[str, int] = {}
    if form in _EXPORTS:
        made = make_export(tables, form)
        text, left_out, contract = made.text, made.left_out, build_outline(tables)
    else:
        contract = build_contract(tables, version=__version__)
        text = render(contract, form)
    if judged is not None:
        write_file(judged, render_judgements(tables, _ROWS[judged.suffix.lower()]), "--export-judgements")
    _say_left_out(left_out, form)
    if target is None:
        print_out(text)
    else:
        write_file(target, text)
        _say_where(contract, target, options.inputs)
    return 0


def _say_left_out(left_out: Mapping[str, int], form: str) -> None:
    """What the format has no row for: said, so that nobody takes a file for all that the reports tell."""
    if left_out:
        told = "; ".join(f"{number} {reason}" for reason, number in sorted(left_out.items()))
        print(f"{form}: without a row: {show_plain(told)}", file=sys.stderr)


def _choose_format(output: str | None, named: str | None) -> str:
    if named:
        return named
    if output is None or output == "-":
        return "md"
    for export in _EXPORTS.values():
        if output.lower().endswith(tuple(ending.lower() for ending in export.endings)):
            return export.name
    ending = Path(output).suffix.lower().lstrip(".")
    form = {"htm": "html", "markdown": "md"}.get(ending, ending)
    if form not in FORMATS:
        raise CallError(
            f"-o {output}: its ending says no format: end it in .html, .md or .json, or add -f html; "
            f"for coded events end it in {', '.join(export.endings[0] for export in _EXPORTS.values())}"
        )
    return form


def _check_export(options: argparse.Namespace, target: Path | None) -> Path | None:
    """Where to write the judgements, None for nowhere."""
    given = [*options.inputs, *filter(None, [options.judgements])]
    judged = check_output(options.export_judgements, given, option="--export-judgements")
    if judged is None:
        return None
    if target and judged.resolve() == target.resolve():
        raise PathError(f"--export-judgements {judged} is where -o writes: name another file")
    if judged.suffix.lower() not in _ROWS:
        raise CallError(f"--export-judgements {judged}: its ending says no format: end it in .csv or .jsonl")
    return judged


def _say_where(contract: "Contract", target: Path, inputs: Sequence[str]) -> None:
    for line in _describe(contract, target, inputs):
        print(show_plain(line), file=sys.stderr)
    try:
        print(target, flush=True)
    except OSError:  # the account is written; only its name could not be told
        let_go_of_pipe()


def _describe(contract: "Contract", target: Path, inputs: Sequence[str]) -> Iterator[str]:
    """What was found, in a line for each story, then what stands alone, what was not compared, what was left out."""
    stories = contract["stories"]
    for story in stories:
        counts, differ = story["counts"], sum(finding["status"] == "differ" for finding in story["findings"])
        if counts["reports"] > 1:
            parts = (
                _count(counts["reports"], "report"),
                _count(counts["independent_lines"], "independent line"),
                _count(differ, "difference"),
            )
            yield f"{story['headline']}: {', '.join(parts)}"
    alone = [story for story in stories if story["counts"]["reports"] == 1]
    if len(alone) == len(stories):
        why = "it is told by itself" if len(alone) == 1 else "no two tell of the same thing"
        yield f"{_count(len(alone), 'report')}, nothing to compare: {why}"
    elif alone:
        yield f"{_count(len(alone), 'report')} of other things"
    foreign = [report for story in stories for report in story["reports"] if report["language"] != "en"]
    if foreign:
        named = ", ".join(f"{report['capture']} ({name_language(report['language'])})" for report in foreign[:3])
        more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
        yield f"shown but not compared, as only English is read in full: {named}{more}"
    told = (j for story in stories for j in story["judgements"])
    judged = {(j["left"], j["right"], j["relation"], j["left_words"], j["right_words"]): j for j in told}
    if judged:
        overrule = sum(bool(j["overrules"]) for j in judged.values())
        on_words = sum(bool(j["claims"]) for j in judged.values())
        against = "" if on_words == len(judged) else f", {overrule or 'none'} against what tellings finds"
        words = f", {on_words} on their words" if on_words else ""
        yield f"{_count(len(judged), 'judgement')} by people{against}{words}"
    again = [drop for drop in contract["dropped"] if drop["same_as"]]
    if again:
        named = ", ".join(drop["capture"] for drop in again[:3])
        more = f" and {len(again) - 3} more" if len(again) > 3 else ""
        yield f"{_count(len(again), 'page')} met again unchanged, told once: {named}{more}"
    yield from _describe_left_out(contract, target, inputs)


def _describe_left_out(contract: "Contract", target: Path, inputs: Sequence[str]) -> Iterator[str]:
    """Files that are no reports by their kind are counted, unless they were asked for by name; the others are named."""
    from tellings.ingest.aside import count_kinds, find_kind

    asked = {Path(entry).as_posix() for entry in inputs}
    left_out, kinds = [], []
    for drop in contract["dropped"]:
        kind = None if drop["capture"] in asked else find_kind(drop["stage"], drop["reason"])
        if kind:
            kinds.append(kind)
        elif not drop["same_as"]:
            left_out.append(drop)
    if kinds:
        yield f"passed over as no reports: {count_kinds(kinds)}; {target.name} names each"
    for drop in left_out[:_LISTED]:
        yield f"left out: {drop['capture']}: {drop['reason']}"
    if len(left_out) > _LISTED:
        yield f"left out: {len(left_out) - _LISTED} more, listed in {target.name}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
