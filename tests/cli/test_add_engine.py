"""Where `tellings add` reads: what cannot be is said before a store is made."""

import socket
from pathlib import Path

import pytest

from tellings.cli import main
from tellings.engines import ray_cluster


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text("The weir of Jorvin was repaired on Friday, the council said.\n")
    return str(path)


@pytest.mark.parametrize("command", ["add", "retell"])
def test_what_is_no_engine(command: str, page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "store")
    assert main([command, store, *([page] if command == "add" else []), "--engine", "spark"]) == 2
    assert "--engine spark: choose one of local, ray" in capsys.readouterr().err
    assert not Path(store).exists()


def test_a_cluster_that_does_not_answer(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("ray", reason="the extra `ray` is not installed")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{nobody.getsockname()[1]}"
    assert main(["add", str(tmp_path / "store"), page, "--engine", f"ray://{address}"]) == 2
    assert f"no Ray cluster answers at '{address}'" in capsys.readouterr().err
    assert not (tmp_path / "store").exists()


def test_without_the_extra(
    page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_cluster, "find_spec", lambda name: None)
    assert main(["add", str(tmp_path / "store"), page, "--engine", "ray"]) == 2
    assert "pip install 'tellings[ray]'" in capsys.readouterr().err
    assert not (tmp_path / "store").exists()
