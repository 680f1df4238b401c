"""Profiles in as they come, Stories out at any time: the work for a report does not grow with the reports held.

The stories are those that the stages `same_story` and `stories` would make of the same profiles: what is like what is
found under the same keys, and groups are derived from it in the same way. Reports with the very same terms are one
text.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from tellings.cluster.grouping import Grouping
from tellings.cluster.likenesses import HELD
from tellings.cluster.shelf import Shelf
from tellings.cluster.stories import apply
from tellings.records import Judgement, Profile, Story, make_id


class StoryStream:
    """Reports in stories, kept up to date. Not for several threads at once."""

    def __init__(self, *, held: int = HELD) -> None:
        """held: reports whose scores with others stay in memory; those of the others rest in a temporary file."""
        self._shelf = Shelf()
        self._grouping = Grouping(held=held)
        self._numbers = array("q")  # among the groups, by the number on the shelf
        self._first: dict[int, str] = {}  # by the hash of their terms, the first report with them
        self._waiting: dict[str, list[Judgement]] = {}  # judgements on reports that have not come yet
        self._latest = ""

    def __len__(self) -> int:
        return len(self._grouping)

    def add(self, profiles: Iterable[Profile], judgements: Iterable[Judgement] = ()) -> list[Story]:
        """Take in profiles, and what persons say; the stories that are new or have changed.

        A profile whose report is there already is passed over. A judgement on a report that has not come yet waits
        for it. The stories are worked out once for each call: one call with many profiles costs less than many calls.
        """
        for profile in profiles:
            if profile.report not in self._grouping:
                self._take_in(profile)
        for judgement in judgements:
            self._hear(judgement)
        return [_build_story(members) for members in self._grouping.settle()]

    def story_of(self, report: str) -> Story:
        """The story that holds it. Raises KeyError for a report that has not come."""
        return _build_story(self._grouping.members(report))

    def stories(self) -> Iterator[Story]:
        """Every story, as of the last call of `add`."""
        return (_build_story(members) for members in self._grouping.groups())

    def _take_in(self, profile: Profile) -> None:
        """An undated report is taken to be as new as the newest one, for it has come after it."""
        rank = profile.published.rank() if profile.published else self._latest
        self._latest = max(self._latest, rank) if profile.published else self._latest
        number = self._grouping.put(profile.report, rank)
        first = self._first.setdefault(hash(profile.terms), profile.report) if profile.terms else profile.report
        if first != profile.report:
            self._grouping.join(first, profile.report)
        else:
            near, scores = self._shelf.find_and_put(profile, rank)
            if len(near):
                self._grouping.link_numbers(number, np.frombuffer(self._numbers, dtype=np.int64)[near], scores)
            self._numbers.append(number)
        for judgement in self._waiting.pop(profile.report, ()):
            self._hear(judgement)

    def _hear(self, judgement: Judgement) -> None:
        missing = [report for report in (judgement.left, judgement.right) if report not in self._grouping]
        if missing:
            self._waiting.setdefault(missing[0], []).append(judgement)
        else:
            apply(self._grouping, judgement)


def _build_story(members: Sequence[str]) -> Story:
    return Story(make_id("story", *sorted(members)), tuple(members))
