"""Appearances of reports and same_story Judgements in, Stories out: every report in exactly one, alone where nothing
belongs with it.

How groups grow stands in `linkage`. A person's judgement holds whatever the scores say: their yes joins first, their no
keeps apart. The versions of one article are one report here.
"""

from collections.abc import Iterable, Mapping, Sequence

from tellings.cluster import same_story
from tellings.cluster.grouping import Grouping
from tellings.linking.groups import settle
from tellings.records import Appearance, Judgement, Story, make_id
from tellings.stage import Cut, Group, Stage

_AT_ONCE = 1_000  # reports that are grouped together, with as many around them
_STAGES = frozenset({same_story.STAGE.name})


def build_stories(appearances: Sequence[Appearance], judgements: Iterable[Judgement]) -> list[Story]:
    """The stories, each with its reports by time of publication and then by id."""
    held = settle((j for j in judgements if j.relation == same_story.RELATION), stages=_STAGES)
    order = order_reports(appearances)
    ranks = {report: rank for rank, report in enumerate(order)}
    known: dict[str, list[tuple[str, str, Judgement | None]]] = {}  # by the later of the two reports
    versions = [(a.supersedes, a.report, None) for a in appearances if a.supersedes and a.supersedes != a.report]
    for left, right, judgement in [*versions, *((j.left, j.right, j) for j in held.values())]:
        if left in ranks and right in ranks:
            known.setdefault(max(left, right, key=ranks.__getitem__), []).append((left, right, judgement))
    grouping = Grouping(around=_AT_ONCE)
    for place, report in enumerate(order, start=1):
        grouping.put(report, f"{place:09}")
        for left, right, judgement in known.get(report, ()):
            if judgement:
                apply(grouping, judgement)
            else:
                grouping.join(left, right)
        if place % _AT_ONCE == 0:
            grouping.settle()
    grouping.settle()
    stories = sorted(grouping.groups(), key=lambda members: ranks[members[0]])
    return [Story(make_id("story", *sorted(members)), members) for members in stories]


def apply(grouping: Grouping, judgement: Judgement) -> None:
    """Tell the groups of one judgement. Raises KeyError for a report that they have not met."""
    left, right = judgement.left, judgement.right
    by_person = judgement.by not in _STAGES
    if judgement.verdict and (by_person or judgement.score >= 1.0):
        grouping.join(left, right)
    elif by_person:
        grouping.part(left, right)
    else:
        grouping.link(right, [left], [judgement.score])


def order_reports(appearances: Iterable[Appearance]) -> list[str]:
    """The reports by time of publication, those of one article by version, then by id. Undated reports come last:
    nothing says that they were first."""
    there = {appearance.report: appearance for appearance in appearances}
    before = {report: appearance.supersedes for report, appearance in there.items()}
    ranks = {
        report: (
            appearance.published.rank() if appearance.published else "9999",
            _count_versions(report, before),
            report,
        )
        for report, appearance in there.items()
    }
    return sorted(ranks, key=ranks.__getitem__)


def _count_versions(report: str, before: Mapping[str, str | None]) -> int:
    """How many versions of its article came before it."""
    seen: set[str] = set()
    while (earlier := before.get(report)) and earlier not in seen:
        seen.add(earlier)
        report = earlier
    return len(seen)


def _run(group: Group) -> Iterable[Story]:
    return build_stories(group.of(Appearance), group.of(Judgement))


STAGE = Stage("stories", reads=(Appearance, Judgement), writes=(Story,), cut=Cut.WHOLE, run=_run)
