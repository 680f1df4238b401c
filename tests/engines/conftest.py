"""A Ray cluster of two workers on this machine, started once for all tests of this folder that ask for it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines.held import SEEN, Watched

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Its address, and the folder in which its workers note what they read."""
    ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
    from tellings.engines import ray_cluster

    seen = tmp_path_factory.mktemp("readers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
        patch.setenv(SEEN, str(seen))
        ray_cluster.start_ray(None, workers=2, room=100 * 1024 * 1024)
        patch.undo()
        try:
            yield ray.get_runtime_context().gcs_address, seen
        finally:
            ray.shutdown()


@pytest.fixture
def cluster(running: tuple[str, Path]) -> str:
    """The address of the cluster."""
    return running[0]


@pytest.fixture
def watched(running: tuple[str, Path]) -> Watched:
    """What its workers read from now on."""
    return Watched(running[1])
