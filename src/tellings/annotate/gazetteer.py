"""A place name in, the gazetteer's entries of that name out; the index is built at the first use and then only opened.

It lies in TELLINGS_CACHE, or XDG_CACHE_HOME/tellings, or ~/.cache/tellings, or a temporary folder where none of these
can be written. SQLite reads only the pages that a lookup touches: a few MB stay in memory.
"""

import fcntl
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tellings.annotate.gazetteer_build import VERSION, build_index, fold_name, number_of, read_table, skeletons_of

MOST = 400  # entries of one name that are looked at, largest first: there are 300 Santa Rosas


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer. feature: PCLI country, PPLC capital, PPL town, ADM1, ADM2, CONT; weak: the name was
    only part of it ("Rapides" of "Rapides Parish")."""

    id: int
    name: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1: int | None
    admin2: int | None
    feature: str
    population: int
    weak: bool = False


class Gazetteer:
    """The index, opened for reading."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.find = lru_cache(maxsize=20_000)(self._find)
        self.entry = lru_cache(maxsize=20_000)(self._entry)

    def _find(self, name: str, *, after_comma: bool = False) -> tuple[Entry, ...]:
        """Every entry of that name, largest first; after_comma: state abbreviations too."""
        key = fold_name(name)
        if not key:
            return ()
        keys = (number_of(key), number_of("," + key if after_comma else key))
        rows = self._base.execute(
            "select e.*, min(weak) from names join entries e on e.id = entry where key in (?, ?) "
            "group by e.id order by population desc, e.id limit ?",
            (*keys, MOST),
        )
        return tuple(Entry(*(*row[:9], bool(row[9]))) for row in rows)

    def _entry(self, number: int) -> Entry | None:
        """The entry of that GeoNames id."""
        row = self._base.execute("select * from entries where id = ?", (number,)).fetchone()
        return Entry(*row) if row else None

    def is_alias(self, key: str, after_comma: bool) -> bool:
        """Whether the key is a short name of the alias table ("NYC"; "FL" behind a comma)."""
        return key in _aliases() or (after_comma and "," + key in _aliases())

    def find_alike(self, name: str, countries: Iterable[str]) -> tuple[Entry, ...]:
        """Entries in these countries whose names have the same consonants, sound for sound, largest first."""
        skeleton = skeletons_of([name])[0]
        if len(skeleton) < 3:
            return ()
        rows = [
            row
            for country in countries
            for row in self._base.execute(
                "select e.* from outlines o join entries e on e.id = o.entry where key = ?",
                (number_of(f"{country} {skeleton}"),),
            )
        ]
        return tuple(sorted((Entry(*row) for row in rows), key=lambda entry: (-entry.population, entry.id)))


@lru_cache(maxsize=1)
def _aliases() -> frozenset[str]:
    return frozenset(
        fold_name(row[0]) if row[2] == "name" else "," + fold_name(row[0]) for row in read_table("place_aliases.tsv")
    )


def _folders() -> Iterator[Path]:
    if os.environ.get("TELLINGS_CACHE"):
        yield Path(os.environ["TELLINGS_CACHE"])
    with suppress(RuntimeError):  # no home
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tellings"
    yield Path(tempfile.gettempdir()) / f"tellings-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"


def find_index() -> Path:
    """Where the index lies; it is built there if it was not. Raises OSError when it can be written nowhere."""
    name = f"gazetteer-{VERSION}.sqlite"
    for folder in _folders():
        if (folder / name).is_file() and os.access(folder / name, os.R_OK):
            return folder / name
    problem: OSError | None = None
    for folder in _folders():
        try:
            return _build_in(folder, name)
        except OSError as error:
            problem = error
    raise OSError(f"the gazetteer cannot be written anywhere; set TELLINGS_CACHE to a folder: {problem}")


def _build_in(folder: Path, name: str) -> Path:
    """Build beside the target and rename: of several processes one builds, while the others wait for it."""
    folder.mkdir(parents=True, exist_ok=True)
    with _in_turn(folder / f"{name}.lock"):
        return folder / name if (folder / name).is_file() else _build_beside(folder, name)


@contextmanager
def _in_turn(path: Path) -> Iterator[None]:
    """One process at a time; all at once where the folder's system knows no locks: each then ends with a whole file."""
    with path.open("w") as file:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _build_beside(folder: Path, name: str) -> Path:
    handle, draft = tempfile.mkstemp(dir=folder, prefix=name, suffix=".part")
    os.close(handle)
    try:
        build_index(Path(draft))
        Path(draft).replace(folder / name)
    except sqlite3.OperationalError as error:  # disk full
        raise OSError(str(error)) from error
    finally:
        Path(draft).unlink(missing_ok=True)
    return folder / name


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer, built at the first use ever, opened at the first use in this process."""
    return Gazetteer(find_index())
