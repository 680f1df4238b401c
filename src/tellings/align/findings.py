"""A story's claims in, Findings out: what several reports say alike or otherwise, and what only one of them says."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from tellings.align.clarity import choose_clearest
from tellings.align.contrasts import find_contrasts
from tellings.align.differences.difference import Difference
from tellings.align.disputes import Dispute, find_disputes
from tellings.align.documents import find_dated_documents
from tellings.align.identities import find_identities
from tellings.align.overlaps import find_overlaps
from tellings.align.questions import ask_question, choose_gist, shorten
from tellings.align.reversals import find_reversals
from tellings.align.score import Weights
from tellings.align.sides import Side
from tellings.align.singles import find_singles
from tellings.align.table import Lines, build_table
from tellings.align.tallies import drop_told, find_tallies
from tellings.align.traits import find_traits
from tellings.linking.groups import settle
from tellings.linking.lines import STAGES, build_lines
from tellings.records import (
    Claim,
    Dating,
    Entity,
    Finding,
    Judgement,
    Mention,
    Moment,
    Place,
    Quantity,
    Quote,
    Report,
    Sentence,
    Span,
    Witness,
    make_id,
)
from tellings.stage import Cut, Group, Stage

_WEIGHTS = {"number": 5.0, "polarity": 5.0, "attribution": 4.0, "date": 4.0, "place": 4.0, "person": 4.0,
            "organisation": 4.0, "cause": 4.0, "action": 3.0, "modality": 3.0, "wording": 2.0}  # fmt: skip
_COMPARED = 16  # claims of one line whose wordings are compared pair by pair
_CORRUPTIBLE = frozenset({"wording", "polarity", "number", "date"})


def build_findings(group: Group, *, weights: Weights | None = None) -> list[Finding]:
    """The findings of one story, weightiest first."""
    table = build_table(group, weights=weights)
    tallies = find_tallies(table)
    surest = [*tallies, *find_contrasts(table), *find_reversals(table, group.of(Mention))]
    surest += [*find_dated_documents(table), *find_traits(table), *find_identities(table)]
    disputes = [*surest, *drop_told(table, find_disputes(table, before=surest), tallies)]
    teller = Teller(group, table)
    found = [teller.tell_dispute(dispute) for dispute in disputes]
    teller.corrupted = frozenset(finding.corrupted for finding in found if finding.corrupted)
    opposed = Opposed(table, disputes)
    for line in table.lines:
        kept = opposed.leave_out(line)
        if kept:
            found.append(teller.tell_agreement(kept))
    told = {n for line in table.lines for n in table.echoes.bring_in(line)}
    told |= {n for dispute in disputes for n in dispute.values}
    found += find_singles(group.key, table, told)
    return sorted(found, key=lambda finding: (-finding.weight, finding.id))


class Opposed:
    """Pairs of claims that a difference sets against each other; knows which claims lie over one of them."""

    def __init__(self, table: Lines, disputes: Sequence[Dispute]) -> None:
        self._table = table
        self._pairs = [pair for dispute in disputes for pair in dispute.pairs]
        self._over = find_overlaps(table.sides)
        self._at: dict[int, list[int]] = defaultdict(list)  # pairs by the claims over their first
        for number, (a, _) in enumerate(self._pairs):
            for n in self._over[a]:
                self._at[n].append(number)

    def leave_out(self, line: Sequence[int]) -> list[int]:
        """The line without claims that a difference sets against another claim of it; [] where that leaves one
        report."""
        kept = list(line)
        for number in sorted({number for n in line for number in self._at.get(n, ())}):
            a, b = (self._over[n] for n in self._pairs[number])
            mine, other = [n for n in kept if n in a], [n for n in kept if n in b]
            if mine and other:
                kept = [n for n in kept if n not in (other if len(mine) >= len(other) else mine)]
        return kept if len({self._table.sides[n].report for n in kept}) > 1 else []


class Teller:
    """Builds findings out of lines and disputes; knows which reports rest on one text and when they came out."""

    def __init__(self, group: Group, table: Lines) -> None:
        self.group, self.table = group, table
        self.corrupted: frozenset[str] = frozenset()  # reports that are seen to have changed their source
        self.taken: set[str] = set()  # gists that lines before have
        reports = group.of(Report)
        self.lines = build_lines([report.id for report in reports], group.of(Judgement))
        copies = settle((j for j in group.of(Judgement) if j.relation == "copy_of"), stages=STAGES).values()
        # An outlet may change its own report.
        self.linked = {frozenset((j.left, j.right)) for j in copies if j.verdict and j.detail != "version"}
        self.earlier = {report.id: report.supersedes for report in reports if report.supersedes}
        self.published = {report.id: report.published for report in reports}
        self.published.update({dating.report: dating.published for dating in group.of(Dating)})

    def tell_dispute(self, dispute: Dispute) -> Finding:
        """A finding that shows the claims of a dispute with their values; later reports first in an update."""
        table, difference = self.table, dispute.difference
        members = sorted(dispute.values)
        finding = self._tell(members)
        witnesses = [
            replace(witness, value=_wording(table.sides[n], dispute.values[n]))
            for n, witness in zip(members, finding.witnesses, strict=True)
        ]
        kind = difference.kind
        if kind == "update" or self._is_revised(dispute) or self._is_update(dispute):
            kind = "update"
            witnesses.sort(key=self._rank_witness, reverse=True)
        return replace(
            finding,
            id=make_id("finding", self.group.key, difference.slot, *(witness.claim for witness in witnesses)),
            status="differ",
            slot=difference.slot,
            difference=kind,
            witnesses=tuple(witnesses),
            weight=100 + 10 * _WEIGHTS.get(difference.slot, 1.0) + finding.weight,
            question=ask_question(difference, *(table.sides[n] for n in dispute.pairs[0])),
            corrupted=self._find_corrupted(dispute),
        )

    def tell_agreement(self, line: Sequence[int]) -> Finding:
        """A finding that shows the claims of a line and their echoes."""
        return self._tell(self.table.echoes.bring_in(line))

    def _tell(self, members: Sequence[int]) -> Finding:
        """A finding that shows these claims, with the values where they agree at different precision."""
        table, echoes = self.table, self.table.echoes
        sides = [table.sides[n] for n in members]
        reports = {side.report for side in sides}
        laid = [n for n in members if echoes.laid[n]] or members
        slot, kind, values = _find_precision(table, laid)
        values |= {n: values[m] for n in members for m in echoes.find_laid(n) if m in values}
        lines = count_lines(self.lines, reports)
        scores = [table.score(a, b) for a in laid for b in laid if a < b]
        return Finding(
            id=make_id("finding", self.group.key, *(side.claim.id for side in sides)),
            story=self.group.key,
            status="agree",
            slot=slot,
            difference=kind,
            gist=self._choose_gist(sides),
            independent_lines=lines,
            witnesses=tuple(
                Witness(side.claim.id, side.claim.span, values.get(n), side.claim.speaker)
                for n, side in zip(members, sides, strict=True)
            ),
            kind=Counter(side.claim.kind for side in sides).most_common(1)[0][0],
            weight=2.0 * lines + len(reports) + (float(np.mean(scores)) if scores else 0.0),
        )

    def _choose_gist(self, sides: Sequence[Side]) -> str:
        """The clearest wording that no line before has taken, so that two lines read alike only where they must."""
        fresh = [side for side in sides if shorten(side.text) not in self.taken] or list(sides)
        stale = self.corrupted | frozenset(self.earlier.values())
        gist = choose_gist(choose_clearest(fresh, corrupted=stale))
        self.taken.add(gist)
        return gist

    def _day(self, report: str) -> date | None:
        published = self.published.get(report)
        return published.first_day() if published else None

    def _is_revised(self, dispute: Dispute) -> bool:
        """Whether an outlet's newer version stands against its older one, and beside that nothing but reports of which
        the later has the higher number: an older version is withdrawn, and speaks against nobody any more."""
        told = {self.table.sides[n].report for n in dispute.values}
        withdrawn = {older for report in told for older in self._find_earlier(report)}
        open_ = [pair for pair in dispute.pairs if not withdrawn & set(self._reports(pair))]
        revised = any(self._are_versions(*self._reports(pair)) for pair in dispute.pairs)
        rising = dispute.difference.slot == "number" and all(self._comes_later(dispute, *pair) for pair in open_)
        return revised and (rising or not open_)

    def _are_versions(self, left: str, right: str) -> bool:
        return left in self._find_earlier(right) or right in self._find_earlier(left)

    def _find_earlier(self, report: str) -> list[str]:
        """The versions of its article before this one, the last first."""
        found: list[str] = []
        while (before := self.earlier.get(report)) and before not in found:
            found.append(before)
            report = before
        return found

    def _rank_witness(self, witness: Witness) -> tuple[date, bool]:
        report = witness.span.report
        return self._day(report) or date.min, report not in self.earlier.values()

    def _is_update(self, dispute: Dispute) -> bool:
        """Whether in every pair of numbers that differ the report of the higher one came out on a later day; what is
        planned in one report and done in another is an update where the second came later."""
        if dispute.difference.slot == "modality":
            return all(self._comes_later(dispute, a, b) is not None for a, b in dispute.pairs)
        if dispute.difference.slot != "number" or dispute.difference.kind != "contradiction" or dispute.settled:
            return False
        return all(self._comes_later(dispute, a, b) is True for a, b in dispute.pairs)

    def _comes_later(self, dispute: Dispute, a: int, b: int) -> bool | None:
        """Whether the higher number's report came out later; None where the days are the same or unknown."""
        left, right = self.table.sides[a], self.table.sides[b]
        days = self._day(left.report), self._day(right.report)
        if days[0] is None or days[1] is None or days[0] == days[1]:
            return None
        counts = left.counts, right.counts
        low, high = (max((count.value for count in found), default=0.0) for found in counts)
        return (low < high) == (days[0] < days[1])

    def _find_corrupted(self, dispute: Dispute) -> str | None:
        """The rewrite that changed its source: of two reports on one line the one that others speak against."""
        if dispute.difference.slot not in _CORRUPTIBLE:
            return None
        told = [self._reports(pair) for pair in dispute.pairs]
        opposed: dict[str, set[str]] = defaultdict(set)
        for left, right in told:
            opposed[left].add(right)
            opposed[right].add(left)
        for left, right in told:
            if frozenset((left, right)) in self.linked and len(opposed[left]) != len(opposed[right]):
                return left if len(opposed[left]) > len(opposed[right]) else right
        return None

    def _reports(self, pair: tuple[int, int]) -> tuple[str, str]:
        return self.table.sides[pair[0]].report, self.table.sides[pair[1]].report


