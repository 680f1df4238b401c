"""Tables: ordered, without doubles, and the same after a trip through JSON."""

import random

import pytest

from tellings.records import Drop, Quantity, Report, Sentence, Span, Tables, Token, make_id, read_row, write_row
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
