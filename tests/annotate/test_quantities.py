import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.annotate.parse import parse_report
from tellings.annotate.quantities import _read_rules, find_amounts, find_quantities
from tellings.records import Quantity
from tellings.text.folding import fold
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


def test_results_and_phone_numbers_are_no_quantities() -> None:
    assert set(read("They won 3-1, are 7-8-1 this term, and lead 2-3. Ring 0412 555 019 or dial 999.")) == set()
    assert [(q.low, q.high) for q in read("He sold 7-8 boats.").values()] == [(7, 8)]


def test_one_as_a_pronoun_and_numbers_that_name_counts_nothing() -> None:
    assert read("No one saw the one that sank at one point.") == {}
    assert set(read("In phase two the guards of 14 Mill Road freed one of the five boys.")) == {"one", "five"}


def test_an_age_is_reached_or_stands_after_who_has_it() -> None:
    found = read("The driver, 42, fled. The painter died at 88 and her son turned 70 on Friday.")
    assert [(q.low, q.unit, q.of) for q in found.values()] == [
        (42, "year", "driver"), (88, "year", "painter"), (70, "year", "son"),
    ]  # fmt: skip


def test_a_vague_length_of_time_is_a_moment_not_a_quantity() -> None:
    assert read("It lasted several weeks, eight to ten hours a day.") == {}


def test_both_prices_have_their_currency_and_a_pound_may_be_a_weight() -> None:
    found = read("It fell from $90 to $75. A 300-pound bear was sold for 300 pounds.")
    assert [(q.low, q.unit) for q in found.values()] == [(90, "USD"), (75, "USD"), (300, "pound"), (300, "GBP")]


def test_what_is_part_of_another_number_is_counted_with_it() -> None:
    found = read("There were eight arrests, including three in the port.")
    assert [(q.low, q.of) for q in found.values()] == [(8, "arrests"), (3, "arrests")]


PIECES = (
    "12 3-1 0412 five of the no one several dozen $ % , . - people km turned at 2-3 both half - between and to".split()
)


@given(st.lists(st.sampled_from(PIECES), max_size=15).map(" ".join))
def test_looked_for_in_windows_the_amounts_are_those_of_the_whole_text(text: str) -> None:
    windows, _ = _read_rules()
    lowered = fold(text)
    whole = {(n, match.span()) for n, rule in enumerate(windows.rules) for match in rule.pattern.finditer(lowered)}
    assert {(n, match.span()) for n, match in windows.find(lowered)} == whole
