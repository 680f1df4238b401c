"""What stands behind a value: reports, publishers, lines, times and speakers, and no more than that."""

from dataclasses import replace
from typing import Any

from tellings.publish.counting import Tally
from tellings.publish.weighing import Scales
from tellings.records import Entity, Interval, Precision, Report, Span, Witness


def report_of(name: str, outlet: str) -> Report:
    return Report(name, name, f"{name}.txt", outlet, None, None, None, "en", "text")


def on(day: str) -> Interval:
    return Interval(day, day, Precision.DAY)


REPORTS = [report_of("a", "The Halmar Courier"), report_of("b", "Lake Observer"), report_of("c", "Inland Post")]
PEOPLE = [
    Entity(
        id="e1", story="s", name="Ines Varga", kind="person", aliases=("Varga",), identifiers=(), mentions=(), chains=()
    ),
    Entity(
        id="e2",
        story="s",
        name="Lock Authority",
        kind="organisation",
        aliases=(),
        identifiers=(),
        mentions=(),
        chains=(),
    ),
]
SCALES = Scales(Tally(REPORTS, [["a", "b"], ["c"]]), {"a": on("2031-03-05"), "b": on("2031-03-04"), "c": None}, PEOPLE)


def says(report: str, value: str | None, speaker: str | None = None) -> Witness:
    return Witness(f"claim-{report}", Span(report, 0, 4), value, speaker)


def weigh(*witnesses: Witness) -> list[dict[str, Any]]:
    return SCALES.weigh_values(witnesses)


def test_each_value_has_its_own_weight_those_of_most_lines_first() -> None:
    one, other = weigh(says("a", "forty"), says("c", "Fifty"), says("b", "fifty"))
    assert (one["value"], one["counts"]["independent_lines"], one["counts"]["articles"]) == ("Fifty", 2, 2)
    assert (other["value"], other["counts"]["independent_lines"]) == ("forty", 1)
    assert (one["first_reported"], one["last_reported"]) == ("2031-03-04", "2031-03-04")


def test_first_and_last_reported_are_by_the_time_of_the_reports() -> None:
    (weight,) = weigh(says("a", None), says("b", None), says("c", None))
    assert (weight["value"], weight["first_reported"], weight["last_reported"]) == (None, "2031-03-04", "2031-03-05")
    (undated,) = weigh(says("c", None))
    assert (undated["first_reported"], undated["last_reported"]) == (None, None)


def test_speakers_are_named_or_not_and_reports_speak_for_themselves() -> None:
    (weight,) = weigh(
        says("a", None, "engineer Ines Varga"),
        says("b", None, "a spokesman of the Lock Authority"),
        says("b", None, "the Lock Authority"),
        says("c", None, "officials"),
        says("c", None, "Officials"),
        says("a", None),
    )
    assert weight["speakers"] == {
        "named": ["engineer Ines Varga", "the Lock Authority"],
        "unnamed": ["a spokesman of the Lock Authority", "Officials"],
        "own_voice": 1,
    }


def test_a_name_within_another_word_names_nobody() -> None:
    (weight,) = weigh(says("a", None, "a Vargaland official"))
    assert weight["speakers"]["named"] == []


def test_an_entity_without_letters_names_nobody() -> None:
    scales = Scales(Tally(REPORTS, [["a"]]), {}, [replace(PEOPLE[0], name="…", aliases=())])
    assert scales.weigh([says("a", None, "a witness")])["speakers"]["unnamed"] == ["a witness"]
