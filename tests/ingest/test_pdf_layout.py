"""Pieces of lines with their places in, paragraphs in reading order out."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.ingest.pdf_layout import Piece, Sheet, build_blocks, lay_out, order_blocks, part_lines


def piece(left: float, top: float, text: str, *, width: float = 200, size: float = 10) -> Piece:
    return Piece(left, top, left + width, top + size, size, text)


def test_a_headline_over_two_columns_comes_first_and_what_lies_across_parts_them() -> None:
    pieces = [
        piece(320, 60, "b"), piece(50, 60, "a"), piece(50, 20, "head", width=470, size=20),
        piece(50, 200, "across", width=470, size=14), piece(320, 260, "d"), piece(50, 260, "c"),
    ]  # fmt: skip
    ordered = order_blocks(build_blocks(pieces))
    assert [block.pieces[0].text for block in ordered] == ["head", "a", "b", "across", "c", "d"]


def test_paragraphs_begin_at_indents_at_space_and_after_short_ends() -> None:
    lines = [
        piece(50, 100, "One begins here and fills the line"), piece(50, 112, "and ends."),
        piece(62, 124, "Two is set in by some points", width=188), piece(50, 136, "and goes on to the edge"),
        piece(50, 160, "Three has space above it"), piece(50, 172, "and ends early.", width=60),
        piece(50, 184, "Four follows a short end"),
    ]  # fmt: skip
    laid = lay_out([Sheet(595, 842, tuple(lines))])
    assert [paragraph.split()[0] for paragraph in laid.paragraphs] == ["One", "Two", "Three", "Four"]


def test_short_lines_below_a_headline_stay_apart() -> None:
    column = [piece(50, 150 + 12 * number, "Words that fill the column") for number in range(6)]
    short = [piece(50, 100, "By Ida Kos", width=60), piece(50, 112, "ORLEC, 3 May 2024", width=100)]
    wrapped = [piece(50, 40, "A headline that does", size=20), piece(50, 60, "not fit in one line", size=20, width=190)]
    laid = lay_out([Sheet(595, 842, (*wrapped, *short, *column))])
    assert laid.paragraphs[:3] == ("A headline that does not fit in one line", "By Ida Kos", "ORLEC, 3 May 2024")
    near = [piece(50, 126 + 12 * number, "Words that fill the column") for number in range(6)]
    laid = lay_out([Sheet(595, 842, (*short, *near))])
    assert laid.paragraphs[0] == "By Ida Kos" and len(laid.paragraphs) > 2


@pytest.mark.parametrize(
    ("text", "line", "joined"),
    [
        ("the inter-", "national court", "the international court"),
        ("the Anglo-", "American talks", "the Anglo-American talks"),
        ("a well-", "known name", "a well-known name"),
        ("in 2020-", "21 it", "in 2020-21 it"),
        ("soft\u00ad", "ly", "softly"),
        ("he said -", "and left", "he said - and left"),
    ],
)
def test_words_parted_at_the_end_of_a_line_are_made_whole(text: str, line: str, joined: str) -> None:
    assert "".join(part_lines(text, line, Counter({"well-known": 2, "international": 1}))) + line == joined


boxes = st.builds(
    Piece, st.floats(0, 500), st.floats(0, 800), st.floats(0, 600), st.floats(0, 850), st.floats(0, 40),
    st.text(min_size=1, max_size=12),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(boxes, max_size=25), max_size=3))
def test_any_places_keep_every_block(pages: list[list[Piece]]) -> None:
    sheets = [Sheet(595, 842, tuple(page)) for page in pages]
    laid = lay_out(sheets)
    assert all(isinstance(paragraph, str) for paragraph in laid.paragraphs)
    blocks = [block for page in pages for block in build_blocks(page)]
    assert Counter(map(id, order_blocks(blocks))) == Counter(map(id, blocks))


def test_a_page_of_many_thousand_lines_takes_seconds() -> None:
    column = tuple(piece(50, 12 * number, "word " * 8 + "and part-") for number in range(20_000))
    scattered = tuple(piece(number * 37 % 500, number * 91 % 800, "x", width=5) for number in range(5_000))
    laid = lay_out([Sheet(595, 842, column), Sheet(595, 842, scattered)])
    assert sum(map(len, laid.paragraphs)) > 800_000
