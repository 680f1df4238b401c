"""Profiles that share a key in, Judgements same_story out: one for every pair that was weighed, with its reason.

A pair is weighed under the first key that both hold, so that it is judged once however many keys they share, and the
order in which reports arrive changes nothing. Reports with the very same terms are judged against one of them only.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from tellings.cluster.likenesses import Ints, Scores
from tellings.cluster.linkage import THRESHOLD
from tellings.cluster.pairs import Block, Columns, Flags, Sheet, lay_out
from tellings.records import Judgement, Profile, make_id
from tellings.stage import Cut, Gain, Group, Stage

RELATION = "same_story"
WORDS = 0.75  # share of the terms in the score, the rest being the openings: .70 to .83 differ by under .01
# Pairs below are not worth a record: the stories stage takes a missing pair as 0. The labelled sets have the very same
# stories from .04 to .08; to .12 where openings have a share in the score, as even those of strangers have some.
NOTED, NOTED_WITH_OPENINGS = 0.08, 0.12
NEAREST = 100  # reports before it, under one key, that a report is compared with: a busy name goes through the years
_GAP = 8  # places between two that are compared at once, at most
_ROWS = NEAREST  # reports that are compared at once: with fewer, and with more, more are laid beside others in vain
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
_DIGITS = 4  # of a score
_ROUNDING = 10**-_DIGITS
_MOST = 1.0 - 10**-_DIGITS  # of two whose terms are not the very same


class _Likeness(NamedTuple):
    """How alike two are, and what that comes from."""

    score: float
    told: Sequence[str]  # the shared terms that weigh most
    openings: float | None  # how alike these are; None where one of them has no vector: it is not English
    apart: bool  # both name something, and nothing in common


def _weigh(columns: Columns, block: Block, asked: Flags) -> Iterator[Judgement]:
    """One of each two of the block that are asked for, meet first under this key and are alike enough for a record."""
    shared = columns.share_terms(block)
    openings, both = columns.compare_openings(block)
    score = np.where(both, WORDS * shared.sums + (1.0 - WORDS) * np.maximum(openings, 0.0), shared.sums)
    bar = np.where(both, NOTED_WITH_OPENINGS, NOTED)
    near = asked & (score >= bar - _ROUNDING)
    if not near.any():
        return
    near &= columns.meet_first(block)
    apart = columns.name_apart(block, FEWEST_NAMES)
    score = np.minimum(np.round(np.where(apart, NAMELESS * score, score), _DIGITS), _MOST)
    rows, places = np.nonzero(near & (score >= bar))
    told = shared.find_weightiest(rows, places, _TERMS_TOLD)
    kept = (column[rows, places].tolist() for column in (score, openings, both, apart))
    for row, place, terms, alike, like, have, nothing in zip(rows.tolist(), places.tolist(), told, *kept, strict=True):
        left, right = columns.sheets[block.first + place], columns.sheets[block.start + row]
        yield _judge(left, right, _Likeness(alike, terms, like if have else None, nothing))


def _explain(likeness: _Likeness) -> str:
    reason = f"share {', '.join(likeness.told)}" if likeness.told else "no rare word shared"
    if likeness.told and likeness.openings is not None:
        reason = f"{reason}; openings alike at {likeness.openings:.2f}"
    return f"{reason}; they name nothing in common" if likeness.apart else reason


def _find_names(left: frozenset[str], right: frozenset[str]) -> list[str]:
    """Of rare names those that stand in both, longest first: of those within one another the longest."""
    kept: list[str] = []
    if shared := left & right:
        for name in sorted(shared, key=lambda name: (-len(name), name)):
            if not any(f" {name} " in f" {longer} " for longer in kept):
                kept.append(name)
    return kept[:_NAMED]


def link_profiles(profiles: Sequence[Profile], *, key: str) -> list[Judgement]:
    """A judgement for each pair weighed under this key that is not plainly unrelated: one for which it is the first key
    that both hold."""
    different, twins = _find_twins(profiles)
    if len(different) < 2 and not twins:
        return []
    columns = Columns(_order(different), key=key)
    noted: list[Judgement] = []
    for start in range(0, len(different), _ROWS):
        block = Block(max(0, start - NEAREST), start, min(start + _ROWS, len(different)))
        behind = np.arange(block.start, block.stop)[:, None] - np.arange(block.first, block.stop)
        noted += _weigh(columns, block, (behind > 0) & (behind <= NEAREST))
    return noted + _judge_twins(twins, key=key)


def _find_twins(profiles: Iterable[Profile]) -> tuple[list[Profile], list[tuple[Profile, Profile]]]:
    """The profiles without those that have the very same terms as another, and these, each with that one."""
    alike: dict[tuple[object, ...], list[Profile]] = {}  # by their first terms: a hash of all takes longer
    different, twins = [], []
    for profile in sorted(profiles, key=lambda p: p.report):
        others = alike.setdefault((len(profile.terms), *profile.terms[:_FIRST_TERMS]), [])
        twin = next((other for other in others if other.terms == profile.terms and profile.terms), None)
        if twin is None:
            others.append(profile)
            different.append(profile)
        else:
            twins.append((twin, profile))
    return different, twins


def _order(profiles: Iterable[Profile]) -> list[Profile]:
    """By time; undated ones come last."""
    return sorted(profiles, key=lambda p: (p.published.rank() if p.published else "9999", p.report))


def _judge_twins(twins: Iterable[tuple[Profile, Profile]], *, key: str) -> list[Judgement]:
    """Those of the pairs that meet first under this key, as the same words."""
    met = (lay_out(pair) for pair in twins if _find_first(*pair) == key)
    return [_judge(twin, sheet, None) for twin, sheet in met]


def _judge(left: Sheet, right: Sheet, likeness: _Likeness | None) -> Judgement:
    """likeness: None where they have the same terms."""
    first, second = sorted((left.profile.report, right.profile.report))
    score = likeness.score if likeness else _SAME
    return Judgement(
        id=make_id("judgement", RELATION, first, second),
        left=first,
        right=second,
        relation=RELATION,
        verdict=score >= THRESHOLD,
        score=score,
        reason=_explain(likeness) if likeness else _SAME_WORDS,
        by=STAGE.name,
        detail=", ".join(_find_names(left.rare_names, right.rare_names)),
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
    noted = _judge_met(now, [*_pair_with(now, fresh), *_find_nearer(now, before)], key=key)
    parted = [*_pair_with(before, gone), *_find_nearer(before, now)]
    return Gain(noted, [_name_pair(*pair) for pair in parted if _find_first(*pair) == key])


def _judge_met(ordered: Sequence[Profile], pairs: Iterable[tuple[Profile, Profile]], *, key: str) -> list[Judgement]:
    """Of these pairs; those of profiles that come soon after one another are weighed at once."""
    place_of = {profile.id: place for place, profile in enumerate(ordered)}
    places = [sorted((place_of[one.id], place_of[other.id]), reverse=True) for one, other in pairs]
    noted: list[Judgement] = []
    for some in _cut_blocks(sorted(places)):
        rows, columns = np.array(some, dtype=np.intp).T
        first, start, stop = int(columns.min()), int(rows[0]), int(rows[-1]) + 1
        block = Block(0, start - first, stop - first)
        asked = np.zeros(block.shape, dtype=np.bool_)
        asked[rows - start, columns - first] = True
        noted += _weigh(Columns(ordered[first:stop], key=key), block, asked)
    return noted


def _cut_blocks(places: Iterable[Sequence[int]]) -> Iterator[list[Sequence[int]]]:
    """Places of pairs, the later place first, in order: those that are compared at once."""
    block: list[Sequence[int]] = []
    for pair in places:
        if block and (pair[0] > block[-1][0] + _GAP or pair[0] >= block[0][0] + _ROWS):
            yield block
            block = []
        block.append(pair)
    if block:
        yield block


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


def lay_out_judged(
    judgements: Iterable[Judgement], places: Mapping[str, int]
) -> tuple[list[Judgement], tuple[Ints, Ints, Scores]]:
    """The judgements same_story on two reports that have a place, and as columns the places of both and the score.
    There are a hundred a report, and each is looked at but once."""
    found: list[Judgement] = []
    left: list[int] = []
    right: list[int] = []
    scores: list[float] = []
    for judgement in judgements:
        if judgement.relation == RELATION:
            one, other = places.get(judgement.left), places.get(judgement.right)
            if one is not None and other is not None:
                found.append(judgement)
                left.append(one)
                right.append(other)
                scores.append(judgement.score)
    return found, (np.array(left, dtype=np.int64), np.array(right, dtype=np.int64), np.array(scores, dtype=np.float64))


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


STAGE = Stage(
    "same_story",
    reads=(Profile,),
    writes=(Judgement,),
    cut=Cut.BY_KEY,
    run=_run,
    key="keys",
    more=_run_more,
    across=True,
)
