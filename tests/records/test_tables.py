"""Tables: ordered, without doubles, and the same after a trip through JSON."""

import gc
import random
from collections.abc import Sequence
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.records import Drop, Quantity, Report, Sentence, Span, Tables, Token, Unread, make_id, read_row, write_row
from tests.reports import make_report


def make_quantity(report: Report, start: int, end: int) -> Quantity:
    return Quantity(
        make_id("quantity", report.id, start, end), Span(report.id, start, end), 3.0, None, "", "boats", "at_least"
    )


def test_order_does_not_follow_arrival() -> None:
    report = make_report("three boats and four boats and five boats")
    records = [make_quantity(report, start, start + 4) for start in range(0, 30, 3)]
    shuffled = random.Random(7).sample(records, len(records))
    assert Tables(shuffled).of(Quantity) == tuple(records)


def test_the_first_of_two_with_one_id_stays() -> None:
    tables = Tables([Drop("drop-1", "a", "clean", "empty")])
    tables.add([Drop("drop-1", "a", "clean", "another reason")])
    assert [drop.reason for drop in tables.of(Drop)] == ["empty"]


def test_what_is_no_record_is_refused() -> None:
    with pytest.raises(TypeError, match="is no record"):
        Tables(["a string"])


def test_rows_come_back_equal() -> None:
    report = make_report("Štrpce lies in the south.", title="Where it lies")
    token = Token(15, 21, "Štrpce", "strpce", "PROPN", "NNP", "nsubj", 1, "GPE", True)
    sentence = Sentence("sentence-1", Span(report.id, 15, 40), 1, 1, False, (token,))
    for record in (report, sentence, make_quantity(report, 15, 21)):
        assert read_row(type(record).__name__, write_row(record)) == record


def hold(records: Sequence[Any], key: str = "report-1") -> Unread:
    """The records of one kind, still to be read."""
    return Unread(key, type(records[0]), tuple(records), list)


def refuse(sent: Any) -> Sequence[Any]:
    raise AssertionError(f"nobody asked for {sent!r}")


drops = st.builds(Drop, st.sampled_from("abcd"), st.just("page"), st.just("clean"), st.sampled_from(["empty", "short"]))
spans = st.builds(Span, st.sampled_from(["r1", "r2"]), st.integers(0, 3), st.integers(4, 5))
amounts = st.builds(
    Quantity, st.sampled_from("efgh"), spans, st.just(3.0), st.none(), st.just(""), st.just("boats"), st.just("exactly")
)


@given(st.lists(st.tuples(st.booleans(), st.lists(drops, min_size=1) | st.lists(amounts, min_size=1))), st.booleans())
def test_what_is_still_to_be_read_stands_where_it_would_stand_as_records(
    batches: list[tuple[bool, list[Any]]], at_once: bool
) -> None:
    plain, held = Tables(), Tables()
    parts = [[hold(records)] if unread else records for unread, records in batches]
    for _, records in batches:
        plain.add(records)
    for part in [list(chain(*parts))] if at_once else parts:
        held.add(part)
    for kind in (Quantity, Drop):
        assert held.of(kind) == plain.of(kind)
    assert list(held.rows()) == list(plain.rows())


def test_only_what_is_asked_for_is_read() -> None:
    report = make_report("three boats")
    held = Unread(report.id, Sentence, "rows", refuse)
    tables = Tables([report, held, hold([make_quantity(report, 0, 5)], report.id)])
    assert tables.get(Report, report.id) == report
    assert [quantity.span.end for quantity in tables.of(Quantity)] == [5]
    assert tables.find_unread(Sentence) == {report.id: [held]}
    with pytest.raises(AssertionError, match="nobody asked for 'rows'"):
        tables.of(Sentence)


def test_where_reading_fails_nothing_is_lost() -> None:
    """Stopped by hand, say: who asks again is not told less."""
    report, stops = make_report("three boats"), [KeyboardInterrupt()]

    def read(sent: Any) -> Sequence[Any]:
        if stops:
            raise stops.pop()
        return [make_quantity(report, 0, 5)]

    tables = Tables([hold([make_quantity(report, 6, 9)]), Unread(report.id, Quantity, "rows", read)])
    with pytest.raises(KeyboardInterrupt):
        tables.of(Quantity)
    assert gc.isenabled()
    assert [quantity.span.start for quantity in tables.of(Quantity)] == [0, 6]


@pytest.mark.parametrize("collects", [True, False])
def test_the_collector_is_left_as_it_was(collects: bool) -> None:
    report = make_report("three boats")
    try:
        (gc.enable if collects else gc.disable)()
        assert len(Tables([hold([make_quantity(report, 0, 5)])]).of(Quantity)) == 1
        assert gc.isenabled() is collects
    finally:
        gc.enable()


def test_what_was_read_is_no_longer_as_it_came() -> None:
    report = make_report("three boats")
    tables = Tables([hold([make_quantity(report, 0, 5)], "r1"), hold([make_quantity(report, 1, 5)], "r2")])
    tables.add([hold([make_quantity(report, 2, 5)], "r1")])
    found = tables.find_unread(Quantity)
    assert found is not None and {key: len(held) for key, held in found.items()} == {"r1": 2, "r2": 1}
    assert len(tables.of(Quantity)) == 3
    assert tables.find_unread(Quantity) is None
    tables.replace(Quantity, [])
    assert tables.of(Quantity) == () and tables.find_unread(Quantity) == {}


def test_a_table_that_is_replaced_forgets_what_was_still_to_be_read() -> None:
    tables = Tables([Unread("r1", Drop, "rows", refuse)])
    tables.replace(Drop, [Drop("drop-1", "a", "clean", "empty")])
    assert [drop.id for drop in tables.of(Drop)] == ["drop-1"]


def test_rows_of_what_is_no_kind_are_refused() -> None:
    with pytest.raises(TypeError, match="is no record"):
        Tables([Unread("r1", dict, "rows", refuse)])
