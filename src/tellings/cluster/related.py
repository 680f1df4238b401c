"""Stories and the same_story Judgements between their reports in, Judgements related_story between stories out.

A story is one happening and its follow-ups, not a topic. What is told apart but hangs together is kept as a link, the
story that began first on the left: `follow_up` where the other began on a later day and names the same rare names,
`beside` where neither day nor names say which looks back on which (two like happenings of one week).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tellings.cluster import same_story
from tellings.records import Appearance, Judgement, Story, make_id
from tellings.stage import Cut, Group, Stage

RELATION = "related_story"
# Mean score between two stories from which they are linked. Read on ECB+ 1-35 (63 stories) and news_cluster (71): of 24
# and 10 links at .14 two and four join what has nothing in common but a town, a trade or a planet. A story that only a
# few reports of another look back on has a mean below: links by single pairs were read, and four in five said nothing.
THRESHOLD = 0.14
_NAMED = 4  # names that are told


@dataclass
class _Between:
    """What was judged between the reports of two stories."""

    total: float = 0.0
    named: Counter[str] = field(default_factory=Counter)  # rare names, by how many pairs share them


def link_stories(
    stories: Sequence[Story], appearances: Iterable[Appearance], judgements: Iterable[Judgement]
) -> list[Judgement]:
    """One judgement for each two stories that hang together."""
    began = {a.report: a.published.rank()[:10] for a in appearances if a.published}
    order = {story.id: (min(began.get(r, "9999") for r in story.reports), story.id) for story in stories}
    home = {report: story.id for story in stories for report in story.reports}
    between: defaultdict[tuple[str, str], _Between] = defaultdict(_Between)
    for judgement in judgements:
        one, other = home.get(judgement.left), home.get(judgement.right)
        if judgement.relation == same_story.RELATION and one and other and one != other:
            left, right = sorted((one, other), key=order.__getitem__)
            between[left, right].total += judgement.score
            between[left, right].named.update(filter(None, judgement.detail.split(", ")))
    sizes = {story.id: len(story.reports) for story in stories}
    return [
        _judge(pair, what.total / (sizes[pair[0]] * sizes[pair[1]]), what, order)
        for pair, what in sorted(between.items())
        if what.total >= THRESHOLD * sizes[pair[0]] * sizes[pair[1]]
    ]


def _judge(pair: tuple[str, str], mean: float, between: _Between, order: Mapping[str, tuple[str, str]]) -> Judgement:
    left, right = pair
    names = sorted(between.named, key=lambda name: (-between.named[name], name))[:_NAMED]
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


STAGE = Stage("related", reads=(Story, Appearance, Judgement), writes=(Judgement,), cut=Cut.WHOLE, run=_run)
