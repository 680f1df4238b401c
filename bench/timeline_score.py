"""Timelines as lines of order, date and mentions in, temporal awareness out: the measure of SemEval-2015 task 4.

A timeline becomes a graph: a mention is at its line's date, and before or at the same time as the mention after it.
Links that the ones before them already imply are left out (two that contradict each other stay). Precision is the share
of our links that follow from the gold graph, recall the share of the gold's that follow from ours; both are summed over
all timelines before F1 is taken (micro). Lines of order 0 have no known place in time and do not count. Written after
the published description and the published behaviour of the task's own scorer (UzZaman and Allen 2011; Minard 2015).
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

Link = tuple[str, str, str]  # from, to, "before" or "same"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline: its number in the order (0: not placed), its date as written, mentions of one event."""

    order: int
    date: str
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Links of ours, those that hold in the gold; links of the gold, those that hold in ours."""

    ours: int
    held: int
    gold: int
    found: int

    def rates(self) -> tuple[float, float, float]:
        """Precision, recall and F1, in percent."""
        precision, recall = 100 * self.held / max(1, self.ours), 100 * self.found / max(1, self.gold)
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def read_timeline(text: str) -> list[Line]:
    """The lines of a file in the task's format, the first of which names the entity."""
    lines = []
    for row in text.splitlines()[1:]:
        order, *rest = row.strip().split("\t")
        if len(rest) > 1 and order.isdigit():
            lines.append(Line(int(order), rest[0], tuple(each for each in rest[1:] if each)))
    return lines


def score_timelines(pairs: Sequence[tuple[Sequence[Line], Sequence[Line]]]) -> Counts:
    """Counts over all (ours, gold)."""
    counts = [score_timeline(ours, gold) for ours, gold in pairs]
    return Counts(*(sum(getattr(each, name) for each in counts) for name in Counts.__slots__))


def score_timeline(ours: Sequence[Line], gold: Sequence[Line]) -> Counts:
    """How far two timelines of one entity say the same."""
    told, known = _build_links(ours), _build_links(gold)
    mine, theirs = _Graph(told), _Graph(known)
    return Counts(
        ours=len(mine.kept),
        held=sum(link in known or theirs.implies(link) for link in mine.kept),
        gold=len(theirs.kept),
        found=sum(link in told or mine.implies(link) for link in theirs.kept),
    )


def _build_links(lines: Sequence[Line]) -> list[Link]:
    """Links in the order in which the task's scorer makes them. A mention told twice is the second of its name."""
    placed = sorted((line for line in lines if line.order), key=lambda line: _natural(line))
    met: Counter[str] = Counter()
    mentions: list[tuple[str, int, str]] = []
    for line in placed:
        for mention in line.mentions:
            met[mention] += 1
            mentions.append((f"{mention}#{met[mention]}", line.order, line.date))
    links: list[Link] = [(name, f"={date}", "same") for name, _, date in mentions]
    for (left, order, _), (right, later, _) in itertools.pairwise(mentions):
        links.append((left, right, "before" if order < later else "same"))
    return links


def _natural(line: Line) -> list[tuple[int, int, str]]:
    """Lines as the task's scorer sorts them: by their text, figures by their value."""
    text = "\t".join((str(line.order), line.date, *line.mentions))
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", text) if part]


class _Graph:
    """What follows from links: names at one time are one node; kept: the links that were not implied already."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._node: dict[str, int] = {}
        self._names: dict[int, set[str]] = {}
        self._later: dict[int, set[int]] = defaultdict(set)
        self.kept = [link for link in links if self._add(link)]

    def implies(self, link: Link) -> bool:
        """Whether the link follows from the graph."""
        left, right, kind = link
        if left not in self._node or right not in self._node:
            return False
        one, other = self._node[left], self._node[right]
        return one == other if kind == "same" else self._reaches(one, other)

    def _add(self, link: Link) -> bool:
        left, right, kind = link
        if self.implies(link):
            return False
        for name in (left, right):
            if name not in self._node:
                self._node[name] = len(self._node)
                self._names[self._node[name]] = {name}
        one, other = self._node[left], self._node[right]
        if one == other or self._reaches(other, one) or (kind == "same" and self._reaches(one, other)):
            return True  # it contradicts what is there: counted, and nothing follows from it
        if kind == "before":
            self._later[one].add(other)
        else:
            self._merge(one, other)
        return True

    def _merge(self, one: int, other: int) -> None:
        for name in self._names.pop(other):
            self._node[name] = one
            self._names[one].add(name)
        self._later[one] |= self._later.pop(other, set())
        for later in self._later.values():
            if other in later:
                later.discard(other)
                later.add(one)

    def _reaches(self, one: int, other: int) -> bool:
        open_, seen = [one], {one}
        while open_:
            for node in self._later.get(open_.pop(), ()):
                if node == other:
                    return True
                if node not in seen:
                    seen.add(node)
                    open_.append(node)
        return False
