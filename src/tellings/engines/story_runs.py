"""Stages that look at one story alone in, what they make of every story out: each goes through all of them at once, in
a process beside this one, so that it is sent but once and nothing waits for the last story of a stage."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any

from tellings.engines import Progress, key_runs
from tellings.engines.groups import run_group
from tellings.engines.hands import Hands, work_ahead
from tellings.engines.parcels import Parcel, keep, unwrap, wrap
from tellings.engines.workers import cut_stories
from tellings.records import KINDS, Report, Story, Tables
from tellings.stage import Cut, Group, Stage, cut_groups, find_stories

_REPORTS = 8  # of the stories sent at once at most, unless one has more
_AHEAD = 16  # portions a hand that are under way: the largest stories go first, others are told beside them


def cut_story_run(plan: Sequence[Stage], tables: Tables) -> int:
    """How many stages at the front of the plan can be run story by story: they look at one story or one report alone,
    and each report stands in one story."""
    found = find_stories(tables.of(Story))
    if any(len(found.get(report.id, ())) != 1 for report in tables.of(Report)):
        return 0
    number = 0
    for stage in plan:
        by_story = stage.cut is Cut.BY_KEY and stage.key == "story"
        if not by_story and not stage.is_of_report:
            break
        number += 1
    return number


def run_stories(
    stages: Sequence[Stage],
    tables: Tables,
    *,
    hands: Hands,
    progress: Progress | None = None,
    strict: bool = False,
) -> list[Any]:
    """What the stages make of the stories, done by the hands, as `Tables` take it in. Raises EngineError when one of
    these is stopped."""
    pack = _Packing(stages, tables)
    sizes = {key: len(group.of(Report)) for key, group in pack.groups.items()}
    largest_first = dict(sorted(sizes.items(), key=lambda story: -story[1]))
    portions = ([(key, pack.wrap(key)) for key in some] for some in cut_stories(largest_first, _REPORTS))
    made: list[Any] = []
    work = partial(tell_portion, tuple(stages), strict)
    done, total = 0, len(tables.of(Report))
    for key, parcel in work_ahead(hands, work, portions, ahead=_AHEAD, strict=strict):
        if progress:
            progress(stages[-1].name, done, total)
        made += keep(key, parcel)
        done += sizes[key]
    return made


class _Packing:
    """Wraps all that stages read of a story; what came of a report alone, and nobody has read, as it came."""

    def __init__(self, stages: Sequence[Stage], tables: Tables) -> None:
        read = [kind for kind in KINDS if kind is Report or any(kind in stage.reads for stage in stages)]
        reports = {report.id for report in tables.of(Report)}
        unread = {kind: found for kind in read if (found := tables.find_unread(kind)) and found.keys() <= reports}
        self._unread = list(unread.values())
        rest = tuple(kind for kind in read if kind not in unread)
        gather = Stage("stories", rest, (), Cut.BY_KEY, _records_of, key="story")
        there: dict[type, Sequence[Any]] = {kind: tables.of(kind) for kind in {Story, *rest}}
        self.groups = {group.key: group for group in cut_groups(gather, there)}

    def wrap(self, key: str) -> Parcel:
        """A story's records, in no order."""
        group = self.groups[key]
        parcel = wrap(_records_of(group))
        for found in self._unread:
            for report in group.of(Report):
                parcel += [some.sent for some in found.get(report.id, ())]
        return parcel


def tell_portion(stages: Sequence[Stage], strict: bool, parcels: Sequence[Parcel]) -> list[Parcel]:
    """What the stages, one after the other, make of each of some stories."""
    key_runs.forget()
    return [wrap(tell_story(stages, unwrap(parcel), strict=strict)) for parcel in parcels]


def tell_story(stages: Sequence[Stage], records: Iterable[Any], *, strict: bool = False) -> list[Any]:
    """What the stages, one after the other, make of one story's records."""
    tables = Tables(records)
    made: list[Any] = []
    for stage in stages:
        groups = cut_groups(stage, {kind: tables.of(kind) for kind in KINDS})
        found: list[Any] = list(chain.from_iterable(run_group(stage, group, strict=strict) for group in groups))
        tables.add(found)
        made += found
    return made


def _records_of(group: Group) -> Iterator[Any]:
    for kind in KINDS:
        yield from group.of(kind)
