"""Stages that look at one story alone in, what they make of every story out: some stories at a time go through all of
them, in a process beside this one where there are any, so that a story is sent but once, what one stage has read of it
is there for the next, and nothing waits for the last story of a stage."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

from tellings.engines import Progress, key_runs
from tellings.engines.groups import prepare, run_group
from tellings.engines.hands import Hands, work_ahead
from tellings.engines.parcels import Parcel, keep, unwrap, wrap
from tellings.engines.workers import cut_stories
from tellings.records import KINDS, Report, Story, Tables
from tellings.stage import Cut, Group, Stage, cut_groups, find_stories

# Reports of the stories told at once at most, unless one has more: what costs less for many is done for all of them.
# 2,000 reports take 79.0 s so, 81.0 at 20, 79.7 at 32, 79.5 at 64; 84.0 where nothing is done together.
_REPORTS = 40
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
    sizes = _measure(pack.groups)
    portions = ([(key, pack.wrap(key)) for key in some] for some in cut_stories(sizes, _REPORTS))
    made: list[Any] = []
    work = partial(tell_portion, tuple(stages), strict)
    done, total = 0, len(tables.of(Report))
    for key, parcel in work_ahead(hands, work, portions, ahead=_AHEAD, strict=strict):
        if progress:
            progress(stages[-1].name, done, total)
        made += keep(key, parcel)
        done += sizes[key]
    return made


def run_stories_here(
    stages: Sequence[Stage], tables: Tables, *, progress: Progress | None = None, strict: bool = False
) -> list[Any]:
    """The same, done by this process."""
    groups = _gather([kind for kind in KINDS if _is_read(kind, stages)], tables)
    sizes = _measure(groups)
    made: list[Any] = []
    done, total = 0, len(tables.of(Report))
    for some in cut_stories(sizes, _REPORTS):
        if progress:
            progress(stages[-1].name, done, total)
        told = tell_stories(stages, (_records_of(groups.pop(key)) for key in some), strict=strict)
        made += chain.from_iterable(told)
        done += sum(sizes[key] for key in some)
    return made


def _is_read(kind: type, stages: Sequence[Stage]) -> bool:
    return kind is Report or any(kind in stage.reads for stage in stages)


def _gather(kinds: Sequence[type], tables: Tables) -> dict[str, Group]:
    """The records of these kinds by story."""
    stage = Stage("stories", tuple(kinds), (), Cut.BY_KEY, _records_of, key="story")
    there: dict[type, Sequence[Any]] = {kind: tables.of(kind) for kind in {Story, *kinds}}
    return {group.key: group for group in cut_groups(stage, there)}


def _measure(groups: Mapping[str, Group]) -> dict[str, int]:
    """How many reports each story has, the largest first."""
    sizes = {key: len(group.of(Report)) for key, group in groups.items()}
    return dict(sorted(sizes.items(), key=lambda story: -story[1]))


class _Packing:
    """Wraps all that stages read of a story; what came of a report alone, and nobody has read, as it came."""

    def __init__(self, stages: Sequence[Stage], tables: Tables) -> None:
        read = [kind for kind in KINDS if _is_read(kind, stages)]
        reports = {report.id for report in tables.of(Report)}
        unread = {
            kind: found for kind in read if (found := tables.find_unread(kind)) and found.keys() - {None} <= reports
        }
        self._unread = list(unread.values())
        self.groups = _gather([kind for kind in read if kind not in unread], tables)

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
    return [wrap(made) for made in tell_stories(stages, map(unwrap, parcels), strict=strict)]


def tell_stories(stages: Sequence[Stage], stories: Iterable[Iterable[Any]], *, strict: bool = False) -> list[list[Any]]:
    """What the stages, one after the other, make of the records of each of some stories."""
    tables = [Tables(records) for records in stories]
    told: list[list[Any]] = [[] for _ in tables]
    for stage in stages:
        cut = [list(cut_groups(stage, {kind: own.of(kind) for kind in {Story, *stage.reads}})) for own in tables]
        prepare(stage, list(chain.from_iterable(cut)))
        for groups, own, made in zip(cut, tables, told, strict=True):
            found = list(chain.from_iterable(run_group(stage, group, strict=strict) for group in groups))
            own.add(found)
            made += found
    return told


def _records_of(group: Group) -> Iterator[Any]:
    for kind in KINDS:
        yield from group.of(kind)
