"""Paths and addresses in, tables out: the plan run over all that could be read. The front door of the library."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from tellings.clean.pages import STAGE as CLEAN
from tellings.engines import Progress, check_alone, parse_engine
from tellings.engines.groups import take_in
from tellings.errors import CallError, NothingUsableError
from tellings.ingest import ReadConfig, read_captures
from tellings.ingest.judged_reports import judge_reports
from tellings.ingest.judgements import Ruling, read_rulings
from tellings.records import KINDS, Capture, Draft, Drop, Report, Story, Tables
from tellings.stage import Stage
from tellings.text.plain import show_plain

_DEFAULT = ReadConfig()
_Run = Callable[[Sequence[Stage], Iterable[Any]], Tables]


def tell(
    inputs: Sequence[str],
    *,
    engine: str = "local",
    shared: str | None = None,
    workers: int | None = None,
    config: ReadConfig = _DEFAULT,
    progress: Progress | None = None,
    strict: bool = False,
    model: str | None = None,
    judgements: str | Sequence[Ruling] = (),
) -> Tables:
    """Read the inputs and tell their stories: every record of the run, by kind.

    engine: "local" (this process), "ray" (a cluster that is started here) or "ray://HOST:PORT" (one that runs); the
    extra `ray`.
    shared: a folder that all machines of the cluster see at that path, for what goes from stage to stage.
    workers: processes that read closely on the local engine, 0: as many as pay, None: this one alone; on a cluster
    tasks at the same time, 0 or None: as many as it has processors. More than one on the local engine starts this
    programme anew in each, so a script that asks for them keeps its own work under `if __name__ == "__main__"`.
    model: the spaCy pipeline that parses English, by its package's name or its folder; None: the packaged small one.
    judgements: what people hold of reports, as a file or as rulings; they outrank those of the stages.
    Raises CallError or PathError for a wrong call, NothingUsableError when no report could be read (the message lists
    why), EngineError when the engine cannot run here. What cannot be used becomes a Drop in the tables.
    """
    name, address = parse_engine(engine)
    if name == "local":
        check_alone(engine, shared)
    if workers is not None and workers < 0:
        raise CallError(f"workers={workers!r}: give a number of processes, or 0 for as many as pay")
    rulings = read_rulings(judgements) if isinstance(judgements, str) else judgements
    received = read_captures(inputs, config=config)
    if isinstance(judgements, str):  # it may lie among the pages
        received = (record for record in received if not _is_of(record, judgements))
    captures = _check_some(inputs, received)
    from tellings.plan import PLAN, build_plan  # only now: it loads every room

    plan = build_plan(model=model) if model else PLAN
    if name == "ray":
        from tellings.engines import ray

        run: _Run = partial(
            ray.run_plan, address=address, workers=workers or 0, shared=shared, model=model or "", progress=progress,
            strict=strict,
        )  # fmt: skip
    else:
        from tellings.engines import local

        run = partial(local.run_plan, workers=1 if workers is None else workers, progress=progress, strict=strict)
    tables = _run_judged(run, plan, captures, rulings) if rulings else run(plan, captures)
    if not tables.of(Report) or not tables.of(Story):
        raise NothingUsableError(_why_nothing(inputs, tables))
    return tables


def _run_judged(
    run: _Run, plan: Sequence[Stage], captures: Iterable[Capture | Drop], rulings: Sequence[Ruling]
) -> Tables:
    """The plan in two runs: what a person calls the reports is known once they are read, and before they are linked."""
    read = 1 + max(number for number, stage in enumerate(plan) if Report in stage.writes)
    tables = run(plan[:read], captures)
    if not tables.of(Report):
        return tables
    tables.add(judge_reports(rulings, tables.of(Report), tables.of(Drop)))
    wanted = {kind for stage in plan[read:] for kind in stage.reads}
    told = run(plan[read:], [*_records(tables, wanted)])
    tables.add(_records(told, KINDS))
    return tables


def _is_of(record: Capture | Drop, path: str) -> bool:
    """Whether the record was read from that file."""
    origin = Path((record.origin if isinstance(record, Capture) else record.capture).partition("#")[0])
    return origin.name == Path(path).name and origin.resolve() == Path(path).resolve()


def _records(tables: Tables, kinds: Container[type]) -> Iterator[Any]:
    for kind in KINDS:
        if kind in kinds:
            yield from tables.of(kind)


def read_reports(
    inputs: Sequence[str], *, config: ReadConfig = _DEFAULT, progress: Progress | None = None
) -> Iterator[Report | Drop]:
    """The report of each page as it is read, and what was left out: one page at a time, nothing is kept.

    Each page is read on its own: that two are versions of one article, or that lines come again on all pages of a
    site, only `tell` sees. Raises CallError or PathError at once for a wrong call.
    """
    captures = read_captures(inputs, config=config)
    return _read_reports(captures, progress)


def _read_reports(captures: Iterable[Capture | Drop], progress: Progress | None) -> Iterator[Report | Drop]:
    for record in take_in(CLEAN, captures, progress=progress):
        if isinstance(record, Draft):
            yield record.alone
        elif isinstance(record, Drop):
            yield record


def _check_some(inputs: Sequence[str], records: Iterator[Capture | Drop]) -> Iterator[Capture | Drop]:
    """The records as they are read. Raises NothingUsableError where there is no capture among them."""
    left_out: list[Capture | Drop] = []
    for record in records:
        left_out.append(record)
        if isinstance(record, Capture):
            return chain(left_out, records)
    raise NothingUsableError(_why_nothing(inputs, Tables(left_out)))


def _why_nothing(inputs: Sequence[str], tables: Tables) -> str:
    given = ", ".join(map(show_plain, inputs[:5])) + (f" and {len(inputs) - 5} more" if len(inputs) > 5 else "")
    drops = sorted(tables.of(Drop), key=lambda drop: drop.capture)
    lines = [f"no report could be read from {given}"]
    lines += [f"  {drop.capture}: {show_plain(drop.reason)}" for drop in drops[:20]]
    if len(tables.of(Drop)) > 20:
        lines.append(f"  … and {len(tables.of(Drop)) - 20} more")
    lines.append("Give files of news reports, a folder of them, or their addresses; docs/formats.md lists them.")
    return "\n".join(lines)
