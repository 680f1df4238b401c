"""Links between stories: what looks back is told from what only looks like it."""

import pytest

from tellings.cluster.related import link_stories
from tellings.records import Appearance, Interval, Judgement, Precision, Story


def story(name: str, *days: int) -> tuple[Story, list[Appearance]]:
    reports = [f"{name}{number}" for number in range(len(days))]
    dates = [f"2031-05-{day:02}" for day in days]
    return Story(f"story-{name}", tuple(reports)), [
        Appearance(report, report, Interval(date, date, Precision.DAY))
        for report, date in zip(reports, dates, strict=True)
    ]


def like(left: str, right: str, score: float, *names: str) -> Judgement:
    return Judgement(f"{left}-{right}", left, right, "same_story", False, score, "", "same_story", ", ".join(names))


def link(*stories: tuple[Story, list[Appearance]], judgements: list[Judgement]) -> list[tuple[str, str, str]]:
    found = link_stories([s for s, _ in stories], [a for _, here in stories for a in here], judgements)
    return [(judgement.left, judgement.right, judgement.detail) for judgement in found]


WRECK, TRIAL = story("wreck", 1, 1), story("trial", 20, 21)


def test_what_begins_later_and_names_the_same_follows() -> None:
    judgements = [like(a, b, 0.2, "oduya") for a in WRECK[0].reports for b in TRIAL[0].reports]
    assert link(TRIAL, WRECK, judgements=judgements) == [("story-wreck", "story-trial", "follow_up")]


def test_the_left_of_a_judgement_may_be_the_later_report() -> None:
    judgements = [like(b, a, 0.2, "oduya") for a in WRECK[0].reports for b in TRIAL[0].reports]
    assert link(WRECK, TRIAL, judgements=judgements) == [("story-wreck", "story-trial", "follow_up")]


def test_a_report_or_two_that_look_back_make_no_link() -> None:
    review = story("review", *range(10, 18))
    judgements = [like(a, b, 0.5, "oduya") for a in WRECK[0].reports for b in review[0].reports[:2]]
    assert link(WRECK, review, judgements=judgements) == []


@pytest.mark.parametrize("names", [(), ("oduya",)])
def test_like_happenings_of_one_day_stand_beside_one_another(names: tuple[str, ...]) -> None:
    other = story("other", 1, 2)
    judgements = [like(a, b, 0.2, *names) for a in WRECK[0].reports for b in other[0].reports]
    ((_, _, detail),) = link(WRECK, other, judgements=judgements)
    assert detail == "beside"


def test_without_a_name_in_common_nothing_follows() -> None:
    judgements = [like(a, b, 0.2) for a in WRECK[0].reports for b in TRIAL[0].reports]
    assert link(WRECK, TRIAL, judgements=judgements) == [("story-wreck", "story-trial", "beside")]


def test_one_pair_alone_and_pairs_within_a_story_link_nothing() -> None:
    judgements = [like("wreck0", "trial0", 0.3, "oduya"), like("wreck0", "wreck1", 0.9, "oduya")]
    assert link(WRECK, TRIAL, judgements=judgements) == []


def test_undated_stories_are_beside_one_another() -> None:
    undated = (Story("story-u", ("u0",)), [Appearance("u0", "u0", None)])
    judgements = [like(a, "u0", 0.2, "oduya") for a in WRECK[0].reports]
    assert link(WRECK, undated, judgements=judgements) == [("story-wreck", "story-u", "beside")]
