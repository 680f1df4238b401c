"""Whom a report credits."""

from dataclasses import replace

import pytest

from tellings.trace_copies.credits import find_agencies, find_naming
from tests.reports import make_report


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("KETTLEBY (Reuters) - The ferry ran aground.", "Reuters"),
        ("The ferry ran aground. (AP)", "AP"),
        ("Source: Agencies\nThe ferry ran aground.", "Agencies"),
        ("The ferry ran aground, the captain told the Associated Press.", "AP"),
        ("The ferry ran aground. Xinhua contributed.", "Xinhua"),
    ],
)
def test_agencies_are_found_where_they_are_credited(text: str, agency: str) -> None:
    assert set(find_agencies(make_report(text))) == {agency}


@pytest.mark.parametrize(
    "text", ["The reuters of old times are gone.", "He took an ap course (apparently).", "A map of it."]
)
def test_like_words_are_no_credit(text: str) -> None:
    assert find_agencies(make_report(text)) == {}


def test_an_outlet_that_is_named_as_the_source() -> None:
    ours = make_report("The mate, as the Kettleby Echo reported on Monday, slept.", outlet="Orda Mail")
    theirs = make_report("The mate slept.", outlet="The Kettleby Echo")
    naming = find_naming(ours, theirs)
    assert naming is not None
    assert "Kettleby Echo" in naming.of(ours)
    assert find_naming(theirs, ours) is None


def test_an_outlet_known_by_its_address() -> None:
    ours = make_report("The mate slept, survivors told Echo reporters.", outlet="www.ordamail.example")
    assert find_naming(ours, make_report("x", outlet="www.echo.example")) is not None
    assert find_naming(ours, make_report("x", outlet=None)) is None


def test_a_disclaimer_names_the_feed_that_the_text_is_from() -> None:
    lines = ("Except for the headline, this text was not edited by our staff; it comes from a PTI feed. Tap here.",)
    assert set(find_agencies(replace(make_report("The ferry ran aground."), disclaimers=lines))) == {"PTI"}
