"""Who wrote it: names, without titles, addresses and places; agencies apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.clean.bylines import is_label, parse_byline, parse_names


@pytest.mark.parametrize(
    ("line", "names", "agencies"),
    [
        ("By Ann Writer", ("Ann Writer",), ()),
        ("By Ann Writer and Bo Scribe", ("Ann Writer", "Bo Scribe"), ()),
        ("By Ann Writer, Bo Scribe, Cy Pen", ("Ann Writer", "Bo Scribe", "Cy Pen"), ()),
        ("By Ann Writer, Associated Press", ("Ann Writer",), ("AP",)),
        ("By Ann Writer in Norholm", ("Ann Writer",), ()),
        ("By Ann Writer, senior political correspondent", ("Ann Writer",), ()),
        ("By Ann Writer @annwrites", ("Ann Writer",), ()),
        ("By Ann Writer ann@gull.example", ("Ann Writer",), ()),
        ("By Ann WriterStaff Writer", ("Ann Writer",), ()),
        ("By  Ann Writer   Updated  Nov 13", ("Ann Writer",), ()),
        ("Posted by Ann Writer on ", ("Ann Writer",), ()),
        ("By Reuters Staff", (), ("Reuters",)),
        ("Por Ana Escritora y Beto Pluma", ("Ana Escritora", "Beto Pluma"), ()),
        ("Von Anna Schreiber", ("Anna Schreiber",), ()),
        ("Автор: Анна Писарь", ("Анна Писарь",), ()),
        ("Nga Ana Shkrimtari", ("Ana Shkrimtari",), ()),
        ("Oleh: Ani Penulis", ("Ani Penulis",), ()),
        ("作者：王小明", ("王小明",), ()),
        ("By Ludwig van der Berg", ("Ludwig van der Berg",), ()),
    ],
)
def test_bylines(line: str, names: tuple[str, ...], agencies: tuple[str, ...]) -> None:
    found = parse_byline(line)
    assert found is not None
    assert (found.names, found.agencies) == (names, agencies)


@pytest.mark.parametrize(
    "line",
    ["By the sea it was quiet", "By 2030 it will be gone", "Bystanders ran", "Ferry sails again", "von hier an", ""],
)
def test_other_lines_are_none(line: str) -> None:
    assert parse_byline(line) is None


def test_a_label_alone_says_that_the_name_follows() -> None:
    assert is_label("By") and is_label("Author:") and not is_label("By Ann Writer")


@given(st.text(max_size=250))
def test_any_line_is_read_without_failing(line: str) -> None:
    for found in (parse_byline(line), parse_byline(f"By {line}"), parse_names(line)):
        assert found is None or found.names or found.agencies
