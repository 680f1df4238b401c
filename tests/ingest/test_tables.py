"""Tables, as CSV in its many forms and as Parquet: rows in, captures out, with a word for each row left out."""

import csv
import io
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.ingest import ReadConfig, parquet_table
from tellings.ingest.csv_table import read_csv
from tellings.ingest.dialects import find_dialect, find_encoding, is_table
from tellings.ingest.parquet_table import read_parquet
from tellings.ingest.received import Received
from tellings.ingest.sniff import parse_media_type
from tellings.ingest.tables import name_columns
from tellings.records import Capture, Drop

BODY = 'The bridge at Tarn, closed since March,\nopens again.\n\n"At last," its keeper said.'


def read(content: bytes | str, **bounds: Any) -> tuple[list[Capture], list[Drop]]:
    content = content.encode() if isinstance(content, str) else content
    records = list(read_csv(Received("rows.csv", content), ReadConfig(**bounds)))
    return [r for r in records if isinstance(r, Capture)], [r for r in records if isinstance(r, Drop)]


def write(rows: list[list[str]], **how: Any) -> str:
    written = io.StringIO()
    csv.writer(written, **how).writerows(rows)
    return written.getvalue()


ROWS = [["id", "Title", "text", "Publish Date"], ["1", "One", BODY, "2024-05-03"], ["2", "Two", BODY, "2024-05-04"]]


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"delimiter": ";"},
        {"delimiter": "\t", "lineterminator": "\n"},
        {"delimiter": "|", "quoting": csv.QUOTE_ALL},
        {"doublequote": False, "escapechar": "\\"},
        {"lineterminator": "\r"},
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_csv_in_its_many_forms(how: dict[str, Any], encoding: str) -> None:
    rows = [*ROWS, ["3", "Drei", "Die Brücke über die Tarn öffnet wieder, für alle.", "2024-05-05"]]
    content = write(rows, **how).encode(encoding)
    captures, drops = read(content)
    assert not drops
    assert [dict(capture.hints)["title"] for capture in captures] == ["One", "Two", "Drei"]
    texts = [capture.content.decode().replace("\r\n", "\n").replace("\r", "\n") for capture in captures]
    assert texts == [BODY, BODY, "Die Brücke über die Tarn öffnet wieder, für alle."]
    assert dict(captures[0].hints)["published"] == "2024-05-03"
    assert is_table(content) and parse_media_type(content, name="notes.txt") == "text/csv"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_before_the_first_name_is_no_part_of_it(encoding: str) -> None:
    content = "text,n\nBody one,1\nBody two,2\n".encode(encoding)
    assert is_table(content) and len(read(content)[0]) == 2


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"id","text"\n"1","He said \\"yes\\", then left"\n"2","Gone"\n', 'He said "yes", then left'),
        ('"id","text"\n"1","a path ends so: C:\\"\n"2","Gone"\n', "a path ends so: C:\\"),
        ('"id","text"\n"1","\\"\n"2","He said ""yes"", then left"\n', "\\"),
    ],
)
def test_whether_a_backslash_escapes_shows_by_the_rows(written: str, text: str) -> None:
    captures, drops = read(written)
    assert not drops and len(captures) == 2 and captures[0].content.decode() == text


def test_a_row_of_the_wrong_width_costs_itself() -> None:
    captures, drops = read("title,text\nOne,Body one\nTwo,Body,two\nthree\nFour,Body four,,\n\nFive,Body five\n")
    assert [dict(capture.hints)["title"] for capture in captures] == ["One", "Four", "Five"]
    assert ["3 cells" in drops[0].reason, "1 cells" in drops[1].reason] == [True, True]
    assert drops[0].capture == "rows.csv#2"


def test_a_quote_that_is_never_closed_costs_its_row() -> None:
    captures, drops = read('title,text\nOne,Body one\nTwo,"Body two\nThree,Body three\nFour,Body four\n')
    assert [dict(capture.hints)["title"] for capture in captures] == ["One", "Three", "Four"]
    assert [drop.reason for drop in drops] == ["a quote in it is not closed"]
    long = 'title,text\nOne,"open\n' + "Two,Body two\n" * 500
    captures, drops = read(long, max_bytes=2000)
    assert len(captures) == 500 and "longer than" in drops[0].reason


def test_a_table_without_text_is_no_report_and_says_what_it_has() -> None:
    _, drops = read("name,price,count\nrope,3.20,4\nsail,120,1\nmast,800,1\n")
    assert "table of values" in drops[0].reason and "name, price, count" in drops[0].reason
    telling = write([["kop", "inhoud"], *[["Brug", "woord " * 30]] * 3])
    _, drops = read(telling)
    assert drops[0].reason.endswith("perhaps --field text=inhoud")
    captures, _ = read(telling, fields=(("text", "inhoud"), ("title", "kop")))
    assert len(captures) == 3 and dict(captures[0].hints)["title"] == "Brug"
    for empty in ("", "\n\n", "title,text\n"):
        assert "without rows" in read(empty)[1][0].reason


def test_a_mapping_to_a_column_that_is_not_there_says_what_is() -> None:
    _, drops = read("Kop,text\nOne,Body\n", fields=(("title", "kop"),))
    assert "it has Kop, text" in drops[0].reason and "did you mean --field title=Kop?" in drops[0].reason
    captures, _ = read("Kop,text\nOne,Body\n", fields=(("title", "kop"), ("title", "Kop")))
    assert dict(captures[0].hints)["title"] == "One"


