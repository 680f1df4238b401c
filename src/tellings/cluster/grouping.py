"""Scores between reports in, groups out, kept up to date as reports come: average link, worked out again only nearby.

Groups grow by average link: two become one while the mean score over all pairs across them, a pair that nobody weighed
counting 0, is high enough. One mistaken pair can therefore not glue two groups. Two groups that have grown and are each
much denser than what lies between them stay two: that is how two plane crashes in one week look.

A pair below the threshold can never make two groups one by itself, so a new report can change only what hangs together
with it by pairs above it. That much is grouped again from its single reports: what came first or last changes nothing,
and groups merge and split as the reports ask for. Where more hangs together than MOST texts (a long chain of
likenesses through the news of a year), what lies nearest is taken. A group of more than FRONT texts is settled: its
newest FRONT stand for it, together, so that a story that goes on for months is met where it is now.
"""

import heapq
import itertools
from array import array
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.linkage import THRESHOLD, link_average
from tellings.linking.groups import build_groups

MOST = 600  # texts that are grouped again at once; 1,200 give the same groups on both labelled sets
FRONT = 120  # newest texts that stand for a group; the largest event of the labelled sets has 28
NEIGHBOURS = 8  # groups around a report that must be looked at together with it

Pair = tuple[int, int]


class Grouping:
    """Reports, by id, in groups. `put`, `link`, `join` and `part` note what is new; `settle` works out the groups."""

    def __init__(self, *, most: int = MOST, front: int = FRONT) -> None:
        self._most, self._front = most, front
        self._ids: list[str] = []
        self._ranks: list[str] = []
        self._numbers: dict[str, int] = {}
        self._others: list[array[int]] = []  # for each report those it was weighed with, and how alike they are
        self._scores: list[array[float]] = []
        self._joined: dict[int, set[int]] = {}
        self._apart: dict[int, set[int]] = {}
        self._text: array[int] = array("i")  # for each report the first of those that are joined to it
        self._copies: dict[int, list[int]] = {}  # for such a first, those that are joined
        self._home: array[int] = array("q")  # for each report its group, named by one of its reports
        self._groups: dict[int, list[int]] = {}  # those of more than one report, in order of time
        self._new: set[int] = set()
        self._dirty: set[int] = set()
        self._place = np.full(1024, -1, dtype=np.int64)  # of a report among those that are grouped again

    def __contains__(self, report: str) -> bool:
        return report in self._numbers

    def __len__(self) -> int:
        return len(self._ids)

    def put(self, report: str, rank: str) -> None:
        """A new report; rank: what times are put in order by. A report that is there already is left as it is."""
        if report in self._numbers:
            return
        number = self._numbers[report] = len(self._ids)
        self._ids.append(report)
        self._ranks.append(rank)
        self._others.append(array("i"))
        self._scores.append(array("f"))
        self._text.append(number)
        self._home.append(number)
        self._new.add(number)
        self._dirty.add(number)

    def link(self, left: str, right: str, score: float) -> None:
        """How alike two reports are, once for each pair. Raises KeyError for a report that was not put."""
        a, b = self._numbers[left], self._numbers[right]
        for one, other in ((a, b), (b, a)):
            self._others[one].append(other)
            self._scores[one].append(score)
        self._dirty |= {a, b}

    def join(self, left: str, right: str) -> None:
        """The two belong together and count as one: the same text, or a person says so. Undoes `part`."""
        a, b = self._set(self._joined, self._apart, left, right)
        text, other = sorted((self._text[a], self._text[b]))
        if text != other:
            copies = self._copies.pop(other, [other])
            self._copies.setdefault(text, [text]).extend(copies)
            for copy in copies:
                self._text[copy] = text

    def part(self, left: str, right: str) -> None:
        """The two do not belong together: a person says so. Undoes `join`."""
        a, b = self._set(self._apart, self._joined, left, right)
        if self._text[a] == self._text[b]:
            copies = sorted(self._copies.pop(self._text[a]))
            links = ((copy, other) for copy in copies for other in self._joined.get(copy, ()))
            for group in build_groups(copies, links):
                for copy in group:
                    self._text[copy] = group[0]
                if len(group) > 1:
                    self._copies[group[0]] = group

    def _set(self, held: dict[int, set[int]], undone: dict[int, set[int]], left: str, right: str) -> tuple[int, int]:
        a, b = self._numbers[left], self._numbers[right]
        for one, other in ((a, b), (b, a)):
            held.setdefault(one, set()).add(other)
            undone.get(one, set()).discard(other)
        self._dirty |= {a, b}
        return a, b

    def members(self, report: str) -> tuple[str, ...]:
        """The group that holds it, first published first."""
        home = self._home[self._numbers[report]]
        return tuple(self._ids[number] for number in self._groups.get(home, (home,)))

    def groups(self) -> Iterator[tuple[str, ...]]:
        """Every group, each first published first."""
        for number, home in enumerate(self._home):
            if number == home:
                yield tuple(self._ids[member] for member in self._groups.get(home, (home,)))

    def settle(self) -> list[tuple[str, ...]]:
        """Work out what is new; the groups that have changed, and new ones."""
        changed: set[int] = set()
        new = frozenset(self._new)
        self._new.clear()
        if len(self._ids) > len(self._place):
            self._place = np.full(2 * len(self._ids), -1, dtype=np.int64)
        for seed in sorted(self._dirty, key=self._order):
            if seed in self._dirty:
                homes, edge = self._find_around(seed)
                self._dirty -= {seed, *self._find_done(homes, edge)}
                changed |= self._group_again(homes)
        changed |= {self._home[number] for number in new}
        return [self.members(self._ids[home]) for home in sorted(changed, key=self._order) if self._home[home] == home]

    def _order(self, number: int) -> tuple[str, str]:
        return self._ranks[number], self._ids[number]

    def _find_around(self, seed: int) -> tuple[dict[int, list[int]], set[int]]:
        """Groups that hang together with that report, each with the reports that stand for it, nearest first; and the
        groups that they hang together with and that are left out."""
        homes: dict[int, list[int]] = {}
        waiting = [(-1.0, self._home[seed])]
        texts = 0
        while waiting and texts < self._most:
            nearness, home = heapq.heappop(waiting)
            if home in homes:
                continue
            homes[home], more = self._find_front(home)
            texts += more
            for score, other in self._find_near(homes[home]):
                if other not in homes:
                    heapq.heappush(waiting, (nearness * score, other))
        return homes, {home for _, home in waiting} - homes.keys()

    def _find_front(self, home: int) -> tuple[list[int], int]:
        """The reports that carry the newest texts of a group, and how many texts; all of it where a person has parted
        some of it."""
        members = self._groups.get(home, [home])
        texts = {self._text[member] for member in members}
        if len(texts) <= self._front or (self._apart and any(self._apart.get(member) for member in members)):
            return members, len(texts)
        newest: set[int] = set()
        for place in range(len(members) - 1, -1, -1):
            newest.add(self._text[members[place]])
            if len(newest) == self._front:
                return members[place:], len(newest)
        return members, len(texts)

    def _find_near(self, members: Sequence[int]) -> list[tuple[float, int]]:
        """Groups with a report that belongs, or might, with one of these, with the best score; by score, then name."""
        best: dict[int, float] = {}
        for member in members:
            for other, score in zip(self._others[member], self._scores[member], strict=True):
                if score >= THRESHOLD:
                    home = self._home[other]
                    best[home] = max(best.get(home, 0.0), score)
            for other in (self._text[member], *self._copies.get(member, ()), *self._apart.get(member, ())):
                best[self._home[other]] = 1.0
        return sorted(((score, home) for home, score in best.items()), key=lambda near: (-near[0], near[1]))

    def _find_done(self, homes: dict[int, list[int]], edge: set[int]) -> set[int]:
        """Reports with something new for which enough of what is around them is there."""
        here = {member for home in homes for member in self._groups.get(home, (home,))} & self._dirty
        if not edge:
            return here
        return {number for number in here if all(home in homes for _, home in self._find_near([number])[:NEIGHBOURS])}

    def _group_again(self, homes: dict[int, list[int]]) -> set[int]:
        """Group what stands for these groups; the names of those that are not as they were."""
        numbers = sorted((member for members in homes.values() for member in members), key=self._order)
        before = {home: self._groups.pop(home, [home]) for home in homes}
        settled = [home for home, members in homes.items() if len(members) < len(before[home])]
        older = {home: before[home][: -len(homes[home])] for home in settled}
        changed = set()
        for group in self._link(numbers, [homes[home] for home in settled]):
            back = [member for home in {self._home[n] for n in group} & older.keys() for member in older[home]]
            members = sorted(back + group, key=self._order) if back else group
            home = min(members)
            if len(members) > 1:
                self._groups[home] = members
            if members != before.get(home):
                changed.add(home)
                for member in members:
                    self._home[member] = home
        return changed

    def _link(self, numbers: list[int], settled: Iterable[Sequence[int]]) -> list[list[int]]:
        """The groups over these reports, which are in order of time; each settled group stays one."""
        by_text: dict[int, list[int]] = {}
        for number in numbers:
            by_text.setdefault(self._text[number], []).append(number)
        texts = list(by_text.values())
        members = np.fromiter(itertools.chain.from_iterable(texts), dtype=np.int64, count=len(numbers))
        self._place[members] = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
        groups = link_average(
            self._sum(members), [sorted({int(self._place[number]) for number in group}) for group in settled]
        )
        self._place[members] = -1
        return [sorted((n for text in group for n in texts[text]), key=self._order) for group in groups]

    def _sum(self, members: NDArray[np.int64]) -> NDArray[np.float64]:
        """The scores between the texts of these reports: of two texts in several copies the best one counts."""
        place = self._place
        texts = int(place[members].max()) + 1
        sums = np.zeros((texts, texts))
        linked = [number for number in members.tolist() if self._others[number]]
        if linked:
            left = np.repeat(place[linked], [len(self._others[number]) for number in linked])
            right = place[np.concatenate([np.frombuffer(self._others[n], dtype=np.int32) for n in linked])]
            scores = np.concatenate([np.frombuffer(self._scores[n], dtype=np.float32) for n in linked])
            here = right >= 0
            np.maximum.at(sums, (left[here], right[here]), np.round(scores[here].astype(np.float64), 4))
        for number in members.tolist() if self._apart else ():
            for other in self._apart.get(number, ()):
                if place[other] >= 0 and place[other] != place[number]:
                    a, b = place[number], place[other]
                    sums[a, b] = sums[b, a] = -np.inf
        return sums
