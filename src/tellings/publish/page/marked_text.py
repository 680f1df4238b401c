"""A report's text and the claims in it, out: HTML paragraphs in which every claim is underlined and can be linked to.

Claims may nest and may cross each other: a crossing one is cut in pieces, and a rule of style lights all of them up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup

from tellings.publish.page.escaping import escape_words


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim to underline: its place, the id to link to, a class for its look, and the links back from it."""

    start: int
    end: int
    id: str
    look: str
    back: tuple[tuple[str, str, str], ...] = ()  # (label, address, title)


@dataclass(slots=True)
class _Pen:
    """Writes the text from left to right, holding the marks that are open, outermost first. soonest: where the first of
    them ends, the end of the text where none is."""

    text: str
    soonest: int
    out: list[str] = field(default_factory=list)
    open: list[Mark] = field(default_factory=list)
    begun: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)

    def start(self, mark: Mark) -> None:
        again = mark.id in self.begun
        if again:
            self.cut.add(mark.id)
        self.begun.add(mark.id)
        name = "" if again else f' id="{mark.id}"'
        self.out.append(f'<span{name} class="claim {mark.look} {mark.id}">')
        self.open.append(mark)
        if mark.end < self.soonest:
            self.soonest = mark.end

    def end_at(self, here: int) -> None:
        """Close what ends here; what was opened inside it and goes on is closed and opened again."""
        first = next(at for at, mark in enumerate(self.open) if mark.end <= here)
        closed = self.open[first:]
        del self.open[first:]
        self.out.append("</span>" * len(closed))
        self.soonest = min([mark.end for mark in self.open], default=len(self.text))
        for mark in closed:
            if mark.end <= here:
                self.out.extend(_back_link(*link) for link in mark.back)
        for mark in closed:
            if mark.end > here:
                self.start(mark)


@lru_cache(maxsize=4096)  # a finding is led back to from each of its claims
def _back_link(label: str, address: str, title: str) -> str:
    return f'<a class="back" href="{escape_words(address)}" title="{escape_words(title)}">{escape_words(label)}</a>'


def render_marked(text: str, marks: Iterable[Mark], *, title: str | None = None) -> tuple[Markup, set[str]]:
    """The text as paragraphs with its marks, and the ids of the marks that had to be cut in pieces."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    ordered = sorted(inside, key=lambda mark: (mark.start, -mark.end, mark.id))
    pen = _Pen(text, len(text))
    waiting = 0
    for number, (start, end) in enumerate(_paragraphs(text)):
        titled = number == 0 and title is not None and text[start:end] == title
        pen.out.append('<p class="report-title">' if titled else "<p>")
        held, pen.open, pen.soonest = pen.open, [], len(text)
        for mark in held:
            if mark.end > start:
                pen.start(mark)
        waiting = _write_paragraph(pen, ordered, waiting, start, end)
        pen.out.append("</span>" * len(pen.open) + "</p>\n")
    return Markup("".join(pen.out)), pen.cut  # every piece of the text went through escape_words()


def _write_paragraph(pen: _Pen, ordered: Sequence[Mark], waiting: int, start: int, end: int) -> int:
    here = start
    while True:
        there = min(end, pen.soonest)
        if waiting < len(ordered) and ordered[waiting].start < there:
            there = max(ordered[waiting].start, here)
        if here < there:
            pen.out.append(escape_words(pen.text[here:there]))
            here = there
        if pen.open and pen.soonest <= here:
            pen.end_at(here)
        if here >= end:
            return waiting
        while waiting < len(ordered) and ordered[waiting].start <= here:
            pen.start(ordered[waiting])
            waiting += 1


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Where each line that holds anything starts and ends."""
    places, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            places.append((start, start + len(line)))
        start += len(line) + 1
    return places
