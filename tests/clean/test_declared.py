"""What a page declares to machines: dates with their zone, section, marks in the body."""

import json

import pytest
from lxml import html

from tellings.clean.declared import Declared, part_title, read_declared


def read(head: str = "", body: str = "") -> Declared:
    return read_declared(html.document_fromstring(f"<html lang='en-GB'><head>{head}</head><body>{body}</body></html>"))


def linked(**entry: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(entry)}</script>'


@pytest.mark.parametrize(
    ("head", "body", "start", "zone"),
    [
        (linked(**{"@type": "NewsArticle", "datePublished": "2024-05-03T18:05:00.1Z"}), "", "2024-05-03T18:05", "Z"),
        ('<meta name="pubdate" content="2024-05-03T18:05+0530">', "", "2024-05-03T18:05", "+05:30"),
        ("", '<time itemprop="datePublished" datetime="2024-05-03">May</time>', "2024-05-03", None),
        ("", '<span property="schema:datePublished" content="2024-05-03"></span>', "2024-05-03", None),
        ("", '<time datetime="2024-05-03T18:05Z">today</time>', "2024-05-03T18:05", "Z"),
        ("", '<time datetime="2024-05-03">a</time><time datetime="2024-05-01">b</time>', None, None),
        ("", "<time>3 May 2024</time>", None, None),
    ],
)
def test_published(head: str, body: str, start: str | None, zone: str | None) -> None:
    found = read(head, body).published
    assert (found.start if found else None, found.zone if found else None) == (start, zone)


def test_modified_and_language_tag() -> None:
    declared = read(body='<time itemprop="dateModified" datetime="2024-05-04">later</time>')
    assert declared.modified and declared.modified.start == "2024-05-04"
    assert declared.locale == "en-GB"


def test_the_section_by_the_trail_of_breadcrumbs() -> None:
    steps = [{"name": "Home"}, {"item": {"name": "Harbour"}}, {"name": "Ferry sails again"}]
    assert read(linked(**{"@type": "BreadcrumbList", "itemListElement": steps})).section == "Harbour"
    assert read(linked(**{"@type": "BreadcrumbList", "itemListElement": steps[:2]})).section is None


@pytest.mark.parametrize(
    ("title", "bare", "end"),
    [
        ("Ferry sails again - Norholm Daily", "Ferry sails again", "Norholm Daily"),
        ("Ferry | News | Norholm Daily", "Ferry | News", "Norholm Daily"),
        ("Ferry-captain sails", "Ferry-captain sails", ""),
        ("", "", ""),
    ],
)
def test_the_end_of_a_title_is_what_stands_behind_its_last_mark(title: str, bare: str, end: str) -> None:
    assert part_title(title) == (bare, end)
