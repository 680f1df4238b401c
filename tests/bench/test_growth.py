"""A store that grows batch by batch ends where adding at once ends, and the bench says so."""

import sys

import pytest
from bench.floors import parse_figures

from bench import growth


@pytest.mark.parametrize("more", [[], ["--shuffled"]])
def test_the_rows_are_those_of_adding_at_once(
    more: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        sys, "argv", ["growth.py", "--reports", "150", "--batch", "40", "--first", "40", "--check", *more]
    )
    assert growth.main() == 0
    figures = parse_figures(capsys.readouterr().out.splitlines()[-1])
    assert figures["equal"] == 1
    assert figures["growth"] > 0
