"""An address in, a Ray cluster that does what it is sent out: started or found, its machines checked, let go of.

Ray runs again what a worker was doing that is lost with its process or machine. What it is given is held by this
process until it is fetched, or lies in a folder that the machines share (`shared.py`).
"""

import logging
import os
import platform
import re
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from typing import Any

from tellings.engines.shared import RunFolder, check_shared
from tellings.engines.workers import count_cores
from tellings.errors import EngineError, TellingsError

_REACH = 5.0  # seconds for an address to answer
_CHECK = 180.0  # seconds for every machine to answer: it loads what it needs
_LOOK = 30.0  # seconds of waiting after which it is asked whether anybody is left to do it
_TRIES = 5  # of what is lost with its process
_STORE = 256 * 1024 * 1024  # bytes on a machine of its own for what is under way; more goes to disk


def start_ray(address: str | None, *, workers: int = 0, room: int | None = None) -> tuple[Any, bool]:
    """Ray at that address, and whether it is to be shut down by whoever called.

    None: one is started on this machine, with so many workers (0: as Ray sees fit) and so many bytes of room. What was
    connected by this process before is taken as it is. Raises EngineError where there is none.
    """
    check_installed()
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nobody is told that it runs
    os.environ.setdefault("RAY_IGNORE_UNHANDLED_ERRORS", "1")  # what was under way when the call ended
    import ray

    if ray.is_initialized():
        return ray, False
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR}
    if address is None:
        size = {"num_cpus": workers or None, "object_store_memory": room, "num_gpus": 0}
        _start(ray, f"Ray could not be started on this machine{_say_load()}", "local", include_dashboard=False,
               **size, **quiet)  # fmt: skip
        return ray, True
    address = address.removeprefix("ray://")
    advice = "start it (`ray start --head`), or leave the address out"
    if address != "auto":
        _reach(address, advice)
    try:
        _start(ray, f"no Ray cluster answers at {address!r}", address, **quiet)
    except EngineError as error:
        raise EngineError(f"{error}; {advice}. This machine must be one of its machines: docs/cluster.md") from error
    return ray, True


def check_installed() -> None:
    """Raise EngineError where Ray is not there."""
    if find_spec("ray") is None:
        raise EngineError("--engine ray needs the extra `ray`: pip install 'tellings[ray]'")


def _start(ray: Any, failed: str, address: str, **options: Any) -> None:
    try:
        ray.init(address=address, **options)
    except Exception as error:  # Ray raises Exception itself, too
        with suppress(Exception):
            ray.shutdown()
        raise EngineError(f"{failed}: {_first_line(error)}") from error


