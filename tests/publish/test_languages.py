"""What is said of reports that are not read closely: beside the report, at the head of its story, in every form."""

from typing import Any

import pytest

from tellings.publish.languages import name_language, tell_unread, tell_unread_many
from tellings.publish.markdown import render_markdown
from tellings.publish.page.render import render_page


def test_names() -> None:
    assert [name_language(code) for code in ("de", "zh", "und", None, "xx")] == [
        "German",
        "Chinese",
        "a language that was not recognised",
        "a language that was not recognised",
        "xx",
    ]


def test_nothing_is_said_of_english() -> None:
    assert tell_unread({"language": "en"}) == ""
    assert tell_unread_many([{"language": "en"}, {"language": None}]) == ""


def test_a_report_that_was_read_in_part_says_how_far() -> None:
    report = {"language": "en", "text": "word " * 4000, "sentences": [[0, 10_000]]}
    assert "first 2,000 of 4,000 words" in tell_unread(report)
    assert tell_unread({**report, "sentences": [[0, 19_990]]}) == ""


def test_the_head_of_a_story_counts_them_by_language() -> None:
    told = tell_unread_many([{"language": code} for code in ("en", "de", "ar", "de")])
    assert "2 in German, 1 in Arabic" in told
    assert "not compared" in told


def test_a_story_without_english_says_how_it_is_told() -> None:
    assert tell_unread_many([{"language": "sw"}, {"language": "sw"}]).startswith(
        "No report of this story is in English"
    )


@pytest.mark.parametrize("form", ["page", "markdown"])
def test_every_form_says_so_beside_the_report_and_at_the_head(contract: dict[str, Any], form: str) -> None:
    story = contract["stories"][0]
    reports = [{**report, "language": "de" if n == 1 else "en"} for n, report in enumerate(story["reports"])]
    told = {**contract, "stories": [{**story, "reports": reports}, *contract["stories"][1:]]}
    text = render_page(told) if form == "page" else render_markdown(told)
    assert "1 in German" in text
    assert text.lower().count("in german: shown as it is, not compared") == 1