def _find_precision(table: Lines, line: Sequence[int]) -> tuple[str | None, str | None, dict[int, str]]:
    """Where the claims of a line agree at different precision: the slot, how, and the wordings."""
    chosen: Difference | None = None
    values: dict[int, str] = {}
    for a in line[:_COMPARED]:
        for b in line[:_COMPARED]:
            left, right = table.sides[a], table.sides[b]
            if a >= b or left.report == right.report:
                continue
            for difference in table.compare(a, b):
                if difference.misleads or (chosen and difference.slot != chosen.slot):
                    continue
                chosen = chosen or difference
                values.setdefault(a, _wording(left, difference.left))
                values.setdefault(b, _wording(right, difference.right))
    return (chosen.slot, chosen.kind, values) if chosen else (None, None, {})


def _wording(side: Side, span: Span) -> str:
    """The words of a span, as they stand in the claim's sentence."""
    return side.passage[span.start - side.clause.sentence.span.start : span.end - side.clause.sentence.span.start]


def count_lines(lines: Sequence[Sequence[str]], reports: Iterable[str]) -> int:
    """How many independent lines of reporting stand behind the reports: copies of one another count once."""
    line_of = {report: n for n, line in enumerate(lines) for report in line}
    return len({line_of[report] for report in reports})


def _run(group: Group) -> Iterable[Finding]:
    return build_findings(group)


STAGE = Stage(
    "findings",
    reads=(Report, Claim, Sentence, Entity, Mention, Quantity, Moment, Place, Quote, Judgement, Dating),
    writes=(Finding,),
    cut=Cut.BY_KEY,
    key="story",
    run=_run,
)