def test_columns_without_names_have_numbers() -> None:
    content = write([["1", "A long text that ends as sentences do."], ["2", "Another one, that ends so as well."]])
    captures, drops = read(content, fields=(("text", "2"),))
    assert len(captures) == 2 and not drops
    assert name_columns(["a", "", "a", " b "]) == ["a", "2", "a 3", "b"]


def test_rows_are_bounded() -> None:
    content = write([["title", "text"], *[[str(number), "Body"] for number in range(9)]])
    captures, drops = read(content, max_rows=4)
    assert len(captures) == 4 and "more than 4 rows" in drops[0].reason
    _, drops = read(write([["title", "text"], ["One", "word " * 1000]]), max_text_bytes=100)
    assert "too much for one report" in drops[0].reason
    big = write([["title", "text"], ["One", "x" * 300_000]])  # more than the standard library takes by itself
    assert len(read(big)[0]) == 1


@pytest.mark.parametrize(
    "prose",
    [
        "Ferry, text of the agreement\n\nThe ferry company, the council said, will pay.\nNobody, it said, will lose.\n",
        "Title: Ferry\nText, as received\nThe ferry, they say, sails.\n",
        "The text\tis here\nand\there\n",
    ],
)
def test_running_text_with_commas_is_no_table(prose: str) -> None:
    assert parse_media_type(prose.encode(), name="page.txt") == "text/plain"


def make_parquet(place: Path, query: str) -> bytes:
    duckdb.execute(f"COPY ({query}) TO '{place}' (FORMAT parquet)")
    return place.read_bytes()


def read_rows(content: bytes, **bounds: Any) -> tuple[list[Capture], list[Drop]]:
    records = list(read_parquet(Received("rows.parquet", content), ReadConfig(**bounds)))
    return [r for r in records if isinstance(r, Capture)], [r for r in records if isinstance(r, Drop)]


QUERY = (
    "SELECT 'Bridge ' || i AS headline, 'It opens ' || i AS body, {'by': ['Ida Kos', 'Per Lind']} AS who, "
    "TIMESTAMPTZ '2024-05-03 10:00:00+02' AS published, i / 3 AS score, '\\x00'::BLOB AS picture FROM range(200) t(i)"
)


def test_parquet(tmp_path: Path) -> None:
    content = make_parquet(tmp_path / "a", QUERY)
    captures, drops = read_rows(content, fields=(("byline", "who.by"),))
    assert len(captures) == 200 and not drops
    assert captures[7].content == b"It opens 7"
    assert dict(captures[7].hints) | {"charset": "", "extracted": ""} == {
        "charset": "", "extracted": "", "title": "Bridge 7", "byline": "Ida Kos, Per Lind",
        "published": "2024-05-03T08:00:00+00:00",
    }  # fmt: skip
    _, drops = read_rows(content, fields=(("text", "bodies"),))
    assert "it has headline, body, who, published, score, picture" in drops[0].reason


def test_parquet_that_is_damaged_or_a_bomb(tmp_path: Path) -> None:
    content = make_parquet(tmp_path / "a", QUERY)
    for damaged in (b"PAR1", content[:-9], content[:300] + b"\x07" * 200 + content[500:], b"PAR1" * 50):
        drops = read_rows(damaged)[1]
        assert any("damaged" in drop.reason for drop in drops), drops
    bomb = make_parquet(tmp_path / "b", "SELECT 'a' AS title, repeat('word ', 200000) AS text FROM range(100)")
    captures, drops = read_rows(bomb, max_text_bytes=100_000)
    assert len(bomb) < 100_000 and not captures
    assert "too much for one report" in drops[0].reason and "80 more rows" in drops[-1].reason, drops


def test_parquet_reads_this_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a\n1\n")
    (tmp_path / "a.parquet").write_bytes(make_parquet(tmp_path / "made", QUERY))
    with parquet_table._open(tmp_path / "a.parquet") as connection:
        assert connection.execute(f"SELECT count(*) FROM '{tmp_path / 'a.parquet'}'").fetchone() == (200,)
        for forbidden in (
            f"SELECT * FROM '{tmp_path / 'other.csv'}'",
            f"COPY (SELECT 1) TO '{tmp_path / 'written.csv'}'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(forbidden)


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_what_is_put_in_a_row_comes_out(rows: list[tuple[str, str]], mark: str) -> None:
    written = [[f"{number}: {text}", f"B {byline}"] for number, (text, byline) in enumerate(rows)]
    content = write([["wording", "by"], *written], delimiter=mark, quoting=csv.QUOTE_ALL)
    captures, drops = read(content.encode(), fields=(("text", "wording"), ("byline", "by")))
    assert not drops
    assert [capture.content.decode() for capture in captures] == [row[0].strip() for row in written]


@settings(max_examples=120, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"title,text\n", b'a;text\n1;"', b"\xff\xfet\0,\0", b"sep=;\n"]))
def test_no_bytes_raise(content: bytes, prefix: bytes) -> None:
    for fields in ((), (("text", "1"),)):
        records = list(read_csv(Received("a.csv", prefix + content), ReadConfig(fields=fields)))
        assert all(isinstance(record, Capture | Drop) for record in records)
    is_table(prefix + content)
    find_dialect((prefix + content).decode(find_encoding(prefix + content), "replace"))


@settings(max_examples=12, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise_as_parquet(content: bytes) -> None:
    for made in (content, b"PAR1" + content + b"PAR1"):
        records = list(read_parquet(Received("a.parquet", made), ReadConfig()))
        assert all(isinstance(record, Drop) for record in records)
