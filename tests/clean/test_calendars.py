"""Names of months and days, and the order of figures, by language."""

import pytest

from tellings.clean.calendars import find_order, read_calendar


@pytest.mark.parametrize(
    ("language", "name", "month"),
    [("en", "sept", 9), ("sr", "marta", 3), ("sr", "марта", 3), ("hr", "listopada", 10), ("pl", "listopada", 11)],
)
def test_months(language: str, name: str, month: int) -> None:
    assert read_calendar(language).months[name] == month


def test_english_names_hold_where_the_language_has_no_other() -> None:
    assert read_calendar("tr").months["january"] == 1
    assert read_calendar("und").months["january"] == 1
    assert read_calendar("../x").weekdays["monday"] == 0


@pytest.mark.parametrize(
    ("language", "country", "order"),
    [("es", None, "dmy"), ("en", None, None), ("en", "GB", "dmy"), ("en", "US", "mdy"), ("en", "QQ", None),
     ("zh", None, None), ("xx", None, None)],
)  # fmt: skip
def test_order(language: str, country: str | None, order: str | None) -> None:
    assert find_order(language, country) == order
