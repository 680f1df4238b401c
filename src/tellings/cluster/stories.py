"""Appearances of reports and same_story Judgements in, Stories out: every report in exactly one, alone where nothing
belongs with it.

How groups grow stands in `linkage`. A person's judgement holds whatever the scores say: their yes joins first, their no
keeps apart. The versions of one article are one report here.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from tellings.cluster import same_story
from tellings.cluster.grouping import AROUND, Grouping
from tellings.cluster.likenesses import Ints, Scores
from tellings.linking.groups import settle
from tellings.records import Appearance, Judgement, Story, make_id
from tellings.stage import Cut, Group, Sight, Stage

# Reports of the order of time that are grouped together, with as many around them (`grouping.AROUND`). Of 3,500 made-up
# reports B3 F1 .896, at 1,000 and 1,000 .866, at 500 .884, at 100 and 300 .898; the labelled sets are the same at each.
_AT_ONCE = AROUND
_STAGES = frozenset({same_story.STAGE.name})

Pairs = tuple[Ints, Ints, Scores]  # places of both reports in an order, and how alike they are


def build_stories(appearances: Sequence[Appearance], judgements: Iterable[Judgement]) -> list[Story]:
    """The stories, each with its reports by time of publication and then by id."""
    order = order_reports(appearances)
    places = {report: place for place, report in enumerate(order)}
    weighed, pairs = same_story.lay_out_judged(judgements, places)
    said = [judgement for judgement in weighed if judgement.by not in _STAGES]
    if said:
        by_stages = np.array([judgement.by in _STAGES for judgement in weighed])
        pairs = tuple(column[by_stages] for column in pairs)
    return _group(appearances, order, pairs, said)


def _group(
    appearances: Iterable[Appearance], order: Sequence[str], pairs: Pairs, said: Iterable[Judgement]
) -> list[Story]:
    """The reports in this order come one after the other, each with what is known of it and those before it. said: what
    people hold; of two reports the last word, whatever their score."""
    places = {report: place for place, report in enumerate(order)}
    told: dict[int, list[tuple[str, str, Judgement | None]]] = {}  # by the place of the later of the two reports
    versions = [(a.supersedes, a.report, None) for a in appearances if a.supersedes and a.supersedes != a.report]
    held = settle((j for j in said if j.relation == same_story.RELATION), stages=frozenset()).values()
    for left, right, judgement in [*versions, *((j.left, j.right, j) for j in held)]:
        if left in places and right in places:
            told.setdefault(max(places[left], places[right]), []).append((left, right, judgement))
    earlier, scores, bounds = _sort_pairs(
        pairs, [(places[a], places[b]) for s in told.values() for a, b, j in s if j], len(order)
    )
    grouping = Grouping()
    for place, report in enumerate(order):
        number = grouping.put(report, f"{place:09}")
        others, worth = earlier[bounds[place] : bounds[place + 1]], scores[bounds[place] : bounds[place + 1]]
        for same in others[worth >= 1.0]:
            grouping.join(order[same], report)
        grouping.link_numbers(number, others[worth < 1.0], worth[worth < 1.0])
        for left, right, judgement in told.get(place, ()):
            if judgement:
                apply(grouping, judgement)
            else:
                grouping.join(left, right)
        if (place + 1) % _AT_ONCE == 0:
            grouping.settle()
    grouping.settle()
    stories = sorted(grouping.groups(), key=lambda members: places[members[0]])
    return [Story(make_id("story", *sorted(members)), members) for members in stories]


def _sort_pairs(pairs: Pairs, judged: Sequence[tuple[int, int]], reports: int) -> tuple[Ints, Scores, list[int]]:
    """Of each report in turn the earlier ones that it was weighed with, and how alike they are; and where those of a
    report begin. judged: pairs that a person has judged, which are left out."""
    left, right, scores = pairs
    earlier, later = np.minimum(left, right), np.maximum(left, right)
    overruled = {min(pair) + max(pair) * reports for pair in judged}
    kept = ~np.isin(earlier + later * reports, np.array(sorted(overruled), dtype=np.int64))
    earlier, later, scores = earlier[kept], later[kept], scores[kept]
    order = np.lexsort((earlier, later))
    bounds = np.searchsorted(later[order], np.arange(reports + 1)).tolist()
    return earlier[order], scores[order], bounds


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


def _glance(sight: Sight) -> Iterable[Story]:
    appearances = sight.every(Appearance)
    order = order_reports(appearances)
    return _group(appearances, order, sight.scores(same_story.RELATION, order), sight.given(Judgement))


STAGE = Stage("stories", reads=(Appearance, Judgement), writes=(Story,), cut=Cut.WHOLE, run=_run, glance=_glance)
