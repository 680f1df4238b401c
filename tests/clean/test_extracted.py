"""What another tool took out of its page is read whole, under the title that came with it."""

import pytest

from tellings.clean.pages import read_report
from tellings.records import Capture, Report

TITLE = "Dam above Orlec holds"
PARAGRAPHS = [
    "The dam above Orlec holds, engineers said on Friday after a second look at its crest.",
    "Nobody has to leave the valley, the prefect said.",
    "About 300 people live below it.",
    "The lake is to be lowered by a metre all the same, starting on Monday.",
]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        ("\n\n".join(PARAGRAPHS), "text/plain"),
        ("\n".join(PARAGRAPHS), "text/plain"),
        (" ".join(PARAGRAPHS), "text/plain"),
        ("\n".join([TITLE, *PARAGRAPHS]), "text/plain"),
        ("".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS), "text/html"),
        (f"<h1>{TITLE}</h1><div><p>" + "</p><p>".join(PARAGRAPHS) + "</p></div>", "text/html"),
    ],
)
def test_nothing_of_it_is_cut(content: str, media_type: str) -> None:
    hints = (("charset", "utf-8"), ("title", TITLE), ("extracted", "yes"))
    report = read_report(Capture("c", "all.json#1", media_type, None, "d", content.encode(), hints))
    assert isinstance(report, Report), report
    assert report.title == TITLE and not report.furniture
    assert report.text.removeprefix(TITLE).split() == " ".join(PARAGRAPHS).split()
