"""A run's tables and the name of an export in, the text of its file out. One line here for each format of events."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from tellings.errors import CallError

if TYPE_CHECKING:
    from tellings.publish.exports.sheet import Sheet
    from tellings.records import Tables


@dataclass(frozen=True, slots=True)
class Export:
    """A format: its name, the endings of its files, a line for help texts, and where it is made."""

    name: str
    endings: tuple[str, ...]
    about: str
    module: str


_EXPORTS = (
    Export("plover-json", (".plover.jsonl",), "events as PLOVER JSON, one a line, real or not", "plover_json"),
    Export("polecat", (".polecat.tsv",), "events in POLECAT's 40 columns, TSV", "polecat"),
    Export("gdelt-events", (".export.csv", ".export.CSV"), "events in GDELT 2.0's 61 columns, TSV, no header", "gdelt"),
    Export("gdelt-mentions", (".mentions.csv", ".mentions.CSV"), "their mentions in GDELT 2.0's 16 columns", "gdelt"),
    Export("acled", (".acled.csv",), "conflict and protest in the shape of ACLED's CSV", "acled"),
    Export("ucdp", (".ucdp.csv",), "lethal violence in the shape of UCDP GED's CSV, low/best/high", "ucdp"),
)


def list_exports() -> tuple[Export, ...]:
    """Every format of events, in the order in which help texts list them."""
    return _EXPORTS


def render_export(tables: "Tables", name: str) -> str:
    """The events of the tables in that format. Raises CallError for a format that there is none of."""
    render: Callable[[Tables], str] = getattr(_module(name), f"render_{name.replace('-', '_')}")
    return render(tables)


def count_left_out(tables: "Tables", name: str) -> dict[str, int]:
    """How many happenings that format has no row for, by the reason. Raises CallError as `render_export` does."""
    build: Callable[[Tables], Sheet] | None = getattr(_module(name), f"build_{name.replace('-', '_')}", None)
    return dict(build(tables).left_out) if build else {}


def _module(name: str) -> object:
    found = next((export for export in _EXPORTS if export.name == name), None)
    if found is None:
        raise CallError(f"export {name!r} is unknown: choose one of {', '.join(each.name for each in _EXPORTS)}")
    return import_module(f"tellings.publish.exports.{found.module}")
