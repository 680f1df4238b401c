"""The stream: the stories of the stages, whatever comes first; persons are heard before and after the reports."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tellings.cluster import same_story
from tellings.cluster.stories import build_stories
from tellings.cluster.stream import StoryStream
from tellings.records import Appearance, Interval, Judgement, Precision, Profile
from tellings.stage import cut_groups
from tests.cluster.test_same_story import profile_of

WORDS = [f"word{number}" for number in range(12)]
PROFILES = st.lists(
    st.tuples(st.sets(st.sampled_from(WORDS), min_size=1, max_size=6), st.integers(1, 28)), min_size=1, max_size=12
).map(lambda texts: [dated(profile_of(f"r{n}", *words), day) for n, (words, day) in enumerate(texts)])


def dated(profile: Profile, day: int) -> Profile:
    when = f"2031-05-{day:02}"
    return replace(profile, published=Interval(when, when, Precision.DAY))


def told_by_stages(profiles: Sequence[Profile]) -> set[str]:
    groups = cut_groups(same_story.STAGE, {Profile: profiles})
    judgements = [judgement for group in groups for judgement in same_story.STAGE.run(group)]
    return {
        story.id for story in build_stories([Appearance(p.id, p.report, p.published) for p in profiles], judgements)
    }


@given(
    PROFILES.flatmap(lambda profiles: st.tuples(st.just(profiles), st.permutations(profiles))),
    st.integers(1, 5),
    st.sampled_from((1, 3, 100)),
)
def test_the_stories_of_the_stages_whatever_comes_first(
    given: tuple[list[Profile], list[Profile]], at_once: int, held: int
) -> None:
    profiles, arrivals = given
    stream = StoryStream(held=held)
    for start in range(0, len(arrivals), at_once):
        stream.add(arrivals[start : start + at_once])
    assert {story.id for story in stream.stories()} == told_by_stages(profiles)


def test_what_is_there_already_changes_nothing() -> None:
    profiles = [dated(profile_of(f"r{n}", "ferry", "reef", f"own{n}"), 3) for n in range(4)]
    stream = StoryStream()
    (first,) = stream.add(profiles)
    assert stream.add(profiles) == []
    assert stream.story_of("r2") == first


def test_a_thousand_identical_reports_are_one_story_and_hide_nothing() -> None:
    stream = StoryStream()
    stream.add([dated(profile_of(f"copy{n:04}", "ferry", "reef", "oduya"), 3) for n in range(1_000)])
    stream.add([dated(profile_of("own", "ferry", "reef", "kettleby"), 4)])
    stream.add([dated(profile_of(f"late{n:03}", "ferry", "reef", "oduya"), 5) for n in range(500)])
    assert len(stream) == 1_501
    assert len(stream.story_of("own").reports) == 1_501


def test_persons_are_heard_before_and_after() -> None:
    a, b, c = (dated(profile_of(name, "ferry", "reef", name * 4), 3) for name in "abc")
    apart = Judgement("j1", "a", "b", "same_story", False, 0.0, "two ferries", "Edna")
    together = Judgement("j2", "a", "c", "same_story", True, 1.0, "one inquiry", "Edna")
    stream = StoryStream()
    stream.add([a], [apart])
    stream.add([b])
    assert "b" not in stream.story_of("a").reports
    other = dated(profile_of("c", "chess"), 9)
    stream.add([other], [together])
    assert set(stream.story_of("c").reports) == {"a", "c"}
    later = StoryStream()
    later.add([a, b, c])
    assert set(later.story_of("a").reports) == {"a", "b", "c"}
    later.add([], [apart])
    assert "b" not in later.story_of("a").reports


def test_two_identical_reports_that_a_person_parts_are_two_stories() -> None:
    a, b = (dated(profile_of(name, "ferry", "reef"), 3) for name in "ab")
    stream = StoryStream()
    stream.add([a, b])
    stream.add([], [Judgement("j", "a", "b", "same_story", False, 0.0, "two ferries of one name", "Edna")])
    assert stream.story_of("a").reports == ("a",)


def test_an_undated_report_is_as_new_as_the_newest() -> None:
    stream = StoryStream()
    stream.add([dated(profile_of("new", "ferry", "reef"), 20)])
    stream.add([profile_of("undated", "ferry", "reef", "oduya"), dated(profile_of("old", "ferry", "oduya"), 2)])
    assert set(stream.story_of("undated").reports) == {"new", "old", "undated"}


def tell_stories(stories: int = 8, reports: int = 6) -> list[Profile]:
    """Reports of 30 words: 20 that the story's reports have in common and ten of their own."""
    return [
        dated(
            profile_of(
                f"s{story}r{number}",
                *(f"story{story}word{place}" for place in range(20)),
                *(f"own{story}x{number}x{place}" for place in range(10)),
            ),
            3 + story,
        )
        for story in range(stories)
        for number in range(reports)
    ]


def groups_of(stream: StoryStream) -> set[frozenset[str]]:
    return {frozenset(story.reports) for story in stream.stories()}


def feed(*profiles: Profile) -> StoryStream:
    stream = StoryStream()
    for profile in profiles:
        stream.add([profile])
    return stream


def test_live_blogs_that_quote_every_story_glue_none() -> None:
    told = tell_stories()
    apart = groups_of(feed(*told))
    assert len(apart) == 8
    blogs = [
        dated(profile_of(f"blog{n}", *(f"story{story}word{n + place}" for story in range(8) for place in range(4))), 9)
        for n in range(3)
    ]
    together = groups_of(feed(*told[:20], *blogs, *told[20:]))
    assert {group - {blog.report for blog in blogs} for group in together} - {frozenset()} == apart


def test_reports_of_three_words_glue_nothing() -> None:
    told = tell_stories()
    short = [dated(profile_of(f"short{n}", f"story{n}word0", f"story{n + 1}word0", "video"), 5) for n in range(7)]
    together = groups_of(feed(*short, *told))
    assert {group - {report.report for report in short} for group in together} - {frozenset()} == groups_of(feed(*told))


def test_clocks_that_are_wrong_by_a_day_change_no_story() -> None:
    told = tell_stories()
    wrong = [dated(profile, 3 + n // 6 + (-1, 0, 1)[n % 3]) for n, profile in enumerate(told)]
    assert groups_of(feed(*wrong)) == groups_of(feed(*told))
