from dataclasses import replace

import pytest

from tellings.publish.exports.happenings import find_happened, find_happenings, number_ids, reality_of
from tellings.records import Interval, Precision, Tables
from tests.publish.exports.conftest import KILLING, OTHERS, arg, build_tables, judge


def killing(tables: Tables):  # type: ignore[no-untyped-def]
    return next(told for told in find_happenings(tables) if told.event.lemma == "kill")


def test_mentions_joined_by_judgements_are_one_happening_with_its_counts(tables: Tables) -> None:
    told = killing(tables)
    assert [naming.report.id for naming in told.namings] == ["wire", "copy", "own"]
    assert (told.counts.namings, told.counts.articles, told.counts.lines) == (3, 3, 2)
    assert sum(each.event.lemma == "kill" for each in find_happenings(tables)) == 1


def test_a_persons_judgement_parts_what_the_stage_joined() -> None:
    tables = build_tables(judge(KILLING["wire"], KILLING["own"], verdict=False, by="a reader"))
    parts = [told for told in find_happenings(tables) if told.event.lemma == "kill"]
    assert sorted(told.counts.namings for told in parts) == [1, 2]


def test_what_was_planned_denied_or_negated_did_not_happen(tables: Tables) -> None:
    told, left_out = find_happened(tables)
    assert {each.event.lemma for each in told} == {"kill", "arrest"}
    assert dict(left_out) == {"future": 1, "negated": 2}


def test_each_factuality_has_its_reality() -> None:
    for factuality, wanted in {
        "ongoing": "happened", "background": "historical", "planned": "future", "asked": "hypothetical",
        "threatened": "hypothetical", "possible": "hypothetical", "conditional": "hypothetical",
        "refused": "negated", "denied": "negated",
    }.items():  # fmt: skip
        assert reality_of(replace(OTHERS[0], factuality=factuality)) == wanted
        assert reality_of(replace(OTHERS[0], factuality=factuality, polarity="negative")) != "happened"


def test_a_mention_that_expects_it_is_not_counted_with_those_that_tell_it() -> None:
    tables = build_tables(replace(KILLING["copy"], factuality="planned"))
    told = killing(tables)
    assert told.counts.namings == 2
    assert told.otherwise == (("future", 1),)


def test_the_number_of_people_is_no_part_of_who_they_are(tables: Tables) -> None:
    told = killing(tables)
    assert told.recipient and told.recipient.name == "civilians"
    assert told.recipient.raw == "12 civilians"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("12 civilians", "civilians"),
        ("14 of civilians", "civilians"),
        ("12 Angry Men", "12 Angry Men"),
        ("dozens", "dozens"),
    ],
)
def test_only_numbers_that_the_reports_give_are_cut(name: str, shown: str) -> None:
    one = replace(OTHERS[0], recipient=arg("wire", "Ann Tode", name=name))
    told = next(each for each in find_happenings(build_tables(one)) if each.event.lemma == "arrest")
    assert [side.name for side in told.recipients] == [shown]


def test_a_bare_number_names_nobody() -> None:
    one = replace(OTHERS[0], recipient=arg("wire", "Ann Tode", name="12"))
    told = next(each for each in find_happenings(build_tables(one)) if each.event.lemma == "arrest")
    assert told.recipients == ()


def test_the_entity_names_the_side_and_the_sides_are_of_one_report(tables: Tables) -> None:
    told = killing(tables)
    assert told.actor and told.actor.name == "Kordofan Rebels"
    assert (told.actor.iso3, told.actor.cow, told.actor.sector) == ("SDN", 625, "REB")


def test_pronouns_name_nobody() -> None:
    argument = replace(KILLING["wire"].actor, name="they", chain=None)  # type: ignore[type-var]
    one = replace(OTHERS[0], actor=argument)
    told = next(each for each in find_happenings(build_tables(one)) if each.event.lemma == "arrest")
    assert told.actors == ()


def test_a_compound_actor_is_one_happening_with_two_actors() -> None:
    other = replace(OTHERS[0], id="event-second", actor=replace(OTHERS[1].actor, name="army"))  # type: ignore[type-var]
    told = [each for each in find_happenings(build_tables(other)) if each.event.lemma == "arrest"]
    assert len(told) == 1
    assert {side.name for side in told[0].actors} == {"Police", "army"}
    assert told[0].counts.namings == 1


def test_who_is_told_on_both_sides_is_on_one() -> None:
    event = KILLING["own"]
    turned = replace(event, id="event-turned", actor=event.recipient, recipient=event.actor)
    told = next(each for each in find_happenings(build_tables(turned)) if each.event.lemma == "kill")
    assert not {side.key for side in told.actors} & {side.key for side in told.recipients}


def test_reports_that_give_different_days_are_both_told() -> None:
    later = Interval("2031-05-09", "2031-05-09", Precision.DAY)
    told = killing(build_tables(replace(KILLING["copy"], when=later)))
    assert told.when and told.when.start == "2031-05-05"  # two reports against one
    assert told.other_times == (later,)


def test_figures_are_tied_to_the_happening_and_ranged_over_independent_lines(tables: Tables) -> None:
    told = killing(tables)
    dead = told.ranges["dead"]
    assert (dead.low, dead.best, dead.high) == (12, 12, 14)  # one line each: the lower
    assert {report: figure.low for report, figure in told.figures["dead"].items()} == {
        "wire": 12,
        "copy": 12,
        "own": 14,
    }
    assert told.ranges.keys() == {"dead"}


def test_ids_and_numbers_are_stable_and_unique(tables: Tables) -> None:
    told = find_happenings(tables)
    assert [each.id for each in told] == [each.id for each in find_happenings(build_tables())]
    assert len({each.id for each in told}) == len(told)
    numbers = number_ids(told, set())
    assert len(set(numbers.values())) == len(told)
    assert number_ids(told[:1], set())[told[0].id] == numbers[told[0].id]  # not by what else is in the file


def test_two_ids_of_one_number_get_two_numbers(tables: Tables) -> None:
    first, second, *_ = find_happenings(tables)
    clash = [replace(first, id="happening-a"), replace(second, id=f"happening-{10 + 10**15:x}")]
    assert len(set(number_ids(clash, set()).values())) == 2


def test_a_run_without_events_has_no_happening() -> None:
    assert find_happenings(Tables()) == []
