"""Stories: every report in exactly one, whatever the order; people overrule."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tellings.annotate import parse
from tellings.cluster import profile, same_story, stories
from tellings.cluster.profile import build_appearance
from tellings.cluster.stories import build_stories as build_from
from tellings.engines.local import run_plan
from tellings.records import Judgement, Mention, Report, Sentence, Story
from tellings.stage import Stage
from tests.reports import make_report

FERRY = [
    "The ferry Oduya ran aground on a reef off Kettleby on Friday and forty passengers were brought ashore.",
    "Lifeboats took forty people off the ferry Oduya after it struck a reef near Kettleby, the coastguard said.",
    "Captain Ines Varga of the grounded ferry Oduya told the Kettleby inquiry that the reef was not on his chart.",
]
CRASH_HILL = [
    "A twin-engine plane crashed on Mount Sarn near Pelham on Monday, killing pilot Otto Brandis and three hikers.",
    "Rescuers on Mount Sarn found the wreck of the plane flown by Otto Brandis; three hikers from Pelham also died.",
    "Otto Brandis had flown over Mount Sarn for years, friends in Pelham said after the plane crash on Monday.",
]
CRASH_SEA = [
    "A cargo plane crashed into the Gulf of Orda on Thursday; both pilots of Tamarind Air are missing.",
    "Divers searched the Gulf of Orda for two Tamarind Air pilots whose cargo plane crashed on Thursday.",
    "Tamarind Air said the cargo plane that crashed into the Gulf of Orda had been checked a week before.",
]
LONE = ["Stir the dough, leave it an hour and bake it in a hot oven until the crust is brown."]


def judgement(left: str, right: str, score: float, *, verdict: bool = True, by: str = "same_story") -> Judgement:
    return Judgement(f"{left}-{right}-{by}", left, right, "same_story", verdict, score, "", by)


def build_stories(reports: list[Report], judgements: list[Judgement]) -> list[Story]:
    return build_from([build_appearance(report) for report in reports], judgements)


def bare(name: str, day: int | None = None) -> Report:
    return make_report(f"Text of {name}.", name=name, published=date(2031, 5, day) if day else None)


def told(texts: list[str]) -> list[set[str]]:
    def read(stage: Stage, *kinds: type) -> Stage:
        return Stage(stage.name, tuple(kinds), stage.writes, stage.cut, stage.run, stage.key)

    reports = [make_report(text, name=f"{number}.txt") for number, text in enumerate(texts)]
    plan = [parse.STAGE, read(profile.STAGE, Report, Sentence), same_story.STAGE, stories.STAGE]
    assert Mention in profile.STAGE.reads
    tables = run_plan(plan, reports, strict=True)
    names = {report.id: report.text for report in reports}
    return [{names[report] for report in story.reports} for story in tables.of(Story)]


def test_one_happening_is_one_story_and_a_recipe_none_of_it() -> None:
    found = told(FERRY + LONE)
    assert set(FERRY) in found
    assert set(LONE) in found


def test_two_plane_crashes_in_one_week_are_two_stories() -> None:
    found = told(CRASH_HILL + CRASH_SEA)
    assert set(CRASH_HILL) in found
    assert set(CRASH_SEA) in found


def test_reports_are_ordered_by_publication_then_id() -> None:
    late, early, undated = bare("late", 9), bare("early", 2), bare("undated")
    links = [judgement(a.id, b.id, 0.9) for a, b in ((late, early), (early, undated), (late, undated))]
    (story,) = build_stories([undated, late, early], links)
    assert story.reports == (early.id, late.id, undated.id)


def test_one_mistaken_pair_does_not_glue_two_stories() -> None:
    left, right = [bare(f"l{n}") for n in range(4)], [bare(f"r{n}") for n in range(4)]
    links = [
        judgement(a.id, b.id, 0.6) for side in (left, right) for i, a in enumerate(side) for b in side[i + 1 :]
    ] + [judgement(left[0].id, right[0].id, 0.55)]
    assert sorted(len(story.reports) for story in build_stories(left + right, links)) == [4, 4]


def test_like_happenings_stay_apart_where_each_is_much_denser() -> None:
    left, right = [bare(f"l{n}") for n in range(4)], [bare(f"r{n}") for n in range(4)]
    links = [judgement(a.id, b.id, 0.6) for side in (left, right) for i, a in enumerate(side) for b in side[i + 1 :]]
    links += [judgement(a.id, b.id, 0.3) for a in left for b in right]
    assert len(build_stories(left + right, links)) == 2


def test_a_person_joins_and_parts() -> None:
    a, b, c = bare("a"), bare("b"), bare("c")
    joined = build_stories([a, b, c], [judgement(a.id, b.id, 0.0, by="Edna")])
    assert sorted(len(story.reports) for story in joined) == [1, 2]
    links = [judgement(a.id, b.id, 0.9), judgement(a.id, b.id, 0.9, verdict=False, by="Edna")]
    links += [judgement(a.id, c.id, 0.9), judgement(b.id, c.id, 0.5)]
    parted = build_stories([a, b, c], links)
    assert not any({a.id, b.id} <= set(story.reports) for story in parted)


def test_two_versions_of_an_article_are_in_one_story_unless_a_person_parts_them() -> None:
    first, other = bare("a"), bare("b")
    later = replace(bare("c"), supersedes=first.id)
    assert sorted(len(story.reports) for story in build_stories([first, other, later], [])) == [1, 2]
    parted = judgement(first.id, later.id, 0.9, verdict=False, by="Edna")
    assert len(build_stories([first, other, later], [parted])) == 3


@given(st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.floats(0, 1), max_size=40))
def test_every_report_is_in_exactly_one_story_whatever_the_order(scores: dict[tuple[int, int], float]) -> None:
    reports = [bare(f"r{n}") for n in range(10)]
    links = [judgement(reports[a].id, reports[b].id, score) for (a, b), score in scores.items() if a < b]
    found = build_stories(reports, links)
    assert sorted(member for story in found for member in story.reports) == sorted(r.id for r in reports)
    assert {story.id for story in build_stories(reports[::-1], links[::-1])} == {story.id for story in found}
