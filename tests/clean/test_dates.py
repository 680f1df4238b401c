"""Dates on pages: read where they are plain, in any language, with their zone; passed over where they could be two."""

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import example, given
from hypothesis import strategies as st

from tellings.clean.dates import Reading, drop_dates, find_date, find_dates, find_reading, parse_date
from tellings.records import Precision

LANGUAGES = (
    "en es pt fr de it nl pl ru uk sr sr_Latn hr bs sq tr ar zh ja ko id sw cs ro el sv fi hu bg vi he hi bn fa".split()
)


@pytest.mark.parametrize(
    ("wording", "start"),
    [
        ("Posted on January 10, 2023", "2023-01-10"),
        ("8 Jan 2023 20:09", "2023-01-08T20:09"),
        ("Updated: 2016-07-15 13:14", "2016-07-15T13:14"),
        ("2024-05-14T18:30:00+02:00", "2024-05-14T18:30"),
        ("Tuesday, 4th of March 2025, 9.05 p.m.", "2025-03-04T21:05"),
        ("25/12/2020", "2020-12-25"),
        ("Sept. 3, 2021 at 12:30 am", "2021-09-03T00:30"),
        ("11/19/19 06:56 AM", "2019-11-19T06:56"),
        ("Wed, Nov 20 20194:29 AM", "2019-11-20T04:29"),
        ("Friday 03/04/2020", "2020-04-03"),
        ("3/4/2020", None),
        ("19/11/18", None),
        ("3.4.2020", None),
        ("Monday, 4 March 2025", None),
        ("31 February 2020", None),
        ("Copyright 2024", None),
        ("May we go on in 2024", None),
    ],
)
def test_forms(wording: str, start: str | None) -> None:
    found = parse_date(wording)
    assert (found.start if found else None) == start


@pytest.mark.parametrize(
    ("language", "wording", "start"),
    [
        ("es", "Publicado el 3 de mayo de 2024, 18:05", "2024-05-03T18:05"),
        ("pt", "sexta-feira, 22 de outubro de 2010 às 20h13", "2010-10-22T20:13"),
        ("fr", "Publié le 1er août 2024 à 09h15", "2024-08-01T09:15"),
        ("de", "Stand: 3.4.2024, 17:30 Uhr", "2024-04-03T17:30"),
        ("it", "02 Ago 2017", "2017-08-02"),
        ("pl", "Opublikowano: 3 listopada 2024 r.", "2024-11-03"),
        ("hr", "3. listopada 2024.", "2024-10-03"),
        ("bs", "Ponedjeljak, 4. marta 2024. 15:30", "2024-03-04T15:30"),
        ("sr", "3. маја 2024.", "2024-05-03"),
        ("ar", "الجمعة 3 مايو/أيار 2024", "2024-05-03"),
        ("ar", "١٥ تشرين الثاني ٢٠٢٣", "2023-11-15"),
        ("zh", "2024年5月3日 下午3:05", "2024-05-03T15:05"),
        ("ko", "입력 2024. 5. 3. 오후 3:05", "2024-05-03T15:05"),
        ("ja", "2024年5月3日 15時04分", "2024-05-03T15:04"),
        ("es", "03/04/2024", "2024-04-03"),
        ("ru", "16:17 05.10.18", "2018-10-05T16:17"),
        ("ja", "24/05/03", None),
    ],
)
def test_other_languages(language: str, wording: str, start: str | None) -> None:
    found = parse_date(wording, find_reading([wording], language, None))
    assert (found.start if found else None) == start


@pytest.mark.parametrize(
    ("wording", "country", "zone"),
    [
        ("2024-05-14T18:30:00.123Z", None, "Z"),
        ("2024-05-14 18:30 +0200", None, "+02:00"),
        ("Tue, 05 Mar 2024 12:30:00 -0500", None, "-05:00"),
        ("3 May 2024 18:30 GMT+1", None, "+01:00"),
        ("3 May 2024, 18:30 (UTC+5:30)", None, "+05:30"),
        ("3 May 2024 18:30 IST (GMT+5:30)", None, "+05:30"),
        ("3 May 2024 18:30 IST", None, None),
        ("3 May 2024 18:30 IST", "IN", "+05:30"),
        ("3 May 2024 18:30 IST", "IE", "+01:00"),
        ("July 3, 2024 at 5:30 p.m. ET", None, "-04:00"),
        ("January 3, 2024 at 5:30 p.m. ET", None, "-05:00"),
        ("January 3, 2024 at 5:30 p.m. EST", None, "-05:00"),
        ("3 January 2024 17:30 EST", None, None),
        ("3 January 2024 17:30 CET", None, "+01:00"),
        ("3 July 2024 17:30 CET", None, None),
        ("Updated 0339 GMT (1139 HKT) November 19, 2019", None, "Z"),
        ("3 January 2024 17:30", None, None),
        ("3 January 2024 17:30 - 18:30", None, None),
        ("3 January 2024 17:30 THE END", None, None),
    ],
)
def test_zones(wording: str, country: str | None, zone: str | None) -> None:
    found = parse_date(wording, Reading(country=country))
    assert found is not None and found.precision is Precision.MINUTE and found.zone == zone


