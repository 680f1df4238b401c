import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings.errors import CallError, PathError
from tellings.ingest.judgements import Ruling, parse_place, read_rulings

Write = Callable[..., str]
HEAD = "left,right,relation,verdict,by,reason\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str | bytes, name: str = "mine.csv") -> str:
        target = tmp_path / name
        target.write_bytes(text.encode() if isinstance(text, str) else text)
        return str(target)

    return written


def test_a_line_is_a_ruling(write: Write) -> None:
    path = write(HEAD + 'a.txt,"b, the second.txt",Copy of,NO,Edna Fell,"two desks, two notes"\n')
    assert read_rulings(path) == [
        Ruling(2, "a.txt", "b, the second.txt", "copy_of", False, "Edna Fell", "two desks, two notes", "", "mine.csv")
    ]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "a,b,same_story,yes,Edna,why\n",
        "\ufeff# mine\n\n" + HEAD.replace(",", ";") + "a;b;same_story;true;Edna;why\n",
        "by\tverdict\tright\tleft\trelation\treason\tnote\nEdna\t1\tb\ta\tsame story\twhy\tseen\n",
        '{"left": "a", "right": "b", "relation": "same_story", "verdict": true, "by": "Edna", "reason": "why"}',
        '{"left": "a", "right": "b",\n "relation": "same_story",\n "verdict": 1, "by": "Edna", "reason": "why"}\n',
        '[{"left": "a", "right": "b", "relation": "same_story", "verdict": "yes", "by": "Edna", "reason": "why"}]',
    ],
)
def test_every_way_to_write_it_says_the_same(write: Write, text: str) -> None:
    (ruling,) = read_rulings(write(text))
    assert (ruling.left, ruling.right, ruling.relation, ruling.verdict) == ("a", "b", "same_story", True)
    assert (ruling.by, ruling.reason) == ("Edna", "why")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (",b,copy_of,no,Edna,", "line 2: left is empty: name a report"),
        ("a,b,looks_like,no,Edna,", r"line 2: relation 'looks_like' is none of same_story, copy_of"),
        (
            "a,b,same_entity,no,Edna,",
            "same_entity cannot be judged yet: only same_story, copy_of, same_claim, differs can",
        ),
        (
            "a,report-b:3-9,differs,no,Edna,",
            "left 'a' names no words of a report: differs is on words, written report-",
        ),
        ("a:3-9,b:9-,same_claim,no,Edna,", "right 'b:9-' names no words"),
        ("a,b,copy_of,perhaps,Edna,", "verdict 'perhaps': write yes or no"),
        ("a,b,copy_of,no,,", "by is empty: write the name"),
        ("a,b,copy_of,no,YOUR NAME,WHY", "by is YOUR NAME: write the name"),
        ("a,b", "relation ''"),
    ],
)
def test_a_wrong_line_is_named_with_its_value_and_what_to_write(write: Write, line: str, says: str) -> None:
    with pytest.raises(CallError, match=says):
        read_rulings(write(HEAD + line + "\n"))


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("report-a:3-9", ("report-a", 3, 9)),
        ("pages/a.html:0-12", ("pages/a.html", 0, 12)),
        ("https://lake.example/a:80-90", ("https://lake.example/a", 80, 90)),
        ("report-a", None),
        ("report-a:-3-9", None),
        ("report-a:3-", None),
        (":3-9", None),
        ("report-a:٣-٩", None),
        ("report-a:3-9999999999", None),
    ],
)
def test_words_are_named_by_their_place(name: str, place: tuple[str, int, int] | None) -> None:
    assert parse_place(name) == place


def test_all_wrong_lines_are_told_at_once(write: Write) -> None:
    with pytest.raises(CallError, match=r"(?s)line 2: .*line 11: .*and 12 more") as caught:
        read_rulings(write(HEAD + "a,b\n" + "a,b,copy_of,no,Edna,\n" * 2 + "a,b\n" * 19))
    assert str(caught.value).count("\n") == 9


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b,copy_of,no,Edna,why\n", "its first line has no column left, right"),
        ('{"left": "a"\n', "line 1 is no JSON"),
        ("[1, 2]", "'1' is no object"),
        (HEAD.encode() + b"caf\xe9,b,copy_of,no,Edna,\n", "not in UTF-8"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_files_that_are_none_say_so(write: Write, text: str | bytes, says: str) -> None:
    with pytest.raises(CallError, match=says):
        read_rulings(write(text))


def test_a_missing_file_is_a_wrong_path(tmp_path: Path) -> None:
    with pytest.raises(PathError, match=r"--judgements .*none\.csv cannot be read: No such file"):
        read_rulings(str(tmp_path / "none.csv"))


def test_nothing_and_what_stages_judged_is_no_ruling(write: Write) -> None:
    assert read_rulings(write("# only a remark\n")) == []
    assert read_rulings(write("")) == read_rulings(write(HEAD)) == []
    assert read_rulings(write(HEAD + "a,b,copy_of,yes,tellings:trace_copies,the same text\n")) == []


def test_lines_are_counted_through_quoted_breaks(write: Write) -> None:
    rulings = read_rulings(write(HEAD + 'a,b,copy_of,no,Edna,"one\ntwo"\nc,d,copy_of,no,Edna,\n'))
    assert [(ruling.line, ruling.reason) for ruling in rulings] == [(2, "one two"), (4, "")]


def test_json_lines_keep_their_numbers(write: Write) -> None:
    row = {"left": "a", "right": "b", "relation": "copy_of", "verdict": "no", "by": "Edna", "detail": None}
    rulings = read_rulings(write(f"{json.dumps(row)}\n\n{json.dumps(row)}\n", "mine.jsonl"))
    assert [ruling.line for ruling in rulings] == [1, 3]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=200), st.text(max_size=60).map(lambda rest: HEAD + rest), st.text('{}[],":\n#a1')))
def test_whatever_the_file_holds_it_is_read_or_refused_in_words(write: Write, text: str) -> None:
    path = write(text.encode("utf-8", "surrogatepass"))
    try:
        rulings = read_rulings(path)
    except CallError as error:
        assert str(error).startswith("--judgements ")
    else:
        assert all(ruling.left and ruling.right and ruling.by for ruling in rulings)
