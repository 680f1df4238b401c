"""Pairs: each weighed once, under one key, whatever the order."""

from dataclasses import replace
from datetime import date
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.cluster import same_story
from tellings.cluster.same_story import STAGE, lay_out_judged, link_profiles
from tellings.records import Judgement, Profile, day
from tellings.stage import cut_groups


def profile_of(report: str, *terms: str) -> Profile:
    weight = round(len(terms) ** -0.5, 4)
    return Profile(
        id=f"profile-{report}",
        report=report,
        terms=tuple((term, weight) for term in sorted(terms)),
        names=(),
        days=None,
        published=None,
        keys=tuple(sorted(terms)),
    )


def judge(*profiles: Profile) -> list[Judgement]:
    return [j for group in cut_groups(STAGE, {Profile: profiles}) for j in STAGE.run(group)]


def score_pair(left: Profile, right: Profile) -> tuple[float, str]:
    """The score that a record would have, were every pair worth one, and its reason."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(same_story, "NOTED", 0.0)
        patch.setattr(same_story, "NOTED_WITH_OPENINGS", 0.0)
        (noted,) = link_profiles([replace(left, keys=("k",)), replace(right, keys=("k",))], key="k")
    return noted.score, noted.reason


def test_pairs_are_judged_once_however_many_keys_they_share() -> None:
    judgements = judge(profile_of("a", "ferry", "oduya", "kettleby"), profile_of("b", "ferry", "oduya", "reef"))
    assert [(j.left, j.right, j.verdict) for j in judgements] == [("a", "b", True)]
    assert "oduya" in judgements[0].reason


def test_what_was_judged_is_laid_out_as_columns() -> None:
    """In the order given; of other relations, and of reports that have no place, nothing."""
    judged = [
        Judgement(f"judgement-{n}", left, right, relation, True, score, "", "x")
        for n, (left, right, relation, score) in enumerate(
            [("b", "a", "same_story", 0.5), ("a", "b", "copy_of", 0.9), ("a", "z", "same_story", 0.7),
             ("a", "c", "same_story", 0.25)]
        )
    ]  # fmt: skip
    found, (left, right, scores) = lay_out_judged(judged, {"a": 0, "b": 1, "c": 2})
    assert found == [judged[0], judged[3]]
    assert (left.tolist(), right.tolist(), scores.tolist()) == ([1, 0], [0, 2], [0.5, 0.25])
    nothing, columns = lay_out_judged(judged, {})
    assert nothing == [] and [column.dtype.kind for column in columns] == ["i", "i", "f"]


def test_no_shared_key_no_judgement() -> None:
    assert judge(profile_of("a", "ferry"), profile_of("b", "chess")) == []


def test_arrival_order_changes_nothing() -> None:
    profiles = [
        profile_of("a", "x", "y"),
        profile_of("b", "y", "z"),
        profile_of("c", "x", "z"),
        profile_of("d", "x", "y"),
    ]
    outcomes = {tuple(sorted(j.id for j in judge(*order))) for order in permutations(profiles)}
    assert len(outcomes) == 1


def test_scores_are_symmetric() -> None:
    left, right = profile_of("a", "x", "y", "z"), profile_of("b", "y", "w")
    assert score_pair(left, right) == score_pair(right, left)


def test_copies_are_not_compared_all_with_all() -> None:
    copies = [profile_of(f"r{number:03}", "ferry", "oduya") for number in range(100)]
    judgements = link_profiles(copies, key="ferry")
    assert len(judgements) == 99
    assert all(j.score == 1.0 for j in judgements)


def test_a_faint_likeness_is_noted_where_words_alone_tell_it() -> None:
    left, right = (profile_of(name, "shared", *(f"{name}{n}" for n in range(9))) for name in "ab")
    (noted,) = judge(left, right)
    assert noted.score == 0.1 and not noted.verdict
    near = [
        replace(profile, vector=vector)
        for profile, vector in zip((left, right), ((1.0, 0.0), (0.1, 0.995)), strict=True)
    ]
    assert 0.08 < score_pair(*near)[0] < 0.12
    assert judge(*near) == []


def named(report: str, *names: str) -> Profile:
    return replace(profile_of(report, "rain", "cloud", "forecast", report), names=names)


def test_reports_by_one_pattern_that_name_nothing_in_common_are_two_things() -> None:
    here, there = named("a", "port kettleby", "ines varga"), named("b", "lake sarn", "otto brandis")
    again = named("c", "kettleby harbour", "otto moss")
    assert score_pair(here, there)[0] < 0.1 < score_pair(here, again)[0]
    assert score_pair(there, here) == score_pair(here, there)
    assert "name nothing in common" in score_pair(here, there)[1]
    assert score_pair(named("a", "kettleby"), there)[0] > 0.5, "one name may be one that the other leaves out"


@given(st.data())
@settings(max_examples=80)
def test_a_group_that_grew_and_shrank_is_linked_as_if_it_were_new(data: st.DataObject) -> None:
    words = st.sampled_from("abcdefg")
    terms = st.dictionaries(words, st.sampled_from([0.1, 0.3, 0.5]), min_size=1, max_size=4)
    profiles = [
        Profile(
            id=f"profile-{number}",
            report=f"report-{data.draw(st.integers(0, 9))}{number:02}",
            terms=tuple(sorted(data.draw(terms).items())),
            names=(),
            days=None,
            published=day(date(2031, 3, data.draw(st.integers(1, 28)))),
            keys=("k", *data.draw(st.sets(words, max_size=2))),
        )
        for number in range(data.draw(st.integers(1, 10)))
    ]
    when = {profile.id: data.draw(st.sampled_from(["before", "now", "always", "always"])) for profile in profiles}
    old = [profile for profile in profiles if when[profile.id] != "now"]
    new = [profile for profile in profiles if when[profile.id] != "before"]
    fresh = frozenset(profile.id for profile in profiles if when[profile.id] == "now")
    lost = [profile for profile in profiles if when[profile.id] == "before"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(same_story, "NEAREST", 3)
        made = same_story.link_profiles(old, key="k")
        gain = same_story.link_more(new, fresh, lost, key="k")
        whole = same_story.link_profiles(new, key="k")
    if gain is None:
        assert any(profile.terms == other.terms for profile, other in combinations(profiles, 2))
        return
    gone = set(gain.gone)
    kept = [judgement for judgement in made if (judgement.left, judgement.id) not in gone]
    assert sorted([*kept, *gain.new], key=lambda j: j.id) == sorted(whole, key=lambda j: j.id)
