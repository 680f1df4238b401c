"""A stage and a group in, new records out; what fails becomes a Drop. Shared by the engines."""

import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from tellings.engines import Progress
from tellings.errors import EngineError
from tellings.records import Capture, Draft, Drop, Report, make_id
from tellings.stage import Cut, Group, Stage

TOGETHER = 32  # groups that a stage is shown at once: 2,000 reports take 76.6 s, 79.0 at 16, 77.8 at 48


def prepare(stage: Stage, groups: Sequence[Group]) -> None:
    """Before each of these groups is run: let the stage do together what costs less so. What fails here fails again,
    and is told, where its group is run."""
    if stage.together and groups:
        with suppress(Exception):
            stage.together(groups)


def run_group(stage: Stage, group: Group, *, strict: bool = False) -> list[Any]:
    """What the stage makes of one group; if it fails, a Drop that names the group (or, when strict, the error)."""
    try:
        return list(stage.run(group))
    except EngineError:  # no fault of the group: what was to be done elsewhere was not
        raise
    except Exception as error:
        if strict:
            raise
        reason = (
            f"the step {stage.name.replace('_', ' ')} failed on it ({type(error).__name__}: {str(error)[:200]}); what "
            "rests on that step is missing, the rest is told"
        )
        place = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{place.name}, line {place.lineno} of {PurePath(place.filename).name}"
        return [Drop(make_id("drop", stage.name, group.key, reason), _name_group(group), stage.name, reason, detail)]


def _name_group(group: Group) -> str:
    """What a person knows it by: where its pages came from, or the key where it holds no pages."""
    reports = [draft.alone for draft in group.of(Draft)] + list(group.of(Report))
    origins = [capture.origin for capture in group.of(Capture)] + [report.origin for report in reports]
    more = [f"and {len(origins) - 3} more"] if len(origins) > 3 else []
    return ", ".join(origins[:3] + more) or group.key or "all reports"


def takes_captures(plan: Sequence[Stage]) -> bool:
    """Whether the first stage takes captures, each alone, and no other stage does."""
    return (
        bool(plan)
        and plan[0].reads == (Capture,)
        and plan[0].cut is Cut.EACH
        and not any(Capture in stage.reads for stage in plan[1:])
    )


def take_in(
    stage: Stage, records: Iterable[Any], *, progress: Progress | None = None, strict: bool = False
) -> Iterator[Any]:
    """The records as they come, what the stage makes of each capture, and the capture without its bytes."""
    done = 0
    for record in records:
        if not isinstance(record, Capture):
            yield record
            continue
        if progress:
            progress(stage.name, done, 0)
        done += 1
        yield from run_group(stage, Group(record.id, {Capture: (record,)}), strict=strict)
        yield replace(record, content=b"")
