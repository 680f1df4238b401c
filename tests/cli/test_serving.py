"""`tellings serve`: what it refuses before it listens."""

from pathlib import Path

import pytest

from tellings.cli import main
from tellings.cli.serving import _choose_token


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--host", "0.0.0.0"], "add --token"), (["--token", "short"], "16 characters at least"),
        (["--port", "99999"], "0 to 65535"), ([], "there is no store"),
    ],
)  # fmt: skip
def test_refusals(tmp_path: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(tmp_path / "none"), *arguments]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.startswith("tellings: ") and "Traceback" not in told


def test_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELLINGS_TOKEN", raising=False)
    assert _choose_token(None) == ("", False)
    token, made = _choose_token("")
    assert made and len(token) >= 32
    monkeypatch.setenv("TELLINGS_TOKEN", "of the environment")
    assert _choose_token(None) == ("of the environment", False)
    assert _choose_token("given") == ("given", False)
