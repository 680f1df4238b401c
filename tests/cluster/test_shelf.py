"""The shelf finds what shares a key, with the scores of `score_pair`, and no more than it is told to."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tellings.cluster.same_story import NOTED
from tellings.cluster.shelf import Shelf
from tellings.records import Profile
from tests.cluster.test_same_story import profile_of, score_pair

WORDS = ["ferry", "oduya", "reef", "kettleby", "inquiry", "strike", "vote", "島", "naïve"]


@given(st.lists(st.sets(st.sampled_from(WORDS), min_size=1), min_size=1, max_size=8))
def test_scores_are_those_of_the_pair(texts: list[set[str]]) -> None:
    profiles = [profile_of(f"r{number}", *words) for number, words in enumerate(texts)]
    shelf = Shelf()
    for number, profile in enumerate(profiles):
        numbers, scores = shelf.find_and_put(profile, "2031-05-01")
        expected = {
            n: min(0.9999, score_pair(before, profile)[0])
            for n, before in enumerate(profiles[:number])
            if set(before.keys) & set(profile.keys) and score_pair(before, profile)[0] >= NOTED
        }
        assert dict(zip(numbers.tolist(), scores.tolist(), strict=True)).keys() == expected.keys()
        for n, score in zip(numbers.tolist(), scores.tolist(), strict=True):
            assert abs(score - expected[n]) < 0.002
        assert len(shelf) == number + 1


def with_vector(report: str, *vector: float) -> Profile:
    plain = profile_of(report, "ferry", "reef")
    return Profile(plain.id, report, plain.terms, (), None, None, plain.keys, vector)


def test_meaning_counts_where_both_have_a_vector() -> None:
    shelf = Shelf()
    for report in (with_vector("a", 1.0, 0.0), with_vector("b", 0.0, 1.0), profile_of("c", "ferry", "reef")):
        shelf.find_and_put(report, "2031-05-01")
    late = with_vector("d", 0.6, 0.8)
    _, scores = shelf.find_and_put(late, "2031-05-01")
    others = (with_vector("a", 1.0, 0.0), with_vector("b", 0.0, 1.0))
    assert [round(score, 2) for score in scores.tolist()] == [0.9, 0.95, 1.0]
    assert [0.75 + 0.25 * cosine for cosine in (0.6, 0.8)] == [0.9, 0.95], [score_pair(late, o) for o in others]


def test_of_a_busy_key_the_nearest_in_time_are_found_also_for_what_comes_late() -> None:
    shelf = Shelf(nearest=3)
    days = [f"2031-05-{day:02}" for day in range(1, 21)]
    for day in days:
        shelf.find_and_put(profile_of(day, "president"), day)
    late = profile_of("late", "president")
    assert shelf.find_and_put(late, "2031-05-10T12:00")[0].tolist() == [7, 8, 9, 10, 11, 12]
    assert shelf.find_and_put(late, "2031-05-20")[0].tolist() == [17, 18, 19]


def test_a_profile_without_terms_finds_nothing() -> None:
    shelf = Shelf()
    empty = Profile("profile-a", "a", (), (), None, None, ())
    shelf.find_and_put(empty, "2031")
    assert shelf.find_and_put(empty, "2031")[0].tolist() == []


def test_names_count_as_in_the_score_of_the_pair() -> None:
    texts = {"a": ("port kettleby", "ines varga"), "b": ("lake sarn", "otto brandis"), "c": ("otto moss", "lake ore")}
    profiles = [replace(profile_of(name, "rain", "cloud", name * 3), names=names) for name, names in texts.items()]
    shelf = Shelf()
    for profile in profiles[:2]:
        shelf.find_and_put(profile, "2031-05-01")
    numbers, scores = shelf.find_and_put(profiles[2], "2031-05-01")
    found = dict(zip(numbers.tolist(), scores.tolist(), strict=True))
    expected = {n: score_pair(profile, profiles[2])[0] for n, profile in enumerate(profiles[:2])}
    assert found == {n: score for n, score in expected.items() if score >= NOTED}
