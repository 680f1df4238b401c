"""Adding on a Ray cluster: the same store as in process, also where its workers are killed; what is wrong is named."""

import os
import socket
import subprocess
import sys
from importlib import util
from pathlib import Path

import pytest
from bench.cheap_plan import CHEAP_PLAN, invent_captures

from tellings.engines import ray_cluster
from tellings.engines.ray_cluster import Cluster, check_machine, list_versions
from tellings.engines.shared import RunFolder
from tellings.engines.workers import Readers, open_readers
from tellings.errors import EngineError, PathError
from tellings.front.evaluating import Course
from tellings.front.keeping import add_records
from tellings.records import Capture
from tellings.store.writer import Writer
from tests.engines.held import Watched, slow_plan, stop_process
from tests.front.stores import fill, open_view

ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
ROOT = Path(__file__).parents[2]
CAPTURES = invent_captures(40, seed=17)
LATE = "2031-04-01"


def test_an_address_that_does_not_answer_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{nobody.getsockname()[1]}"
    with pytest.raises(EngineError, match=rf"no Ray cluster answers at '{address}' .*refused.*ray start --head"):
        open_readers(f"ray://{address}")
    with pytest.raises(EngineError, match="is no address of a cluster: write ray://HOST:PORT"):
        open_readers("ray://somewhere")


def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_cluster, "find_spec", lambda name: None if name == "ray" else util.find_spec(name))
    with pytest.raises(EngineError, match=r"pip install 'tellings\[ray\]'"):
        open_readers("ray")


