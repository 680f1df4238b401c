"""The timeline: one entry for one happening, at the finest time known, background and forecasts set apart."""

from datetime import date

from tellings.assemble.timeline import build_timeline
from tellings.records import Claim, Interval, Moment, Precision, Report, make_id
from tests.assemble.stories import make_claim, make_finding, make_index, span_of, whole_day
from tests.reports import make_report

ONE = make_report(
    "The bridge at Loreto fell on 3 March. It was built in 1974. The army will open a ferry on 9 March.",
    published=date(2025, 3, 5),
    name="one",
)
TWO = make_report("The Loreto bridge collapsed this month, officials said.", published=date(2025, 3, 6), name="two")


def moment(report: Report, wording: str, when: Interval) -> Moment:
    span = span_of(report, wording)
    return Moment(make_id("moment", span), span, when, "publication", "date", when.start or "")


YEAR = Interval("1974-01-01", "1974-12-31", Precision.YEAR)
MONTH = Interval("2025-03-01", "2025-03-31", Precision.MONTH)
MOMENTS = [
    moment(ONE, "3 March", whole_day("2025-03-03")),
    moment(ONE, "1974", YEAR),
    moment(ONE, "9 March", whole_day("2025-03-09")),
    moment(TWO, "this month", MONTH),
]
INDEX = make_index([ONE, TWO], MOMENTS)


def fell() -> Claim:
    return make_claim(INDEX, ONE, "The bridge at Loreto fell on 3 March", when=whole_day("2025-03-03"))


def test_agreeing_times_are_one_entry_with_the_finer() -> None:
    collapsed = make_claim(INDEX, TWO, "The Loreto bridge collapsed this month", when=MONTH)
    claims = [fell(), collapsed]
    (entry,) = build_timeline(INDEX, [make_finding(claims)], claims)
    assert (entry.when, entry.kind) == (whole_day("2025-03-03"), "story")
    assert {span.report for span in entry.spans} == {ONE.id, TWO.id}
    assert entry.gist == "The bridge at Loreto fell on 3 March"
    assert entry.reported == whole_day("2025-03-05")


def test_background_and_forecast_are_told_apart() -> None:
    claims = [
        make_claim(INDEX, ONE, "It was built in 1974", when=YEAR),
        fell(),
        make_claim(
            INDEX, ONE, "The army will open a ferry on 9 March", when=whole_day("2025-03-09"), factuality="planned"
        ),
    ]
    entries = build_timeline(INDEX, [make_finding([claim], status="single") for claim in claims], claims)
    assert [entry.kind for entry in entries] == ["background", "story", "forecast"]


def test_a_time_that_the_clause_does_not_give_is_no_entry() -> None:
    claim = make_claim(INDEX, TWO, "officials said", when=whole_day("2025-03-06"))
    assert build_timeline(INDEX, [make_finding([claim], status="single")], [claim]) == []


def test_times_that_exclude_each_other_give_an_entry_each() -> None:
    other = make_report("The Loreto bridge fell on 4 March, witnesses said.", published=date(2025, 3, 6), name="three")
    index = make_index([ONE, other], [*MOMENTS[:3], moment(other, "4 March", whole_day("2025-03-04"))])
    claims = [
        make_claim(index, ONE, "The bridge at Loreto fell on 3 March", when=whole_day("2025-03-03")),
        make_claim(index, other, "The Loreto bridge fell on 4 March", when=whole_day("2025-03-04")),
    ]
    entries = build_timeline(index, [make_finding(claims, status="differ")], claims)
    assert [entry.when.start for entry in entries] == ["2025-03-03", "2025-03-04"]
