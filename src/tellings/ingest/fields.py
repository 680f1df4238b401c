"""What a field of an export or a column of a table can be for tellings, and the mapping that a call gives."""

import re
from collections.abc import Iterable
from functools import lru_cache

from tellings.errors import CallError
from tellings.text.lists import read_rows

FIELDS = ("text", "html", "title", "url", "outlet", "byline", "published", "modified", "language", "section")
_FOLDED = re.compile(r"[^\w.]|_")


def parse_fields(pairs: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """`text=body` as a pair; raises CallError for what is no pair or names no field of ours."""
    fields = []
    for pair in pairs:
        ours, mark, theirs = (piece.strip() for piece in pair.partition("="))
        if not mark:
            raise CallError(f"field {pair!r}: write it as NAME=COLUMN, for instance text={pair or 'body'}")
        check_field(ours, theirs)
        fields.append((ours, theirs))
    return tuple(fields)


def check_field(ours: str, theirs: str) -> None:
    """Raise CallError for a field that tellings has no use for."""
    named = f"{ours}={theirs}"
    if ours not in FIELDS and theirs in FIELDS:
        raise CallError(f"field {named} is the wrong way round: {theirs}={ours}, our name before the column's")
    if ours not in FIELDS:
        raise CallError(f"field {named}: {ours!r} is none of {', '.join(FIELDS)}")
    if not theirs:
        raise CallError(f"field {named}: name the column or field after the =, as in {ours}=COLUMN")


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """`Publish Date`, `publish_date` and `publishDate` are one name."""
    return _FOLDED.sub("", name).casefold()


@lru_cache(maxsize=1)
def read_names() -> dict[str, tuple[str, ...]]:
    """Our name of a field to the usual ones, most telling first."""
    rows = read_rows(__package__, "field_names.tsv")
    return {ours: tuple(row[1] for row in rows if row[0] == ours) for ours in FIELDS}


def has_body(names: Iterable[str]) -> bool:
    """Whether one of the names is one under which text of articles is usually kept."""
    usual = {*read_names()["text"], *read_names()["html"]}
    return any(fold_name(name) in usual for name in names)
