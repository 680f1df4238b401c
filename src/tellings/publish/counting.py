"""A story's reports in; articles, publishers and independent lines out, for the story and for what part of it says; and
which events are to be counted as one happening.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from tellings.linking.families import Family, build_families
from tellings.linking.groups import settle
from tellings.records import Judgement, Report

Contract = dict[str, Any]
_LINK_EVENTS = frozenset({"events"})  # the stage that judges same_event; whoever else does is a person


def find_same_events(judgements: Iterable[Judgement]) -> list[tuple[str, str]]:
    """Pairs of events that are held to tell of one happening; a person's verdict outranks the stage's."""
    held = settle((j for j in judgements if j.relation == "same_event"), stages=_LINK_EVENTS)
    return [(judgement.left, judgement.right) for judgement in held.values() if judgement.verdict]


class Tally:
    """Three numbers that are not the same: the versions of an article are one article; outlets of one owner or platform
    are one publisher; reports that rest on one text are one independent line."""

    def __init__(self, reports: Sequence[Report], lines: Sequence[Sequence[str]]) -> None:
        self.families = build_families(reports)
        here = {report.id: report.supersedes for report in reports}
        self._article = {report: _first_version(report, here) for report in here}
        self._family = {report: number for number, family in enumerate(self.families) for report in family.reports}
        self._line = {report: number for number, line in enumerate(lines) for report in line}

    def count(self, reports: Iterable[str]) -> Contract:
        """The three numbers over these reports, and how many of the publishers nothing names: those count each as one,
        and not among the publishers."""
        those = [report for report in dict.fromkeys(reports) if report in self._article]
        families = [self.families[number] for number in {self._family[report] for report in those}]
        named = sum(family.name is not None for family in families)
        return {
            "articles": len({self._article[report] for report in those}),
            "publishers": named,
            "unnamed_publishers": len(families) - named,
            "independent_lines": len({self._line.get(report, -1) for report in those}),
        }

    def publishers(self) -> list[Contract]:
        """Every publisher of the story, those of most outlets first."""
        return [_publisher(family) for family in sorted(self.families, key=lambda family: -len(family.outlets))]


def _first_version(report: str, earlier: dict[str, str | None]) -> str:
    seen = {report}
    while (before := earlier.get(report)) and before in earlier and before not in seen:
        seen.add(before)
        report = before
    return report


def _publisher(family: Family) -> Contract:
    return {
        "name": family.name,
        "outlets": list(family.outlets),
        "reports": list(family.reports),
        "reason": family.reason,
    }