def test_each_date_of_a_line_has_its_own_time() -> None:
    line = "Published Tue, Nov 19 20197:05 AM ESTUpdated Tue, Nov 19 20198:16 AM EST"
    assert [found.when.start for found in find_dates(line)] == ["2019-11-19T07:05", "2019-11-19T08:16"]
    later = find_dates("Published 3 May 2024 18:05 GMT | Updated 4 May 2024")[1]
    assert later.when.precision is Precision.DAY and later.end - later.start == len("4 May 2024")
    assert find_dates("3 May 2024   Last modified 4 May 2024 10:00")[0].when.precision is Precision.DAY


@pytest.mark.parametrize(
    ("others", "country", "start"),
    [
        (["25/04/2020", "13/02/2020"], None, "2020-04-03"),
        (["04/25/2020", "02/13/2020"], None, "2020-03-04"),
        (["04/25/2020", "13/02/2020"], None, None),
        (["25/04/2020"], None, None),
        ([], "GB", "2020-04-03"),
        ([], "US", "2020-03-04"),
        ([], None, None),
    ],
)
def test_the_page_settles_the_order_of_figures(others: list[str], country: str | None, start: str | None) -> None:
    found = parse_date("03/04/2020", find_reading(others, "en", country))
    assert (found.start if found else None) == start


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_every_day_is_read_back(value: date) -> None:
    for wording in (value.isoformat(), f"{value.day} {value:%B} {value.year}", f"{value:%b} {value.day}, {value.year}"):
        found = find_date(f"Posted {wording}")
        assert found and found[0].start == value.isoformat() and found[0].precision is Precision.DAY
        assert f"Posted {wording}"[found[1] : found[2]] == wording


@given(
    st.dates(date(1971, 1, 1), date(2069, 12, 31)),
    st.sampled_from(LANGUAGES),
    st.sampled_from(["short", "medium", "long", "full", "d MMMM y", "dd.MM.yyyy", "yyyy-MM-dd", "EEEE d MMM y"]),
    st.booleans(),
)
def test_never_another_day_in_any_language(value: date, language: str, form: str, known: bool) -> None:
    """As Unicode's CLDR writes the day: read back as that day, or not at all."""
    wording = format_date(value, form, locale=language)
    page = language.split("_")[0] if known else "en"
    found = parse_date(wording, find_reading([wording], page, None))
    assert found is None or found.start == value.isoformat(), (wording, found)


@pytest.mark.parametrize("language", LANGUAGES[:23])
def test_long_forms_are_read_in_each_language(language: str) -> None:
    days = [date(2024, month, 17) for month in range(1, 13)]
    for value in days:
        found = parse_date(format_date(value, "long", locale=language), Reading(language.split("_")[0]))
        assert found and found.start == value.isoformat(), format_date(value, "long", locale=language)


@given(st.text(max_size=60))
def test_any_line_is_read_without_failing(line: str) -> None:
    for found in find_dates(line):
        assert 0 <= found.start < found.end <= len(line)


def test_a_date_that_its_weekday_contradicts_is_none() -> None:
    assert find_dates("FRIDAY 3 May 2024") and not find_dates("WEDNESDAY 3 May 2024")


@given(st.text(max_size=60), st.text(max_size=60))
@example("WEDNESDAY", "")
def test_dates_are_taken_out_of_a_line(before: str, after: str) -> None:
    line = f"{before} # 3 May 2024 | {after}"  # the mark keeps a weekday of another date away
    dates = find_dates(line)
    assert "3 May 2024" not in drop_dates(line, dates)
    assert len(drop_dates(line, dates, mark="")) == len(line) - sum(dated.end - dated.start for dated in dates)
