"""Paths and addresses in, tables out: the plan run over all that could be read. The front door of the library."""

from collections.abc import Sequence

from tellings.engines import ENGINES, Progress
from tellings.errors import CallError, NothingUsableError
from tellings.ingest import ReadConfig, read_captures
from tellings.plan import PLAN
from tellings.records import Capture, Drop, Report, Story, Tables
from tellings.text.plain import show_plain

_DEFAULT = ReadConfig()


def tell(
    inputs: Sequence[str],
    *,
    engine: str = "local",
    address: str | None = None,
    config: ReadConfig = _DEFAULT,
    progress: Progress | None = None,
    strict: bool = False,
) -> Tables:
    """Read the inputs and tell their stories: every record of the run, by kind.

    engine: "local" (this process) or "ray" (a cluster, at `address` or started here; the extra `ray`).
    Raises CallError or PathError for a wrong call, NothingUsableError when no report could be read (the message lists
    why), EngineError when the engine cannot run here. What cannot be used becomes a Drop in the tables.
    """
    if engine not in ENGINES:
        raise CallError(f"engine={engine!r} is unknown: choose one of {', '.join(ENGINES)}")
    captures = list(read_captures(inputs, config=config))
    if not any(isinstance(record, Capture) for record in captures):
        raise NothingUsableError(_why_nothing(inputs, Tables(captures)))
    if engine == "ray":
        from tellings.engines import ray

        tables = ray.run_plan(PLAN, captures, address=address, progress=progress, strict=strict)
    else:
        from tellings.engines import local

        tables = local.run_plan(PLAN, captures, progress=progress, strict=strict)
    if not tables.of(Report) or not tables.of(Story):
        raise NothingUsableError(_why_nothing(inputs, tables))
    return tables


def _why_nothing(inputs: Sequence[str], tables: Tables) -> str:
    given = ", ".join(map(show_plain, inputs[:5])) + (f" and {len(inputs) - 5} more" if len(inputs) > 5 else "")
    drops = sorted(tables.of(Drop), key=lambda drop: drop.capture)
    lines = [f"no report could be read from {given}"]
    lines += [f"  {drop.capture}: {show_plain(drop.reason)}" for drop in drops[:20]]
    if len(tables.of(Drop)) > 20:
        lines.append(f"  … and {len(tables.of(Drop)) - 20} more")
    lines.append("Give text or HTML files of news reports, a folder of them, or their addresses.")
    return "\n".join(lines)
