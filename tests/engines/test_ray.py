"""On Ray: the same tables as in process, row for row, on the example stories."""

from pathlib import Path

import pytest

from tellings.engines import local, ray_cluster
from tellings.errors import EngineError
from tellings.ingest import read_captures
from tellings.plan import PLAN
from tellings.records import Capture, Drop, Judgement, Report, Revision, Story

pytest.importorskip("ray", reason="the extra `ray` is not installed")

EXAMPLES = Path(__file__).parents[2] / "examples"


def read_pages() -> list[Capture | Drop]:
    wanted = ("ferry/*.txt", "ferry/*.html", "versions/*.txt", "versions/*.html", "unrelated/*.*")
    pages = [page for pattern in wanted for page in EXAMPLES.glob(pattern)]
    return list(read_captures([str(page) for page in sorted(pages)]))


def test_the_same_rows_as_in_process() -> None:
    from tellings.engines import ray

    captures = read_pages()
    here, there = local.run_plan(PLAN, captures, strict=True), ray.run_plan(PLAN, captures, strict=True)
    assert len(here.of(Report)) > 6
    assert len(here.of(Story)) > 1
    assert len(here.of(Judgement)) > 3
    assert len(here.of(Revision)) == 1
    assert list(there.rows()) == list(here.rows())


def test_a_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import ray as cluster

    from tellings.engines import ray

    def refuse(**_: object) -> None:
        raise ConnectionError("nobody there")

    monkeypatch.setattr(cluster, "is_initialized", lambda: False)
    monkeypatch.setattr(cluster, "init", refuse)
    monkeypatch.setattr(ray_cluster, "_reach", lambda *_: None)
    with pytest.raises(EngineError, match=r"no Ray cluster answers at '127\.0\.0\.1:1': nobody there"):
        ray.run_plan(PLAN, [], address="ray://127.0.0.1:1")
