"""The files of wordings in, templates out: kinds of happening, each with points that can be told in several ways.

A template is a sentence with slots, `{town}`, and choices, `[seized|abducted]`; of `[=fuel|bread]` the story decides,
for all its reports. How its words are tagged was read off a
parse once, by `python bench/invention/tagging.py`, and lies in `tagged.json.gz`; no parser runs when reports are made.
"""

import gzip
import json
import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TAGGED = HERE / "tagged.json.gz"
NOUNS = HERE / "nouns.txt"
_PART = re.compile(r"\{([a-z0-9_]+~?)\}|\[([^\[\]]*)\]")
PHASES = "abcde"  # the happening, the same day, days, weeks, months later

Word = tuple[str, str, str, str, str, int, int, str, bool, int]
"""text, lemma, pos, tag, dep, piece of its head, head's place in there (-1: the piece's root), kind, begins, gap."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a template: words that always stand (one option), a choice (several), or a slot (none)."""

    options: tuple[tuple[Word, ...], ...] = ()
    roots: tuple[int, ...] = ()
    slot: str = ""
    dep: str = ""  # of a slot: how its root hangs
    head: tuple[int, int] = (0, -1)
    gap: int = 1


@dataclass(frozen=True, eq=False, slots=True)
class Template:
    """A sentence to be filled: `slots` in order of their pieces, `widths` the number of options of each choice."""

    text: str
    pieces: tuple[Piece, ...]
    slots: tuple[str, ...]
    widths: tuple[int, ...]
    fixed: tuple[str, ...]  # for each choice: "", or the options where the story decides, not the author


@dataclass(frozen=True, eq=False, slots=True)
class Point:
    """One thing that can be told of a happening, with the ways of telling it."""

    name: str
    phase: int
    needed: bool
    ways: tuple[Template, ...]


@dataclass(eq=False, slots=True)
class Kind:
    """A kind of happening: who takes part, what is counted, what can be told."""

    name: str
    roles: dict[str, tuple[str, str]] = field(default_factory=dict)  # name -> (what, more)
    counts: dict[str, tuple[int, int, bool]] = field(default_factory=dict)  # name -> (low, high, rises)
    points: list[list[Point]] = field(default_factory=lambda: [[] for _ in PHASES])
    headlines: list[tuple[Template, ...]] = field(default_factory=lambda: [() for _ in PHASES])
    quotes: list[Template] = field(default_factory=list)


def cut_parts(text: str) -> list[tuple[str, str]]:
    """The parts of a template as ("word", wording), ("slot", name) or ("choice", options joined by a bar)."""
    parts, at = [], 0
    for found in _PART.finditer(text):
        parts.append(("word", text[at : found.start()]))
        parts.append(("slot", found.group(1)) if found.group(1) else ("choice", found.group(2)))
        at = found.end()
    parts.append(("word", text[at:]))
    return [part for part in parts if part[1] or part[0] != "word"]


def read_lines(path: Path) -> list[tuple[str, list[str]]]:
    """The sections of a file of wordings: heading, lines. What stands before the first has the heading ""."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if line.startswith("# "):
            sections.append((line[2:], []))
        elif line and not line.startswith("//"):
            sections[-1][1].append(line)
    return sections


def wording_files() -> list[Path]:
    """Every file of wordings."""
    return sorted([*(HERE / "kinds").glob("*.txt"), *(HERE / "everyday").glob("*.txt"), HERE / "general.txt"])


@lru_cache(maxsize=1)
def _tagged() -> dict[str, Template]:
    rows = json.loads(gzip.decompress(TAGGED.read_bytes()))
    seen: dict[str, str] = {}
    templates = {}
    for text, pieces in rows.items():
        made = tuple(
            Piece(
                options=tuple(tuple(_keep_once(word, seen) for word in option) for option in options),
                roots=tuple(roots),
                slot=slot,
                dep=dep,
                head=(head[0], head[1]),
                gap=gap,
            )
            for options, roots, slot, dep, head, gap in pieces
        )
        slots = tuple(piece.slot for piece in made if piece.slot)
        widths = tuple(len(p.options) for p in made if len(p.options) > 1)
        fixed = tuple(w if w[0] == "=" else "" for what, w in cut_parts(text) if what == "choice" and "|" in w)
        templates[text] = Template(text, made, slots, widths, fixed)
    return templates


def _keep_once(word: list[Any], seen: dict[str, str]) -> Word:
    """The word, its wordings being those seen before where they are equal."""
    return tuple(seen.setdefault(part, part) if isinstance(part, str) else part for part in word)  # type: ignore[return-value]


def find_template(text: str) -> Template:
    """The tagged template. Raises LookupError for one that was changed since."""
    found = _tagged().get(text)
    if found is None:
        raise LookupError(f"not tagged: {text!r}; run python bench/invention/tagging.py")
    return found


def read_kind(path: Path) -> Kind:
    """One kind of happening."""
    kind = Kind(path.stem)
    for heading, lines in read_lines(path):
        words = heading.split()
        if not words:
            _read_head(kind, lines)
            continue
        ways = tuple(find_template(line) for line in lines)
        phase = PHASES.index(words[1]) if len(words) > 1 else 0
        if words[0] == "headline":
            kind.headlines[phase] = ways
        elif words[0] == "quote":
            kind.quotes += ways
        else:
            kind.points[phase].append(Point(f"{kind.name} {words[0]}", phase, "!" in words, ways))
    return kind


def _read_head(kind: Kind, lines: list[str]) -> None:
    for line in lines:
        what, name, *more = line.split()
        if what == "role":
            kind.roles[name] = (more[0], " ".join(more[1:]))
        elif what == "count":
            kind.counts[name] = (int(more[0]), int(more[1]), "rises" in more)
        else:
            raise ValueError(f"{kind.name}: {line!r} is neither role nor count")


@lru_cache(maxsize=1)
def read_kinds() -> tuple[Kind, ...]:
    """The kinds of happening that make stories."""
    return tuple(read_kind(path) for path in sorted((HERE / "kinds").glob("*.txt")))


@lru_cache(maxsize=1)
def read_everyday() -> tuple[Kind, ...]:
    """The kinds of report that stand alone: weather, columns, horoscopes."""
    return tuple(read_kind(path) for path in sorted((HERE / "everyday").glob("*.txt")))


@lru_cache(maxsize=1)
def read_details() -> tuple[Point, ...]:
    """Points that can be told of any story, with words that the story draws for itself."""
    sections = read_general().items()
    return tuple(Point(name, 0, False, ways) for name, ways in sections if name.startswith("detail "))


@lru_cache(maxsize=1)
def read_nouns() -> list[str]:
    """Nouns of all sorts, thousands: what news is about has no end."""
    lines = NOUNS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def read_words() -> dict[str, list[str]]:
    """Everyday words by what they name."""
    table = tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))
    return {what: words.split() for what, words in table.items()}


@lru_cache(maxsize=1)
def read_general() -> dict[str, tuple[Template, ...]]:
    """Wordings for every kind of story, by heading."""
    sections = read_lines(HERE / "general.txt")
    return {heading: tuple(find_template(line) for line in lines) for heading, lines in sections if heading}
