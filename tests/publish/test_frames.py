"""One table of an account, as rows and as the frames that people work with."""

import pytest

from tellings.errors import CallError
from tellings.publish import frames
from tellings.publish.exports.flat_tables import SCHEMA
from tellings.publish.frames import build_frame, build_rows
from tellings.records import Tables
from tests.publish.exports.loading import runs


@pytest.mark.parametrize("name", SCHEMA)
def test_the_rows_are_the_same_in_every_library(name: str) -> None:
    rows = build_rows(runs(), name)
    arrow = build_frame(runs(), name)
    assert arrow.to_pylist() == rows
    assert build_frame(runs(), name, library="polars").to_dicts() == rows
    pandas = build_frame(runs(), name, library="pandas")
    assert list(pandas.columns) == arrow.column_names == list(SCHEMA[name])
    assert len(pandas) == len(rows)


def test_one_run_and_several() -> None:
    once, first = list(runs()), next(iter(runs()))
    assert build_rows(once, "reports")[: len(build_rows(first, "reports"))] == build_rows(first, "reports")


def test_nothing_is_a_table_with_its_columns() -> None:
    assert build_rows(Tables(), "claims") == []
    assert build_frame(Tables(), "claims").column_names == list(SCHEMA["claims"])


def test_what_there_is_not_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CallError, match="'finding' is unknown: choose one of stories, "):
        build_rows(Tables(), "finding")
    with pytest.raises(CallError, match="library='spark' is unknown"):
        build_frame(Tables(), "findings", library="spark")
    monkeypatch.setattr(frames, "find_spec", lambda package: None)
    with pytest.raises(CallError, match="pip install pandas"):
        build_frame(Tables(), "findings", library="pandas")
