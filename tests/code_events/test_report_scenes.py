from tellings.annotate.parse import parse_report
from tellings.code_events.report_scenes import find_scenes
from tellings.records import Report


def scenes(text: str) -> frozenset[str]:
    return find_scenes(parse_report(Report("r", "c", "own", None, None, None, None, "en", text)))


def test_a_contest_for_votes() -> None:
    told = "The candidate spoke in Lima. Her voters cheered. The primary is close. It rained. The nominee left."
    assert scenes(told) == {"contest"}


def test_a_storm_is_a_disaster_and_a_raid_is_none() -> None:
    storm = "The cyclone came at noon. The flood took a bridge. The earthquake came later. Many fled."
    assert "disaster" in scenes(storm)
    assert "disaster" not in scenes(storm + " Gunmen attacked a shelter. Militants bombed a dam. Soldiers came.")


def test_one_word_makes_no_scene() -> None:
    assert not scenes("The minister came to the cup final. She met the king. They spoke of trade. He left.")
