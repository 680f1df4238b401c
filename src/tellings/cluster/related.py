"""Stories and the same_story Judgements between their reports in, Judgements related_story between stories out.

A story is one happening and its follow-ups, not a topic. What is told apart but hangs together is kept as a link, the
story that began first on the left: `follow_up` where the other began on a later day and names the same rare names,
`beside` where neither day nor names say which looks back on which (two like happenings of one week).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tellings.cluster import same_story
from tellings.cluster.likenesses import Ints, Scores
from tellings.records import Appearance, Judgement, Story, make_id
from tellings.stage import Cut, Group, Sight, Stage

RELATION = "related_story"
# Mean score between two stories from which they are linked. Read on ECB+ 1-35 (63 stories) and news_cluster (71): of 24
# and 10 links at .14 two and four join what has nothing in common but a town, a trade or a planet. A story that only a
# few reports of another look back on has a mean below: links by single pairs were read, and four in five said nothing.
THRESHOLD = 0.14
_NAMED = 4  # names that are told
_STEP = 10_000  # of a score, which has four digits: sums of steps are the same in whatever order

Pair = tuple[str, str]  # two stories, that which began first before the other


class _Told:
    """Stories, and where and when their reports stand."""

    def __init__(self, stories: Sequence[Story], appearances: Iterable[Appearance]) -> None:
        began = {a.report: a.published.rank()[:10] for a in appearances if a.published}
        self.order = {story.id: (min(began.get(r, "9999") for r in story.reports), story.id) for story in stories}
        self.stories = {story.id: story for story in stories}
        self.home = {report: story.id for story in stories for report in story.reports}

    def find_pair(self, judgement: Judgement) -> Pair | None:
        """The two stories that hold its reports; None for one story, or a report of none."""
        one, other = self.home.get(judgement.left), self.home.get(judgement.right)
        if judgement.relation != same_story.RELATION or not one or not other or one == other:
            return None
        return (one, other) if self.order[one] < self.order[other] else (other, one)

    def find_pairs(self, judgements: Iterable[Judgement]) -> list[tuple[Pair, Judgement]]:
        """Those between two stories, each behind these."""
        return [(pair, judgement) for judgement in judgements if (pair := self.find_pair(judgement))]


def link_stories(
    stories: Sequence[Story], appearances: Iterable[Appearance], judgements: Iterable[Judgement]
) -> list[Judgement]:
    """One judgement for each two stories that hang together."""
    told = _Told(stories, appearances)
    reports = list(told.home)
    judged, pairs = same_story.lay_out_judged(judgements, _place(reports))
    means = _find_means(told, reports, pairs)
    near = np.flatnonzero(_find_between(told, reports, pairs[:2], means)).tolist()
    return _judge_pairs(told, means, told.find_pairs(judged[number] for number in near))


def _place(reports: Sequence[str]) -> dict[str, int]:
    return {report: place for place, report in enumerate(reports)}


def _find_means(told: _Told, reports: Sequence[str], pairs: tuple[Ints, Ints, Scores]) -> dict[Pair, float]:
    """The mean score, over all pairs of reports, of any two stories that hang together."""
    ids = sorted(told.order, key=told.order.__getitem__)
    numbers = {story: number for number, story in enumerate(ids)}
    home = np.array([numbers[told.home[report]] for report in reports], dtype=np.int64)
    left, right = home[pairs[0]], home[pairs[1]]
    across = left != right
    codes = np.minimum(left, right)[across] * len(ids) + np.maximum(left, right)[across]
    found, places = np.unique(codes, return_inverse=True)
    totals = np.bincount(places, weights=np.rint(pairs[2][across] * _STEP), minlength=len(found))
    sizes = np.array([len(told.stories[story].reports) for story in ids], dtype=np.int64)
    first, second = np.divmod(found, max(1, len(ids)))
    most = sizes[first] * sizes[second]
    near = totals >= round(THRESHOLD * _STEP) * most
    means = totals[near] / (_STEP * most[near])
    return {(ids[a], ids[b]): float(mean) for a, b, mean in zip(first[near], second[near], means, strict=True)}


def _find_between(
    told: _Told, reports: Sequence[str], pairs: tuple[Ints, Ints], asked: Iterable[Pair]
) -> NDArray[np.bool_]:
    """Which of these pairs of reports lie between two stories that are asked for."""
    numbers = {story: number for number, story in enumerate(told.order)}
    home = np.array([numbers[told.home[report]] for report in reports], dtype=np.int64)
    wanted = [numbers[a] * len(numbers) + numbers[b] for pair in asked for a, b in (pair, pair[::-1])]
    between: NDArray[np.bool_] = np.isin(
        home[pairs[0]] * len(numbers) + home[pairs[1]], np.array(wanted, dtype=np.int64)
    )
    return between


def _judge_pairs(
    told: _Told, means: Mapping[Pair, float], between: Iterable[tuple[Pair, Judgement]]
) -> list[Judgement]:
    """between: at least all that are between two of these stories."""
    named: defaultdict[Pair, Counter[str]] = defaultdict(Counter)
    for pair, judgement in between:
        if pair in means:
            named[pair].update(filter(None, judgement.detail.split(", ")))
    return [_judge(pair, mean, named[pair], told.order) for pair, mean in sorted(means.items())]


def _judge(pair: Pair, mean: float, named: Mapping[str, int], order: Mapping[str, tuple[str, str]]) -> Judgement:
    """named: rare names, by how many pairs of reports share them."""
    left, right = pair
    names = sorted(named, key=lambda name: (-named[name], name))[:_NAMED]
    began, later = order[left][0], order[right][0]
    follows = bool(names) and began < later < "9999"
    told = f"begun on {later}, after {began}" if follows else "one happening like another"
    return Judgement(
        id=make_id("judgement", RELATION, left, right),
        left=left,
        right=right,
        relation=RELATION,
        verdict=True,
        score=round(min(mean, 1.0), 4),
        reason=f"{told}; both name {', '.join(names)}" if names else told,
        by=STAGE.name,
        detail="follow_up" if follows else "beside",
    )


def _run(group: Group) -> Iterable[Judgement]:
    return link_stories(group.of(Story), group.of(Appearance), group.of(Judgement))


def _glance(sight: Sight) -> Iterable[Judgement]:
    """Names are counted again only between stories one of which, or what lies between, is other than it was."""
    told = _Told(sight.every(Story), sight.every(Appearance))
    reports = list(told.home)
    given, by_people = same_story.lay_out_judged(sight.given(Judgement), _place(reports))
    said = told.find_pairs(given)
    pairs = sight.scores(same_story.RELATION, reports)
    left, right, scores = (np.concatenate(columns) for columns in zip(pairs, by_people, strict=True))
    means = _find_means(told, reports, (left, right, scores))
    touched = {told.find_pair(judgement) for judgement in sight.changed(Judgement)}
    moved = {told.home.get(appearance.report) for appearance in sight.changed(Appearance)}
    kept = {
        (made.left, made.right): made
        for made in sight.made()
        if isinstance(made, Judgement)
        and (made.left, made.right) not in touched
        and not {made.left, made.right} & moved
    }
    again = {pair: mean for pair, mean in means.items() if pair not in kept}
    near = _find_between(told, reports, (left, right), again)
    asked = [(reports[a], reports[b]) for a, b in zip(left[near].tolist(), right[near].tolist(), strict=True)]
    between = [*told.find_pairs(sight.judged(same_story.RELATION, asked)), *said]
    return [*(kept[pair] for pair in means if pair in kept), *_judge_pairs(told, again, between)]


STAGE = Stage(
    "related",
    reads=(Story, Appearance, Judgement),
    writes=(Judgement,),
    cut=Cut.WHOLE,
    run=_run,
    glance=_glance,
    across=True,
)
