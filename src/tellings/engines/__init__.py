"""Where a plan runs: in this process (local) or on a Ray cluster (ray). Same plan, same tables, row for row."""

from collections.abc import Callable

from tellings.errors import CallError

Progress = Callable[[str, int, int], None]  # stage, groups done, groups in all
_ENGINES = "local, ray (a cluster started on this machine) or ray://HOST:PORT (one that runs)"


def parse_engine(engine: str) -> tuple[str, str | None]:
    """An engine as a person names it: "local" or "ray", and the address of the cluster, None for one that is started
    on this machine. Raises CallError for what is none."""
    name, mark, address = engine.partition("://")
    if name not in ("local", "ray") or (mark and (name == "local" or not address)):
        raise CallError(f"--engine {engine}: choose one of {_ENGINES}")
    return name, address or None


def check_alone(engine: str, shared: str | None) -> None:
    """Raise CallError where processes of this machine are given a folder to share: they send one another what they
    make."""
    if shared is not None:
        raise CallError(f"--shared {shared} goes with --engine ray, not with {engine}: leave it out")
