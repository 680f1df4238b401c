"""A report's text and the claims in it, out: HTML paragraphs in which every claim is underlined and can be linked to.

Claims may nest and may cross each other: a crossing one is cut in pieces, and a rule of style lights all of them up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape


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
    """Writes the text from left to right, holding the marks that are open, outermost first."""

    text: str
    out: list[str]
    open: list[Mark]
    begun: set[str]
    cut: set[str]

    def start(self, mark: Mark) -> None:
        again = mark.id in self.begun
        if again:
            self.cut.add(mark.id)
        self.begun.add(mark.id)
        name = "" if again else f' id="{mark.id}"'
        self.out.append(f'<span{name} class="claim {mark.look} {mark.id}">')
        self.open.append(mark)

    def close_all(self) -> list[Mark]:
        held, self.open = self.open, []
        self.out.append("</span>" * len(held))
        return held

    def end_at(self, here: int) -> None:
        """Close what ends here; what was opened inside it and goes on is closed and opened again."""
        ends = [mark.end <= here for mark in self.open]
        if True not in ends:
            return
        first = ends.index(True)
        closed = self.open[first:]
        del self.open[first:]
        self.out.append("</span>" * len(closed))
        for mark in closed:
            if mark.end <= here:
                self.out.extend(_back_link(*link) for link in mark.back)
        for mark in closed:
            if mark.end > here:
                self.start(mark)


def _back_link(label: str, address: str, title: str) -> str:
    return f'<a class="back" href="{escape(address)}" title="{escape(title)}">{escape(label)}</a>'


def render_marked(text: str, marks: Iterable[Mark], *, title: str | None = None) -> tuple[Markup, set[str]]:
    """The text as paragraphs with its marks, and the ids of the marks that had to be cut in pieces."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    ordered = sorted(inside, key=lambda mark: (mark.start, -mark.end, mark.id))
    pen = _Pen(text, [], [], set(), set())
    waiting = 0
    for number, (start, end) in enumerate(_paragraphs(text)):
        titled = number == 0 and title is not None and text[start:end] == title
        pen.out.append('<p class="report-title">' if titled else "<p>")
        held, pen.open = pen.open, []
        for mark in held:
            if mark.end > start:
                pen.start(mark)
        waiting = _write_paragraph(pen, ordered, waiting, start, end)
        held = pen.close_all()
        pen.open = held
        pen.out.append("</p>\n")
    return Markup("".join(pen.out)), pen.cut  # every piece of the text went through escape()


def _write_paragraph(pen: _Pen, ordered: Sequence[Mark], waiting: int, start: int, end: int) -> int:
    here = start
    while True:
        there = end
        for mark in pen.open:
            if mark.end < there:
                there = mark.end
        if waiting < len(ordered):
            there = min(there, max(ordered[waiting].start, start))
        there = max(here, there)
        if here < there:
            pen.out.append(str(escape(pen.text[here:there])))
        here = there
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
