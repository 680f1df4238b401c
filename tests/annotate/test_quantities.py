import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.annotate.parse import parse_report
from tellings.annotate.quantities import find_amounts, find_quantities
from tellings.records import Quantity
from tests.reports import make_report


def read(text: str) -> dict[str, Quantity]:
    report = make_report(text)
    return {quantity.span.of(report): quantity for quantity in find_quantities(report, parse_report(report))}


@pytest.mark.parametrize(
    ("text", "wording", "low", "high", "bound", "of"),
    [
        ("Up to 300 rangers and medics will come.", "Up to 300", None, 300, "at_most", "rangers and medics"),
        ("At least 11 divers drowned.", "At least 11", 11, None, "at_least", "divers"),
        ("Between 20 and 30 huts burned.", "Between 20 and 30", 20, 30, "between", "huts"),
        ("Dozens of boats sank.", "Dozens", 20, 199, "about", "boats"),
        ("A few thousand bakers marched.", "A few thousand", 2000, 9999, "about", "bakers"),
        ("One former clerk was charged.", "One", 1, 1, "exactly", "former clerk"),
        ("The 2,400-strong mission left.", "2,400-strong", 2400, 2400, "exactly", "mission"),
        ("Twelve were killed on the pier.", "Twelve", 12, 12, "exactly", "killed"),
        ("The blast left nine dead.", "nine", 9, 9, "exactly", "dead"),
        ("No casualties were reported.", "No", 0, 0, "exactly", "casualties"),
    ],
)
def test_how_many_of_what(text: str, wording: str, low: float, high: float, bound: str, of: str) -> None:
    quantity = read(text)[wording]
    assert (quantity.low, quantity.high, quantity.bound, quantity.of) == (low, high, bound, of)
    assert quantity.of_span


def test_units_money_and_shares() -> None:
    found = read("The €2bn dam holds 40 tonnes of silt, and half of the valley is dry.")
    assert [(q.low, q.unit, q.of) for q in found.values()] == [
        (2e9, "EUR", "dam"), (40.0, "tonne", "silt"), (50.0, "%", "valley"),
    ]  # fmt: skip


def test_ages_belong_to_people() -> None:
    found = read("Two cousins aged 9 and 14 met a 16-year-old girl and Ines Duarte, 52, a baker.")
    ages = {(q.low, q.of) for q in found.values() if q.unit == "year"}
    assert ages == {(9, "cousins"), (14, "cousins"), (16, "girl"), (52, "Ines Duarte")}


def test_dates_and_labels_are_no_quantities() -> None:
    assert read("On 3 May 2011 they cited Resolution 1973 and waited two years.") == {}


def test_a_number_that_names_a_thing_names_it_throughout() -> None:
    assert "730" not in read("The Corvo 730 landed. Pilots like the 730 for its range.")


@pytest.mark.parametrize(
    "text", ["", "\ud800 12 \u202e men", "1" * 5000, "12 and " * 2000, "twenty " * 9000, "🙂 3 🙂 4"]
)
def test_bad_text_is_read_without_harm(text: str) -> None:
    report = make_report(text)
    for quantity in find_quantities(report, []):
        assert quantity.span.of(report)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="0123456789,.-% $€abdeflnorstuwy", max_size=60))
def test_amounts_are_ordered_and_within_the_text(text: str) -> None:
    for amount in find_amounts(text):
        assert 0 <= amount.start <= amount.core[0] < amount.core[1] <= amount.end <= len(text)
        assert amount.low is None or amount.high is None or amount.low <= amount.high
