"""Groups judged by column give what they give pair by pair, and profiles laid out are not mixed up."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.cluster import pairs, same_story
from tellings.cluster.pairs import Sheet, lay_out
from tellings.cluster.same_story import link_profiles
from tellings.records import Judgement, Profile, day
from tests.cluster.test_same_story import profile_of

WORDS = st.sampled_from("abcdefgh")
NAMES = st.sampled_from(["port kettleby", "ines varga", "lake sarn", "otto brandis", "otto kettleby", "reef"])
VECTORS = st.sampled_from([(), (1.0, 0.0), (0.6, 0.8), (0.28, -0.96), (-0.6, -0.8)])


@st.composite
def draw_profiles(draw: st.DrawFn) -> list[Profile]:
    """Profiles under the key "k", some of them undated, without terms or vector, or with the terms of another."""
    weights = st.sampled_from([0.0283, 0.1, 0.2828, 0.3, 0.4, 0.5])
    return [
        Profile(
            id=f"profile-{number}",
            report=f"report-{draw(st.integers(0, 9))}{number:02}",
            terms=tuple(sorted(draw(st.dictionaries(WORDS, weights, max_size=5)).items())),
            names=tuple(sorted(draw(st.sets(NAMES, max_size=2)))),
            days=None,
            published=day(date(2031, 3, at)) if (at := draw(st.integers(0, 20))) else None,
            keys=("k", *sorted(draw(st.sets(st.sampled_from(["before", "early", "late", "z"]), max_size=1)))),
            vector=draw(VECTORS),
        )
        for number in range(draw(st.integers(1, 14)))
    ]


@given(draw_profiles(), st.integers(1, 20))
@settings(max_examples=300)
def test_by_column_is_as_pair_by_pair(profiles: list[Profile], nearest: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(same_story, "NEAREST", nearest)
        patch.setattr(same_story, "_MANY", 1)
        by_column = link_profiles(profiles, key="k")
        patch.setattr(same_story, "_MANY", len(profiles) + 1)
        assert link_profiles(profiles, key="k") == by_column


@given(draw_profiles())
def test_words_that_are_taken_for_one_another_change_nothing(profiles: list[Profile]) -> None:
    expected = link_profiles(profiles, key="k")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(same_story, "_MANY", 1)
        patch.setattr(pairs, "_sheets", {})
        patch.setattr(pairs, "hash", lambda word: ord(word[0]) % 3, raising=False)
        assert link_profiles(profiles, key="k") == expected


def test_of_many_those_plainly_unlike_are_not_weighed_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    strangers = [profile_of(f"r{number:02}", "k", *(f"x{number}-{n}" for n in range(30))) for number in range(40)]
    weighed: list[tuple[str, str]] = []
    judge_pair = same_story._judge_pair

    def watch(left: Sheet, right: Sheet) -> Judgement | None:
        weighed.append((left.profile.report, right.profile.report))
        return judge_pair(left, right)

    monkeypatch.setattr(same_story, "_judge_pair", watch)
    (noted,) = link_profiles([*strangers, replace(strangers[7], report="z", terms=strangers[7].terms[1:])], key="k")
    assert (noted.left, noted.right) == ("r07", "z")
    assert ("r07", "z") in weighed and len(weighed) < 20


def test_a_sheet_is_kept_for_the_very_profile_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "_sheets", {})
    monkeypatch.setattr(pairs, "_HELD", 2)
    kept = [profile_of(name, "ferry") for name in "abc"]
    first = lay_out(kept[0])
    assert lay_out(kept[0]) is first and lay_out(kept[1]).profile is kept[1]
    assert lay_out(kept[2]).profile is kept[2]
    assert lay_out(kept[0]) is not first
    for number in range(50):  # each is gone before the next one is made
        assert [*lay_out(profile_of("a", f"term{number}")).terms] == [f"term{number}"]