def _reach(address: str, advice: str) -> None:
    """Raise EngineError where nothing listens: Ray itself tries for a minute and more."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise EngineError(f"ray://{address} is no address of a cluster: write ray://HOST:PORT, or ray alone")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_REACH).close()
    except OSError as error:
        raise EngineError(f"no Ray cluster answers at {address!r} ({error}): {advice}") from error


def _say_load() -> str:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return f" (it is busy: a load of {load:.0f} on {count_cores()} cores)" if load > 2 * count_cores() else ""


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]


class Cluster:
    """The hands of a Ray cluster: a worker for each of its processors, or so many at most."""

    def __init__(
        self,
        address: str | None = None,
        *,
        workers: int = 0,
        model: str = "",
        shared: str | None = None,
        roomy: bool = False,
    ) -> None:
        """address: None for one that is started on this machine once there is something to do. shared: a folder that
        all machines see, for what goes between them. roomy: a started one keeps as much in memory as Ray sees fit, for
        all that lies between stages. Raises PathError for a folder that is none."""
        self._address, self._workers, self._model = address, workers, model
        self._room = None if roomy else _STORE
        self.count = workers or count_cores()
        self._shared = str(check_shared(shared)) if shared else ""
        self._folder: RunFolder | None = None
        self._ray: Any = None
        self._ours = False
        self._task: Any = None
        check_installed()
        if address is not None:
            self._open()

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open_folder(self) -> str:
        """The folder of this run in the shared one, "" where there is none; the cluster runs from now on."""
        self._open()
        return str(self._folder.path) if self._folder else ""

    def pay(self, pieces: int) -> bool:
        """They were asked for."""
        return pieces > 0

    def send(self, work: Callable[..., Any], *given: Any) -> Any:
        """As `Hands` says."""
        (ticket,) = self.send_parts(1, work, *given)
        return ticket

    def send_parts(self, parts: int, work: Callable[..., Any], *given: Any) -> list[Any]:
        """As `send`, where so many things come of the work: a ticket for each. Tickets may be given, too."""
        self._open()
        tickets = self._task.options(num_returns=parts).remote(list_versions(), self._model, work, *given)
        return list(tickets) if parts > 1 else [tickets]

    def put(self, thing: Any) -> Any:
        """A ticket for something of this process, to be given to many."""
        self._open()
        return self._ray.put(thing)

    def fetch(self, ticket: Any) -> Any:
        """As `Hands` says."""
        errors = self._ray.exceptions
        try:
            while not self._ray.wait([ticket], timeout=_LOOK)[0]:
                self._count_processors()
            return self._ray.get(ticket)
        except errors.RayTaskError as error:
            cause = error.cause
            if isinstance(cause, TellingsError):
                raise EngineError(str(cause)) from error
            raise (cause if isinstance(cause, Exception) else error) from None
        except (errors.RayError, ConnectionError) as error:
            lost = f"{_TRIES + 1} times ({type(error).__name__}: {_first_line(error)})"
            raise EngineError(
                f"the cluster lost what it was given, {lost}: most likely its machines have no memory for so many "
                "workers, or a page stops the process that reads it"
            ) from error

    def close(self) -> None:
        """Stop what was started here, let go of what was found, clear the shared folder."""
        try:
            if self._ours:
                self._ray.shutdown()
        finally:
            if self._folder:
                self._folder.remove()
            self._ray, self._ours, self._folder = None, False, None

    def _open(self) -> None:
        if self._ray is not None:
            return
        self._ray, self._ours = start_ray(self._address, workers=self.count, room=self._room)
        processors = self._count_processors()
        self.count = min(self._workers or processors, processors)
        self._task = self._ray.remote(num_cpus=1, max_retries=_TRIES)(do_work)
        if self._shared:
            self._folder = RunFolder(self._shared)
        if self._address is not None:
            try:
                self._check_machines()
            except BaseException:
                self.close()
                raise

    def _count_processors(self) -> int:
        """Raises EngineError where there are none."""
        try:
            processors = int(self._ray.cluster_resources().get("CPU", 0))
        except Exception as error:
            raise EngineError(f"the cluster does not answer any more: {_first_line(error)}") from error
        if not processors:
            raise EngineError("the cluster has no processors to work with: start workers (`ray start --address=…`)")
        return processors

    def _check_machines(self) -> None:
        """Raise EngineError unless all have the same packages, others would make other records of the same page, and
        see the shared folder."""
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        look = self._ray.remote(num_cpus=0, max_retries=_TRIES)(_make_look())
        names, asked = {}, []
        for node in self._ray.nodes():
            if node["Alive"] and node["Resources"].get("CPU"):
                there = NodeAffinitySchedulingStrategy(node_id=node["NodeID"], soft=False)
                folder = str(self._folder.path) if self._folder else ""
                asked.append(look.options(scheduling_strategy=there).remote(list_versions(), self._model, folder))
                names[asked[-1]] = node.get("NodeManagerHostname") or node["NodeID"][:8]
        done, missing = self._ray.wait(asked, num_returns=len(asked), timeout=_CHECK)
        for ticket in done:
            if wrong := self.fetch(ticket):
                raise EngineError(f"{names[ticket]} of the cluster: {wrong}")
        if missing:
            raise EngineError(f"{names[missing[0]]} of the cluster did not answer in {_CHECK:.0f} s")


def _make_look() -> Callable[[Mapping[str, str], str, str], str]:
    """A function that travels whole: where the package is not there, it is what says so."""

    def look(versions: Mapping[str, str], model: str, folder: str) -> str:
        try:
            from tellings.engines.ray_cluster import check_machine
            from tellings.engines.shared import check_seen
        except ImportError as error:
            return f"tellings cannot be loaded there ({error}): install the same packages on all machines"
        try:
            check_machine(versions, model)
            if folder:
                check_seen(folder)
        except Exception as error:
            return str(error)
        return ""

    return look


def do_work(versions: Mapping[str, str], model: str, work: Callable[..., Any], *given: Any) -> Any:
    """On a machine of the cluster: `work(*given)`, if it is a machine like the one that asks."""
    check_machine(versions, model)
    return work(*given)


def check_machine(versions: Mapping[str, str], model: str) -> None:
    """Raise EngineError where this machine has other versions than these, or lacks the pipeline."""
    here = list_versions()
    if other := [name for name in sorted({*here, *versions}) if here.get(name) != versions.get(name)]:
        told = "; ".join(
            f"{name} {here.get(name, 'not there')}, here {versions.get(name, 'not there')}" for name in other
        )
        raise EngineError(f"{socket.gethostname()} has other packages ({told}): install the same on all machines")
    if model:
        from tellings.annotate.parse import load_model

        load_model(model)


@lru_cache(maxsize=1)
def list_versions() -> Mapping[str, str]:
    """Of Python, of tellings and of all that it needs to run."""
    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    with suppress(metadata.PackageNotFoundError):
        needed = [re.match(r"[\w.-]+", line) for line in metadata.requires("tellings") or () if "extra ==" not in line]
        for name in ["tellings", *(match[0] for match in needed if match)]:
            with suppress(metadata.PackageNotFoundError):
                found[name] = metadata.version(name)
    return found
