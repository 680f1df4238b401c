from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tellings.linking.families import Family, build_families
from tellings.records import Furniture, Report


def report(id: str, outlet: str | None = None, url: str | None = None, *lines: str, kind: str = "legal") -> Report:
    furniture = tuple(Furniture(kind, line) for line in lines)
    return Report(id, f"c-{id}", f"{id}.html", outlet, None, None, None, "en", "Text.", furniture, url=url)


def sizes(*reports: Report) -> list[int]:
    return [len(family.reports) for family in build_families(reports)]


def test_one_holder_of_the_rights_makes_one_publisher() -> None:
    (family,) = build_families(
        [
            report("a", "Halmar Post", None, "© 2031 Ostervik Communications, Inc."),
            report("b", "Inland Sun", None, "Copyright 2030 Ostervik Newspapers LLC. All rights reserved."),
        ]
    )
    assert family.outlets == ("Halmar Post", "Inland Sun")
    assert family.reason == "Halmar Post and Inland Sun: their pages name Ostervik Communications as owner"


def test_an_owner_is_an_outlet_too() -> None:
    reports = (report("a", "Ostervik"), report("b", "Inland Sun", None, "© 2031 Ostervik Media Ltd"))
    assert sizes(*reports) == [2]


def test_a_common_word_is_no_name_of_an_owner() -> None:
    reports = (
        report("a", "Halmar Post", None, "© 2031 Guardian Media Ltd"),
        report("b", "Inland Sun", None, "© 2031 Guardian Newspapers Ltd"),
        report("c", "Lake Star", None, "© 2031 The Publishers Ltd"),
        report("d", "Sea Star", None, "© 2031 Publishers"),
    )
    assert sizes(*reports) == [1, 1, 1, 1]


def test_editions_of_a_telling_name_are_one_and_of_a_common_one_are_not() -> None:
    assert sizes(report("a", "Halmarcast"), report("b", "Halmarcast Kenya"), report("c", "Halmarcast English")) == [3]
    assert sizes(report("a", "The Guardian"), report("b", "The Guardian Nigeria")) == [1, 1]
    assert sizes(report("a", "QRX"), report("b", "QRX Indonesia"), report("c", "QRXY")) == [2, 1]


def test_one_domain_is_one_publisher() -> None:
    (family,) = build_families(
        [report("a", "Halmar Sport", "https://sport.halmar.co.uk/1"), report("b", "news.halmar.co.uk")]
    )
    assert family.reason == "Halmar Sport and news.halmar.co.uk: both at halmar.co.uk"


def test_a_platform_does_not_own_whom_it_carries() -> None:
    reports = (
        report("a", "Halmarcast", "https://portal.example/1"),
        report("b", "Ostervik Wire", "https://portal.example/2"),
        report("c", "Halmarcast", "https://halmarcast.example/1"),
        report("d", "Ostervik Wire", "https://ostervikwire.example/1"),
    )
    families = build_families(reports)
    assert [family.reports for family in families] == [("a", "c"), ("b", "d")]


def test_a_portal_at_many_addresses_joins_nobody() -> None:
    reports = (
        report("a", "Portal", "https://halmarcast.example/1"),
        report("b", "Portal", "https://ostervik.example/1"),
        report("c", "Halmarcast", "https://halmarcast.example/2"),
        report("d", "Ostervik", "https://ostervik.example/2"),
    )
    assert [family.reports for family in build_families(reports)] == [("a", "b"), ("c",), ("d",)]


def test_an_agencys_right_and_a_readers_comment_name_no_owner() -> None:
    line = "© 2031 Reuters. All rights reserved."
    assert sizes(report("a", "Halmar Post", None, line), report("b", "Inland Sun", None, line)) == [1, 1]
    line = "© 2031 Ostervik Media Ltd"
    reports = [report(key, outlet, None, line, kind="comments") for key, outlet in (("a", "One"), ("b", "Two"))]
    assert sizes(*reports) == [1, 1]


def test_outlets_without_names_are_each_their_own() -> None:
    families = build_families([report(str(number)) for number in range(1000)])
    assert len(families) == 1000
    assert {family.name for family in families} == {None}


def test_a_page_without_a_name_is_called_by_its_owner() -> None:
    (family,) = build_families([report("a", None, None, "© 2031 Ostervik Media Ltd")])
    assert family == Family("Ostervik Media", ("a",), ())


OUTLETS = st.sampled_from([None, "Halmarcast", "Halmarcast Kenya", "The Guardian", "portal.example", "QRX", "\ud83d"])
URLS = st.sampled_from([None, "https://halmarcast.example", "https://a.portal.example", "https://[", "nonsense"])
LINES = st.lists(st.sampled_from(["© 2031 Halmarcast Ltd", "© 2031 QRX", "Copyright", "part of QRX Group"]), max_size=2)


@given(st.lists(st.tuples(OUTLETS, URLS, LINES), max_size=8), st.randoms())
def test_every_report_is_in_one_family_in_whatever_order(drawn: list[tuple[Any, ...]], random: Any) -> None:
    reports = [report(str(number), outlet, url, *lines) for number, (outlet, url, lines) in enumerate(drawn)]
    families = {frozenset(family.reports) for family in build_families(reports)}
    assert sorted(key for family in families for key in family) == sorted(r.id for r in reports)
    random.shuffle(reports)
    assert {frozenset(family.reports) for family in build_families(reports)} == families


def test_names_that_hold_one_another_are_told_as_such() -> None:
    (family,) = build_families([report("a", "Halmarcast News"), report("b", "Halmarcast")])
    assert family.reason == "Halmarcast News and Halmarcast: editions of one name"
    (family,) = build_families([report("a", "uk.halmarcast.com"), report("b", "www.halmarcast.com")])
    assert family.reason == "uk.halmarcast.com and www.halmarcast.com: both at halmarcast.com"
    (family,) = build_families([report("a", "The Halmar Post"), report("b", "the Halmar Post")])
    assert (family.outlets, family.reason) == (("The Halmar Post",), "")
