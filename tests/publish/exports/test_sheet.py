import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.publish.exports.sheet import Sheet, check_columns, plain, render_csv, render_tsv, show

ANY = st.text(st.characters(), max_size=40)  # surrogates, tabs, breaks, quotes and all
CELLS = st.one_of(st.none(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), ANY)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_any_text_keeps_rows_and_columns(cells: list[tuple[str, str, str]]) -> None:
    sheet = Sheet(("a", "b", "c"), tuple(dict(zip("abc", row, strict=True)) for row in cells))
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):  # loaders of TSV do the one or the other
        read = list(csv.reader(io.StringIO(render_tsv(sheet), newline=""), delimiter="\t", quoting=quoting))
        assert [len(row) for row in read] == [3] * (len(cells) + 1)
    read = list(csv.reader(io.StringIO(render_csv(sheet), newline="")))
    assert read == [["a", "b", "c"], *([show(cell) for cell in row] for row in cells)]
    assert len(render_csv(sheet).splitlines()) == len(cells) + 1
    render_tsv(sheet).encode("utf-8")


def test_tsv_has_no_double_quotes_and_csv_keeps_them() -> None:
    sheet = Sheet(("a",), ({"a": 'the "Post"\tof\nVelden'},))
    assert render_tsv(sheet, header=False) == "the 'Post' of Velden\n"
    assert next(csv.reader(io.StringIO(render_csv(sheet).splitlines()[1]))) == ['the "Post" of Velden']


def test_numbers_are_shown_plainly_and_nothing_for_nothing() -> None:
    assert [show(cell) for cell in (None, 0, 3.0, -9.5, "")] == ["", "0", "3", "-9.5", ""]
    assert plain("a\u2028b\x85c\ud800") == "a b c\ufffd"


def test_a_cell_without_column_is_an_error() -> None:
    with pytest.raises(ValueError, match="Sorce"):
        check_columns(("Source",), [{"Sorce": 1}])


@pytest.mark.parametrize("text", ["=1+1", "+49 is ours", "-5 at night", "@somebody", "＝SUM(A1)", "\t=1+1", " =1"])
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    sheet = Sheet(("a", "b"), ({"a": text, "b": -9.5},))
    cells = next(csv.reader(io.StringIO(render_csv(sheet).splitlines()[1])))
    assert cells == ["'" + plain(text), "-9.5"]
    assert render_tsv(sheet, header=False) == f"'{plain(text)}\t-9.5\n"


def test_other_text_is_left_alone() -> None:
    for text in ("5 - 6", "a=b", "POINT (-1 2)", "'quoted", "2031-05-06"):
        assert show(text) == text
