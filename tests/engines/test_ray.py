"""On Ray: the same tables as in process, row for row, on the example stories."""

from pathlib import Path

import pytest
from bench.cheap_plan import invent_captures

from tellings.engines import local, ray_cluster
from tellings.errors import EngineError
from tellings.ingest import read_captures
from tellings.plan import PLAN
from tellings.records import Capture, Drop, Judgement, Report, Revision, Story
from tests.engines.held import Watched, slow_plan, stop_process

pytest.importorskip("ray", reason="the extra `ray` is not installed")

EXAMPLES = Path(__file__).parents[2] / "examples"


def read_pages() -> list[Capture | Drop]:
    wanted = ("ferry/*.txt", "ferry/*.html", "versions/*.txt", "versions/*.html", "unrelated/*.*")
    pages = [page for pattern in wanted for page in EXAMPLES.glob(pattern)]
    return list(read_captures([str(page) for page in sorted(pages)]))


def test_the_same_rows_as_in_process_through_files(cluster: str, tmp_path: Path) -> None:
    from tellings.engines import ray

    captures = read_pages()
    here = local.run_plan(PLAN, captures, strict=True)
    there = ray.run_plan(PLAN, captures, address=f"ray://{cluster}", shared=str(tmp_path), strict=True)
    assert len(here.of(Report)) > 6
    assert len(here.of(Story)) > 1
    assert len(here.of(Judgement)) > 3
    assert len(here.of(Revision)) == 1
    assert list(there.rows()) == list(here.rows())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("through", ["ray", "files"])
def test_the_same_rows_with_workers_killed(through: str, cluster: str, watched: Watched, tmp_path: Path) -> None:
    from tellings.engines import ray

    plan, captures = slow_plan(), invent_captures(40, seed=17)
    here = local.run_plan(plan, captures, strict=True)
    killer = watched.kill(2)
    shared = str(tmp_path) if through == "files" else None
    there = ray.run_plan(plan, captures, address=f"ray://{cluster}", shared=shared, strict=True)
    killer.join()
    assert len(watched.killed) == 2
    assert set(watched.read()) == {report.id for report in here.of(Report)}
    assert len(watched.read()) > len(here.of(Report)) > 25, "what a killed worker had begun was read again"
    assert list(there.rows()) == list(here.rows())
    assert list(tmp_path.iterdir()) == [], "half files, too, are gone with the run"


def test_a_stage_that_stops_every_worker_ends_the_run_and_clears_the_folder(
    cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tellings.engines import ray

    monkeypatch.setattr(ray_cluster, "_TRIES", 1)
    with pytest.raises(EngineError, match="the cluster lost what it was given, 2 times"):
        ray.run_plan(slow_plan(stop_process), invent_captures(5, seed=3), address=cluster, shared=str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import ray as cluster

    from tellings.engines import ray

    def refuse(**_: object) -> None:
        raise ConnectionError("nobody there")

    monkeypatch.setattr(cluster, "is_initialized", lambda: False)
    monkeypatch.setattr(cluster, "init", refuse)
    monkeypatch.setattr(cluster, "shutdown", lambda: None)  # the one that other tests use stays
    monkeypatch.setattr(ray_cluster, "_reach", lambda *_: None)
    with pytest.raises(EngineError, match=r"no Ray cluster answers at '127\.0\.0\.1:1': nobody there"):
        ray.run_plan(PLAN, [], address="ray://127.0.0.1:1")
