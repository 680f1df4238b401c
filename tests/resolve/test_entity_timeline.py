"""What a named entity takes part in, and when, from sentences written for these tests."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tellings.annotate import mentions, moments
from tellings.annotate.parse import parse_report
from tellings.records import Dating, Entity, Interval, Mention, Moment, Precision, Report, Sentence, Span
from tellings.resolve.entity_timeline import (
    Entry,
    build_timeline,
    build_timeline_of,
    find_day,
    mark_name,
    names_deed,
)
from tellings.resolve.events_read import Reading, build_readings
from tellings.stage import Group

DAY = Interval("2024-03-04", "2024-03-04", Precision.DAY)
KEY = "=ferry"


def tell(text: str, *, name: str = "r", published: Interval | None = DAY) -> dict[str, list[Reading]]:
    """The readings of one report, with its time expressions."""
    report = Report(name, "c", "o", None, None, None, published, "en", text)
    sentences = parse_report(report)
    dating = Dating(f"d-{name}", name, published, False, "given")
    group = Group(name, {Report: [report], Sentence: sentences, Dating: [dating]})
    found = [each for each in moments.STAGE.run(group) if isinstance(each, Moment)]
    return build_readings(sentences, [], found, [], [], {name: published})


def timeline(text: str, name: str, *, published: Interval | None = DAY) -> list[Entry]:
    return build_timeline(frozenset((KEY,)), mark_name(name, tell(text, published=published), key=KEY))


def words(entries: list[Entry], text: str) -> dict[str, str | None]:
    """Each naming with the start of its time."""
    return {
        text[o.span.start : o.span.end]: entry.when.start if entry.when else None
        for entry in entries
        for o in entry.occurrences
    }


def test_what_it_does_and_what_is_done_to_it_by_date() -> None:
    text = "The yard sold the Marlin in May 2019. The Marlin sank on 2 July 2021. A tug capsized on 3 July 2021."
    found = words(timeline(text, "Marlin"), text)
    assert found == {"sold": "2019-05-01", "sank": "2021-07-02"}
    assert [entry.when.start for entry in timeline(text, "Marlin") if entry.when] == ["2019-05-01", "2021-07-02"]


def test_undated_past_is_the_day_that_the_report_is_about() -> None:
    text = "The Marlin docked on Saturday. The Marlin struck a pier."
    assert words(timeline(text, "Marlin"), text) == {"docked": "2024-03-02", "struck": "2024-03-02"}
    assert words(timeline("The Marlin struck a pier.", "Marlin"), "The Marlin struck a pier.") == {
        "struck": "2024-03-04"
    }


def test_what_lies_further_back_or_ahead_has_no_day_of_its_own() -> None:
    text = "The Marlin had collided with a tug. The Marlin will sail again."
    assert words(timeline(text, "Marlin"), text) == {"collided": None, "sail": None}


def test_a_date_is_passed_on_to_what_is_joined_to_its_verb() -> None:
    text = "In June 2020 the Marlin left port and rammed a buoy."
    assert set(words(timeline(text, "Marlin"), text).values()) == {"2020-06-01"}


def test_what_did_not_happen_is_left_out() -> None:
    text = "The Marlin did not sink. The Marlin may have burned. The Marlin was repaired."
    assert list(words(timeline(text, "Marlin"), text)) == ["repaired"]


def test_a_light_verb_yields_to_the_noun_that_it_carries() -> None:
    text = "The Marlin made an appearance. The captain took over the Marlin."
    assert list(words(timeline(text, "Marlin"), text)) == ["appearance", "took over"]


def test_namings_of_one_happening_share_an_entry_and_its_told_date() -> None:
    one = tell("The harbour bought the Marlin on 1 March.", name="a")
    other = tell(
        "The harbour bought the Marlin.", name="b", published=replace(DAY, start="2024-03-06", end="2024-03-06")
    )
    marked = mark_name("Marlin", {**one, **other}, key=KEY)
    (entry,) = build_timeline(frozenset((KEY,)), marked)
    assert entry.when is not None
    assert entry.when.start == "2024-03-01"
    assert {occurrence.report for occurrence in entry.occurrences} == {"a", "b"}


def test_undated_reports_give_no_day() -> None:
    readings = tell("The Marlin sank.", published=None)
    assert find_day(readings["r"]) is None
    assert find_day([]) is None


def test_of_an_entity_of_a_story() -> None:
    text = "Nils Aldersen resigned on Friday. He thanked his crew."
    report = Report("r", "c", "o", None, None, None, DAY, "en", text)
    sentences = parse_report(report)
    group = Group("r", {Report: [report], Sentence: sentences})
    named = [each for each in mentions.STAGE.run(group) if isinstance(each, Mention)]
    chain = next(m.chain for m in named if m.span.start == 0)
    entity = Entity("e", "s", "Nils Aldersen", "person", (), (), (Span("r", 0, 13),), (chain,))
    friday = Moment(
        "m", Span("r", text.index("Friday"), text.index("Friday") + 6),
        Interval("2024-03-01", "2024-03-01", Precision.DAY), "publication", "date", "2024-03-01",
    )  # fmt: skip
    records: dict[type, Sequence[Any]] = {Report: [report], Sentence: sentences, Mention: named}
    records |= {Entity: [entity], Moment: [friday]}
    entries = build_timeline_of(entity, Group("s", records))
    assert words(entries, text) == {"resigned": "2024-03-01", "thanked": "2024-03-01"}


@pytest.mark.parametrize("text", ["", "🚢🚢", "‮ Marlin \ud800 Marlin", "Marlin " * 400])
def test_odd_text_gives_no_error(text: str) -> None:
    for entry in timeline(text, "Marlin"):
        for occurrence in entry.occurrences:
            assert 0 <= occurrence.span.start < occurrence.span.end <= len(text)


def test_nouns_of_deeds() -> None:
    assert all(names_deed(noun) for noun in ("decision", "flight", "delivery", "refusal", "withdrawal"))
    assert not any(names_deed(noun) for noun in ("company", "lawyer", "station", "table", "river"))
