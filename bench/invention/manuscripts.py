"""What a newsroom writes before it is set: lines (a template, its choices, its fillers) and texts made of them."""

from dataclasses import dataclass, field
from random import Random
from typing import Any
from zlib import crc32

from bench.invention.fillers import Filler, FillWord, Naming, move_namings
from bench.invention.outlets import Outlet
from bench.invention.wording import Point, Template


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """A sentence as it will stand. point: what it tells, where it tells a point; quote, speaker: what it carries;
    parts: the lines that were joined in it."""

    template: Template
    choices: tuple[int, ...]
    fills: tuple[Filler, ...]
    point: Point | None = None
    quote: Filler | None = None
    speaker: object = None
    section: str = ""
    parts: tuple["Line", ...] = ()

    @property
    def tells(self) -> tuple["Line", ...]:
        """The line, or those that were joined in it."""
        return self.parts or (self,)


@dataclass(eq=False, slots=True)
class Text:
    """A text that others may take: of a report, or of an agency whose wire is not in the stream.

    line: of descent, the id of the text that it goes back to.
    """

    id: str
    line: str
    phase: int
    headline: Line
    lines: list[Line]
    figures: dict[str, int]
    outlet: Outlet | None = None
    agency: str | None = None
    straight: bool = False
    relation: str = "original"
    source: str | None = None
    supersedes: str | None = None
    byline: str | None = None
    dateline: str = ""
    credits: tuple[str, ...] = ()
    words: dict[str, Filler] = field(default_factory=dict)  # of the details that its author saw
    notes: list[Line] = field(default_factory=list)  # boilerplate, corrections


def choose(template: Template, random: Random, story: str = "") -> tuple[int, ...]:
    """One option for each choice of the template; where the story decides, always the same one."""
    return tuple(
        crc32((story + fixed).encode()) % width if fixed else int(random.random() * width)
        for width, fixed in zip(template.widths, template.fixed, strict=True)
    )


def set_filler(line: Line, *, clause: bool = False) -> Filler:
    """The line's words as a filler of another; as a clause it begins small and loses its full stop."""
    words: list[FillWord] = []
    namings: list[Naming] = []
    root = 0
    for text, lemma, pos, tag, dep, head, kind, begins, gap in set_words(line, namings):
        if dep == "ROOT":
            root = len(words)
        words.append((text, lemma, pos, tag, dep, head, kind, begins, gap if words else 1))
    if clause and words:
        if words[-1][0] in ".!?":
            words.pop()
        first = words[0]
        if first[2] != "PROPN" and first[6] not in ("PERSON", "GPE") and first[0] != "I":
            words[0] = (first[0][:1].lower() + first[0][1:], *first[1:])
    size = len(words)
    root = min(root, size - 1)
    words = [(*w[:5], -1 if place == root else min(w[5], size - 1), *w[6:]) for place, w in enumerate(words)]
    return Filler(tuple(words), root, tuple(naming for naming in namings if naming[1] < size))


def cut_filler(filler: Filler) -> Filler:
    """The beginning of a quotation, as others cut it: to its first comma or joining word after five words."""
    for place, word in enumerate(filler.words):
        if place >= 5 and (
            word[0] in (",", ";", "—") or word[3] == "CC" or word[0] in ("because", "that", "if", "when")
        ):
            place -= filler.words[place - 1][0] in (",", ";", "—")
            words = tuple((*w[:5], -1 if n == 0 else min(w[5], place - 1) if w[5] >= 0 else 0, *w[6:])
                          for n, w in enumerate(filler.words[:place]))  # fmt: skip
            return Filler(words, 0, tuple(naming for naming in filler.namings if naming[1] < place))
    return filler


def lay_out(line: Line, size: int = 0) -> tuple[list[Any], list[int], list[int]]:
    """For each piece of the line what stands there (words of a template, or a filler), its first place and its root's,
    counted from `size` on."""
    taken: list[Any] = []
    starts: list[int] = []
    roots: list[int] = []
    at, fill, choice = size, 0, 0
    for piece in line.template.pieces:
        starts.append(at)
        if piece.slot:
            filler = line.fills[fill]
            fill += 1
            roots.append(at + filler.root)
            taken.append(filler)
            at += len(filler.words)
            continue
        option = 0
        if len(piece.options) > 1:
            option = line.choices[choice]
            choice += 1
        words = piece.options[option]
        roots.append(at + piece.roots[option])
        taken.append(words)
        at += len(words)
    return taken, starts, [root if root < at else at - 1 for root in roots]


def set_words(line: Line, namings: list[Naming]) -> list[FillWord]:
    """The words of a line in order, heads resolved within it; adds the namings of its fillers."""
    taken, starts, roots = lay_out(line)
    made: list[FillWord] = []
    for place, piece in enumerate(line.template.pieces):
        if not piece.slot:
            for text, lemma, pos, tag, dep, above, there, kind, begins, gap in taken[place]:
                head = roots[above] if there < 0 else starts[above] + there
                made.append((text, lemma, pos, tag, dep, head, kind, begins, gap))
            continue
        start, filler = starts[place], taken[place]
        above, there = piece.head
        outer = roots[above] if there < 0 else starts[above] + there
        for n, (text, lemma, pos, tag, dep, head, kind, begins, gap) in enumerate(filler.words):
            hangs = (piece.dep, outer) if head < 0 else (dep, start + head)
            made.append((text, lemma, pos, tag, *hangs, kind, begins, gap if n else piece.gap))
        namings += move_namings(filler.namings, start)
    return made
