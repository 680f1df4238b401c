"""Where the stages run: what cannot be is said before anything is read, in the same words for every command."""

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


@pytest.fixture(params=["add", "retell", "account"])
def call(request: pytest.FixtureRequest, page: str, tmp_path: Path) -> list[str]:
    """A call of each command that takes an engine."""
    store = str(tmp_path / "store")
    return {"add": ["add", store, page], "retell": ["retell", store], "account": ["account", page]}[request.param]


@pytest.mark.parametrize("engine", ["spark", "ray://", "local://127.0.0.1:1", "127.0.0.1:6379"])
def test_what_is_no_engine(engine: str, call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*call, "--engine", engine]) == 2
    assert f"--engine {engine}: choose one of local, ray" in capsys.readouterr().err
    assert not (tmp_path / "store").exists()


def test_an_address_stands_in_the_name_of_the_engine_alone(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["account", page, "--engine", "ray", "--address", "127.0.0.1:1"])
    assert "--address" in capsys.readouterr().err


def test_a_folder_to_share_goes_with_a_cluster(
    call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*call, "--shared", str(tmp_path)]) == 2
    assert f"--shared {tmp_path} goes with --engine ray, not with local" in capsys.readouterr().err
    assert main([*call, "--engine", "ray", "--shared", str(tmp_path / "none")]) == 2
    assert f"--shared {tmp_path / 'none'}: is no folder: make it" in capsys.readouterr().err
    assert not (tmp_path / "store").exists()
    assert not (tmp_path / "none").exists()


def test_what_earlier_runs_left_in_the_shared_folder_is_said(
    call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        (tmp_path / "shared" / f"tellings-run-{number}").mkdir(parents=True)
    monkeypatch.setattr(ray_cluster, "find_spec", lambda name: None)
    assert main([*call, "--engine", "ray", "--shared", str(tmp_path / "shared")]) == 2
    said = capsys.readouterr().err.splitlines()
    left = [line for line in said if line.startswith("left over in the shared folder")]
    assert len(left) == 6
    assert left[0].endswith(f"{tmp_path / 'shared' / 'tellings-run-0'} (0.0 MB): delete it if no such run is under way")
    assert left[-1] == "left over in the shared folder: 2 more"


@pytest.mark.parametrize("number", ["-1", "-4"])
def test_so_many_workers_there_are_not(number: str, call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*call, "--workers", number]) == 2
    assert f"--workers {number}: give a number of processes" in capsys.readouterr().err


def test_a_cluster_that_does_not_answer(
    call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{nobody.getsockname()[1]}"
    assert main([*call, "--engine", f"ray://{address}"]) == 2
    assert f"no Ray cluster answers at '{address}'" in capsys.readouterr().err
    assert not (tmp_path / "store").exists()


def test_without_the_extra(
    call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_cluster, "find_spec", lambda name: None)
    assert main([*call, "--engine", "ray"]) == 2
    assert "pip install 'tellings[ray]'" in capsys.readouterr().err
    assert not (tmp_path / "store").exists()
