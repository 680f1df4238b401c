"""Countries by name, people and capital."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.countries import (
    country_of,
    is_part,
    names_people,
    parse_any,
    parse_capital,
    parse_country,
    parse_demonym,
    read_countries,
)


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ("Kenya", "KE"), ("the United States", "US"), ("U.S.", "US"), ("US", "US"), ("KOSOVO", "XK"),
        ("Côte d’Ivoire", "CI"), ("Turkiye", "TR"), ("Scotland", "GB"), ("Peru", "PE"), ("PERU", "PE"), ("UK", "GB"),
    ],
)  # fmt: skip
def test_names(wording: str, code: str) -> None:
    found = parse_country(wording)
    assert found is not None
    assert found.iso2 == code


@pytest.mark.parametrize("wording", ["us", "Atlantis", "", "car", "turkey sandwich", "chad", "mali"])
def test_words_that_name_no_country(wording: str) -> None:
    assert parse_country(wording) is None


@pytest.mark.parametrize(
    ("wording", "code"), [("Serbs", "RS"), ("Kosovar", "XK"), ("Dutch", "NL"), ("Kenyans", "KE"), ("Scottish", "GB")]
)
def test_demonyms(wording: str, code: str) -> None:
    found = parse_demonym(wording)
    assert found is not None
    assert found.iso2 == code


def test_capital_and_any() -> None:
    assert (parse_capital("Nairobi") or pytest.fail()).iso2 == "KE"
    assert (parse_any("Brazil's") or pytest.fail()).iso2 == "BR"
    assert (parse_any("Kyiv") or pytest.fail()).name == "Ukraine"


def test_a_part_is_not_the_whole() -> None:
    assert is_part("Wales")
    assert not is_part("United Kingdom")


def test_words_for_people_only() -> None:
    assert names_people("Serb")
    assert names_people("Turk")
    assert not names_people("Serbian")
    assert not names_people("Kenyan")


def test_codes_are_unique_and_cow_numbers_too() -> None:
    countries = read_countries()
    assert len({country.iso2 for country in countries}) == len(countries)
    numbers = [country.cow for country in countries if country.cow is not None]
    assert len(set(numbers)) == len(numbers)
    assert (country_of("SRB") or pytest.fail()).iso2 == "RS"


@given(st.text(max_size=30))
def test_any_wording_is_safe(wording: str) -> None:
    parse_any(wording)
