from typing import Any

from tellings.publish.page.citing import Desk, shorten
from tellings.publish.page.quotations import build_speakers


def test_one_saying_in_its_wordings_stands_together(contract: dict[str, Any]) -> None:
    story = contract["stories"][0]
    speakers = build_speakers(story, Desk(story, "s1"))
    assert [(speaker.name, [len(saying) for saying in speaker.sayings]) for speaker in speakers] == [
        ("Ilse Brandvold", [2]),
        ("Tomas Eketorp", [1]),
    ]


def test_the_shorter_wording_shows_its_cuts(contract: dict[str, Any]) -> None:
    story = contract["stories"][0]
    whole, shorter = build_speakers(story, Desk(story, "s1"))[0].sayings[0]
    assert "nobody needs more uniforms" in whole.pieces[0][0]
    assert [look for _, look in shorter.pieces].count("cut") == 3


def test_chips_are_gathered_by_line_and_lead_to_the_words(contract: dict[str, Any]) -> None:
    story = contract["stories"][0]
    desk = Desk(story, "s1")
    lines = desk.chips(story["findings"][1]["claims"])
    assert [(line.letter, [chip.tag.name for chip in line.chips]) for line in lines] == [
        ("A", ["Northern Wire", "The Halmar Courier"]),
        ("B", ["Lake Observer"]),
        ("C", ["Inland Post"]),
    ]
    marked = {mark.id for report in desk.reports for mark in desk.marks(report)}
    assert all(chip.href[1:] in marked for line in lines for chip in line.chips)


def test_names_are_shortened_for_chips() -> None:
    names = ["The Halmar Courier", "halmarcourier.example", "Baltic Rhyme & Reason", "Conservative Observations", "X"]
    assert [shorten(name) for name in names] == [
        "Halmar Courier", "halmarcourier", "Baltic Rhyme", "Cons. Observations", "X",
    ]  # fmt: skip
