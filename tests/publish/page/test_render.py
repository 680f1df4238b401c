import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest

from tellings.publish.contract import build_contract
from tellings.publish.page import render_page
from tellings.records import Account, Finding, Furniture, Report, Span, Story, Tables, Telling, Witness

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7 * 7 }}</style></title>"


class Reading(HTMLParser):
    """What a browser would see: tags with their attributes, ids, and whether all tags are closed in order."""

    VOID = frozenset({"meta", "input", "br", "img", "link"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def values(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(attribute))]


@pytest.fixture
def page(contract: dict[str, Any]) -> str:
    return render_page(contract)


def test_tags_are_closed_in_order(page: str) -> None:
    reading = Reading(page)
    assert not reading.wrong
    assert not reading.open


def test_ids_are_given_once_and_every_link_leads_somewhere(page: str) -> None:
    reading = Reading(page)
    ids = reading.values("id")
    assert len(ids) == len(set(ids))
    inner = [href for href in reading.values("href") if href.startswith("#")]
    assert len(inner) > 50
    assert {href[1:] for href in inner} <= set(ids)
    named = " ".join(reading.values("aria-labelledby")).split()
    assert set(named) <= set(ids)


def test_nothing_is_loaded_from_elsewhere(page: str) -> None:
    reading = Reading(page)
    assert not {tag for tag, _ in reading.tags} & {"link", "img", "iframe", "object", "embed", "form", "base"}
    assert not reading.values("src")
    assert not reading.values("style")
    assert "url(" not in page
    assert "@import" not in page
    outer = [(tag, href) for tag, attributes in reading.tags if (href := attributes.get("href")) and href[0] != "#"]
    assert outer == [("a", "https://observer.example/locks")]


def test_policy_allows_just_the_style_and_the_script(page: str) -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert "default-src 'none'" in policy.replace("&#39;", "'")
    for name in ("style", "script"):
        ((source),) = re.findall(rf"<{name}>(.*?)</{name}>", page, re.S)
        assert b64encode(sha256(source.encode()).digest()).decode() in policy
    assert not re.search(r'\son\w+="', page)


def test_the_three_most_serious_differences_open_the_page(page: str) -> None:
    opening = page[page.index('class="most"') : page.index('class="short"')]
    questions = re.findall(r'class="question" href="#s1-d(\d)">([^<]+)<', opening)
    assert questions == [
        ("1", "Were residents warned before the flood?"),
        ("2", "How many wardens were asked for?"),
        ("3", "How many lock-keepers were hurt?"),
    ]
    assert "corrupted copy" in opening


def test_equal_numbers_in_other_words_are_one_value(page: str) -> None:
    row = page[page.index('id="s1-d3"') : page.index('id="s1-d4"')]
    assert row.count('class="value"') == 2


def test_claims_are_underlined_in_their_report(page: str) -> None:
    texts = page[page.index('class="text said"') :]
    assert re.search(
        r'<span id="s1-c\d+" class="claim differ s1-c\d+">(?:<span[^>]*>)*Brandvold faulted the Authority for not',
        texts,
    )
    assert re.search(r'<a class="back" href="#s1-d1" title="Where they differ">D1</a>', texts)


def test_reports_alone_and_left_out_say_why(page: str) -> None:
    assert "no shared name, place or day" in page
    assert "an image: nothing to read" in page


def test_the_same_page_every_time(contract: dict[str, Any], page: str) -> None:
    assert render_page(contract) == page


def hostile_tables() -> Tables:
    text = f"{HOSTILE}\n\n{HOSTILE} said nine times nine \ud83d."
    reports = [
        Report(f"r{n}", "c", f"javascript:alert({n})//{HOSTILE}", HOSTILE, HOSTILE, HOSTILE, None, '"><script>', text,
               furniture=(Furniture(HOSTILE, HOSTILE),), url="javascript:alert(1)", credits=(HOSTILE,))
        for n in range(2)
    ]  # fmt: skip
    spans = [Span(f"r{n}", 0, len(HOSTILE)) for n in range(2)]
    witnesses = tuple(Witness(f"c{n}", span, f"{n} {HOSTILE}", HOSTILE) for n, span in enumerate(spans))
    finding = Finding("f", "s", "differ", HOSTILE, HOSTILE, HOSTILE, 2, witnesses, question=HOSTILE)
    summary = (Telling(HOSTILE, ("f",), tuple(spans)),)
    account = Account("a", "s", HOSTILE, spans[0], summary, (("r0",), ("r1",)), None, (HOSTILE,))
    return Tables([*reports, Story("s", ("r0", "r1")), finding, account])


def test_hostile_words_stay_words() -> None:
    page = render_page(build_contract(hostile_tables(), version="0"))
    reading = Reading(page)
    assert not reading.wrong
    assert [tag for tag, _ in reading.tags].count("script") == 1
    assert not {tag for tag, _ in reading.tags} & {"img"}
    assert not [name for _, attributes in reading.tags for name in attributes if name.startswith("on")]
    assert not [href for href in reading.values("href") if href.startswith("javascript")]
    assert "49" not in re.sub(r"<style>.*?</style>|<script>.*?</script>", "", page, flags=re.S)
    page.encode("utf-8")


def test_other_scripts_keep_their_direction(tables: Tables) -> None:
    arabic = "رفضت السلطة الطلب\n\nرفضت السلطة طلب المدينة يوم الثلاثاء."
    swapped = [
        replace(report, text=arabic, title=None, language="ar") if report.id == "r9" else report
        for report in tables.of(Report)
    ]
    tables.replace(Report, swapped)
    tables.replace(Story, [Story("s-alone", ("r9",))])
    page = render_page(build_contract(tables, version="0"))
    assert 'lang="ar" dir="rtl"' in page
    assert "رفضت السلطة طلب المدينة" in page


def test_nothing_at_all_is_said_so() -> None:
    page = render_page(build_contract(Tables(), version="0"))
    assert "Nothing to tell" in page
    assert not Reading(page).wrong


def test_one_report_is_told_alone() -> None:
    report = Report("r", "c", "one.txt", None, None, None, None, "en", "A barge sank.")
    page = render_page(build_contract(Tables([report, Story("s", ("r",))]), version="0"))
    assert "1 report" in page
    assert "A barge sank." in page
    assert "Where they differ" not in page


def test_many_copies_make_no_endless_page() -> None:
    text = "The gate closed\n\nThe gate closed on Monday, and forty boats waited."
    reports = [Report(f"r{n}", "c", f"{n}.txt", f"Outlet {n}", None, None, None, "en", text) for n in range(100)]
    witnesses = tuple(Witness(f"c{n}", Span(f"r{n}", 17, 43), None, None) for n in range(100))
    finding = Finding("f", "s", "agree", None, None, "The gate closed on Monday", 1, witnesses)
    line = tuple(report.id for report in reports)
    account = Account("a", "s", "The gate closed", None, (), (line,), None, ())
    page = render_page(build_contract(Tables([*reports, Story("s", line), finding, account]), version="0"))
    assert "100 reports" in page
    assert len(page) < 300_000


def test_wordings_of_one_side_of_a_negation_stand_together(contract: dict[str, Any]) -> None:
    finding = contract["stories"][0]["findings"][0]
    finding["claims"].append({**finding["claims"][1], "start": finding["claims"][1]["start"] + 1, "value": "warning"})
    page = render_page(contract)
    row = page[page.index('id="s1-d1"') : page.index('id="s1-d2"')]
    assert row.count('class="value"') == 2


@pytest.mark.parametrize(("language", "says"), [("en", "No difference was found"), ("es", "Nothing was compared")])
def test_what_was_not_compared_is_not_said_to_be_without_difference(
    contract: dict[str, Any], language: str, says: str
) -> None:
    story = max(contract["stories"], key=lambda story: len(story["reports"]))
    reports = [{**report, "language": language} for report in story["reports"]]
    page = render_page({**contract, "stories": [{**story, "reports": reports, "findings": [], "summary": []}]})
    assert says in page
