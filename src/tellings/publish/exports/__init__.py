"""A run's tables and the name of a format in, its file out. One line here for each format, which is all of them.

Every format is made from an iterable of runs: the tables of one or more whole stories each. `tellings account` has one
run; a store hands over as many as it likes, and no format but the three of the page holds more than one at a time.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tellings.errors import CallError

if TYPE_CHECKING:
    from tellings.records import Tables


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the endings of its files, a line for help texts, and where it is made.

    folder: it is a folder with a file for each table, and no text.
    """

    name: str
    endings: tuple[str, ...]
    about: str
    module: str
    folder: bool = False


# Endings are tried from first to last: the longer one (.ftm.json) before the shorter (.json).
_EXPORTS = (
    Format("plover-json", (".plover.jsonl",), "events as PLOVER JSON, one a line, real or not", "plover_json"),
    Format("polecat", (".polecat.tsv",), "events in POLECAT's 40 columns, TSV", "polecat"),
    Format("gdelt-events", (".export.csv", ".export.CSV"), "events in GDELT 2.0's 61 columns, TSV, no header", "gdelt"),
    Format("gdelt-mentions", (".mentions.csv", ".mentions.CSV"), "their mentions in GDELT 2.0's 16 columns", "gdelt"),
    Format("acled", (".acled.csv",), "conflict and protest in the shape of ACLED's CSV", "acled"),
    Format("ucdp", (".ucdp.csv",), "lethal violence in the shape of UCDP GED's CSV, low/best/high", "ucdp"),
    Format("ftm", (".ftm.json", ".ftm.jsonl", ".ijson"), "entities of FollowTheMoney, one a line", "follow_the_money"),
    Format("annotations", (".anno.jsonld",), "evidence as W3C Web Annotations, JSON-LD", "web_annotation"),
    Format("prov", (".prov.ttl", ".ttl"), "who has what from whom as W3C PROV-O, Turtle", "prov"),
    Format("schema-org", (".schema.jsonld", ".jsonld"), "NewsArticle and Claim of schema.org, JSON-LD", "schema_org"),
    Format("ninjs", (".ninjs.json", ".ninjs.jsonl"), "IPTC ninjs 3.1, a story a line with its reports", "ninjs"),
    Format("geojson", (".geojson",), "places, happenings and findings as GeoJSON", "geojson"),
    Format("jsonl", (".jsonl", ".ndjson"), "every table of the account as JSON Lines in one file", "json_lines"),
    Format("jsonl-tables", (), "every table of the account as JSON Lines, a folder", "json_lines", folder=True),
    Format("parquet", (), "every table of the account as Parquet, a folder", "parquet", folder=True),
)
_PAGES = (
    Format("html", (".html", ".htm"), "the account as one page, to read and to print", "pages"),
    Format("md", (".md", ".markdown"), "the account as Markdown", "pages"),
    Format("json", (".json",), "the account as JSON, with every key there is", "pages"),
)
FORMATS = {each.name: each for each in (*_EXPORTS, *_PAGES)}


@dataclass(frozen=True, slots=True)
class Made:
    """A file's text. left_out: how much of the account has no place in it, by the reason."""

    text: str
    left_out: dict[str, int]


def list_exports() -> tuple[Format, ...]:
    """Every format of one file besides the account's own three, in the order in which help texts list them."""
    return tuple(each for each in _EXPORTS if not each.folder)


def choose_format(path: str) -> Format | None:
    """The format that the ending of a file's name says; None where it says none."""
    name = path.lower()
    return next((each for each in FORMATS.values() if name.endswith(tuple(map(str.lower, each.endings)))), None)


def make_export(tables: "Tables", name: str) -> Made:
    """The file of one run, with what is not in it. Raises CallError for a format that there is none of."""
    left_out: Counter[str] = Counter()
    text = "".join(stream_export([tables], name, left_out))
    return Made(text, dict(left_out))


def stream_export(runs: Iterable["Tables"], name: str, left_out: Counter[str]) -> Iterator[str]:
    """The text of the file piece by piece; `left_out` is counted up as they are made.

    Raises CallError for a format that there is none of, and for one that is a folder.
    """
    if find_format(name).folder:
        raise CallError(f"{name} is a folder of files: name one with -o, or use write_export")
    stream: Callable[[Iterable[Tables], Counter[str]], Iterator[str]] = _piece(name, "stream")
    return stream(runs, left_out)


def write_export(runs: Iterable["Tables"], name: str, target: Path) -> dict[str, int]:
    """Write the file, or the folder, whole or not at all; how much has no place in it, by the reason.

    Raises CallError for a format that there is none of, OSError where it cannot be written.
    """
    from tellings.publish.exports.writing import write_folder, write_text

    left_out: Counter[str] = Counter()
    if find_format(name).folder:
        write_folder(runs, target, _piece(name, "write"))
    else:
        write_text(stream_export(runs, name, left_out), target)
    return dict(left_out)


def find_format(name: str) -> Format:
    """The format of that name. Raises CallError for a format that there is none of."""
    if name not in FORMATS:
        raise CallError(f"export {name!r} is unknown: choose one of {', '.join(FORMATS)}")
    return FORMATS[name]


def _piece(name: str, verb: str) -> Any:
    """Each module is loaded when it is first asked for: help and the version cost nothing of it."""
    module = import_module(f"tellings.publish.exports.{find_format(name).module}")
    return getattr(module, f"{verb}_{name.replace('-', '_')}")
