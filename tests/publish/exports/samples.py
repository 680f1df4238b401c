"""What docs/exports shows of each format, made from a run over pages of our own. To make it anew:

python -m tests.publish.exports.samples
"""

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterable
from contextlib import chdir
from functools import lru_cache
from pathlib import Path
from typing import Any

from tellings.front import tell
from tellings.publish.exports import FORMATS
from tellings.publish.exports.flat_tables import SCHEMA
from tellings.publish.exports.gdelt import EVENT_COLUMNS, MENTION_COLUMNS
from tellings.records import Tables
from tests.publish.exports.loading import render_export
from tests.publish.exports.pages import PAGES

ROOT = Path(__file__).parent.parent.parent.parent
DOCS = ROOT / "docs"
_BLOCK = re.compile(r"(<!-- sample: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_LINE = 116  # letters of a line
_WIDE, _MANY = 88, 2  # letters of a value, members of a list that are shown
_MORE = "…"


@lru_cache(maxsize=1)
def attack() -> Tables:
    """Two short pages that tell of one attack."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for name, text in PAGES.items():
            Path(name).write_text(text, encoding="utf-8")
        return tell([*PAGES])


@lru_cache(maxsize=1)
def observers() -> Tables:
    """The example story of that name."""
    with chdir(ROOT):
        return tell(["examples/observers"])


def _cut(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= _WIDE else value[: _WIDE - 1].rstrip() + _MORE
    if isinstance(value, dict):
        return {key: _cut(each) for key, each in value.items()}
    if isinstance(value, list):
        numbers = all(isinstance(each, int | float) for each in value)
        return [_cut(each) for each in value[: None if numbers else _MANY]] + [_MORE] * (
            not numbers and len(value) > _MANY
        )
    return value


def _lay_out(value: Any, depth: int = 0) -> str:
    """JSON, on one line what fits on it."""
    plain = json.dumps(value, ensure_ascii=False)
    if len(plain) + depth <= _LINE or not isinstance(value, dict | list):
        return plain
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {_lay_out(each, depth + 1)}" for key, each in value.items()]
    else:
        parts = [_lay_out(each, depth + 1) for each in value]
    first, last = ("{", "}") if isinstance(value, dict) else ("[", "]")
    space = " " * (depth + 1)
    return f"{first}\n" + ",\n".join(space + part for part in parts) + f"\n{space[1:]}{last}"


def _show(value: Any) -> str:
    return f"```json\n{_lay_out(_cut(value))}\n```\n"


def _lines(name: str) -> list[Any]:
    return [json.loads(line) for line in render_export(observers(), name).splitlines()]


def _members(name: str) -> list[Any]:
    document = json.loads(render_export(observers(), name))
    return next(value for value in document.values() if isinstance(value, list))


def _first(things: Iterable[Any], **wanted: Any) -> Any:
    return next(thing for thing in things if wanted.items() <= thing.items())


def _row(name: str, columns: tuple[str, ...] | None = None) -> str:
    """The cells of the attack that are filled, one a line."""
    mark = "," if name in ("acled", "ucdp") else "\t"
    rows = list(csv.reader(io.StringIO(render_export(attack(), name)), delimiter=mark))
    header = list(columns) if columns else rows.pop(0)
    row = next(row for row in rows if "ASSAULT" in row or columns or name in ("acled", "ucdp"))
    shown = [(column, _cut(cell)) for column, cell in zip(header, row, strict=True) if cell]
    return "```\n" + "".join(f"{column}: {cell}\n" for column, cell in shown) + "```\n"


def _plover() -> str:
    lines = [json.loads(line) for line in render_export(attack(), "plover-json").splitlines()]
    return _show(next(line for line in lines if line["event"] == ["ASSAULT"]))


def _formats() -> str:
    rows = [
        f"| `{each.name}` | {' '.join(f'`{e}`' for e in each.endings[:1]) or 'a folder'} | {each.about} |\n"
        for each in FORMATS.values()
    ]
    return "| name | file | what |\n|---|---|---|\n" + "".join(rows)


def _columns() -> str:
    rows = (
        f"| `{table}` | {', '.join(f'`{c}`' + _kind(kind) for c, kind in columns.items())} |\n"
        for table, columns in SCHEMA.items()
    )
    return "| table | columns |\n|---|---|\n" + "".join(rows)


def _kind(kind: str) -> str:
    return " […]" if kind.endswith("]") else "" if kind in ("VARCHAR", "STRUCT") else f" {_SHORT.get(kind, '{…}')}"


_SHORT = {"BIGINT": "int", "DOUBLE": "float", "BOOLEAN": "yes/no"}


def _claims() -> str:
    rows = [line for line in _lines("jsonl") if line["table"] == "claims"]
    finding = _first(_lines("jsonl"), table="findings", status="differ")["finding"]
    return _show(_first(rows, finding=finding))


def _annotation() -> str:
    annotations = (
        each for each in _members("annotations") if {"differ", "number"} <= {b.get("value") for b in each["body"]}
    )
    shown = next(annotations)
    return _show({**shown, "body": shown["body"][:2]})


def _prov() -> str:
    blocks = render_export(observers(), "prov").split("\n\n")
    prefixes = "\n".join(line for line in blocks[0].splitlines() if line.startswith("@prefix"))
    copy = next(block for block in blocks if "prov:wasDerivedFrom <urn:tellings:report" in block and "dcterms" in block
                and "prov:qualifiedDerivation" in block)  # fmt: skip
    pair = re.search(r"prov:qualifiedDerivation (<[^>]+>)", copy)
    assert pair
    link = next(block for block in blocks if block.startswith(pair[1]))
    claim = next(block for block in blocks if "prov:wasQuotedFrom" in block and "tellings:speaker" in block)
    return f"```turtle\n{prefixes}\n" + "".join(f"\n{block.strip()}\n" for block in (link, copy, claim)) + "```\n"


def _entities() -> str:
    entities = _lines("ftm")
    article = _first(entities, schema="Article")
    article["properties"].pop("companiesMentioned", None)
    shown = [article, *(_first(entities, schema=kind) for kind in ("Person", "Mention", "Event", "UnknownLink"))]
    return "".join(map(_show, shown))


def _schema_org() -> str:
    things = _members("schema-org")
    article, question = _first(things, **{"@type": "NewsArticle"}), _first(things, **{"@type": "Question"})
    claim = _first(things, **{"@id": question["about"][0]["@id"]})
    return "".join(map(_show, (article, question, claim)))


def _ninjs() -> str:
    return _show(_lines("ninjs")[0])


def _geojson() -> str:
    features = [each for each in _members("geojson") if each["properties"]["what"] == "happening"]
    return _show(features[0])


SAMPLES: dict[str, Callable[[], str]] = {
    "formats": _formats,
    "columns": _columns,
    "plover-json": _plover,
    "polecat": lambda: _row("polecat"),
    "gdelt-events": lambda: _row("gdelt-events", EVENT_COLUMNS),
    "gdelt-mentions": lambda: _row("gdelt-mentions", MENTION_COLUMNS),
    "acled": lambda: _row("acled"),
    "ucdp": lambda: _row("ucdp"),
    "jsonl": _claims,
    "ftm": _entities,
    "annotations": _annotation,
    "prov": _prov,
    "schema-org": _schema_org,
    "ninjs": _ninjs,
    "geojson": _geojson,
}


def pages() -> list[Path]:
    """The pages that hold samples."""
    return [DOCS / "exports.md", *sorted((DOCS / "exports").glob("*.md"))]


def named(text: str) -> list[str]:
    """The samples that a page holds."""
    return [name for _, name, _ in _BLOCK.findall(text)]


def fill(text: str) -> str:
    """The page with its samples made anew."""
    return _BLOCK.sub(lambda found: f"{found[1]}{SAMPLES[found[2]]()}{found[3]}", text)


if __name__ == "__main__":
    for page in pages():
        page.write_text(fill(page.read_text(encoding="utf-8")), encoding="utf-8")
