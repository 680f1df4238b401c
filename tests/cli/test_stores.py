"""The commands on a store: what they print, what they say, with which status they end."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from bench.cheap_plan import CHEAP_PLAN, invent_captures

from tellings.cli import main
from tellings.front import evaluating
from tellings.stage import Stage


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(model: str | None = None) -> Sequence[Stage]:
        return CHEAP_PLAN

    for module in ("evaluating", "keeping", "judging", "looking_back"):
        monkeypatch.setattr(f"tellings.front.{module}.load_plan", load)
    assert evaluating.load_plan is load


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for capture in invent_captures(10, seed=7):
        (folder / capture.origin).write_bytes(capture.content)
    (folder / "tool.bin").write_bytes(bytes(99))
    return folder


@pytest.fixture
def store(pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    folder = str(tmp_path / "store")
    early = [str(path) for path in sorted(pages.iterdir())[:5]]
    assert main(["add", folder, *early, "--added", "2031-04-01", "--workers", "1"]) == 0
    assert main(["add", folder, str(pages), "--added", "2031-04-02", "--workers", "1"]) == 0
    assert "5 there already" in capsys.readouterr().err
    return folder


def test_a_store_is_listed_shown_exported_and_judged(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stories", store, "--order", "reports", "--json", "--limit", "1"]) == 0
    told = capsys.readouterr()
    stories = [json.loads(line) for line in told.out.splitlines()]
    assert len(stories) == 1
    assert "more: --offset 1" in told.err
    story = stories[0]["id"]
    assert main(["stories", store]) == 0
    assert stories[0]["headline"] in capsys.readouterr().out
    assert main(["show", store, story[:14]]) == 0
    assert capsys.readouterr().out.startswith(f"# {stories[0]['headline']}")
    assert main(["show", store, story, "-o", str(tmp_path / "s.json")]) == 0
    reports = json.loads((tmp_path / "s.json").read_text())["stories"][0]["reports"]
    assert main(["export", store, "-f", "jsonl"]) == 0
    assert story in capsys.readouterr().out
    assert main(["export", store, "-f", "parquet", "-o", str(tmp_path / "tables")]) == 0
    assert (tmp_path / "tables" / "reports.parquet").exists()
    assert main(["export", store, "-o", str(tmp_path / "all.json"), "--as-of", "2031-04-01"]) == 0
    then = json.loads((tmp_path / "all.json").read_text())
    assert 0 < sum(len(each["reports"]) for each in then["stories"]) <= 5
    assert main(["changes", store, "--since", "2031-04-01"]) == 0
    assert "+ report: " in capsys.readouterr().out
    assert main(["drops", store]) == 0
    assert "tool.bin: ingest: it is binary" in capsys.readouterr().out
    if len(reports) > 1:
        sides = [reports[0]["id"], reports[1]["id"]]
        named = ["--relation", "same_story", "--verdict", "no", "--by", "Ana"]
        assert main(["judge", store, *sides, *named]) == 0
        assert main(["judge", store, "--undo", "1", "--by", "Ana"]) == 0
        capsys.readouterr()
        assert main(["judge", store, "--list"]) == 0
        assert "takes back 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (["stories", "nowhere"], "there is no store nowhere"),
        (["show", "STORE", "story-none"], "there is no story 'story-none'"),
        (["export", "STORE"], "--format is missing"),
        (["export", "STORE", "-f", "parquet"], "is a folder of files"),
        (["export", "STORE", "-o", "x.xyz"], "its ending says no format"),
        (["stories", "STORE", "--limit", "0"], "a limit 1 to"),
        (
            ["show", "STORE", "story-none", "--as-of", "2031-04-02"],
            "as known at 2031-04-02, there is no story 'story-n",
        ),
        (["stories", "STORE", "--as-of", "soon"], "'soon' is no moment"),
        (["judge", "STORE"], "judge one thing"),
        (["judge", "STORE", "a", "b", "--by", "Ana"], "name two sides, --relation and --verdict"),
        (["judge", "STORE", "--undo", "1"], "--by is missing"),
        (["add", "STORE", "nowhere.txt"], "does not exist"),
    ],
)
def test_wrong_calls_name_the_next_step(
    call: list[str], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "STORE").mkdir()
    from tests.front.stores import fill

    fill(tmp_path / "STORE", [], added="2031-04-01")
    assert main(call) == 2
    assert why in capsys.readouterr().err
