"""Profiles that share a key in, Judgements same_story out: one for every pair that was weighed, with its reason.

A pair is weighed under the first key that both hold, so that it is judged once however many keys they share, and the
order in which reports arrive changes nothing. Reports with the very same terms are judged against one of them only.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import mul
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.linkage import THRESHOLD
from tellings.cluster.pairs import VECTOR_STEPS, Columns, Sheet, lay_out
from tellings.linking.rarity import rarity
from tellings.records import Judgement, Profile, make_id
from tellings.stage import Cut, Gain, Group, Stage

RELATION = "same_story"
WORDS = 0.75  # share of the terms in the score, the rest being the openings: .70 to .83 differ by under .01
# Pairs below are not worth a record: the stories stage takes a missing pair as 0. The labelled sets have the very same
# stories from .04 to .08; to .12 where openings have a share in the score, as even those of strangers have some.
NOTED, NOTED_WITH_OPENINGS = 0.08, 0.12
NEAREST = 100  # reports before it, under one key, that a report is compared with: a busy name goes through the years
# Two reports that each name something, three words of names or more, and nothing that the other names, tell of two
# things, however alike their words are: what is written by a pattern (weather, shares, councils, football) is alike in
# all but the names. B3 F1 with this on news_cluster .954 (.956 without), ECB+ 1-35 .927 (.933); of invented reports, a
# third of them such noise, it keeps hundreds apart.
NAMELESS = 0.1  # what is left of the score
FEWEST_NAMES = 3
_SAME, _SAME_WORDS = 1.0, "the same words"
_NAMED = 4  # names of a pair that are told
_TERMS_TOLD = 5
_FIRST_TERMS = 3
_MANY = 12  # profiles under a key from which on they are compared by column
_MARGIN = 0.001  # of a score: more than what is lost by single precision
_RARE = 0.8  # rarity of a name that is told: countries and weekdays are commoner, most towns and people are not


class _Likeness(NamedTuple):
    """How alike two are, and what that comes from."""

    score: float
    shared: Sequence[str]  # terms
    worth: Sequence[float]  # what each of them weighs in both
    openings: float | None  # how alike these are; None where one of them has no vector: it is not English
    apart: bool  # both name something, and nothing in common

    def is_noted(self) -> bool:
        """Whether it is worth a record."""
        return self.score >= (NOTED if self.openings is None else NOTED_WITH_OPENINGS)


def score_pair(left: Profile, right: Profile) -> tuple[float, str]:
    """How alike the two are, between 0 and 1 (no probability), and why, in words for a reader."""
    if _have_same_terms(left, right):
        return _SAME, _SAME_WORDS
    likeness = _compare(lay_out(left), lay_out(right))
    return likeness.score, _explain(likeness)


def _compare(left: Sheet, right: Sheet) -> _Likeness:
    shared = [*(left.terms.keys() & right.terms.keys())]
    worth = [*map(mul, map(left.terms.__getitem__, shared), map(right.terms.__getitem__, shared))]
    score = math.fsum(worth)
    openings = None
    if len(left.opening) and len(right.opening):  # else words, names and numbers must do
        openings = _compare_openings(left, right)
        score = WORDS * score + (1.0 - WORDS) * max(0.0, openings)
    apart = _name_nothing_alike(left, right)
    score = round(min(score * NAMELESS if apart else score, 0.9999), 4)
    return _Likeness(score, shared, worth, openings, apart)


def _compare_openings(left: Sheet, right: Sheet) -> float:
    """The product of the two vectors: sums of whole numbers are exact, in whatever order a processor takes them."""
    return float(np.dot(left.opening, right.opening)) / VECTOR_STEPS**2


def _have_same_terms(left: Profile, right: Profile) -> bool:
    return bool(left.terms) and left.terms == right.terms


def _explain(likeness: _Likeness) -> str:
    told = _find_weightiest(likeness.shared, likeness.worth)
    reason = f"share {', '.join(told)}" if told else "no rare word shared"
    if told and likeness.openings is not None:
        reason = f"{reason}; openings alike at {likeness.openings:.2f}"
    return f"{reason}; they name nothing in common" if likeness.apart else reason


def _find_weightiest(terms: Sequence[str], worth: Sequence[float]) -> list[str]:
    """The terms that are worth most, those first: only the few that may be among them are put in order."""
    least = min(sorted(worth)[-_TERMS_TOLD:], default=0.0)
    ordered = sorted((-each, term) for each, term in zip(worth, terms, strict=True) if each >= least)
    return [term for _, term in ordered[:_TERMS_TOLD]]


def _name_nothing_alike(left: Sheet, right: Sheet) -> bool:
    """Whether both name something, and no word of a name is in both."""
    ours, theirs = left.words_of_names, right.words_of_names
    return min(len(ours), len(theirs)) >= FEWEST_NAMES and ours.isdisjoint(theirs)


def _find_names(left: Sheet, right: Sheet) -> list[str]:
    """Names that both name and that few others bear, longest first: of those within one another the longest."""
    rare = filter(_is_rare, left.names & right.names)
    kept: list[str] = []
    for name in sorted(rare, key=lambda name: (-len(name), name)):
        if not any(f" {name} " in f" {longer} " for longer in kept):
            kept.append(name)
    return kept[:_NAMED]


@lru_cache(maxsize=1 << 16)
def _is_rare(name: str) -> bool:
    return max(map(rarity, name.split()), default=0.0) >= _RARE


def link_profiles(profiles: Sequence[Profile], *, key: str) -> list[Judgement]:
    """A judgement for each pair weighed under this key that is not plainly unrelated: one for which it is the first key
    that both hold."""
    different, twins = _find_twins(profiles)
    ordered = [lay_out(profile) for profile in _order(different)]
    judged = [_judge_pair(left, right) for left, right in _find_pairs(ordered, key)]
    noted = [judgement for judgement in judged if judgement]
    return noted + _judge_pairs([(lay_out(twin), lay_out(profile)) for twin, profile in twins], key=key)


def _find_pairs(ordered: Sequence[Sheet], key: str) -> Iterator[tuple[Sheet, Sheet]]:
    """Each two that are near, meet first under this key, and may be worth a record."""
    if len(ordered) < _MANY:
        near = ((left, right) for at, right in enumerate(ordered) for left in ordered[max(0, at - NEAREST) : at])
        yield from (pair for pair in near if _meet_first(*pair, key))
        return
    columns = Columns(ordered, key=key)
    for at, right in enumerate(ordered[1:], start=1):
        first = max(0, at - NEAREST)
        for place in _find_likely(columns, at, first).tolist():
            yield ordered[first + place], right


def _find_likely(columns: Columns, at: int, first: int) -> NDArray[np.int64]:
    """Which of those from `first` on, counted from there, are to be weighed with the one at this place."""
    score = columns.compare_terms(at, first)
    openings, both = columns.compare_openings(at, first)
    score = np.where(both, WORDS * score + (1.0 - WORDS) * np.maximum(openings, 0.0), score)
    score = np.where(columns.name_apart(at, first, FEWEST_NAMES), NAMELESS * score, score)
    likely = (score >= np.where(both, NOTED_WITH_OPENINGS, NOTED) - _MARGIN) & ~columns.meet_before(at, first)
    return np.flatnonzero(likely)


def _find_twins(profiles: Iterable[Profile]) -> tuple[list[Profile], list[tuple[Profile, Profile]]]:
    """The profiles without those that have the very same terms as another, and these, each with that one."""
    alike: dict[tuple[object, ...], list[Profile]] = {}  # by their first terms: a hash of all takes longer
    different, twins = [], []
    for profile in sorted(profiles, key=lambda p: p.report):
        others = alike.setdefault((len(profile.terms), *profile.terms[:_FIRST_TERMS]), [])
        twin = next((other for other in others if other.terms == profile.terms), None)
        if twin is None:
            others.append(profile)
            different.append(profile)
        else:
            twins.append((twin, profile))
    return different, twins


def _order(profiles: Iterable[Profile]) -> list[Profile]:
    """By time; undated ones come last."""
    return sorted(profiles, key=lambda p: (p.published.rank() if p.published else "9999", p.report))


def _meet_first(left: Sheet, right: Sheet, key: str) -> bool:
    return min(left.keys & right.keys, default=None) == key


def _judge_pairs(pairs: Iterable[tuple[Sheet, Sheet]], *, key: str) -> list[Judgement]:
    judged = (_judge_pair(left, right) for left, right in pairs if _meet_first(left, right, key))
    return [judgement for judgement in judged if judgement]


def _judge_pair(left: Sheet, right: Sheet) -> Judgement | None:
    if left.profile.report > right.profile.report:
        left, right = right, left
    if _have_same_terms(left.profile, right.profile):
        score, reason = _SAME, _SAME_WORDS
    else:
        likeness = _compare(left, right)
        if not likeness.is_noted():
            return None
        score, reason = likeness.score, _explain(likeness)
    return Judgement(
        id=make_id("judgement", RELATION, left.profile.report, right.profile.report),
        left=left.profile.report,
        right=right.profile.report,
        relation=RELATION,
        verdict=score >= THRESHOLD,
        score=score,
        reason=reason,
        by=STAGE.name,
        detail=", ".join(_find_names(left, right)),
    )


def link_more(profiles: Sequence[Profile], fresh: frozenset[str], lost: Sequence[Profile], *, key: str) -> Gain | None:
    """By what `link_profiles` gives other than before the profiles of these ids came and those lost went: only pairs
    that were not near before are weighed. One that comes between two others in time can part them, one that goes can
    bring them together. None where one of them has the very same terms as another: which of two stands for both has
    changed."""
    gone = frozenset(profile.id for profile in lost)
    different, twins = _find_twins([*profiles, *lost])
    if any((fresh | gone) & {twin.id, profile.id} for twin, profile in twins):
        return None
    ordered = _order(different)
    now = [profile for profile in ordered if profile.id not in gone]
    before = [profile for profile in ordered if profile.id not in fresh]
    sheets: dict[str, Sheet] = {}
    pairs = []
    for pair in (*_pair_with(now, fresh), *_find_nearer(now, before)):
        for profile in pair:
            if profile.report not in sheets:
                sheets[profile.report] = lay_out(profile)
        pairs.append((sheets[pair[0].report], sheets[pair[1].report]))
    parted = [*_pair_with(before, gone), *_find_nearer(before, now)]
    return Gain(_judge_pairs(pairs, key=key), [_name_pair(*pair) for pair in parted if _find_first(*pair) == key])


def _pair_with(ordered: Sequence[Profile], some: frozenset[str]) -> Iterator[tuple[Profile, Profile]]:
    """Each two that are compared, one of which is among these."""
    for at in (place for place, profile in enumerate(ordered) if profile.id in some):
        for near in range(max(0, at - NEAREST), min(len(ordered), at + NEAREST + 1)):
            if near < at or (near > at and ordered[near].id not in some):
                yield ordered[near], ordered[at]


def _find_nearer(here: Sequence[Profile], there: Sequence[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Each two of both orders that are compared in the first, but not in the second."""
    others = {profile.id: place for place, profile in enumerate(there)}
    both = [(place, profile) for place, profile in enumerate(here) if profile.id in others]
    places, places_there = [place for place, _ in both], [others[profile.id] for _, profile in both]
    for at, (place, profile) in enumerate(both):
        first = max(at + 1, bisect_right(places_there, places_there[at] + NEAREST))
        for near in range(first, bisect_right(places, place + NEAREST)):
            yield profile, both[near][1]


def _find_first(left: Profile, right: Profile) -> str | None:
    """The key under which the two are weighed."""
    return min(set(left.keys) & set(right.keys), default=None)


def _name_pair(one: Profile, other: Profile) -> tuple[str, str]:
    """The left report of the judgement on the two, and its id."""
    left, right = sorted((one.report, other.report))
    return left, make_id("judgement", RELATION, left, right)


def _run_more(group: Group, fresh: frozenset[str], lost: Sequence[Profile]) -> Gain | None:
    return link_more(group.of(Profile), fresh, lost, key=group.key)


def _run(group: Group) -> Iterable[Judgement]:
    return link_profiles(group.of(Profile), key=group.key)


STAGE = Stage("same_story", reads=(Profile,), writes=(Judgement,), cut=Cut.BY_KEY, run=_run, key="keys", more=_run_more)
