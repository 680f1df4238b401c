"""Judgements of a run in; for a story, why its reports belong together and who wrote from whom, out.

For each pair the judgement that holds is shown; where a person's outranks a stage's, what the stage had found is shown
with it. Of the many pairs that are held to be independent, or of different stories, those are kept that come nearest.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tellings.linking.groups import settle
from tellings.publish.words_for import call_plainly
from tellings.records import Finding, Judgement, Report, Span, Story

Contract = dict[str, Any]
Pair = tuple[str, str]
STAGES = {"copy_of": frozenset({"trace_copies"}), "same_story": frozenset({"same_story", "cluster", "stories"})}
DEPENDENT = frozenset({"copy", "derived", "shared_agency", "version"})
OF_WORDS = ("same_claim", "differs")  # people's alone: of two wordings, which the evidence holds
RELATED = "related_story"
_OUTSIDE = 3  # reports of other stories that came nearest


class Judged:
    """Judgements on pairs of reports, each found from either of its reports."""

    def __init__(
        self, judgements: Sequence[Judgement], reports: Mapping[str, Report], stories: Iterable[Story]
    ) -> None:
        self.reports = reports
        self.story_of = {report: story.id for story in stories for report in story.reports}
        given = [j for j in judgements if j.relation in STAGES]
        self._by_people: dict[str, list[Judgement]] = defaultdict(list)
        for judgement in judgements:
            if is_by_person(judgement) and {judgement.left, judgement.right} <= reports.keys():
                for report in (judgement.left, judgement.right):
                    self._by_people[report].append(judgement)
        self._related: dict[str, list[Judgement]] = defaultdict(list)
        for judgement in judgements:
            if judgement.relation == RELATED and judgement.verdict:
                for story in (judgement.left, judgement.right):
                    self._related[story].append(judgement)
        self._held: dict[str, dict[Pair, Judgement]] = {}
        self._found: dict[str, dict[Pair, Judgement]] = {}
        self._of_report: dict[str, dict[str, list[Judgement]]] = {}
        for relation, stages in STAGES.items():
            ours = [j for j in given if j.relation == relation]
            self._held[relation] = settle(ours, stages=stages)
            self._found[relation] = settle((j for j in ours if j.by in stages), stages=stages)
            self._of_report[relation] = defaultdict(list)
            for judgement in self._held[relation].values():
                for report in (judgement.left, judgement.right):
                    self._of_report[relation][report].append(judgement)

    def links(self, story: Story) -> list[Contract]:
        """Pairs that depend on each other, or of which one credits the other."""
        told = []
        for judgement in self._within("copy_of", story):
            relation = self._relation(judgement)
            if relation == "quotes_other":  # that one credits the other is not what a person's no is about
                judgement = self._found["copy_of"].get(_pair(judgement), judgement)
            if relation:
                told.append({**self._lineage(judgement), "relation": relation})
        return told

    def apart(self, story: Story, lines: Sequence[Sequence[str]]) -> list[Contract]:
        """For each report the one of another line that came nearest to being linked with it; nearest pairs first."""
        line_of = {report: number for number, line in enumerate(lines) for report in line}
        nearest: dict[str, Judgement] = {}
        for judgement in self._within("copy_of", story):
            if judgement.verdict or line_of.get(judgement.left) == line_of.get(judgement.right):
                continue
            for report in (judgement.left, judgement.right):
                if report not in nearest or self._found_score(judgement) > self._found_score(nearest[report]):
                    nearest[report] = judgement
        pairs = {judgement.id: judgement for judgement in nearest.values() if not self._relation(judgement)}
        ordered = sorted(pairs.values(), key=lambda judgement: (-self._found_score(judgement), judgement.id))
        return [self._lineage(judgement) for judgement in ordered]

    def together(self, story: Story) -> list[Contract]:
        """For each report of several the one of the story that it is nearest to, and what they share."""
        here = set(story.reports)
        told = []
        for report in story.reports if len(here) > 1 else ():
            near = [j for j in self._of_report["same_story"].get(report, ()) if {j.left, j.right} <= here]
            best = max(near, key=lambda j: (j.verdict, j.score, j.id), default=None)
            if best:
                told.append({"report": report, "nearest": _other(best, report), **self._likeness(best)})
        return told

    def outside(self, story: Story) -> list[Contract]:
        """Reports of other stories that came nearest to one of this, and what they share."""
        here = set(story.reports)
        best: dict[str, tuple[Judgement, str]] = {}
        for report in story.reports:
            for judgement in self._of_report["same_story"].get(report, ()):
                other = _other(judgement, report)
                if other not in here and other in self.reports:
                    held = best.get(other)
                    if held is None or self._weight(judgement) > self._weight(held[0]):
                        best[other] = (judgement, report)
        ordered = sorted(best.items(), key=lambda pair: (-self._found_score(pair[1][0]), pair[0]))
        return [
            {
                "report": report,
                "other": other,
                "other_named": call_plainly(self.reports[other]),
                "story": self.story_of.get(other),
                **self._likeness(judgement),
            }
            for other, (judgement, report) in ordered[:_OUTSIDE]
        ]

    def related(self, story: Story, headlines: Mapping[str, str]) -> list[Contract]:
        """Stories that are told apart and hang together with this one, those most alike first."""
        links = sorted(self._related.get(story.id, ()), key=lambda judgement: (-judgement.score, judgement.id))
        return [
            {
                "story": other,
                "headline": headlines[other],
                "relation": _turn(judgement.detail) if other == judgement.left else judgement.detail,
                "score": round(judgement.score, 4),
                "reason": judgement.reason,
                "by": judgement.by,
            }
            for judgement in links
            if (other := judgement.right if judgement.left == story.id else judgement.left) in headlines
        ]

    def judgements(self, story: Story, lines: Sequence[Sequence[str]], findings: Sequence[Finding]) -> list[Contract]:
        """What people hold of the story's reports, what it overrules, and what came of it. findings: of the story."""
        line_of = {report: number for number, line in enumerate(lines) for report in line}
        mine = {j.id: j for report in story.reports for j in self._by_people.get(report, ())}
        return [
            self._ruling_on_words(mine[number], findings)
            if mine[number].relation in OF_WORDS
            else self._ruling(mine[number], line_of)
            for number in sorted(mine)
        ]

    def _ruling_on_words(self, judgement: Judgement, findings: Sequence[Finding]) -> Contract:
        """What tellings found of the words before is not kept: people's word stands in its place."""
        return {
            **self._said(judgement),
            "overrules": None,
            "before": None,
            "outcome": self._tell_outcome_on_words(judgement, findings),
        }

    def _said(self, judgement: Judgement) -> Contract:
        evidence = judgement.evidence if judgement.relation in OF_WORDS else ()
        words = [" ".join(span.of(self.reports[span.report]).split()) for span in evidence] or ["", ""]
        return {
            "left": judgement.left,
            "right": judgement.right,
            "left_named": call_plainly(self.reports[judgement.left]),
            "right_named": call_plainly(self.reports[judgement.right]),
            "left_words": words[0],
            "right_words": words[1],
            "claims": [_at(span) for span in evidence],
            "relation": judgement.relation,
            "verdict": judgement.verdict,
            "by": judgement.by,
            "reason": judgement.reason,
        }

    def _tell_outcome_on_words(self, judgement: Judgement, findings: Sequence[Finding]) -> str:
        if self.story_of.get(judgement.left) != self.story_of.get(judgement.right):
            return "it does not show, as the two are in different stories: same_story must be judged too"
        told = {find_relation(finding, judgement.evidence) for finding in findings}
        if (judgement.relation in told) == judgement.verdict:
            return ""
        return "it does not show, as no finding rests on these words, or other judgements outweigh it"

    def _ruling(self, judgement: Judgement, line_of: Mapping[str, int]) -> Contract:
        found = self._found[judgement.relation].get(_pair(judgement))
        against = found is not None and found.verdict != judgement.verdict
        return {
            **self._said(judgement),
            "overrules": against or (found is None and judgement.verdict),
            "before": {"verdict": found.verdict, "score": round(found.score, 4), "reason": found.reason, "by": found.by}
            if found
            else None,
            "outcome": self._tell_outcome(judgement, line_of),
        }

    def _tell_outcome(self, judgement: Judgement, line_of: Mapping[str, int]) -> str:
        """What came of it, where that is not plain; "" where it is."""
        left, right = judgement.left, judgement.right
        together = self.story_of.get(left) == self.story_of.get(right)
        if judgement.relation == "same_story":
            if together == judgement.verdict:
                return ""
            return f"it does not show, as other judgements hold the two {'together' if together else 'apart'}"
        if not together:
            two_stories = "it does not show, as the two are in different stories: same_story must be judged too"
            return two_stories if judgement.verdict else ""
        if (line_of.get(left) == line_of.get(right)) != judgement.verdict:
            return "it does not show, as other judgements outweigh it"
        third = "" if judgement.verdict else self._third_report(left, right)
        return f"both are linked to {third}; the weaker of these links is not followed" if third else ""

    def _third_report(self, left: str, right: str) -> str:
        """A report that both are linked to, by name; "" where there is none."""
        linked = [
            {_other(j, report) for j in self._of_report["copy_of"].get(report, ()) if j.verdict}
            for report in (left, right)
        ]
        return next((call_plainly(self.reports[third]) for third in sorted(linked[0] & linked[1])), "")

    def _within(self, relation: str, story: Story) -> list[Judgement]:
        """The judgements on two reports of the story, each once."""
        here = set(story.reports)
        held = (j for report in story.reports for j in self._of_report[relation].get(report, ()))
        found = {judgement.id: judgement for judgement in held if {judgement.left, judgement.right} <= here}
        return sorted(found.values(), key=lambda judgement: judgement.id)

    def _lineage(self, judgement: Judgement) -> Contract:
        """A pair with its evidence: a person's judgement shows what the stage had found."""
        found = self._found["copy_of"].get(_pair(judgement))
        evidence = judgement.evidence or (found.evidence if found else ())
        return {
            "left": judgement.left,
            "right": judgement.right,
            "score": round(judgement.score, 4),
            "reason": judgement.reason or (found.reason if found else ""),
            "by": judgement.by,
            "evidence": [_at(span) for span in evidence],
        }

    def _relation(self, judgement: Judgement) -> str:
        """How one depends on the other, or that it credits it, which a person's no leaves as it is; "" for neither."""
        found = self._found["copy_of"].get(_pair(judgement))
        details = [judgement.detail, found.detail if found else ""]
        if judgement.verdict:
            return next((detail for detail in details if detail in DEPENDENT), "derived")
        return "quotes_other" if "quotes_other" in details else ""

    def _likeness(self, judgement: Judgement) -> Contract:
        return {"score": round(judgement.score, 4), "reason": judgement.reason, "by": judgement.by}

    def _weight(self, judgement: Judgement) -> tuple[bool, float]:
        """People's judgements before those of stages, the surest first."""
        return (judgement.by not in STAGES[judgement.relation], self._found_score(judgement))

    def _found_score(self, judgement: Judgement) -> float:
        """What the stage had found, also where a person said no."""
        found = self._found[judgement.relation].get(_pair(judgement), judgement)
        return found.score


def is_by_person(judgement: Judgement) -> bool:
    """Whether a person holds it, of two reports or of words of two."""
    if judgement.relation in OF_WORDS:
        return len(judgement.evidence) == 2
    return judgement.relation in STAGES and judgement.by not in STAGES[judgement.relation]


def find_relation(finding: Finding, words: Sequence[Span]) -> str:
    """What the finding tells of two wordings: that one `differs` from the other, or that they make the `same_claim`; ""
    where it does not rest on both."""
    left, right = ({w.value for w in finding.witnesses if w.span.overlap(span) > 0} for span in words)
    if not left or not right:
        return ""
    return "differs" if finding.status == "differ" and not left & right else "same_claim"


def _turn(detail: str) -> str:
    """The same link as the later story has it."""
    return "follows" if detail == "follow_up" else detail


def _pair(judgement: Judgement) -> Pair:
    return (min(judgement.left, judgement.right), max(judgement.left, judgement.right))


def _other(judgement: Judgement, report: str) -> str:
    return judgement.right if judgement.left == report else judgement.left


def _at(span: Span) -> Contract:
    return {"report": span.report, "start": span.start, "end": span.end}
