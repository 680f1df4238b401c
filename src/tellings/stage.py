"""A stage is a pure function on records that says what it reads and writes; a plan is a list of stages that fit."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tellings.errors import PlanError
from tellings.records import ACROSS, Capture, Drop, Judgement, Report, Story

if TYPE_CHECKING:  # a plan is read before anything is reckoned
    import numpy as np
    from numpy.typing import NDArray

R = TypeVar("R")
SHARED = "TELLINGS_SHARED"  # environment variable: the folder that processes of one run share, if they do


class Cut(StrEnum):
    """How records are cut: EACH report (or capture) alone, BY_KEY all that share a key, WHOLE all at once."""

    EACH = "each"
    BY_KEY = "by_key"
    WHOLE = "whole"


class Group:
    """What a stage is handed: the records of the kinds it reads that share `key`, in table order."""

    def __init__(self, key: str, records: Mapping[type, Sequence[Any]]) -> None:
        self.key = key
        self._records = records

    def of(self, kind: type[R]) -> Sequence[R]:
        """Every record of that kind in the group."""
        return self._records.get(kind, ())

    def one(self, kind: type[R]) -> R:
        """The only record of that kind. Raises ValueError when there is none or more than one."""
        (record,) = self.of(kind)
        return record


class Sight(Protocol):
    """What a stage that looks at all records may ask for where they are kept, so that it need not be handed all."""

    def every(self, kind: type[R]) -> Sequence[R]:
        """Every record of that kind that stages before it made, in table order."""

    def given(self, kind: type[R]) -> Sequence[R]:
        """Those that no stage made, in table order: what people hold."""

    def judged(self, relation: str, pairs: Iterable[tuple[str, str]]) -> Iterable[Judgement]:
        """What stages before it judged of these pairs, the left side first, in no order."""

    def scores(
        self, relation: str, reports: Sequence[str]
    ) -> "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]":
        """Of what stages judged of two of these reports, as three columns: the places of both, and the score."""

    def changed(self, kind: type[R]) -> Iterable[R]:
        """Records of that kind that are new, or no more, or other than they were, as they are and as they were."""

    def made(self) -> Sequence[Any]:
        """What the stage made the last time."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What a group gives other than before. gone: of what it gave, what it no longer gives, each by the report that it
    is kept under and its id; ids that it never gave may stand there."""

    new: Sequence[Any]
    gone: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """`run` maps a group to new records. `key` (BY_KEY) is "story", or an attribute of the records that are read.

    `more` tells by what `run` would give other than before: it is handed the group, the ids of the records that are new
    in it, and those that it held and holds no more; None where it cannot tell. For stages whose groups grow with all
    that was ever read. `glance` (WHOLE) gives what `run` gives where records are kept: it asks for those that it needs.
    `together` is shown some groups before each is run: what costs less for many at once is done for all of them, and
    kept for `run`, which gives the same without; of stories, for the stages after it too, so only an engine that takes
    some stories through all stages before others calls it. `ready` makes what is made but once on a machine (an index):
    where several processes will run the stage one of them may be asked for it beforehand; `run` makes it where it is
    lacking. `load` loads what each process needs to run it (a model): processes that have nothing to do yet may be
    asked to. `across`: what it makes is of no one report or story, so that an engine need not hand it to stages that
    look at one alone.
    """

    name: str
    reads: tuple[type, ...]
    writes: tuple[type, ...]
    cut: Cut
    run: Callable[[Group], Iterable[Any]]
    key: str = ""
    more: Callable[[Group, frozenset[str], Sequence[Any]], Gain | None] | None = None
    glance: Callable[[Sight], Iterable[Any]] | None = None
    together: Callable[[Sequence[Group]], None] | None = None
    ready: Callable[[], None] | None = None
    load: Callable[[], None] | None = None
    across: bool = False

    @property
    def is_of_report(self) -> bool:
        """Whether it looks at one report alone."""
        return self.cut is Cut.EACH and self.reads[0] is Report


def keys_of(record: Any, stage: Stage, story_of: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """The groups that a record belongs to in this stage; `story_of` maps a report to the stories that hold it."""
    return _key_reader(type(record), stage, story_of)(record)


def _key_reader(kind: type, stage: Stage, story_of: Mapping[str, Sequence[str]]) -> Callable[[Any], Iterable[str]]:
    """What tells of each record of a kind the groups that it belongs to."""
    itself = kind in (Capture, Report)
    if stage.cut is Cut.WHOLE:
        return lambda record: ("",)
    if stage.cut is Cut.EACH:
        return (lambda record: (record.id,)) if itself else (lambda record: (record.report,))
    if stage.key != "story":
        return lambda record: _as_keys(getattr(record, stage.key))
    if kind is Story:
        return lambda record: (record.id,)
    if kind is Judgement:
        return lambda record: _stories_of(record, story_of)
    if hasattr(kind, "story"):
        return lambda record: (record.story,)
    if itself:
        return lambda record: story_of.get(record.id, ())
    return lambda record: story_of.get(record.report, ())


def _stories_of(judgement: Judgement, story_of: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """None of one by which stories come about: there are a hundred such a report, and no story is told by them."""
    if judgement.relation in ACROSS:
        return ()
    return (judgement.scope,) if judgement.scope else story_of.get(judgement.left, ())


def _as_keys(value: Any) -> Iterable[str]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def find_stories(stories: Iterable[Story]) -> dict[str, list[str]]:
    """For each report the ids of the stories that hold it."""
    story_of: dict[str, list[str]] = {}
    for story in stories:
        for report in story.reports:
            story_of.setdefault(report, []).append(story.id)
    return story_of


def cut_groups(stage: Stage, tables: Mapping[type, Sequence[Any]]) -> Iterator[Group]:
    """The groups of a stage, by key in order; for EACH only where the first kind that is read has a record."""
    story_of = find_stories(tables.get(Story, ()))
    groups: defaultdict[str, dict[type, list[Any]]] = defaultdict(dict)
    for kind in stage.reads:
        keys, held = _key_reader(kind, stage, story_of), defaultdict[str, list[Any]](list)
        for record in tables.get(kind, ()):
            for key in keys(record):
                held[key].append(record)
        for key, records in held.items():
            groups[key][kind] = records
    for key in sorted(groups):
        if stage.cut is not Cut.EACH or stage.reads[0] in groups[key]:
            yield Group(key, groups[key])


def check_plan(plan: Sequence[Stage], *, given: Iterable[type] = (Capture,)) -> None:
    """Raise PlanError where a stage reads what none before it writes, has a double name, or a cut without its key."""
    there = {*given, Drop}
    names: set[str] = set()
    for stage in plan:
        if stage.name in names:
            raise PlanError(f"two stages are named {stage.name!r}: rename one in tellings/plan.py")
        names.add(stage.name)
        if (stage.cut is Cut.BY_KEY) != bool(stage.key):
            raise PlanError(
                f"stage {stage.name!r} is cut {stage.cut} with key {stage.key!r}: a key goes with BY_KEY only"
            )
        if stage.cut is Cut.BY_KEY and stage.key == "story" and Story not in there:
            raise PlanError(f"stage {stage.name!r} is cut by story, but no stage before it writes Story")
        missing = [kind.__name__ for kind in stage.reads if kind not in there]
        if missing:
            raise PlanError(f"stage {stage.name!r} reads {', '.join(missing)}, which no stage before it writes")
        there |= set(stage.writes)
