"""PDF: text in reading order, what the file says of itself as far as it can be believed, and no file that does harm."""

import subprocess
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ingest.made_pdf import Drawn, lines_at, make_pdf

from tellings.ingest import ReadConfig, pdf
from tellings.ingest.pdf import parse_created, read_pdf
from tellings.ingest.pdf_letters import MOST_PAGES, read_pages
from tellings.ingest.received import Received
from tellings.records import Capture, Drop

LEFT = [
    "The ferry company of Norholm will buy",
    "two boats that run on batteries, its inter-",
    "national adviser told the council on",
    "Monday evening.",
    "The well-known shipyard of Eastmouth is",
    "to build them, and a second well-",
    "known yard will make the engines, which",
]
RIGHT = [
    "are the largest that it has made so far.",
    "Nobody spoke against the plan. The boats",
    "are to sail from the spring of next year.",
]


def read(content: bytes, **bounds: Any) -> Capture | Drop:
    (record,) = read_pdf(Received("page.pdf", content), ReadConfig(**bounds))
    return record


def read_text(content: bytes) -> str:
    record = read(content)
    assert isinstance(record, Capture), record
    assert record.media_type == "text/plain"
    return record.content.decode()


def two_columns(*, stirred: bool = False) -> list[Drawn]:
    left, right = lines_at(60, 140, LEFT), lines_at(310, 140, RIGHT)
    drawn = [(60, 60, 22, "Norholm buys boats that run on batteries"), (60, 100, 9, "By Ada Moore"), *left, *right]
    return [*right, *left, *drawn[:2]] if stirred else drawn


@pytest.mark.parametrize("stirred", [False, True])
def test_columns_are_read_one_after_the_other_wherever_they_stand_in_the_file(stirred: bool) -> None:
    paragraphs = read_text(make_pdf([two_columns(stirred=stirred)], packed=stirred)).split("\n\n")
    assert paragraphs[0] == "Norholm buys boats that run on batteries"
    assert paragraphs[1] == "By Ada Moore"
    assert paragraphs[2].endswith("its international adviser told the council on Monday evening.")
    assert "a second well-known yard will make the engines, which are the largest" in paragraphs[3]
    assert paragraphs[3].endswith("from the spring of next year.")


def test_what_runs_along_every_page_is_kept_once_and_page_numbers_not_at_all() -> None:
    pages = [
        [
            (60, 30, 9, "Eastmouth Courier"),
            *lines_at(60, 120, [f"Passage {word} of the report tells of the harbour and its wall."]),
            (280, 800, 9, f"Page {number} of 4"),
        ]
        for number, word in enumerate(["one", "two", "three", "four"], 1)
    ]
    text = read_text(make_pdf(pages))
    assert text.count("Eastmouth Courier") == 1
    assert "Page" not in text
    assert [word in text for word in ("one", "two", "three", "four")] == [True] * 4


def test_what_a_browser_prints_into_the_margins_is_told_apart() -> None:
    pages = [
        [
            (30, 15, 8, "5/3/24, 8:00 AM"),
            (200, 15, 8, "Boats for Norholm - Courier"),
            *lines_at(60, 120, LEFT if number == 1 else RIGHT),
            (30, 815, 8, "https://courier.example/boats"),
            (540, 815, 8, f"{number}/2"),
        ]
        for number in (1, 2)
    ]
    record = read(make_pdf(pages, told=[("Title", "Boats for Norholm - Courier")]))
    assert isinstance(record, Capture)
    assert dict(record.hints)["url"] == "https://courier.example/boats"
    text = record.content.decode()
    assert "8:00" not in text and "https" not in text and "/2" not in text and "Norholm - Courier" not in text
    assert "which are the largest" in text  # over the end of the page


def test_the_file_is_believed_as_far_as_its_text_agrees() -> None:
    drawn = two_columns()
    told = [("Title", "Norholm buys boats that run on batteries"), ("Author", "Ada Moore")]
    believed = read(make_pdf([drawn], told=[*told, ("CreationDate", "D:20240503081500+02'00'")]))
    assert isinstance(believed, Capture)
    hints = dict(believed.hints)
    assert (hints["title"], hints["byline"]) == ("Norholm buys boats that run on batteries", "Ada Moore")
    assert hints["created"] == "2024-05-03T08:15:00+02:00" and "published" not in hints
    doubted = read(make_pdf([drawn], told=[("Title", "Microsoft Word - boats.docx"), ("Author", "admin")]))
    assert isinstance(doubted, Capture)
    assert not {"title", "byline", "created"} & dict(doubted.hints).keys()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (make_pdf([[]]), "no text"),
        (make_pdf([[], []], pictures=True), "scan"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nnothing follows", "damaged"),
        (make_pdf([[(60, 60, 10, "x")]])[:200], "damaged"),
        (make_pdf([[(60, 60, 10, f"{number}")] for number in range(MOST_PAGES + 1)]), f"{MOST_PAGES + 1} pages"),
        (make_pdf([two_columns()], trailer="/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O ("
                  + "a" * 32 + ") /U (" + "b" * 32 + ") >> /ID [<00> <00>]"), "password"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    record = read(content)
    assert isinstance(record, Drop)
    assert reason in record.reason and "PDF" in record.reason


def test_a_book_is_no_report() -> None:
    page = lines_at(40, 20, ["word " * 20] * 30)
    record = read(make_pdf([page] * 4), max_text_bytes=5_000)
    assert isinstance(record, Drop) and "too much for one report" in record.reason


def test_a_reader_that_breaks_or_hangs_costs_a_drop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_LONGEST", 0.001)
    late = read(make_pdf([two_columns()]))
    assert isinstance(late, Drop) and "longer than" in late.reason

    def break_down(*_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([], -11, b"", b"")

    monkeypatch.setattr(subprocess, "run", break_down)
    broken = read(make_pdf([two_columns()]))
    assert isinstance(broken, Drop) and "breaks its reader" in broken.reason


def test_a_page_on_its_side_is_read_upright() -> None:
    assert read_text(make_pdf([two_columns()], turned=True)) == read_text(make_pdf([two_columns()]))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("D:20240503", "2024-05-03"),
        ("D:20240503081500Z", "2024-05-03T08:15:00+00:00"),
        ("D:20240503081500-03'30'", "2024-05-03T08:15:00-03:30"),
        ("D:202405030815", "2024-05-03T08:15:00"),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_moment_of_making(written: str, told: str | None) -> None:
    assert parse_created(written) == told


WHOLE = make_pdf([two_columns(), two_columns(stirred=True)])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=12), st.integers(0, len(WHOLE))
)
def test_damage_anywhere_is_survived(changes: Sequence[tuple[int, int]], end: int) -> None:
    damaged = bytearray(WHOLE)
    for place, value in changes:
        damaged[place] = value
    told = read_pages(bytes(damaged[: max(end, 9)]))
    assert "refused" in told or told["pages"]
