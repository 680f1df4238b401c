"""What a field of an export or a column of a table can be for tellings, and the mapping that a call gives."""

from collections.abc import Iterable

from tellings.errors import CallError

FIELDS = ("text", "html", "title", "url", "outlet", "byline", "published", "modified", "language", "section")


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
