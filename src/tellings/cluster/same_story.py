"""Profiles that share a key in, Judgements same_story out: one for every pair that was weighed, with its reason.

A pair is weighed under the first key that both hold, so that it is judged once however many keys they share, and the
order in which reports arrive changes nothing. Reports with the very same terms are judged against one of them only.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
_TERMS_TOLD = 5
_RARE = 0.8  # rarity of a name that is told: countries and weekdays are commoner, most towns and people are not


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A profile laid out to be compared with many."""

    profile: Profile
    terms: dict[str, float]
    keys: frozenset[str]
    names: frozenset[str]


def _lay_out(profile: Profile) -> _Sheet:
    return _Sheet(profile, dict(profile.terms), frozenset(profile.keys), words_of_names(profile.names))


def score_pair(left: Profile, right: Profile) -> tuple[float, str]:
    """How alike the two are, between 0 and 1 (no probability), and why, in words for a reader."""
    ours, theirs = _lay_out(left), _lay_out(right)
    score = _score(ours, theirs)
    return score, _explain(ours, theirs)


def _score(left: _Sheet, right: _Sheet) -> float:
    ours, theirs = left.profile, right.profile
    if ours.terms and ours.terms == theirs.terms:
        return _SAME
    shared = left.terms.keys() & right.terms.keys()
    score: float = math.fsum(left.terms[term] * right.terms[term] for term in shared)
    if ours.vector and theirs.vector:  # else one of them is not English: words, names and numbers must do
        score = WORDS * score + (1.0 - WORDS) * max(0.0, _compare_openings(ours, theirs))
    if _name_nothing_alike(left.names, right.names):
        score *= NAMELESS
    return round(min(score, 0.9999), 4)


def _compare_openings(left: Profile, right: Profile) -> float:
    return math.fsum(map(mul, left.vector, right.vector))


def _explain(left: _Sheet, right: _Sheet) -> str:
    ours, theirs = left.profile, right.profile
    if ours.terms and ours.terms == theirs.terms:
        return "the same words"
    shared = left.terms.keys() & right.terms.keys()
    told = sorted(shared, key=lambda term: (-left.terms[term] * right.terms[term], term))[:_TERMS_TOLD]
    reason = f"share {', '.join(told)}" if told else "no rare word shared"
    if told and ours.vector and theirs.vector:
        reason = f"{reason}; openings alike at {_compare_openings(ours, theirs):.2f}"
    return f"{reason}; they name nothing in common" if _name_nothing_alike(left.names, right.names) else reason


def _name_nothing_alike(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether both name something, and no word of a name is in both."""
    return min(len(ours), len(theirs)) >= FEWEST_NAMES and ours.isdisjoint(theirs)


@lru_cache(maxsize=4096)
def words_of_names(names: tuple[str, ...]) -> frozenset[str]:
    """The words of these names."""
    return frozenset(word for name in names for word in name.split())


def find_names(left: Profile, right: Profile) -> list[str]:
    """Names that both name and that few others bear, longest first: of those within one another the longest."""
    shared = {n for n in set(left.names) & set(right.names) if max(map(rarity, n.split()), default=0.0) >= _RARE}
    kept: list[str] = []
    for name in sorted(shared, key=lambda name: (-len(name), name)):
        if not any(f" {name} " in f" {longer} " for longer in kept):
            kept.append(name)
    return kept[:_NAMED]


def link_profiles(profiles: Sequence[Profile], *, key: str) -> list[Judgement]:
    """A judgement for each pair weighed under this key that is not plainly unrelated: one for which it is the first key
    that both hold."""
    different, twins = _find_twins(profiles)
    ordered = [_lay_out(profile) for profile in _order(different)]
    pairs = [(left, right) for at, right in enumerate(ordered) for left in ordered[max(0, at - NEAREST) : at]]
    pairs += [(_lay_out(twin), _lay_out(profile)) for twin, profile in twins]
    return _judge_pairs(pairs, key=key)


def _find_twins(profiles: Iterable[Profile]) -> tuple[list[Profile], list[tuple[Profile, Profile]]]:
    """The profiles without those that have the very same terms as another, and these, each with that one."""
    alike: dict[tuple[tuple[str, float], ...], Profile] = {}
    twins = []
    for profile in sorted(profiles, key=lambda p: p.report):
        twin = alike.setdefault(profile.terms, profile)
        if twin is not profile:
            twins.append((twin, profile))
    return list(alike.values()), twins


def _order(profiles: Iterable[Profile]) -> list[Profile]:
    """By time; undated ones come last."""
    return sorted(profiles, key=lambda p: (p.published.rank() if p.published else "9999", p.report))


def _meet_first(left: _Sheet, right: _Sheet, key: str) -> bool:
    if left.profile.report > right.profile.report:
        left, right = right, left
    return next((shared for shared in left.profile.keys if shared in right.keys), None) == key


def _judge_pairs(pairs: Iterable[tuple[_Sheet, _Sheet]], *, key: str) -> list[Judgement]:
    judged = (_judge_pair(left, right) for left, right in pairs if _meet_first(left, right, key))
    return [judgement for judgement in judged if judgement]


def _judge_pair(left: _Sheet, right: _Sheet) -> Judgement | None:
    score = _score(left, right)
    if score < NOTED:
        return None
    if left.profile.report > right.profile.report:
        left, right = right, left
    return Judgement(
        id=make_id("judgement", RELATION, left.profile.report, right.profile.report),
        left=left.profile.report,
        right=right.profile.report,
        relation=RELATION,
        verdict=score >= THRESHOLD,
        score=score,
        reason=_explain(left, right),
        by=STAGE.name,
        detail=", ".join(find_names(left.profile, right.profile)),
    )


def link_more(
    profiles: Sequence[Profile], made: Iterable[Judgement], fresh: frozenset[str], *, key: str
) -> list[Judgement]:
    """What `link_profiles` gives, when `made` is what it gave before the profiles of these ids came: only pairs with
    one of them are weighed. A profile that comes between two others in time can part them, and does."""
    different, twins = _find_twins(profiles)
    if any(fresh & {twin.id, profile.id} for twin, profile in twins):
        return link_profiles(profiles, key=key)  # which of two stands for both has changed
    ordered = _order(different)
    places = {profile.report: place for place, profile in enumerate(ordered)}
    doubles = {profile.report for _, profile in twins}
    kept = [
        judgement
        for judgement in made
        if {judgement.left, judgement.right} & doubles
        or abs(places[judgement.left] - places[judgement.right]) <= NEAREST
    ]
    sheets: dict[int, _Sheet] = {}
    pairs = []
    for at in (place for place, profile in enumerate(ordered) if profile.id in fresh):
        for near in range(max(0, at - NEAREST), min(len(ordered), at + NEAREST + 1)):
            if near < at or (near > at and ordered[near].id not in fresh):
                for place in (near, at):
                    if place not in sheets:
                        sheets[place] = _lay_out(ordered[place])
                pairs.append((sheets[near], sheets[at]))
    return kept + _judge_pairs(pairs, key=key)


def _run_more(group: Group, made: Sequence[Judgement], fresh: frozenset[str]) -> Iterable[Judgement]:
    return link_more(group.of(Profile), made, fresh, key=group.key)


def _run(group: Group) -> Iterable[Judgement]:
    return link_profiles(group.of(Profile), key=group.key)


STAGE = Stage("same_story", reads=(Profile,), writes=(Judgement,), cut=Cut.BY_KEY, run=_run, key="keys", more=_run_more)
