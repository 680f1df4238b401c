"""Reports and same_story Judgements in, Stories out: every report in exactly one, alone where nothing belongs with it.

Groups grow by average link: two groups become one while the mean score over all pairs across them, a pair that nobody
weighed counting 0, is high enough. One mistaken pair can therefore not glue two stories. Two groups that have grown and
are each much denser than what lies between them stay two: that is how two plane crashes in one week look. A person's
judgement holds whatever the scores say: their yes joins first, their no keeps apart. The versions of one article are
one report here.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence

from tellings.cluster import same_story
from tellings.linking.groups import build_groups, settle
from tellings.records import Judgement, Report, Story, make_id
from tellings.stage import Cut, Group, Stage

# Swept on news_cluster and ECB+ topics 1-35 (B3 F1). Without the contrast one threshold cannot serve both: reports
# of two like happenings (two quakes, two arrests) are as alike as those of one long story: .948 and .835 at the best
# threshold of the first. With it .956 and .933; the best values of the first alone (.14, .65) give .963 and .877, those
# of the second alone (.14, .75) .960 and .933.
THRESHOLD = 0.16  # mean score across two groups from which they are one story
GROWN = 3  # reports from which a group has a density of its own
CONTRAST = 0.75  # mean across two grown groups, as a share of the mean within the looser one, that joins them
_STAGES = frozenset({same_story.STAGE.name})
Pair = tuple[str, str]


def build_stories(reports: Sequence[Report], judgements: Sequence[Judgement]) -> list[Story]:
    """The stories, each with its reports by time of publication and then by id."""
    ids = sorted({report.id for report in reports})
    held = settle((j for j in judgements if j.relation == same_story.RELATION), stages=_STAGES)
    joined, apart, scores = _split(held)
    versions = [(report.supersedes, report.id) for report in reports if report.supersedes]
    joined += [pair for pair in versions if (min(pair), max(pair)) not in apart]
    before = {report.id: report.supersedes for report in reports}
    order = {report.id: (_published(report), _count_versions(report.id, before), report.id) for report in reports}
    groups = _grow(build_groups(ids, joined), apart, scores)
    stories = [tuple(sorted(group, key=order.__getitem__)) for group in groups]
    return [
        Story(make_id("story", *sorted(members)), members) for members in sorted(stories, key=lambda m: order[m[0]])
    ]


def _published(report: Report) -> str:
    """Undated reports come last: nothing says that they were first."""
    return report.published.rank() if report.published else "9999"


def _count_versions(report: str, before: Mapping[str, str | None]) -> int:
    """How many versions of its article came before it."""
    seen: set[str] = set()
    while (earlier := before.get(report)) and earlier not in seen:
        seen.add(earlier)
        report = earlier
    return len(seen)


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
    bonds = _Bonds(members)
    for (left, right), score in scores.items():
        bonds.add(place, left, right, score)
    for left, right in apart:
        bonds.add(place, left, right, float("-inf"))
    heap = [(-bonds.mean(a, b), a, b) for a, row in bonds.between.items() for b in row if a < b]
    heapq.heapify(heap)
    while heap:
        worth, a, b = heapq.heappop(heap)
        if -worth < THRESHOLD:
            break
        if a in members and b in members and -worth == bonds.mean(a, b) and not bonds.are_two_stories(a, b):
            members[a] += members.pop(b)
            bonds.merge(a, b)
            for c in bonds.between[a]:
                heapq.heappush(heap, (-bonds.mean(a, c), min(a, c), max(a, c)))
    return list(members.values())


class _Bonds:
    """Sums of the scores between groups and within each, kept up to date while groups merge."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self.between: dict[int, dict[int, float]] = {number: {} for number in numbers}
        self.sizes = dict.fromkeys(self.between, 1)
        self.within = dict.fromkeys(self.between, 0.0)

    def add(self, place: dict[str, int], left: str, right: str, score: float) -> None:
        a, b = place.get(left), place.get(right)
        if a is None or b is None or a == b:
            return
        known = self.between[a].get(b)
        total = score if known is None else min(known, score) if score == float("-inf") else max(known, score)
        self.between[a][b] = self.between[b][a] = total

    def mean(self, a: int, b: int) -> float:
        """Mean score over all pairs across the two groups."""
        return self.between[a][b] / (self.sizes[a] * self.sizes[b])

    def are_two_stories(self, a: int, b: int) -> bool:
        """Whether two grown groups are each much more alike within than to each other."""
        if min(self.sizes[a], self.sizes[b]) < GROWN:
            return False
        loosest = min(self.within[n] / (self.sizes[n] * (self.sizes[n] - 1) / 2) for n in (a, b))
        return self.mean(a, b) < CONTRAST * loosest

    def merge(self, a: int, b: int) -> None:
        """Put group b into group a."""
        self.within[a] += self.within.pop(b) + self.between[a].pop(b)
        self.sizes[a] += self.sizes.pop(b)
        for c, total in self.between.pop(b).items():
            if c != a:
                del self.between[c][b]
                self.between[a][c] = self.between[c][a] = self.between[a].get(c, 0.0) + total


def _run(group: Group) -> Iterable[Story]:
    return build_stories(group.of(Report), group.of(Judgement))


STAGE = Stage("stories", reads=(Report, Judgement), writes=(Story,), cut=Cut.WHOLE, run=_run)