def test_a_local_cluster_is_started_only_when_there_is_work(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    monkeypatch.setattr(ray_cluster, "start_ray", lambda *given, **options: started.append(given))
    readers = open_readers("ray", workers=2)
    assert readers is not None
    readers.close()
    assert started == []


def add_on(folder: Path, course: Course, captures: list[Capture], *, batch: int = 200) -> None:
    with Writer(folder) as writer:
        add_records(writer, captures, added=LATE, course=course, batch=batch)


def rows_of(folder: Path) -> list[tuple[str, bytes]]:
    with open_view(folder) as view:
        return list(view.tables().rows())


@pytest.mark.parametrize("through", ["ray", "files"])
def test_the_same_store_as_in_process_and_with_a_worker_killed(
    through: str, cluster: str, watched: Watched, tmp_path: Path
) -> None:
    plan = slow_plan()
    add_on(tmp_path / "alone", Course(plan, strict=True), CAPTURES)
    seen: list[tuple[str, int, int]] = []
    (tmp_path / "shared").mkdir()
    readers = open_readers(f"ray://{cluster}", shared=str(tmp_path / "shared") if through == "files" else None)
    assert readers is not None
    assert readers.workers == 2
    killer = watched.kill(2)
    course = Course(plan, lambda stage, done, of: seen.append((stage, done, of)), True, readers)
    add_on(tmp_path / "there", course, CAPTURES)
    left = [path.name for path in tmp_path.glob("shared/*/*")]
    readers.close()
    killer.join()
    reports = sum(kind == "Report" for kind, _ in rows_of(tmp_path / "alone"))
    read = watched.read()
    assert len(watched.killed) == 2
    assert len(set(read)) == reports > 25
    assert len(read) > reports, "what a killed worker had begun was read again by another"
    assert rows_of(tmp_path / "there") == rows_of(tmp_path / "alone")
    assert [told for told in seen if told[0] == CHEAP_PLAN[0].name] == [(CHEAP_PLAN[0].name, n, 40) for n in range(40)]
    assert [told for told in seen if told[0] == "slow"] == [("slow", n, reports) for n in range(reports)]
    assert left == (["run.json"] if through == "files" else []), "what was fetched is gone, half files, too"
    assert list((tmp_path / "shared").iterdir()) == []


def test_a_folder_that_a_machine_does_not_see_is_named_before_anything_is_read(
    cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Elsewhere(RunFolder):
        """One that lies where no other machine sees it."""

        def __init__(self, shared: str | Path) -> None:
            super().__init__(shared)
            self.path = self.path / "elsewhere"

        def remove(self) -> None:
            self.path = self.path.parent
            super().remove()

    with pytest.raises(PathError, match=r"--shared .*nowhere: is no folder"):
        open_readers(f"ray://{cluster}", shared=str(tmp_path / "nowhere"))
    monkeypatch.setattr(ray_cluster, "RunFolder", Elsewhere)
    with pytest.raises(EngineError, match=r"of the cluster: .* does not see what lies in .*--shared must name one"):
        open_readers(f"ray://{cluster}", shared=str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_in_portions_on_the_cluster_is_at_once_in_process(cluster: str, tmp_path: Path) -> None:
    readers = Readers(Cluster(cluster, workers=1))
    assert readers.workers == 1
    course = Course(CHEAP_PLAN, strict=True, readers=readers)
    for start in range(0, 40, 15):
        add_on(tmp_path / "there", course, CAPTURES[start : start + 15], batch=7)
    fill(tmp_path / "alone", CAPTURES, added=LATE)
    assert rows_of(tmp_path / "there") == rows_of(tmp_path / "alone")


def test_what_stops_every_worker_ends_the_call_and_keeps_what_was_finished(
    cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_cluster, "_TRIES", 1)
    add_on(tmp_path / "store", Course(CHEAP_PLAN, strict=True), CAPTURES[:10])
    before = rows_of(tmp_path / "store")
    course = Course(slow_plan(stop_process), readers=Readers(Cluster(cluster)))
    with pytest.raises(EngineError, match="lost what it was given, 2 times"):
        add_on(tmp_path / "store", course, CAPTURES[10:])
    assert rows_of(tmp_path / "store") == before


def test_the_command_on_a_cluster_that_runs(cluster: str, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for capture in CAPTURES[:8]:
        (pages / capture.origin).write_bytes(capture.content)
    script = (
        "import sys; from bench.cheap_plan import CHEAP_PLAN; from tellings.front import evaluating, keeping\n"
        "evaluating.load_plan = keeping.load_plan = lambda model=None: CHEAP_PLAN\n"
        "from tellings.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    named = [capture.origin for capture in CAPTURES[:8]]
    call = [sys.executable, "-c", script, "add", str(tmp_path / "there"), *named, "--added", LATE]
    with_bench = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    shared = tmp_path / "shared"
    left = shared / "tellings-run-0"
    left.mkdir(parents=True)
    on = ["--engine", f"ray://{cluster}", "--shared", str(shared)]
    made = subprocess.run([*call, *on], capture_output=True, text=True, cwd=pages, timeout=300, env=with_bench)
    said = made.stderr.splitlines()
    assert (made.returncode, made.stdout, said[-1].partition(",")[0]) == (0, "", "8 new"), made.stderr
    assert said[0] == f"left over in the shared folder: {left} (0.0 MB): delete it if no such run is under way"
    assert list(shared.iterdir()) == [left]
    assert ray.cluster_resources()["CPU"] == 2, "a cluster that was found is not stopped"
    fill(tmp_path / "alone", CAPTURES[:8], added=LATE)
    assert rows_of(tmp_path / "there") == rows_of(tmp_path / "alone")


def test_machines_with_other_packages_are_named(cluster: str) -> None:
    with pytest.raises(EngineError, match=r"has other packages \(msgspec .*, here 0\.0\.1\): install the same"):
        check_machine({**list_versions(), "msgspec": "0.0.1"}, "")
    hands = Cluster(cluster)
    with pytest.raises(EngineError, match=r"tellings .*, here 99"):
        hands.fetch(hands._task.remote({**list_versions(), "tellings": "99"}, "", len, ()))
    with pytest.raises(EngineError, match="no spaCy pipeline 'nowhere/model'"):
        Cluster(cluster, model="nowhere/model")
