"""Agencies by their names."""

import pytest

from tellings.text.agencies import name_agency


@pytest.mark.parametrize(
    ("wording", "agency"),
    [
        ("Reuters Staff", "Reuters"),
        ("The Associated Press", "AP"),
        ("AP", "AP"),
        ("ap", None),
        ("agence france-presse", "AFP"),
        ("Ruritanian News Agency", "Ruritanian News Agency"),
        ("Ann Writer", None),
        ("", None),
    ],
)
def test_agencies(wording: str, agency: str | None) -> None:
    assert name_agency(wording) == agency
