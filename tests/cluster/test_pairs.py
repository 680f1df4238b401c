"""Groups judged by column give what a plain comparison of each two gives, and profiles laid out are not mixed up."""

import math
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.cluster import pairs, same_story
from tellings.cluster.pairs import Block, Columns, lay_out
from tellings.cluster.same_story import link_profiles
from tellings.records import Profile, day
from tests.cluster.test_same_story import profile_of

WORDS = st.sampled_from("abcdefgh")
NAMES = st.sampled_from(["port kettleby", "ines varga", "lake sarn", "otto brandis", "otto kettleby", "reef", "monday"])
VECTORS = st.sampled_from([(), (1.0, 0.0), (0.6, 0.8), (0.28, -0.96), (-0.6, -0.8)])


@st.composite
def draw_profiles(draw: st.DrawFn) -> list[Profile]:
    """Profiles under the key "k", some of them undated, without terms or vector, or with the terms of another."""
    weights = st.sampled_from([0.0283, 0.1, 0.2828, 0.3, 0.4, 0.5])
    return [
        Profile(
            id=f"profile-{number}",
            report=f"report-{draw(st.integers(0, 9))}{number:02}",
            terms=tuple(sorted(draw(st.dictionaries(WORDS, weights, max_size=7)).items())),
            names=tuple(sorted(draw(st.sets(NAMES, max_size=3)))),
            days=None,
            published=day(date(2031, 3, at)) if (at := draw(st.integers(0, 20))) else None,
            keys=("k", *sorted(draw(st.sets(st.sampled_from(["before", "early", "late", "z"]), max_size=1)))),
            vector=draw(VECTORS),
        )
        for number in range(draw(st.integers(1, 14)))
    ]


def compare(left: Profile, right: Profile) -> tuple[float, float, bool, list[str]]:
    """The score of two, that from which it is worth a record, whether they name nothing in common, the terms told."""
    terms, others = dict(left.terms), dict(right.terms)
    worth = {term: terms[term] * others[term] for term in terms.keys() & others.keys()}
    score, bar = math.fsum(worth.values()), 0.08
    if left.vector and right.vector:
        near = math.fsum(a * b for a, b in zip(left.vector, right.vector, strict=True))
        score, bar = 0.75 * score + 0.25 * max(0.0, near), 0.12
    named = [{word for name in profile.names for word in name.split()} for profile in (left, right)]
    apart = all(len(words) >= 3 for words in named) and not named[0] & named[1]
    score = min(score * 0.1 if apart else score, 0.9999)
    told = sorted(worth, key=lambda term: (-round(worth[term], 8), term))[:5]
    return score, bar, apart, told


@given(draw_profiles(), st.integers(1, 20), st.integers(1, 20))
@settings(max_examples=300)
def test_by_column_is_as_pair_by_pair(profiles: list[Profile], nearest: int, rows: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(same_story, "NEAREST", nearest)
        patch.setattr(same_story, "_ROWS", rows)
        made = {(j.left, j.right): j for j in link_profiles(profiles, key="k")}
    first_with: dict[object, Profile] = {}
    for profile in sorted(profiles, key=lambda p: p.report):
        if profile.terms:
            first_with.setdefault(profile.terms, profile)
    different = [p for p in profiles if not p.terms or first_with[p.terms] is p]
    different.sort(key=lambda p: (p.published.rank() if p.published else "9999", p.report))
    met = [
        tuple(sorted((one, other), key=lambda p: p.report))
        for (at, one), (place, other) in combinations(enumerate(different), 2)
        if place - at <= nearest and min({*one.keys} & {*other.keys}) == "k"
    ]
    near = {pair: judgement for pair, judgement in made.items() if judgement.reason != "the same words"}
    assert near.keys() <= {(a.report, b.report) for a, b in met}
    for a, b in met:
        score, bar, apart, told = compare(a, b)
        judgement = near.get((a.report, b.report))
        assert (judgement is not None) == (score >= bar) or score == pytest.approx(bar, abs=1e-4)
        if judgement:
            assert judgement.score == pytest.approx(score, abs=1e-4)
            assert judgement.reason.startswith(f"share {', '.join(told)}" if told else "no rare word shared")
            assert judgement.reason.endswith("they name nothing in common") == apart
    same = {(first_with[p.terms].report, p.report) for p in profiles if p.terms and first_with[p.terms] is not p}
    assert made.keys() - near.keys() <= same


def test_rare_names_of_both_are_told_longest_first() -> None:
    words = ("port", "ferry", "reef")
    left, right = (
        Profile(
            id=report,
            report=report,
            terms=tuple((word, weight) for word in sorted(words)),
            names=names,
            days=None,
            published=None,
            keys=("k",),
        )
        for report, weight, names in (
            ("a", 0.5, ("ines varga", "france", "kettleby", "port kettleby")),
            ("b", 0.57, ("ines varga", "france", "kettleby", "lake sarn", "port kettleby")),
        )
    )
    (noted,) = link_profiles([left, right], key="k")
    assert noted.detail == "port kettleby, ines varga"
    assert noted.reason == "share ferry, port, reef"


def test_a_term_that_weighs_nothing_is_not_told() -> None:
    terms = (("ferry", 0.9), ("reef", 0.4), ("wharf", 0.00004))
    left, right = (replace(profile_of(report, "k"), terms=(*terms, (f"only {report}", 0.1))) for report in "ab")
    (noted,) = link_profiles([left, right], key="k")
    assert noted.reason == "share ferry, reef"


def test_what_does_not_depend_on_what_stands_beside_it() -> None:
    strangers = [profile_of(f"r{number:02}", "k", *(f"x{number}-{n}" for n in range(30))) for number in range(40)]
    near = [profile_of("s", "k", "oduya", "reef"), profile_of("t", "k", "oduya", "shoal")]
    (alone,) = link_profiles(near, key="k")
    assert [j for j in link_profiles([*strangers, *near], key="k") if j.left == "s"] == [alone]
    columns = Columns([*strangers, near[0]], key="k")
    assert columns.share_terms(Block(0, 40, 41)).sums[0, :40].max() < 0.2


def test_a_sheet_is_kept_for_the_very_profile_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "_desk", pairs._Desk({}, {}, []))
    monkeypatch.setattr(pairs, "_HELD", 2)
    kept = [profile_of(name, "ferry") for name in "abc"]
    (first,) = lay_out(kept[:1])
    again, second = lay_out(kept[:2])
    assert again is first and second.profile is kept[1]
    assert lay_out(kept[2:])[0].profile is kept[2]
    assert lay_out(kept[:1])[0] is not first
    for number in range(50):  # each is gone before the next one is made
        (sheet,) = lay_out([profile_of("a", f"term{number}")])
        assert [pairs._desk.words[word] for word in sheet.terms] == [f"term{number}"]


def test_more_than_are_held_are_laid_out_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "_HELD", 2)
    profiles = [profile_of(f"r{n}", "k", "oduya", f"term{n}") for n in range(7)]
    assert len(link_profiles(profiles, key="k")) == 21
