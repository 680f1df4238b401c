"""Scores between reports in, groups out, kept up to date as reports come: average link, worked out again only nearby.

A pair below the threshold can never make two groups one by itself, so a new report can change only what hangs together
with it by pairs above it. That much is grouped again from its single reports: what came first or last changes nothing,
and groups merge and split as the reports ask for. Where more hangs together than can be looked at (a long chain of
likenesses through the news of a year), the nearest AROUND texts are taken. A group of more than FRONT texts is settled:
its newest FRONT stand for it, together, so that a story that goes on for months is met where it is now.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from tellings.cluster.likenesses import HELD, Ints, Likenesses, Scores
from tellings.cluster.linkage import THRESHOLD, link_average
from tellings.linking.groups import build_groups

AT_ONCE = 1_000  # texts with something new that are looked at together
# Texts around these, at least, that are grouped again: at 300 the labelled sets, most of which hang together in one
# chain, have story for story the groups of one pass over all.
AROUND = 300
FRONT = 40  # newest texts that stand for a group; the largest event of the labelled sets has 28


class Grouping:
    """Reports, by id, in groups. `put`, `link`, `join` and `part` note what is new; `settle` works out the groups."""

    def __init__(self, *, around: int = AROUND, front: int = FRONT, held: int = HELD) -> None:
        """held: reports whose scores stay in memory; those of the others rest in a temporary file."""
        self._around, self._front = around, front
        self._ids: list[str] = []
        self._ranks: list[str] = []
        self._numbers: dict[str, int] = {}
        self._likenesses = Likenesses(held=held)
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

    def put(self, report: str, rank: str) -> int:
        """A new report; its number. rank: what times are put in order by. One that is there is left as it is."""
        if report in self._numbers:
            return self._numbers[report]
        number = self._numbers[report] = self._likenesses.put()
        self._ids.append(report)
        self._ranks.append(rank)
        self._text.append(number)
        self._home.append(number)
        self._new.add(number)
        self._dirty.add(number)
        return number

    def link(self, report: str, others: Sequence[str], scores: Sequence[float]) -> None:
        """How alike a report is to each of these others. Raises KeyError for a report that was not put."""
        self.link_numbers(self._numbers[report], [self._numbers[other] for other in others], scores)

    def link_numbers(self, number: int, others: Sequence[int] | Ints, scores: Sequence[float] | Scores) -> None:
        """The same, by the numbers that `put` gave."""
        self._likenesses.link(number, others, scores)
        self._dirty.add(number)

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
        if len(self._ids) > len(self._place):
            self._place = np.full(2 * len(self._ids), -1, dtype=np.int64)
        dirty = sorted(self._dirty, key=self._order)
        for start in range(0, len(dirty), AT_ONCE):
            changed |= self._group_again(self._find_around(dirty[start : start + AT_ONCE]))
        changed |= {self._home[number] for number in self._new}
        self._dirty.clear()
        self._new.clear()
        self._likenesses.rest()
        return [self.members(self._ids[home]) for home in sorted(changed, key=self._order) if self._home[home] == home]

    def _order(self, number: int) -> tuple[str, str]:
        return self._ranks[number], self._ids[number]

    def _find_around(self, seeds: Sequence[int]) -> dict[int, list[int]]:
        """The groups of these reports and those that hang together with them, ring by ring, of the last ring the
        nearest; each with the reports that stand for it."""
        homes: dict[int, list[int]] = {}
        ring = list(dict.fromkeys(self._home[seed] for seed in seeds))
        room = None
        while ring:
            texts = 0
            for home in ring:
                if room is not None and texts >= room:
                    return homes
                homes[home], more = self._find_front(home)
                texts += more
            room = max(self._around, texts) if room is None else room - texts
            ring = self._find_near([member for home in ring for member in homes[home]], homes)
        return homes

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

    def _find_near(self, members: Sequence[int], there: dict[int, list[int]]) -> list[int]:
        """Groups that are not there yet with a report that belongs, or might, with one of these; the nearest first."""
        best: dict[int, float] = {}
        for member in members:
            for other in (self._text[member], *self._copies.get(member, ()), *self._apart.get(member, ())):
                best[self._home[other]] = 1.0
        _, others, scores = self._likenesses.of(members)
        near = scores >= THRESHOLD
        for other, score in zip(others[near].tolist(), scores[near].tolist(), strict=True):
            home = self._home[other]
            if score > best.get(home, 0.0):
                best[home] = score
        return sorted((home for home in best if home not in there), key=lambda home: (-best[home], self._order(home)))

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
        for place, text in enumerate(texts):
            self._place[text] = place
        left, right, scores = self._read_scores(numbers)
        first = [sorted({int(self._place[number]) for number in group}) for group in settled]
        self._place[numbers] = -1
        groups = link_average(len(texts), left, right, scores, first)
        return [sorted((n for text in group for n in texts[text]), key=self._order) for group in groups]

    def _read_scores(self, numbers: list[int]) -> tuple[Ints, Ints, Scores]:
        """The pairs of texts among these reports, by place, with their scores; -inf for what a person has parted."""
        places, others, scores = self._likenesses.of(numbers)
        left, right = self._place[numbers][places], self._place[others]
        here = right >= 0
        apart = [(a, b) for a in numbers for b in self._apart.get(a, ())] if self._apart else []
        parted = np.array([self._place[list(pair)] for pair in apart], dtype=np.int64).reshape(-1, 2)
        parted = parted[(parted[:, 1] >= 0) & (parted[:, 0] != parted[:, 1])]
        never = np.full(len(parted), -np.inf)
        return (
            np.concatenate([left[here], parted[:, 0]]),
            np.concatenate([right[here], parted[:, 1]]),
            np.concatenate([scores[here], never]),
        )
