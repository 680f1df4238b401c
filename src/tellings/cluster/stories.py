"""Reports and same_story Judgements in, Stories out: every report in exactly one, alone where nothing belongs with it.

Groups grow by average link: two groups become one while the mean score over all pairs across them, a pair that nobody
weighed counting 0, is high enough. One mistaken pair can therefore not glue two stories. A person's judgement holds
whatever the scores say: their yes joins first, their no keeps apart.
"""

import heapq
from collections.abc import Iterable, Sequence

from tellings.cluster import same_story
from tellings.linking.groups import build_groups, settle
from tellings.records import Judgement, Report, Story, make_id
from tellings.stage import Cut, Group, Stage

THRESHOLD = 0.3  # mean score across two groups from which they are one story
_STAGES = frozenset({same_story.STAGE.name})
Pair = tuple[str, str]


def build_stories(reports: Sequence[Report], judgements: Sequence[Judgement]) -> list[Story]:
    """The stories, each with its reports by time of publication and then by id."""
    ids = sorted({report.id for report in reports})
    held = settle((j for j in judgements if j.relation == same_story.RELATION), stages=_STAGES)
    joined, apart, scores = _split(held)
    order = {report.id: (_published(report), report.id) for report in reports}
    groups = _grow(build_groups(ids, joined), apart, scores)
    stories = [tuple(sorted(group, key=order.__getitem__)) for group in groups]
    return [
        Story(make_id("story", *sorted(members)), members) for members in sorted(stories, key=lambda m: order[m[0]])
    ]


def _published(report: Report) -> str:
    """Undated reports come last: nothing says that they were first."""
    return (report.published.start if report.published else None) or "9999"


def _split(held: dict[Pair, Judgement]) -> tuple[list[Pair], set[Pair], dict[Pair, float]]:
    joined: list[Pair] = []
    apart: set[Pair] = set()
    scores: dict[Pair, float] = {}
    for pair, judgement in held.items():
        by_person = judgement.by not in _STAGES
        if judgement.verdict and (by_person or judgement.score >= 1.0):
            joined.append(pair)
        elif by_person:
            apart.add(pair)
        else:
            scores[pair] = judgement.score
    return joined, apart, scores


def _grow(groups: list[list[str]], apart: set[Pair], scores: dict[Pair, float]) -> list[list[str]]:
    """Average link over the sums of scores between groups; copies of one text count as one report."""
    place = {report: number for number, group in enumerate(groups) for report in group}
    members = dict(enumerate(groups))
    sizes = dict.fromkeys(members, 1)
    between: dict[int, dict[int, float]] = {number: {} for number in members}
    for (left, right), score in scores.items():
        _add(between, place, left, right, score)
    for left, right in apart:
        _add(between, place, left, right, float("-inf"))
    heap = [(-score, a, b) for a, row in between.items() for b, score in row.items() if a < b and score >= THRESHOLD]
    heapq.heapify(heap)
    while heap:
        worth, a, b = heapq.heappop(heap)
        if a not in members or b not in members or -worth != between[a][b] / (sizes[a] * sizes[b]):
            continue
        members[a] += members.pop(b)
        sizes[a] += sizes.pop(b)
        for c, total in between.pop(b).items():
            between[c].pop(b)
            if c != a:
                between[a][c] = between[c][a] = between[a].get(c, 0.0) + total
        for c, total in between[a].items():
            mean = total / (sizes[a] * sizes[c])
            if mean >= THRESHOLD:
                heapq.heappush(heap, (-mean, min(a, c), max(a, c)))
    return list(members.values())


def _add(between: dict[int, dict[int, float]], place: dict[str, int], left: str, right: str, score: float) -> None:
    a, b = place.get(left), place.get(right)
    if a is None or b is None or a == b:
        return
    known = between[a].get(b)
    total = score if known is None else min(known, score) if score == float("-inf") else max(known, score)
    between[a][b] = between[b][a] = total


def _run(group: Group) -> Iterable[Story]:
    return build_stories(group.of(Report), group.of(Judgement))


STAGE = Stage("stories", reads=(Report, Judgement), writes=(Story,), cut=Cut.WHOLE, run=_run)
