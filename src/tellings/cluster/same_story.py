"""Profiles that share a key in, Judgements same_story out: one for every pair that was weighed, with its reason.

A pair is weighed under the first key that both hold, so that it is judged once however many keys they share, and the
order in which reports arrive changes nothing. Reports with the very same terms are judged against one of them only.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import mul

from tellings.cluster.linkage import THRESHOLD
from tellings.linking.rarity import rarity
from tellings.records import Judgement, Profile, make_id
from tellings.stage import Cut, Group, Stage

RELATION = "same_story"
WORDS = 0.75  # share of the terms in the score, the rest being the openings: .70 to .83 differ by under .01
# Pairs below are not worth a record: the stories stage takes a missing pair as 0. The labelled sets have the very same
# stories from .04 to .08.
NOTED = 0.08
NEAREST = 100  # reports before it, under one key, that a report is compared with: a busy name goes through the years
# Two reports that each name something, three words of names or more, and nothing that the other names, tell of two
# things, however alike their words are: what is written by a pattern (weather, shares, councils, football) is alike in
# all but the names. B3 F1 with this on news_cluster .954 (.956 without), ECB+ 1-35 .927 (.933); of invented reports, a
# third of them such noise, it keeps hundreds apart.
NAMELESS = 0.1  # what is left of the score
FEWEST_NAMES = 3
_SAME = 1.0
_NAMED = 4  # names of a pair that are told
_RARE = 0.8  # rarity of a name that is told: countries and weekdays are commoner, most towns and people are not


def score_pair(left: Profile, right: Profile) -> tuple[float, str]:
    """How alike the two are, between 0 and 1 (no probability), and why, in words for a reader."""
    if left.terms and left.terms == right.terms:
        return _SAME, "the same words"
    shared = _find_shared(left, right)
    apart = name_nothing_alike(left, right)
    words = sum(weight for _, weight in shared)  # sums of whole steps: the same in any order
    named = ", ".join(term for term, _ in sorted(shared, key=lambda t: (-t[1], t[0]))[:5])
    reason = f"share {named}" if named else "no rare word shared"
    score = words
    if left.vector and right.vector:  # else one of them is not English: words, names and numbers must do
        meaning = sum(map(mul, left.vector, right.vector))
        score = WORDS * words + (1.0 - WORDS) * max(0.0, meaning)
        reason = f"{reason}; openings alike at {meaning:.2f}" if named else reason
    if apart:
        score, reason = score * NAMELESS, f"{reason}; they name nothing in common"
    return round(min(score, 0.9999), 4), reason


def name_nothing_alike(left: Profile, right: Profile) -> bool:
    """Whether both name something, and no word of a name is in both."""
    ours, theirs = words_of_names(left.names), words_of_names(right.names)
    return min(len(ours), len(theirs)) >= FEWEST_NAMES and ours.isdisjoint(theirs)


@lru_cache(maxsize=4096)
def words_of_names(names: tuple[str, ...]) -> frozenset[str]:
    """The words of these names."""
    return frozenset(word for name in names for word in name.split())


def _find_shared(left: Profile, right: Profile) -> list[tuple[str, float]]:
    theirs = dict(right.terms)
    return [(term, weight * theirs[term]) for term, weight in left.terms if term in theirs]


def find_names(left: Profile, right: Profile) -> list[str]:
    """Names that both name and that few others bear, longest first: of those within one another the longest."""
    shared = {n for n in set(left.names) & set(right.names) if max(map(rarity, n.split()), default=0.0) >= _RARE}
    kept: list[str] = []
    for name in sorted(shared, key=lambda name: (-len(name), name)):
        if not any(f" {name} " in f" {longer} " for longer in kept):
            kept.append(name)
    return kept[:_NAMED]


def find_pairs(profiles: Sequence[Profile], key: str) -> Iterator[tuple[Profile, Profile]]:
    """The pairs to weigh under this key: those for which it is the first key that both hold."""
    alike: dict[tuple[tuple[str, float], ...], Profile] = {}
    different: list[Profile] = []
    for profile in sorted(profiles, key=lambda p: p.report):
        twin = alike.setdefault(profile.terms, profile)
        if twin is profile:
            different.append(profile)
        elif _meet_first(twin, profile, key):
            yield twin, profile
    for left, right in _pair_up(different):
        if _meet_first(left, right, key):
            yield left, right


def _pair_up(profiles: list[Profile]) -> Iterator[tuple[Profile, Profile]]:
    by_time = profiles
    if len(profiles) > NEAREST:
        by_time = sorted(profiles, key=lambda p: (p.published.rank() if p.published else "9999", p.report))
    for place, right in enumerate(by_time):
        for left in by_time[max(0, place - NEAREST) : place]:
            yield (left, right) if left.report < right.report else (right, left)


def _meet_first(left: Profile, right: Profile, key: str) -> bool:
    theirs = set(right.keys)
    return next((shared for shared in left.keys if shared in theirs), None) == key


def link_profiles(profiles: Sequence[Profile], *, key: str) -> list[Judgement]:
    """A judgement for each pair weighed under this key that is not plainly unrelated."""
    weighed = (_judge_pair(left, right) for left, right in find_pairs(profiles, key))
    return [judgement for judgement in weighed if judgement]


def _judge_pair(left: Profile, right: Profile) -> Judgement | None:
    score, reason = score_pair(left, right)
    if score < NOTED:
        return None
    return Judgement(
        id=make_id("judgement", RELATION, left.report, right.report),
        left=left.report,
        right=right.report,
        relation=RELATION,
        verdict=score >= THRESHOLD,
        score=score,
        reason=reason,
        by=STAGE.name,
        detail=", ".join(find_names(left, right)),
    )


def link_more(
    profiles: Sequence[Profile], made: Iterable[Judgement], fresh: frozenset[str], *, key: str
) -> list[Judgement]:
    """What `link_profiles` gives, when `made` is what it gave before the profiles of these ids came: only pairs with
    one of them are weighed. A profile that comes between two others in time can part them, and does."""
    before = {(judgement.left, judgement.right): judgement for judgement in made}
    alike: dict[tuple[tuple[str, float], ...], Profile] = {}
    kept: list[Judgement | None] = []
    for profile in sorted(profiles, key=lambda p: p.report):
        twin = alike.setdefault(profile.terms, profile)
        if twin is not profile:
            if fresh & {twin.id, profile.id}:  # which of the two stands for both has changed
                return link_profiles(profiles, key=key)
            kept.append(before.get((twin.report, profile.report)))
    new = {profile.report for profile in profiles if profile.id in fresh}
    pairs: list[tuple[Profile, Profile]] = []
    for left, right in _pair_up(list(alike.values())):
        if left.report in new or right.report in new:
            pairs.append((left, right))
        else:
            kept.append(before.get((left.report, right.report)))
    weighed = (_judge_pair(left, right) for left, right in pairs if _meet_first(left, right, key))
    return [judgement for judgement in (*kept, *weighed) if judgement]


def _run_more(group: Group, made: Sequence[Judgement], fresh: frozenset[str]) -> Iterable[Judgement]:
    return link_more(group.of(Profile), made, fresh, key=group.key)


def _run(group: Group) -> Iterable[Judgement]:
    return link_profiles(group.of(Profile), key=group.key)


STAGE = Stage("same_story", reads=(Profile,), writes=(Judgement,), cut=Cut.BY_KEY, run=_run, key="keys", more=_run_more)
