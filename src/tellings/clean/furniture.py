"""A line of a page in, the kind of furniture that its wording names out, or None."""

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from tellings.text.folding import fold

_LONGEST = 220  # a cut phrase in a longer line is part of a sentence, unless the line starts with it
_BETWEEN = re.compile(r"\s*[|•·»>]+\s*|\s+[/–—-]\s+")
_FARTHEST = 800  # letters in which unmistakable phrases are looked for

KINDS = (
    "menu", "share line", "read-more", "related", "comments", "subscription", "legal", "advertisement", "tags",
    "byline", "dateline", "author box", "picture control",
)  # fmt: skip


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, list[tuple[str, re.Pattern[str]]]]:
    """where -> (kind, pattern), read from the list beside this module."""
    rows = files(__package__).joinpath("cut_phrases.tsv").read_text(encoding="utf-8").splitlines()
    phrases: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        if row and not row.startswith("#"):
            kind, where, phrase = row.split("\t")
            wording = re.escape(phrase).replace(r"\\d\+", r"\d+").replace(r"\\d", r"\d")
            phrases.setdefault(where, {}).setdefault(kind, []).append(wording)
    shape = {"whole": r"^(?:%s)\W*$", "start": r"^(?:%s)(?!\w)", "any": r"(?<!\w)(?:%s)(?!\w)"}
    shape["long"] = shape["any"]
    return {
        where: [(kind, re.compile(shape[where] % "|".join(wordings))) for kind, wordings in kinds.items()]
        for where, kinds in phrases.items()
    }


def is_menu_line(line: str) -> bool:
    """Whether the line is a row of names with marks between them: `World | Sport | Weather`."""
    if len(line) > _LONGEST:
        return False
    parts = [part for part in _BETWEEN.split(line) if part.strip()]
    return len(parts) >= 3 and max(len(part.split()) for part in parts) <= 4 and line.rstrip()[-1:] not in ".!?"


@lru_cache(maxsize=8192)
def parse_kind(line: str) -> str | None:
    """The kind of furniture that the line says it is."""
    folded = fold(line[:_FARTHEST]).strip()
    if is_menu_line(line):
        return "menu"
    for where in ("whole", "start", "long", "any"):
        if where == "any" and len(line) > _LONGEST:
            return None
        for kind, pattern in _patterns()[where]:
            if pattern.search(folded):
                return kind
    return None
