from dataclasses import replace
from typing import Any

import pytest

from tellings.publish.exports.accounts import iterate_stories
from tellings.publish.exports.descent import day_told, in_utc, iterate_descents
from tellings.records import Dating, Interval, Judgement, Precision, Report, Revision, Span
from tests.publish import conftest as halmar

DAY, MINUTE = Precision.DAY, Precision.MINUTE


def directed(detail: str, first: Interval | None, second: Interval | None, *, namings: int = 0) -> bool:
    """Whether it is known that r3 has it from r0, published then."""
    tables = halmar.build_tables()
    datings = [each for each in tables.of(Dating) if each.report not in ("r0", "r3")]
    tables.replace(Dating, [*datings, Dating("d0", "r0", first, False, ""), Dating("d3", "r3", second, False, "")])
    evidence = (Span("r0", 0, 4), Span("r3", 0, 4), *(Span(("r3", "r0")[n], 0, 3) for n in range(namings)))
    holds = detail != "quotes_other"
    found = Judgement("j", "r0", "r3", "copy_of", holds, 0.9, "", "trace_copies", detail, evidence)
    tables.replace(Judgement, [found])
    (link,) = iterate_descents(next(iterate_stories([tables])))
    assert {link.source, link.later} == {"r0", "r3"} and link.relation == detail
    return link.directed and link.source == "r0"


def moment(text: str, zone: str | None = None) -> Interval:
    return Interval(text, text, MINUTE if "T" in text else DAY, zone)


@pytest.mark.parametrize(
    ("first", "second", "known"),
    [
        (moment("2031-03-04"), moment("2031-03-05"), True),
        (moment("2031-03-04"), moment("2031-03-04"), False),
        (None, moment("2031-03-05"), False),
        (moment("2031-03-04"), None, False),
        (moment("2031-03-04T10:00", "Z"), moment("2031-03-04T10:30", "+02:00"), False),  # 08:30 in UTC
        (moment("2031-03-04T10:00", "+02:00"), moment("2031-03-04T10:30", "Z"), True),
        (moment("2031-03-04T10:00"), moment("2031-03-04T23:00"), False),  # of two unknown clocks
        (Interval("2031-03-01", "2031-03-05", Precision.RANGE), moment("2031-03-04"), False),
    ],
)
def test_the_older_is_the_source(first: Interval | None, second: Interval | None, known: bool) -> None:
    for detail in ("copy", "derived", "quotes_other"):
        assert directed(detail, first, second) is known
    assert not directed("shared_agency", first, second)  # neither has it from the other


def test_the_account_may_have_the_later_one_left() -> None:
    tables = halmar.build_tables()
    found = Judgement("j", "r3", "r0", "copy_of", True, 0.9, "", "trace_copies", "copy")
    tables.replace(Judgement, [found])
    (link,) = iterate_descents(next(iterate_stories([tables])))
    assert (link.source, link.later, link.directed) == ("r0", "r3", True)  # r0 was two days before


def test_who_names_the_other_has_it_from_there() -> None:
    same = moment("2031-03-04")
    assert directed("derived", same, same, namings=1)
    assert not directed("derived", same, same, namings=2)  # each names the other


@pytest.mark.parametrize(("ordered", "supersedes"), [(True, None), (False, None), (False, "r0")])
def test_versions_are_in_order_where_that_is_known(ordered: bool, supersedes: str | None) -> None:
    tables = halmar.build_tables()
    tables.replace(Judgement, [Judgement("j", "r0", "r3", "copy_of", True, 1.0, "", "trace_copies", "version")])
    tables.add([Revision("v", "r3", "r0", "", ordered, ())])
    later = replace(tables.get(Report, "r3"), supersedes=supersedes)
    tables.replace(Report, [later, *(report for report in tables.of(Report) if report.id != "r3")])
    (link,) = iterate_descents(next(iterate_stories([tables])))
    assert link.directed is (ordered or supersedes is not None)


def test_times_are_told_as_far_as_they_are_known() -> None:
    def told(start: str | None, end: str | None, zone: str | None = None) -> dict[str, Any]:
        return {"start": start, "end": end, "precision": "minute", "zone": zone}

    assert in_utc(told("2031-03-04T10:00", "2031-03-04T10:00", "+02:00")) == "2031-03-04T08:00:00Z"
    assert in_utc(told("2031-03-04T10:00", "2031-03-04T10:00")) is None
    assert in_utc(None) is None and day_told(None) is None
    assert day_told(told("2031-03-04T10:00", "2031-03-04T10:00")) == "2031-03-04"
    assert day_told(told("2031-03-04", "2031-03-05")) is None and day_told(told(None, "2031-03-05")) is None
