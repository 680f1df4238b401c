"""A story's findings, claims and moments in, its Happenings out: what happened when, as precisely as that is known.

An entry stands on a time expression and on the smallest clause around it; a report's own date is no entry. Clauses of
one finding, or in nearly the same words, whose times agree are one entry with the finest of the times; times that
exclude each other are an entry each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tellings.assemble.story_index import StoryIndex
from tellings.records import Claim, Finding, Happening, Interval, Precision, Span, make_id
from tellings.text.words import content_words

_BACKGROUND_AFTER = timedelta(days=60)  # older than this when the story broke: background
_TOO_WIDE = (Precision.DECADE, Precision.CENTURY)
_OPEN = 10**6
_AHEAD = frozenset({"planned", "possible", "asked", "threatened", "conditional"})
_FEWEST = 4  # words of a clause that can tell what happened
_AKIN = 0.34
_ALIKE = 0.5  # share of the content words of the shorter clause, from which two tell of one thing


@dataclass(frozen=True, slots=True)
class Dated:
    """A clause with a time that it gives itself."""

    claim: Claim
    when: Interval
    words: frozenset[str]
    findings: frozenset[str]


@dataclass(slots=True)
class Entry:
    """Clauses of one happening so far, the finest time first."""

    dated: list[Dated] = field(default_factory=list)

    @property
    def when(self) -> Interval:
        """The finest time of the clauses."""
        return self.dated[0].when

    def takes(self, other: Dated) -> bool:
        """Whether the clause tells of the same happening at a time that agrees."""
        if not self.when.overlaps(other.when):
            return False
        return any(_same(held, other) for held in self.dated)


def build_timeline(index: StoryIndex, findings: Sequence[Finding], claims: Sequence[Claim]) -> list[Happening]:
    """The entries in order of time."""
    garbled = {finding.corrupted for finding in findings if finding.corrupted} | index.superseded
    entries: list[Entry] = []
    for dated in sorted(find_dated(index, findings, claims), key=lambda d: (_length(d.when), d.claim.id)):
        entry = next((entry for entry in entries if entry.takes(dated)), None)
        if entry is None:
            entry = Entry()
            entries.append(entry)
        entry.dated.append(dated)
    built = [_build_happening(index, entry, garbled) for entry in entries]
    return sorted(built, key=lambda happening: (*_order(happening.when), happening.id))


def find_dated(index: StoryIndex, findings: Sequence[Finding], claims: Sequence[Claim]) -> Iterator[Dated]:
    """Each time expression with the smallest clause around it, one with a subject where there is one."""
    findings_of: dict[str, set[str]] = {}
    for finding in findings:
        for witness in finding.witnesses:
            findings_of.setdefault(witness.claim, set()).add(finding.id)
    by_report: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: (claim.span.end - claim.span.start, claim.id)):
        by_report.setdefault(claim.report, []).append(claim)
    for report, text in index.reports.items():
        hosts: dict[str, list[tuple[Claim, Interval]]] = {}
        for moment in index.moments_in(Span(report, 0, len(text.text))):
            when = moment.interval
            if when is None or moment.kind not in ("date", "time") or not _is_told(index, report, when):
                continue
            around = [claim for claim in by_report.get(report, ()) if _hosts(index, claim, moment.span)]
            host = next((claim for claim in around if _tells(index, claim)), next(iter(around), None))
            if host is not None:
                hosts.setdefault(host.id, []).append((host, when))
        for found in hosts.values():
            for claim, when in _finest(found):
                words = frozenset(content_words(index.words(claim.span)))
                yield Dated(claim, when, words, frozenset(findings_of.get(claim.id, ())))


def _is_told(index: StoryIndex, report: str, when: Interval) -> bool:
    """Whether the time can stand in a timeline: to a year or finer; with an end alone only where that lies ahead."""
    if when.precision in _TOO_WIDE or not (when.start or when.end):
        return False
    published = index.published(report)
    told, last = (published.last_day() if published else None), when.last_day()
    return bool(when.start) or bool(told and last and last > told)


def _hosts(index: StoryIndex, claim: Claim, span: Span) -> bool:
    return claim.span.holds(span) and len(index.words(claim.span).split()) >= _FEWEST


def _tells(index: StoryIndex, claim: Claim) -> bool:
    """Whether the clause can stand as an entry: it has a subject, and is no infinitive ("to reopen in May")."""
    return bool(claim.who) and not index.words(claim.span).lower().startswith("to ")


def _finest(found: Sequence[tuple[Claim, Interval]]) -> list[tuple[Claim, Interval]]:
    """Without times that hold another of the same clause ("Sunday (8 January)", "in March, on the 3rd")."""
    kept: list[tuple[Claim, Interval]] = []
    for claim, when in sorted(found, key=lambda pair: _length(pair[1])):
        if not any(when.overlaps(other) for _, other in kept):
            kept.append((claim, when))
    return kept


def _same(left: Dated, right: Dated) -> bool:
    """Whether two clauses tell of one thing: in one stretch, or in one finding or alike words; at times of another
    precision they must share words as well ("in December", "on 15 December")."""
    if left.claim.span.overlap(right.claim.span):
        return True
    shared = len(left.words & right.words) / max(2, min(len(left.words), len(right.words)))
    if left.findings & right.findings:
        return left.when == right.when or shared >= _AKIN
    return shared >= _ALIKE


def _build_happening(index: StoryIndex, entry: Entry, garbled: set[str]) -> Happening:
    spans = tuple(sorted({dated.claim.span for dated in entry.dated}))
    published = [interval for span in spans if (interval := index.published(span.report))]
    findings = sorted({finding for dated in entry.dated for finding in dated.findings})
    when = entry.when
    return Happening(
        id=make_id("happening", index.story.id, when.start, when.end, *spans),
        story=index.story.id,
        when=when,
        gist=_gist(index, [dated.claim for dated in entry.dated if dated.when == when], garbled),
        kind=_kind(index, entry.dated[0]),
        findings=tuple(findings),
        spans=spans,
        reported=min(published, key=lambda interval: interval.start or "9", default=None),
    )


def _gist(index: StoryIndex, claims: Sequence[Claim], garbled: set[str]) -> str:
    """The wording that says most in up to 30 words, not from a report that garbled what it copied."""
    sound = [claim for claim in claims if claim.report not in garbled] or claims
    wordings = [index.words(claim.span) for claim in sound]
    return max(wordings, key=lambda wording: (len(wording.split()) <= 30, len(content_words(wording)), wording))


def _kind(index: StoryIndex, dated: Dated) -> str:
    published = index.published(dated.claim.report)
    told = published.last_day() if published else None
    first, last = dated.when.first_day(), dated.when.last_day()
    ahead = dated.claim.factuality in _AHEAD and (last or first or date.min) >= (told or date.max)
    if told and ((first is None and last and last > told) or (first and first > told) or ahead):
        return "forecast"
    broke = _broke(index)
    if broke and (last or first or date.max) < broke - _BACKGROUND_AFTER:
        return "background"
    return "story"


def _broke(index: StoryIndex) -> date | None:
    days = [day for report in index.reports if (p := index.published(report)) and (day := p.first_day())]
    return min(days, default=None)


def _order(when: Interval) -> tuple[str, str]:
    """By its start, else by the end that alone is known."""
    return (when.start or when.end or "", when.end or "9")


def _length(when: Interval) -> int:
    """Days that it spans; an open end counts as very many."""
    first, last = when.first_day(), when.last_day()
    return (last - first).days if first and last else _OPEN
