"""A stage each of whose records stands in many groups in, what it makes of all groups out: done by processes beside
this one, which are handed the records but once, in a file, and of each group where its records stand there."""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tellings.engines import Progress
from tellings.engines.groups import run_group
from tellings.engines.hands import Processes, work_ahead
from tellings.engines.parcels import Parcel, keep, unwrap, wrap
from tellings.records import Tables
from tellings.records.tables import rest_collector
from tellings.stage import Cut, Group, Stage, cut_groups
from tellings.store.packing import decode, encode

_PAYS = 10_000  # places in groups from which the records are worth sending: about a second of `same_story`
_OFTEN = 4  # groups that a record stands in, about, from which the work is more than sending it
_AT_ONCE = 500  # places in the groups of a portion, at least

Piece = tuple[str, list[int]]  # a group's key, and where its records stand in the file


def run_by_key(
    stage: Stage, tables: Tables, *, hands: Processes, progress: Progress | None = None, strict: bool = False
) -> list[Any] | None:
    """What the stage makes of its groups, as `Tables` take it in. None where it is not for the hands: it looks at other
    groups than those of a key, or at records of several kinds, or there is little to do. Raises EngineError when a hand
    is stopped."""
    if stage.cut is not Cut.BY_KEY or stage.key == "story" or len(stage.reads) != 1:
        return None
    (kind,) = stage.reads
    records: Sequence[Any] = tables.of(kind)
    groups = list(cut_groups(stage, {kind: records}))
    places = sum(len(group.of(kind)) for group in groups)
    if places < max(_PAYS, _OFTEN * len(records)):
        return None
    try:
        rows, _ = encode(records)
    except (UnicodeError, ValueError):  # half a character; whoever writes it will say so
        return None
    made: list[Any] = []
    with TemporaryDirectory(prefix="tellings-") as folder:
        path = Path(folder) / "records"
        path.write_bytes(rows)
        work = partial(_run_portion, stage, kind, str(path), strict)
        outcomes = work_ahead(hands, work, _cut_portions(groups, kind, records), strict=strict)
        for done, (_, parcel) in enumerate(outcomes):
            if progress:
                progress(stage.name, done, len(groups))
            made += keep(None, parcel) if stage.across else unwrap(parcel)
    return made


def _cut_portions(groups: Sequence[Group], kind: type, records: Sequence[Any]) -> Iterator[list[tuple[str, Piece]]]:
    place_of = {id(record): place for place, record in enumerate(records)}
    portion: list[tuple[str, Piece]] = []
    held = 0
    for group in groups:
        own: Sequence[Any] = group.of(kind)
        places = [place_of[id(record)] for record in own]
        portion.append((group.key, (group.key, places)))
        held += len(places)
        if held >= _AT_ONCE:
            yield portion
            portion, held = [], 0
    if portion:
        yield portion


def _run_portion(stage: Stage, kind: type, path: str, strict: bool, pieces: Sequence[Piece]) -> list[Parcel]:
    """What the stage makes of some groups."""
    records = _read_records(path, kind)
    groups = (Group(key, {kind: [records[place] for place in places]}) for key, places in pieces)
    with rest_collector():  # 16.6 s for 19.1 where 7,900 profiles are linked
        return [wrap(run_group(stage, group, strict=strict)) for group in groups]


@lru_cache(maxsize=1)
def _read_records(path: str, kind: type) -> Sequence[Any]:
    return decode(kind, Path(path).read_bytes())


def forget() -> None:
    """Let go of the records that were read last."""
    _read_records.cache_clear()
